//! Ports as their adapters have to write them.

use super::*;

const PORTS: &str = "
use std::error::Error;
use async_trait::async_trait;
use uuid::Uuid;
use super::domain::{Order, OrderId as Id};
use crate::money::Amount;

pub struct Unavailable(Box<dyn Error>);

/// Keeps orders.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Orders: Send + Sync {
    /// Finds one.
    async fn find(&self, id: Id, at: Uuid) -> Result<Option<Order>, Unavailable>;
    fn total(&self) -> Amount;
    fn helper(&self) -> u8 { 1 }
}
";

#[test]
fn a_port_is_read_as_an_adapter_has_to_write_it() {
    let port = port(PORTS, "Orders", "shop_core::ports", "shop_core::ports").unwrap();
    assert_eq!(port.attributes, "#[async_trait::async_trait]");
    assert_eq!(
        [stem("OrdersPort"), stem("OrdersInterface"), stem("Port")],
        ["Orders", "Orders", "Port"]
    );
    assert!(port.takes_arguments);
    let signatures: Vec<&str> = port.methods.iter().map(|m| m.signature.as_str()).collect();
    let expected = [
        "async fn find(&self, id: Id, at: Uuid) -> Result<Option<Order>, Unavailable>",
        "fn total(&self) -> Amount",
    ];
    assert_eq!(signatures, expected);
    let expected = [
        "shop_core::domain::{Order, OrderId as Id}",
        "shop_core::money::Amount",
        "shop_core::ports::{Orders, Unavailable}",
        "uuid::Uuid",
    ];
    assert_eq!(port.imports, [expected]);
    let cloned = super::port("trait P: Clone + Send + std::hash::Hash + 'static {}", "P", "m", "m");
    assert_eq!(
        (port.derives.len(), cloned.unwrap().derives),
        (0, vec!["Clone".to_owned(), "Hash".to_owned()])
    );
    assert_eq!(super::port(PORTS, "Payments", "a", "a"), None);
    assert_eq!(super::port("trait P { type E; }", "P", "m", "m"), None);
}

#[test]
fn what_is_handed_on_is_named_by_the_module_above() {
    let text = "mod a;\npub use a::*;\npub use self::b::{C, D};\nuse e::*;\n";
    assert!(hands_on(text, "a") && hands_on(text, "b"));
    assert!(!hands_on(text, "e") && !hands_on(text, "c"));
    let port = port(PORTS, "Orders", "shop_core::ports::out", "shop_core::ports").unwrap();
    assert_eq!(port.path, "shop_core::ports::Orders");
    let domain = "shop_core::ports::domain::{Order, OrderId as Id}";
    assert!(port.imports[0].contains(&domain.to_owned()));
    assert!(port.imports[0].contains(&"shop_core::ports::{Orders, Unavailable}".to_owned()));
}

#[test]
fn traits_are_written_as_the_last_one_is() {
    let style = style(PORTS).unwrap();
    assert_eq!(style.attributes, "#[cfg_attr(test, mockall::automock)]\n#[async_trait]");
    assert_eq!(style.supertraits, ": Send + Sync");
    assert_eq!(style.imports, ["async_trait::async_trait"]);
    assert!(is_public("mod a;\npub mod b;", "b") && !is_public("mod a;\npub mod b;", "a"));
    assert_eq!(super::style("struct A;"), None);
    let event = "#[derive(Clone, DomainEvent)]\n#[event(name = \"a\", version = 1)]\nstruct A;\nstruct B;\n";
    assert_eq!(derives(event, "DomainEvent").unwrap(), "#[derive(Clone, DomainEvent)]");
    assert_eq!(derives(event, "Event"), None);
}

#[test]
fn functions_that_build_routers_are_named() {
    let text = "fn a() -> Router { Router::new().route(\"/\", get(x)) }\nimpl X { fn b() { axum::Router::<S>::new(); } }\nfn c() {}\n";
    assert_eq!(routers(text), ["a", "b"]);
}

