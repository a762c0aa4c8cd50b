//! Topics, whom bindings and settings name them for, and relays.

use portcullis_facts::System;
use portcullis_facts::graph::system::Acknowledgement;

use crate::sketch::{app, lines, manifest, system};

/// Topics with how many publish and consume each, and what is left open.
fn topics(system: &System) -> Vec<String> {
    let landscape = &system.graph.landscape;
    let mut lines: Vec<String> = (0u32..)
        .zip(&landscape.topics)
        .map(|(id, topic)| {
            let of = |other: portcullis_facts::graph::system::TopicId| other.0 == id;
            let publishes = landscape.publishes.iter().filter(|p| p.topic.is_some_and(of)).count();
            let consumes = landscape.consumes.iter().filter(|c| c.topics.iter().any(|t| of(*t)));
            format!("{} {publishes} {}", topic.name, consumes.count())
        })
        .collect();
    lines.sort();
    lines.extend(landscape.consumes.iter().filter(|c| c.more).map(|c| format!("more {}", c.kind)));
    lines
}

const RABBIT: &str = r#"
    async fn main() {
        let channel = lapin::Connection::connect("amqp://mq", p()).await.unwrap().create_channel().await.unwrap();
        BIND
        channel.basic_publish("shop", "order.created", o(), b"", b()).await.unwrap().await.unwrap();
        let mut mail = channel.basic_consume("mail", "tag", o(), f()).await.unwrap();
        while let Some(delivery) = mail.next().await { delivery.unwrap().ack(o()).await.unwrap(); }
    }
"#;

#[test]
fn a_bound_queue_receives_what_is_published_with_its_key() {
    let bound = r#"channel.queue_bind("mail", "shop", "order.created", o(), f()).await.unwrap();"#;
    let found = app(&["lapin", "tokio"], &RABBIT.replace("BIND", bound));
    assert_eq!(topics(&found), ["order.created 1 1"]);
    let unbound = app(&["lapin", "tokio"], &RABBIT.replace("BIND", ""));
    assert_eq!(topics(&unbound), ["mail 0 1", "order.created 1 0", "more rabbitmq"]);
    let declared = r#"channel.exchange_declare("shop", kind(), o(), f()).await.unwrap();"#;
    let declared = app(&["lapin", "tokio"], &RABBIT.replace("BIND", declared));
    assert_eq!(topics(&declared), ["mail 0 1", "order.created 1 0"]);
    let open = r#"channel.queue_bind("mail", "shop", &key(), o(), f()).await.unwrap();"#;
    let open = app(&["lapin", "tokio"], &RABBIT.replace("BIND", open));
    assert_eq!(topics(&open), ["order.created 1 0", "more rabbitmq"]);
}

