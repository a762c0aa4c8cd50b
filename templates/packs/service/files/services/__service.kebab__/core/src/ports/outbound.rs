//! What the application needs.

use std::error::Error;

use portcullis_macros::port;
use uuid::Uuid;

use crate::domain::{Order, OrderId, OrderPlaced};

/// Keeps orders.
#[port(out, dyn, mock)]
pub trait OrderRepository {
    /// Keeps the order and puts the event into the outbox: both, or neither.
    async fn insert(&self, order: &Order, event: &OrderPlaced) -> Result<(), InsertError>;

    async fn find(&self, id: OrderId) -> Result<Option<Order>, Unavailable>;
}

#[derive(Debug, thiserror::Error)]
pub enum InsertError {
    #[error("there is an order with this id")]
    Exists,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Holds events until they are published.
#[port(out, dyn, mock)]
pub trait Outbox {
    /// Hands out the oldest messages, at most one of each key so that their order is kept. Who
    /// claims a message has half a minute to publish it; then it is handed out again.
    async fn claim(&self) -> Result<Vec<Message>, Unavailable>;

    /// Forgets a message that was published.
    async fn remove(&self, message: &Message) -> Result<(), Unavailable>;
}

/// An event on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same each time that the message is published, so that readers can tell repetitions.
    pub id: Uuid,
    /// Messages of one key are published in their order.
    pub key: String,
    pub name: String,
    pub version: u32,
    pub payload: String,
}

/// Tells other services what happened.
#[port(out, dyn, mock)]
pub trait EventPublisher {
    /// Returns when the message is safe with the broker.
    async fn publish(&self, message: &Message) -> Result<(), Unavailable>;
}

/// Something that the service cannot work without.
#[port(out, dyn, mock)]
pub trait Dependency {
    async fn check(&self) -> Result<(), Unavailable>;
}

/// The other side of a port did not do its part; trying again may help.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(#[source] Box<dyn Error + Send + Sync>);

impl Unavailable {
    pub fn because(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(reason.into())
    }
}
