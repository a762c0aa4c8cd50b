//! A failed call to another process panics.
//!
//! ## Why
//! Peers fail, and messages are malformed: that is no bug of this process. A panic turns it into
//! one: the request gets no answer, and a consumer dies and reads the same message again.
//!
//! ## Fails
//! ```text
//! let stock = client.get(url).send().await.unwrap();
//! ```
//!
//! ## Passes
//! ```text
//! let stock = client.get(url).send().await.map_err(Error::Stock)?;
//! ```
//!
//! ## How to fix
//! Hand the error on with `?`, and answer what its kind deserves.
//!
//! Variants: `[database]` is a panic on what a database gave. It is off unless it is asked for.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! What happens at the start, before anything is served, and what a consumer does before its loop.
//! A layer that catches panics is no excuse.

use portcullis_facts::graph::system::SiteKind;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::Report;
use crate::request::Paths;
use crate::rule::{Check, Fix, Rule, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "resilience/panic-on-remote-error",
    summary: "a failed call to another process panics",
    level: Level::Warning,
    variants: &[Variant {
        name: "database",
        summary: "a failed call to a database panics",
        level: Level::Off,
        opt_in: false,
    }],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Fault Tolerance",
    source: include_str!("panic_on_remote_error.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let wanted = |kind| matches!(kind, SiteKind::PanicOnRemote | SiteKind::PanicOnDatabase);
    let hits = context.repeated_sites(Paths::Work, wanted).into_values();
    let groups = Context::together(hits, |hit| {
        let site = context.site(hit.reached);
        (site.function, site.kind == SiteKind::PanicOnDatabase)
    });
    for group in groups {
        let Some((hit, others)) = group.split_first() else { continue };
        let database = context.site(hit.reached).kind == SiteKind::PanicOnDatabase;
        let what = if database { "a database" } else { "another process" };
        let entry = context.entry_text(hit.entry);
        let mut draft = hit
            .draft(context)
            .variant(database.then_some("database"))
            .message(format!("a failure of {what} panics while {entry} is served"))
            .help("hand the error on with `?`, and answer it")
            .label("panics here");
        for other in others {
            draft = draft.also(context.site(other.reached).place, "panics here too");
        }
        report.add(draft);
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
    fn a_panic_on_the_path_of_a_request_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            calls orders::list -> orders::quote
            at orders::quote panics by core::result::Result::unwrap
            at orders::list panics-on-database by core::result::Result::unwrap
        ")), @r"
        warning resilience/panic-on-remote-error orders/src/lib.rs:4 (panics here)
          a failure of another process panics while `GET /orders` is served
          help: hand the error on with `?`, and answer it
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: `quote` is called here
        warning resilience/panic-on-remote-error[database] orders/src/lib.rs:5 (panics here)
          a failure of a database panics while `GET /orders` is served
          help: hand the error on with `?`, and answer it
          also orders/src/main.rs:2: `GET /orders` leads here
        ");
    }

    #[test]
    fn a_function_that_panics_in_several_places_is_one_finding() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            at orders::list panics by core::result::Result::unwrap
            at orders::list panics by core::result::Result::unwrap
        ")), @r"
        warning resilience/panic-on-remote-error orders/src/lib.rs:2 (panics here)
          a failure of another process panics while `GET /orders` is served
          help: hand the error on with `?`, and answer it
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: panics here too
        ");
    }

    #[test]
    fn panics_at_the_start_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            starts orders orders::main
            at orders::main panics
            at orders::run consumes order.created
            at orders::run panics
        "
            ),
        );
    }
}
