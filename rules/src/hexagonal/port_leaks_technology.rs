//! A port names a type of a technology in its methods.
//!
//! ## Why
//! A port that takes `&mut PgConnection` can be implemented with PostgreSQL alone, and everybody who
//! calls it must have a connection. It looks like an abstraction and is none.
//!
//! ## Fails
//! ```text
//! pub trait OrderRepository {
//!     fn save(&self, order: &Order, connection: &mut sqlx::PgConnection) -> Result<(), sqlx::Error>;
//! }
//! ```
//!
//! ## Passes
//! ```text
//! pub trait OrderRepository {
//!     type Tx;
//!     fn save(&self, order: &Order, tx: &mut Self::Tx) -> Result<(), SaveError>;
//! }
//! ```
//!
//! ## How to fix
//! Return an error of the core, take and return types of the core, and make what must be passed
//! through an associated type.
//!
//! ## Options
//! - `allow_types`: globs of paths such as `http::StatusCode` that ports may name.
//!
//! ## False positives avoided
//! Associated types without a default. Errors of the core that hold an error of a technology are
//! reported once, by `hexagonal/technology-in-core`. Test doubles such as `mockall::automock`.

use portcullis_facts::graph::{EdgeKind, ItemId, ModuleId, Target, Technology};
use portcullis_facts::place::Place;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, OutsidePackage};
use crate::engine::options::RuleOptions;
use crate::engine::report::Report;
use crate::evidence::{Groups, Uses};
use crate::glob::Globs;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/port-leaks-technology",
    summary: "a port names a type of a technology",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "allow_types",
        default: OptionDefault::List(&[]),
        doc: "globs of paths that ports may name",
    }],
    fix: Fix::Manual,
    serves: "Hexagonal Architecture",
    source: include_str!("port_leaks_technology.rs"),
    check: Check::Code(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let graph = context.graph;
    let ports: FxHashMap<ItemId, usize> =
        graph.ports.iter().enumerate().map(|(at, port)| (port.item, at)).collect();
    if ports.is_empty() {
        return;
    }
    let modules: FxHashSet<ModuleId> =
        graph.ports.iter().map(|port| graph.item(port.item).module).collect();
    let allowed = Globs::new(&options.list("allow_types"));
    let mut groups: Groups<(usize, OutsidePackage)> = Groups::new();
    let mut imports: FxHashMap<(ModuleId, OutsidePackage), Place> = FxHashMap::default();
    for (number, edge) in context.edges() {
        let Target::External(external) = edge.to else { continue };
        if !matches!(context.technology(edge.to), Some(technology) if technology != Technology::Testing)
        {
            continue;
        }
        let package = context.outside_package(external);
        let port = edge.item.and_then(|item| ports.get(&context.outermost(item)));
        match (port, edge.kind) {
            (_, EdgeKind::Use | EdgeKind::Reexport) if modules.contains(&edge.module) => {
                imports.entry((edge.module, package)).or_insert(edge.place);
            }
            // An attribute says how the port is compiled, not what it exposes.
            (Some(_), EdgeKind::Attribute) => {}
            (Some(&port), _) if !allowed.matches(&graph.target_path(edge.to)) => {
                groups.add((port, package), number, edge, &[]);
            }
            _ => {}
        }
    }
    for ((port, package), group) in groups.sorted() {
        let uses = Uses::new(context, &group);
        let port = &graph.ports[port];
        let path = graph.item_path(port.item);
        let target = graph.target_path(uses.first.to);
        let name = context.outside_name(package);
        let message = format!("port `{path}` exposes `{target}`");
        let help = "name a type of the core instead, or an associated type where it must be passed through";
        let mut draft =
            uses.draft(context, path.clone(), name.to_owned(), message).help(help).step(
                format!("`{path}` is a port: {}", port.reason),
                Some(graph.item_place(port.item)),
            );
        if let Some(place) = imports.get(&(graph.item(port.item).module, package)) {
            draft = draft.related(*place, format!("`{name}` is imported here"));
        }
        draft.confidence = draft.confidence.min(port.confidence);
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const PORT: &str = "
        package shop lib
        mod shop::domain core
        trait shop::domain::Orders
        method shop::domain::Orders::save
        port shop::domain::Orders out
    ";

    #[test]
    fn a_type_of_a_technology_in_a_signature_leaks() {
        insta::assert_snapshot!(fires(&RULE, &format!("{PORT}
            use shop::domain -> sqlx::PgConnection
            type shop::domain::Orders::save -> sqlx::PgConnection
            type shop::domain::Orders::save -> sqlx::Error
        ")), @r"
        warning hexagonal/port-leaks-technology shop/src/domain.rs:4 (named as a type here)
          port `shop::domain::Orders` exposes `sqlx::PgConnection`
          help: name a type of the core instead, or an associated type where it must be passed through
          also shop/src/domain.rs:5: named as a type here
          also shop/src/domain.rs:3: `sqlx` is imported here
        ");
    }

    #[test]
    fn plain_types_and_test_doubles_are_silent() {
        silent(
            &RULE,
            &format!(
                "{PORT}
            struct shop::domain::Order
            use shop::domain -> sqlx::PgConnection
            type shop::domain::Order -> sqlx::PgConnection
            type shop::domain::Orders::save -> shop::domain::Order
            type shop::domain::Orders::save -> uuid::Uuid
            attr shop::domain::Orders -> mockall::automock
            attr shop::domain::Orders -> rocket::async_trait
        "
            ),
        );
    }
}
