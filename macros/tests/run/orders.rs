//! A port with everything switched on, its adapter in memory, and a use case for it.

use std::sync::Mutex;

use portcullis_macros::port;

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    /// Its number.
    pub(crate) id: u64,
}

/// What goes wrong with storing orders.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RepoError {
    /// There is no answer.
    Down,
    /// There was no answer in time.
    Late,
}

impl std::fmt::Display for RepoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Down => "the store is down",
            Self::Late => "the store is late",
        })
    }
}

impl std::error::Error for RepoError {}

impl From<tower::BoxError> for RepoError {
    fn from(error: tower::BoxError) -> Self {
        error.downcast::<Self>().map_or(Self::Late, |own| *own)
    }
}

/// Where orders are kept.
#[port(out, dyn, mock, trace, tower)]
pub(crate) trait OrderRepository {
    /// Keeps an order.
    async fn save(&self, order: &Order) -> Result<(), RepoError>;

    /// Finds an order.
    async fn get(&self, id: u64) -> Result<Option<Order>, RepoError>;

    /// Finds orders by a text and some numbers.
    async fn search(
        &self,
        text: &str,
        ids: &[u64],
        customer: Option<&str>,
        like: Option<&Order>,
    ) -> Result<Vec<Order>, RepoError>;

    /// Whether there is such an order.
    async fn has(&self, id: u64) -> Result<bool, RepoError> {
        let found = self.get(id).await?;
        Ok(found.is_some())
    }
}

/// An adapter as a user writes it.
#[derive(Default)]
pub(crate) struct Memory(pub(crate) Mutex<Vec<Order>>);

impl OrderRepository for Memory {
    async fn save(&self, order: &Order) -> Result<(), RepoError> {
        tokio::task::yield_now().await;
        self.0.lock().expect("no panic").push(order.clone());
        Ok(())
    }

    async fn get(&self, id: u64) -> Result<Option<Order>, RepoError> {
        Ok(self.0.lock().expect("no panic").iter().find(|order| order.id == id).cloned())
    }

    async fn search(
        &self,
        text: &str,
        ids: &[u64],
        customer: Option<&str>,
        like: Option<&Order>,
    ) -> Result<Vec<Order>, RepoError> {
        let all = self.0.lock().expect("no panic");
        let known = |order: &&Order| {
            (text, customer) == ("all", Some("me")) && ids.contains(&order.id)
                || like == Some(order)
        };
        Ok(all.iter().filter(known).cloned().collect())
    }
}

/// An adapter that never has an answer.
pub(crate) struct Broken;

impl OrderRepository for Broken {
    async fn save(&self, _: &Order) -> Result<(), RepoError> {
        Err(RepoError::Down)
    }

    async fn get(&self, _: u64) -> Result<Option<Order>, RepoError> {
        std::future::pending().await
    }

    async fn search(
        &self,
        _: &str,
        _: &[u64],
        _: Option<&str>,
        _: Option<&Order>,
    ) -> Result<Vec<Order>, RepoError> {
        Err(RepoError::Down)
    }
}

/// What an application does with the port.
pub(crate) async fn place<R: OrderRepository>(orders: &R) -> Result<(bool, usize), RepoError> {
    orders.save(&Order { id: 7 }).await?;
    orders.save(&Order { id: 8 }).await?;
    let found = orders.search("all", &[7], Some("me"), Some(&Order { id: 8 })).await?;
    Ok((orders.has(7).await?, found.len()))
}
