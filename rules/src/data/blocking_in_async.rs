//! A database call blocks a thread of the asynchronous runtime.
//!
//! ## Why
//! An asynchronous runtime has about as many threads as the machine has cores. Each call that
//! blocks takes one of them away from all other requests for as long as the database needs.
//!
//! ## Fails
//! ```text
//! async fn list(pool: Data<Pool>) -> Json<Vec<Order>> {
//!     orders.load(&mut pool.get().unwrap())
//! ```
//!
//! ## Passes
//! ```text
//! async fn list(pool: Data<Pool>) -> Json<Vec<Order>> {
//!     web::block(move || orders.load(&mut pool.get()?)).await?
//! ```
//!
//! ## How to fix
//! Run it in `spawn_blocking`, `web::block` or `interact`, or use an asynchronous driver.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Calls on a thread where blocking is allowed, however far up the path that is arranged, paths
//! without an asynchronous function, and `diesel-async`.

use portcullis_facts::graph::system::{FnFlags, SiteKind};
use rustc_hash::FxHashSet;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::Report;
use crate::reach::Reached;
use crate::request::{Hit, Paths, Request};
use crate::rule::{Check, Fix, Rule};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "data/blocking-in-async",
    summary: "a database call blocks a thread of the asynchronous runtime",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Scalability",
    source: include_str!("blocking_in_async.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let mut seen = FxHashSet::default();
    for request in context.requests(Paths::Work) {
        for reached in context.reached(request.entry.service, request.function) {
            if !blocks(context, request, reached) || !seen.insert(reached.site) {
                continue;
            }
            let hit = Hit { entry: request.entry, reached, services: vec![request.entry.service] };
            let library = context
                .statement_at(context.site(reached))
                .map_or("a database", |statement| &statement.library);
            report.add(
                hit.draft(context)
                    .message(format!(
                        "a call of `{library}` blocks the thread on which {} is served",
                        context.entry_text(request.entry)
                    ))
                    .help("run it in `spawn_blocking` or its like, or use an asynchronous driver")
                    .label("blocks here"),
            );
        }
    }
}

/// Whether a site blocks a thread of the runtime.
fn blocks(context: &Context<'_>, request: Request<'_>, reached: &Reached) -> bool {
    let landscape = context.landscape();
    let site = context.site(reached);
    let blocking = match site.kind {
        SiteKind::BlockingDatabase(_) => true,
        SiteKind::Statement(id) => landscape.statement(id).blocking,
        _ => false,
    };
    let calls = reached.path.iter().map(|at| landscape.calls_between[*at as usize].to);
    blocking
        && !reached.flags.contains(FnFlags::BLOCKING_ALLOWED)
        && calls.chain([request.function]).any(|function| landscape.function(function).is_async)
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
    fn a_blocking_call_below_an_async_handler_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            function orders::load sync
            calls orders::list -> orders::load
            at orders::load reads orders blocking by diesel::RunQueryDsl::load
        ")), @r"
        warning data/blocking-in-async orders/src/lib.rs:4 (blocks here)
          a call of `sqlx` blocks the thread on which `GET /orders` is served
          help: run it in `spawn_blocking` or its like, or use an asynchronous driver
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: `load` is called here
        ");
    }

    #[test]
    fn one_of_two_ways_that_is_not_arranged_is_enough() {
        fires(
            &RULE,
            &format!(
                "{ROUTE}
            calls orders::list -> orders::load in blocking
            calls orders::list -> orders::load
            at orders::load reads orders blocking
        "
            ),
        );
    }

    #[test]
    fn arranged_and_wholly_blocking_paths_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            calls orders::list -> orders::load in blocking
            at orders::load reads orders blocking
            function orders::sum sync
            route orders GET /sum orders::sum
            at orders::sum reads orders blocking
            at orders::list reads orders
        "
            ),
        );
    }
}
