//! amiquip, the client of RabbitMQ that blocks.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table. A broker confirms what is published only where code listens for it.
pub(super) const TABLE: Framework = Framework {
    packages: &["amiquip"],
    returns: &[
        ("Connection::open", "Connection"),
        ("Connection::insecure_open", "Connection"),
        ("Connection::open_channel", "Channel"),
        ("Channel::queue_declare", "Queue"),
        ("Channel::exchange_declare", "Exchange"),
        ("Channel::basic_consume", "Consumer"),
        ("Exchange::direct", "Exchange"),
        ("Queue::consume", "Consumer"),
    ],
    broker: Some(BrokerTable {
        kind: "rabbitmq",
        addresses: &[("Connection::open", 0), ("Connection::insecure_open", 0)],
        exchanges: &[("Channel::exchange_declare", 1)],
        records: &[("Publish::new", 1), ("Publish::with_properties", 1)],
        publishes: &[PublishEntry {
            path: "Exchange::publish",
            topic: 0,
            exchange: None,
            awaits: None,
        }],
        subscribes: &[("Channel::basic_consume", 0)],
        receives: &["Consumer::receiver"],
        acknowledges: &["Consumer::ack", "Delivery::ack"],
        consumers: &["Consumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
