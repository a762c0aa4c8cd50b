//! Orders as messages of NATS.

use crate::process::Process;
use crate::surroundings::Surroundings;

const ORDER: &str =
    r#"{"id":"00000000-0000-0000-0000-000000000001","sku":"TEA-1","quantity":2}"#;

#[tokio::test]
async fn orders_are_placed_and_the_rest_is_left() {
    let surroundings = Surroundings::start();
    // It makes the stream, so that what is sent is kept.
    let process = Process::start(&surroundings);
    let client = async_nats::connect(surroundings.nats.url()).await.expect("a connection");
    let context = async_nats::jetstream::new(client);
    for payload in ["no order", ORDER, ORDER] {
        let kept = context.publish("place-order", payload.into()).await.expect("sent");
        kept.await.expect("kept");
    }
    process.published(1).await;
    process.stop();
}
