//! Two services create one table.
//!
//! ## Why
//! With two sets of migrations, the one that runs first decides what the table looks like. `IF NOT
//! EXISTS` only hides which one that was.
//!
//! ## Fails
//! ```text
//! -- search/migrations/1.sql
//! CREATE TABLE IF NOT EXISTS posts (id INT, body TEXT);
//! -- posts/migrations/1.sql
//! CREATE TABLE IF NOT EXISTS posts (id INT, body TEXT, author INT);
//! ```
//!
//! ## Passes
//! ```text
//! -- posts/migrations/1.sql
//! CREATE TABLE posts (id INT, body TEXT, author INT);
//! ```
//!
//! ## How to fix
//! Choose the owner, and delete the other migration.
//!
//! ## Options
//! - `ignore`: globs of tables that are not looked at.
//!
//! ## False positives avoided
//! Tables of equal names in different databases, and one migration that two services run. Tables of
//! migration tools.

use portcullis_facts::graph::system::{Table, TableCreation};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;
use crate::stores::Stores;

/// The rule.
pub static RULE: Rule = Rule {
    id: "data/duplicate-table-owner",
    summary: "two services create one table",
    level: Level::Error,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "ignore",
        default: OptionDefault::List(&[
            "_sqlx_migrations",
            "__diesel_schema_migrations",
            "seaql_migrations",
        ]),
        doc: "globs of tables that are not looked at",
    }],
    fix: Fix::Manual,
    serves: "Database per Service",
    source: include_str!("duplicate_table_owner.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let ignored = Globs::new(&options.list("ignore"));
    let stores = Stores::new(context.landscape());
    for table in &context.landscape().tables {
        if !ignored.matches(&table.name) {
            in_table(context, &stores, table, report);
        }
    }
}

fn in_table(context: &Context<'_>, stores: &Stores, table: &Table, report: &mut Report) {
    let mut creations: Vec<&TableCreation> = table.creations.iter().collect();
    creations.sort_by_key(|creation| creation.place);
    for (at, later) in creations.iter().enumerate() {
        // The surest of those who create it before in a database of both.
        let pairs = creations[..at].iter().flat_map(|first| {
            let apart = first.place != later.place
                && !later.services.iter().any(|service| first.services.contains(service));
            let owners = first.services.iter().filter(move |_| apart);
            owners.flat_map(move |owner| {
                later.services.iter().filter_map(move |other| {
                    Some((*first, *owner, *other, stores.common(*owner, *other)?))
                })
            })
        });
        let best =
            pairs.min_by_key(|(first, .., (_, sure))| (std::cmp::Reverse(*sure), first.place));
        let Some((first, owner, other, (database, sure))) = best else { continue };
        let landscape = context.landscape();
        let (a, b) = (&landscape.service(owner).name, &landscape.service(other).name);
        let name = plain(&table.name);
        let key = plain(&landscape.database(database).key);
        report.add(
            Draft::new(&table.name, format!("{a} {b}"), later.place)
                .about(context, other)
                .message(format!("`{a}` and `{b}` both create table `{name}` in `{key}`"))
                .help("choose one owner, and delete the other migration")
                .label(format!("`{b}` creates it here"))
                .related(first.place, format!("`{a}` creates it here"))
                .grounds(&first.why)
                .grounds(&later.why)
                .at_most(sure),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service posts http
        service search http
        connects posts postgres://db/posts
    ";

    #[test]
    fn two_migrations_of_one_table_are_an_error() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            connects search postgres://db/posts
            posts creates posts
            search creates posts
        ")), @r"
        error data/duplicate-table-owner search/migrations/1.sql:1 (`search` creates it here)
          `posts` and `search` both create table `posts` in `postgres://db/posts`
          help: choose one owner, and delete the other migration
          also posts/migrations/1.sql:1: `posts` creates it here
        ");
    }

    #[test]
    fn other_databases_and_tables_of_tools_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            connects search postgres://db/search
            posts creates posts
            search creates posts
        "
            ),
        );
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            connects search postgres://db/posts
            posts creates _sqlx_migrations
            search creates _sqlx_migrations
            nobody creates posts
            posts creates posts
        "
            ),
        );
    }
}
