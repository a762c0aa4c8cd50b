//! What a check found, as the client gets it: a function of a finished run.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Range,
};
use portcullis_facts::System;
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_facts::problem::{Problem, ProblemKind};
use portcullis_rules::Outcome;
use portcullis_rules::finding::{Finding, Remedy, Severity};

use super::place::{Encoding, Root, Text, is_rust};
use crate::fault::Fault;
use crate::mend::Mender;
use crate::{escape, report};

/// The name under which editors show what is found.
const SOURCE: &str = "portcullis";
/// Further places and steps of one finding that are told; the rest says nothing new.
const MOST: usize = 20;

/// What stands in the files, by their paths from the root.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is found in each file.
    pub(super) files: BTreeMap<String, Vec<Shown>>,
    /// Places that findings speak of besides their own, each with where the finding stands.
    pub(super) others: BTreeMap<String, Vec<(Range, Location)>>,
    /// The versions of the open documents that were read.
    pub(super) versions: BTreeMap<String, i32>,
    /// What mends it.
    pub(super) mender: Mender,
    /// The configuration in effect, if there is one.
    pub(super) config: Option<(String, String)>,
}

/// Something that is found.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) diagnostic: Diagnostic,
    /// The finding; none for what is wrong with the input.
    pub(super) about: Option<About>,
}

/// What the diagnostic of a finding leaves out.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The rule's id.
    pub(super) rule: String,
    /// The variant, if it has one.
    pub(super) variant: Option<&'static str>,
    pub(super) message: String,
    pub(super) help: String,
    /// What mends it where it stands.
    pub(super) remedy: Option<Remedy>,
    /// The steps of the reasoning.
    pub(super) steps: Vec<(String, Option<Location>)>,
    /// The other places, nearest to what the finding is about first, without repetition.
    pub(super) others: Vec<Location>,
}

impl About {
    /// `rule[variant]`, as suppressions write it.
    pub(super) fn name(&self) -> String {
        match self.variant {
            Some(variant) => format!("{}[{variant}]", self.rule),
            None => self.rule.clone(),
        }
    }
}

/// Turns places of a system into those of the protocol.
struct Places<'s> {
    system: &'s System,
    root: &'s Root,
    encoding: Encoding,
    texts: HashMap<FileId, Text<'s>>,
}

impl Places<'_> {
    fn range(&mut self, place: Place) -> Range {
        let (system, encoding) = (self.system, self.encoding);
        let text = self
            .texts
            .entry(place.file)
            .or_insert_with(|| Text::new(&system.file(place.file).text, encoding));
        text.range(place.span)
    }

    fn location(&mut self, place: Place) -> Location {
        let uri = self.root.uri(&self.system.file(place.file).path);
        Location { uri, range: self.range(place) }
    }
}

impl Found {
    /// What a run found; weak findings too if `weak`.
    pub(super) fn new(
        system: &System,
        outcome: &Outcome,
        weak: bool,
        root: &Root,
        encoding: Encoding,
    ) -> Self {
        let mut found = Self { mender: Mender::new(system, outcome), ..Self::default() };
        let mut places = Places { system, root, encoding, texts: HashMap::new() };
        for finding in &outcome.findings {
            found.add(finding, severity(finding.severity), &mut places);
        }
        for finding in outcome.weak.iter().filter(|_| weak) {
            found.add(finding, DiagnosticSeverity::Hint, &mut places);
        }
        found.add_problems(system, &mut places);
        found
    }

