//! `portcullis new`: a workspace with its first service.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use portcullis_templates::plan::Planned;
use portcullis_templates::{Given, Pack, Value, plan, read};

use super::generate::{self, Options};
use crate::Exit;
use crate::arguments::Loudness;

/// Make a workspace with its first service
///
/// The service is hexagonal: what calls it, use cases, ports, and what it calls are crates of their own,
/// so that the compiler keeps them apart. It is formatted, compiled and linted before it is written.
/// Questions are asked on a terminal; elsewhere what was not said has its default.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct New {
    /// The name of the system, and of its folder
    name: Option<String>,
    /// The folder to make [default: NAME in this folder]
    #[arg(long, value_name = "FOLDER")]
    path: Option<PathBuf>,
    /// The name of the first service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// What calls the service: `rest`, `grpc`, `kafka`, `nats`; several with commas
    #[arg(long = "in", value_name = "ADAPTERS", value_delimiter = ',')]
    inbound: Vec<String>,
    /// What the service calls: `repository:sqlite`, `publisher:kafka` and others; several with commas
    ///
    /// `repository:` takes `sqlite`, `postgres`, `memory`, `fs` and `s3`, `publisher:` takes `memory`,
    /// `kafka` and `nats`. The first of each is used, the others by configuration. `client:http` makes it ask
    /// another service.
    #[arg(long = "out", value_name = "ADAPTERS", value_delimiter = ',')]
    outbound: Vec<String>,
    /// Make the service without the sample: health checks, measurements and wiring alone
    #[arg(long, conflicts_with_all = ["inbound", "outbound"])]
    bare: bool,
    #[command(flatten)]
    options: Options,
}

const EXAMPLES: &str = "\
Examples:
  portcullis new shop
  portcullis new shop --yes --service orders --in rest --out repository:postgres
  portcullis new shop --in rest,kafka --out repository:sqlite,publisher:kafka --dry-run
  portcullis new shop --in grpc --out client:http

Exit status: 0 written; 2 could not run, or it would not compile or be clean";

impl New {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let packs = self.options.packs()?;
        let (system, service) = (Pack::load(&packs, "system")?, Pack::load(&packs, "service")?);
        let answering = self.options.answering();
        answering.check(&[&system, &service])?;
        let mut given = Given::default();
        let subject = system.subject().context("the pack `system` has no subject")?.name.clone();
        if let Some(name) = &self.name {
            given.say(&system, &subject, name)?;
        }
        let answers = answering.complete(&system, given, Value::from(()))?;
        let name = answers.text(&subject).unwrap_or_default();
        let root = self.path.clone().unwrap_or_else(|| PathBuf::from(&name));
        generate::recover(&root)?;
        let is_taken = root.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if is_taken || root.is_file() {
            bail!(
                "`{}` is there already; `portcullis add` adds to a system, `--path` takes another folder",
                root.display()
            );
        }
        let tree = read::Folder(root.clone());
        let whole = plan(&system, &answers, &tree)?;
        let answers = answering.complete(&service, self.given(&service)?, Value::from(()))?;
        let mut later = plan(&service, &answers, &Planned { tree: &tree, plan: &whole })?;
        later.next.clear();
        let mut whole = whole.then(later);
        whole.operation = format!("new {name}");
        generate::perform(&root, whole, &self.options.writing, self.options.force, loudness)
    }

    /// What was said of the service.
    fn given(&self, pack: &Pack) -> Result<Given> {
        let mut given = Given::default();
        let flags = [("in", &self.inbound), ("out", &self.outbound)];
        for (flag, values) in flags {
            for value in values {
                given.flag(pack, flag, value)?;
            }
        }
        if self.bare {
            given.flag(pack, "bare", "true")?;
        }
        if let Some(service) = &self.service {
            given.flag(pack, "service", service)?;
        }
        Ok(given)
    }
}
