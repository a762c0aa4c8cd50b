//! A service calls a route that the other one does not serve.
//!
//! ## Why
//! The call fails each time it is made. Either the route was renamed, or it was never there, and no
//! test starts both services.
//!
//! ## Fails
//! ```text
//! client.get(format!("{stock}/item/{id}")) // `stock` serves /items/{id}
//! ```
//!
//! ## Passes
//! ```text
//! client.get(format!("{stock}/items/{id}"))
//! ```
//!
//! ## How to fix
//! Call a route that is served, or serve this one.
//!
//! ## Options
//! - `ignore`: globs of paths that are not looked at.
//!
//! ## False positives avoided
//! Calls whose target, method or path is not known, services of which routes could not be seen,
//! gateways and proxies, fallbacks, paths with a rest, routes of which a part is not known.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{
    CallTarget, HiddenKind, Method, Route, RouteRole, ServiceId, ServiceKind,
};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::route_path::{answers, fits};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;
use crate::suggest::nearest;

/// The rule.
pub static RULE: Rule = Rule {
    id: "api/unknown-endpoint",
    summary: "a service calls a route that the other one does not serve",
    level: Level::Error,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "ignore",
        default: OptionDefault::List(&[]),
        doc: "globs of paths that are not looked at",
    }],
    fix: Fix::Manual,
    serves: "API Contract",
    source: include_str!("unknown_endpoint.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let ignored = Globs::new(&options.list("ignore"));
    let mut served: BTreeMap<ServiceId, Vec<&Route>> = BTreeMap::new();
    for route in &landscape.routes {
        served.entry(route.service).or_default().push(route);
    }
    for call in &landscape.calls {
        let (CallTarget::Service(id), Some(path)) = (&call.target, call.path.as_deref()) else {
            continue;
        };
        let target = landscape.service(*id);
        let open = target.kind == ServiceKind::Gateway
            || target.hides(HiddenKind::Routes).is_some()
            || ignored.matches(path)
            || call.services.is_empty();
        let routes = served.get(id).map(Vec::as_slice).unwrap_or_default();
        let unsure = routes.iter().any(|r| r.partial || r.role == RouteRole::Fallback);
        if open || unsure || routes.is_empty() || routes.iter().any(|r| answers(r, call)) {
            continue;
        }
        let method = call.method.map_or("", Method::as_str);
        let text = plain(format!("{method} {path}").trim_start());
        let other = routes.iter().find(|route| fits(path, &route.path));
        let near = nearest(path, routes.iter().map(|route| route.path.as_str()));
        let near = near.and_then(|near| routes.iter().find(|route| route.path == near));
        let help = match (other, near) {
            (Some(route), _) => {
                format!("`{}` serves it for `{}` only", target.name, route.method.as_str())
            }
            (None, Some(route)) => format!("did you mean `{}`?", plain(&route.path)),
            (None, None) => {
                format!("call a route that `{}` serves, or serve this one", target.name)
            }
        };
        let mut draft = Draft::new(context.function_path(call.function), &text, call.place)
            .about_all(context, &call.services)
            .message(format!("`{}` does not serve `{text}`", target.name))
            .help(help)
            .label("called here")
            .grounds(&call.why);
        if let Some(route) = other.or(near) {
            draft = draft.related(route.place, "the nearest route is served here");
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service orders http
        service stock http
        route stock PATCH /items/{sku} stock::change
        route stock GET /levels stock::levels
    ";

    #[test]
    fn a_wrong_method_and_a_wrong_path_are_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            at orders::check requests GET stock /items/{{}}
            at orders::level requests GET stock /level
        ")), @r"
        error api/unknown-endpoint orders/src/lib.rs:2 (called here)
          `stock` does not serve `GET /items/{}`
          help: `stock` serves it for `PATCH` only
          also stock/src/main.rs:2: the nearest route is served here
        error api/unknown-endpoint orders/src/lib.rs:4 (called here)
          `stock` does not serve `GET /level`
          help: did you mean `/levels`?
          also stock/src/main.rs:3: the nearest route is served here
        ");
    }

    #[test]
    fn served_and_unknown_calls_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            at orders::check requests PATCH stock /items/{{}}
            at orders::level requests ? stock /levels
            at orders::other requests GET example.org /nowhere
            at orders::host requests GET stock
        "
            ),
        );
    }

    #[test]
    fn services_that_are_not_seen_in_full_are_silent() {
        for more in [
            "hides stock routes plugins add some",
            "route stock ANY / stock::rest fallback",
            "route stock GET /x stock::rest partial",
        ] {
            silent(
                &RULE,
                &format!(
                    "{SERVICES}
                {more}
                at orders::check requests GET stock /nowhere
            "
                ),
            );
        }
    }
}
