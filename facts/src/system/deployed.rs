//! Which deployment runs which service.

use crate::deploy::Deployed;
use crate::graph::Graph;
use crate::graph::system::{
    Capability, CapabilityKind, CapabilityLevel, Deployment, DeploymentId, DeploymentRole, Hidden,
    HiddenKind, Landscape, ServiceId,
};

use super::environment::SettingsFile;

/// Puts deployments into the landscape and joins them with its services.
pub(crate) fn add(
    graph: &Graph,
    deployed: Deployed,
    landscape: &mut Landscape,
) -> Vec<SettingsFile> {
    landscape.deployments = deployed.deployments;
    landscape.settings = deployed.settings;
    landscape.secrets = deployed.secrets;
    landscape.hidden = deployed.hidden;
    landscape.chart_images = deployed.chart_images;
    landscape.pipelines = deployed.pipelines;
    for index in 0..landscape.deployments.len() {
        let deployment = &landscape.deployments[index];
        if is_job_beside(landscape, deployment) {
            continue;
        }
        let Some(service) = service_of(graph, landscape, deployment) else { continue };
        let id = DeploymentId(index as u32);
        let deployment = &mut landscape.deployments[index];
        deployment.service = Some(service);
        deployment.role = DeploymentRole::Service;
        let owner = &mut landscape.services[service.index()];
        owner.deployments.push(id);
        if let Some(probe) = deployment.probes.first() {
            owner.capabilities.push(Capability {
                kind: CapabilityKind::Health,
                level: CapabilityLevel::Orchestrator,
                place: probe.place,
                confidence: 95,
                by: format!("the probe of `{}`", deployment.name),
            });
        }
        if deployment.template {
            owner.hidden.push(Hidden {
                kind: HiddenKind::Deployment,
                place: Some(deployment.place),
                reason: format!(
                    "`{}` is deployed by a template that is not rendered",
                    deployment.name
                ),
            });
        }
    }
    name_as_deployed(landscape);
    let env_files = deployed.env_files.into_iter().map(|file| SettingsFile {
        path: file.path,
        is_env: true,
        entries: file.variables.into_iter().map(|v| (v.name, v.value, v.place)).collect(),
    });
    let profiles = deployed.profiles.into_iter().map(|file| SettingsFile {
        path: file.path,
        is_env: false,
        entries: file
            .entries
            .into_iter()
            .map(|entry| (entry.key, entry.value, entry.place))
            .collect(),
    });
    env_files.chain(profiles).collect()
}

/// Whether a deployment does a job, such as to migrate a database, from the package that another one runs for good.
fn is_job_beside(landscape: &Landscape, deployment: &Deployment) -> bool {
    deployment.role == DeploymentRole::Job
        && landscape
            .deployments
            .iter()
            .any(|other| other.package == deployment.package && other.role != DeploymentRole::Job)
}

/// Names each service as it is deployed, where that is under one name: people know it by that.
fn name_as_deployed(landscape: &mut Landscape) {
    for index in 0..landscape.services.len() {
        let mut names: Vec<&str> = landscape
            .deployments_of(ServiceId(index as u32))
            .filter(|(_, deployment)| !deployment.development && !deployment.template)
            .map(|(_, deployment)| deployment.name.split('/').next().unwrap_or_default())
            .collect();
        names.sort_unstable();
        names.dedup();
        let [name] = names[..] else { continue };
        // `app`, `web` and their like name the program's place in one compose file, and not the program.
        let says_little =
            matches!(name, "app" | "web" | "api" | "server" | "service" | "backend" | "main");
        let taken = landscape.services.iter().any(|service| service.name == name);
        if !says_little && !taken {
            let name = name.to_owned();
            let service = &mut landscape.services[index];
            let why = std::mem::take(&mut service.why);
            service.why = why.then(
                format!("it is deployed as `{name}`, and was `{}`", service.name),
                None,
                100,
            );
            service.name = name;
        }
    }
}

/// The service that a deployment runs: that of its package, and of several the one whose binary it runs.
fn service_of(graph: &Graph, landscape: &Landscape, deployment: &Deployment) -> Option<ServiceId> {
    let package = deployment.package?;
    let candidates: Vec<ServiceId> = landscape
        .services()
        .filter(|(_, service)| service.package == package)
        .map(|(id, _)| id)
        .collect();
    let named = |wanted: &str| {
        candidates.iter().copied().find(|id| {
            let service = landscape.service(*id);
            let krate = graph.names.get(graph.krate(service.krate).name);
            same_name(&service.name, wanted) || same_name(krate, wanted)
        })
    };
    if let Some(binary) = &deployment.binary {
        // Another binary of the package is a tool, unless it has the one service that there is.
        return named(binary).or_else(|| {
            candidates
                .first()
                .copied()
                .filter(|_| candidates.len() == 1 && is_package(graph, package, binary))
        });
    }
    if let [only] = candidates[..] {
        return Some(only);
    }
    named(&deployment.name).or_else(|| deployment.command.iter().find_map(|word| named(word)))
}

fn is_package(graph: &Graph, package: crate::graph::PackageId, name: &str) -> bool {
    same_name(&graph.package(package).name, name)
}

/// Whether two names differ only in how words are separated.
fn same_name(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).all(|(a, b)| {
            a.eq_ignore_ascii_case(&b) || (matches!(a, b'-' | b'_') && matches!(b, b'-' | b'_'))
        })
}
