//! An entry of a compose file as a deployment.

use std::cell::Cell;

use super::builds::{self, BuildOf};
use super::compose::unique;
use super::image::image;
use super::names::{self, is_development, is_example};
use super::secrets::{Context, told};
use super::tree::{Tree, Variables};
use super::{DeployFile, Out, ports};
use crate::extract::compose::{Build, CommandLine, ComposeService, Health};
use crate::extract::dockerfile;
use crate::extract::yaml::Text;
use crate::graph::system::{
    Deployment, DeploymentRole, EnvSource, EnvValue, Known, Orchestrator, PortMapping, Probe,
    ProbeKind, Provenance,
};
use crate::place::{Place, Span};

/// A deployment that is being put together.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The deployment.
    pub(super) deployment: Deployment,
    /// How its image is built.
    pub(super) build: Option<BuildOf>,
    /// Whether health is said, be it that there is no check.
    pub(super) health_said: bool,
    /// Whether an entrypoint is said, so that the image's command does not count.
    pub(super) entrypoint_said: bool,
    /// The folder against which its paths are written.
    pub(super) dir: String,
    /// Whether something waits for its end.
    pub(super) ends: bool,
}

/// A file of entries with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The files.
    pub(super) tree: &'a Tree<'a>,
    /// The file.
    pub(super) file: &'a DeployFile<'a>,
    /// The folder against which paths in it are written.
    pub(super) dir: &'a str,
    /// The folder whose networks it is in.
    pub(super) project: &'a str,
    /// Variables that are put in.
    pub(super) variables: &'a Variables,
    /// Networks that are made elsewhere.
    pub(super) external: &'a [String],
    /// How many variables may still be copied from what entries share.
    pub(super) budget: &'a Cell<usize>,
}

impl Around<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        Place { file: self.file.file, span }
    }

    fn put(&self, text: &Text) -> String {
        self.variables.fill(&text.text).0.text
    }

    fn network(&self, name: &str) -> String {
        if self.project.is_empty() || self.external.iter().any(|external| external == name) {
            return name.to_owned();
        }
        format!("{}:{name}", self.project)
    }
}

/// So many ports of an entry are kept.
const MOST_PORTS: usize = 256;

/// Profiles that are for development.
const DEVELOPMENT: &[&str] =
    &["dev", "development", "test", "tests", "testing", "debug", "local", "ci", "tools", "e2e"];

/// The deployment that an entry describes.
pub(super) fn found(around: Around<'_>, entry: &ComposeService, out: &mut Out) -> Found {
    let profile = |profile: &Text| DEVELOPMENT.contains(&profile.text.as_str());
    let mut found = Found {
        deployment: Deployment {
            development: is_development(around.file.path) || entry.profiles.iter().any(profile),
            ..empty(&entry.name.text, Orchestrator::Compose, around.place(entry.name.span))
        },
        build: entry.build.as_ref().map(|written| build(around, written)),
        health_said: entry.health.is_some(),
        entrypoint_said: entry.entrypoint.is_some(),
        ends: false,
        dir: around.dir.to_owned(),
    };
    let deployment = &mut found.deployment;
    if let Some(written) = &entry.image {
        let (filled, _) = around.variables.fill(&written.text);
        let place = around.place(written.span);
        let mut image = image(&filled.text, &written.text, filled.open, place);
        image.built = entry.build.is_some();
        deployment.image = Some(image);
    }
    if let Some(replicas) = &entry.replicas {
        let count = around.put(replicas).parse().ok();
        deployment.replicas = count.map(|count| (count, around.place(replicas.span)));
    }
    deployment.resources = entry.resources.map(|span| around.place(span));
    let context = Context {
        file: around.file.file,
        development: deployment.development,
        example: is_example(around.file.path),
    };
    for line in entry.entrypoint.iter().chain(&entry.command) {
        let words = command(around, line);
        out.secrets.command(&words, &line.words, context);
        deployment.command.extend(words);
    }
    for volume in &entry.volumes {
        deployment.mounts.extend(mount(&around.put(volume)));
    }
    read_ports(around, entry, deployment);
    if let Some(Health::Test(test, span)) = &entry.health {
        let test = test.as_ref().map(|test| around.put(test)).unwrap_or_default();
        deployment.probes.push(health_probe(&test, around.place(*span)));
    }
    networks(around, entry, deployment);
    environment(around, entry, deployment, context, out);
    found
}

