//! Joins compose files, Kubernetes manifests, Dockerfiles and env files into what is deployed.
//!
//! The extractors say what stands in each file; here files meet: variables are put in, images are
//! followed to Dockerfiles, and Dockerfiles to packages. Texts come in, values go out.

mod builds;
mod compose;
mod connectors;
mod credentials;
mod entry;
mod helm;
mod image;
mod interpolate;
mod join;
mod kubernetes;
mod kustomize;
mod names;
mod operators;
mod pipelines;
mod ports;
mod relevant;
mod roles;
mod secret_words;
mod secrets;
mod skaffold;
#[cfg(test)]
mod tests;
mod tree;
mod workload;

pub use builds::BuildOf;
pub use connectors::Connector;
pub use operators::DeclaredTopic;
pub(crate) use relevant::{MOST_BYTES, is_relevant, is_wanted};
pub(crate) use secret_words::is_secret_name;

use crate::discover::Discovered;
use crate::extract::profile::{self, ProfileKind};
use crate::graph::system::{
    ChartImage, Deployment, EnvValue, Hidden, HiddenKind, Known, PipelineJob, Setting,
};
use crate::place::{FileId, Place, Span};
use crate::problem::Problem;
use names::{is_development, is_example};
use secrets::{Context, Secrets};
use tree::Tree;

/// A file that may say something about how the system is deployed.
#[derive(Clone, Copy, Debug)]
pub struct DeployFile<'a> {
    /// Its path.
    pub path: &'a str,
    /// Its number.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
    /// It could not be read, and has no text therefore.
    pub unread: bool,
}

/// What is known before.
#[derive(Clone, Copy, Debug)]
pub struct DeployInput<'a> {
    /// The files, sorted by path.
    pub files: &'a [DeployFile<'a>],
    /// The packages of the tree.
    pub discovered: &'a Discovered,
}

/// What is deployed.
#[derive(Debug, Default)]
pub struct Deployed {
    /// Entries of compose files and containers of workloads, by file and place.
    pub deployments: Vec<Deployment>,
    /// Literal secrets.
    pub settings: Vec<Setting>,
    /// Places of secrets, sorted.
    pub secrets: Vec<Place>,
    /// Env files, by path.
    pub env_files: Vec<EnvFile>,
    /// Configuration files, by path.
    pub profiles: Vec<Profile>,
    /// What each Dockerfile builds with its own defaults, by path.
    pub builds: Vec<BuildOf>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What may be deployed, but could not be seen.
    pub hidden: Vec<Hidden>,
    /// Images that values of charts name.
    pub chart_images: Vec<ChartImage>,
    /// Jobs of pipelines.
    pub pipelines: Vec<PipelineJob>,
    /// Connectors of Kafka Connect, by file and place.
    pub connectors: Vec<Connector>,
    /// Topics that are declared as objects of an operator, by file and place.
    pub topics: Vec<DeclaredTopic>,
}

/// An env file.
#[derive(Clone, Debug)]
pub struct EnvFile {
    /// Its path.
    pub path: String,
    /// Its number.
    pub file: FileId,
    /// It is for development, tests or CI.
    pub development: bool,
    /// It only shows what is to be set.
    pub example: bool,
    /// Its variables, in order.
    pub variables: Vec<EnvValue>,
}

/// A configuration file.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its path.
    pub path: String,
    /// Its number.
    pub file: FileId,
    /// It is for development, tests or CI.
    pub development: bool,
    /// Its values, in order.
    pub entries: Vec<ProfileEntry>,
}

/// A value of a configuration file.
#[derive(Clone, Debug)]
pub struct ProfileEntry {
    /// The keys that lead to it, with dots between.
    pub key: String,
    /// The value.
    pub value: Known,
    /// Where.
    pub place: Place,
}

/// What is collected while files are read.
#[derive(Debug, Default)]
struct Out {
    secrets: Secrets,
    problems: Vec<Problem>,
    hidden: Vec<Hidden>,
    chart_images: Vec<ChartImage>,
    /// What operators run.
    operated: Vec<Deployment>,
    topics: Vec<DeclaredTopic>,
}

impl Out {
    /// Notes that a file may declare more than was read of it.
    fn hide(&mut self, file: &DeployFile<'_>) {
        let place = Place { file: file.file, span: Span::default() };
        if self.hidden.last().is_none_or(|last| last.place != Some(place)) {
            self.hidden.push(Hidden {
                kind: HiddenKind::Deployment,
                place: Some(place),
                reason: format!("`{}` was not read to its end", file.path),
            });
        }
    }
}

/// Reads what is deployed.
pub(crate) fn read(input: &DeployInput<'_>) -> Deployed {
    let mut out = Out::default();
    for file in input.files.iter().filter(|file| file.unread && names::is_yaml(file.path)) {
        out.hide(file);
    }
    let tree = Tree::new(input.files, &mut out);
    let mut found = compose::read(&tree, &mut out);
    found.extend(kubernetes::read(&tree, &mut out));
    found.sort_by_key(|found| found.deployment.place);
    skaffold::mark(input.files, &mut found);
    let packages = join::Packages::new(input.discovered);
    for found in &mut found {
        roles::finish(found, &mut out);
        packages.join(found);
        roles::assign(found);
        credentials::command_without_secrets(&mut found.deployment.command);
    }
    let profiles = profiles(input.files, &mut out);
    let pipelines = pipelines::read(input.files, &mut out);
    let builds = tree.builds();
    let texts = input.files.iter();
    let connectors =
        texts.flat_map(|file| connectors::read(file, &mut out.secrets.places)).collect();
    let Out { secrets, mut problems, hidden, chart_images, operated, topics } = out;
    let Secrets { mut places, mut settings } = secrets;
    let mut deployments: Vec<Deployment> =
        found.into_iter().map(|found| found.deployment).chain(operated).collect();
    deployments.sort_by_key(|deployment| deployment.place);
    places.sort_unstable();
    places.dedup();
    settings.sort_by(|a, b| (a.place, &a.name).cmp(&(b.place, &b.name)));
    settings.dedup_by_key(|setting| setting.place);
    problems.sort();
    problems.dedup();
    Deployed {
        deployments,
        settings,
        secrets: places,
        env_files: tree.into_env_files(),
        profiles,
        builds,
        problems,
        hidden,
        chart_images,
        pipelines,
        connectors,
        topics,
    }
}

/// Configuration files, told without secrets.
fn profiles(files: &[DeployFile<'_>], out: &mut Out) -> Vec<Profile> {
    let mut profiles = Vec::new();
    for file in files.iter().filter(|file| relevant::is_profile(file.path)) {
        let kind = match file.path.rsplit('.').next() {
            Some("toml") => ProfileKind::Toml,
            _ => ProfileKind::Yaml,
        };
        let context = Context {
            file: file.file,
            development: is_development(file.path),
            example: is_example(file.path),
        };
        let entries = profile::extract(file.text, kind).into_iter().map(|entry| {
            let open = entry.value.text.contains("${");
            let value =
                out.secrets.value(&entry.key, &entry.value.text, &entry.value, open, context);
            let place = Place { file: file.file, span: entry.value.span };
            ProfileEntry { key: entry.key, value, place }
        });
        profiles.push(Profile {
            path: file.path.to_owned(),
            file: file.file,
            development: context.development,
            entries: entries.collect(),
        });
    }
    profiles
}