#[test]
fn what_is_published_to_an_exchange_without_a_key_is_told_once() {
    let main = "async fn main() {
        let channel = lapin::Connection::connect(\"amqp://mq\", p()).await.unwrap().create_channel().await.unwrap();
        channel.basic_publish(\"order-created\", \"\", o(), b\"\", b()).await.unwrap();
        axum::serve(l(), axum::Router::new()).await;
    }";
    let found = app(&["axum", "lapin", "tokio"], main);
    assert_eq!(topics(&found), ["order-created 1 0"]);
    assert_eq!(found.graph.landscape.publishes.len(), 1);
}

#[test]
fn a_client_that_an_arm_or_a_condition_takes_out_publishes_and_consumes() {
    let main = r#"
        async fn main() {
            let client = match async_nats::connect("nats://mq").await {
                Ok(client) => { println!("connected"); client }
                Err(error) => return,
            };
            tell(&Some(client.clone())).await;
            let mut orders = match client.subscribe("order.created").await { Ok(all) => all, Err(_) => return };
            while let Some(message) = orders.next().await { store(message).await; }
        }
        async fn tell(client: &Option<async_nats::Client>) {
            if let Some(client) = client { client.publish("order.created", b"").await.unwrap(); }
        }
    "#;
    assert_eq!(topics(&app(&["async-nats", "tokio"], main)), ["order.created 1 1"]);
}

#[test]
fn a_list_of_topics_is_followed_through_a_port_to_those_who_call_it() {
    let main = r#"
        use rdkafka::consumer::{Consumer, StreamConsumer};
        trait Listener { fn listen(&self, topics: &[&str]) -> StreamConsumer; }
        struct Bus;
        impl Listener for Bus {
            fn listen(&self, topics: &[&str]) -> StreamConsumer {
                let consumer: StreamConsumer = rdkafka::ClientConfig::new().create().unwrap();
                consumer.subscribe(topics).unwrap();
                consumer
            }
        }
        struct Catalog<L: Listener> { bus: L }
        impl<L: Listener> Catalog<L> {
            async fn run(&self) {
                let orders = self.bus.listen(&["order.created", "order.cancelled"]);
                loop { orders.recv().await; }
            }
        }
        #[tokio::main]
        async fn main() { Catalog { bus: Bus }.run().await; }
    "#;
    let found = topics(&app(&["rdkafka", "tokio"], main));
    assert_eq!(found, ["order.cancelled 0 1", "order.created 0 1"]);
}

#[test]
fn what_is_put_into_a_batch_is_published() {
    let main = r#"
        use rskafka::client::producer::{BatchProducer, aggregator::RecordAggregator};
        #[tokio::main]
        async fn main() {
            let client = rskafka::client::ClientBuilder::new(vec!["kafka:9092".to_owned()]).build().await.unwrap();
            let orders = client.partition_client("order.created", 0, retry()).await.unwrap();
            let batch = rskafka::client::producer::BatchProducerBuilder::new(Arc::new(orders)).build(all());
            tell(Arc::new(batch)).await;
        }
        async fn tell(producer: Arc<BatchProducer<RecordAggregator>>) { producer.produce(record()).await.ok(); }
    "#;
    let found = app(&["rskafka", "tokio"], main);
    let confirmations: Vec<String> = found
        .graph
        .landscape
        .publishes
        .iter()
        .map(|one| format!("{:?}", one.confirmation))
        .collect();
    assert_eq!(confirmations, ["Dropped"]);
}

#[test]
fn a_topic_is_followed_through_a_port_to_those_who_call_it() {
    let main = r#"
        use std::sync::Arc;
        use rdkafka::{ClientConfig, producer::{FutureProducer, FutureRecord}};
        trait Events { async fn publish(&self, topic: &str, event: &[u8]) -> Result<(), Failed>; }
        type Shared = Arc<dyn Events + Send + Sync>;
        struct Kafka { producer: FutureProducer }
        impl Kafka {
            async fn send(&self, topic: &str, event: &[u8]) -> Result<(), Failed> {
                self.producer.send(FutureRecord::to(topic).key("k").payload(event), AFTER).await?;
                Ok(())
            }
        }
        impl Events for Kafka {
            async fn publish(&self, topic: &str, event: &[u8]) -> Result<(), Failed> { self.send(topic, event).await }
        }
        struct Orders { events: Shared }
        impl Orders { async fn place(&self) -> Result<(), Failed> { self.events.publish("order.placed", b"").await } }
        async fn main() {
            let producer: FutureProducer = ClientConfig::new().create().unwrap();
            Orders { events: Arc::new(Kafka { producer }) }.place().await.unwrap();
        }
    "#;
    assert_eq!(topics(&app(&["rdkafka", "tokio"], main)), ["order.placed 1 0"]);
}

#[test]
fn clients_that_build_consumers_and_pass_structs_of_arguments_name_their_topics() {
    let blocking = r#"
        use kafka::{consumer::Consumer, producer::{Producer, Record}};
        fn main() {
            let hosts = vec!["kafka:9092".to_owned()];
            let mut consumer = Consumer::from_hosts(hosts.clone()).with_topic("orders".to_owned())
                .with_group("mail".to_owned()).create().unwrap();
            let mut producer = Producer::from_hosts(hosts).create().unwrap();
            loop {
                for set in consumer.poll().unwrap().iter() { consumer.consume_messageset(set).unwrap(); }
                producer.send(&Record::from_value("mails", "x")).unwrap();
                consumer.commit_consumed().unwrap();
            }
        }
    "#;
    let found = app(&["kafka"], blocking);
    assert_eq!(topics(&found), ["mails 1 0", "orders 0 1"]);
    let brokers = &found.graph.landscape.brokers;
    assert_eq!(brokers.len(), 1);
    assert_eq!(found.graph.landscape.services.len(), 1);
    let arguments = r#"
        use amqprs::channel::{BasicConsumeArguments, BasicPublishArguments, QueueBindArguments};
        use amqprs::connection::{Connection, OpenConnectionArguments};
        async fn main() {
            let opening = OpenConnectionArguments::new("mq", 5672, "user", "password");
            let channel = Connection::open(&opening).await.unwrap().open_channel(None).await.unwrap();
            channel.queue_bind(QueueBindArguments::new("mail", "shop", "order.created")).await.unwrap();
            channel.basic_consume(Mailer, BasicConsumeArguments::new("mail", "tag")).await.unwrap();
            channel.basic_publish(p(), b(), BasicPublishArguments::new("shop", "order.created")).await.unwrap();
        }
    "#;
    let found = app(&["amqprs", "tokio"], arguments);
    assert_eq!(topics(&found), ["order.created 1 1"]);
}

#[test]
fn consumers_of_streams_name_their_subjects_and_acknowledge() {
    let main = |policy: &str| {
        format!(
            r#"
            use async_nats::jetstream::{{self, consumer::{{pull, AckPolicy}}}};
            async fn main() {{
                let client = async_nats::connect("nats://nats").await.unwrap();
                let stream = jetstream::new(client).get_stream("ORDERS").await.unwrap();
                let consumer = stream.get_or_create_consumer("mail", pull::Config {{
                    filter_subject: "orders.created".to_string(), {policy} ..Default::default()
                }}).await.unwrap();
                let mut messages = consumer.messages().await.unwrap();
                while let Some(message) = messages.next().await {{ message.unwrap().ack().await.unwrap(); }}
            }}
            "#
        )
    };
    let found = app(&["async-nats", "tokio"], &main(""));
    assert_eq!(topics(&found), ["orders.created 0 1"]);
    let how = |system: &System| system.graph.landscape.consumes[0].acknowledgement;
    assert_ne!(how(&found), Acknowledgement::Automatic);
    let careless = app(&["async-nats", "tokio"], &main("ack_policy: AckPolicy::None,"));
    assert_eq!(how(&careless), Acknowledgement::Automatic);
}

#[test]
fn what_is_deployed_names_topics_and_an_option_that_is_not_known_says_nothing() {
    let main = r#"
        use rdkafka::{ClientConfig, consumer::{Consumer, StreamConsumer}};
        async fn main() {
            let config = load();
            let consumer: StreamConsumer = ClientConfig::new()
                .set("enable.auto.commit", &config.commit).create().unwrap();
            consumer.subscribe(&[&std::env::var("TOPIC").unwrap()]).unwrap();
            loop { consumer.recv().await.unwrap(); }
        }
    "#;
    let compose = "
services:
  app:
    build: .
    environment:
      TOPIC: orders
";
    let files = [
        ("Cargo.toml", &*manifest("app", &["rdkafka", "tokio"])),
        ("src/main.rs", main),
        ("compose.yaml", compose),
        ("Dockerfile", "FROM rust\nCMD [\"app\"]\n"),
    ];
    let found = system(&files);
    assert_eq!(topics(&found), ["orders 0 1"]);
    let consume = &found.graph.landscape.consumes[0];
    assert_eq!(consume.acknowledgement, Acknowledgement::Unknown);
}

#[test]
fn a_result_that_only_a_condition_looks_at_is_not_dropped() {
    let main = |tested: &str| {
        format!(
            r#"
            async fn main() {{
                let connection = lapin::Connection::connect("amqp://mq", p()).await.unwrap();
                let channel = connection.create_channel().await.unwrap();
                let mut mail = channel.basic_consume("mail", "tag", o(), f()).await.unwrap();
                while let Some(delivery) = mail.next().await {{
                    let sent: bool = send(&delivery).await;
                    {tested}
                    channel.basic_ack(tag(), o()).await.unwrap();
                }}
            }}
            async fn send(delivery: &Delivery) -> bool {{ true }}
        "#
        )
    };
    let how = |tested: &str| {
        let found = app(&["lapin", "tokio"], &main(tested));
        found.graph.landscape.consumes[0].acknowledgement
    };
    assert_eq!(how("if !sent { continue; }"), Acknowledgement::AfterSuccess);
    assert_eq!(how("if sent == false { continue; }"), Acknowledgement::AfterSuccess);
    assert_eq!(how(""), Acknowledgement::IgnoresFailure);
}

/// Statements on `event_entity`, and whether they are known to be those of an outbox.
fn outboxes(relay: &str) -> Vec<bool> {
    let orders = r#"
        async fn create(pool: sqlx::PgPool) {
            sqlx::query("INSERT INTO event_entity (payload) VALUES ($1)").execute(&pool).await;
        }
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/orders", axum::routing::post(create));
            axum::serve(l(), app).await;
        }
    "#;
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"relay\"]\n"),
        ("orders/Cargo.toml", &manifest("orders", &["axum", "sqlx", "tokio"])),
        ("orders/src/main.rs", orders),
        ("relay/Cargo.toml", &manifest("relay", &["rdkafka", "sqlx", "tokio"])),
        ("relay/src/main.rs", relay),
    ]);
    found.graph.landscape.statements.iter().map(|statement| statement.outbox).collect()
}

