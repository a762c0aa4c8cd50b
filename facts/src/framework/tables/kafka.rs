//! kafka, the client that blocks.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table. What is sent is confirmed when the call returns, and code says which positions are committed.
pub(super) const TABLE: Framework = Framework {
    packages: &["kafka"],
    returns: &[
        ("consumer::Consumer::from_hosts", "consumer::Builder"),
        ("consumer::Consumer::from_client", "consumer::Builder"),
        ("consumer::Builder::with_topic", "consumer::Builder"),
        ("consumer::Builder::with_topic_partitions", "consumer::Builder"),
        ("consumer::Builder::with_group", "consumer::Builder"),
        ("consumer::Builder::with_fallback_offset", "consumer::Builder"),
        ("consumer::Builder::with_offset_storage", "consumer::Builder"),
        ("consumer::Builder::with_client_id", "consumer::Builder"),
        ("consumer::Builder::with_fetch_max_wait_time", "consumer::Builder"),
        ("consumer::Builder::with_fetch_min_bytes", "consumer::Builder"),
        ("consumer::Builder::with_fetch_max_bytes_per_partition", "consumer::Builder"),
        ("consumer::Builder::create", "consumer::Consumer"),
        ("producer::Producer::from_hosts", "producer::Builder"),
        ("producer::Producer::from_client", "producer::Builder"),
        ("producer::Builder::with_ack_timeout", "producer::Builder"),
        ("producer::Builder::with_required_acks", "producer::Builder"),
        ("producer::Builder::with_client_id", "producer::Builder"),
        ("producer::Builder::with_compression", "producer::Builder"),
        ("producer::Builder::create", "producer::Producer"),
        ("client::KafkaClient::new", "client::KafkaClient"),
    ],
    broker: Some(BrokerTable {
        kind: "kafka",
        addresses: &[
            ("Consumer::from_hosts", 0),
            ("Producer::from_hosts", 0),
            ("KafkaClient::new", 0),
        ],
        records: &[("Record::from_value", 0), ("Record::from_key_value", 0)],
        publishes: &[PublishEntry {
            path: "Producer::send",
            topic: 0,
            exchange: None,
            awaits: Some(0),
        }],
        subscribes: &[("Builder::with_topic", 0), ("Builder::with_topic_partitions", 0)],
        receives: &["Consumer::poll"],
        acknowledges: &["Consumer::commit_consumed"],
        consumers: &["Consumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
