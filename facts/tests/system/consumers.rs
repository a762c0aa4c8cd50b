//! Loops that receive messages, and those that only seem to.

use portcullis_facts::graph::system::EntryKind;

use crate::sketch::{app, lines};

#[test]
fn a_loop_over_messages_is_a_consumer() {
    let system = app(
        &["rdkafka", "tokio"],
        r"
        use rdkafka::consumer::StreamConsumer;
        #[tokio::main]
        async fn main() { consume(make()).await; }
        fn make() -> StreamConsumer { rdkafka::ClientConfig::new().create().unwrap() }
        async fn consume(consumer: StreamConsumer) {
            loop { let message = consumer.recv().await.unwrap(); handle(message); }
        }
        fn handle<M>(message: M) {}
        ",
    );
    assert_eq!(lines(&system), ["Consumer app"]);
}

#[test]
fn a_loop_over_joined_subscriptions_is_a_consumer() {
    let main = |joined: &str| {
        format!(
            r#"
            #[tokio::main]
            async fn main() {{
                let client = async_nats::connect("nats://mq").await.unwrap();
                let orders = client.subscribe("orders").await.unwrap();
                let items = client.subscribe("items").await.unwrap();
                let mut all = {joined};
                while let Some(message) = all.next().await {{ work(message); }}
            }}
            fn work(message: async_nats::Message) {{}}
        "#
        )
    };
    for joined in ["futures::stream::select(orders, items)", "select_all(vec![orders, items])"] {
        let found = app(&["async-nats", "futures", "tokio"], &main(joined));
        assert_eq!(lines(&found), ["Consumer app"], "{joined}");
    }
}

#[test]
fn what_waits_beside_a_consumer_is_no_schedule() {
    let main = "use rdkafka::consumer::StreamConsumer;
        #[tokio::main]
        async fn main() {
            tokio::spawn(consume(make()));
            loop { tokio::time::sleep(Duration::from_secs(30)).await; }
        }
        fn make() -> StreamConsumer { rdkafka::ClientConfig::new().create().unwrap() }
        async fn consume(consumer: StreamConsumer) { loop { consumer.recv().await; } }";
    let found = app(&["rdkafka", "tokio"], main);
    assert_eq!(lines(&found), ["Consumer app"]);
    let entries = found.graph.landscape.entries.iter();
    assert!(!entries.clone().any(|entry| entry.kind == EntryKind::Schedule));
    let alone = "#[tokio::main]
        async fn main() { loop { tokio::time::sleep(Duration::from_secs(30)).await; } }";
    assert!(lines(&app(&["tokio"], alone)).is_empty());
}

#[test]
fn a_loop_around_what_receives_is_one_of_messages() {
    let queue = "use redis::AsyncCommands;
        struct Queue { client: redis::Client }
        impl Queue {
            async fn connection(&self) -> redis::RedisResult<redis::aio::MultiplexedConnection> {
                self.client.get_multiplexed_async_connection().await
            }
            async fn pop(&self, name: &str) -> Option<String> {
                let mut connection = self.connection().await.ok()?;
                connection.brpop(name, 1.0).await.ok()
            }
            async fn next_order(&self) -> Option<String> { self.pop(\"orders\").await }
        }
        #[tokio::main]
        async fn main() {
            let queue = Queue { client: redis::Client::open(\"redis://cache\").unwrap() };
            loop {
                tokio::select! { order = queue.next_order() => handle(order) }
            }
        }
        fn handle(order: Option<String>) {}";
    assert_eq!(lines(&app(&["redis", "tokio"], queue)), ["Consumer app"]);
    let pubsub = "use futures_util::StreamExt;
        #[tokio::main]
        async fn main() {
            let client = redis::Client::open(\"redis://cache\").unwrap();
            let mut pubsub = client.get_async_pubsub().await.unwrap();
            pubsub.subscribe(\"orders\").await.unwrap();
            let mut messages = pubsub.on_message();
            while let Some(message) = messages.next().await { handle(message); }
        }
        fn handle<M>(message: M) {}";
    assert_eq!(lines(&app(&["redis", "tokio", "futures-util"], pubsub)), ["Consumer app"]);
    let cache = "#[tokio::main]
        async fn main() {
            let mut connection = redis::Client::open(\"redis://cache\").unwrap().get_connection().unwrap();
            while let Some(key) = connection.get(\"next\").unwrap() { println!(\"{key}\"); }
        }";
    assert!(lines(&app(&["redis", "tokio"], cache)).is_empty());
}

#[test]
fn a_loop_over_a_stream_that_a_wrapper_gives_is_one_of_messages() {
    let main = |wrapped: &str| {
        format!(
            "use futures::stream::StreamExt;
            use rdkafka::consumer::StreamConsumer;
            struct Events(StreamConsumer);
            impl Events {{
                fn readable(&self) -> impl futures::Stream<Item = String> + '_ {{
                    {wrapped}.filter_map(|message| async {{ message.ok() }})
                }}
            }}
            #[tokio::main]
            async fn main() {{ futures::join!(save(&make()), save(&make())); }}
            fn make() -> Events {{ Events(rdkafka::ClientConfig::new().create().unwrap()) }}
            async fn save(events: &Events) {{
                let mut stream = events.readable();
                while let Some(message) = stream.next().await {{ handle(message); }}
            }}
            fn handle(message: String) {{}}"
        )
    };
    let dependencies = ["rdkafka", "futures", "tokio"];
    for wrapped in ["self.0.stream()", "self.0.start()"] {
        assert_eq!(lines(&app(&dependencies, &main(wrapped))), ["Consumer app"], "{wrapped}");
    }
    let list = "futures::stream::iter(vec![Ok(String::new())])";
    assert!(lines(&app(&dependencies, &main(list))).is_empty());
}

#[test]
fn consumers_that_are_iterated_receive_without_an_end() {
    let main = "use amiquip::{Connection, ConsumerOptions, QueueDeclareOptions};
        fn main() {
            let mut connection = Connection::insecure_open(\"amqp://rabbit\").unwrap();
            let channel = connection.open_channel(None).unwrap();
            let queue = channel.queue_declare(\"orders\", QueueDeclareOptions::default()).unwrap();
            let consumer = queue.consume(ConsumerOptions::default()).unwrap();
            for message in consumer.receiver().iter() { handle(message); }
        }
        fn handle<M>(message: M) {}";
    assert_eq!(lines(&app(&["amiquip"], main)), ["Consumer app"]);
}

#[test]
fn a_command_of_redis_that_waits_for_work_receives() {
    let main = |command: &str| {
        let main = "async fn main() {
            let mut connection = redis::Client::open(\"redis://jobs\").unwrap().get_multiplexed_async_connection().await.unwrap();
            loop {
                if ends() { break; }
                let job: Vec<String> = redis::cmd(\"COMMAND\").arg(\"jobs\").query_async(&mut connection).await.unwrap();
                work(job).await;
            }
        }
        async fn work(job: Vec<String>) {}";
        lines(&app(&["redis", "tokio"], &main.replace("COMMAND", command)))
    };
    assert_eq!(main("BRPOP"), ["Consumer app"]);
    assert_eq!(main("brpoplpush"), ["Consumer app"]);
    assert_eq!(main("GET"), [""; 0]);
}
