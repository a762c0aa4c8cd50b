//! A service reads or writes a table that another service owns.
//!
//! ## Why
//! A table is the inside of the service that owns it. Who reads it breaks when a column changes,
//! and who writes it goes around every rule that its owner enforces.
//!
//! ## Fails
//! ```text
//! // in `reports`, while `orders` creates and fills the table
//! sqlx::query("SELECT total FROM orders")
//! ```
//!
//! ## Passes
//! ```text
//! // in `reports`: its own projection, kept up to date by events of `orders`
//! sqlx::query("SELECT total FROM order_totals")
//! ```
//!
//! ## How to fix
//! Ask the owner, or subscribe to its events and keep a projection of what is needed.
//!
//! Variants: `[read]` and `[write]` say what is done with the table.
//!
//! ## Options
//! - `allow_read`: globs of tables that others may read.
//!
//! ## False positives avoided
//! The owner is a service that creates the table and uses it; where the service that creates a
//! table never uses it, the only one that does is its owner. Tables of equal names in different
//! databases, outboxes, views and tables that are published by name (`public_*`, `*_public`). Statements of a
//! library that nobody is seen to run.

use portcullis_facts::graph::system::{ServiceId, StatementKind, Table, TableUse};
use std::collections::BTreeSet;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;
use crate::stores::Stores;

/// The rule.
pub static RULE: Rule = Rule {
    id: "data/foreign-table-access",
    summary: "a service reads or writes a table that another service owns",
    level: Level::Error,
    variants: &[
        Variant {
            name: "read",
            summary: "a service reads a table that another service owns",
            level: Level::Error,
            opt_in: false,
        },
        Variant {
            name: "write",
            summary: "a service writes a table that another service owns",
            level: Level::Error,
            opt_in: false,
        },
    ],
    gated: false,
    options: &[RuleOption {
        name: "allow_read",
        default: OptionDefault::List(&["public_*", "*_public"]),
        doc: "globs of tables that others may read",
    }],
    fix: Fix::Manual,
    serves: "Database per Service",
    source: include_str!("foreign_table_access.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let allowed = Globs::new(&options.list("allow_read"));
    let stores = Stores::new(landscape);
    for table in &landscape.tables {
        let owners = owners(table);
        for (variant, kind) in [("read", StatementKind::Read), ("write", StatementKind::Write)] {
            if kind == StatementKind::Read && allowed.matches(&table.name) {
                continue;
            }
            let uses: Vec<&TableUse> = table
                .uses
                .iter()
                .filter(|used| used.kind == kind && !used.is_guessed())
                .filter(|used| !landscape.statement(used.statement).outbox)
                .collect();
            let foreign: BTreeSet<ServiceId> =
                uses.iter().flat_map(|used| used.services.iter().copied()).collect();
            for user in foreign.into_iter().filter(|user| !owners.contains(user)) {
                let common = owners.iter().filter_map(|owner| {
                    stores.common(user, *owner).map(|(_, sure)| (*owner, sure))
                });
                if let Some((owner, sure)) = common.max_by_key(|(_, sure)| *sure) {
                    let uses = uses.iter().filter(|used| used.services.contains(&user)).copied();
                    add(context, table, variant, (user, owner), sure, uses.collect(), report);
                }
            }
        }
    }
}

/// The services that own a table.
fn owners(table: &Table) -> BTreeSet<ServiceId> {
    let creators: BTreeSet<ServiceId> =
        table.creations.iter().flat_map(|creation| creation.services.iter().copied()).collect();
    let seen = table.uses.iter().filter(|used| !used.is_guessed());
    let users: BTreeSet<ServiceId> = seen.flat_map(|used| used.services.iter().copied()).collect();
    let both: BTreeSet<ServiceId> = creators.intersection(&users).copied().collect();
    if !both.is_empty() {
        both
    } else if users.len() == 1 {
        users
    } else {
        creators
    }
}

fn add(
    context: &Context<'_>,
    table: &Table,
    variant: &'static str,
    (user, owner): (ServiceId, ServiceId),
    sure: u8,
    mut places: Vec<&TableUse>,
    report: &mut Report,
) {
    let landscape = context.landscape();
    let (user_name, owner_name) = (&landscape.service(user).name, &landscape.service(owner).name);
    places.sort_by_key(|used| (std::cmp::Reverse(used.confidence), used.place));
    let Some(first) = places.first() else { return };
    let name = plain(&table.name);
    let (does, done) = if variant == "read" { ("reads", "read") } else { ("writes", "written") };
    let mut draft = Draft::new(user_name, &table.name, first.place)
        .variant(Some(variant))
        .about(context, user)
        .message(format!("`{user_name}` {does} table `{name}`, which `{owner_name}` owns"))
        .help(format!("ask `{owner_name}`, or follow its events and keep what is needed"))
        .label(format!("{done} here"))
        .confidence(first.confidence.min(sure));
    let created = table.creations.iter().find(|creation| creation.services.contains(&owner));
    if let Some(creation) = created {
        draft = draft
            .related(creation.place, format!("`{owner_name}` creates it here"))
            .grounds(&creation.why)
            .step(format!("`{owner_name}` creates `{name}` and uses it"), Some(creation.place));
    }
    for used in &places[1..] {
        draft = draft.also(used.place, format!("{done} here"));
    }
    report.add(draft);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service orders http
        service reports http
        connects orders postgres://db/shop
        connects reports postgres://db/shop
        orders creates orders
        at orders::save writes orders
    ";

    #[test]
    fn reads_and_writes_of_a_foreign_table_are_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            at reports::load reads orders
            at reports::sum reads orders
            at reports::mend writes orders
        ")), @r"
        error data/foreign-table-access[read] reports/src/lib.rs:2 (read here)
          `reports` reads table `orders`, which `orders` owns
          help: ask `orders`, or follow its events and keep what is needed
          also orders/migrations/1.sql:1: `orders` creates it here
          also reports/src/lib.rs:4: read here
        error data/foreign-table-access[write] reports/src/lib.rs:6 (written here)
          `reports` writes table `orders`, which `orders` owns
          help: ask `orders`, or follow its events and keep what is needed
          also orders/migrations/1.sql:1: `orders` creates it here
        ");
    }

    #[test]
    fn other_databases_outboxes_and_views_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            service reports http
            connects orders postgres://db/orders
            connects reports postgres://db/reports
            orders creates orders
            at orders::save writes orders
            at reports::load reads orders
        ",
        );
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            orders creates outbox
            at orders::save writes outbox outbox
            at reports::relay reads outbox outbox
            orders creates public_totals
            at orders::save writes public_totals
            at reports::load reads public_totals
        "
            ),
        );
    }

    #[test]
    fn who_alone_uses_a_table_owns_it() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            orders creates alerts
            at reports::alert writes alerts
        "
            ),
        );
    }
}
