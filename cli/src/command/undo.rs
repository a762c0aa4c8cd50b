//! `portcullis undo`: takes back what was generated last.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use portcullis_templates::apply;

use super::generate;
use crate::arguments::Loudness;
use crate::report::Verbosity;
use crate::{Exit, escape, output, report};

/// Take back what `new`, `add` or `fix` wrote last
///
/// Files that were edited since are never touched: if there is one, nothing is taken back.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Undo {
    /// The workspace that was written to, or a folder in it
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print what would be taken back, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  portcullis undo --dry-run     what would be taken back
  portcullis undo               once more takes back what was written before that

Exit status: 0 taken back, 2 could not run: nothing to take back, or files were edited since";

impl Undo {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let root = self.root();
        generate::recover(&root)?;
        if self.dry_run {
            output::print(&generate::differences(&apply::last(&root)?))?;
            return Ok(Exit::Clean);
        }
        let plan = apply::undo(&root)?;
        if loudness.verbosity() != Verbosity::Quiet {
            let files =
                report::count(plan.changes.len(), "file is as it was", "files are as they were");
            output::print(&format!("{}: {files}\n", escape::line(&plan.operation)))?;
        }
        Ok(Exit::Clean)
    }

    /// The nearest folder with a journal, from the given one upwards.
    fn root(&self) -> PathBuf {
        let real = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let mut folders = real.ancestors();
        let nearest = folders.find(|folder| folder.join(apply::FOLDER).is_dir());
        nearest.map_or_else(|| self.path.clone(), Path::to_owned)
    }
}
