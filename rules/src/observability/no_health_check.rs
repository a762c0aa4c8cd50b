//! A service cannot be asked whether it is well.
//!
//! ## Why
//! Who runs a service must tell one that hangs from one that works: to restart it, to send it no
//! requests, to stop a bad release. Without a health check only its users notice.
//!
//! ## Fails
//! ```text
//! let app = Router::new().route("/orders", post(create_order));
//! ```
//!
//! ## Passes
//! ```text
//! let app = Router::new()
//!     .route("/healthz", get(health))
//!     .route("/orders", post(create_order));
//! ```
//!
//! ## How to fix
//! Serve a route such as `/healthz`, or `grpc.health.v1`, and let the deployment ask it.
//!
//! Variants: `[worker]`, a warning, is a consumer or worker: it serves nothing, so a probe of
//! another kind is needed, such as a file that is touched or a small server beside it.
//!
//! ## Options
//! - `paths`: globs of paths that are health checks too.
//!
//! ## False positives avoided
//! A health route, by whatever name it is known, `grpc.health.v1`, a server for probes on another
//! port, a `healthcheck` of compose and a probe of Kubernetes all count. Where routes could not be
//! seen, or a template of the deployment was not rendered, the finding is a hidden note that says
//! so.

use portcullis_facts::graph::system::{
    CapabilityKind, HiddenKind, RouteRole, ServiceId, ServiceKind,
};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::hidden;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "observability/no-health-check",
    summary: "a service cannot be asked whether it is well",
    level: Level::Error,
    variants: &[Variant {
        name: "worker",
        summary: "a service without a listener cannot be asked whether it is well",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "paths",
        default: OptionDefault::List(&[]),
        doc: "globs of paths that are health checks too",
    }],
    fix: Fix::Generated("portcullis add health-check SERVICE"),
    serves: "Health Check API",
    source: include_str!("no_health_check.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let paths = Globs::new(&options.list("paths"));
    for (id, service) in context.landscape().services() {
        if service.capability(CapabilityKind::Health).is_some() || is_asked(context, id, &paths) {
            continue;
        }
        let serves = !matches!(service.kind, ServiceKind::Consumer | ServiceKind::Worker);
        let name = &service.name;
        // Who serves nothing has no better place than its start.
        let place = if serves { service.place } else { context.start_of(service) };
        let mut draft = Draft::new(name, "health", place)
            .variant((!serves).then_some("worker"))
            .about(context, id)
            .message(format!("`{name}` cannot be probed: it has no health check"))
            .help(if serves {
                "serve a route such as `/healthz`, and let the deployment ask it"
            } else {
                "let it answer a probe, or give its deployment a health check"
            })
            .label(if serves { "it listens here" } else { "it starts here" })
            .grounds(&service.why)
            .unless(hidden(service, &[HiddenKind::Routes, HiddenKind::Deployment]));
        if !serves && place != service.place {
            draft = draft.also(service.place, "it works here");
        }
        if let Some((_, route)) = context.landscape().routes_of(id).next() {
            let text = "none of its routes is a health check";
            draft = draft.step(text, Some(route.place)).also(route.place, text);
        }
        for (_, deployment) in context.landscape().deployments_of(id) {
            let label = format!("deployed as `{}` without a health check", deployment.name);
            draft = draft.also(deployment.place, label);
            if deployment.template {
                let reason = format!("`{}` is a template that was not rendered", deployment.name);
                draft = draft.perhaps(&reason, Some(deployment.place));
            }
        }
        report.add(draft);
    }
}

/// Whether a route or a deployment's probe asks the service how it is.
fn is_asked(context: &Context<'_>, id: ServiceId, paths: &Globs) -> bool {
    let health = |role| matches!(role, RouteRole::Health | RouteRole::Readiness);
    let landscape = context.landscape();
    landscape.routes_of(id).any(|(_, route)| health(route.role) || paths.matches(&route.path))
        || landscape.deployments_of(id).any(|(_, deployment)| !deployment.probes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_listener_without_one_is_an_error() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            route orders POST /orders orders::create
            deploy orders of orders
        "), @r"
        error observability/no-health-check orders/src/main.rs:1 (it listens here)
          `orders` cannot be probed: it has no health check
          help: serve a route such as `/healthz`, and let the deployment ask it
          also orders/src/main.rs:2: none of its routes is a health check
          also compose.yaml:1: deployed as `orders` without a health check
        ");
    }

    #[test]
    fn a_worker_without_one_is_a_warning() {
        insta::assert_snapshot!(fires(&RULE, "service mailer consumer"), @r"
        warning observability/no-health-check[worker] mailer/src/main.rs:1 (it starts here)
          `mailer` cannot be probed: it has no health check
          help: let it answer a probe, or give its deployment a health check
        ");
    }

    #[test]
    fn a_worker_is_shown_where_it_starts() {
        insta::assert_snapshot!(fires(&RULE, "
            service mailer consumer
            starts mailer mailer::main
        "), @r"
        warning observability/no-health-check[worker] mailer/src/lib.rs:1 (it starts here)
          `mailer` cannot be probed: it has no health check
          help: let it answer a probe, or give its deployment a health check
          also mailer/src/main.rs:1: it works here
        ");
    }

    #[test]
    fn what_cannot_be_seen_makes_it_weak() {
        for hidden in
            ["hides orders routes plugins add routes", "deploy orders of orders template k8s"]
        {
            let found = fires(&RULE, &format!("service orders http\n{hidden}"));
            assert!(found.starts_with("weak note"), "{found}");
        }
    }

    #[test]
    fn routes_servers_and_probes_of_all_kinds_count() {
        for health in [
            "route orders GET /healthz orders::health health",
            "route orders GET /ready orders::ready readiness",
            "has orders health by tonic_health",
            "deploy orders of orders probe healthcheck",
            "deploy orders of orders k8s probe liveness::8081",
        ] {
            silent(&RULE, &format!("service orders http\n{health}"));
        }
    }
}
