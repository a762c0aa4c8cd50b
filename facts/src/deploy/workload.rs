//! Containers of Kubernetes workloads as deployments.

use super::entry::{Found, empty, last_of_each};
use super::image::{self, image};
use super::kubernetes::{Cluster, Placed};
use super::names::{self, is_example};
use super::secrets::{Context, told};
use super::{DeployFile, Out};
use crate::extract::kubernetes::{Body, Container, EnvItem, Object, Workload};
use crate::extract::yaml::Text;
use crate::graph::system::{
    DeploymentRole, EnvSource, EnvValue, Known, Orchestrator, PortMapping, Probe, ProbeKind,
};
use crate::place::{Place, Span};

/// Adds the containers of a workload.
pub(super) fn read(
    cluster: &Cluster<'_>,
    placed: &Placed<'_>,
    workload: &Workload,
    all: &mut Vec<Found>,
    out: &mut Out,
) {
    let object = &placed.object;
    let reader = Reader {
        cluster,
        file: placed.file,
        template: placed.template,
        development: placed.development,
    };
    let several = workload.containers.len() > 1;
    let main = workload.containers.iter().map(|container| (container, false));
    let before = workload.init_containers.iter().map(|container| (container, !container.sidecar));
    for (container, init) in main.chain(before) {
        let mut found = reader.container(object, workload, container, out);
        let place = found.deployment.place;
        for (patch, file) in &placed.patches {
            let reader = Reader { file, ..reader };
            found = patched(&reader, patch, found, &container.name.text, out);
        }
        let deployment = &mut found.deployment;
        deployment.place = place;
        if several || init || container.sidecar {
            deployment.name = format!("{}/{}", object.name.text, container.name.text);
        }
        let job = matches!(object.kind.as_str(), "Job" | "CronJob");
        if let Some((count, file)) = &placed.replicas {
            let count_place = Place { file: file.file, span: count.span };
            deployment.replicas = count.text.parse().ok().map(|count| (count, count_place));
        }
        for change in &placed.images {
            if let Some(image) = &mut deployment.image
                && image::name_of(&image.text) == change.name
            {
                let name = change.new_name.as_deref().unwrap_or(&change.name);
                if let Some(digest) = &change.digest {
                    image.text = format!("{name}@{digest}");
                    image.digest = true;
                } else if let Some(tag) = change.new_tag.as_ref().or(image.tag.as_ref()) {
                    image.text = format!("{name}:{tag}");
                    image.tag = Some(tag.clone());
                }
            }
        }
        if init || job {
            deployment.role = DeploymentRole::Job;
        }
        if init {
            deployment.replicas = None;
        }
        let (singleton, autoscaled) = (object.kind == "StatefulSet", cluster.autoscales(object));
        deployment.singleton = singleton;
        deployment.autoscaled = autoscaled;
        if placed.template && autoscaled {
            // The template says it only where nothing scales.
            deployment.replicas = None;
        }
        if !init {
            reader.reached(object, workload, container, deployment);
        }
        all.push(found);
    }
}

fn patched(reader: &Reader<'_>, patch: &Object, found: Found, name: &str, out: &mut Out) -> Found {
    let Body::Workload(over) = &patch.body else { return found };
    let mut merged = found;
    let empty = Container::default();
    let mut containers = over.containers.iter().chain(&over.init_containers);
    let same = containers.find(|container| container.name.text == name).unwrap_or(&empty);
    let mut on_top = reader.container(patch, over, same, out);
    on_top.deployment.env_complete = merged.deployment.env_complete;
    // Probes of different kinds stand beside each other.
    let probes = std::mem::take(&mut merged.deployment.probes);
    let kept = probes
        .into_iter()
        .filter(|probe| on_top.deployment.probes.iter().all(|other| other.kind != probe.kind));
    let kept: Vec<Probe> = kept.collect();
    on_top.deployment.probes.extend(kept);
    on_top.health_said = true;
    merged = merged.over(&on_top);
    merged
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    cluster: &'a Cluster<'a>,
    file: &'a DeployFile<'a>,
    template: bool,
    development: bool,
}

