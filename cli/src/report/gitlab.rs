//! The report for Code Quality of GitLab.

use std::collections::HashMap;
use std::io::{self, Write};

use portcullis_rules::engine::fingerprint::fingerprint;
use portcullis_rules::finding::Severity;
use serde::Serialize;

use super::Report;
use super::entry::{Entry, entries};
use super::json::document_to;
use super::locate::Locator;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let entries = entries(report, &locator);
    let mut seen = HashMap::new();
    let issues: Vec<Issue<'_>> =
        entries.iter().map(|entry| issue(entry, report.prefix, &mut seen)).collect();
    document_to(&issues, out)
}

fn issue<'a>(entry: &'a Entry<'_>, prefix: &str, seen: &mut HashMap<String, usize>) -> Issue<'a> {
    let description = match entry.help {
        "" => entry.message.to_owned(),
        help => format!("{} (help: {help})", entry.message),
    };
    Issue {
        description,
        check_name: &entry.rule,
        fingerprint: unique(entry, prefix, seen),
        severity: match entry.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location {
            path: &entry.path,
            lines: Lines {
                begin: entry.line(),
                end: entry.location.as_ref().map_or(1, |location| location.end_line),
            },
        },
    }
}

/// The fingerprint within the repository: GitLab takes issues with equal ones for one.
fn unique(entry: &Entry<'_>, prefix: &str, seen: &mut HashMap<String, usize>) -> String {
    let mut print = match entry.finding {
        Some(finding) if prefix.is_empty() => finding.fingerprint.clone(),
        // Folders that were made from one template have equal findings.
        Some(finding) => fingerprint(&[prefix, &finding.fingerprint]),
        None => fingerprint(&[&entry.rule, &entry.path, entry.message]),
    };
    let times = seen.entry(print.clone()).or_insert(0);
    *times += 1;
    if *times > 1 {
        print = fingerprint(&[&print, &times.to_string()]);
    }
    print
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use crate::report::shape::{Kind, Shape, check};
    use crate::report::tests::{many_findings, render};
    use crate::report::{Format, Verbosity};

    const LINES: Shape = &[("begin", Kind::Number, true), ("end", Kind::Number, true)];
    const LOCATION: Shape = &[("path", Kind::Text, true), ("lines", Kind::Object(LINES), true)];
    const ISSUE: Shape = &[
        ("description", Kind::Text, true),
        ("check_name", Kind::Text, true),
        ("fingerprint", Kind::Text, true),
        ("severity", Kind::OneOf(&["info", "minor", "major", "critical", "blocker"]), true),
        ("location", Kind::Object(LOCATION), true),
    ];

    #[test]
    fn the_report_has_the_structure_of_code_quality() {
        let issues: Value =
            serde_json::from_str(&render(Format::Gitlab, Verbosity::Normal, true)).unwrap();
        check(&issues, Kind::List(ISSUE), "");
        let issues = issues.as_array().unwrap();
        assert_eq!(issues.len(), 6, "four findings and two problems");
        for issue in issues {
            let path = issue["location"]["path"].as_str().unwrap();
            assert!(path.starts_with("systems/shop/"), "{path}");
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
    }

    #[test]
    fn fingerprints_are_unique() {
        let issues: Value = serde_json::from_str(&many_findings(Format::Gitlab, 50)).unwrap();
        let issues = issues.as_array().unwrap();
        let prints: BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), issues.len());
    }
}
