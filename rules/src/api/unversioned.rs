//! Routes of a service carry no version.
//!
//! ## Why
//! Clients are not released together with the service. Without a version, a change that breaks them
//! has no place to live beside what they still use.
//!
//! ## Fails
//! ```text
//! Router::new().route("/orders", post(create_order))
//! ```
//!
//! ## Passes
//! ```text
//! Router::new().nest("/api/v1", Router::new().route("/orders", post(create_order)))
//! ```
//!
//! ## How to fix
//! Nest the routes below `/api/v1`, or put the version into the package of the procedures.
//!
//! ## Options
//! - `ignore`: globs of paths that need no version.
//!
//! ## False positives avoided
//! Health checks, metrics, documentation, files, webhooks, well-known paths, GraphQL, gateways. In
//! the preset `recommended` the rule waits until one route of the system has a version; asked for
//! by name, it always runs. Paths of which a part is not known.

use portcullis_facts::graph::system::{HiddenKind, Route, RouteRole, ServiceKind};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::route_path::is_versioned;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "api/unversioned",
    summary: "routes of a service carry no version",
    level: Level::Warning,
    variants: &[],
    gated: true,
    options: &[RuleOption {
        name: "ignore",
        default: OptionDefault::List(&[
            "**/webhook*",
            "**/.well-known/**",
            "**/oauth*",
            "**/graphql*",
            "**/ws",
            "**/debug/**",
            "**/__*__",
            "/",
        ]),
        doc: "globs of paths that need no version",
    }],
    fix: Fix::Manual,
    serves: "API Versioning",
    source: include_str!("unversioned.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let ignored = Globs::new(&options.list("ignore"));
    if landscape.routes.iter().any(|route| is_versioned(&route.path)) {
        report.adopted();
    }
    for (id, service) in context.landscape().services() {
        if service.kind == ServiceKind::Gateway {
            continue;
        }
        let bare: Vec<&Route> = landscape
            .routes_of(id)
            .map(|(_, route)| route)
            .filter(|route| {
                route.role == RouteRole::Business
                    && !route.partial
                    && !ignored.matches(&route.path)
                    && !is_versioned(&route.path)
            })
            .collect();
        let Some(first) = bare.first() else { continue };
        let name = &service.name;
        let mut draft = Draft::new(name, "version", first.place)
            .about(context, id)
            .message(if bare.len() == 1 {
                format!("a route of `{name}` carries no version")
            } else {
                format!("{} routes of `{name}` carry no version", bare.len())
            })
            .help("nest them below a path such as `/api/v1`")
            .label(format!("`{}` is served here", plain(&first.path)))
            .grounds(&first.why)
            .unless(service.hides(HiddenKind::Routes));
        // Where they are nested is where a version belongs.
        let nested = bare.iter().flat_map(|route| &route.why.steps).filter_map(|step| step.place);
        let mut nested: Vec<Place> =
            nested.filter(|place| bare.iter().all(|route| route.place != *place)).collect();
        nested.sort_unstable();
        nested.dedup();
        for place in nested {
            draft = draft.also(place, "nested here");
        }
        for route in &bare[1..] {
            let label = format!("`{}` is served here", plain(&route.path));
            draft = draft.also(route.place, label);
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, run, silent};

    #[test]
    fn routes_without_a_version_are_one_finding() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            route orders GET /orders orders::list
            route orders POST /orders orders::create
        "), @r"
        warning api/unversioned orders/src/main.rs:2 (`/orders` is served here)
          2 routes of `orders` carry no version
          help: nest them below a path such as `/api/v1`
          also orders/src/main.rs:3: `/orders` is served here
        ");
    }

    #[test]
    fn it_waits_until_somebody_has_a_version() {
        let bare = "service orders http\nroute orders GET /orders orders::list";
        let found = |sketch: &str| {
            let outcome = run(sketch, &crate::settings::Settings::default());
            outcome.findings.iter().any(|finding| finding.rule == RULE.id)
        };
        assert!(!found(bare));
        assert!(found(&format!("{bare}\nservice a http\nroute a GET /v1/a a::a")));
    }

    #[test]
    fn versions_probes_webhooks_and_gateways_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            route orders GET /api/v1/orders orders::list
            route orders RPC /shop.v1.Orders/List orders::list
            route orders GET /healthz orders::health health
            route orders POST /webhooks/stripe orders::hook
            route orders POST /graphql orders::graphql
            route orders GET /orders orders::rest partial
            service edge gateway
            route edge GET /orders edge::list
        ",
        );
    }
}