/// A deployment of which only the name is known.
pub(super) fn empty(name: &str, orchestrator: Orchestrator, place: Place) -> Deployment {
    Deployment {
        name: name.to_owned(),
        orchestrator,
        role: DeploymentRole::Foreign,
        technology: String::new(),
        service: None,
        package: None,
        binary: None,
        package_why: Provenance::default(),
        image: None,
        replicas: None,
        autoscaled: false,
        singleton: false,
        operated: false,
        ports: Vec::new(),
        env: Vec::new(),
        env_complete: true,
        probes: Vec::new(),
        resources: None,
        hosts: Vec::new(),
        networks: Vec::new(),
        development: false,
        template: false,
        mounts: Vec::new(),
        command: Vec::new(),
        place,
    }
}

fn build(around: Around<'_>, written: &Build) -> BuildOf {
    let put = |text: &Option<Text>| text.as_ref().map(|text| around.put(text));
    let context = names::join(around.dir, &put(&written.context).unwrap_or_else(|| ".".to_owned()));
    let target = put(&written.target);
    let value = |(name, value): &(Text, Option<Text>)| {
        let outside = || around.variables.get(&name.text).map(str::to_owned);
        Some((name.text.clone(), put(value).or_else(outside)?))
    };
    let args = written.args.iter().filter_map(value).collect();
    if let Some(text) = &written.inline {
        return builds::inline(&text.text, context, target.as_deref(), args);
    }
    let path = builds::dockerfile_path(context.as_deref(), put(&written.dockerfile).as_deref());
    builds::build_of(around.tree, context, path, target.as_deref(), args)
}

fn command(around: Around<'_>, line: &CommandLine) -> Vec<String> {
    let words: Vec<String> = line.words.iter().map(|word| around.put(word)).collect();
    if line.line { words.iter().flat_map(|word| dockerfile::words(word)).collect() } else { words }
}

/// `./data:/data:ro`; volumes with a name are no folders of the host.
fn mount(text: &str) -> Option<(String, String)> {
    // `C:/data:/data` has a colon of its own.
    let drive = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.get(1..3).is_some_and(|part| matches!(part, ":/" | ":\\"));
    let skip = if drive { 2 } else { 0 };
    let colon = skip + text[skip..].find(':')?;
    let (host, rest) = (&text[..colon], &text[colon + 1..]);
    let inside = rest.split(':').next().unwrap_or(rest);
    let folder = skip > 0 || host.starts_with(['.', '/', '~', '$']);
    folder.then(|| (host.to_owned(), inside.to_owned()))
}

fn read_ports(around: Around<'_>, entry: &ComposeService, deployment: &mut Deployment) {
    for written in &entry.ports {
        let place = around.place(written.span);
        if deployment.ports.len() >= MOST_PORTS {
            break;
        }
        for (host, container, public) in ports::parse(&around.put(written)) {
            deployment.ports.push(PortMapping { host, container, public, place });
        }
    }
    for written in entry.expose.iter().take(MOST_PORTS) {
        let place = around.place(written.span);
        for (_, container, _) in ports::parse(&around.put(written)) {
            deployment.ports.push(PortMapping { host: None, container, public: false, place });
        }
    }
}

/// A health check from its command: the address that it asks, if it asks one.
pub(super) fn health_probe(command: &str, place: Place) -> Probe {
    let mut probe = Probe { kind: ProbeKind::HealthCheck, path: None, port: None, place };
    if let Some((_, rest)) = command.split_once("://") {
        let end = rest.find([' ', '"', '\'', ';', '|', ')', '&']).unwrap_or(rest.len());
        let address = &rest[..end];
        let (host, path) = address.find('/').map_or((address, "/"), |at| address.split_at(at));
        probe.port = host.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        probe.path = Some(path.split('?').next().unwrap_or(path).to_owned());
    }
    probe
}

fn networks(around: Around<'_>, entry: &ComposeService, deployment: &mut Deployment) {
    let mode = entry.network_mode.as_ref().map(|mode| around.put(mode)).unwrap_or_default();
    match mode.as_str() {
        "host" => {
            // Names of entries mean nothing there; it is reached under the host's own.
            deployment.networks.push("host".to_owned());
            return;
        }
        "none" => return,
        // The entry whose network it shares is looked up when all are known.
        shared if shared.starts_with("service:") => {
            deployment.networks.push(shared.to_owned());
            return;
        }
        _ => {}
    }
    deployment.hosts.push(entry.name.text.clone());
    for name in entry.container_name.iter().chain(&entry.hostname) {
        deployment.hosts.push(around.put(name));
    }
    for (name, aliases) in &entry.networks {
        deployment.networks.push(around.network(name));
        deployment.hosts.extend(aliases.iter().cloned());
    }
    if entry.networks.is_empty() {
        deployment.networks.push(around.network("default"));
    }
    deployment.hosts.dedup();
}

