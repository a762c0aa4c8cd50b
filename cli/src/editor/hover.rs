//! What is said of a finding when somebody points at it: why it is one, and the page of its rule.

use std::fmt::Write as _;

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position, Range};

use super::found::{About, Shown};

/// Whether a position stands in a range, or at its end.
pub(super) fn covers(range: Range, position: Position) -> bool {
    range.start <= position && position <= range.end
}

/// What is said at a position of a file in which `shown` was found.
pub(super) fn at(shown: &[Shown], position: Position) -> Option<Hover> {
    let here = |shown: &&Shown| covers(shown.diagnostic.range, position);
    let findings: Vec<(&Shown, &About)> = shown
        .iter()
        .filter(here)
        .filter_map(|shown| Some((shown, shown.about.as_ref()?)))
        .collect();
    let (first, _) = findings.first()?;
    let mut value = String::new();
    let mut pages: Vec<&str> = Vec::new();
    for (_, about) in &findings {
        tell(about, &mut value);
        if !pages.contains(&about.rule.as_str()) {
            pages.push(&about.rule);
        }
    }
    for page in pages.into_iter().filter_map(portcullis_rules::explain) {
        let _ = write!(value, "---\n\n{}\n\n", page.trim());
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: value.trim_end().to_owned() };
    Some(Hover { contents: contents.into(), range: Some(first.diagnostic.range) })
}

/// A finding with its reasons.
fn tell(about: &About, out: &mut String) {
    let _ = write!(out, "**{}**: {}\n\n", about.name(), about.message);
    for (number, (step, place)) in about.steps.iter().enumerate() {
        let _ = write!(out, "{}. {step}", number + 1);
        if let Some(place) = place {
            let name = place.uri.0.rsplit('/').next().unwrap_or_default();
            let line = place.range.start.line + 1;
            let _ = write!(out, " ([{name}:{line}]({}#L{line}))", place.uri.0);
        }
        out.push('\n');
    }
    if !about.steps.is_empty() {
        out.push('\n');
    }
    if !about.help.is_empty() {
        let _ = write!(out, "help: {}\n\n", about.help);
    }
}
