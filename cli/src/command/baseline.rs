//! `portcullis baseline`: records the findings of today, so that only new ones fail.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::engine::baseline::{Baseline as List, Growth};

use super::lint::check;
use crate::arguments::Loudness;
use crate::baseline::{Baselines, Change};
use crate::fault::{Fault, Faults};
use crate::report::{Verbosity, count};
use crate::repository::Folder;
use crate::{Exit, config, escape, input, output, today};

/// Record the findings of today, so that `lint` fails only for new ones
///
/// They stand in `portcullis-baseline.toml`, a line each, by fingerprints that do not change when
/// code moves. `lint` leaves them out. Run it again to take out what is fixed. The number of
/// known findings of a rule may fall; it rises only with --accept-new.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Baseline {
    /// The folder to check
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Keep a file beside each package's Cargo.toml instead of one in PATH
    ///
    /// Once there are such files, they are kept up without this option.
    #[arg(long, conflicts_with = "file")]
    per_package: bool,
    /// Record new findings though a rule then has more of them than before
    #[arg(long)]
    accept_new: bool,
    /// The file to keep, instead of `portcullis-baseline.toml` in PATH
    #[arg(long = "baseline", value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    preset: config::PresetChoice,
    #[command(flatten)]
    config: config::Source,
}

const EXAMPLES: &str = "\
Examples:
  portcullis baseline                   the first time: record all; later: take out what is fixed
  portcullis baseline --per-package     a file for each package, so that each team has its own
  portcullis baseline --accept-new      record new findings too
  portcullis lint --no-baseline         show all findings, the known ones too

Exit status: 0 done, 1 there are new findings and --accept-new is missing, 2 could not run";

impl Baseline {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let folder = Folder::new(&self.path);
        let mut config = config::load(&folder, &self.config)?;
        self.preset.apply(&mut config.settings)?;
        config.settings.today = today::today();
        config.reads_only_what_is_asked = true;
        let (system, outcome) = check(&folder, &config, loudness)?;
        let mut baselines = match &self.file {
            Some(file) => Baselines::at(&self.path, file, true)?,
            None => Baselines::find(&self.path, &system)?,
        };
        if let Some((path, root)) = baselines.foreign().next() {
            let shown = escape::line(&input::shown(path)).into_owned();
            bail!("`{shown}` was recorded over another folder, `{root}` from there; name that one");
        }
        if self.per_package {
            baselines.split();
        }
        let known = baselines.known();
        let next = known.after(&outcome);
        // What there was before there was a list is no growth.
        let growth = if baselines.are_missing() { Vec::new() } else { known.growth(&next) };
        if !growth.is_empty() && !self.accept_new {
            output::complain(&refusal(&growth).render(output::stderr_is_styled()));
            return Ok(Exit::Findings);
        }
        let changes = baselines.write(&baselines.spread(&next, &system, &outcome))?;
        if loudness.verbosity() != Verbosity::Quiet {
            output::print(&told(&changes, &known, &next, &growth))?;
            unread(&system, &outcome);
        }
        Ok(Exit::Clean)
    }
}

fn refusal(growth: &[Growth]) -> Faults {
    let fault = |growth: &Growth| Fault {
        message: format!(
            "`{}` would grow from {} to {}",
            growth.rule,
            count(growth.from, "known finding", "known findings"),
            growth.to
        ),
        help: None,
        at: None,
    };
    let mut faults: Vec<Fault> = growth.iter().map(fault).collect();
    if let Some(last) = faults.last_mut() {
        let help = "fix what is new (`portcullis lint` shows it), or record it with `--accept-new`";
        last.help = Some(help.to_owned());
    }
    Faults(faults)
}

/// What was done, for people.
fn told(changes: &[Change], known: &List, next: &List, growth: &[Growth]) -> String {
    let mut text = String::new();
    for change in changes {
        let _ = match change {
            Change::Written(path) => writeln!(text, "wrote {path}"),
            Change::Removed(path) => writeln!(text, "removed {path}, in which nothing was left"),
        };
    }
    for growth in growth {
        let _ = writeln!(text, "`{}` grew from {} to {}", growth.rule, growth.from, growth.to);
    }
    let (added, removed) = (next.without(known).len(), known.without(next).len());
    let _ = writeln!(
        text,
        "{} of {}; {added} added, {removed} taken out",
        count(next.len(), "known finding", "known findings"),
        count(next.rules().count(), "rule", "rules"),
    );
    text
}

/// Says that a list may lack something, where a part of the system could not be read.
fn unread(system: &System, outcome: &Outcome) {
    if !system.problems.is_empty() {
        let problems = count(system.problems.len(), "problem", "problems");
        let found = count(outcome.findings.len(), "finding", "findings");
        output::complain(&format!(
            "{problems} while reading: there may be more than {found}; `portcullis lint` shows them"
        ));
    }
}
