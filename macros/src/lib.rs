//! Ports, adapters and use cases as the compiler sees them.
//!
//! These macros write what hexagonal architecture asks for in plain Rust and nothing else: what they
//! make names the standard library, and of other crates those that an option asks for (`mock`:
//! mockall, `trace`: tracing, `tower`: tower). There is no crate to link at run time, and an expansion
//! can be pasted over the macro at any time.
//!
//! Macros see tokens, not types. What stands behind an alias or in another module is for
//! `portcullis lint`, which takes these macros as marks: a `#[port]` is a port, whatever it is called.

mod adapter;
mod assertion;
mod direction;
mod domain_event;
mod entity;
mod faults;
mod instrument;
mod method;
mod options;
mod port;
mod technology;
#[cfg(test)]
mod tests;
mod types;
mod use_case;
mod value_object;
mod wiring;

/// The guide, whose examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod guide {}

use proc_macro::TokenStream;

/// Makes a trait a port: `#[port(out)]` is what the application needs of the world, `#[port(in)]` what
/// the world can ask of the application.
///
/// ```
/// use portcullis_macros::port;
///
/// # pub struct Order;
/// # #[derive(Debug)]
/// # pub struct RepoError;
/// #[port(out)]
/// pub trait OrderRepository {
///     async fn save(&self, order: &Order) -> Result<(), RepoError>;
/// }
///
/// pub struct Memory;
///
/// // An adapter writes plain `async fn`.
/// impl OrderRepository for Memory {
///     async fn save(&self, _: &Order) -> Result<(), RepoError> {
///         Ok(())
///     }
/// }
///
/// // Futures are `Send`, adapters are `Send + Sync + 'static`, and pointers to adapters are adapters.
/// fn start(orders: impl OrderRepository) -> impl Future<Output = ()> + Send {
///     async move { orders.save(&Order).await.expect("saved") }
/// }
/// # drop(start(std::sync::Arc::new(Memory)));
/// ```
///
/// A type that does not implement it is told so in these words: "`PgOrders` is not an adapter for the
/// out-port `OrderRepository`".
///
/// # What is always there
///
/// - `async fn` becomes `fn .. -> impl Future<Output = ..> + Send`; so does `fn .. -> impl Future`. Default
///   bodies, parameters, lifetimes, associated types, documentation and other attributes stay as they are.
/// - The trait asks for `Send + Sync + 'static`.
/// - It is implemented for `Arc<T>`, `Box<T>` and `&'static T` of each adapter `T`. If the trait has other
///   supertraits, these implementations are there where the pointer has them too.
///
/// # Options that add code
///
/// | option | adds | needs |
/// |---|---|---|
/// | `dyn` | `AnyPort`: holds any adapter and is one; `AnyPort::new(adapter)`, `Clone`, `Debug` | |
/// | `mock` | `MockPort` of mockall, under `#[cfg(any(test, feature = "test-support"))]`; methods with a body keep it | `mockall`, a feature `test-support` |
/// | `trace` | `TracedPort<T>`: each call a span `port.out` or `port.in` with `port`, `method`, `adapter`, `error`, `otel.status_code`, and a warning for each error | `tracing`; errors that are `Display` |
/// | `tower` | `PortRequest`, `PortResponse`, `PortService<T>` (an adapter as a service), `PortStack<S>` (any stack of layers as an adapter) | `tower`; arguments and the error as below |
///
/// The mock is meant for the tests of all crates, so the crate of the port declares what makes it
/// visible: `test-support = ["dep:mockall"]` under `[features]`. The crates that test with it switch the
/// feature on in their `[dev-dependencies]`.
///
/// With `dyn`, methods are not generic, take `&self` and return types that they name; a method with a
/// body and `where Self: Sized` is left out of it. If the port has other supertraits, implement them for
/// `AnyPort`.
///
/// With `tower`, an argument is a value, `&T`, `&str`, `&[T]` or an `Option` of such a reference; it is
/// cloned into the request, which is `Clone` for layers that repeat it. All methods return `Result` with
/// one error, which is written out or given as `tower(error = RepoError)`. The stack is `Clone + Send +
/// Sync`, and its error becomes that of the port by `Into`; layers such as a timeout return
/// `tower::BoxError`, so convert that:
///
/// ```
/// use std::time::Duration;
/// use portcullis_macros::port;
/// use tower::ServiceBuilder;
///
/// #[derive(Debug, PartialEq)]
/// pub enum RateError { Late, Unknown }
///
/// impl std::fmt::Display for RateError {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "{self:?}")
///     }
/// }
/// impl std::error::Error for RateError {}
///
/// impl From<tower::BoxError> for RateError {
///     fn from(error: tower::BoxError) -> Self {
///         // An error of the adapter comes out as it went in; anything else is of a layer.
///         error.downcast::<Self>().map_or(Self::Late, |own| *own)
///     }
/// }
///
/// #[port(out, tower)]
/// pub trait Rates {
///     async fn rate(&self, currency: &str) -> Result<f64, RateError>;
/// }
///
/// # struct Slow;
/// # impl Rates for Slow {
/// #     async fn rate(&self, _: &str) -> Result<f64, RateError> { std::future::pending().await }
/// # }
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let stack = ServiceBuilder::new()
///     .concurrency_limit(8)
///     .timeout(Duration::from_secs(2))
///     .service(RatesService::new(Slow));
/// let rates = RatesStack::new(stack); // an adapter of `Rates` again
/// assert_eq!(rates.rate("EUR").await, Err(RateError::Late));
/// # }
/// ```
///
/// # Options that allow
///
/// | option | allows |
/// |---|---|
/// | `local` | futures that are not `Send`, and adapters that are neither `Send` nor `Sync`; `Rc<T>` is an adapter too |
/// | `borrowed` | adapters that are not `'static`; `&T` of any lifetime is an adapter |
/// | `infallible` | methods of an out-port that do not return a `Result`; on one method, `#[port(infallible)]` |
/// | `allow(path, ..)` | paths in signatures that begin with the crate of a technology |
///
/// # Errors
///
/// - A method takes `&mut self` or `self`: adapters are shared.
/// - A method names `Self` as a type: adapters are interchangeable.
/// - A method of an out-port does not return a `Result`.
/// - A signature names a technology (`sqlx::`, `axum::`, `reqwest::`, `http::` ..): the port leaks it.
/// - `dyn`, `mock` or `tower` together with something that they cannot offer.
#[proc_macro_attribute]
pub fn port(arguments: TokenStream, item: TokenStream) -> TokenStream {
    port::expand(arguments.into(), &item.into()).into()
}

