//! Tests of paths over a small system made by hand.

use std::collections::BTreeSet;

use super::search::{Precision, shortest};
use super::{ends, start};
use crate::testing::shop;

fn path(from: &str, to: &str) -> Option<(Precision, Vec<String>)> {
    let system = shop();
    let graph = &system.graph;
    let end = |text| ends::resolve(graph, text).unwrap();
    let (precision, edges) = shortest(graph, &end(from), &end(to), false)?;
    let steps = edges
        .iter()
        .map(|edge| format!("{} > {}", start(&system, edge), graph.target_path(edge.to)))
        .collect();
    Some((precision, steps))
}

fn steps(from: &str, to: &str) -> Vec<String> {
    path(from, to).map(|(_, steps)| steps).unwrap_or_default()
}

#[test]
fn paths_lead_from_item_to_item() {
    assert_eq!(
        path("place", "sqlx"),
        Some((
            Precision::Items,
            vec![
                "shop::domain::place > shop::adapters::Store".to_owned(),
                "shop::adapters::Store > sqlx::PgPool".to_owned(),
            ]
        ))
    );
    assert_eq!(steps("layer:core", "PgPool").len(), 2);
    assert_eq!(steps("domain", "adapters"), ["shop::domain::place > shop::adapters::Store"]);
    assert_eq!(steps("crate:shop", "crate:sqlx"), ["shop::adapters::Store > sqlx::PgPool"]);
}

#[test]
fn modules_are_the_second_choice() {
    let (precision, steps) = path("Order", "sqlx").unwrap();
    assert_eq!(precision, Precision::Modules);
    assert_eq!(steps.len(), 2);
}

#[test]
fn there_may_be_no_path() {
    assert_eq!(path("Store", "Order"), None);
}

#[test]
fn names_that_are_unclear_are_told() {
    let system = shop();
    let unclear = |text| ends::resolve(&system.graph, text).unwrap_err();
    let found = unclear("new");
    assert_eq!(found.message, "`new` may mean 2 things");
    assert_eq!(
        found.help.as_deref(),
        Some("it is one of `shop::adapters::Store::new`, `shop::domain::Order::new`")
    );
    assert_eq!(unclear("Ordre").help.as_deref(), Some("did you mean `Order`?"));
    assert_eq!(unclear("layer:cor").help.as_deref(), Some("did you mean `core`?"));
    assert_eq!(unclear("layer:web").message, "there is no layer `web`");
    assert_eq!(unclear("crate:sqlz").help.as_deref(), Some("did you mean `sqlx`?"));
    let one: BTreeSet<_> = ends::resolve(&system.graph, "Store::new").unwrap();
    assert_eq!(one.len(), 1);
}
