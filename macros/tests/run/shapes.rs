//! `#[port]` on traits of every shape: what the user wrote is still there, and works.

use std::collections::HashMap;
use std::fmt::Debug;

use std::rc::Rc;
use std::sync::Arc;

use portcullis_macros::port;

/// Parameters, and associated types as results.
mod generic {
    use super::{Arc, Debug, HashMap, port};

    /// A store of anything.
    #[port(out, dyn, mock, trace, tower)]
    pub(crate) trait Store<K, V = u8>
    where
        K: Clone + Debug + Sync,
        V: Sync,
    {
        /// What goes wrong.
        type Error: std::fmt::Display + Send + Sync;
        /// What finding costs.
        type Cost: Clone + Send;

        /// Finds something.
        async fn find(&self, key: &K, cost: Self::Cost) -> Result<Option<V>, Self::Error>;
    }

    pub(super) struct Fixed(pub(super) HashMap<u8, String>);

    impl Store<u8, String> for Fixed {
        type Error = String;
        type Cost = u32;

        async fn find(&self, key: &u8, cost: u32) -> Result<Option<String>, String> {
            if cost > 9 { Err("too dear".to_owned()) } else { Ok(self.0.get(key).cloned()) }
        }
    }

    async fn found<S: Store<u8, String, Error = String, Cost = u32>>(store: S) -> String {
        let good = store.find(&1, 1).await.expect("cheap").expect("there");
        good + &store.find(&1, 10).await.expect_err("dear")
    }

    fn fixed() -> Fixed {
        Fixed(HashMap::from([(1, "one ".to_owned())]))
    }

    #[tokio::test]
    async fn parameters_and_associated_types_survive() {
        assert_eq!(found(fixed()).await, "one too dear");
        assert_eq!(found(Arc::new(fixed())).await, "one too dear");
        assert_eq!(found(AnyStore::new(fixed())).await, "one too dear");
        assert_eq!(found(TracedStore::new(fixed())).await, "one too dear");
        let stack = StoreStack::new(StoreService::new(fixed()));
        assert_eq!(found(stack.clone()).await, "one too dear");
        assert_eq!(format!("{stack:?}"), "StoreStack");
        let mut mock = MockStore::<u8, String, String, u32>::new();
        mock.expect_find().returning(|_, cost| match cost {
            1 => Ok(Some("one ".to_owned())),
            _ => Err("too dear".to_owned()),
        });
        assert_eq!(found(mock).await, "one too dear");
    }
}

/// Everything that is no plain `async fn`.
mod members {
    use super::{Arc, Debug, port};

    /// Many kinds of members.
    #[port(in, trace)]
    #[deprecated = "attributes survive"]
    pub(crate) trait Members<'a, const N: usize>: Debug {
        const LIMIT: usize;
        type Borrowed<'b>
        where
            Self: 'b;

        fn lengths(&self) -> [usize; N];
        fn first<'b>(&'b self, others: &'b [&'a str]) -> Option<&'b str>;
        fn borrowed(&self) -> Self::Borrowed<'_>;
        fn name() -> &'static str;
        fn later(&self, by: u8) -> impl Future<Output = u8>;
        fn convert<T: From<u8>>(&self) -> T;
        fn each(&self, (low, high): (u8, u8), mut list: Vec<u8>) -> Vec<u8> {
            list.extend(low..high);
            list
        }
        async fn twice(&self, r#in: &str) -> String {
            let later = self.later(1).await;
            if later == 0 {
                return String::new();
            }
            format!("{in}{later}")
        }
        #[cfg(any())]
        fn absent(&self, nowhere: Nowhere);
    }

    #[derive(Clone, Debug)]
    struct One(String);

    #[expect(deprecated, reason = "that it is deprecated is what survives")]
    impl<'a> Members<'a, 1> for One {
        const LIMIT: usize = 3;
        type Borrowed<'b> = &'b str;

        fn lengths(&self) -> [usize; 1] {
            [self.0.len()]
        }
        fn first<'b>(&'b self, others: &'b [&'a str]) -> Option<&'b str> {
            others.first().copied()
        }
        fn borrowed(&self) -> &str {
            &self.0
        }
        fn name() -> &'static str {
            "one"
        }
        async fn later(&self, by: u8) -> u8 {
            by + 1
        }
        fn convert<T: From<u8>>(&self) -> T {
            T::from(5)
        }
    }

    #[expect(deprecated, reason = "that it is deprecated is what survives")]
    async fn all<M: Members<'static, 1>>(one: M) -> String {
        let sync = (one.lengths(), one.first(&["a"]), M::name(), one.convert::<u64>(), M::LIMIT);
        let each = one.each((1, 3), vec![0]);
        format!("{sync:?} {each:?} {}", one.twice("x").await)
    }

    #[tokio::test]
    async fn members_of_every_kind_are_forwarded() {
        let expected = "([1], Some(\"a\"), \"one\", 5, 3) [0, 1, 2] x2";
        let one = One("1".to_owned());
        assert_eq!(all(one.clone()).await, expected);
        assert_eq!(all(Box::new(one.clone())).await, expected);
        #[expect(deprecated, reason = "that it is deprecated is what survives")]
        {
            assert_eq!(Arc::new(one.clone()).borrowed(), "1");
        }
        assert_eq!(all(TracedMembers::new(one)).await, expected);
    }
}

