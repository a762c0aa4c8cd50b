//! Ports that point the other way than is said.
use portcullis_macros::{Adapter, adapter, port};

#[port(in)]
pub trait PlaceOrder {
    async fn place(&self, id: u64) -> Result<(), ()>;
}

#[derive(Adapter)]
#[adapter(implements(PlaceOrder), direction = out)]
pub struct Shop;

#[adapter(direction = out)]
impl PlaceOrder for Shop {
    async fn place(&self, _: u64) -> Result<(), ()> {
        Ok(())
    }
}

#[derive(Adapter)]
#[adapter(direction = sideways)]
pub struct Other;

fn main() {}
