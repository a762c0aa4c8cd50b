//! Finds an order.

use portcullis_macros::use_case;

use crate::domain::{Order, OrderId};
use crate::ports::{FindOrder, OrderRepository, Unavailable};

#[use_case]
pub struct OrderSearch<R> {
    orders: R,
}

#[use_case(port = FindOrder, single)]
impl<R: OrderRepository> OrderSearch<R> {
    pub fn new(orders: R) -> Self {
        Self { orders }
    }

    pub async fn find(&self, id: OrderId) -> Result<Option<Order>, Unavailable> {
        self.orders.find(id).await
    }
}
