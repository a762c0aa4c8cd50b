//! `portcullis diff`: what a change does to the architecture.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use portcullis_rules::Outcome;

use super::choice::Choice;
use super::side::Side;
use super::threshold::Threshold;
use crate::arguments::Loudness;
use crate::baseline::Baselines;
use crate::change::{self, Comparison, Findings, Format, Snapshot};
use crate::destination::{Destination, destinations};
use crate::repository::Folder;
use crate::revision::Repository;
use crate::{Exit, config, output};

/// Show what a change does to the architecture
///
/// Compares two revisions of a git repository, or one with the work tree: services and their edges,
/// contexts, layers, routes, tables, topics, databases, deployments, and findings. Things are the same
/// if they have the same names, wherever they stand. Neither the work tree nor the index is touched,
/// and nothing of the repository is run.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Diff {
    /// The revision to compare with: a branch, a tag, a commit
    base: String,
    /// The revision that is looked at [default: the work tree]
    head: Option<String>,
    /// Compare with the commit at which HEAD left BASE, not with BASE itself
    #[arg(long)]
    merge_base: bool,
    /// The folder to compare
    #[arg(short, long, value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// The form of the comparison, and the file that it goes to; may be repeated
    ///
    /// Without this option it is `text`.
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Report")]
    format: Vec<Destination<Format>>,
    /// Write the comparison to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    config: config::Source,
    #[command(flatten)]
    threshold: Threshold,
}

const EXAMPLES: &str = "\
Examples:
  portcullis diff main                      the work tree compared with a branch
  portcullis diff --merge-base origin/main  what this branch has changed since it left main
  portcullis diff v1.0 v1.1 --path services
  portcullis diff HEAD^1 HEAD --format text --format markdown=change.md

Each revision is read with the configuration that it has itself; --config FILE is for both. Findings
that a list of known findings has are not new.

Exit status: 0 no new findings, 1 new findings, 2 could not run, 3 incomplete inputs (--strict-inputs)";

impl Diff {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let destinations = destinations(&self.format, self.output.as_deref())?;
        let folder = Folder::new(&self.path);
        let repository = Repository::of(&folder)?;
        let choose = |settings: &mut _| self.choice.apply(settings);
        let base = if self.merge_base {
            repository.read_merge_base(&self.base, self.head.as_deref())?
        } else {
            repository.read(&self.base)?
        };
        let head = self.head.as_deref().map(|head| repository.read(head)).transpose()?;
        let base = Side::of(base, &self.config, choose, loudness)?;
        let mut head = match head {
            Some(revision) => Side::of(revision, &self.config, choose, loudness)?,
            None => Side::of_work_tree(&folder, &self.config, choose, loudness)?,
        };
        let analysed = head.revision.as_ref().map_or(&folder, |revision| &revision.folder);
        Baselines::find(&analysed.given, &head.system)?.known().leave_out(&mut head.outcome);

        let before = Snapshot::of(&base.system, &base.config.settings, Some(&head.system));
        let after = Snapshot::of(&head.system, &head.config.settings, None);
        let comparison = Comparison {
            base: base.state(),
            head: head.state(),
            changes: change::compare(&before, &after),
            findings: Findings::compare(
                (&base.system, &base.outcome),
                (&head.system, &head.outcome),
            ),
            prefix: &folder.prefix(),
        };
        for Destination { format, file } in &destinations {
            output::write(file.as_deref(), |out| change::write(*format, &comparison, out))?;
        }
        let new = comparison.findings.new.iter().map(|finding| (*finding).clone()).collect();
        let outcome = Outcome { findings: new, ..Outcome::default() };
        Ok(self.threshold.exit(&head.system, &outcome))
    }
}
