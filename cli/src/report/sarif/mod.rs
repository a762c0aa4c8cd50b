//! The SARIF 2.1.0 report, within what GitHub's code scanning reads and allows.
//!
//! GitHub shows only the first location of a result, follows related locations
//! that the message links to, and refuses or drops what is beyond its limits;
//! what is left out here for that reason is counted in a notification.

mod fingerprint;
mod region;
mod rules;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_facts::place::FileId;
use portcullis_facts::problem::Problem;
use portcullis_rules::finding::Finding;
use serde_json::{Value, json};

use self::fingerprint::LineHashes;
use self::region::Regions;
use self::rules::Rules;
use super::Report;
use super::json::document_to;
use super::locate::Locator;
use super::summary::count;
use crate::mend::{self, Fix, Mender};
use crate::names;

/// Results that GitHub keeps of one upload.
const RESULTS: usize = 5_000;
/// Locations that it keeps of one result.
const RELATED: usize = 100;
/// Steps that it keeps of one code flow.
const STEPS: usize = 1_000;
/// Problems that are told; beyond that they are only counted.
const PROBLEMS: usize = 1_000;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let regions = Regions { locator: &locator, prefix: report.prefix };
    let (findings, left_out) = kept(report);
    let rules = Rules::of(&findings);
    let mut hashes = HashMap::new();
    let mender = Mender::of_all(report.system, report.outcome);
    let results = findings.iter().map(|finding| {
        let mut result = result(finding, &regions, &rules, &mut hashes);
        if let Some(Ok(fix)) = mender.finding(report.system, finding) {
            result["fixes"] = json!([self::fix(&fix, finding, &regions)]);
        }
        result
    });
    let results: Vec<Value> = results.collect();
    document_to(
        &json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "Portcullis",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.descriptors(),
                }},
                "automationDetails": { "id": category(report.prefix) },
                "columnKind": "utf16CodeUnits",
                "invocations": [{
                    "executionSuccessful": true,
                    "toolExecutionNotifications": notifications(report, &regions, left_out),
                }],
                "results": results,
            }],
        }),
        out,
    )
}

/// The category of an upload: reports of two folders of one repository must not replace each other.
fn category(prefix: &str) -> String {
    if prefix.is_empty() { "portcullis/".to_owned() } else { format!("portcullis/{prefix}/") }
}

/// The gravest findings, in their order, and how many others there are.
fn kept<'a>(report: &Report<'a>) -> (Vec<&'a Finding>, usize) {
    let mut findings: Vec<(usize, &Finding)> = report.findings().enumerate().collect();
    let left_out = findings.len().saturating_sub(RESULTS);
    if left_out > 0 {
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        findings.truncate(RESULTS);
        findings.sort_by_key(|(order, _)| *order);
    }
    (findings.into_iter().map(|(_, finding)| finding).collect(), left_out)
}

fn result(
    finding: &Finding,
    regions: &Regions<'_>,
    rules: &Rules<'_>,
    hashes: &mut HashMap<FileId, LineHashes>,
) -> Value {
    let related = &finding.related[..finding.related.len().min(RELATED - 1)];
    let locations: Vec<Value> = related
        .iter()
        .enumerate()
        .map(|(id, related)| {
            let mut location = regions.location(related.place, &related.label);
            location["id"] = json!(id + 1);
            location
        })
        .collect();
    let file = finding.place.file;
    let line = regions.locator.start(finding.place).line;
    let line_hash = hashes
        .entry(file)
        .or_insert_with(|| LineHashes::new(regions.locator.text(file)))
        .of_line(line);
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rules.index(&finding.rule),
        "level": names::severity(finding.severity),
        "message": { "text": message(finding) },
        "locations": [regions.location(finding.place, &finding.label)],
        "partialFingerprints": {
            "primaryLocationLineHash": line_hash,
            "portcullis/v1": finding.fingerprint,
        },
        "properties": {
            "confidence": f64::from(finding.confidence) / 100.0,
            "subject": finding.subject,
        },
    });
    if let Some(variant) = finding.variant {
        result["properties"]["variant"] = json!(variant);
    }
    if let Some(service) = &finding.service {
        result["properties"]["service"] = json!(service);
    }
    if !finding.condition.is_empty() {
        result["properties"]["condition"] = json!(finding.condition);
    }
    if !locations.is_empty() {
        result["relatedLocations"] = json!(locations);
    }
    let steps = steps(finding, regions);
    if !steps.is_empty() {
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    result
}

