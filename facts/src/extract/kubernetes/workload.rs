//! Reads a workload: replicas, containers, probes, environment.

use super::{Container, EnvFrom, EnvItem, ProbeFact, Workload, labels};
use crate::extract::yaml::{Node, Text};

/// The workload that an object of the kind describes.
pub(super) fn workload(kind: &str, node: &Node) -> Workload {
    let spec = node.get("spec");
    let template = match kind {
        "Pod" => Some(node),
        "CronJob" => node.at(&["spec", "jobTemplate", "spec", "template"]),
        _ => node.at(&["spec", "template"]),
    };
    let pod = template.and_then(|template| template.get("spec"));
    let list = |key: &str, sidecars: bool| -> Vec<Container> {
        let items = pod.and_then(|pod| pod.get(key)).map(Node::items).unwrap_or_default();
        items.iter().map(|item| container(item, sidecars)).collect()
    };
    let volumes = pod.and_then(|pod| pod.get("volumes")).map(Node::items).unwrap_or_default();
    Workload {
        replicas: spec.and_then(|spec| spec.text_at("replicas")),
        containers: list("containers", false),
        init_containers: list("initContainers", true),
        labels: labels(template.and_then(|template| template.at(&["metadata", "labels"]))),
        host_network: pod.and_then(|pod| pod.get("hostNetwork")).is_some_and(Node::is_true),
        host_paths: volumes
            .iter()
            .filter_map(|volume| {
                let path = volume.at(&["hostPath", "path"])?.as_str()?;
                Some((volume.get("name")?.as_str()?.to_owned(), path.to_owned()))
            })
            .collect(),
    }
}

fn container(node: &Node, init: bool) -> Container {
    let list = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    let mut command = node.get("command").map(Node::texts).unwrap_or_default();
    command.extend(node.get("args").map(Node::texts).unwrap_or_default());
    let name = node.text_at("name").unwrap_or_else(|| Text { span: node.span, ..Text::default() });
    let probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    Container {
        name,
        image: node.text_at("image"),
        command,
        ports: list("ports")
            .iter()
            .filter_map(|port| {
                let name = port.get("name").and_then(Node::as_str).map(str::to_owned);
                Some((name, port.text_at("containerPort")?, port.text_at("hostPort")))
            })
            .collect(),
        env: list("env")
            .iter()
            .filter_map(|item| Some((item.text_at("name")?, env_item(item)?)))
            .collect(),
        env_from: list("envFrom").iter().filter_map(env_from).collect(),
        probes: probes
            .into_iter()
            .filter_map(|kind| {
                let entry = node.entry(kind)?;
                Some(probe(kind, &entry.key, &entry.value))
            })
            .collect(),
        // Present but empty, it says nothing; present in a template, it may say something.
        resources: node
            .entry("resources")
            .filter(|entry| {
                entry.value.is_null()
                    || !entry.value.entries().is_empty()
                    || entry.value.text().is_some()
            })
            .map(|entry| entry.key.span),
        mounts: list("volumeMounts")
            .iter()
            .filter_map(|mount| {
                let text = |key| Some(mount.get(key)?.as_str()?.to_owned());
                Some((text("name")?, text("mountPath")?))
            })
            .collect(),
        sidecar: init && node.get("restartPolicy").and_then(Node::as_str) == Some("Always"),
    }
}

fn env_item(item: &Node) -> Option<EnvItem> {
    if let Some(value) = item.get("value") {
        let empty = Text { text: String::new(), span: value.span };
        return Some(EnvItem::Text(value.text().unwrap_or(empty)));
    }
    let from = item.get("valueFrom")?;
    let name_and_key = |reference: &Node| {
        let text = |key| Some(reference.get(key)?.as_str()?.to_owned());
        Some((text("name")?, text("key")?))
    };
    if let Some(reference) = from.get("configMapKeyRef") {
        let (name, key) = name_and_key(reference)?;
        return Some(EnvItem::ConfigMap(name, key));
    }
    if let Some(reference) = from.get("secretKeyRef") {
        let (name, key) = name_and_key(reference)?;
        return Some(EnvItem::Secret(name, key));
    }
    Some(EnvItem::Field)
}

fn env_from(item: &Node) -> Option<EnvFrom> {
    let prefix = item.get("prefix").and_then(Node::as_str).unwrap_or_default().to_owned();
    let reference = |key| item.get(key).and_then(|node| node.text_at("name"));
    match (reference("configMapRef"), reference("secretRef")) {
        (Some(name), _) => Some(EnvFrom { secret: false, name, prefix }),
        (None, Some(name)) => Some(EnvFrom { secret: true, name, prefix }),
        (None, None) => None,
    }
}

fn probe(kind: &'static str, key: &Text, node: &Node) -> ProbeFact {
    let asked = ["httpGet", "grpc", "tcpSocket"].iter().find_map(|kind| node.get(kind));
    ProbeFact {
        kind,
        path: node.get("httpGet").and_then(|get| get.text_at("path")),
        port: asked.and_then(|asked| asked.text_at("port")),
        span: key.span,
    }
}
