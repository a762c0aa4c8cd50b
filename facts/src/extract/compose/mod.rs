//! Compose files: their entries as written, before variables are put in.

mod service;

pub(crate) use service::part;

use super::yaml::{self, Fault, Node, Text};
use crate::place::Span;

/// What a compose file says.
#[derive(Debug, Default)]
pub struct ComposeFile {
    /// Its entries, in order.
    pub services: Vec<ComposeService>,
    /// Other compose files that it includes.
    pub includes: Vec<Text>,
    /// Networks of the file that are made elsewhere.
    pub external_networks: Vec<String>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// An entry. A list that is not there is empty; overriding a file by another adds to lists.
#[derive(Clone, Debug, Default)]
pub struct ComposeService {
    /// Its name.
    pub name: Text,
    /// `image`.
    pub image: Option<Text>,
    /// `build`.
    pub build: Option<Build>,
    /// `environment`, in order; a variable without a value is handed on from outside.
    pub environment: Vec<(Text, Option<Text>)>,
    /// `env_file`.
    pub env_files: Vec<EnvFilePath>,
    /// `ports` in the short syntax; the long one is turned into it.
    pub ports: Vec<Text>,
    /// `expose`.
    pub expose: Vec<Text>,
    /// `container_name`.
    pub container_name: Option<Text>,
    /// `hostname`.
    pub hostname: Option<Text>,
    /// `networks`: each with its aliases.
    pub networks: Vec<(String, Vec<String>)>,
    /// `network_mode`.
    pub network_mode: Option<Text>,
    /// `links` and `external_links`.
    pub links: Vec<Text>,
    /// `healthcheck`.
    pub health: Option<Health>,
    /// `deploy.replicas` or `scale`.
    pub replicas: Option<Text>,
    /// `deploy.resources`, `mem_limit`, `cpus`.
    pub resources: Option<Span>,
    /// `profiles`.
    pub profiles: Vec<Text>,
    /// `depends_on`, each with its condition.
    pub depends_on: Vec<(Text, Option<String>)>,
    /// `volumes` in the short syntax.
    pub volumes: Vec<Text>,
    /// `command`.
    pub command: Option<CommandLine>,
    /// `entrypoint`.
    pub entrypoint: Option<CommandLine>,
    /// `extends`: file, if another one, and entry.
    pub extends: Option<(Option<Text>, Text)>,
    /// `restart`.
    pub restart: Option<Text>,
}

/// `build`.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// The folder.
    pub context: Option<Text>,
    /// The Dockerfile, relative to the folder.
    pub dockerfile: Option<Text>,
    /// The stage.
    pub target: Option<Text>,
    /// Arguments.
    pub args: Vec<(Text, Option<Text>)>,
    /// A Dockerfile written right there.
    pub inline: Option<Text>,
}

/// An entry of `env_file`.
#[derive(Clone, Debug)]
pub struct EnvFilePath {
    /// The path, relative to the compose file.
    pub path: Text,
    /// Whether it must be there.
    pub required: bool,
}

/// A command line.
#[derive(Clone, Debug)]
pub struct CommandLine {
    /// Its words, or the one text that has them all.
    pub words: Vec<Text>,
    /// Whether it is one text, still to be split.
    pub line: bool,
}

/// `healthcheck`.
#[derive(Clone, Debug)]
pub enum Health {
    /// Turned off.
    Disabled,
    /// The command; of a check that only changes times, none.
    Test(Option<Text>, Span),
}

/// Whether a text can be a compose file, without reading it as YAML.
pub fn looks_like(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}');
        ["services:", "include:", "\"services\":", "'services':"]
            .iter()
            .any(|key| line.starts_with(key))
    }) && !text.contains("{{")
}

/// Reads a compose file.
pub fn extract(text: &str) -> ComposeFile {
    let yaml = yaml::parse(text);
    let mut file = ComposeFile { faults: yaml.faults, ..ComposeFile::default() };
    // Compose reads one document; several are merged by newer versions, in order.
    for document in &yaml.documents {
        for entry in document.get("services").map(Node::entries).unwrap_or_default() {
            if !entry.key.text.starts_with("x-") {
                file.services.push(service::service(&entry.key, &entry.value));
            }
        }
        for include in document.get("include").map(Node::texts).unwrap_or_default() {
            file.includes.push(include);
        }
        for include in document.get("include").map(Node::items).unwrap_or_default() {
            file.includes.extend(include.get("path").map(Node::texts).unwrap_or_default());
        }
        for network in document.get("networks").map(Node::entries).unwrap_or_default() {
            let external = network.value.get("external");
            if external.is_some_and(|node| node.is_true() || !node.entries().is_empty()) {
                file.external_networks.push(network.key.text.clone());
            }
        }
    }
    file
}

impl ComposeService {
    /// Whether it only changes an entry of another file.
    pub const fn partial(&self) -> bool {
        self.image.is_none() && self.build.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_lists_mean_the_same() {
        let file = extract(
            "services:\n  a:\n    image: x:1\n    environment: {A: 1, B: null}\n    ports:\n      - target: 80\n        published: \"8080\"\n        host_ip: 127.0.0.1\n    depends_on: {db: {condition: service_healthy}}\n    networks: {back: {aliases: [api]}}\n    command: run --fast\n    healthcheck: {test: [NONE]}\n  b:\n    build: ./b\n    environment: [\"A=1\", B]\n    ports: [\"127.0.0.1:8080:80\", 9000]\n    depends_on: [db]\n    networks: [back]\n    command: [run, --fast]\n    healthcheck: {test: [CMD, curl, http://x/health]}\n    env_file: [a.env, {path: b.env, required: false}]\n    volumes: [\"./data:/data\", {type: bind, source: /var, target: /v}]\nnetworks:\n  back: {external: true}\n",
        );
        let [a, b] = file.services.as_slice() else { panic!("two entries") };
        let names = |entry: &ComposeService| {
            let variable = |(name, value): &(Text, Option<Text>)| {
                format!("{}={:?}", name.text, value.as_ref().map(|value| value.text.clone()))
            };
            entry.environment.iter().map(variable).collect::<Vec<_>>()
        };
        assert_eq!(names(a), names(b));
        assert_eq!(a.ports[0].text, b.ports[0].text);
        assert_eq!(a.networks[0], ("back".to_owned(), vec!["api".to_owned()]));
        assert_eq!(b.networks[0].0, "back");
        assert!(matches!(a.health, Some(Health::Disabled)));
        let Some(Health::Test(Some(test), _)) = &b.health else { panic!("a check") };
        assert_eq!(test.text, "curl http://x/health");
        assert_eq!(b.build.as_ref().unwrap().context.as_ref().unwrap().text, "./b");
        assert!(!b.env_files[1].required);
        assert_eq!(b.volumes[1].text, "/var:/v");
        assert_eq!(file.external_networks, ["back"]);
        assert!(a.command.as_ref().unwrap().line);
    }

    #[test]
    fn other_yaml_is_no_compose_file() {
        assert!(looks_like("\u{feff}services:\n  a: {}\n"));
        assert!(!looks_like("jobs:\n  a:\n    services: {}\n"));
        let odd = "services: [a, b]\ninclude: {x: y}\nnetworks: 1\n";
        assert!(extract(odd).services.is_empty());
        assert_eq!(extract("services:\n  a:\n  b: 1\n  c: []\n").services.len(), 3);
    }
}
