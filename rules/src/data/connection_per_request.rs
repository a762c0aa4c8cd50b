//! A connection to a database is made for each request.
//!
//! ## Why
//! To open a connection takes longer than most statements, and a database allows only some hundreds
//! of them. Under load the service spends its time connecting, and then cannot.
//!
//! ## Fails
//! ```text
//! async fn list() -> Json<Vec<Order>> {
//!     let pool = PgPool::connect(&url).await.unwrap();
//! ```
//!
//! ## Passes
//! ```text
//! async fn list(State(pool): State<PgPool>) -> Json<Vec<Order>> {
//! ```
//!
//! ## How to fix
//! Make the pool once, where the service starts, and hand it in as state.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! What is made at the start, in the initialiser of a `OnceCell`, `LazyLock` or static, or by a
//! consumer before its loop. Health checks.

use portcullis_facts::graph::system::SiteKind;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::Report;
use crate::request::Paths;
use crate::rule::{Check, Fix, Rule};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "data/connection-per-request",
    summary: "a connection to a database is made for each request",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Scalability",
    source: include_str!("connection_per_request.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let wanted = |kind| matches!(kind, SiteKind::MakePool | SiteKind::OpenConnection);
    for hit in context.repeated_sites(Paths::Requests, wanted).values() {
        let what = match context.site(hit.reached).kind {
            SiteKind::MakePool => "a pool of connections",
            _ => "a database connection",
        };
        let entry = context.entry_text(hit.entry);
        report.add(
            hit.draft(context)
                .message(format!("{what} is made each time that {entry} is served"))
                .help("make a pool once, where the service starts, and hand it in as state")
                .label("made here"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const ROUTE: &str = "
        service orders http
        route orders GET /orders orders::list
    ";

    #[test]
    fn a_pool_on_the_path_of_a_request_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            calls orders::list -> orders::connect
            at orders::connect make-pool by sqlx::PgPool::connect
        ")), @r"
        warning data/connection-per-request orders/src/lib.rs:4 (made here)
          a pool of connections is made each time that `GET /orders` is served
          help: make a pool once, where the service starts, and hand it in as state
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: `connect` is called here
        ");
    }

    #[test]
    fn the_start_cells_and_what_stands_before_a_loop_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            starts orders orders::main
            at orders::main make-pool
            calls orders::list -> orders::pool in once
            at orders::pool make-pool
            route orders GET /ready orders::ready readiness
            at orders::ready open-connection
            at orders::run consumes order.created
            at orders::run make-pool
        "
            ),
        );
    }
}
