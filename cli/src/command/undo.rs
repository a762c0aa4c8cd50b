//! `portcullis undo`: takes back what was generated last.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use portcullis_templates::apply;

use super::generate;
use crate::arguments::Loudness;
use crate::report::Verbosity;
use crate::{Exit, output};

/// Take back what `new` or `add` wrote last
///
/// Files that were edited since are never touched: if there is one, nothing is taken back.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The workspace that was written to
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print what would be taken back, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Undo {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        generate::recover(&self.path)?;
        if self.dry_run {
            output::print(&generate::differences(&apply::last(&self.path)?))?;
            return Ok(Exit::Clean);
        }
        let plan = apply::undo(&self.path)?;
        if loudness.verbosity() != Verbosity::Quiet {
            let files = plan.changes.len();
            output::print(&format!("{}: {files} files are as they were\n", plan.operation))?;
        }
        Ok(Exit::Clean)
    }
}
