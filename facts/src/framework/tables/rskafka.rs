//! rskafka.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::table::Framework;

/// The table. It has neither groups nor committed positions: code keeps them.
pub(super) const TABLE: Framework = Framework {
    packages: &["rskafka"],
    returns: &[
        ("client::ClientBuilder::build", "client::Client"),
        ("client::Client::partition_client", "client::partition::PartitionClient"),
        ("client::consumer::StreamConsumerBuilder::build", "client::consumer::StreamConsumer"),
        ("client::producer::BatchProducerBuilder::build", "client::producer::BatchProducer"),
    ],
    broker: Some(BrokerTable {
        kind: "kafka",
        addresses: &[("ClientBuilder::new", 0)],
        records: &[("Client::partition_client", 0)],
        publishes: &[
            PublishEntry {
                path: "PartitionClient::produce",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(1),
            },
            PublishEntry {
                path: "BatchProducer::produce",
                topic: u8::MAX,
                exchange: None,
                awaits: Some(1),
            },
        ],
        subscribes: &[("StreamConsumerBuilder::new", 0)],
        receives: &["PartitionClient::fetch_records", "StreamConsumer::next"],
        consumers: &["StreamConsumer"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};
