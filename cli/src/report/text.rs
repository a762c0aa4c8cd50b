//! The report for people: each finding with its source lines, its evidence and what to do.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{Element, Group, Level, Origin, Renderer};
use portcullis_facts::problem::Problem;
use portcullis_rules::finding::{Finding, Severity};
use rayon::prelude::*;

use super::excerpt::{self, Mark, Source};
use super::locate::Locator;
use super::summary::{Summary, count, is_of_nothing, no_package};
use super::{Report, Verbosity};
use crate::{escape, names};

/// Problems that are listed without being asked for.
const FEW: usize = 5;
/// Secondary places that are shown; the others are counted.
const RELATED: usize = 8;
/// Steps of evidence that are shown.
const STEPS: usize = 24;
/// Findings that a thread draws before it looks for more work.
const AT_ONCE: usize = 16;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if report.verbosity == Verbosity::Quiet {
        let locator = Locator::new(report.system);
        return report
            .findings()
            .try_for_each(|finding| writeln!(out, "{}", one_line(finding, &locator)));
    }
    out.write_all(shown(report).as_bytes())?;
    summary(report, out)
}

/// Findings and problems. To draw them takes an eighth of a lint where much was found.
fn shown(report: &Report<'_>) -> String {
    let renderer = renderer(report.styled);
    let findings: Vec<&Finding> = report.findings().collect();
    // Neighbours stand in the same files, so little is indexed twice.
    let pieces = findings.par_chunks(AT_ONCE).map(|findings| {
        let locator = Locator::new(report.system);
        let mut piece = String::new();
        for finding in findings {
            piece += &renderer.render(&[group(finding, &locator)]);
            piece += "\n\n";
        }
        piece
    });
    let mut shown = pieces.collect::<Vec<String>>().concat();
    problems(report, &Locator::new(report.system), &renderer, &mut shown);
    shown
}

/// The renderer of everything that is shown with source lines.
pub(crate) fn renderer(styled: bool) -> Renderer {
    if styled { Renderer::styled() } else { Renderer::plain() }
}

