//! A deployment does not ask the health check that its service has.
//!
//! ## Why
//! A health check that nobody asks changes nothing: what hangs is neither restarted nor taken out
//! of the balance.
//!
//! ## Fails
//! ```text
//! services:
//!   orders:
//!     build: ./orders # serves /healthz
//! ```
//!
//! ## Passes
//! ```text
//! services:
//!   orders:
//!     build: ./orders
//!     healthcheck: { test: ["CMD", "curl", "-f", "http://localhost:8080/healthz"] }
//! ```
//!
//! ## How to fix
//! Add a `healthcheck`, or a `readinessProbe` and a `livenessProbe`, that asks the route.
//!
//! Variants: `[port-mismatch]`, an error, is a probe of a port at which the service does not listen.
//!
//! ## Options
//! - `compose`: whether entries of compose files need a health check.
//!
//! ## False positives avoided
//! Services without a health check have a rule of their own. Jobs, files for development, templates
//! that were not rendered, a service that another entry of the same kind probes, `HEALTHCHECK` of
//! its image. Ports that could not be worked out match any port.

use portcullis_facts::graph::system::{
    Deployment, Orchestrator, ProbeKind, RouteRole, Service, ServiceId, ServiceKind,
};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::listening::Listening;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "deployment/no-probe",
    summary: "a deployment does not ask the health check that its service has",
    level: Level::Warning,
    variants: &[Variant {
        name: "port-mismatch",
        summary: "a probe asks a port at which the service does not listen",
        level: Level::Error,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "compose",
        default: OptionDefault::Bool(true),
        doc: "whether entries of compose files need a health check",
    }],
    fix: Fix::Generated("portcullis add health-check SERVICE"),
    serves: "Health Check API",
    source: include_str!("no_probe.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    for (id, service) in context.landscape().services() {
        let landscape = context.landscape();
        let deployments: Vec<&Deployment> = landscape
            .deployments_of(id)
            .map(|(_, deployment)| deployment)
            .filter(|deployment| !deployment.development && !deployment.template)
            .collect();
        for orchestrator in [Orchestrator::Compose, Orchestrator::Kubernetes] {
            let here = || deployments.iter().filter(|d| d.orchestrator == orchestrator);
            if orchestrator == Orchestrator::Compose && !options.flag("compose") {
                continue;
            }
            let missing = here().map(|deployment| missing(service, deployment));
            // An entry that adds to another one does not repeat its probes.
            if missing.clone().any(|missing| missing.is_none()) {
                continue;
            }
            for (deployment, missing) in here().zip(missing.flatten()) {
                unprobed(context, id, deployment, missing, report);
            }
        }
        for deployment in deployments {
            mismatches(context, id, service, deployment, report);
        }
    }
}

/// The kind of probe that a deployment lacks.
fn missing(service: &Service, deployment: &Deployment) -> Option<&'static str> {
    if deployment.probes.is_empty() {
        return Some("probe");
    }
    let serves = !matches!(service.kind, ServiceKind::Consumer | ServiceKind::Worker);
    let ready = |kind| matches!(kind, ProbeKind::Readiness | ProbeKind::HealthCheck);
    let asked = deployment.probes.iter().any(|probe| ready(probe.kind));
    (deployment.orchestrator == Orchestrator::Kubernetes && serves && !asked)
        .then_some("readiness probe")
}

fn unprobed(
    context: &Context<'_>,
    id: ServiceId,
    deployment: &Deployment,
    missing: &str,
    report: &mut Report,
) {
    let health = |role| matches!(role, RouteRole::Health | RouteRole::Readiness);
    let mut routes = context.landscape().routes_of(id);
    let Some((_, route)) = routes.find(|(_, route)| health(route.role)) else { return };
    let (name, path) = (&deployment.name, &route.path);
    let (kind, probe) = match deployment.orchestrator {
        Orchestrator::Compose => ("compose", "healthcheck"),
        Orchestrator::Kubernetes => ("kubernetes", "readinessProbe"),
    };
    report.add(
        Draft::new(
            &context.landscape().service(id).name,
            format!("{missing} {kind}"),
            deployment.place,
        )
        .about(context, id)
        .message(format!("`{name}` has no {missing}, although its service answers `{path}`"))
        .help(format!("add a `{probe}` that asks `{path}`"))
        .label("this entry")
        .related(route.place, "the health check is served here")
        .grounds(&route.why),
    );
}

fn mismatches(
    context: &Context<'_>,
    id: ServiceId,
    service: &Service,
    deployment: &Deployment,
    report: &mut Report,
) {
    let Some(listening) = Listening::of(service, deployment) else { return };
    for probe in &deployment.probes {
        if let Some(port) = probe.port.filter(|port| !listening.has(*port)) {
            let draft = listening.draft(service, deployment, "the probe", port, probe.place);
            report.add(draft.variant(Some("port-mismatch")).about(context, id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const HEALTH: &str = "
        service orders http
        route orders GET /healthz orders::health health
    ";

    #[test]
    fn a_health_check_that_nobody_asks_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{HEALTH}
            deploy orders of orders
            deploy orders of orders k8s probe liveness:/healthz:80
        ")), @r"
        warning deployment/no-probe compose.yaml:1 (this entry)
          `orders` has no probe, although its service answers `/healthz`
          help: add a `healthcheck` that asks `/healthz`
          also orders/src/main.rs:2: the health check is served here
        warning deployment/no-probe k8s.yaml:1 (this entry)
          `orders` has no readiness probe, although its service answers `/healthz`
          help: add a `readinessProbe` that asks `/healthz`
          also orders/src/main.rs:2: the health check is served here
        ");
    }

    #[test]
    fn ports_at_which_nobody_listens_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            listens orders 8082 var PORT
            deploy orders of orders port 80:8080 env PORT=8083 probe healthcheck:/healthz:8081
        "), @r"
        error deployment/no-probe[port-mismatch] compose.yaml:1 (this port)
          the probe of `orders` asks port `8081`, but `orders` listens on `8083`
          help: let it listen on `8081`, or ask the port on which it listens
          also compose.yaml:1: port `8083` comes from here
        ");
    }

    #[test]
    fn probed_templates_and_development_are_silent() {
        silent(
            &RULE,
            &format!(
                "{HEALTH}
            deploy orders of orders probe healthcheck:/healthz:8080
            deploy orders-2 of orders
            deploy orders of orders dev
            deploy orders of orders k8s template
        "
            ),
        );
        silent(&RULE, "service orders http\ndeploy orders of orders");
    }
}
