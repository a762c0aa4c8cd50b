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
    assert_eq!(port.imports, expected);
    assert_eq!(super::port(PORTS, "Payments", "a", "a"), None);
    assert_eq!(super::port("trait P<T> {}", "P", "m", "m"), None);
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
    assert!(port.imports.contains(&domain.to_owned()));
    assert!(port.imports.contains(&"shop_core::ports::{Orders, Unavailable}".to_owned()));
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