/// Adapters that stay in one thread.
mod local {
    use std::cell::Cell;

    use super::{Rc, port};

    /// Counts.
    #[port(out, local, infallible, dyn, mock, trace)]
    pub(crate) trait Counter {
        /// One more.
        async fn count(&self) -> u32;
    }

    struct InCell(Rc<Cell<u32>>);

    impl Counter for InCell {
        async fn count(&self) -> u32 {
            let shared = Rc::clone(&self.0);
            tokio::task::yield_now().await;
            shared.set(shared.get() + 1);
            shared.get()
        }
    }

    #[tokio::test]
    async fn futures_of_local_ports_need_not_be_send() {
        let cell = Rc::new(Cell::new(0));
        let counter = Rc::new(InCell(Rc::clone(&cell)));
        let any = AnyCounter::new(TracedCounter::new(Rc::clone(&counter)));
        assert_eq!((counter.count().await, any.count().await), (1, 2));
        let mut mock = MockCounter::new();
        mock.expect_count().returning(|| 7);
        assert_eq!(mock.count().await, 7);
    }
}

/// Adapters that hold borrows.
mod borrowed {
    use super::port;

    /// Reads.
    #[port(out, borrowed, dyn)]
    pub(crate) trait Reader {
        /// Reads on.
        async fn read<'a>(&'a self, from: &str) -> Result<&'a str, ()>;
    }

    struct Text<'a>(&'a str);

    impl Reader for Text<'_> {
        async fn read<'a>(&'a self, from: &str) -> Result<&'a str, ()> {
            self.0.split_once(from).map(|(_, rest)| rest).ok_or(())
        }
    }

    async fn read(reader: impl Reader) -> String {
        reader.read("=").await.expect("there").to_owned()
    }

    #[tokio::test]
    async fn references_of_any_lifetime_are_adapters_of_borrowed_ports() {
        let text = "a=b".to_owned();
        let reader = Text(&text);
        assert_eq!(read(&reader).await, "b");
        assert_eq!(read(AnyReader::new(Text("a=c"))).await, "c");
    }
}

/// A port whose adapters are more than it says, and aliases of `Result`.
mod wider {
    use super::{Debug, port};

    type Result<T> = std::result::Result<T, std::io::ErrorKind>;

    /// A port that asks its adapters to be `Debug` and `Clone`.
    #[port(out, dyn, trace, tower(error = std::io::ErrorKind))]
    pub(crate) trait Clock: Debug + Clone {
        /// The time.
        async fn now(&self, zone: Option<&str>) -> Result<u64>;
        /// Whether it is late; no request, since it has a body.
        fn is_late(&self, now: u64) -> Result<bool> {
            Ok(now > 10)
        }
        /// For sized adapters.
        fn boxed<T: Default>(&self) -> Result<T>
        where
            Self: Sized,
        {
            Ok(T::default())
        }
    }

    #[derive(Clone, Debug)]
    struct Fixed;

    impl Clock for Fixed {
        async fn now(&self, zone: Option<&str>) -> Result<u64> {
            zone.map(|_| 11).ok_or(std::io::ErrorKind::NotFound)
        }
    }

    async fn late(clock: impl Clock) -> Result<bool> {
        let now = clock.now(Some("UTC")).await?;
        assert_eq!(clock.boxed::<u8>()?, 0);
        clock.is_late(now)
    }

    #[tokio::test]
    async fn supertraits_and_aliases_of_results_are_understood() {
        assert_eq!(late(Fixed).await, Ok(true));
        assert_eq!(late(Box::new(Fixed)).await, Ok(true));
        assert_eq!(late(AnyClock::new(Fixed)).await, Ok(true));
        assert_eq!(late(TracedClock::new(Fixed)).await, Ok(true));
        assert_eq!(late(ClockStack::new(ClockService::new(Fixed))).await, Ok(true));
    }
}

/// Ports of plain functions can be trait objects themselves.
mod plain {
    use super::{Arc, port};

    /// Makes numbers.
    #[port(out, infallible, dyn)]
    pub(crate) trait Ids {
        /// The next one.
        fn next(&self) -> u64;
    }

    struct Seven;

    impl Ids for Seven {
        fn next(&self) -> u64 {
            7
        }
    }

    fn next(ids: impl Ids) -> u64 {
        ids.next()
    }

    #[test]
    fn a_trait_object_is_forwarded_to() {
        let ids: Arc<dyn Ids> = Arc::new(Seven);
        assert_eq!(next(ids), 7);
        assert_eq!(next(AnyIds::new(Seven)), 7);
    }
}
