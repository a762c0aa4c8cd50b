//! `portcullis lint`: reads a system, checks it and reports what was found.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::finding::Severity;
use portcullis_rules::settings::Settings;

use super::known::Known;
use crate::arguments::Loudness;
use crate::config::{self, Config};
use crate::destination::{Destination, destinations};
use crate::report::{self, Report, Verbosity};
use crate::repository::Folder;
use crate::{Exit, output, status, today};

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
    format: Vec<Destination>,
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
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    config: config::Source,
    #[command(flatten)]
    threshold: Threshold,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
struct Choice {
    /// Run only these rules, those that are off by default too
    ///
    /// `all`, a category (`hexagonal`), a rule (`hexagonal/layer-dependency`), one of its variants
    /// (`hexagonal/technology-in-core[manifest]`) or a glob (`*/unbound-*`). May be repeated;
    /// several are separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',', num_args = 1)]
    select: Vec<String>,
    /// Do not run these rules; stronger than --select
    #[arg(long, value_name = "RULES", value_delimiter = ',', num_args = 1)]
    ignore: Vec<String>,
    #[command(flatten)]
    preset: config::PresetChoice,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Exit status")]
struct Threshold {
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Exit with 0 whatever is found
    ///
    /// A run that could not be done still exits with 2.
    #[arg(long)]
    exit_zero: bool,
    /// Exit with 3 if a clean run could not see everything
    ///
    /// That is, where a file could not be read or a name could not be followed.
    #[arg(long)]
    strict_inputs: bool,
}

const EXAMPLES: &str = "\
Examples:
  portcullis lint services/orders
  portcullis lint --select hexagonal --ignore hexagonal/unbound-port
  portcullis lint --format json --exit-zero | jq '.findings[].message'
  portcullis lint --format github --format sarif=portcullis.sarif
  portcullis lint --preset strict --deny-warnings --strict-inputs

Exit status: 0 clean, 1 findings, 2 could not run, 3 incomplete inputs (--strict-inputs)";

impl Lint {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let destinations = destinations(&self.format, self.output.as_deref())?;
        let folder = Folder::new(&self.path);
        let mut config = config::load(&folder, &self.config)?;
        self.choose(&mut config.settings)?;
        if loudness.verbosity() == Verbosity::Verbose {
            output::complain(&config.describe());
        }
        let (system, mut outcome) = check(&folder, &config, loudness)?;
        let baselines = self.known.load(&self.path, &system)?;
        let shrunk = if self.sees_all(&system) { baselines.shrunk(&outcome) } else { None };
        baselines.known().leave_out(&mut outcome);
        let shown = self.path.to_string_lossy();
        let mut report = Report {
            system: &system,
            outcome: &outcome,
            show_weak: self.show_weak,
            verbosity: loudness.verbosity(),
            styled: false,
            root: shown.trim_end_matches('/'),
            prefix: &folder.prefix(),
        };
        for Destination { format, file } in &destinations {
            report.styled = file.is_none() && output::stdout_is_styled();
            output::write(file.as_deref(), |out| report::write(*format, &report, out))?;
        }
        let exit = self.threshold.exit(&system, &outcome);
        let failed =
            shrunk.is_some_and(|next| self.known.shrink(&baselines, &next, &self.path, loudness));
        // The process ends here, which frees all at once; to free each of a million names and texts
        // by itself takes as long as to check them.
        std::mem::forget((system, outcome));
        Ok(if failed && !self.threshold.exit_zero { Exit::Findings } else { exit })
    }

    fn choose(&self, settings: &mut Settings) -> Result<()> {
        settings.select.clone_from(&self.choice.select);
        settings.ignore.clone_from(&self.choice.ignore);
        settings.today = today::today();
        self.choice.preset.apply(settings)
    }

    /// Whether a finding that is not found is fixed, rather than not looked for.
    fn sees_all(&self, system: &System) -> bool {
        let Choice { select, ignore, preset } = &self.choice;
        let chosen = !select.is_empty() || !ignore.is_empty() || !preset.is_empty();
        !chosen && !self.config.no_config && system.problems.is_empty()
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
    let checked = portcullis_rules::check(&System::default(), &config.settings);
    checked.map_err(|errors| config.faults(errors))?;
    status::while_running(&what, quiet, || {
        let mut system = portcullis_facts::read(&folder.given, &config.options)?;
        config.add_to(&mut system);
        let outcome = portcullis_rules::check(&system, &config.settings)
            .map_err(|errors| config.faults(errors))?;
        config.rename(&mut system, folder);
        Ok((system, outcome))
    })
}

impl Threshold {
    fn exit(&self, system: &System, outcome: &Outcome) -> Exit {
        let limit = if self.deny_warnings { Severity::Warning } else { Severity::Error };
        let failed = outcome.findings.iter().any(|finding| finding.severity >= limit);
        let complete = system.problems.is_empty() && system.graph.blind_spots.is_empty();
        if failed && !self.exit_zero {
            Exit::Findings
        } else if self.strict_inputs && !complete {
            Exit::Incomplete
        } else {
            Exit::Clean
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_facts::place::{FileId, Place, Span};
    use portcullis_rules::finding::Finding;

    use super::*;

    fn exit(arguments: &[&str], severity: Option<Severity>, complete: bool) -> Exit {
        #[derive(clap::Parser)]
        struct Only {
            #[command(flatten)]
            threshold: Threshold,
        }
        let arguments = std::iter::once(&"lint").chain(arguments);
        let only = <Only as clap::Parser>::try_parse_from(arguments).unwrap();
        let finding = |severity| Finding {
            rule: "a/b".into(),
            variant: None,
            severity,
            subject: String::new(),
            evidence: String::new(),
            service: None,
            message: String::new(),
            help: String::new(),
            place: Place { file: FileId(0), span: Span::default() },
            label: String::new(),
            related: Vec::new(),
            path: Vec::new(),
            confidence: 100,
            condition: String::new(),
            fingerprint: String::new(),
        };
        let findings = severity.map(finding).into_iter().collect();
        let mut system = System::default();
        if !complete {
            system.problems.push(portcullis_facts::problem::Problem {
                path: "a".into(),
                span: None,
                kind: portcullis_facts::problem::ProblemKind::Unreadable,
                message: "permission denied".into(),
            });
        }
        only.threshold.exit(&system, &Outcome { findings, ..Outcome::default() })
    }

    #[test]
    fn the_status_says_how_it_ended() {
        let (error, warning) = (Some(Severity::Error), Some(Severity::Warning));
        assert_eq!(exit(&[], None, false), Exit::Clean);
        assert_eq!(exit(&[], Some(Severity::Note), true), Exit::Clean);
        assert_eq!(exit(&["--deny-warnings"], Some(Severity::Note), true), Exit::Clean);
        assert_eq!(exit(&[], warning, true), Exit::Clean);
        assert_eq!(exit(&[], error, true), Exit::Findings);
        assert_eq!(exit(&["--deny-warnings"], warning, true), Exit::Findings);
        assert_eq!(exit(&["--exit-zero"], error, true), Exit::Clean);
        assert_eq!(exit(&["--strict-inputs"], None, true), Exit::Clean);
        assert_eq!(exit(&["--strict-inputs"], None, false), Exit::Incomplete);
        assert_eq!(exit(&["--strict-inputs"], error, false), Exit::Findings);
        assert_eq!(exit(&["--strict-inputs", "--exit-zero"], error, false), Exit::Incomplete);
    }
}