const RELAY: &str = r#"
    #[tokio::main]
    async fn main() {
        let pool = sqlx::PgPool::connect("postgres://db/shop").await.unwrap();
        let producer: rdkafka::producer::FutureProducer = rdkafka::ClientConfig::new().create().unwrap();
        let mut ticks = tokio::time::interval(d());
        loop {
            ticks.tick().await;
            sqlx::query("SELECT id, payload FROM event_entity").fetch_all(&pool).await;
            producer.send(rdkafka::producer::FutureRecord::to("orders"), d()).await;
            sqlx::query("DELETE FROM event_entity").execute(&pool).await;
            MORE
        }
    }
"#;

#[test]
fn a_table_that_one_fills_and_another_empties_to_publish_is_an_outbox() {
    assert_eq!(outboxes(&RELAY.replace("MORE", "")), [true, true, true]);
    let more = r#"sqlx::query("SELECT id FROM orders").fetch_all(&pool).await;"#;
    assert_eq!(outboxes(&RELAY.replace("MORE", more)), [false, false, false, false]);
}

#[test]
fn a_connector_reads_tables_and_fills_topics() {
    let orders = r#"
        use axum::extract::State;
        async fn place(State(pool): State<sqlx::PgPool>) {
            sqlx::query("INSERT INTO event_log (body) VALUES ($1)").execute(&pool).await.unwrap();
        }
        #[tokio::main]
        async fn main() {
            let app = axum::Router::new().route("/orders", axum::routing::post(place));
            axum::serve(l(), app).await;
        }
    "#;
    let script = r#"#!/bin/sh
curl -X POST http://connect:8083/connectors -d '{ "name": "orders", "config": {
  "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
  "table.include.list": "public.event_log",
  "transforms": "outbox",
  "transforms.outbox.type": "io.debezium.transforms.outbox.EventRouter",
  "transforms.outbox.route.topic.replacement": "orders.${routedByValue}"
} }'
"#;
    let system = system(&[
        ("Cargo.toml", &manifest("orders", &["axum", "sqlx", "tokio"])),
        ("src/main.rs", orders),
        ("deploy/register-connectors.sh", script),
        ("deploy/other-connectors.sh", "echo nothing"),
    ]);
    let landscape = &system.graph.landscape;
    let topics: Vec<&str> = landscape.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(topics, ["orders.*"]);
    let publishes: Vec<&str> =
        landscape.publishes.iter().map(|publish| publish.library.as_str()).collect();
    assert_eq!(publishes, ["debezium"]);
    let [table] = &landscape.tables[..] else { panic!("one table: {:?}", landscape.tables) };
    assert_eq!((table.name.as_str(), table.uses.len()), ("event_log", 2));
    // What fills a table that is routed to topics fills an outbox.
    let written = landscape.statements.iter().find(|statement| statement.library == "sqlx");
    assert!(written.is_some_and(|statement| statement.outbox));
}

