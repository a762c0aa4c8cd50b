//! What CI systems are told: findings, then what could not be read, as one flat list.
//!
//! They tie entries to lines of a repository, so paths lead from its root.

use portcullis_facts::place::Place;
use portcullis_facts::problem::Problem;
use portcullis_rules::finding::{Finding, Severity};

use super::Report;
use super::locate::{Location, Locator, from_root};

/// Problems that are told; beyond that they are only counted.
const PROBLEMS: usize = 1_000;
/// Secondary places and steps that are told of one finding.
const DETAILS: usize = 24;

/// An entry.
pub(super) struct Entry<'a> {
    pub(super) severity: Severity,
    /// `rule[variant]`, or `not-read/KIND`.
    pub(super) rule: String,
    pub(super) message: &'a str,
    pub(super) help: &'a str,
    /// From the root of the repository.
    pub(super) path: String,
    /// None if it is about the file as a whole.
    pub(super) place: Option<Place>,
    pub(super) location: Option<Location<'a>>,
    /// None for what could not be read.
    pub(super) finding: Option<&'a Finding>,
}

/// All entries, findings in their order.
pub(super) fn entries<'a>(report: &Report<'a>, locator: &Locator<'a>) -> Vec<Entry<'a>> {
    let findings = report.findings().map(|finding| Entry::found(finding, report, locator));
    let problems = report.system.problems.iter().take(PROBLEMS);
    findings.chain(problems.map(|problem| Entry::not_read(problem, report, locator))).collect()
}

/// How many problems are not among the entries.
pub(super) fn problems_left_out(report: &Report<'_>) -> usize {
    report.system.problems.len().saturating_sub(PROBLEMS)
}

impl<'a> Entry<'a> {
    fn found(finding: &'a Finding, report: &Report<'a>, locator: &Locator<'a>) -> Self {
        let message = if finding.message.is_empty() { &finding.rule } else { &finding.message };
        Self {
            severity: finding.severity,
            rule: super::id(finding),
            message,
            help: &finding.help,
            path: from_root(report.prefix, locator.path(finding.place.file)),
            place: Some(finding.place),
            location: Some(locator.location(finding.place)),
            finding: Some(finding),
        }
    }

    fn not_read(problem: &'a Problem, report: &Report<'a>, locator: &Locator<'a>) -> Self {
        let kind = serde_json::to_value(problem.kind).ok();
        let kind = kind.as_ref().and_then(serde_json::Value::as_str).unwrap_or("file");
        let place = problem.span.and_then(|span| locator.place(&problem.path, span));
        Self {
            severity: Severity::Note,
            rule: format!("not-read/{kind}"),
            message: &problem.message,
            help: "",
            path: from_root(report.prefix, &problem.path),
            place,
            location: place.map(|place| locator.location(place)),
            finding: None,
        }
    }

    /// The line, from 1; the first one if it is about the file as a whole.
    pub(super) fn line(&self) -> u32 {
        self.location.as_ref().map_or(1, |location| location.line)
    }

    /// The column in characters, from 1.
    pub(super) fn column(&self) -> u32 {
        self.location.as_ref().map_or(1, |location| location.column)
    }

    /// What else is known of it.
    pub(super) fn details(&self, report: &Report<'_>, locator: &Locator<'_>) -> Details {
        let at = |place: Place| {
            let path = from_root(report.prefix, locator.path(place.file));
            let start = locator.start(place);
            format!("{path}:{}:{}", start.line, start.column)
        };
        let Some(finding) = self.finding else { return Details::default() };
        let places = finding.related.iter().take(DETAILS).map(|related| {
            let label = if related.label.is_empty() { "also here" } else { &related.label };
            format!("`{}` {label}", at(related.place))
        });
        let steps = finding.path.iter().take(DETAILS).map(|step| match step.place {
            Some(place) => format!("{} (`{}`)", step.text, at(place)),
            None => step.text.clone(),
        });
        Details { places: places.collect(), steps: steps.collect() }
    }
}

/// What is known of a finding besides what is wrong, with names and places in backticks.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// Further places.
    pub(super) places: Vec<String>,
    /// The evidence.
    pub(super) steps: Vec<String>,
}
