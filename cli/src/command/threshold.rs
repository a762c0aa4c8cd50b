//! Which findings fail a run.

use clap::Args;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::finding::Severity;

use crate::Exit;

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
    /// That is, where a file could not be read or a name could not be followed.
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

#[cfg(test)]
mod tests {
    use portcullis_rules::finding::Finding;

    use super::*;
    use crate::testing;

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