#[test]
fn what_is_answered_to_who_waits_for_it_is_no_event() {
    let main = |topic: &str| {
        format!(
            r#"
            async fn main() {{
                let client = async_nats::connect("nats://mq").await.unwrap();
                let mut orders = client.subscribe("orders").await.unwrap();
                while let Some(message) = orders.next().await {{
                    client.publish({topic}, answer()).await.unwrap();
                }}
            }}
        "#
        )
    };
    let found = |topic: &str| {
        let found = app(&["async-nats", "tokio"], &main(topic));
        let landscape = &found.graph.landscape;
        (landscape.publishes.len(), landscape.consumes[0].acknowledgement)
    };
    assert_eq!(found("message.reply.unwrap()"), (0, Acknowledgement::Unknown));
    assert_eq!(found("\"orders.done\""), (1, Acknowledgement::Automatic));
}

#[test]
fn who_gives_a_client_what_it_calls_is_a_consumer() {
    let main = "use amqprs::{channel::{BasicConsumeArguments, Channel}, connection::Connection, consumer::AsyncConsumer};
        struct Orders;
        impl AsyncConsumer for Orders { async fn consume(&mut self, channel: &Channel) {} }
        #[tokio::main]
        async fn main() {
            let connection = Connection::open(&arguments()).await.unwrap();
            let channel = connection.open_channel(None).await.unwrap();
            channel.basic_consume(Orders, BasicConsumeArguments::new(\"orders\", \"\")).await.unwrap();
            tokio::sync::Notify::new().notified().await;
        }";
    let found = app(&["amqprs", "tokio"], main);
    assert_eq!(lines(&found), ["Consumer app"]);
    assert_eq!(found.graph.landscape.topics[0].name, "orders");
}

#[test]
fn of_services_that_share_a_publisher_each_publishes_what_it_names() {
    let shared = r#"
        use rdkafka::{ClientConfig, producer::{FutureProducer, FutureRecord}};
        pub const AUDITED: &str = "audited";
        pub struct Events { producer: FutureProducer }
        impl Events {
            pub fn new() -> Self { Events { producer: ClientConfig::new().create().unwrap() } }
            pub async fn publish(&self, topic: &str, event: &[u8]) -> Result<(), Failed> {
                self.producer.send(FutureRecord::to(topic).key("k").payload(event), AFTER).await
            }
        }
    "#;
    let main = |topic: &str| {
        format!(
            "#[tokio::main] async fn main() {{
                let events = shared::Events::new();
                events.publish({topic}, b\"\").await.unwrap();
                events.publish(shared::AUDITED, b\"\").await.unwrap();
                axum::serve(l(), axum::Router::new()).await;
            }}"
        )
    };
    let package =
        |name: &str| manifest(name, &["axum", "tokio"]) + "shared = { path = \"../shared\" }\n";
    let of = |topic: &str| {
        let found = system(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\", \"shared\"]\n"),
            ("orders/Cargo.toml", &package("orders")),
            ("orders/src/main.rs", &main("\"order.placed\"")),
            ("stock/Cargo.toml", &package("stock")),
            ("stock/src/main.rs", &main(topic)),
            ("shared/Cargo.toml", &manifest("shared", &["rdkafka"])),
            ("shared/src/lib.rs", shared),
        ]);
        let landscape = &found.graph.landscape;
        let mut lines: Vec<String> = Vec::new();
        for publish in &landscape.publishes {
            let topic = publish.topic.map_or("?", |topic| &landscape.topic(topic).name);
            for service in &publish.services {
                lines.push(format!("{} {topic}", landscape.service(*service).name));
            }
        }
        lines.sort();
        lines
    };
    let own = ["orders audited", "orders order.placed", "stock audited", "stock stock.taken"];
    assert_eq!(of("\"stock.taken\""), own);
}