impl Reader<'_> {
    /// Where values of this file stand.
    fn context(&self) -> Context {
        Context {
            file: self.file.file,
            development: self.development,
            example: is_example(self.file.path),
        }
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.file.file, span }
    }

    fn container(
        &self,
        object: &Object,
        workload: &Workload,
        container: &Container,
        out: &mut Out,
    ) -> Found {
        let place = self.place(object.name.span);
        let mut deployment = empty(&object.name.text, Orchestrator::Kubernetes, place);
        deployment.development = self.development;
        deployment.template = self.template;
        deployment.env_complete = !self.template;
        if let Some(written) = &container.image {
            let open = written.text.contains("{{") || written.text.contains("${");
            deployment.image =
                Some(image(&written.text, &written.text, open, self.place(written.span)));
        }
        deployment.replicas = workload
            .replicas
            .as_ref()
            .and_then(|count| Some((count.text.parse().ok()?, self.place(count.span))));
        deployment.command = container.command.iter().map(|word| word.text.clone()).collect();
        out.secrets.command(&deployment.command, &container.command, self.context());
        deployment.resources = container.resources.map(|span| self.place(span));
        for (_, number, host) in &container.ports {
            let parsed = |text: &Text| text.text.parse().ok();
            if let Some(container) = parsed(number) {
                let host = host.as_ref().and_then(parsed);
                let public = host.is_some();
                let place = self.place(number.span);
                deployment.ports.push(PortMapping { host, container, public, place });
            }
        }
        for probe in &container.probes {
            let port = probe.port.as_ref().and_then(|port| port_number(container, &port.text));
            let path = probe.path.as_ref().map(|path| path.text.clone());
            let path = path.filter(|path| !path.contains("{{"));
            deployment.probes.push(Probe {
                kind: probe_kind(probe.kind),
                path,
                port,
                place: self.place(probe.span),
            });
        }
        for (volume, path) in &container.mounts {
            let host = workload.host_paths.iter().find(|(name, _)| name == volume);
            deployment.mounts.extend(host.map(|(_, host)| (host.clone(), path.clone())));
        }
        self.environment(container, &mut deployment, out);
        Found {
            deployment,
            build: None,
            health_said: true,
            entrypoint_said: false,
            ends: false,
            dir: String::new(),
        }
    }

    fn environment(
        &self,
        container: &Container,
        deployment: &mut crate::graph::system::Deployment,
        out: &mut Out,
    ) {
        let mut env = Vec::new();
        for from in &container.env_from {
            let place = self.place(from.name.span);
            let Some(placed) = self.cluster.config(from.secret, &from.name.text, self.file.path)
            else {
                deployment.env_complete = false;
                continue;
            };
            let left = self.cluster.budget.get();
            if left == 0 {
                deployment.env_complete = false;
                continue;
            }
            let shared = values(placed, &from.name.text, None, out);
            deployment.env_complete &= shared.len() <= left;
            self.cluster.budget.set(left.saturating_sub(shared.len()));
            for (key, value, source) in shared.into_iter().take(left) {
                let place = if from.secret { place } else { value.1 };
                let confidence = if from.secret { 80 } else { 95 };
                let name = format!("{}{key}", from.prefix);
                env.push(EnvValue { name, value: value.0, source, place, confidence });
            }
        }
        let context = self.context();
        for (name, item) in &container.env {
            let mut place = self.place(name.span);
            let (value, source, confidence) = match item {
                EnvItem::Text(text) => {
                    place = self.place(text.span);
                    let open = text.text.contains("{{") || text.text.contains("${");
                    let value = if open && text.text.contains("{{") {
                        Known::Reference(super::credentials::without_credentials(&text.text).0)
                    } else {
                        out.secrets.value(&name.text, &text.text, text, open, context)
                    };
                    (value, EnvSource::Literal, 95)
                }
                EnvItem::ConfigMap(map, key) => {
                    let placed = self.cluster.config(false, map, self.file.path);
                    let found = placed
                        .filter(|_| self.cluster.budget.get() > 0)
                        .and_then(|placed| values(placed, map, Some(key), out).into_iter().next());
                    deployment.env_complete &= found.is_some();
                    let unknown = || Known::Reference(format!("configmap {map}/{key}"));
                    (found.map_or_else(unknown, |(_, value, _)| value.0), EnvSource::ConfigMap, 95)
                }
                EnvItem::Secret(secret, key) => {
                    (Known::Reference(format!("secret {secret}/{key}")), EnvSource::Secret, 80)
                }
                EnvItem::Field => (Known::Unknown, EnvSource::Literal, 95),
            };
            env.push(EnvValue { name: name.text.clone(), value, source, place, confidence });
        }
        deployment.env = last_of_each(env);
    }

    /// How others reach it: names of services, their ports, and whether requests come from outside.
    fn reached(
        &self,
        object: &Object,
        workload: &Workload,
        container: &Container,
        deployment: &mut crate::graph::system::Deployment,
    ) {
        deployment.networks.push("kubernetes".to_owned());
        let chart = names::parent(self.file.path);
        for placed in self.cluster.services(&workload.labels, &object.name.text) {
            let Body::Service(service) = &placed.object.body else { continue };
            let known = !service.selector.is_empty();
            let selected =
                known && service.selector.iter().all(|label| workload.labels.contains(label));
            // Labels of templates are not known; a chart's service leads to the chart's workload.
            let of_chart = self.template
                && placed.template
                && names::parent(placed.file.path) == chart
                && placed.object.name.text == object.name.text;
            let namespaces = (&placed.object.namespace, &object.namespace);
            if !(selected || of_chart) || matches!(namespaces, (Some(a), Some(b)) if a != b) {
                continue;
            }
            let name = &placed.object.name.text;
            let mut hosts = vec![name.clone()];
            if let Some(namespace) = &placed.object.namespace {
                hosts.push(format!("{name}.{namespace}"));
                hosts.push(format!("{name}.{namespace}.svc.cluster.local"));
            }
            for host in hosts {
                if !deployment.hosts.contains(&host) {
                    deployment.hosts.push(host);
                }
            }
            let public = service.public || self.cluster.exposes(name);
            for (port, target) in &service.ports {
                let outside = port.text.parse().ok();
                let inside = match target {
                    Some(target) => port_number(container, &target.text),
                    None => outside,
                };
                if let Some(inside) = inside {
                    let place = Place { file: placed.file.file, span: port.span };
                    let mapping = PortMapping { host: outside, container: inside, public, place };
                    let same = |port: &PortMapping| {
                        (port.host, port.container) == (mapping.host, mapping.container)
                    };
                    if !deployment.ports.iter().any(same) {
                        deployment.ports.push(mapping);
                    }
                }
            }
        }
    }
}

