//! Events as records of Kafka.

use rdkafka::ClientConfig;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::Message;
use reqwest::Client;
use serde_json::{Value, json};

use crate::process::Process;
use crate::surroundings::Surroundings;

#[tokio::test]
async fn who_reads_the_topic_hears_of_an_order() {
    let surroundings = Surroundings::start();
    let process = Process::start(&surroundings);
    let order = json!({ "sku": "TEA-1", "quantity": 2 });
    let placed = Client::new().post(process.url("/v1/orders")).json(&order).send().await;
    let placed: Value = placed.expect("an answer").json().await.expect("JSON");

    let consumer: StreamConsumer = ClientConfig::new()
        .set("bootstrap.servers", surroundings.kafka.bootstrap_servers())
        .set("group.id", "end-to-end")
        .set("auto.offset.reset", "earliest")
        .create()
        .expect("a consumer");
    consumer.subscribe(&["order.placed"]).expect("subscribed");
    let record = consumer.recv().await.expect("a record");
    let event: Value = serde_json::from_slice(record.payload().expect("a payload")).expect("JSON");
    assert_eq!(event, json!({ "order_id": placed["id"], "sku": "TEA-1", "quantity": 2 }));
}
