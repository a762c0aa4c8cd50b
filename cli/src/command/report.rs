//! `portcullis report`: the page that people look at.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::lint::check;
use crate::arguments::Loudness;
use crate::report::page::{self, Earlier};
use crate::report::{Report, Verbosity};
use crate::repository::Folder;
use crate::{Exit, browser, config, input, output, today};

/// Where the page is written if nobody says where.
const USUAL: &str = "portcullis-report";
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
        let file = self.output.join("index.html");
        if let Some(link) = link_to(&file, self.output == Path::new(USUAL)) {
            bail!("`{}` is a symbolic link, through which nothing is written", link.display());
        }
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
}

/// A link that would be followed to write `file`, which may have come with the tree: that has no say in where the page
/// goes. The folder may be one if a person named it.
fn link_to(file: &Path, is_usual: bool) -> Option<&Path> {
    let folder = file.parent().filter(|_| is_usual);
    std::iter::once(file).chain(folder).find(|path| path.is_symlink())
}

fn earlier(file: &Path) -> Result<Earlier> {
    let read =
        input::text(file, LARGEST).and_then(|text| Earlier::read(&text).map_err(|e| anyhow!(e)));
    read.map_err(|error| anyhow!("cannot compare with `{}`: {error}", input::shown(file)))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::link_to;

    #[test]
    fn the_page_goes_through_no_link_that_nobody_named() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, link) = (dir.path().join("pages"), dir.path().join("link"));
        std::fs::create_dir(&folder).unwrap();
        symlink(&folder, &link).unwrap();
        let file = folder.join("index.html");
        assert_eq!(link_to(&file, true), None);
        assert_eq!(link_to(&link.join("index.html"), true), Some(&*link));
        assert_eq!(link_to(&link.join("index.html"), false), None);
        symlink(dir.path().join("elsewhere"), &file).unwrap();
        assert_eq!(link_to(&file, false), Some(&*file));
    }
}
