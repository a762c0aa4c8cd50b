//! sea-streamer, over any of its backends.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["sea-streamer", "sea-streamer-kafka", "sea-streamer-redis", "sea-streamer-socket"],
    returns: &[
        ("KafkaStreamer::connect", "KafkaStreamer"),
        ("KafkaStreamer::create_consumer", "KafkaConsumer"),
        ("KafkaStreamer::create_producer", "KafkaProducer"),
        ("KafkaConsumer::next", "KafkaMessage"),
        ("SeaStreamer::connect", "SeaStreamer"),
        ("SeaStreamer::create_consumer", "SeaConsumer"),
        ("SeaStreamer::create_producer", "SeaProducer"),
        ("SeaConsumer::next", "SeaMessage"),
    ],
    broker: Some(BrokerTable {
        kind: "kafka",
        addresses: &[("KafkaStreamer::connect", 0), ("SeaStreamer::connect", 0)],
        records: &[("StreamKey::new", 0)],
        publishes: &[
            PublishEntry {
                path: "KafkaProducer::send_to",
                topic: 0,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry {
                path: "SeaProducer::send_to",
                topic: 0,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry {
                path: "KafkaProducer::send",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry {
                path: "SeaProducer::send",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(1),
            },
        ],
        subscribes: &[("KafkaStreamer::create_consumer", 0), ("SeaStreamer::create_consumer", 0)],
        receives: &["KafkaConsumer::next", "SeaConsumer::next", "KafkaConsumer::stream"],
        acknowledges: &["KafkaConsumer::commit", "KafkaConsumer::commit_message"],
        consumers: &["KafkaConsumer", "SeaConsumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
