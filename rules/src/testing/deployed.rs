//! The word of sketches for what is deployed.
//!
//! ```text
//! deploy orders of orders           an entry of compose.yaml; behind it `k8s dev template autoscaled
//!                                   singleton operated resources partial-env`, `as infra:postgres`, `image a/b:1`
//!                                   (`built`, `digest`, `variable`), `replicas 2`, `port 80:8080`,
//!                                   `probe readiness:/ready:8080`, `env NAME=VALUE`, `host NAME`,
//!                                   `network NAME`, `mount FROM:TO`
//! ```

use portcullis_facts::graph::system::{
    Deployment, DeploymentRole, EnvSource, EnvValue, Image, Known, Orchestrator, PortMapping,
    Probe, ProbeKind, Provenance,
};
use portcullis_facts::place::Place;

use super::landscape::Words;
use super::sketch::Sketch;

impl Sketch {
    pub(super) fn deployment(&mut self, name: &str, words: Words<'_>, line: &str) {
        let kubernetes = words.flag("k8s");
        let path = match (kubernetes, words.flag("dev")) {
            (true, _) => "k8s.yaml",
            (false, true) => "compose.dev.yaml",
            (false, false) => "compose.yaml",
        };
        let file = self.file(path);
        let place = self.write(file, line);
        let service = words.after("of").map(|service| self.service_id(service));
        let (role, technology) =
            match words.after("as").map(|t| t.split_once(':').unwrap_or((t, ""))) {
                Some(("infra", technology)) => (DeploymentRole::Infrastructure, technology),
                Some(("gateway", technology)) => (DeploymentRole::Gateway, technology),
                Some(("job", technology)) => (DeploymentRole::Job, technology),
                Some((other, _)) => panic!("role {other}"),
                None if service.is_some() => (DeploymentRole::Service, ""),
                None => (DeploymentRole::Foreign, ""),
            };
        let image = words.after("image").map(|text| Image {
            text: text.to_owned(),
            tag: text.rsplit_once(':').map(|(_, tag)| tag.to_owned()),
            digest: words.flag("digest"),
            variable: words.flag("variable"),
            built: words.flag("built"),
            place,
        });
        let ports = words.all("port").map(|text| {
            let (host, container) = text.split_once(':').unwrap_or(("", text));
            PortMapping {
                host: host.parse().ok(),
                container: container.parse().expect("a port"),
                public: !host.is_empty(),
                place,
            }
        });
        let value_of = |text: &str, source, place| {
            let (name, value) = text.split_once('=').expect("a value");
            EnvValue {
                name: name.to_owned(),
                value: if value == "?" { Known::Unknown } else { Known::Text(value.to_owned()) },
                source,
                place,
                confidence: 95,
            }
        };
        let mut env: Vec<EnvValue> =
            words.all("env").map(|text| value_of(text, EnvSource::Literal, place)).collect();
        for text in words.all("env-file") {
            let file = self.file(".env");
            let place = self.write(file, text);
            env.push(value_of(text, EnvSource::File, place));
        }
        let texts = |word| words.all(word).map(str::to_owned).collect::<Vec<_>>();
        let mut networks = texts("network");
        if networks.is_empty() {
            networks.push("default".to_owned());
        }
        let mut hosts = texts("host");
        hosts.push(name.to_owned());
        let deployment = Deployment {
            name: name.to_owned(),
            orchestrator: if kubernetes { Orchestrator::Kubernetes } else { Orchestrator::Compose },
            role,
            technology: technology.to_owned(),
            service,
            package: service.map(|service| self.at(service).package),
            binary: None,
            package_why: Provenance::default(),
            image,
            replicas: words.after("replicas").map(|n| (n.parse().expect("a number"), place)),
            autoscaled: words.flag("autoscaled"),
            singleton: words.flag("singleton"),
            operated: words.flag("operated"),
            ports: ports.collect(),
            env,
            env_complete: !words.flag("partial-env"),
            probes: words.all("probe").map(|text| probe(text, place)).collect(),
            resources: words.flag("resources").then_some(place),
            hosts,
            networks,
            development: words.flag("dev"),
            template: words.flag("template"),
            mounts: words
                .all("mount")
                .filter_map(|text| text.split_once(':'))
                .map(|(from, to)| (from.to_owned(), to.to_owned()))
                .collect(),
            command: Vec::new(),
            place,
        };
        self.system.graph.landscape.deployments.push(deployment);
    }
}

fn probe(text: &str, place: Place) -> Probe {
    let parts: Vec<&str> = text.split(':').collect();
    Probe {
        kind: match parts[0] {
            "liveness" => ProbeKind::Liveness,
            "readiness" => ProbeKind::Readiness,
            "startup" => ProbeKind::Startup,
            "healthcheck" => ProbeKind::HealthCheck,
            other => panic!("probe {other}"),
        },
        path: parts.get(1).filter(|path| !path.is_empty()).map(|path| (*path).to_owned()),
        port: parts.get(2).and_then(|port| port.parse().ok()),
        place,
    }
}