/// Says of a type which ports it is an adapter for, and has the compiler look whether that is true.
///
/// ```
/// use portcullis_macros::{Adapter, port};
///
/// #[port(out)]
/// pub trait Clock {
///     fn now(&self) -> Result<u64, String>;
/// }
///
/// #[derive(Adapter)]
/// #[adapter(implements(Clock), direction = out)]
/// pub struct SystemClock;
///
/// impl Clock for SystemClock {
///     fn now(&self) -> Result<u64, String> {
///         Ok(0)
///     }
/// }
///
/// // What calls the application implements no port.
/// #[derive(Adapter)]
/// #[adapter(direction = in)]
/// pub struct Api<C>(C);
/// ```
///
/// `#[adapter(..)]` stands below the derive and says:
///
/// - `implements(Port, ..)`: the ports. If the type does not implement one, the message is that of the port.
/// - `direction = in` or `out`: which way these ports point; the compiler compares it with `#[port(..)]`.
/// - `bounds(T: Bound, ..)`: what has to hold of the parameters, if the type itself does not ask for it.
/// - `local`: it need not be `Send + Sync`. Without ports, that is all that is looked at.
///
/// # Errors
///
/// - The type does not implement the port.
/// - The port points the other way.
/// - Neither `implements(..)` nor `direction = in`.
#[proc_macro_derive(Adapter, attributes(adapter))]
pub fn derive_adapter(item: TokenStream) -> TokenStream {
    adapter::derive(item.into()).into()
}

