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
