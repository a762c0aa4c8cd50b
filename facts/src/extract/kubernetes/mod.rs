//! Kubernetes manifests: workloads and what stands around them, as written.

mod kustomize;
pub mod template;
mod workload;

pub use kustomize::{Generator, ImageChange, Kustomization, Patch};

use super::yaml::{self, Fault, Node, Text, Yaml};
use crate::place::Span;

/// So many values of one part of somebody else's objects are kept.
const MOST_SETTINGS: usize = 100;

/// What a file of manifests says.
#[derive(Debug, Default)]
pub struct ManifestFile {
    /// Its objects, in order; lists are taken apart.
    pub objects: Vec<Object>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// `kind`.
    pub kind: String,
    /// `metadata.name`.
    pub name: Text,
    /// `metadata.namespace`.
    pub namespace: Option<String>,
    /// What it is.
    pub body: Body,
}

/// What an object is.
#[derive(Clone, Debug)]
pub enum Body {
    /// Something that runs pods.
    Workload(Workload),
    /// A Service.
    Service(Service),
    /// A ConfigMap: its data.
    ConfigMap(Vec<(Text, Text)>),
    /// A Secret: its data; true for what is in base64.
    Secret(Vec<(Text, Text, bool)>),
    /// Scales the workload of that kind and name.
    Autoscaler(String, String),
    /// An Ingress, HTTPRoute, Gateway route or VirtualService: the services behind it.
    Ingress(Vec<Text>),
    /// An object of somebody else's kind, which an operator reads.
    Custom(Custom),
    /// Anything else.
    Other,
}

/// An object of somebody else's kind.
#[derive(Clone, Debug)]
pub struct Custom {
    /// `apiVersion`.
    pub api_version: String,
    /// Single values below `spec`, the keys that lead to one with dots between.
    pub spec: Vec<(String, Text)>,
}

/// Something that runs pods.
#[derive(Clone, Debug, Default)]
pub struct Workload {
    /// `spec.replicas`.
    pub replicas: Option<Text>,
    /// Its containers.
    pub containers: Vec<Container>,
    /// Containers that run before; sidecars among them.
    pub init_containers: Vec<Container>,
    /// Labels of its pods.
    pub labels: Vec<(String, String)>,
    /// Whether pods share the host's network.
    pub host_network: bool,
    /// Folders of the host that are mounted: volume and path.
    pub host_paths: Vec<(String, String)>,
}

/// A container.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Its name.
    pub name: Text,
    /// Its image.
    pub image: Option<Text>,
    /// `command`, then `args`.
    pub command: Vec<Text>,
    /// Its ports: name, number, port of the host.
    pub ports: Vec<(Option<String>, Text, Option<Text>)>,
    /// `env`.
    pub env: Vec<(Text, EnvItem)>,
    /// `envFrom`.
    pub env_from: Vec<EnvFrom>,
    /// Its probes.
    pub probes: Vec<ProbeFact>,
    /// `resources`, if there are any.
    pub resources: Option<Span>,
    /// `volumeMounts`: volume and path.
    pub mounts: Vec<(String, String)>,
    /// An init container that keeps running: a sidecar.
    pub sidecar: bool,
}

/// A value in `env`.
#[derive(Clone, Debug)]
pub enum EnvItem {
    /// Written there.
    Text(Text),
    /// From a ConfigMap: its name and key.
    ConfigMap(String, String),
    /// From a Secret: its name and key.
    Secret(String, String),
    /// From the pod itself.
    Field,
}

/// An entry of `envFrom`.
#[derive(Clone, Debug)]
pub struct EnvFrom {
    /// Whether it is a Secret, not a ConfigMap.
    pub secret: bool,
    /// Its name.
    pub name: Text,
    /// What is put before each name.
    pub prefix: String,
}

/// A probe.
#[derive(Clone, Debug)]
pub struct ProbeFact {
    /// Its key: `livenessProbe`, `readinessProbe` or `startupProbe`.
    pub kind: &'static str,
    /// `httpGet.path`.
    pub path: Option<Text>,
    /// The port: a number or a name.
    pub port: Option<Text>,
    /// The key.
    pub span: Span,
}

/// A Service.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// Labels of the pods that it leads to.
    pub selector: Vec<(String, String)>,
    /// Its ports: port, and that of the pod (a number or name).
    pub ports: Vec<(Text, Option<Text>)>,
    /// Whether it is reachable from outside the cluster.
    pub public: bool,
    /// Whether it names something that stands outside the cluster.
    pub external: bool,
}

/// Whether a text can hold manifests, without reading it as YAML.
pub fn looks_like(text: &str) -> bool {
    let starts =
        |key: &str| text.lines().any(|line| line.trim_start_matches('\u{feff}').starts_with(key));
    starts("kind:") && starts("apiVersion:")
}

/// Reads manifests.
pub fn extract(text: &str) -> ManifestFile {
    objects(yaml::parse(text))
}

