//! Queues, topics and tables of AWS, by the kit that AWS makes.

use crate::framework::broker::{BrokerTable, PublishEntry};
use crate::framework::store::StoreCall::{Pool, Read, Table, Write};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// What is sent is confirmed by the answer.
const fn publish(path: &'static str) -> PublishEntry {
    PublishEntry { path, topic: 0, exchange: None, awaits: Some(1) }
}

/// SQS. The queue is told to the request, by its address.
pub(super) const SQS: Framework = Framework {
    packages: &["aws-sdk-sqs"],
    returns: &[
        ("Client::new", "Client"),
        ("Client::from_conf", "Client"),
        ("Client::send_message", "SendMessage"),
        ("Client::send_message_batch", "SendMessage"),
        ("SendMessage::*", "SendMessage"),
        ("Client::receive_message", "ReceiveMessage"),
        ("ReceiveMessage::*", "ReceiveMessage"),
        ("Client::delete_message", "DeleteMessage"),
        ("DeleteMessage::*", "DeleteMessage"),
    ],
    broker: Some(BrokerTable {
        kind: "sqs",
        publishes: &[publish("SendMessage::queue_url")],
        subscribes: &[("ReceiveMessage::queue_url", 0)],
        receives: &["Client::receive_message"],
        acknowledges: &["Client::delete_message", "Client::delete_message_batch"],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};

/// SNS.
pub(super) const SNS: Framework = Framework {
    packages: &["aws-sdk-sns"],
    returns: &[
        ("Client::new", "Client"),
        ("Client::from_conf", "Client"),
        ("Client::publish", "Publish"),
        ("Client::publish_batch", "Publish"),
        ("Publish::*", "Publish"),
    ],
    broker: Some(BrokerTable {
        kind: "sns",
        publishes: &[publish("Publish::topic_arn"), publish("Publish::target_arn")],
        ..BrokerTable::NONE
    }),
    ..Framework::NONE
};

/// DynamoDB. An item that is put replaces the one of its key.
pub(super) const DYNAMODB: Framework = Framework {
    packages: &["aws-sdk-dynamodb"],
    returns: &[("Client::new", "Client"), ("Client::from_conf", "Client")],
    store: Some(StoreTable {
        engine: Engine::Dynamodb,
        blocking: false,
        functions: &[("Client::new", Pool(None)), ("Client::from_conf", Pool(None))],
        methods: &[
            ("table_name", Table(0)),
            ("get_item", Read(None)),
            ("batch_get_item", Read(None)),
            ("transact_get_items", Read(None)),
            ("query", Read(None)),
            ("scan", Read(None)),
            ("put_item", Write(None)),
            ("update_item", Write(None)),
            ("delete_item", Write(None)),
            ("batch_write_item", Write(None)),
            ("transact_write_items", Write(None)),
        ],
        telling: &[
            "get_item",
            "batch_get_item",
            "transact_get_items",
            "put_item",
            "update_item",
            "delete_item",
            "batch_write_item",
            "transact_write_items",
        ],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
