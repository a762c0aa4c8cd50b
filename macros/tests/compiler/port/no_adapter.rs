//! A type that does not implement the port: the compiler speaks of ports and adapters.
use portcullis_macros::port;

#[port(out)]
pub trait Orders {
    async fn save(&self, id: u64) -> Result<(), ()>;
}

#[port(in)]
pub trait PlaceOrder {
    async fn place(&self, id: u64) -> Result<(), ()>;
}

struct PgOrders;

fn store(_: impl Orders) {}
fn serve(_: impl PlaceOrder) {}

fn main() {
    store(PgOrders);
    serve(PgOrders);
}
