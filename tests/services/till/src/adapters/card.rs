use crate::domain::Amount;
use crate::ports::{ChargeError, Payments};

/// The terminal on the counter, which is off.
pub struct Cards;

#[async_trait::async_trait]
impl Payments for Cards {
    async fn charge(&self, amount: Amount, _card: &str) -> Result<u64, ChargeError> {
        if amount.0 == 0 {
            return Err(ChargeError::Declined);
        }
        Err(ChargeError::Unavailable("the terminal is off".to_owned()))
    }
}
