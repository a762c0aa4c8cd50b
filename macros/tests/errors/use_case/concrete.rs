//! A use case that knows an adapter.
use portcullis_macros::use_case;

pub mod adapters {
    pub struct PgOrders;
}

#[use_case]
pub struct Shop {
    orders: std::sync::Arc<crate::adapters::PgOrders>,
}

#[use_case]
impl Shop {
    pub fn new(orders: adapters::PgOrders) -> Self {
        Self { orders: std::sync::Arc::new(orders) }
    }
}

fn main() {
    let _ = Shop::new(adapters::PgOrders).orders;
}
