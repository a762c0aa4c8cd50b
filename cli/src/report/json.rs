//! The JSON report; `docs/json.md` describes it. Keys are only ever added within one version.

use std::io::{self, Write};

use portcullis_facts::place::{FileId, Span};
use portcullis_facts::problem::{Problem, ProblemKind};
use portcullis_rules::finding::{Finding, Severity};
use serde::{Serialize, Serializer};

use super::Report;
use super::locate::{Location, Locator};
use super::summary::Summary;
use crate::escape::SafeJson;
use crate::mend::{self, Fix, Mender};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Findings<'a>,
    problems: Vec<ProblemEntry<'a>>,
    summary: Summary,
}

/// Written one by one, so that thousands of findings are never all in memory a second time.
struct Findings<'a> {
    report: &'a Report<'a>,
    locator: Locator<'a>,
    mender: Mender,
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.report.findings().map(|finding| {
            let fix = self.mender.finding(self.report.system, finding).and_then(Result::ok);
            let fix = fix.map(|fix| FixEntry::of(fix, finding.place.file, &self.locator));
            Mendable { entry: Entry::of(finding, &self.locator), fix }
        }))
    }
}

/// A finding as JSON shows it.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    rule: &'a str,
    variant: Option<&'a str>,
    severity: Severity,
    service: Option<&'a str>,
    subject: &'a str,
    message: &'a str,
    help: &'a str,
    label: &'a str,
    location: Location<'a>,
    related: Vec<Related<'a>>,
    path: Vec<Step<'a>>,
    confidence: f64,
    condition: &'a str,
    fingerprint: &'a str,
}

/// A finding and what mends it.
#[derive(Serialize)]
struct Mendable<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    fix: Option<FixEntry<'a>>,
}

/// Edits that mend a finding.
#[derive(Serialize)]
struct FixEntry<'a> {
    title: String,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    location: Location<'a>,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Step<'a> {
    text: &'a str,
    location: Option<Location<'a>>,
}

/// A problem as JSON shows it.
#[derive(Debug, Serialize)]
pub(crate) struct ProblemEntry<'a> {
    pub(crate) kind: ProblemKind,
    pub(crate) message: &'a str,
    pub(crate) path: &'a str,
    pub(crate) location: Option<Location<'a>>,
}

impl<'a> Entry<'a> {
    /// A finding with its places.
    pub(crate) fn of(finding: &'a Finding, locator: &Locator<'a>) -> Self {
        Self {
            rule: &finding.rule,
            variant: finding.variant,
            severity: finding.severity,
            service: finding.service.as_deref(),
            subject: &finding.subject,
            message: &finding.message,
            help: &finding.help,
            label: &finding.label,
            location: locator.location(finding.place),
            related: finding
                .related
                .iter()
                .map(|r| Related { location: locator.location(r.place), label: &r.label })
                .collect(),
            path: finding
                .path
                .iter()
                .map(|step| Step {
                    text: &step.text,
                    location: step.place.map(|place| locator.location(place)),
                })
                .collect(),
            confidence: f64::from(finding.confidence) / 100.0,
            condition: &finding.condition,
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> FixEntry<'a> {
    fn of(fix: Fix, file: FileId, locator: &Locator<'a>) -> Self {
        let edits = fix.edits.into_iter().map(|edit| {
            let location = locator.location(mend::place(file, &edit));
            EditEntry { location, text: edit.text }
        });
        Self { title: fix.title, edits: edits.collect() }
    }
}

impl<'a> ProblemEntry<'a> {
    /// A problem, with its place if its file was read.
    pub(crate) fn of(problem: &'a Problem, locator: &Locator<'a>) -> Self {
        let place = |span: Span| locator.place(&problem.path, span);
        Self {
            kind: problem.kind,
            message: &problem.message,
            path: &problem.path,
            location: problem.span.and_then(place).map(|place| locator.location(place)),
        }
    }
}

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let problems = report.system.problems.iter().map(|p| ProblemEntry::of(p, &locator)).collect();
    let document = Document {
        version: 1,
        findings: Findings {
            report,
            locator,
            mender: Mender::of_all(report.system, report.outcome),
        },
        problems,
        summary: Summary::of(report),
    };
    document_to(&document, out)
}

/// Writes a value as indented JSON that is safe to show, and a line's end.
pub(crate) fn document_to(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let format = SafeJson(serde_json::ser::PrettyFormatter::new());
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, format))?;
    writeln!(out)
}