fn one_line(finding: &Finding, locator: &Locator<'_>) -> String {
    format!(
        "{}: {}[{}] {}",
        locator.short(finding.place),
        names::severity(finding.severity),
        id(finding),
        escape::line(&finding.message)
    )
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn id(finding: &Finding) -> String {
    escape::line(&super::id(finding)).into_owned()
}

fn group(finding: &Finding, locator: &Locator<'_>) -> Group<'static> {
    let title = level(finding.severity)
        .primary_title(escape::line(&finding.message).into_owned())
        .id(id(finding));
    title.elements(snippets(finding, locator)).elements(notes(finding, locator))
}

/// The primary file first, then the others in the order in which they are named.
fn snippets(finding: &Finding, locator: &Locator<'_>) -> Vec<Element<'static>> {
    let mut files = vec![finding.place.file];
    let related = &finding.related[..finding.related.len().min(RELATED)];
    for place in related.iter().map(|related| related.place) {
        if !files.contains(&place.file) {
            files.push(place.file);
        }
    }
    let mut elements = Vec::new();
    for file in files {
        let mut marks = Vec::new();
        if file == finding.place.file {
            marks.push(Mark { span: finding.place.span, label: &finding.label, primary: true });
        }
        marks.extend(related.iter().filter(|related| related.place.file == file).map(|related| {
            Mark { span: related.place.span, label: &related.label, primary: false }
        }));
        let lines = locator.lines(file);
        let (path, text) = (locator.path(file), locator.text(file));
        let source = Source { path, text, lines: &lines, masks: locator.masks(file) };
        elements.extend(excerpt::elements(&source, marks));
    }
    elements
}

fn notes(finding: &Finding, locator: &Locator<'_>) -> Vec<Element<'static>> {
    let mut notes = Vec::new();
    let mut note = |text: String| notes.push(Level::NOTE.message(text).into());
    if let Some(more) = finding.related.len().checked_sub(RELATED + 1) {
        note(format!("and {}", count(more + 1, "place more", "places more")));
    }
    if !finding.path.is_empty() {
        let mut text = String::from("evidence:");
        for (number, step) in finding.path.iter().take(STEPS).enumerate() {
            let _ = write!(text, "\n{}. {}", number + 1, escape::line(&step.text));
            if let Some(place) = step.place {
                let _ = write!(text, " ({})", locator.short(place));
            }
        }
        if let Some(more) = finding.path.len().checked_sub(STEPS + 1) {
            let _ = write!(text, "\nand {}", count(more + 1, "step more", "steps more"));
        }
        note(text);
    }
    if !finding.condition.is_empty() {
        note(format!("only where `{}` holds", escape::line(&finding.condition)));
    }
    if finding.confidence < 85 {
        note(format!("confidence {}.{:02}", finding.confidence / 100, finding.confidence % 100));
    }
    if !finding.help.is_empty() {
        notes.push(Level::HELP.message(escape::line(&finding.help).into_owned()).into());
    }
    notes
}

fn problems(report: &Report<'_>, locator: &Locator<'_>, renderer: &Renderer, out: &mut String) {
    // That there is no package is said at the end.
    let problems = report.system.problems.iter().filter(|problem| !is_of_nothing(problem));
    let problems: Vec<&Problem> = problems.collect();
    let all = report.verbosity == Verbosity::Verbose || problems.len() <= FEW;
    let shown = if all { problems.len() } else { FEW };
    for problem in &problems[..shown] {
        *out += &renderer.render(&[self::problem(problem, locator)]);
        *out += "\n\n";
    }
    if shown < problems.len() {
        let more = count(problems.len() - shown, "problem more", "problems more");
        let _ = write!(out, "{more}; `portcullis lint -v` lists all\n\n");
    }
}

/// A problem as people see it.
pub(crate) fn problem(problem: &Problem, locator: &Locator<'_>) -> Group<'static> {
    let title = Level::WARNING
        .with_name("not read")
        .primary_title(escape::line(&problem.message).into_owned());
    let place = problem.span.and_then(|span| locator.place(&problem.path, span));
    let Some(place) = place else {
        let path = if problem.path.is_empty() { "." } else { &problem.path };
        return title.element(Origin::path(escape::line(path).into_owned()));
    };
    let lines = locator.lines(place.file);
    let (path, text) = (locator.path(place.file), locator.text(place.file));
    let mark = Mark { span: place.span, label: "", primary: true };
    let source = Source { path, text, lines: &lines, masks: locator.masks(place.file) };
    title.elements(excerpt::elements(&source, vec![mark]))
}

fn summary(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary::of(report);
    let root = if report.root == "." {
        String::new()
    } else {
        format!(" --path {}", escape::line(report.root))
    };
    if let Some(why) = no_package(report.system, report.root) {
        writeln!(out, "nothing was checked: {}", escape::line(&why))?;
        if summary.left_out > 0 {
            let left_out =
                count(summary.left_out, "manifest is left out", "manifests are left out");
            writeln!(out, "{left_out}; `portcullis facts left-out{root}` says why")?;
        }
        return Ok(());
    }
    writeln!(out, "{} in {}", summary.found(), summary.read())?;
    if let Some(besides) = summary.besides() {
        writeln!(out, "{besides}")?;
    }
    // Whether there is an edit shows only when it is tried, for which files are parsed as a whole.
    let fixable = report.findings().filter(|finding| finding.remedy.is_some()).count();
    if fixable > 0 {
        let fixable = if fixable == 1 { "one".to_owned() } else { fixable.to_string() };
        writeln!(
            out,
            "`portcullis fix{root}` may mend {fixable} of them; with `--dry-run` it shows how"
        )?;
    }
    let blind: usize = summary.blind_spots.values().sum();
    if blind > 0 {
        writeln!(
            out,
            "{} where names could not be followed; `portcullis facts blind-spots{root}` lists them",
            count(blind, "place", "places"),
        )?;
    }
    Ok(())
}
