//! A container says neither what it needs nor what it may take.
//!
//! ## Why
//! Without requests the scheduler puts too much on one machine. Without limits one leak takes the
//! memory of all its neighbours.
//!
//! ## Fails
//! ```text
//! containers:
//!   - name: orders
//!     image: shop/orders:1.4.2
//! ```
//!
//! ## Passes
//! ```text
//! containers:
//!   - name: orders
//!     image: shop/orders:1.4.2
//!     resources:
//!       requests: { cpu: 100m, memory: 64Mi }
//!       limits: { memory: 128Mi }
//! ```
//!
//! ## How to fix
//! Say what it needs, and a limit of memory. The rule is on in the preset `production`.
//!
//! ## Options
//! - `compose`: whether entries of compose files need limits.
//!
//! ## False positives avoided
//! Templates that were not rendered, files for development, jobs, what operators run, and entries of compose files.

use portcullis_facts::graph::system::{DeploymentRole, Orchestrator};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "deployment/no-resource-limits",
    summary: "a container says neither what it needs nor what it may take",
    level: Level::Off,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "compose",
        default: OptionDefault::Bool(false),
        doc: "whether entries of compose files need limits",
    }],
    fix: Fix::Manual,
    serves: "Scalability",
    source: include_str!("no_resource_limits.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let compose = options.flag("compose");
    for deployment in &context.landscape().deployments {
        let looked_at = deployment.orchestrator == Orchestrator::Kubernetes || compose;
        let free = deployment.resources.is_some()
            || deployment.template
            || deployment.operated
            || deployment.development
            || deployment.role == DeploymentRole::Job;
        if !looked_at || free {
            continue;
        }
        let name = &deployment.name;
        let subject = format!("{}: {name}", context.path(deployment.place));
        let mut draft = Draft::new(subject, "resources", deployment.place)
            .message(format!("`{name}` has neither requests nor limits"))
            .help("say what it needs, and how much memory it may take")
            .label("this container");
        if let Some(service) = deployment.service {
            draft = draft.about(context, service);
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_container_without_any_is_found() {
        insta::assert_snapshot!(fires(&RULE, "service orders http\ndeploy orders of orders k8s"), @r"
        warning deployment/no-resource-limits k8s.yaml:1 (this container)
          `orders` has neither requests nor limits
          help: say what it needs, and how much memory it may take
        ");
    }

    #[test]
    fn limits_templates_jobs_and_compose_are_silent() {
        silent(
            &RULE,
            "
            deploy orders k8s resources
            deploy chart k8s template
            deploy migrate k8s as job
            deploy tool k8s dev
            deploy orders-db k8s operated as infra:postgres
            deploy web
        ",
        );
    }
}
