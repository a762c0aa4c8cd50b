//! Orders as records of Kafka.

use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::Message;
use rdkafka::producer::{FutureProducer, FutureRecord};

use crate::process::Process;
use crate::surroundings::Surroundings;

const ORDER: &str =
    r#"{"id":"00000000-0000-0000-0000-000000000001","sku":"TEA-1","quantity":2}"#;

#[tokio::test]
async fn orders_are_placed_and_the_rest_is_put_aside() {
    let surroundings = Surroundings::start();
    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", surroundings.kafka.bootstrap_servers());
    let producer: FutureProducer = client.create().expect("a producer");
    for payload in ["no order", ORDER, ORDER] {
        let record = FutureRecord::<(), str>::to("place-order").payload(payload);
        producer.send(record, Duration::from_secs(5)).await.expect("sent");
    }
    let process = Process::start(&surroundings);

    client.set("group.id", "end-to-end").set("auto.offset.reset", "earliest");
    let consumer: StreamConsumer = client.create().expect("a consumer");
    consumer.subscribe(&["place-order.refused"]).expect("subscribed");
    let refused = consumer.recv().await.expect("a record");
    assert_eq!(refused.payload(), Some(b"no order".as_slice()));

    process.published(1).await;
    process.stop();
}
