//! `portcullis add`: adds a piece to a workspace, generated or not.

mod adapters;
mod places;
mod ports;
mod router;
mod serving;
mod target;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use portcullis_facts::System;
use portcullis_templates::{Given, Pack, plan, read};

use super::fix;
use super::generate::{self, Options};
use crate::arguments::Loudness;
use crate::{Exit, config, suggest};

/// Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing,
/// metrics, authentication, a circuit breaker, a database
///
/// The code that is there is read first, so that the piece goes where its like stands and is written as
/// its like is written. Edits touch only their place; if there is no such place, that is an error with
/// what would have been put there, and nothing is written. A piece that is there already is left alone.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Add {
    /// What to add: `service`, `port`, `adapter`, `use-case`, `event`, `health-check`, `timeout`, `tracing`, `metrics`,
    /// `auth`, `circuit-breaker`, `database`, or a pack of --templates
    what: String,
    /// The name of the piece; of an adapter and a circuit breaker that of the port; of what a service has once, such as
    /// a health check, and of timeouts, that of the service
    name: Option<String>,
    /// The service that is added to, where there are several
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Of a port: `out` for what the core needs, `in` for what it offers
    #[arg(long, value_name = "DIRECTION")]
    direction: Option<String>,
    /// Of an adapter: what is behind it, as part of its name; of a database: `sqlite` or `postgres`
    #[arg(long, value_name = "NAME")]
    tech: Option<String>,
    /// Of a service: what calls it, as for `portcullis new`
    #[arg(long = "in", value_name = "ADAPTERS", value_delimiter = ',')]
    inbound: Vec<String>,
    /// Of a service: what it calls, as for `portcullis new`
    #[arg(long = "out", value_name = "ADAPTERS", value_delimiter = ',')]
    outbound: Vec<String>,
    /// Of a service: without the sample, as for `portcullis new`
    #[arg(long)]
    bare: bool,
    /// Of timeouts: how many seconds, instead of what `resilience/no-timeout` is set to
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    seconds: Option<u64>,
    /// The workspace to add to
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    options: Options,
}

const EXAMPLES: &str = "\
Examples:
  portcullis add service billing --in kafka
  portcullis add port payments
  portcullis add adapter Payments --tech http
  portcullis add use-case cancel-order
  portcullis add event order-cancelled
  portcullis add health-check orders --dry-run
  portcullis add circuit-breaker Payments
  portcullis add database --tech postgres
  portcullis add timeout --seconds 5

Exit status: 0 written, or there already; 2 could not run, or it would not compile or be clean";

/// What is said of a piece that nobody knows, where there are these packs.
fn unknown(what: &str, mut packs: BTreeSet<&str>) -> String {
    packs.remove("system");
    packs.insert("timeout");
    let hint = match suggest::closest(what, packs.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are `{}`", Vec::from_iter(packs).join("`, `")),
    };
    format!("nothing called `{what}` can be added; {hint}")
}

/// What is made for a port that is there.
const FOR_A_PORT: [&str; 2] = ["adapter", "circuit-breaker"];

impl Add {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        if self.what == "timeout" {
            return self.timeouts(loudness);
        }
        let packs = self.options.packs()?;
        if self.what == "system" {
            bail!("a system is made by `portcullis new`");
        }
        if !packs.names().contains(self.what.as_str()) {
            bail!("{}", unknown(&self.what, packs.names()));
        }
        let pack = Pack::load(&packs, &self.what)?;
        let root = root(&self.path)?;
        generate::recover(&root)?;
        let answering = self.options.answering();
        answering.check(&[&pack])?;
        let given = self.given(&pack)?;
        let system = super::read(&root, &config::Source::nearest(), None, loudness)?;
        // Where a pack asks for no name, the name is that of what it adds to.
        let named = self.name.as_deref().filter(|_| pack.subject().is_none());
        let wanted = target::Wanted {
            root: &root,
            service: self.service.as_deref().or(named),
            port: self.name.as_deref().filter(|_| FOR_A_PORT.contains(&self.what.as_str())),
            tech: self.tech.as_deref(),
            adds_a_service: self.what == "service",
        };
        let target = target::find(&system, &wanted)?;
        let answers = answering.complete(&pack, given, target)?;
        let mut plan = plan(&pack, &answers, &read::Folder(root.clone()))?;
        plan.operation = match &self.name {
            Some(name) => format!("add {} {name}", self.what),
            None => format!("add {}", self.what),
        };
        generate::perform(&root, plan, &self.options.writing, self.options.force, loudness)
    }

    /// Timeouts are no piece that stands somewhere: each client gets its own where it is made.
    fn timeouts(&self, loudness: Loudness) -> Result<Exit> {
        let rules = ["resilience/no-timeout".to_owned()];
        let wanted = fix::Wanted {
            operation: "add timeout".to_owned(),
            rules: &rules,
            service: self.service.as_deref().or(self.name.as_deref()),
            seconds: self.seconds,
        };
        fix::run(&root(&self.path)?, &wanted, &self.options.writing, loudness)
    }

    fn given(&self, pack: &Pack) -> Result<Given> {
        let mut given = Given::default();
        if let (Some(name), Some(subject)) = (&self.name, pack.subject()) {
            given.say(pack, &subject.name, name)?;
        }
        let single = [("direction", &self.direction), ("tech", &self.tech)];
        for (flag, value) in single {
            if let Some(value) = value {
                given.flag(pack, flag, value)?;
            }
        }
        if self.bare {
            given.flag(pack, "bare", "true")?;
        }
        for (flag, values) in [("in", &self.inbound), ("out", &self.outbound)] {
            for value in values {
                given.flag(pack, flag, value)?;
            }
        }
        Ok(given)
    }
}