/// Edits that mend a finding, all in its own file.
fn fix(fix: &Fix, finding: &Finding, regions: &Regions<'_>) -> Value {
    let file = finding.place.file;
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": regions.region(mend::place(file, edit)),
            "insertedContent": { "text": edit.text },
        })
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": regions.uri(regions.locator.path(file)) },
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

/// The message, what to do, and a link to each related place: GitHub shows no others.
fn message(finding: &Finding) -> String {
    let mut text =
        escaped(if finding.message.is_empty() { &finding.rule } else { &finding.message });
    if !finding.condition.is_empty() {
        text.push_str(&escaped(&format!(", where `{}` holds", finding.condition)));
    }
    if !finding.help.is_empty() {
        text.push_str("\n\nhelp: ");
        text.push_str(&escaped(&finding.help));
    }
    for (id, related) in finding.related.iter().take(RELATED - 1).enumerate() {
        let label = if related.label.is_empty() { "also here" } else { &related.label };
        let _ = write!(text, "\n- [{}]({})", escaped(label), id + 1);
    }
    text
}

/// Brackets stand for links in SARIF's messages unless a backslash is before them.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// The evidence as a code flow, which has a place for each of its steps.
///
/// A step without one is told with the next that has one; behind the last, with the finding's own.
fn steps(finding: &Finding, regions: &Regions<'_>) -> Vec<Value> {
    let mut steps = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    let step = |texts: &mut Vec<&str>, place| {
        let text = texts.join("; ");
        texts.clear();
        json!({ "location": regions.location(place, &text) })
    };
    for one in &finding.path {
        waiting.push(&one.text);
        if let Some(place) = one.place {
            steps.push(step(&mut waiting, place));
        }
    }
    if !waiting.is_empty() {
        steps.push(step(&mut waiting, finding.place));
    }
    if steps.len() > STEPS {
        // The end of the path is what is wrong, so the steps in its middle go.
        let last = steps.split_off(steps.len() - 1);
        steps.truncate(STEPS - 1);
        steps.extend(last);
    }
    steps
}

fn notifications(report: &Report<'_>, regions: &Regions<'_>, left_out: usize) -> Vec<Value> {
    let problems = &report.system.problems;
    let mut told: Vec<Value> =
        problems.iter().take(PROBLEMS).map(|problem| notification(problem, regions)).collect();
    for (number, what) in [
        (left_out, "more than GitHub keeps; the gravest are in this file"),
        (problems.len().saturating_sub(PROBLEMS), "that could not be read as it should"),
    ] {
        if number > 0 {
            let text = format!("left out: {} {what}", count(number, "entry", "entries"));
            told.push(json!({ "level": "warning", "message": { "text": text } }));
        }
    }
    told
}

fn notification(problem: &Problem, regions: &Regions<'_>) -> Value {
    let mut notification = json!({
        "level": "warning",
        "descriptor": { "id": problem.kind },
        "message": { "text": escaped(&problem.message) },
    });
    if let Some(place) = problem.span.and_then(|span| regions.locator.place(&problem.path, span)) {
        notification["locations"] = json!([regions.location(place, "")]);
    } else if !problem.path.is_empty() {
        let artifact = json!({ "artifactLocation": { "uri": regions.uri(&problem.path) } });
        notification["locations"] = json!([{ "physicalLocation": artifact }]);
    }
    notification
}

#[cfg(test)]
mod tests;