    fn add(&mut self, finding: &Finding, severity: DiagnosticSeverity, places: &mut Places<'_>) {
        let own = places.location(finding.place);
        let graph = &places.system.graph;
        let edges = graph.edges_at(finding.place);
        let ends: Vec<(Place, String)> = edges
            .filter_map(|edge| {
                let label = format!("`{}` is defined here", graph.target_path(edge.to));
                Some((graph.target_place(edge.to)?, label))
            })
            .collect();
        let ends = ends.iter().map(|(place, label)| (*place, label.as_str()));
        let related = finding.related.iter().take(MOST).map(|related| {
            let label = if related.label.is_empty() { "also here" } else { related.label.as_str() };
            (related.place, label)
        });
        let steps = finding.path.iter().take(MOST);
        let reasons = steps.clone().filter_map(|step| Some((step.place?, step.text.as_str())));
        let mut others: Vec<Location> = Vec::new();
        let mut information = Vec::new();
        for (place, label) in ends.chain(related).chain(reasons) {
            let location = places.location(place);
            if location == own || others.contains(&location) {
                continue;
            }
            let path = places.system.file(place.file).path.clone();
            self.others.entry(path).or_default().push((location.range, own.clone()));
            let message = escape::line(label).into_owned();
            information.push(DiagnosticRelatedInformation { location: location.clone(), message });
            others.push(location);
        }
        let steps = steps
            .map(|step| {
                (
                    escape::line(&step.text).into_owned(),
                    step.place.map(|place| places.location(place)),
                )
            })
            .collect();
        let message = if finding.message.is_empty() { &finding.rule } else { &finding.message };
        let about = About {
            rule: finding.rule.clone(),
            variant: finding.variant,
            message: escape::line(message).into_owned(),
            help: escape::line(&finding.help).into_owned(),
            remedy: finding.remedy,
            steps,
            others,
        };
        let help =
            if about.help.is_empty() { String::new() } else { format!("\nhelp: {}", about.help) };
        let unused = about.variant == Some("unused");
        let diagnostic = Diagnostic {
            range: own.range,
            severity: Some(severity),
            code: Some(report::id(finding).into()),
            source: Some(SOURCE.to_owned()),
            message: format!("{}{help}", about.message).into(),
            tags: unused.then(|| vec![DiagnosticTag::Unnecessary]),
            related_information: (!information.is_empty()).then_some(information),
            ..Diagnostic::default()
        };
        let path = places.system.file(finding.place.file).path.clone();
        self.files.entry(path).or_default().push(Shown { diagnostic, about: Some(about) });
    }

    /// What could not be read, but for code, of which compilers say more.
    fn add_problems(&mut self, system: &System, places: &mut Places<'_>) {
        let of_code = |problem: &Problem| {
            matches!(problem.kind, ProblemKind::Syntax | ProblemKind::NestedTooDeep)
                && is_rust(&problem.path)
        };
        let problems: Vec<&Problem> =
            system.problems.iter().filter(|problem| !of_code(problem)).collect();
        if problems.is_empty() {
            return;
        }
        let files: HashMap<&str, FileId> = system
            .files
            .iter()
            .enumerate()
            .map(|(at, file)| (file.path.as_str(), FileId(at as u32)))
            .collect();
        for problem in problems {
            // What stands in no file that was read has no place to be shown at.
            let Some(&file) = files.get(problem.path.as_str()) else { continue };
            let place = Place { file, span: problem.span.unwrap_or_default() };
            let range = places.range(place);
            self.wrong(&problem.path, range, DiagnosticSeverity::Information, &problem.message);
        }
    }

    /// Adds what is wrong with a file of configuration, at `path` from the root.
    pub(super) fn add_fault(&mut self, path: &str, fault: &Fault, encoding: Encoding) {
        let Some((text, span)) = &fault.at else { return };
        let range = Text::new(&text.text, encoding).range(span.unwrap_or(Span::default()));
        let help = fault.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
        let message = format!("{}{help}", fault.message);
        self.wrong(path, range, DiagnosticSeverity::Error, &message);
    }

    fn wrong(&mut self, path: &str, range: Range, severity: DiagnosticSeverity, message: &str) {
        let lines: Vec<_> = message.lines().map(escape::line).collect();
        let diagnostic = Diagnostic {
            range,
            severity: Some(severity),
            source: Some(SOURCE.to_owned()),
            message: lines.join("\n").into(),
            ..Diagnostic::default()
        };
        self.files.entry(path.to_owned()).or_default().push(Shown { diagnostic, about: None });
    }
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}