/// The kind of a probe from its key.
fn probe_kind(key: &str) -> ProbeKind {
    match key {
        "livenessProbe" => ProbeKind::Liveness,
        "readinessProbe" => ProbeKind::Readiness,
        _ => ProbeKind::Startup,
    }
}

/// A port from its number or name.
fn port_number(container: &Container, text: &str) -> Option<u16> {
    text.parse().ok().or_else(|| {
        let named = container.ports.iter().find(|(name, ..)| name.as_deref() == Some(text));
        named.and_then(|(_, number, _)| number.text.parse().ok())
    })
}

/// The values of a ConfigMap or Secret: key, value with its place, source.
fn values(
    placed: &Placed<'_>,
    name: &str,
    key: Option<&str>,
    out: &mut Out,
) -> Vec<(String, (Known, Place), EnvSource)> {
    let wanted = |found: &Text| key.is_none_or(|key| key == found.text);
    let file = placed.file.file;
    let context =
        Context { file, development: placed.development, example: is_example(placed.file.path) };
    match &placed.object.body {
        Body::ConfigMap(data) => data
            .iter()
            .filter(|(key, _)| wanted(key))
            .map(|(key, value)| {
                let open = value.text.contains("{{") || value.text.contains("${");
                let known = if open {
                    match told(&key.text, &value.text) {
                        Known::Text(text) => Known::Reference(text),
                        other => other,
                    }
                } else {
                    out.secrets.value(&key.text, &value.text, value, false, context)
                };
                let place = Place { file, span: value.span };
                (key.text.clone(), (known, place), EnvSource::ConfigMap)
            })
            .collect(),
        Body::Secret(data) => data
            .iter()
            .map(|(key, value, _)| {
                // Its values were noted as secrets; who names the same key means the same.
                let known = Known::Reference(format!("secret {name}/{}", key.text));
                let place = Place { file, span: value.span };
                (key.text.clone(), (known, place), EnvSource::Secret)
            })
            .collect(),
        _ => Vec::new(),
    }
}
