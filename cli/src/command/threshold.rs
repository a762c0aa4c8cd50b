//! Which findings fail a run.

use std::path::Path;

use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::finding::Severity;

use crate::Exit;
use crate::fault::{Fault, Faults};
use crate::report::{count, no_package};

#[derive(Debug, Args)]
#[command(next_help_heading = "Exit status")]
pub(super) struct Threshold {
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Exit with 0 whatever is found
    ///
    /// A run that could not be done still exits with 2.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Exit with 3 if a clean run could not see everything
    ///
    /// That is, where a file could not be read or a name could not be followed, or where there was no package
    /// at all.
    #[arg(long)]
    strict_inputs: bool,
}

impl Threshold {
    /// How a run over `system` ends that found `outcome`.
    pub(super) fn exit(&self, system: &System, outcome: &Outcome) -> Exit {
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

/// What is said on standard error where a run over the folder `path` fails for what it could not see: the report may
/// be quiet, or a file that nobody opens.
pub(super) fn incomplete(system: &System, path: &Path) -> Faults {
    let shown = path.to_string_lossy();
    let shown = shown.trim_end_matches('/');
    let (there, help) = if let Some(there) = no_package(system, shown) {
        (there, "name a folder with a package or a workspace in it".to_owned())
    } else {
        let at = if shown == "." { String::new() } else { format!(" --path {shown}") };
        let lists = |part: &str| format!("`portcullis facts {part}{at}`");
        let problems = system.problems.len();
        let blind = system.graph.blind_spots.len();
        let lacks = [
            (problems, "problem while reading", "problems while reading", "problems"),
            (
                blind,
                "place where names could not be followed",
                "places where names could not be followed",
                "blind-spots",
            ),
        ];
        let lacks: Vec<_> = lacks.into_iter().filter(|(number, ..)| *number > 0).collect();
        let told = lacks.iter().map(|(number, one, many, _)| count(*number, one, many));
        let are = if problems + blind == 1 { "is" } else { "are" };
        let told: Vec<String> = told.collect();
        let lists: Vec<String> = lacks.iter().map(|(.., part)| lists(part)).collect();
        let list = if lists.len() == 1 { "shows" } else { "show" };
        (
            format!("there {are} {}", told.join(" and ")),
            format!("{} {list} what could not be seen", lists.join(" and ")),
        )
    };
    let message = format!("`--strict-inputs` wants everything to be seen, and {there}");
    Faults(vec![Fault { message, help: Some(help), at: None }])
}

#[cfg(test)]
mod tests {
    use portcullis_facts::problem::{Problem, ProblemKind};
    use portcullis_rules::finding::Finding;

    use super::*;
    use crate::testing;

    fn problem() -> Problem {
        let (path, message) = ("a".to_owned(), "permission denied".to_owned());
        Problem { path, span: None, kind: ProblemKind::Unreadable, message }
    }

    fn exit(arguments: &[&str], severity: Option<Severity>, complete: bool) -> Exit {
        #[derive(clap::Parser)]
        struct Only {
            #[command(flatten)]
            threshold: Threshold,
        }
        let arguments = std::iter::once(&"lint").chain(arguments);
        let only = <Only as clap::Parser>::try_parse_from(arguments).unwrap();
        let finding = |severity| Finding { severity, ..testing::finding() };
        let findings = severity.map(finding).into_iter().collect();
        let mut system = System::default();
        if !complete {
            system.problems.push(problem());
        }
        only.threshold.exit(&system, &Outcome { findings, ..Outcome::default() })
    }

    #[test]
    fn what_was_not_seen_is_told() {
        let mut system = testing::shop();
        let told = |system: &System| incomplete(system, Path::new("a")).render(false);
        insta::assert_snapshot!(told(&system), @r"
        error: `--strict-inputs` wants everything to be seen, and there is 1 place where names could not be followed
          |
          = help: `portcullis facts blind-spots --path a` shows what could not be seen
        ");
        system.problems = vec![problem(); 2];
        insta::assert_snapshot!(told(&system), @r"
        error: `--strict-inputs` wants everything to be seen, and there are 2 problems while reading and 1 place where names could not be followed
          |
          = help: `portcullis facts problems --path a` and `portcullis facts blind-spots --path a` show what could not be seen
        ");
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
