//! The matrix of services against patterns.

use std::fmt::Write as _;

use super::Making;
use super::html::text;
use super::patterns::{Asked, Cell, PATTERNS, State};
use crate::report::masks::without_passwords;

impl State {
    /// Its class, its sign and its word.
    const fn shown(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Present => ("present", "✓", "present"),
            Self::Missing => ("missing", "○", "missing"),
            Self::Violated => ("violated", "✗", "violated"),
            Self::NotApplicable => ("none", "–", "not applicable"),
            Self::Unknown => ("unknown", "?", "unknown"),
        }
    }
}

/// Letters that are said of one cell.
const LONGEST: usize = 200;

/// The section.
pub(super) fn section(making: &Making<'_>) -> String {
    let landscape = &making.report.system.graph.landscape;
    let mut html = String::from("<section id=\"patterns\"><h2>Patterns</h2>");
    if landscape.services.is_empty() {
        return html
            + "<p class=\"nothing\">No service was found, so nothing is asked of one.</p></section>";
    }
    html += "<p>What is known of each pattern in each service, from its code, its deployment and the \
        findings. Point at a sign, or click it, to see why. <span class=\"key\">";
    for state in
        [State::Present, State::Missing, State::Violated, State::NotApplicable, State::Unknown]
    {
        let (class, sign, word) = state.shown();
        let _ = write!(html, "<span class=\"{class}\"><b>{sign}</b> {word}</span> ");
    }
    html += "</span></p><div class=\"scroll matrix-of\"><table class=\"matrix\"><thead><tr><th>Pattern</th>";
    for service in &landscape.services {
        let _ = write!(html, "<th scope=\"col\"><span>{}</span></th>", text(&service.name));
    }
    html += "</tr></thead><tbody>";
    let mut group = "";
    for pattern in PATTERNS {
        if pattern.group != group {
            group = pattern.group;
            let width = landscape.services.len() + 1;
            let _ = write!(html, "<tr class=\"group\"><th colspan=\"{width}\">{group}</th></tr>");
        }
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", pattern.name);
        for (id, service) in landscape.services() {
            html += &cell(making, &(pattern.of)(&Asked { making, id, service }));
        }
        html += "</tr>";
    }
    html + "</tbody></table></div></section>"
}

fn cell(making: &Making<'_>, cell: &Cell) -> String {
    let (class, sign, word) = cell.state.shown();
    let at = cell.place.map(|place| format!(" ({})", making.locator.short(place)));
    let why = format!("{word}: {}{}", without_passwords(&cell.why), at.unwrap_or_default());
    let why: String = why.replace('`', "").chars().take(LONGEST).collect();
    let why = text(&why);
    match cell.finding {
        Some(finding) => {
            format!("<td class=\"{class}\"><a href=\"#f{finding}\" title=\"{why}\">{sign}</a></td>")
        }
        None => format!("<td class=\"{class}\" title=\"{why}\">{sign}</td>"),
    }
}
