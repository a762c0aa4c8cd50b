//! Brokers, topics, and who publishes and consumes.

use serde::Serialize;

use super::{FnId, Provenance, ServiceId};
use crate::place::Place;

index!(
    /// An entry of [`super::Landscape::brokers`].
    BrokerId
);
index!(
    /// An entry of [`super::Landscape::topics`].
    TopicId
);

/// A message broker.
#[derive(Clone, Debug)]
pub struct Broker {
    /// `kafka`, `rabbitmq`, `nats`, `pulsar`.
    pub kind: String,
    /// Its address without user and password, or the variable that holds it in `$`.
    pub address: String,
    /// Services that publish to it.
    pub publishers: Vec<ServiceId>,
    /// Services that consume from it.
    pub consumers: Vec<ServiceId>,
    /// Where it is declared or first named.
    pub place: Place,
}

/// A topic, queue, exchange or subject.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name; `*` stands for what is not known of it.
    pub name: String,
    /// The kind of broker.
    pub kind: String,
    /// Where it is first named.
    pub place: Place,
}

/// A message is published.
#[derive(Clone, Debug)]
pub struct Publish {
    /// The services that run it; none for a connector.
    pub services: Vec<ServiceId>,
    /// The kind of broker.
    pub kind: String,
    /// The topic, if its name is known.
    pub topic: Option<TopicId>,
    /// The function; none for a connector (Debezium).
    pub function: Option<FnId>,
    /// What becomes of the delivery's result.
    pub confirmation: Confirmation,
    /// Where an error that the function hands on is lost: the call of it, or of a caller of it.
    pub lost_at: Option<Place>,
    /// The library, or `debezium`.
    pub library: String,
    /// Where.
    pub place: Place,
    /// Why this topic.
    pub why: Provenance,
}

/// What becomes of the result of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// It is awaited and handed on.
    Confirmed,
    /// It is awaited, and a failure is only printed or logged.
    Logged,
    /// It is dropped.
    Dropped,
    /// Not known.
    Unknown,
}

/// Messages are consumed.
#[derive(Clone, Debug)]
pub struct Consume {
    /// The services that run it; none for a connector.
    pub services: Vec<ServiceId>,
    /// The kind of broker; empty where it is not known.
    pub kind: String,
    /// The topics whose names are known.
    pub topics: Vec<TopicId>,
    /// Whether there may be further topics.
    pub more: bool,
    /// The function with the loop; none for a connector.
    pub function: Option<FnId>,
    /// When messages are acknowledged.
    pub acknowledgement: Acknowledgement,
    /// What says so: the option, the acknowledging call.
    pub acknowledged_at: Option<Place>,
    /// An exclusive or auto-named queue, a reply queue, a log tail: messages may be lost.
    pub lossy: bool,
    /// Whether who sends a message waits for an answer, so that the topic is that of a request.
    pub answers: bool,
    /// The library.
    pub library: String,
    /// The subscription.
    pub place: Place,
    /// Why these topics.
    pub why: Provenance,
}

/// When messages are acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acknowledgement {
    /// When they were processed.
    AfterSuccess,
    /// When they were processed, successfully or not.
    IgnoresFailure,
    /// By the broker or library when they are delivered, or on a timer.
    Automatic,
    /// By code, before they are processed.
    BeforeProcessing,
    /// Not known.
    Unknown,
}
