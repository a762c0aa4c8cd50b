//! `portcullis lint`: reads a system, checks it and reports what was found.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;

use super::choice::Choice;
use super::known::Known;
use super::threshold::{self, Threshold};
use crate::arguments::Loudness;
use crate::config::{self, Config};
use crate::destination::{Destination, destinations};
use crate::report::{self, Format, Report, Verbosity};
use crate::repository::Folder;
use crate::watch::Watch;
use crate::{Exit, fault, output, status};

/// Check a system and report where its architecture is broken
///
/// PATH is any folder: a workspace, several of them, packages without one. Nothing in it is run,
/// and nothing changed but the list of known findings, which shrinks.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Lint {
    /// The folder to check
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The form of the report, and the file that it goes to; may be repeated
    ///
    /// `--format text --format sarif=FILE` prints one report and writes another. Without this
    /// option it is `text`.
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Report")]
    format: Vec<Destination<Format>>,
    /// Write the report to FILE instead of standard output
    ///
    /// The first one, if there are several, that names no file. The file is replaced as a whole
    /// once the report is complete.
    #[arg(short, long, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    /// Report weak findings too, as notes
    ///
    /// A finding is weak if a step behind it is a guess, so that its confidence is below 0.65.
    #[arg(long, help_heading = "Report")]
    show_weak: bool,
    /// Check again whenever a file was saved, until Ctrl-C
    ///
    /// What git ignores is not watched. Known findings that are fixed stay in their file meanwhile.
    #[arg(long, conflicts_with = "since", help_heading = "Report")]
    watch: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    config: config::Source,
    #[command(flatten)]
    threshold: Threshold,
}

const EXAMPLES: &str = "\
Examples:
  portcullis lint services/orders
  portcullis lint --select hexagonal --ignore hexagonal/unbound-port
  portcullis lint --format json --exit-zero | jq '.findings[].message'
  portcullis lint --format github --format sarif=portcullis.sarif
  portcullis lint --preset strict --deny-warnings --strict-inputs
  portcullis lint --since origin/main
  portcullis lint --watch

Exit status: 0 clean, 1 findings, 2 could not run, 3 incomplete inputs (--strict-inputs)";

impl Lint {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let destinations = destinations(&self.format, self.output.as_deref())?;
        let folder = Folder::new(&self.path);
        if self.watch {
            return self.watch(&folder, &destinations, loudness);
        }
        let (exit, read) = self.check(&folder, &destinations, loudness)?;
        // The process ends here, which frees all at once; to free each of a million names and texts
        // by itself takes as long as to check them.
        std::mem::forget(read);
        Ok(exit)
    }

    /// Checks, and again whenever something was saved; only an error ends that.
    fn watch(
        &self,
        folder: &Folder,
        destinations: &[Destination<Format>],
        loudness: Loudness,
    ) -> Result<Exit> {
        let own: Vec<&Path> = destinations.iter().filter_map(|one| one.file.as_deref()).collect();
        let mut watch = Watch::new(folder, &own)?;
        loop {
            if destinations.iter().any(|one| one.file.is_none()) {
                output::clear_screen();
            }
            let begin = Instant::now();
            // What is wrong in the middle of a change is mended by its end.
            if let Err(error) = self.check(folder, destinations, loudness) {
                output::complain(&fault::render(&error, output::stderr_is_styled()));
            }
            let seconds = begin.elapsed().as_secs_f64();
            output::complain(&format!("checked in {seconds:.2} s; waiting for changes"));
            watch.wait()?;
        }
    }

    /// Checks once; also what was read, so that the caller decides when to free it.
    fn check(
        &self,
        folder: &Folder,
        destinations: &[Destination<Format>],
        loudness: Loudness,
    ) -> Result<(Exit, (System, Outcome))> {
        let mut config = config::load(folder, &self.config)?;
        self.choice.apply(&mut config.settings)?;
        config.reads_only_what_is_asked = true;
        if loudness.verbosity() == Verbosity::Verbose {
            output::complain(&config.describe());
        }
        let (system, mut outcome) = check(folder, &config, loudness)?;
        let baselines = self.known.load(&self.path, &system)?;
        let shrunk =
            if self.sees_all(&system) && !self.watch { baselines.shrunk(&outcome) } else { None };
        baselines.known().leave_out(&mut outcome);
        let choose = |settings: &mut _| self.choice.apply(settings);
        self.known.leave_out_earlier(
            folder,
            &self.config,
            choose,
            loudness,
            &system,
            &mut outcome,
        )?;
        let shown = self.path.to_string_lossy();
        let mut report = Report {
            system: &system,
            outcome: &outcome,
            show_weak: self.show_weak,
            verbosity: loudness.verbosity(),
            styled: false,
            root: shown.trim_end_matches('/'),
            prefix: &folder.prefix(),
            title: &folder.name(),
            today: &config.settings.today,
            contexts: &config.settings.contexts,
        };
        for Destination { format, file } in destinations {
            report.styled = file.is_none() && output::stdout_is_styled();
            output::write(file.as_deref(), |out| report::write(*format, &report, out))?;
        }
        let exit = self.threshold.exit(&system, &outcome);
        let failed =
            shrunk.is_some_and(|next| self.known.shrink(&baselines, &next, &self.path, loudness));
        let exit = if failed && !self.threshold.exit_zero { Exit::Findings } else { exit };
        if exit == Exit::Incomplete {
            let told = threshold::incomplete(&system, &self.path);
            output::complain(&told.render(output::stderr_is_styled()));
        }
        Ok((exit, (system, outcome)))
    }

    /// Whether a finding that is not found is fixed, rather than not looked for.
    fn sees_all(&self, system: &System) -> bool {
        self.choice.is_open() && !self.config.no_config && system.problems.is_empty()
    }
}

/// Reads and checks.
pub(super) fn check(
    folder: &Folder,
    config: &Config,
    loudness: Loudness,
) -> Result<(System, Outcome)> {
    let what = format!("reading {}", folder.given.display());
    let quiet = loudness.verbosity() == Verbosity::Quiet;
    // A wrong setting is told before anything is read.
    let checks = config.checks()?;
    let mut options = config.options.clone();
    if config.reads_only_what_is_asked {
        options.depth = checks.depth();
    }
    status::while_running(&what, quiet, || {
        let mut system = portcullis_facts::read(&folder.given, &options)?;
        config.add_to(&mut system);
        let outcome = checks.check(&system);
        config.rename(&mut system, folder);
        Ok((system, outcome))
    })
}
