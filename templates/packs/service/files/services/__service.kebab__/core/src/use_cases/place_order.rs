//! Places an order.

use portcullis_macros::use_case;

use crate::domain::Order;
use crate::ports::{InsertError, OrderRepository, PlaceOrder, PlaceOrderError};

#[use_case]
pub struct OrderPlacement<R> {
    orders: R,
}

#[use_case(port = PlaceOrder, single)]
impl<R: OrderRepository> OrderPlacement<R> {
    pub fn new(orders: R) -> Self {
        Self { orders }
    }

    pub async fn place(&self, order: Order) -> Result<(), PlaceOrderError> {
        match self.orders.insert(&order, &order.placed()).await {
            Ok(()) => Ok(()),
            Err(InsertError::Unavailable(error)) => Err(error.into()),
            // Callers repeat what they got no answer to.
            Err(InsertError::Exists) => match self.orders.find(order.id).await? {
                Some(placed) if placed.placed() == order.placed() => Ok(()),
                _ => Err(PlaceOrderError::Conflict),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OrderId;
    use crate::ports::{MockOrderRepository, Unavailable};

    fn order(quantity: u32) -> Order {
        let id = OrderId::from(uuid::Uuid::nil());
        Order::new(id, "TEA-1".to_owned(), quantity).expect("a valid order")
    }

    fn repository_that_holds(quantity: u32) -> MockOrderRepository {
        let mut orders = MockOrderRepository::new();
        orders
            .expect_insert()
            .returning(|_, _| Err(InsertError::Exists));
        orders
            .expect_find()
            .returning(move |_| Ok(Some(order(quantity))));
        orders
    }

    #[tokio::test]
    async fn an_order_is_kept_together_with_its_event() {
        let mut orders = MockOrderRepository::new();
        orders
            .expect_insert()
            .withf(|order, event| *event == order.placed())
            .once()
            .returning(|_, _| Ok(()));
        assert!(OrderPlacement::new(orders).place(order(2)).await.is_ok());
    }

    #[tokio::test]
    async fn the_same_order_again_is_no_error() {
        let placement = OrderPlacement::new(repository_that_holds(2));
        assert!(placement.place(order(2)).await.is_ok());
    }

    #[tokio::test]
    async fn another_order_with_the_same_id_is_a_conflict() {
        let placement = OrderPlacement::new(repository_that_holds(2));
        let placed = placement.place(order(3)).await;
        assert!(matches!(placed, Err(PlaceOrderError::Conflict)));
    }

    #[tokio::test]
    async fn without_a_repository_nothing_is_placed() {
        let mut orders = MockOrderRepository::new();
        orders
            .expect_insert()
            .returning(|_, _| Err(Unavailable::because("connection refused").into()));
        let placed = OrderPlacement::new(orders).place(order(2)).await;
        assert!(matches!(placed, Err(PlaceOrderError::Unavailable(_))));
    }
}