#[test]
fn what_is_published_for_nobody_that_is_seen_has_no_topic() {
    let shared = |topic: &str| {
        format!(
            r#"
            use rdkafka::{{producer::{{FutureProducer, FutureRecord}}}};
            pub async fn publish(producer: &FutureProducer, topic: &str) -> Result<(), Failed> {{
                producer.send(FutureRecord::to({topic}).key("k").payload(b""), AFTER).await
            }}
            "#
        )
    };
    let package =
        |name: &str| manifest(name, &["axum", "tokio"]) + "shared = { path = \"../shared\" }\n";
    let main = "#[tokio::main] async fn main() { axum::serve(l(), axum::Router::new()).await; }";
    let of = |topic: &str| {
        let found = system(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\", \"shared\"]\n"),
            ("orders/Cargo.toml", &package("orders")),
            ("orders/src/main.rs", main),
            ("stock/Cargo.toml", &package("stock")),
            ("stock/src/main.rs", main),
            ("shared/Cargo.toml", &manifest("shared", &["rdkafka"])),
            ("shared/src/lib.rs", &shared(topic)),
        ]);
        let publishes = found.graph.landscape.publishes.iter();
        publishes.map(|one| (one.topic.is_some(), one.services.len())).collect::<Vec<_>>()
    };
    // Who calls it names the topic, and may be somewhere that is not seen.
    assert_eq!(of("topic"), [(false, 0)]);
    assert_eq!(of("\"order.placed\""), []);
}
