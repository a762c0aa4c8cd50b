//! Deployments with their environment, and the variables and keys that code reads.

use portcullis_facts::graph::system::{
    DeploymentRole, EnvSource, Known, Orchestrator, Probe, ProbeKind,
};
use portcullis_rules::select::Selected;
use serde::Serialize;

use super::Asked;
use super::evidence::{Hundredths, Why};
use crate::report::locate::Location;
use crate::report::masks::without_passwords;

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct DeploymentFact<'a> {
    pub(super) name: &'a str,
    pub(super) orchestrator: Orchestrator,
    pub(super) role: DeploymentRole,
    pub(super) technology: &'a str,
    pub(super) service: Option<&'a str>,
    pub(super) package: Option<&'a str>,
    pub(super) binary: Option<&'a str>,
    pub(super) image: Option<String>,
    pub(super) replicas: Option<u32>,
    pub(super) hosts: &'a [String],
    pub(super) networks: &'a [String],
    pub(super) ports: Vec<(Option<u16>, u16)>,
    pub(super) probes: Vec<ProbeFact<'a>>,
    pub(super) env: Vec<ValueFact<'a>>,
    pub(super) development: bool,
    pub(super) place: Location<'a>,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct ProbeFact<'a> {
    pub(super) kind: ProbeKind,
    pub(super) path: Option<&'a str>,
    pub(super) port: Option<u16>,
    pub(super) place: Location<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct ValueFact<'a> {
    pub(super) name: &'a str,
    pub(super) source: EnvSource,
    /// `text`, `secret`, `reference` or `unknown`.
    pub(super) known: &'static str,
    /// The text or what is referred to; none for a secret, whose value is not kept.
    pub(super) value: Option<String>,
    pub(super) place: Location<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct EnvFact<'a> {
    pub(super) name: &'a str,
    pub(super) is_env: bool,
    pub(super) has_default: bool,
    pub(super) default: Option<String>,
    pub(super) services: Vec<&'a str>,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

pub(super) fn deployments<'a>(asked: &Asked<'a, '_>) -> Vec<DeploymentFact<'a>> {
    let graph = &asked.system.graph;
    let facts = graph.landscape.deployments.iter().map(|deployment| DeploymentFact {
        name: &deployment.name,
        orchestrator: deployment.orchestrator,
        role: deployment.role,
        technology: &deployment.technology,
        service: deployment.service.map(|id| asked.service(id)),
        package: deployment.package.map(|id| graph.package(id).name.as_str()),
        binary: deployment.binary.as_deref(),
        image: deployment.image.as_ref().map(|image| without_passwords(&image.text)),
        replicas: deployment.replicas.map(|(number, _)| number),
        hosts: &deployment.hosts,
        networks: &deployment.networks,
        ports: deployment.ports.iter().map(|port| (port.host, port.container)).collect(),
        probes: deployment.probes.iter().map(|found| probe(asked, found)).collect(),
        env: deployment
            .env
            .iter()
            .map(|env| {
                let (known, value) = match &env.value {
                    Known::Text(text) => ("text", Some(without_passwords(text))),
                    Known::Secret => ("secret", None),
                    Known::Reference(what) => ("reference", Some(without_passwords(what))),
                    Known::Unknown => ("unknown", None),
                };
                let place = asked.locator.location(env.place);
                ValueFact { name: &env.name, source: env.source, known, value, place }
            })
            .collect(),
        development: deployment.development,
        place: asked.locator.location(deployment.place),
        why: Why::of(&deployment.package_why, asked.locator),
    });
    facts.collect()
}

fn probe<'a>(asked: &Asked<'a, '_>, probe: &'a Probe) -> ProbeFact<'a> {
    ProbeFact {
        kind: probe.kind,
        path: probe.path.as_deref(),
        port: probe.port,
        place: asked.locator.location(probe.place),
    }
}

pub(super) fn env<'a>(asked: &Asked<'a, '_>) -> Vec<EnvFact<'a>> {
    let reads = asked.system.graph.landscape.env_reads.iter().enumerate();
    let taken = reads.filter(|(at, _)| asked.takes(Selected::Env(*at as u32)));
    let mut facts: Vec<EnvFact<'_>> = taken
        .map(|(_, read)| EnvFact {
            name: &read.name,
            is_env: read.is_env,
            has_default: read.has_default,
            default: read.default.as_deref().map(without_passwords),
            services: asked.services(&read.services),
            place: asked.locator.location(read.place),
            confidence: Hundredths(read.confidence),
        })
        .collect();
    facts.sort_by(|a, b| {
        let key = |fact: &EnvFact<'_>| (fact.place.line, fact.place.column);
        (a.name, a.place.path, key(a)).cmp(&(b.name, b.place.path, key(b)))
    });
    facts
}
