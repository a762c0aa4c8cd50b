//! amqprs.

use crate::framework::broker::{BindEntry, BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table. What a call is told stands in a struct of arguments, as a record does.
pub(super) const TABLE: Framework = Framework {
    packages: &["amqprs"],
    returns: &[
        ("connection::Connection::open", "connection::Connection"),
        ("connection::Connection::open_channel", "channel::Channel"),
        ("channel::BasicConsumeArguments::*", "channel::BasicConsumeArguments"),
        ("channel::BasicPublishArguments::*", "channel::BasicPublishArguments"),
        ("connection::OpenConnectionArguments::*", "connection::OpenConnectionArguments"),
    ],
    broker: Some(BrokerTable {
        kind: "rabbitmq",
        addresses: &[("OpenConnectionArguments::new", 0)],
        records: &[("BasicPublishArguments::new", 1), ("BasicConsumeArguments::new", 0)],
        binds: &[BindEntry { path: "QueueBindArguments::new", queue: 0, exchange: 1, key: 2 }],
        exchanges: &[("ExchangeDeclareArguments::new", 0)],
        publishes: &[PublishEntry {
            path: "Channel::basic_publish",
            topic: 2,
            exchange: None,
            awaits: None,
        }],
        subscribes: &[
            ("Channel::basic_consume", 1),
            ("Channel::basic_consume_rx", 0),
            ("Channel::basic_consume_blocking", 1),
        ],
        receives: &["Channel::basic_get"],
        acknowledges: &["Channel::basic_ack"],
        callbacks: &["Channel::basic_consume", "Channel::basic_consume_blocking"],
        consumers: &["AsyncConsumer", "BlockingConsumer", "ConsumerMessage"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
