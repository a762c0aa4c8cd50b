//! What the macros make is documented and raises no warning, however strict the user is. It compiles;
//! there is nothing to run.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused)]
#![deny(rust_2018_idioms, single_use_lifetimes, unused_qualifications, let_underscore_drop)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

use std::io::Error;

use portcullis_macros::{
    Adapter, DomainEvent, Entity, ValueObject, Wiring, adapter, port, use_case,
};

/// A port.
#[port(out, dyn, trace, tower)]
pub trait Orders<K: Clone + Sync> {
    /// A type.
    type Row: Send;

    /// Finds.
    async fn find(&self, key: &K, text: Option<&str>) -> Result<Self::Row, Error>;
}

/// Another one.
#[port(in, borrowed)]
pub trait Total {
    /// Counts.
    async fn total(&self) -> u64;
}

/// An adapter.
#[derive(Debug, Adapter)]
#[adapter(implements(Orders<u8>), direction = out)]
pub struct Memory;

#[adapter(direction = out, trace, retry = idempotent)]
impl Orders<u8> for Memory {
    type Row = String;

    #[idempotent]
    async fn find(&self, key: &u8, text: Option<&str>) -> Result<String, Error> {
        let _ = (key, text);
        Ok(String::new())
    }
}

/// A use case.
#[use_case]
#[derive(Debug)]
pub struct Count<O> {
    orders: O,
}

#[use_case(port = Total)]
impl<O: Orders<u8>> Count<O> {
    /// Counts.
    pub async fn total(&self) -> u64 {
        u64::from(self.orders.find(&1, None).await.is_ok())
    }
}

/// The root.
#[derive(Debug, Wiring)]
#[wiring(requires(Total))]
pub struct App {
    #[binds(Total)]
    count: Count<Memory>,
}

/// A value.
#[derive(Debug, ValueObject)]
#[value_object(error = Error, serde)]
pub struct Name {
    first: String,
    last: String,
}

impl Name {
    fn validate(first: &str, last: &str) -> Result<(), Error> {
        if first.is_empty() && last.is_empty() {
            return Err(Error::other("there is no name"));
        }
        Ok(())
    }
}

/// An entity.
#[derive(Debug, Entity)]
pub struct Person {
    #[id]
    id: u64,
    /// The name.
    pub name: Name,
}

/// An event.
#[derive(Debug, DomainEvent)]
#[event(name = "person.named", version = 1)]
pub struct Named {
    /// Who.
    pub id: u64,
}

fn main() {
    let app = App { count: Count { orders: Memory } };
    let _ = (app.total(), Named::SHAPE);
}
