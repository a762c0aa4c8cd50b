//! lapin.

use crate::framework::broker::{BindEntry, BrokerTable, ByItself, PublishEntry};
use crate::framework::table::Framework;

/// The table. The first `await` of a publish sends, the second waits for the broker's confirmation.
pub(super) const TABLE: Framework = Framework {
    packages: &["lapin", "deadpool-lapin"],
    returns: &[
        ("Connection::connect", "Connection"),
        ("Connection::create_channel", "Channel"),
        ("Channel::basic_consume", "Consumer"),
        ("Channel::queue_declare", "Queue"),
    ],
    broker: Some(BrokerTable {
        kind: "rabbitmq",
        addresses: &[("Connection::connect", 0), ("Connection::connect_uri", 0)],
        binds: &[BindEntry { path: "Channel::queue_bind", queue: 0, exchange: 1, key: 2 }],
        exchanges: &[("Channel::exchange_declare", 0)],
        publishes: &[PublishEntry {
            path: "Channel::basic_publish",
            topic: 1,
            exchange: Some(0),
            awaits: Some(2),
        }],
        subscribes: &[("Channel::basic_consume", 0)],
        receives: &["Consumer::next", "Channel::basic_get"],
        acknowledges: &[
            "Delivery::ack",
            "Acker::ack",
            "Channel::basic_ack",
            "message::Delivery::ack",
        ],
        by_itself: ByItself::IfField("no_ack"),
        consumers: &["Consumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
