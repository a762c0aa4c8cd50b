//! `portcullis docs`: documentation of the architecture, made from the code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use portcullis_facts::discover;

use crate::arguments::Loudness;
use crate::documentation::{self, Folder as Documentation, Source, Stale};
use crate::fault::{Fault, Faults};
use crate::report::{Verbosity, count};
use crate::repository::Folder;
use crate::{Exit, config, escape, input, output, status};

/// A text of more bytes introduces nothing.
const LARGEST: u64 = 1 << 20;

/// Write documentation of the architecture in Markdown, made from the code
///
/// A page for each service (purpose, ports, routes, events, data, calls, configuration, deployment), a
/// map, and an index with the decisions that are on record. No line numbers and no values of secrets
/// stand in them, so the pages can be committed. Files that were not made by this command are never
/// touched; pages of what is no more are removed.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Docs {
    /// The folder to read
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The folder of the pages [default: docs/architecture in PATH]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write nothing; fail if a page does not say what the code says
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    config: config::Source,
}

const EXAMPLES: &str = "\
Examples:
  portcullis docs
  portcullis docs services --output docs/services
  portcullis docs --check                   in CI: fails if a page is stale

Exit status: 0 done, 1 a page is stale (--check), 2 could not run";

impl Docs {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let folder = Folder::new(&self.path);
        let config = config::load(&folder, &self.config)?;
        let what = format!("reading {}", self.path.display());
        let quiet = loudness.verbosity() == Verbosity::Quiet;
        let system = status::while_running(&what, quiet, || {
            portcullis_facts::read(&folder.given, &config.options)
        })?;
        let documentation = match &self.output {
            Some(dir) => Documentation::new(dir),
            None => Documentation::usual(&self.path)?,
        };
        let dir = documentation.dir();
        let source = Source {
            system: &system,
            settings: &config.settings,
            texts: &texts(&self.path)?,
            up: way_up(&folder, dir),
        };
        let pages = documentation::pages(&source);
        let stale = documentation.compare(&pages)?;
        if self.check {
            if stale.is_empty() {
                return Ok(Exit::Clean);
            }
            output::complain(&self.complaint(&stale, dir).render(output::stderr_is_styled()));
            return Ok(Exit::Findings);
        }
        documentation.update(&pages, &stale)?;
        if !quiet {
            output::print(&told(&stale, pages.len(), dir))?;
        }
        Ok(Exit::Clean)
    }

    fn complaint(&self, stale: &Stale, dir: &Path) -> Faults {
        let lists = [
            (&stale.missing, "is missing"),
            (&stale.outdated, "does not say what the code says"),
            (&stale.left_over, "is of something that is no more"),
        ];
        let shown = |path: &str| input::shown(&dir.join(path));
        let faults = lists.into_iter().flat_map(|(paths, what)| {
            paths.iter().map(move |path| format!("`{}` {what}", shown(path)))
        });
        let fault = |message| Fault { message, help: None, at: None };
        let mut faults: Vec<Fault> = faults.map(fault).collect();
        if let Some(last) = faults.last_mut() {
            let mut command = "portcullis docs".to_owned();
            if self.path.as_os_str() != "." {
                let _ = write!(command, " {}", self.path.display());
            }
            if let Some(dir) = &self.output {
                let _ = write!(command, " --output {}", dir.display());
            }
            last.help = Some(format!("run `{command}` and commit the result"));
        }
        Faults(faults)
    }
}

/// The files in Markdown that introduce services or record decisions.
fn texts(root: &Path) -> Result<BTreeMap<String, String>> {
    let options = discover::Options { max_file_size: LARGEST, ..discover::Options::default() };
    let found = discover::discover(root, &options).context("cannot look for documents")?;
    let wanted = found.files.iter().filter(|file| documentation::is_wanted(&file.path));
    let read = wanted.map(|file| {
        (file.path.clone(), discover::read_text(&found.root, &file.path, &options).text)
    });
    Ok(read.collect())
}

/// `../` for each folder from the analysed one down to `dir`; none if it stands elsewhere.
fn way_up(folder: &Folder, dir: &Path) -> Option<String> {
    let dir = std::path::absolute(dir).ok()?;
    // The folder may not be there yet, and the way to it may lead over links.
    let real = dir.ancestors().find_map(|above| {
        let rest = dir.strip_prefix(above).ok()?;
        Some(above.canonicalize().ok()?.join(rest))
    })?;
    let below = real.strip_prefix(&folder.real).ok()?;
    Some("../".repeat(below.components().count()))
}

fn told(stale: &Stale, pages: usize, dir: &Path) -> String {
    let written = stale.missing.len() + stale.outdated.len();
    format!(
        "{} in {}: {written} written, {} removed\n",
        count(pages, "page", "pages"),
        escape::line(&dir.to_string_lossy()),
        stale.left_over.len()
    )
}
