use std::error::Error;
use std::future::Future;

use async_trait::async_trait;

use crate::domain::Amount;

#[derive(Debug, PartialEq, Eq)]
pub enum ChargeError {
    Declined,
    Unavailable(String),
}

/// Takes money.
#[async_trait]
pub trait Payments: Send + Sync {
    async fn charge(&self, amount: Amount, card: &str) -> Result<u64, ChargeError>;
    fn currency(&self) -> &str {
        "EUR"
    }
}

#[derive(Debug)]
pub enum MailError {
    Bounced,
}

pub trait Mail: Send + Sync {
    fn send(&self, to: &str) -> impl Future<Output = Result<(), MailError>> + Send;
}

#[derive(Debug)]
pub struct Lost(pub Box<dyn Error + Send + Sync>);

impl Lost {
    pub fn because(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(reason.into())
    }
}

/// Keeps what has to be kept for years.
pub trait Archive<T: Send + 'static>: Send + Sync {
    fn keep(&self, item: T) -> impl Future<Output = Result<u64, Lost>> + Send;
}
