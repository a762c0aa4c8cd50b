//! The head of the page: what was read, what was found, and what has changed since an earlier run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Making;
use super::html::{inline, text};
use crate::names;
use crate::report::summary::Summary;
use crate::report::{count, json::ProblemEntry};

/// The section.
pub(super) fn section(making: &Making<'_>) -> String {
    let summary = Summary::of(making.report);
    let landscape = &making.report.system.graph.landscape;
    let mut html = format!(
        "<section id=\"overview\"><h1>{}</h1><p class=\"lead\">{}",
        text(making.report.title),
        inline(&summary.read())
    );
    if let Some(besides) = summary.besides() {
        let _ = write!(html, "; {}", inline(&besides));
    }
    html += ".</p><ul class=\"tiles\">";
    let tiles = [
        ("error", summary.errors, "errors", "#findings"),
        ("warning", summary.warnings, "warnings", "#findings"),
        ("note", summary.notes, "notes", "#findings"),
        ("", landscape.services.len(), "services", "#maps"),
        ("", landscape.databases.len(), "databases", "#maps"),
        ("", landscape.topics.len(), "topics", "#maps"),
        ("", summary.packages, "packages", "#metrics"),
        ("", summary.modules, "modules", "#maps"),
        (
            "",
            summary.problems + summary.blind_spots.values().sum::<usize>(),
            "not resolved",
            "#open",
        ),
    ];
    for (class, count, label, link) in tiles {
        let class = if count > 0 { class } else { "" };
        let _ = write!(
            html,
            "<li class=\"{class}\"><a href=\"{link}\"><b>{count}</b> {label}</a></li>"
        );
    }
    html + "</ul></section>"
}

/// What has come and gone since an earlier run; nothing if none is given.
pub(super) fn trend(making: &Making<'_>) -> Option<String> {
    let earlier = making.earlier?;
    let now = || making.findings.iter().map(|finding| finding.fingerprint.as_str());
    let new = now().filter(|fingerprint| !earlier.knows(fingerprint)).count();
    let gone = earlier.gone(now());
    let mut html = format!(
        "<section id=\"trend\"><h2>Trend</h2><p>Since the earlier run: <b class=\"new\">{new} new</b>, \
         <b class=\"gone\">{gone} gone</b>; {} then, {} now.</p>",
        count(earlier.count(), "finding", "findings"),
        making.findings.len(),
    );
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (rule, count) in earlier.rules() {
        rules.entry(rule).or_default().0 = *count;
    }
    for finding in making.findings {
        rules.entry(&finding.rule).or_default().1 += 1;
    }
    let most = rules.values().flat_map(|(then, now)| [*then, *now]).max().unwrap_or(0).max(1);
    html += "<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Rule</th><th>Then</th>\
        <th>Now</th><th>Change</th></tr></thead><tbody>";
    for (rule, (then, now)) in rules {
        let bar = |count: usize, class: &str| {
            format!(
                "<td data-value=\"{count}\"><svg class=\"bar {class}\" width=\"90\" height=\"10\" \
                 aria-hidden=\"true\"><rect width=\"{}\" height=\"10\" rx=\"2\"/></svg> {count}</td>",
                count * 90 / most
            )
        };
        let (sign, class) = match now.cmp(&then) {
            std::cmp::Ordering::Greater => ("+", "new"),
            std::cmp::Ordering::Less => ("−", "gone"),
            std::cmp::Ordering::Equal => ("±", ""),
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><code>{}</code></th>{}{}<td class=\"{class}\" data-value=\"{}\">{sign}{}</td></tr>",
            text(rule),
            bar(then, "then"),
            bar(now, ""),
            now.cast_signed() - then.cast_signed(),
            now.abs_diff(then),
        );
    }
    Some(html + "</tbody></table></div></section>")
}

/// What could not be read or followed.
pub(super) fn open(making: &Making<'_>) -> String {
    const LISTED: usize = 60;
    let system = making.report.system;
    let mut html = String::from(
        "<section id=\"open\"><h2>Not resolved</h2><p>What is not seen cannot be said to be missing. \
         <code>portcullis facts blind-spots</code> lists all.</p>",
    );
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for problem in &system.problems {
        let entry = ProblemEntry::of(problem, making.locator);
        let line = entry.location.map_or(String::new(), |location| format!(":{}", location.line));
        let shown = format!(
            "<span class=\"place\">{}{line}</span> {}",
            text(entry.path),
            inline(entry.message)
        );
        groups.entry("problems while reading").or_default().push(shown);
    }
    for service in &system.graph.landscape.services {
        for hidden in &service.hidden {
            let shown = format!("<code>{}</code>: {}", text(&service.name), inline(&hidden.reason));
            groups.entry("hidden parts of services").or_default().push(shown);
        }
    }
    for spot in &system.graph.blind_spots {
        let at = spot.place.map(|at| super::html::place(making.locator, at)).unwrap_or_default();
        let shown = format!("<code>{}</code> {at}", text(&spot.subject));
        groups.entry(names::blind_spots(spot.kind)).or_default().push(shown);
    }
    for orphan in &system.graph.orphans {
        let shown = format!("<span class=\"place\">{}</span>", text(orphan));
        groups.entry("files that no module declares").or_default().push(shown);
    }
    for left_out in &system.graph.left_out {
        let (path, reason) = (text(&left_out.manifest), names::left_out(left_out.reason));
        let shown = format!("<span class=\"place\">{path}</span> {reason}");
        groups.entry("manifests that are no part of the system").or_default().push(shown);
    }
    if groups.is_empty() {
        return html + "<p class=\"nothing\">Everything was read and followed.</p></section>";
    }
    for (what, entries) in groups {
        let _ = write!(
            html,
            "<details><summary>{what} <span class=\"meta\">{}</span></summary><ul>",
            entries.len()
        );
        for entry in entries.iter().take(LISTED) {
            let _ = write!(html, "<li>{entry}</li>");
        }
        if entries.len() > LISTED {
            let _ = write!(html, "<li>and {} more</li>", entries.len() - LISTED);
        }
        html += "</ul></details>";
    }
    html + "</section>"
}
