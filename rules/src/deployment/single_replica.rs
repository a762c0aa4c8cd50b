//! A service runs in a single copy.
//!
//! ## Why
//! With one copy, each release, each crash and each move to another machine is an outage.
//!
//! ## Fails
//! ```text
//! kind: Deployment
//! spec: { replicas: 1 }
//! ```
//!
//! ## Passes
//! ```text
//! kind: Deployment
//! spec: { replicas: 2 }
//! ```
//!
//! ## How to fix
//! Run two copies or more, or scale them automatically. The rule is on in the preset `production`.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! What must stand alone: stateful sets, leaders, schedulers. What is scaled automatically. Two
//! entries of one service. Templates, files for development, and entries of compose files that do
//! not say how many copies there are.

use portcullis_facts::graph::system::{Deployment, Orchestrator, ServiceKind};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::rule::{Check, Fix, Rule};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "deployment/single-replica",
    summary: "a service runs in a single copy",
    level: Level::Off,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Scalability",
    source: include_str!("single_replica.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    for (id, service) in context.landscape().services() {
        if service.kind == ServiceKind::Worker {
            continue;
        }
        for orchestrator in [Orchestrator::Compose, Orchestrator::Kubernetes] {
            let deployments: Vec<&Deployment> = landscape
                .deployments_of(id)
                .map(|(_, deployment)| deployment)
                .filter(|at| at.orchestrator == orchestrator && !at.development)
                .collect();
            let [deployment] = deployments[..] else { continue };
            let free = deployment.singleton || deployment.autoscaled || deployment.template;
            let place = match deployment.replicas {
                Some((1, place)) => place,
                None if orchestrator == Orchestrator::Kubernetes => deployment.place,
                _ => continue,
            };
            if free {
                continue;
            }
            report.add(
                Draft::new(&service.name, "replicas", place)
                    .about(context, id)
                    .message(format!("`{}` runs in a single copy", service.name))
                    .help("run two copies or more, or scale them automatically")
                    .label("this workload"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, run, silent};

    use crate::settings::{Preset, Settings};

    const SINGLE: &str = "service orders http\ndeploy orders of orders k8s";

    #[test]
    fn one_copy_is_found_where_it_is_asked_for() {
        insta::assert_snapshot!(fires(&RULE, SINGLE), @r"
        warning deployment/single-replica k8s.yaml:1 (this workload)
          `orders` runs in a single copy
          help: run two copies or more, or scale them automatically
        ");
        let found = |presets: Vec<Preset>| {
            let settings = Settings { presets, ..Settings::default() };
            run(SINGLE, &settings).findings.iter().any(|finding| finding.rule == RULE.id)
        };
        assert!(found(vec![Preset::Production]));
        assert!(!found(vec![Preset::Recommended]));
    }

    #[test]
    fn copies_singletons_scaled_and_other_entries_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            service clock worker
            deploy orders of orders k8s replicas 2
            deploy orders of orders
            deploy clock of clock k8s
            service a http
            deploy a of a k8s singleton
            service b http
            deploy b of b k8s autoscaled replicas 1
            service c http
            deploy c-1 of c replicas 1
            deploy c-2 of c replicas 1
            service d http
            deploy d of d k8s template
        ",
        );
    }
}
