//! `portcullis report`: the page that people look at.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;

use super::lint::check;
use crate::arguments::Loudness;
use crate::report::page::{self, Earlier};
use crate::report::{Report, Verbosity};
use crate::repository::Folder;
use crate::{Exit, browser, config, input, output, own, today};

/// Where the page is written if nobody says where.
const USUAL: &str = "portcullis-report";
/// What to do where the page would replace a file of somebody else's.
const REMEDY: &str = "choose another folder with `--output`, or replace it with `--force`";
/// The largest report that is read to compare with.
const LARGEST: u64 = 256 << 20;

/// Write a page with maps, findings, patterns and metrics of a system
///
/// One file of HTML that needs nothing else: no network, no server. It has maps of the system, of each service
/// by layer, of packages and modules; all findings with their evidence; and what could not be seen.
#[derive(Debug, Args)]
#[command(name = "report", after_long_help = EXAMPLES)]
pub(crate) struct Command {
    /// The folder to read
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The folder in which `index.html` is written
    #[arg(short, long, value_name = "DIR", default_value = USUAL)]
    output: PathBuf,
    /// Replace an `index.html` there that is no such page
    #[arg(long)]
    force: bool,
    /// Show what has come and gone since this report of `lint --format json`
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Open the page in a browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    preset: config::PresetChoice,
    #[command(flatten)]
    config: config::Source,
}

const EXAMPLES: &str = "\
Examples:
  portcullis report --open
  portcullis report services --output target/architecture
  portcullis lint --format json=before.json --exit-zero; portcullis report --compare before.json

Exit status: 0 written, 2 could not run";

impl Command {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let earlier = match &self.compare {
            Some(file) => Some(earlier(file)?),
            None => None,
        };
        let file = self.file()?;
        let folder = Folder::new(&self.path);
        let mut config = config::load(&folder, &self.config)?;
        self.preset.apply(&mut config.settings)?;
        config.settings.today = today::today();
        let (system, outcome) = check(&folder, &config, loudness)?;
        let shown = self.path.to_string_lossy();
        let report = Report {
            system: &system,
            outcome: &outcome,
            show_weak: false,
            verbosity: loudness.verbosity(),
            styled: false,
            root: shown.trim_end_matches('/'),
            prefix: &folder.prefix(),
            title: &folder.name(),
            today: &config.settings.today,
            contexts: &config.settings.contexts,
        };
        output::folder(&self.output)?;
        output::write(Some(&file), |out| page::write(&report, earlier.as_ref(), out))?;
        if loudness.verbosity() != Verbosity::Quiet {
            let shown = input::shown(&file);
            output::print(&format!("wrote {}\n", crate::escape::line(&shown)))?;
        }
        if self.open {
            browser::open(&file)?;
        }
        Ok(Exit::Clean)
    }

    /// The file in which the page is written.
    ///
    /// # Errors
    /// Where that would be written through a link that nobody named, or over what is no such page.
    fn file(&self) -> Result<PathBuf> {
        // A person may name a link; one of the usual name may have come with the tree.
        let folder = if self.output == Path::new(USUAL) {
            own::folder(Path::new("."), &self.output)?
        } else {
            self.output.clone()
        };
        let file = folder.join("index.html");
        if self.force {
            own::is_file(&file)?;
        } else {
            own::page(&file, "report", REMEDY, page::is_one)?;
        }
        Ok(file)
    }
}

fn earlier(file: &Path) -> Result<Earlier> {
    let read =
        input::text(file, LARGEST).and_then(|text| Earlier::read(&text).map_err(|e| anyhow!(e)));
    read.map_err(|error| anyhow!("cannot compare with `{}`: {error}", input::shown(file)))
}
