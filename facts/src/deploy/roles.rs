//! What a deployment is: a service, infrastructure, a job; and what its image adds to it.

use super::entry::{Found, health_probe, last_of_each};
use super::names::{is_development, is_example};
use super::secrets::Context;
use super::{Out, image, ports};
use crate::framework::images::{ImageKind, KnownImage, known_image};
use crate::graph::system::{DeploymentRole, EnvSource, EnvValue, PortMapping};
use crate::place::Place;

/// Adds what the image's Dockerfile says.
pub(super) fn finish(found: &mut Found, out: &mut Out) {
    let Some(build) = &mut found.build else { return };
    let deployment = &mut found.deployment;
    if let Some(image) = &mut deployment.image {
        image.built = true;
    }
    let (Some(file), Some(path)) = (build.file, build.dockerfile.as_deref()) else { return };
    let place = |span| Place { file, span };
    let context = Context { file, development: is_development(path), example: is_example(path) };
    for (name, written) in &build.env {
        let open = written.text.contains('$');
        let value = out.secrets.value(name, &written.text, written, open, context);
        deployment.env.insert(
            0,
            EnvValue {
                name: name.clone(),
                value,
                source: EnvSource::Image,
                place: place(written.span),
                confidence: 90,
            },
        );
    }
    deployment.env = last_of_each(std::mem::take(&mut deployment.env));
    for written in build.exposes.iter().take(64) {
        for (_, container, _) in ports::parse(&written.text) {
            if deployment.ports.iter().all(|port| port.container != container) {
                let place = place(written.span);
                deployment.ports.push(PortMapping { host: None, container, public: false, place });
            }
        }
    }
    if let Some(health) = &build.health
        && !found.health_said
    {
        deployment.probes.push(health_probe(&health.text, place(health.span)));
    }
    if deployment.command.is_empty() {
        deployment.command = build.entrypoint.iter().chain(&build.command).cloned().collect();
    } else if !found.entrypoint_said && !build.entrypoint.is_empty() {
        let own = std::mem::take(&mut deployment.command);
        deployment.command = build.entrypoint.iter().cloned().chain(own).collect();
    }
}

/// The known image that it runs, if it runs one.
pub(super) fn infrastructure(found: &Found) -> Option<&'static KnownImage> {
    if let Some(build) = &found.build {
        return if build.cargo { None } else { known_image(image::name_of(&build.base)) };
    }
    known_image(image::name_of(&found.deployment.image.as_ref()?.text))
}

/// Words in names of what runs once.
const JOBS: &[&str] = &[
    "migrate",
    "migration",
    "migrations",
    "migrator",
    "seed",
    "seeder",
    "init",
    "setup",
    "createbuckets",
    "bootstrap",
    "provision",
];

/// Says what it is, after it was joined with a package.
pub(super) fn assign(found: &mut Found) {
    let known = if found.deployment.package.is_some() { None } else { infrastructure(found) };
    let deployment = &mut found.deployment;
    let named = |name: &str| {
        let lower = name.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
            JOBS.contains(&word) || word.strip_suffix("init").is_some_and(|rest| rest.len() > 2)
        })
    };
    let once = found.ends || deployment.role == DeploymentRole::Job || named(&deployment.name);
    deployment.role = match (known, deployment.package) {
        (_, _) if once => DeploymentRole::Job,
        (Some(known), _) => {
            known.technology.clone_into(&mut deployment.technology);
            if known.kind == ImageKind::Gateway {
                DeploymentRole::Gateway
            } else {
                DeploymentRole::Infrastructure
            }
        }
        (None, Some(_)) => DeploymentRole::Service,
        (None, None) => DeploymentRole::Foreign,
    };
}