fn environment(
    around: Around<'_>,
    entry: &ComposeService,
    deployment: &mut Deployment,
    context: Context,
    out: &mut Out,
) {
    for written in &entry.env_files {
        let path = names::join(around.dir, &around.put(&written.path));
        let file = path.as_deref().and_then(|path| around.tree.env_file_at(path));
        if let Some(file) = file {
            let left = around.budget.get();
            deployment.env_complete &= file.variables.len() <= left;
            around.budget.set(left.saturating_sub(file.variables.len()));
            deployment.env.extend(file.variables.iter().take(left).cloned());
            continue;
        }
        deployment.env_complete &= !written.required;
        // What is not in the tree is often a copy of an example that is.
        let example = path.into_iter().flat_map(|path| {
            ["example", "sample", "template", "dist"].map(|end| format!("{path}.{end}"))
        });
        let example = example.into_iter().find_map(|path| around.tree.env_file_at(&path));
        deployment.env.extend(example.into_iter().flat_map(|file| file.variables.clone()));
    }
    for (name, written) in &entry.environment {
        let place = around.place(written.as_ref().map_or(name.span, |value| value.span));
        let (value, confidence) = match written {
            Some(written) => {
                let (filled, confidence) = around.variables.fill(&written.text);
                let value =
                    out.secrets.value(&name.text, &filled.text, written, filled.open, context);
                (value, confidence)
            }
            // Handed on from where compose runs, whose `.env` counts too.
            None => match around.variables.fill(&format!("${{{}}}", name.text)) {
                (filled, _) if filled.open => (Known::Reference(filled.text), 90),
                (filled, confidence) => (told(&name.text, &filled.text), confidence),
            },
        };
        deployment.env.push(EnvValue {
            name: name.text.clone(),
            value,
            source: EnvSource::Literal,
            place,
            confidence,
        });
    }
    deployment.env = last_of_each(std::mem::take(&mut deployment.env));
}

/// The last value of each variable, by name.
pub(super) fn last_of_each(mut values: Vec<EnvValue>) -> Vec<EnvValue> {
    values.reverse();
    values.sort_by(|a, b| a.name.cmp(&b.name));
    values.dedup_by(|later, first| later.name == first.name);
    values
}

impl Found {
    /// This with what another file says about the same entry put over it.
    pub(super) fn over(&self, over: &Self) -> Self {
        let mut merged = self.clone();
        let (mine, theirs) = (&mut merged.deployment, &over.deployment);
        mine.place = theirs.place;
        mine.development |= theirs.development;
        if theirs.image.is_some() {
            mine.image.clone_from(&theirs.image);
        }
        mine.replicas = theirs.replicas.or(mine.replicas);
        mine.resources = theirs.resources.or(mine.resources);
        if !theirs.command.is_empty() {
            mine.command.clone_from(&theirs.command);
        }
        mine.ports.extend(theirs.ports.iter().cloned());
        mine.mounts.extend(theirs.mounts.iter().cloned());
        mine.env.extend(theirs.env.iter().cloned());
        mine.env = last_of_each(std::mem::take(&mut mine.env));
        mine.env_complete &= theirs.env_complete;
        mine.hosts.extend(theirs.hosts.iter().cloned());
        unique(&mut mine.hosts);
        // An entry without networks is in the default one, which changes nothing here.
        let named = theirs.networks.iter().filter(|network| !network.ends_with("default"));
        mine.networks.extend(named.cloned());
        unique(&mut mine.networks);
        if over.health_said {
            mine.probes.clone_from(&theirs.probes);
        }
        if over.build.is_some() {
            merged.build.clone_from(&over.build);
        }
        merged.health_said |= over.health_said;
        merged.entrypoint_said |= over.entrypoint_said;
        merged.ends |= over.ends;
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::mount;

    #[test]
    fn folders_of_the_host_are_told_from_volumes_and_drives() {
        let of = |text| mount(text).map(|(host, inside)| format!("{host} {inside}"));
        assert_eq!(of(".:/app").as_deref(), Some(". /app"));
        assert_eq!(of("./data:/data:ro").as_deref(), Some("./data /data"));
        assert_eq!(of("C:/data:/data").as_deref(), Some("C:/data /data"));
        assert_eq!(of("cache:/data"), None);
    }
}
