//! A type that says that it is an adapter, and is none: the message is that of the port.
use portcullis_macros::{Adapter, port};

#[port(out)]
pub trait Orders {
    async fn save(&self, id: u64) -> Result<(), ()>;
}

#[derive(Adapter)]
#[adapter(implements(Orders), direction = out)]
pub struct PgOrders;

fn main() {}
