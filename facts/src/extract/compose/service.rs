//! Reads an entry of a compose file.

use super::{Build, CommandLine, ComposeService, EnvFilePath, Health};
use crate::extract::yaml::{Node, Text};
use crate::place::Span;

/// The entry `name`.
pub(super) fn service(name: &Text, node: &Node) -> ComposeService {
    let list = |key: &str| node.get(key).map(Node::texts).unwrap_or_default();
    let deploy = node.get("deploy");
    let mut links = list("links");
    links.extend(list("external_links"));
    ComposeService {
        name: name.clone(),
        image: node.text_at("image"),
        build: node.get("build").map(build),
        environment: node.get("environment").map(pairs).unwrap_or_default(),
        env_files: node.get("env_file").map(env_files).unwrap_or_default(),
        ports: node.get("ports").map(ports).unwrap_or_default(),
        expose: list("expose"),
        container_name: node.text_at("container_name"),
        hostname: node.text_at("hostname"),
        networks: node.get("networks").map(networks).unwrap_or_default(),
        network_mode: node.text_at("network_mode"),
        links,
        health: node.get("healthcheck").map(health),
        replicas: deploy
            .and_then(|node| node.text_at("replicas"))
            .or_else(|| node.text_at("scale")),
        resources: resources(node, deploy),
        profiles: list("profiles"),
        depends_on: node.get("depends_on").map(depends_on).unwrap_or_default(),
        volumes: node.get("volumes").map(volumes).unwrap_or_default(),
        command: node.get("command").and_then(command),
        entrypoint: node.get("entrypoint").and_then(command),
        extends: node.get("extends").and_then(|node| match node.text() {
            Some(name) => Some((None, name)),
            None => Some((node.text_at("file"), node.text_at("service")?)),
        }),
        restart: node.text_at("restart"),
    }
}

fn resources(node: &Node, deploy: Option<&Node>) -> Option<Span> {
    let inner = deploy.and_then(|node| node.entry("resources"));
    let outer = || ["mem_limit", "cpus"].iter().find_map(|key| node.entry(key));
    inner.or_else(outer).map(|entry| entry.key.span)
}

/// `A: 1` or `- A=1`; also for build arguments.
fn pairs(node: &Node) -> Vec<(Text, Option<Text>)> {
    let mut pairs = Vec::new();
    for entry in node.entries() {
        pairs.push((entry.key.clone(), entry.value.text()));
    }
    for item in node.items() {
        let Some(whole) = item.text() else { continue };
        let Some(equals) = whole.text.find('=') else {
            pairs.push((whole, None));
            continue;
        };
        pairs.push((part(&whole, 0, equals), Some(part(&whole, equals + 1, whole.text.len()))));
    }
    pairs
}

/// A piece of a text; its place is exact if nothing was escaped.
pub(crate) fn part(whole: &Text, start: usize, end: usize) -> Text {
    let text = whole.text[start..end].to_owned();
    let len = (whole.span.end - whole.span.start) as usize;
    let quotes = len.wrapping_sub(whole.text.len());
    let span = match quotes {
        0 | 2 => {
            let from = whole.span.start + (quotes / 2) as u32;
            Span::new(from + start as u32, from + end as u32)
        }
        _ => whole.span,
    };
    Text { text, span }
}

fn build(node: &Node) -> Build {
    if let Some(context) = node.text() {
        return Build { context: Some(context), ..Build::default() };
    }
    Build {
        context: node.text_at("context"),
        dockerfile: node.text_at("dockerfile"),
        target: node.text_at("target"),
        args: node.get("args").map(pairs).unwrap_or_default(),
        inline: node.text_at("dockerfile_inline"),
    }
}

fn env_files(node: &Node) -> Vec<EnvFilePath> {
    let plain = |path| EnvFilePath { path, required: true };
    let mut files: Vec<EnvFilePath> = Vec::new();
    files.extend(node.text().map(plain));
    for item in node.items() {
        match item.text() {
            Some(path) => files.push(plain(path)),
            None => files.extend(item.text_at("path").map(|path| EnvFilePath {
                path,
                required: item.get("required").is_none_or(Node::is_true),
            })),
        }
    }
    files
}

/// Ports; `{target: 80, published: 8080}` becomes `8080:80`.
fn ports(node: &Node) -> Vec<Text> {
    let mut ports = Vec::new();
    for item in node.items() {
        if let Some(text) = item.text() {
            ports.push(text);
        } else if let Some(target) = item.text_at("target") {
            let published = item.text_at("published");
            let ip = item.text_at("host_ip");
            let text = match (ip, published) {
                (Some(ip), published) => {
                    let published = published.map(|text| text.text).unwrap_or_default();
                    format!("{}:{published}:{}", ip.text, target.text)
                }
                (None, Some(published)) => format!("{}:{}", published.text, target.text),
                (None, None) => target.text,
            };
            ports.push(Text { text, span: item.span });
        }
    }
    ports
}

fn networks(node: &Node) -> Vec<(String, Vec<String>)> {
    let mut networks: Vec<(String, Vec<String>)> =
        node.texts().into_iter().map(|name| (name.text, Vec::new())).collect();
    for entry in node.entries() {
        let aliases = entry.value.get("aliases").map(Node::texts).unwrap_or_default();
        let aliases = aliases.into_iter().map(|alias| alias.text).collect();
        networks.push((entry.key.text.clone(), aliases));
    }
    networks
}

fn health(node: &Node) -> Health {
    let words = node.get("test").map(Node::texts).unwrap_or_default();
    let off = words.first().is_some_and(|word| word.text.eq_ignore_ascii_case("none"));
    if off || node.get("disable").is_some_and(Node::is_true) {
        return Health::Disabled;
    }
    let Some(test) = node.get("test") else { return Health::Test(None, node.span) };
    let words: Vec<&str> = words
        .iter()
        .map(|word| word.text.as_str())
        .filter(|word| !matches!(*word, "CMD" | "CMD-SHELL"))
        .collect();
    Health::Test(Some(Text { text: words.join(" "), span: test.span }), node.span)
}

fn depends_on(node: &Node) -> Vec<(Text, Option<String>)> {
    let mut names: Vec<_> = node.texts().into_iter().map(|name| (name, None)).collect();
    for entry in node.entries() {
        let condition = entry.value.text_at("condition").map(|text| text.text);
        names.push((entry.key.clone(), condition));
    }
    names
}

fn volumes(node: &Node) -> Vec<Text> {
    let mut volumes = Vec::new();
    for item in node.items() {
        if let Some(text) = item.text() {
            volumes.push(text);
        } else if let (Some(source), Some(target)) =
            (item.text_at("source"), item.text_at("target"))
        {
            let text = format!("{}:{}", source.text, target.text);
            volumes.push(Text { text, span: item.span });
        }
    }
    volumes
}

fn command(node: &Node) -> Option<CommandLine> {
    let line = node.text().is_some();
    (!node.is_null()).then(|| CommandLine { words: node.texts(), line })
}