#[test]
fn what_methods_take_and_give_is_read() {
    let text = "
type Result<T> = std::result::Result<T, Trouble>;
trait P: Send {
    async fn a(&self, id: Id, _at: u8) -> Result<u8>;
    fn b(&self) -> impl Future<Output = Result<(), Other>> + Send;
    fn c<'a>(&'a self) -> Pin<Box<dyn Future<Output = anyhow::Result<u8>> + Send + 'a>>;
    fn d() -> u8 { 1 }
    fn e(&self, (x, y): (u8, u8));
}";
    let port = port(text, "P", "m", "m").unwrap();
    let calls: Vec<_> = port.every.iter().map(|method| method.call.clone()).collect();
    let call = |arguments: &[&str], way, error: Option<&str>, has_self| {
        let arguments = arguments.iter().map(|name| (*name).to_owned()).collect();
        let awaited = (way == Way::Future).then(|| "async fn b(&self) -> Result<(), Other>".into());
        Some(Call { arguments, way, error: error.map(str::to_owned), has_self, awaited })
    };
    let expected = [
        call(&["id", "_at"], Way::Async, Some("Trouble"), true),
        call(&[], Way::Future, Some("Other"), true),
        call(&[], Way::Boxed, Some("anyhow::Error"), true),
        call(&[], Way::Plain, None, false),
        None,
    ];
    assert_eq!(calls, expected);
    assert_eq!(port.methods.len(), 4);
}

