//! Requests to a service leave no trace.
//!
//! ## Why
//! When a request passes several services, only traces show where it was slow and where it failed.
//! One service that leaves none cuts the chain for all behind it.
//!
//! ## Fails
//! ```text
//! #[tokio::main]
//! async fn main() {
//!     env_logger::init();
//!     axum::serve(listener, app).await.unwrap();
//! }
//! ```
//!
//! ## Passes
//! ```text
//! #[tokio::main]
//! async fn main() {
//!     tracing_subscriber::registry().with(otel_layer()).init();
//!     axum::serve(listener, app.layer(TraceLayer::new_for_http())).await.unwrap();
//! }
//! ```
//!
//! ## How to fix
//! Initialise `tracing` at the start, wrap the router in a tracing layer, and export the spans.
//!
//! ## Options
//! - `min_services`: how many services a system must have.
//!
//! ## False positives avoided
//! Systems of a single service, and services without any logger, which `observability/log-pipeline`
//! tells. In the preset `recommended` the rule waits until one service of the
//! system leaves traces; asked for by name, it always runs. Where a function outside the tree sets
//! telemetry up, the finding is a hidden note that says so.

use portcullis_facts::graph::system::{CapabilityKind, HiddenKind};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::hidden;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "observability/no-tracing",
    summary: "requests to a service leave no trace",
    level: Level::Warning,
    variants: &[],
    gated: true,
    options: &[RuleOption {
        name: "min_services",
        default: OptionDefault::Integer(2),
        doc: "how many services a system must have",
    }],
    fix: Fix::Manual,
    serves: "Distributed Tracing",
    source: include_str!("no_tracing.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let services = &context.landscape().services;
    let least = usize::try_from(options.number("min_services")).unwrap_or_default();
    if services.len() < least {
        return;
    }
    for (id, service) in context.landscape().services() {
        let traces = [CapabilityKind::Tracing, CapabilityKind::TraceExport];
        if traces.into_iter().any(|kind| service.capability(kind).is_some()) {
            report.adopted();
            continue;
        }
        let Some(logs) = service.capability(CapabilityKind::Logging) else { continue };
        let name = &service.name;
        let draft = Draft::new(name, "tracing", context.start_of(service))
            .about(context, id)
            .message(format!("requests to `{name}` leave no trace"))
            .help("initialise `tracing` at its start, and export its spans")
            .label("it starts here, without tracing")
            .grounds(&service.why)
            .also(logs.place, "it only writes a log, set up here")
            .unless(hidden(service, &[HiddenKind::Telemetry, HiddenKind::Middleware]));
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, run, silent};

    #[test]
    fn the_one_service_that_leaves_no_traces_is_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            has orders tracing by tracing_subscriber::fmt
            service stock http
            has stock logging by env_logger
        "), @r"
        warning observability/no-tracing stock/src/main.rs:1 (it starts here, without tracing)
          requests to `stock` leave no trace
          help: initialise `tracing` at its start, and export its spans
          also stock/src/main.rs:2: it only writes a log, set up here
        ");
    }

    #[test]
    fn it_waits_until_somebody_has_traces_unless_it_is_named() {
        let nobody =
            "service orders http\nhas orders logging\nservice stock http\nhas stock logging";
        assert!(
            run(nobody, &crate::settings::Settings::default())
                .findings
                .iter()
                .all(|finding| finding.rule != RULE.id)
        );
        fires(&RULE, nobody);
        let adopted = format!("{nobody}\nhas orders tracing");
        assert!(
            run(&adopted, &crate::settings::Settings::default())
                .findings
                .iter()
                .any(|finding| finding.rule == RULE.id)
        );
    }

    #[test]
    fn set_up_elsewhere_is_weak() {
        let found = fires(
            &RULE,
            "
            service orders http
            has orders logging
            service stock http
            has stock trace-export
            hides orders telemetry `kit::start` is outside the tree
        ",
        );
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn traced_services_and_single_ones_are_silent() {
        silent(&RULE, "service orders http\nhas orders logging");
        // Who has no logger at all is told so by the rule on logs.
        silent(&RULE, "service orders http\nservice stock http\nhas stock tracing");
        silent(
            &RULE,
            "
            service orders http
            has orders tracing
            service stock http
            has stock trace-export
        ",
        );
    }
}