/// The objects of a tree.
pub fn objects(yaml: Yaml) -> ManifestFile {
    let mut objects = Vec::new();
    for document in &yaml.documents {
        let items = document.get("items").map(Node::items).unwrap_or_default();
        if document.get("kind").and_then(Node::as_str).is_some_and(|kind| kind.ends_with("List")) {
            objects.extend(items.iter().filter_map(object));
        } else {
            objects.extend(object(document));
        }
    }
    ManifestFile { objects, faults: yaml.faults }
}

/// An object; patches have the same form.
pub(super) fn object(node: &Node) -> Option<Object> {
    let kind = node.get("kind")?.as_str()?.to_owned();
    let metadata = node.get("metadata")?;
    let name = metadata.text_at("name").or_else(|| metadata.text_at("generateName"))?;
    let spec = node.get("spec");
    let body = match kind.as_str() {
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "Job"
        | "CronJob"
        | "Pod"
        | "ReplicaSet"
        | "Rollout"
        | "ReplicationController"
        | "DeploymentConfig" => Body::Workload(workload::workload(&kind, node)),
        "Service" => Body::Service(spec.map(service).unwrap_or_default()),
        "ConfigMap" => Body::ConfigMap(pairs(node.get("data"))),
        "Secret" => {
            let mut data: Vec<_> = pairs(node.get("data"))
                .into_iter()
                .map(|(key, value)| (key, value, true))
                .collect();
            let plain = pairs(node.get("stringData")).into_iter();
            data.extend(plain.map(|(key, value)| (key, value, false)));
            Body::Secret(data)
        }
        "HorizontalPodAutoscaler" | "ScaledObject" => {
            let target = spec.and_then(|spec| spec.get("scaleTargetRef"));
            let text = |key| {
                target.and_then(|target| target.get(key)).and_then(Node::as_str).map(str::to_owned)
            };
            let kind = text("kind").unwrap_or_else(|| "Deployment".to_owned());
            Body::Autoscaler(kind, text("name").unwrap_or_default())
        }
        "Ingress" | "HTTPRoute" | "GRPCRoute" | "IngressRoute" | "VirtualService" => {
            Body::Ingress(spec.map(backends).unwrap_or_default())
        }
        _ => custom(node).map_or(Body::Other, Body::Custom),
    };
    let namespace = metadata.get("namespace").and_then(Node::as_str).map(str::to_owned);
    Some(Object { kind, name, namespace, body })
}

/// An object whose API has a group of its own.
fn custom(node: &Node) -> Option<Custom> {
    let api_version = node.get("apiVersion")?.as_str()?;
    if !api_version.split('/').next()?.contains('.') || api_version.contains(".k8s.io/") {
        return None;
    }
    let mut spec = Vec::new();
    for entry in node.get("spec").map(Node::entries).unwrap_or_default() {
        let below = entry.value.entries().iter();
        let below = below.map(|inner| (format!("{}.{}", entry.key.text, inner.key.text), inner));
        for (key, entry) in below.chain([(entry.key.text.clone(), entry)]).take(MOST_SETTINGS) {
            spec.extend(entry.value.text().map(|text| (key, text)));
        }
    }
    Some(Custom { api_version: api_version.to_owned(), spec })
}

fn pairs(node: Option<&Node>) -> Vec<(Text, Text)> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.value.text()?))).collect()
}

/// Labels, or a selector.
pub(super) fn labels(node: Option<&Node>) -> Vec<(String, String)> {
    pairs(node).into_iter().map(|(key, value)| (key.text, value.text)).collect()
}

fn service(spec: &Node) -> Service {
    let kind = spec.get("type").and_then(Node::as_str).unwrap_or_default();
    let ports = spec.get("ports").map(Node::items).unwrap_or_default();
    Service {
        selector: labels(spec.get("selector")),
        ports: ports
            .iter()
            .filter_map(|port| Some((port.text_at("port")?, port.text_at("targetPort"))))
            .collect(),
        public: matches!(kind, "LoadBalancer" | "NodePort"),
        external: kind == "ExternalName",
    }
}

/// Names of the services that requests from outside are led to, at any depth of an Ingress or route.
fn backends(spec: &Node) -> Vec<Text> {
    let mut names = Vec::new();
    let mut left = vec![(spec, "")];
    while let Some((node, key)) = left.pop() {
        match key {
            "service" | "backendRefs" | "services" => names.extend(node.text_at("name")),
            "destination" => names.extend(node.text_at("host")),
            _ => {}
        }
        names.extend(node.text_at("serviceName"));
        left.extend(node.items().iter().map(|item| (item, key)));
        left.extend(node.entries().iter().map(|entry| (&entry.value, entry.key.text.as_str())));
    }
    names.sort_by_key(|name| name.span);
    names.dedup();
    names
}

impl ManifestFile {
    /// The kustomization in a text.
    pub fn kustomization(text: &str) -> Kustomization {
        kustomize::kustomization(&yaml::parse(text))
    }
}
