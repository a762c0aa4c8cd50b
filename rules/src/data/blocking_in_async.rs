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
    let mut hits = Vec::new();
    for request in context.requests(Paths::Work) {
        for reached in context.reached(request.entry.service, request.function) {
            if blocks(context, request, reached) && seen.insert(context.site(reached).place) {
                let services = vec![request.entry.service];
                hits.push(Hit { entry: request.entry, reached, services });
            }
        }
    }
    let library = |hit: &Hit<'_>| {
        let statement = context.statement_at(context.site(hit.reached));
        statement.map_or("a database", |statement| statement.library.as_str())
    };
    hits.sort_by_key(|hit| hit.reached.site);
    // The driver is the cause, and a service has it once.
    let groups = Context::together(hits, |hit| (hit.services.clone(), library(hit)));
    for group in groups {
        let Some((hit, others)) = group.split_first() else { continue };
        let entry = context.entry_text(hit.entry);
        let library = library(hit);
        let mut draft = hit
            .draft_of_service(context, library)
            .message(match others.len() {
                0 => format!("a call of `{library}` blocks the thread on which {entry} is served"),
                more => format!(
                    "{} calls of `{library}` block threads on which requests are served, the \
                     first that of {entry}",
                    more + 1
                ),
            })
            .help("run it in `spawn_blocking` or its like, or use an asynchronous driver")
            .label("blocks here");
        for other in others {
            draft = draft.also(context.site(other.reached).place, "blocks here too");
        }
        report.add(draft);
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
    fn a_service_that_blocks_in_many_places_is_one_finding() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            at orders::list reads orders blocking
            at orders::list reads items blocking
            service stock http
            route stock GET /stock stock::list
            at stock::list reads stock blocking
        ")), @r"
        warning data/blocking-in-async orders/src/lib.rs:2 (blocks here)
          2 calls of `sqlx` block threads on which requests are served, the first that of `GET /orders`
          help: run it in `spawn_blocking` or its like, or use an asynchronous driver
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: blocks here too
        warning data/blocking-in-async stock/src/lib.rs:2 (blocks here)
          a call of `sqlx` blocks the thread on which `GET /stock` is served
          help: run it in `spawn_blocking` or its like, or use an asynchronous driver
          also stock/src/main.rs:2: `GET /stock` leads here
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
