//! What is deployed, and with which settings.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Provenance, ServiceId};
use crate::graph::PackageId;
use crate::place::Place;

index!(
    /// An entry of [`super::Landscape::deployments`].
    DeploymentId
);

/// Who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orchestrator {
    /// A compose file.
    Compose,
    /// Kubernetes.
    Kubernetes,
}

/// What is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeploymentRole {
    /// A service of the tree.
    Service,
    /// A database, cache, broker, collector or other known infrastructure.
    Infrastructure,
    /// A gateway or proxy: nginx, envoy, traefik, kong.
    Gateway,
    /// Runs once: migrations, seeds, jobs.
    Job,
    /// A program in another language, or one whose code is not in the tree.
    Foreign,
    /// Built from a package of the tree that is no service.
    Tool,
}

/// A value as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is known, and no secret; of an address with a password, without user and password.
    Text(String),
    /// It is a literal that must not be known: it was not kept.
    Secret,
    /// It comes from elsewhere: `secretKeyRef`, `${VAR}` without a value; in words, which identify it.
    /// A text in which only a part comes from elsewhere is that text, the variable left as it is written.
    Reference(String),
    /// It could not be worked out.
    Unknown,
}

/// An entry of a compose file, or a container of a Kubernetes workload.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Deployment {
    /// The entry's name, or the workload's; with a `/` and the container's if there are several.
    pub name: String,
    /// Who runs it.
    pub orchestrator: Orchestrator,
    /// What it is.
    pub role: DeploymentRole,
    /// What infrastructure: `postgres`, `kafka`, `nginx`; empty for others.
    pub technology: String,
    /// The service, if it is one.
    pub service: Option<ServiceId>,
    /// The package that it is built from, if that is in the tree.
    pub package: Option<PackageId>,
    /// The binary of the package that it runs, if that is known.
    pub binary: Option<String>,
    /// Why it is that package and binary.
    pub package_why: Provenance,
    /// Its image.
    pub image: Option<Image>,
    /// How many copies, and where that is said; none if it is not said.
    pub replicas: Option<(u32, Place)>,
    /// Whether copies are scaled automatically.
    pub autoscaled: bool,
    /// Whether it must stand alone: a `StatefulSet`, leader election, a singleton.
    pub singleton: bool,
    /// An operator runs it: the object says what is wanted, and no container.
    pub operated: bool,
    /// Ports.
    pub ports: Vec<PortMapping>,
    /// Its environment.
    pub env: Vec<EnvValue>,
    /// Whether its environment is known completely: no template, no missing env file.
    pub env_complete: bool,
    /// Probes and health checks.
    pub probes: Vec<Probe>,
    /// Where requests and limits of resources are said.
    pub resources: Option<Place>,
    /// Names under which others reach it.
    pub hosts: Vec<String>,
    /// Networks; two entries reach each other if they share one.
    pub networks: Vec<String>,
    /// The file is for development, tests or CI: an override, a profile, a name that says so.
    pub development: bool,
    /// Taken from a template that was not rendered, so what is missing may be there.
    pub template: bool,
    /// Folders of the host that are mounted: host path, container path.
    pub mounts: Vec<(String, String)>,
    /// Its command line, as far as it is known.
    pub command: Vec<String>,
    /// The entry's name in the text.
    pub place: Place,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// As written, variables with a known value put in.
    pub text: String,
    /// Its tag; none if there is none.
    pub tag: Option<String>,
    /// Whether it is pinned by digest.
    pub digest: bool,
    /// Whether the tag depends on a variable that is set elsewhere.
    pub variable: bool,
    /// Whether it is built here, so that its name is only a label.
    pub built: bool,
    /// Where.
    pub place: Place,
}

/// An image that values of a Helm chart name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartImage {
    /// The image; its repository may be empty, as in a chart for many services.
    pub image: Image,
    /// The values are for development, tests or CI.
    pub development: bool,
}

/// A port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMapping {
    /// The port outside; none if it is not published, or chosen at start.
    pub host: Option<u16>,
    /// The port in the container.
    pub container: u16,
    /// Whether it is reachable from outside the machine or cluster.
    pub public: bool,
    /// Where.
    pub place: Place,
}

/// A variable of the environment.
#[derive(Clone, Debug)]
pub struct EnvValue {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Known,
    /// Where it comes from.
    pub source: EnvSource,
    /// Where.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// Where a value of the environment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnvSource {
    /// Written in the entry.
    Literal,
    /// A ConfigMap.
    ConfigMap,
    /// A Secret of Kubernetes, or one of compose.
    Secret,
    /// An env file.
    File,
    /// The image: `ENV` of a Dockerfile.
    Image,
}

/// A probe or health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Which.
    pub kind: ProbeKind,
    /// The path that is asked, if one is.
    pub path: Option<String>,
    /// The port that is asked, if it is a number.
    pub port: Option<u16>,
    /// Where.
    pub place: Place,
}

/// Kinds of probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeKind {
    /// Kubernetes: restarts what fails.
    Liveness,
    /// Kubernetes: sends no requests to what fails.
    Readiness,
    /// Kubernetes: waits for the start.
    Startup,
    /// `healthcheck` of compose, `HEALTHCHECK` of a Dockerfile.
    HealthCheck,
}

/// A setting in code or configuration that rules on security look at.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The services whose it is; none if that is not known.
    pub services: Vec<ServiceId>,
    /// What.
    pub kind: super::SettingKind,
    /// The key, variable or option, never the value; of an address in a command line its scheme, as `redis://`.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The file is for development, tests or CI, or an example.
    pub development: bool,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// What a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingKind {
    /// A secret is written in clear in a file of the tree.
    Secret,
    /// Like [`Self::Secret`], with a value that is usual in development (`postgres`, `password`).
    DevelopmentSecret,
    /// Any origin may send requests.
    AnyOrigin,
    /// Any origin may send requests with credentials.
    AnyOriginWithCredentials,
    /// A secret or connection string is written to a log.
    LoggedSecret,
    /// The same, to the terminal: the log of a service, but what a tool was asked for.
    PrintedSecret,
}

/// The deployments that each value of an environment is given to, by the place that says it: one line may tell several.
#[derive(Debug)]
pub struct Recipients(FxHashMap<Place, Vec<DeploymentId>>);

impl Recipients {
    /// Those of all values of these deployments.
    pub fn of(deployments: &[Deployment]) -> Self {
        let mut recipients: FxHashMap<Place, Vec<DeploymentId>> = FxHashMap::default();
        for (id, deployment) in (0u32..).map(DeploymentId).zip(deployments) {
            for value in &deployment.env {
                recipients.entry(value.place).or_default().push(id);
            }
        }
        Self(recipients)
    }

    /// Whether the value at a place is given to a deployment that is none of one's own.
    pub fn others(&self, place: Place, is_own: impl Fn(DeploymentId) -> bool) -> bool {
        self.0.get(&place).into_iter().flatten().any(|id| !is_own(*id))
    }
}
