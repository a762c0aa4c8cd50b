//! `#[use_case]` and `#[derive(Wiring)]`: an application that is put together by hand.

use portcullis_macros::{Wiring, port, use_case};

use crate::orders::{Memory, Order, OrderRepository, RepoError};

/// Numbers for orders.
#[port(out, infallible)]
trait Ids {
    /// The next one.
    fn next(&self) -> u64;
}

/// The shop.
#[port(in, dyn)]
trait PlaceOrder<T: Send> {
    /// Places an order.
    async fn place(&self, input: T) -> Result<u64, RepoError>;
    /// How many there were since.
    fn before(&self, id: u64) -> u64;
}

#[use_case]
struct Shop<O, I> {
    orders: O,
    ids: I,
}

#[use_case(port = PlaceOrder<(u8, &'static str)>)]
impl<O: OrderRepository, I> Shop<O, I>
where
    I: Ids,
{
    pub(crate) fn new(orders: O, ids: I) -> Self {
        Self { orders, ids }
    }

    /// Documented here, used there.
    pub(crate) async fn place(&self, (count, _): (u8, &'static str)) -> Result<u64, RepoError> {
        let id = self.ids.next() + u64::from(count);
        self.store(id).await?;
        Ok(id)
    }

    pub(crate) fn before(&self, id: u64) -> u64 {
        id - self.ids.next()
    }

    #[use_case(skip)]
    pub(crate) fn parts(&self) -> (&O, &I) {
        (&self.orders, &self.ids)
    }

    async fn store(&self, id: u64) -> Result<(), RepoError> {
        self.orders.save(&Order { id }).await
    }
}

struct Seven;

impl Ids for Seven {
    fn next(&self) -> u64 {
        7
    }
}

#[derive(Wiring)]
#[wiring(requires(OrderRepository, Ids, PlaceOrder<(u8, &'static str)>))]
struct App<I>
where
    I: Ids + Clone,
{
    #[binds(crate::orders::OrderRepository)]
    memory: &'static Memory,
    #[binds(Ids as numbers)]
    ids: I,
    #[binds(PlaceOrder<(u8, &'static str)>)]
    shop: Shop<&'static Memory, I>,
    name: &'static str,
}

async fn serve(place: impl PlaceOrder<(u8, &'static str)>) -> u64 {
    let id = place.place((1, "x")).await.expect("placed");
    place.before(id)
}

#[tokio::test]
async fn an_application_is_put_together() {
    let memory: &'static Memory = Box::leak(Box::default());
    let ids = std::sync::Arc::new(Seven);
    let shop = Shop::new(memory, ids.clone());
    let app = App { memory, ids, shop, name: "shop" };
    assert_eq!((app.name, app.numbers().next()), ("shop", 7));
    assert_eq!(app.place_order().place((0, "")).await, Ok(7));
    assert_eq!(app.order_repository().has(7).await, Ok(true));
    assert_eq!(app.place_order().parts().1.next(), 7);
    assert_eq!(serve(AnyPlaceOrder::new(app.shop)).await, 1);
}
