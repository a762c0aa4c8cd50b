//! Orders, and the values that they are made of.

use std::fmt;

use portcullis_macros::{DomainEvent, Entity, ValueObject};
use serde::Serialize;
use uuid::Uuid;

/// Who makes an order may choose its id, so that an order that is sent twice is placed once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OrderId(Uuid);

impl OrderId {
    /// Ids grow with time, which keeps the index of a database compact.
    pub fn generate() -> Self {
        Self(Uuid::now_v7())
    }

    pub fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for OrderId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, ValueObject)]
#[value_object(error = InvalidOrder)]
pub struct Sku(String);

impl Sku {
    fn validate(value: &str) -> Result<(), InvalidOrder> {
        let known = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if (1..=32).contains(&value.len()) && value.chars().all(known) {
            Ok(())
        } else {
            Err(InvalidOrder::Sku)
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueObject)]
#[value_object(error = InvalidOrder)]
pub struct Quantity(u32);

impl Quantity {
    fn validate(value: &u32) -> Result<(), InvalidOrder> {
        if (1..=1000).contains(value) {
            Ok(())
        } else {
            Err(InvalidOrder::Quantity)
        }
    }
}

#[derive(Clone, Debug, Entity)]
pub struct Order {
    #[id]
    pub id: OrderId,
    pub sku: Sku,
    pub quantity: Quantity,
}

impl Order {
    pub fn new(id: OrderId, sku: String, quantity: u32) -> Result<Self, InvalidOrder> {
        Ok(Self {
            id,
            sku: sku.try_into()?,
            quantity: quantity.try_into()?,
        })
    }

    pub fn placed(&self) -> OrderPlaced {
        OrderPlaced {
            order_id: self.id,
            sku: self.sku.as_ref().to_owned(),
            quantity: *self.quantity.as_ref(),
        }
    }
}

/// Its fields are a contract with its readers: a change of them is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, DomainEvent)]
#[event(name = "order.placed", version = 1)]
pub struct OrderPlaced {
    pub order_id: OrderId,
    pub sku: String,
    pub quantity: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrder {
    #[error("a sku has 1 to 32 letters, digits and hyphens")]
    Sku,
    #[error("a quantity is 1 to 1000")]
    Quantity,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_is_short_and_plain() {
        assert!(Sku::try_from("TEA-1".to_owned()).is_ok());
        for wrong in ["", "tea 1", "té", &"x".repeat(33)] {
            assert_eq!(
                Sku::try_from(wrong.to_owned()),
                Err(InvalidOrder::Sku),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_quantity_has_bounds() {
        assert!(Quantity::try_from(1).is_ok() && Quantity::try_from(1000).is_ok());
        for wrong in [0, 1001] {
            assert_eq!(Quantity::try_from(wrong), Err(InvalidOrder::Quantity));
        }
    }
}