/// The folders of the packages that the service `name` is made of.
pub(super) fn reach(system: &System, name: &str) -> Result<Vec<String>> {
    target::reach(system, name)
}

/// The folder of the workspace around `path`; of the package, where there is none.
pub(super) fn root(path: &Path) -> Result<PathBuf> {
    let absolute =
        path.canonicalize().with_context(|| format!("cannot open `{}`", path.display()))?;
    let has_manifest = |dir: &&Path| dir.join("Cargo.toml").is_file();
    let nearest = absolute.ancestors().find(has_manifest);
    let nearest = nearest.with_context(|| {
        let remedy = match below(&absolute).as_slice() {
            [] => "`portcullis new` makes one".to_owned(),
            names => format!("say which is meant with `--path`: {}", names.join(", ")),
        };
        format!("`{}` is in no workspace; {remedy}", path.display())
    })?;
    let whole = nearest.ancestors().filter(has_manifest).find(|dir| {
        let text = crate::input::text(&dir.join("Cargo.toml"), 1 << 20).unwrap_or_default();
        text.lines().any(|line| line.trim() == "[workspace]" || line.starts_with("[workspace."))
    });
    Ok(whole.unwrap_or(nearest).to_owned())
}

/// The packages and workspaces right below a folder, by name.
fn below(dir: &Path) -> Vec<String> {
    let entries = dir.read_dir().into_iter().flatten().flatten();
    let packages = entries.filter(|entry| entry.path().join("Cargo.toml").is_file());
    let names = packages.map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        format!("`{}`", crate::escape::line(&name))
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use portcullis_rules::registry;
    use portcullis_rules::rule::Fix;
    use portcullis_templates::Pack;
    use portcullis_templates::pack::Shelf;

    use crate::arguments::Arguments;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what is looked at")]
    fn who_stands_above_several_workspaces_is_told_their_names() {
        let dir = tempfile::tempdir().unwrap();
        let told = || super::root(dir.path()).unwrap_err().to_string();
        assert!(told().ends_with("is in no workspace; `portcullis new` makes one"), "{}", told());
        for name in ["stock", "orders"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
            std::fs::write(dir.path().join(name).join("Cargo.toml"), "[package]\n").unwrap();
        }
        assert!(
            told().ends_with("say which is meant with `--path`: `orders`, `stock`"),
            "{}",
            told()
        );
    }

    #[test]
    fn what_rules_propose_can_be_done() {
        let mut proposed = 0;
        for rule in registry::catalogue() {
            let (Fix::Generated(command) | Fix::Scaffolded(command)) = rule.fix else { continue };
            let words: Vec<&str> = command.split(' ').collect();
            assert!(Arguments::try_parse_from(&words).is_ok(), "{}: {command}", rule.id);
            match words.as_slice() {
                ["portcullis", "add", what, ..] => {
                    assert!(Pack::load(&Shelf::carried(), what).is_ok(), "{}: {command}", rule.id);
                }
                ["portcullis", "fix", id] => assert_eq!(*id, rule.id),
                _ => panic!("{}: {command}", rule.id),
            }
            proposed += 1;
        }
        assert!(proposed > 3, "only {proposed} commands are proposed");
    }
}
