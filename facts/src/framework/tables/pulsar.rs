//! pulsar.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["pulsar"],
    returns: &[
        ("Pulsar::builder", "PulsarBuilder"),
        ("PulsarBuilder::build", "Pulsar"),
        ("PulsarBuilder::*", "PulsarBuilder"),
        ("Pulsar::producer", "ProducerBuilder"),
        ("ProducerBuilder::build", "Producer"),
        ("ProducerBuilder::*", "ProducerBuilder"),
        ("Pulsar::consumer", "ConsumerBuilder"),
        ("ConsumerBuilder::build", "Consumer"),
        ("ConsumerBuilder::*", "ConsumerBuilder"),
    ],
    broker: Some(BrokerTable {
        kind: "pulsar",
        addresses: &[("Pulsar::builder", 0)],
        records: &[("ProducerBuilder::with_topic", 0)],
        publishes: &[
            PublishEntry {
                path: "Producer::send",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(2),
            },
            PublishEntry {
                path: "Producer::send_non_blocking",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(2),
            },
            PublishEntry { path: "Pulsar::send", topic: 0, exchange: None, awaits: Some(2) },
        ],
        subscribes: &[("ConsumerBuilder::with_topic", 0), ("ConsumerBuilder::with_topics", 0)],
        receives: &["Consumer::next", "Consumer::try_next"],
        acknowledges: &["Consumer::ack", "Consumer::cumulative_ack", "Consumer::ack_with_id"],
        consumers: &["Consumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