/// Marks `impl Port for Type` as that of an adapter, and adds what is asked for.
///
/// ```
/// use portcullis_macros::{adapter, port};
///
/// #[port(out)]
/// pub trait Rates {
///     async fn rate(&self, currency: &str) -> Result<f64, String>;
/// }
///
/// pub struct Http;
///
/// #[adapter(direction = out, trace, retry = idempotent, attempts = 3, pause = pause)]
/// impl Rates for Http {
///     #[idempotent]
///     async fn rate(&self, currency: &str) -> Result<f64, String> {
///         Err(format!("no answer for {currency}"))
///     }
/// }
///
/// async fn pause(failed: u32) {
///     # let _ = failed; if false {
///     tokio::time::sleep(std::time::Duration::from_millis(100 << failed)).await;
///     # }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() { assert!(Http.rate("EUR").await.is_err()) }
/// ```
///
/// - `trace`: each method is a span `adapter.out` or `adapter.in` of tracing, with `port`, `method`,
///   `adapter`, `error` and `otel.status_code`.
/// - `retry = idempotent`: methods marked `#[idempotent]` run again if they return an error: `attempts` times
///   in all (3), after awaiting `pause(failed)`, if `when(&error)` is true. Arguments by value are cloned for
///   each attempt. Without `pause` the next attempt follows at once.
/// - `direction = in` or `out`: compared with that of the port.
///
/// # Errors
///
/// - It stands on an `impl` without a trait, or on something else than an `impl`.
/// - `retry` where no method is `#[idempotent]`, or where one returns no `Result` or takes `&mut`.
#[proc_macro_attribute]
pub fn adapter(arguments: TokenStream, item: TokenStream) -> TokenStream {
    adapter::implementation(arguments.into(), &item.into()).into()
}

/// Marks a use case, and makes an in-port of the public methods of its `impl`.
///
/// ```
/// use portcullis_macros::{port, use_case};
///
/// #[port(out)]
/// pub trait Orders {
///     async fn save(&self, id: u64) -> Result<(), String>;
/// }
///
/// #[port(in)]
/// pub trait PlaceOrder {
///     async fn place(&self, id: u64) -> Result<(), String>;
/// }
///
/// #[use_case]
/// pub struct Shop<O> {
///     orders: O,
/// }
///
/// #[use_case(port = PlaceOrder, single)]
/// impl<O: Orders> Shop<O> {
///     pub fn new(orders: O) -> Self {
///         Self { orders }
///     }
///
///     pub async fn place(&self, id: u64) -> Result<(), String> {
///         self.orders.save(id).await
///     }
/// }
///
/// fn serve(_: impl PlaceOrder) {}
/// # struct Memory;
/// # impl Orders for Memory {
/// #     async fn save(&self, _: u64) -> Result<(), String> { Ok(()) }
/// # }
/// serve(Shop::new(Memory));
/// ```
///
/// Methods that are `pub` (or `pub(crate)`) and take `&self` are those of the port; `#[use_case(skip)]` leaves one out.
/// On a struct there are no options: only its fields are looked at.
///
/// # Errors
///
/// - A field, parameter or bound names a path through `adapters` (`crate::adapters::PgOrders`): use an
///   out-port.
/// - `single`, and there is a second public method.
/// - The `impl` is that of a trait, or has no public method with `&self`.
#[proc_macro_attribute]
pub fn use_case(arguments: TokenStream, item: TokenStream) -> TokenStream {
    use_case::expand(arguments.into(), &item.into()).into()
}

/// Says which field of the composition root is the adapter of which port.
///
/// ```
/// use portcullis_macros::{Wiring, port};
///
/// #[port(out)]
/// pub trait Clock {
///     fn now(&self) -> Result<u64, String>;
/// }
///
/// pub struct SystemClock;
/// # impl Clock for SystemClock {
/// #     fn now(&self) -> Result<u64, String> { Ok(5) }
/// # }
///
/// #[derive(Wiring)]
/// #[wiring(requires(Clock))]
/// pub struct App {
///     #[binds(Clock)]
///     system: SystemClock,
/// }
///
/// let app = App { system: SystemClock };
/// assert_eq!(app.clock().now(), Ok(5));
/// ```
///
/// For each port there is a method with its name in small letters that returns a reference to the field; the
/// compiler looks whether the field implements the port. `#[binds(A, B)]` binds two ports to one field, and
/// `#[binds(Port as name)]` gives the method another name. There is no container, and no look-up at run time.
///
/// # Errors
///
/// - A port is bound twice.
/// - A port in `requires(..)` is not bound.
/// - A field does not implement its port.
#[proc_macro_derive(Wiring, attributes(wiring, binds))]
pub fn derive_wiring(item: TokenStream) -> TokenStream {
    wiring::expand(item.into()).into()
}

