//! How rules are tested: on systems that a few lines sketch.

mod behaviour;
mod deployed;
mod landscape;
mod sketch;
mod traffic;

use std::fmt::Write;

use portcullis_facts::System;
use portcullis_facts::place::Place;

use crate::Outcome;
use crate::finding::{Finding, Severity};
use crate::rule::Rule;
use crate::settings::Settings;

pub(crate) use sketch::system;

/// What a run with `settings` finds in a sketch.
pub(crate) fn run(sketch: &str, settings: &Settings) -> Outcome {
    let outcome = crate::check(&system(sketch), settings).expect("settings that can be meant");
    for finding in outcome.findings.iter().chain(&outcome.weak) {
        keeps_style(finding);
    }
    outcome
}

/// What one rule finds, all its variants included, one finding a paragraph.
///
/// # Panics
/// If it finds nothing.
pub(crate) fn fires(rule: &Rule, sketch: &str) -> String {
    let found = shown(rule, sketch);
    assert!(!found.is_empty(), "{} finds nothing in\n{sketch}", rule.id);
    found
}

/// Holds if one rule finds nothing, in any variant.
pub(crate) fn silent(rule: &Rule, sketch: &str) {
    let found = shown(rule, sketch);
    assert!(found.is_empty(), "{} finds\n{found}", rule.id);
}

fn shown(rule: &Rule, sketch: &str) -> String {
    let names = std::iter::once(rule.id.to_owned())
        .chain(rule.variants.iter().map(|v| format!("{}[{}]", rule.id, v.name)));
    let settings = Settings { select: names.collect(), ..Settings::default() };
    let system = system(sketch);
    let outcome = crate::check(&system, &settings).expect("settings that can be meant");
    show(&system, &outcome)
}

/// Findings as text, with their places.
pub(crate) fn show(system: &System, outcome: &Outcome) -> String {
    let at = |place: Place| {
        let line = system.line_column(place).line;
        format!("{}:{line}", system.file(place.file).path)
    };
    let mut text = String::new();
    for (finding, weak) in outcome
        .findings
        .iter()
        .map(|finding| (finding, ""))
        .chain(outcome.weak.iter().map(|finding| (finding, "weak ")))
    {
        keeps_style(finding);
        let severity = match finding.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let variant = finding.variant.map(|v| format!("[{v}]")).unwrap_or_default();
        let _ = write!(
            text,
            "{weak}{severity} {}{variant} {} ({})\n  {}\n  help: {}\n",
            finding.rule,
            at(finding.place),
            finding.label,
            finding.message,
            finding.help
        );
        for related in &finding.related {
            let _ = writeln!(text, "  also {}: {}", at(related.place), related.label);
        }
    }
    text
}

fn keeps_style(finding: &Finding) {
    let texts = [&finding.message, &finding.help, &finding.label].into_iter();
    let texts = texts.chain(finding.related.iter().map(|related| &related.label));
    for text in texts.chain(finding.path.iter().map(|step| &step.text)) {
        assert_eq!(style_fault(text), None, "{}: {text:?}", finding.rule);
    }
}

/// What convention 5 of the house says against a text: lower case, no full stop, not empty.
pub(crate) fn style_fault(text: &str) -> Option<&'static str> {
    let first = text.chars().next();
    if first.is_none() {
        Some("empty")
    } else if first.is_some_and(char::is_uppercase) {
        Some("begins with a capital")
    } else if text.ends_with('.') {
        Some("ends with a full stop")
    } else if text.matches('`').count() % 2 == 1 {
        Some("has an odd backtick")
    } else if text.contains('\n') || text.contains("  ") {
        Some("has a line break or two blanks")
    } else {
        None
    }
}
