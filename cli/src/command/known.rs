//! What `lint` does with known findings: which lists it uses, and how they shrink.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::settings::Settings;

use super::side::Side;
use crate::arguments::Loudness;
use crate::baseline::{Baselines, Next};
use crate::change::{self, Findings};
use crate::fault::{Fault, Faults};
use crate::report::{Verbosity, count};
use crate::repository::Folder;
use crate::revision::Repository;
use crate::{config, output};

#[derive(Debug, Args)]
#[command(next_help_heading = "Known findings")]
pub(super) struct Known {
    /// Leave out the findings of this file instead of those of `portcullis-baseline.toml`
    ///
    /// Without this option, the file in PATH and those beside the manifests of packages are used,
    /// where there are any. `portcullis baseline` writes them.
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,
    /// Report known findings too
    #[arg(long)]
    no_baseline: bool,
    /// Fail if a known finding is fixed, instead of taking it out of the file
    ///
    /// So it is in CI anyway, that is, where the variable CI is set.
    #[arg(long)]
    locked: bool,
    /// Report only what was not found in this revision of the git repository
    ///
    /// Both are read as a whole: BASE with its own configuration, from git, without touching the work
    /// tree.
    #[arg(long, value_name = "BASE")]
    since: Option<String>,
}

impl Known {
    /// The lists of known findings.
    pub(super) fn load(&self, path: &Path, system: &System) -> Result<Baselines> {
        match &self.baseline {
            Some(file) => Baselines::at(path, file, false),
            None if self.no_baseline => Ok(Baselines::new(path, PathBuf::new())),
            None => Baselines::find(path, system),
        }
    }

    /// Leaves out what was found in the revision of `--since` too, and counts it.
    ///
    /// # Errors
    /// Where that revision cannot be read.
    pub(super) fn leave_out_earlier(
        &self,
        folder: &Folder,
        source: &config::Source,
        choose: impl Fn(&mut Settings) -> Result<()>,
        loudness: Loudness,
        system: &System,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let Some(base) = &self.since else { return Ok(()) };
        let revision = Repository::of(folder)?.read(base)?;
        let base = Side::of(revision, source, choose, loudness)?;
        let found = Findings::compare((&base.system, &base.outcome), (system, outcome));
        let new: HashSet<String> =
            found.new.iter().map(|finding| finding.fingerprint.clone()).collect();
        let earlier = change::prints(&base.outcome);
        let before = outcome.findings.len();
        outcome.findings.retain(|finding| new.contains(&finding.fingerprint));
        outcome.weak.retain(|finding| !earlier.contains(finding.fingerprint.as_str()));
        outcome.earlier = before - outcome.findings.len();
        Ok(())
    }

    /// Takes what is fixed out of the lists, or says who should; whether the run fails for it.
    pub(super) fn shrink(
        &self,
        baselines: &Baselines,
        next: &Next,
        path: &Path,
        loudness: Loudness,
    ) -> bool {
        let fixed = baselines.known().len() - baselines.count(next);
        let are_fixed = count(fixed, "known finding is fixed", "known findings are fixed");
        let files = baselines.differing(next);
        let (first, more) =
            files.split_first().map_or(("", 0), |(f, rest)| (f.as_str(), rest.len()));
        let more = if more > 0 {
            format!(" and {}", count(more, "other file", "other files"))
        } else {
            String::new()
        };
        if self.locked || is_ci() {
            let fault = Fault {
                message: format!("{are_fixed} and can be taken out of `{first}`{more}"),
                help: Some(format!("run `{}` and commit the result", self.command(path))),
                at: None,
            };
            output::complain(&Faults(vec![fault]).render(output::stderr_is_styled()));
            return true;
        }
        let said = match baselines.write(next) {
            Ok(_) => format!("{are_fixed} and taken out of `{first}`{more}"),
            // A tree that cannot be written to can be linted all the same.
            Err(error) => format!("{are_fixed}, but {error:#}"),
        };
        if loudness.verbosity() != Verbosity::Quiet {
            output::complain(&said);
        }
        false
    }

    /// The command that takes out what is fixed.
    fn command(&self, path: &Path) -> String {
        let mut command = String::from("portcullis baseline");
        let mut add = |word: &str| {
            command.push(' ');
            command.push_str(word);
        };
        if let Some(file) = &self.baseline {
            add("--baseline");
            add(&file.to_string_lossy());
        }
        if path.as_os_str() != "." {
            add(&path.to_string_lossy());
        }
        command
    }
}

/// Whether nobody would commit a file that is written here.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !["", "0", "false"].iter().any(|no| value == *no))
}
