//! An HTTP client or channel is made for each request.
//!
//! ## Why
//! A client holds the connections that it has opened. A new one for each request opens a new
//! connection each time, with all its handshakes, and leaves the old ones to time out.
//!
//! ## Fails
//! ```text
//! async fn quote(..) {
//!     let response = reqwest::Client::new().get(url).send().await?;
//! ```
//!
//! ## Passes
//! ```text
//! async fn quote(State(app): State<App>, ..) {
//!     let response = app.client.get(url).send().await?;
//! ```
//!
//! ## How to fix
//! Make the client once, where the service starts, and hand it in as state.
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
    id: "resilience/client-per-request",
    summary: "an HTTP client or channel is made for each request",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Scalability",
    source: include_str!("client_per_request.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let wanted = |kind| matches!(kind, SiteKind::MakeHttpClient | SiteKind::MakeChannel);
    let hits = context.repeated_sites(Paths::Requests, wanted).into_values();
    let groups = Context::together(hits, |hit| {
        let site = context.site(hit.reached);
        (hit.services.clone(), site.kind, context.package_at(site.place))
    });
    for group in groups {
        let Some((hit, others)) = group.split_first() else { continue };
        let what = match context.site(hit.reached).kind {
            SiteKind::MakeChannel => "a channel",
            _ => "an HTTP client",
        };
        let entry = context.entry_text(hit.entry);
        let more = match others.len() {
            0 => String::new(),
            1 => ", and so is another".to_owned(),
            more => format!(", and so are {more} others"),
        };
        let mut draft = hit
            .draft_of_service(context, &context.site(hit.reached).by)
            .message(format!("{what} is made each time that {entry} is served{more}"))
            .help("make it once, where the service starts, and hand it in as state")
            .label("made here");
        for other in others {
            draft = draft.also(context.site(other.reached).place, "made here too");
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
    fn a_client_on_the_path_of_a_request_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            calls orders::list -> orders::quote
            at orders::quote make-client by reqwest::Client::new
        ")), @r"
        warning resilience/client-per-request orders/src/lib.rs:4 (made here)
          an HTTP client is made each time that `GET /orders` is served
          help: make it once, where the service starts, and hand it in as state
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: `quote` is called here
        ");
    }

    #[test]
    fn a_service_that_makes_many_is_one_finding() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            at orders::list make-client by reqwest::Client::new
            at orders::list make-client by reqwest::Client::builder
            service stock http
            route stock GET /stock stock::list
            at stock::list make-client by reqwest::Client::new
        ")), @r"
        warning resilience/client-per-request orders/src/lib.rs:2 (made here)
          an HTTP client is made each time that `GET /orders` is served, and so is another
          help: make it once, where the service starts, and hand it in as state
          also orders/src/main.rs:2: `GET /orders` leads here
          also orders/src/lib.rs:3: made here too
        warning resilience/client-per-request stock/src/lib.rs:2 (made here)
          an HTTP client is made each time that `GET /stock` is served
          help: make it once, where the service starts, and hand it in as state
          also stock/src/main.rs:2: `GET /stock` leads here
        ");
    }

    #[test]
    fn a_channel_in_the_loop_of_a_consumer_is_found() {
        fires(
            &RULE,
            "
            service stock consumer
            at stock::run consumes order.created
            at stock::run make-channel in loop
        ",
        );
    }

    #[test]
    fn the_start_cells_and_what_stands_before_a_loop_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            starts orders orders::main
            at orders::main make-client
            calls orders::list -> orders::client in once
            at orders::client make-client
            at orders::run consumes order.created
            at orders::run make-channel
        "
            ),
        );
    }
}