/// Makes a struct a value that is valid whenever there is one: it is made by `TryFrom`, and that asks your
/// `validate`.
///
/// ```
/// use portcullis_macros::ValueObject;
///
/// #[derive(Debug, PartialEq, ValueObject)]
/// #[value_object(error = NoEmail, serde)]
/// pub struct Email(String);
///
/// impl Email {
///     fn validate(value: &str) -> Result<(), NoEmail> {
///         if value.contains('@') { Ok(()) } else { Err(NoEmail) }
///     }
/// }
///
/// #[derive(Debug, PartialEq)]
/// pub struct NoEmail;
/// # impl std::fmt::Display for NoEmail {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("no email") }
/// # }
///
/// assert_eq!(Email::try_from("nobody".to_owned()), Err(NoEmail));
/// let email = Email::try_from("a@b".to_owned()).expect("valid");
/// assert_eq!(email.as_ref(), "a@b");
/// assert_eq!(String::from(email), "a@b");
/// assert!(serde_json::from_str::<Email>("\"nobody\"").is_err());
/// ```
///
/// `validate` is an associated function of yours. It gets a reference to each field and returns
/// `Result<(), E>` with the `error = E`. A struct with one field is made from it and has `AsRef`; one with
/// several is made from their tuple. Both have `From` back.
///
/// `serde` adds `Serialize` and `Deserialize`, which asks `validate` too; a struct with several named
/// fields is a map. It needs `serde` with its feature `derive`, and errors that are `Display`.
///
/// # Errors
///
/// - A field is not private.
/// - There is no `validate`, or no `error = ..`.
/// - It is an enum, or has no field.
#[proc_macro_derive(ValueObject, attributes(value_object))]
pub fn derive_value_object(item: TokenStream) -> TokenStream {
    value_object::expand(item.into()).into()
}

/// Compares entities by their identity: `PartialEq`, `Eq` and `Hash` by the field marked `#[id]`.
///
/// ```
/// use portcullis_macros::Entity;
///
/// #[derive(Debug, Entity)]
/// pub struct Order {
///     #[id]
///     id: u64,
///     total: u32,
/// }
///
/// assert_eq!(Order { id: 1, total: 5 }, Order { id: 1, total: 9 });
/// assert_ne!(Order { id: 1, total: 5 }, Order { id: 2, total: 5 });
/// ```
///
/// # Errors
///
/// - No field is marked, or more than one.
/// - It is an enum.
#[proc_macro_derive(Entity, attributes(id))]
pub fn derive_entity(item: TokenStream) -> TokenStream {
    entity::expand(item.into()).into()
}

/// Gives a message its name, its version and the hash of its shape, as the constants `NAME`, `VERSION` and
/// `SHAPE`.
///
/// ```
/// use portcullis_macros::DomainEvent;
///
/// #[derive(DomainEvent)]
/// #[event(name = "order.placed", version = 1)]
/// pub struct OrderPlaced {
///     pub id: u64,
///     pub lines: Vec<String>,
/// }
///
/// assert_eq!((OrderPlaced::NAME, OrderPlaced::VERSION), ("order.placed", 1));
/// ```
///
/// `SHAPE` is FNV-1a with 64 bits over `field:type;` of each field (sorted, if they have names), in
/// `Variant{..}` for each variant of an enum, with the serde attributes before each. It changes if names,
/// types or serde attributes do, and not if the type is renamed or moved: a test that compares it with a
/// number notices a change without a new version.
///
/// # Errors
///
/// - The name or the version is missing.
/// - A field borrows: an event outlives what it tells of.
#[proc_macro_derive(DomainEvent, attributes(event))]
pub fn derive_domain_event(item: TokenStream) -> TokenStream {
    domain_event::expand(item.into()).into()
}
