//! rdkafka.

use crate::framework::broker::{BrokerTable, ByItself, PublishEntry};
use crate::framework::table::Framework;

/// The table. Positions are committed on a timer unless that is switched off.
pub(super) const TABLE: Framework = Framework {
    packages: &["rdkafka"],
    returns: &[
        ("ClientConfig::set", "ClientConfig"),
        ("ClientConfig::new", "ClientConfig"),
        ("ClientConfig::set_log_level", "ClientConfig"),
        ("FutureRecord::*", "producer::FutureRecord"),
        ("BaseRecord::*", "producer::BaseRecord"),
        ("StreamConsumer::recv", "message::BorrowedMessage"),
    ],
    broker: Some(BrokerTable {
        kind: "kafka",
        options: &[("ClientConfig::set", 0, 1), ("config::ClientConfig::set", 0, 1)],
        address_key: Some("bootstrap.servers"),
        records: &[("FutureRecord::to", 0), ("BaseRecord::to", 0)],
        publishes: &[
            PublishEntry {
                path: "FutureProducer::send",
                topic: 0,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry {
                path: "FutureProducer::send_result",
                topic: 0,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry { path: "ThreadedProducer::send", topic: 0, exchange: None, awaits: None },
            PublishEntry { path: "BaseProducer::send", topic: 0, exchange: None, awaits: None },
        ],
        subscribes: &[
            ("StreamConsumer::subscribe", 0),
            ("BaseConsumer::subscribe", 0),
            ("Consumer::subscribe", 0),
        ],
        receives: &[
            "StreamConsumer::recv",
            "StreamConsumer::stream",
            "StreamConsumer::start",
            "BaseConsumer::poll",
            "BaseConsumer::iter",
        ],
        acknowledges: &[
            "StreamConsumer::commit_message",
            "StreamConsumer::commit",
            "StreamConsumer::commit_consumer_state",
            "StreamConsumer::store_offset",
            "StreamConsumer::store_offset_from_message",
            "BaseConsumer::commit_message",
            "BaseConsumer::commit",
            "BaseConsumer::store_offset_from_message",
            "Consumer::commit_message",
            "Consumer::store_offset_from_message",
        ],
        by_itself: ByItself::Unless {
            key: "enable.auto.commit",
            manual_key: "enable.auto.offset.store",
        },
        consumers: &["StreamConsumer", "BaseConsumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
