//! async-nats and nats.

use crate::framework::broker::{BrokerTable, ByItself, PublishEntry};
use crate::framework::table::Framework;

/// The table. Without JetStream nothing is confirmed, and nothing is delivered again.
pub(super) const TABLE: Framework = Framework {
    packages: &["async-nats", "nats"],
    returns: &[
        ("connect", "Client"),
        ("ConnectOptions::connect", "Client"),
        ("Client::subscribe", "Subscriber"),
        ("Client::queue_subscribe", "Subscriber"),
        ("jetstream::new", "jetstream::Context"),
        ("jetstream::Context::get_stream", "jetstream::stream::Stream"),
        ("jetstream::Context::create_consumer_on_stream", "jetstream::consumer::Consumer"),
        ("jetstream::Context::create_stream", "jetstream::stream::Stream"),
        ("jetstream::Context::get_or_create_stream", "jetstream::stream::Stream"),
        ("jetstream::stream::Stream::get_or_create_consumer", "jetstream::consumer::Consumer"),
        ("jetstream::stream::Stream::create_consumer", "jetstream::consumer::Consumer"),
        ("jetstream::stream::Stream::get_consumer", "jetstream::consumer::Consumer"),
        ("jetstream::consumer::Consumer::messages", "jetstream::consumer::pull::Stream"),
    ],
    broker: Some(BrokerTable {
        kind: "nats",
        addresses: &[("connect", 0), ("ConnectOptions::connect", 0)],
        publishes: &[
            PublishEntry { path: "Client::publish", topic: 0, exchange: None, awaits: None },
            PublishEntry {
                path: "Client::publish_with_headers",
                topic: 0,
                exchange: None,
                awaits: None,
            },
            PublishEntry { path: "Context::publish", topic: 0, exchange: None, awaits: Some(2) },
            PublishEntry {
                path: "Context::publish_with_headers",
                topic: 0,
                exchange: None,
                awaits: Some(2),
            },
        ],
        subscribes: &[("Client::subscribe", 0), ("Client::queue_subscribe", 0)],
        configured: &[
            ("Stream::get_or_create_consumer", 1),
            ("Stream::create_consumer", 0),
            ("Context::create_consumer_on_stream", 0),
        ],
        topic_fields: &["filter_subject", "filter_subjects"],
        ack_field: Some(("ack_policy", "None")),
        receives: &["Subscriber::next", "Consumer::messages", "Consumer::fetch", "Consumer::batch"],
        acknowledges: &["Message::ack", "Message::double_ack", "Message::ack_with"],
        by_itself: ByItself::Always,
        consumers: &["Subscriber"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
