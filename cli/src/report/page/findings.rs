//! The list of findings: each with its evidence, step by step, and the lines on which it rests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use portcullis_rules::finding::{Finding, Severity};

use super::Making;
use super::html::{Budget, excerpt, inline, place, text};
use crate::names;
use crate::report::{count, id};

/// Bytes of the list; what is beyond is told without evidence, then counted.
const ROOM: usize = 1_400_000;
const ROOM_OF_LINES: usize = 250_000;

/// The section.
pub(super) fn section(making: &Making<'_>) -> String {
    let mut html = String::from("<section id=\"findings\"><h2>Findings</h2>");
    if making.findings.is_empty() {
        return html + "<p class=\"nothing\">Nothing was found.</p></section>";
    }
    html += &filters(making);
    html += "<div class=\"list\">";
    let (mut room, mut room_of_lines) = (Budget::of(ROOM), Budget::of(ROOM_OF_LINES));
    let mut order: Vec<usize> = (0..making.findings.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(making.findings[*at].severity));
    let mut left = 0;
    for at in order {
        let whole = finding(making, at, true);
        if room.takes(&whole) {
            html += &whole;
            continue;
        }
        let line = finding(making, at, false);
        if room_of_lines.takes(&line) { html += &line } else { left += 1 }
    }
    html += "</div><p class=\"nothing\" id=\"none\" hidden>No finding fits the filters.</p>";
    if left > 0 {
        let more = count(left, "finding is", "findings are");
        let _ = write!(
            html,
            "<p class=\"note\">{more} not listed here; <code>portcullis lint</code> lists all.</p>"
        );
    }
    html + "</section>"
}

fn filters(making: &Making<'_>) -> String {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut services, mut layers) = (BTreeSet::new(), BTreeSet::new());
    for (at, finding) in making.findings.iter().enumerate() {
        *rules.entry(&finding.rule).or_default() += 1;
        services.extend(finding.service.as_deref());
        layers.extend(making.layer(at));
    }
    let option = |value: &str, shown: &str| {
        format!("<option value=\"{}\">{}</option>", text(value), text(shown))
    };
    let select = |name: &str, label: &str, options: String| {
        format!(
            "<label>{label}<select data-filter=\"{name}\"><option value=\"\">all</option>{options}\
             </select></label>"
        )
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note].map(names::severity);
    let severities: String = severities.iter().map(|one| option(one, one)).collect();
    let rules: String =
        rules.iter().map(|(rule, count)| option(rule, &format!("{rule} ({count})"))).collect();
    let services: String = services.iter().map(|one| option(one, one)).collect();
    let layers: String = layers.iter().map(|one| option(one, one)).collect();
    let new = making.earlier.map(
        |_| "<label class=\"check\"><input type=\"checkbox\" data-filter=\"new\"> new only</label>",
    );
    format!(
        "<form class=\"filters needs-script\" role=\"search\"><label class=\"grow\">Search\
         <input type=\"search\" id=\"search\" placeholder=\"message, path, name (press /)\" \
         autocomplete=\"off\"></label>{}{}{}{}{}<output id=\"shown\" aria-live=\"polite\"></output>\
         </form>",
        select("severity", "Severity", severities),
        select("rule", "Rule", rules),
        select("service", "Service", services),
        select("layer", "Layer", layers),
        new.unwrap_or_default(),
    )
}

fn finding(making: &Making<'_>, at: usize, with_evidence: bool) -> String {
    let finding = &making.findings[at];
    let severity = names::severity(finding.severity);
    let is_new = making.earlier.is_some_and(|earlier| !earlier.knows(&finding.fingerprint));
    let service = finding.service.as_deref().unwrap_or_default();
    let mut html = format!(
        "<details class=\"finding {severity}\" data-severity=\"{severity}\" data-rule=\"{}\" \
         data-service=\"{}\" data-layer=\"{}\"{}><summary><span class=\"chip\">{severity}</span>{}\
         <span class=\"message\">{}</span><span class=\"meta\"><code>{}</code> {}</span></summary>\
         <div class=\"body\" id=\"f{at}\">",
        text(&finding.rule),
        text(service),
        text(making.layer(at).unwrap_or_default()),
        if is_new { " data-new=\"true\"" } else { "" },
        if is_new { "<span class=\"chip new\">new</span>" } else { "" },
        inline(&finding.message),
        text(&id(finding)),
        place(making.locator, finding.place),
    );
    if with_evidence {
        html += &evidence(making, finding);
    }
    if !finding.help.is_empty() {
        let _ = write!(html, "<p class=\"help\"><b>What to do:</b> {}</p>", inline(&finding.help));
    }
    html + "</div></details>\n"
}

fn evidence(making: &Making<'_>, finding: &Finding) -> String {
    const MOST: usize = 12;
    let locator = making.locator;
    let mut html = excerpt(locator, finding.place, 2);
    if !finding.label.is_empty() {
        let _ = write!(html, "<p class=\"label\">{}</p>", inline(&finding.label));
    }
    if !finding.path.is_empty() {
        html += "<h4>Why</h4><ol class=\"path\">";
        for step in finding.path.iter().take(MOST) {
            let _ = write!(html, "<li>{}", inline(&step.text));
            if let Some(at) = step.place.filter(|at| *at != finding.place) {
                let _ = write!(html, " {}{}", place(locator, at), excerpt(locator, at, 0));
            }
            html += "</li>";
        }
        html += "</ol>";
    }
    if !finding.related.is_empty() {
        html += "<h4>Also here</h4><ul class=\"path\">";
        for related in finding.related.iter().take(MOST) {
            let (at, shown) = (place(locator, related.place), excerpt(locator, related.place, 0));
            let _ = write!(html, "<li>{} {at}{shown}</li>", inline(&related.label));
        }
        html += "</ul>";
    }
    let sure = format!("confidence {}.{:02}", finding.confidence / 100, finding.confidence % 100);
    let _ = write!(html, "<p class=\"meta\">{sure}");
    if !finding.condition.is_empty() {
        let _ = write!(html, ", only where <code>{}</code> holds", text(&finding.condition));
    }
    html + "</p>"
}