#[test]
fn errors_tell_how_they_are_made_of_others() {
    let text = "
pub struct Away(Box<dyn Error + Send + Sync>);
impl Away {
    pub fn because(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self { Self(reason.into()) }
}
pub enum Insert { Exists, Away(#[from] Away) }
pub enum Charge { Declined(Reason), Unavailable(String) }
pub enum Plain { Unavailable }
pub enum Mute { Declined }
";
    let made = |name: &str| {
        let making = making(name, &|_| Some(text.to_owned()))?;
        Some((making.made, making.pattern.unwrap_or_default()))
    };
    let expect = |made: &str, pattern: &str| Some((made.to_owned(), pattern.to_owned()));
    assert_eq!(made("Away"), expect("Away::because(refusal)", ""));
    assert_eq!(made("Insert"), expect("Insert::Away(Away::because(refusal))", "Insert::Away(_)"));
    let charge = expect("Charge::Unavailable(refusal.to_string())", "Charge::Unavailable(_)");
    assert_eq!(made("Charge"), charge);
    assert_eq!(made("Plain"), expect("Plain::Unavailable", "Plain::Unavailable"));
    assert_eq!(made("Mute"), None);
    assert_eq!(made("Box<dyn std::error::Error + Send + Sync>"), expect("refusal.into()", ""));
    assert_eq!(made("anyhow::Error"), expect("refusal.into()", ""));
}

#[test]
fn what_starts_and_configures_is_read() {
    let main = "#[tokio::main]\nasync fn main() -> anyhow::Result<()> { Ok(()) }";
    assert_eq!(super::main(main), Some(Main { is_async: true, is_fallible: true }));
    let text = "#[derive(Deserialize)]\npub struct Config { a: u8 }\nfn l() { f(include_str!(\"../config.toml\")); Env::prefixed(\"SHOP__\"); }";
    let settings = settings(text, "Config").unwrap();
    assert_eq!(settings.defaults.as_deref(), Some("../config.toml"));
    assert_eq!(settings.prefix.as_deref(), Some("SHOP__"));
    assert_eq!(super::settings("struct Config { a: u8 }", "Config"), None);
}

#[test]
fn parameters_are_repeated_as_they_are_declared() {
    let text = "use a::Key;\ntrait Store<'a, T: Clone + 'a, K = Key, const N: usize = 8>: Send where K: Into<u8>, {}";
    let port = port(text, "Store", "m", "m").unwrap();
    assert_eq!(port.generics.declared, "'a, T: Clone + 'a, K, const N: usize");
    assert_eq!(port.generics.named, "<'a, T, K, N>");
    assert_eq!(port.generics.bounds, "where K: Into<u8>");
    assert_eq!(port.imports, [["a::Key", "m::Store"]]);
    let plain = super::port("trait P {}", "P", "m", "m").unwrap();
    assert_eq!(plain.generics, Generics::default());
}

#[test]
fn the_router_that_is_served_is_followed_back() {
    let chain = |name: &str| vec![Origin::Chain(name.to_owned())];
    let text = "async fn main() { let app = Router::new().layer(x); axum::serve(l, app).await; }";
    assert_eq!(served(text), chain("main"));
    // Through a function of the file, since state is all that is added here.
    let text = "fn router() -> Router<S> { Router::new().route(\"/\", get(x)) }
        async fn run() { let app = router().with_state(s); axum::serve(l, app).await }";
    assert_eq!(served(text), chain("router"));
    // What is wrapped around it keeps it from being public within.
    let text = "fn router() -> Router<S> { Router::new().route(\"/\", get(x)) }
        async fn run() { axum::serve(l, router().layer(auth)).await }";
    assert_eq!(served(text), chain("run"));
    let text = "impl Server {
        fn new() -> Result<Self> { let router = Router::new().nest(\"/api\", api()); Ok(Self { router, l }) }
        async fn run(self) { axum::serve(self.l, self.router).await } }";
    assert_eq!(served(text), chain("Server::new"));
    let text = "fn main() { axum::Server::bind(&a).serve(Router::new().into_make_service()); }";
    assert_eq!(served(text), chain("main"));
    let text = "fn main() { tonic::Server::builder().add_service(s).serve(address); }";
    assert_eq!(served(text), []);
}

#[test]
fn a_router_from_elsewhere_is_named() {
    let called = |text: &str, origin: Option<Origin>| match origin {
        Some(Origin::Call(range)) => text[range].to_owned(),
        other => panic!("{other:?}"),
    };
    let text =
        "async fn main() { let (app, _) = (web::app)(s); let app = web::create(s).await?.attach();
        axum::serve(l, app).await; }";
    assert_eq!(called(text, served(text).pop()), "web::create");
    let text = "pub fn create(s: S) -> Result<Router> { let app = build(s); return Ok(routes::all(app)); }";
    assert_eq!(called(text, given(text, "create")), "routes::all");
    // Without an end.
    assert_eq!(given("fn a() -> R { b() } fn b() -> R { a() }", "a"), None);
}

#[test]
fn a_name_is_short_where_it_means_one_thing() {
    let named = |text: &str| super::named(text, "axum::routing::get");
    assert_eq!(named("use axum::{routing::get, Router};"), "get");
    assert_eq!(named("use axum::Router;"), "get");
    assert_eq!(named("use actix::get; use axum::Router;"), "axum::routing::get");
    assert_eq!(named("use axum::Router; fn get() {}"), "axum::routing::get");
    assert_eq!(named("fn app() { axum::Router::new(); }"), "axum::routing::get");
}

#[test]
fn futures_without_a_name_are_those_of_async_functions() {
    let text = "
use std::{future::Future, time::Duration};
use axum::async_trait;
use crate::a::Order;

#[async_trait]
pub trait Orders: Clone {
    fn find(&self, within: Duration) -> impl Future<Output = Option<Order>> + Send where Self: Sized;
    fn forget(&self) -> impl Future<Output = ()>;
}
";
    let port = port(text, "Orders", "crate::ports", "crate::ports").unwrap();
    let calls = port.methods.iter().filter_map(|method| method.call.as_ref());
    let signatures: Vec<&str> = calls.filter_map(|call| call.awaited.as_deref()).collect();
    let expected = [
        "async fn find(&self, within: Duration) -> Option<Order> where Self: Sized",
        "async fn forget(&self)",
    ];
    assert_eq!(signatures, expected);
    let groups = [vec!["std::time::Duration"], vec!["crate::a::Order", "crate::ports::Orders"]];
    assert_eq!(port.imports, groups);
    assert_eq!(
        (port.derives, port.attributes.as_str()),
        (vec!["Clone".to_owned()], "#[axum::async_trait]")
    );
}
