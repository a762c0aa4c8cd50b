//! The report as JUnit XML: a suite for each rule, a failed test for each finding.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use portcullis_rules::finding::Severity;

use super::Report;
use super::entry::{Details, Entry, entries};
use super::locate::Locator;
use super::xml::escaped;
use crate::{escape, names};

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let entries = entries(report, &locator);
    let mut suites: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &entries {
        suites.entry(&entry.rule).or_default().push(entry);
    }
    let failures = entries.iter().filter(|entry| fails(entry)).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let tests = entries.len().max(1);
    writeln!(
        out,
        "<testsuites name=\"portcullis\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    if entries.is_empty() {
        // CI servers take a report without tests for a job that went wrong.
        suite(out, "portcullis", 1, 0, 0)?;
        writeln!(out, "    <testcase classname=\"portcullis\" name=\"no findings\" time=\"0\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    // GitLab drops tests whose names it has seen.
    let mut seen = HashMap::new();
    for (rule, entries) in suites {
        let failures = entries.iter().filter(|entry| fails(entry)).count();
        suite(out, rule, entries.len(), failures, entries.len() - failures)?;
        for entry in entries {
            test(out, entry, &name(entry, &mut seen), &entry.details(report, &locator))?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn fails(entry: &Entry<'_>) -> bool {
    entry.severity > Severity::Note
}

fn suite(
    out: &mut dyn Write,
    name: &str,
    tests: usize,
    failures: usize,
    skipped: usize,
) -> io::Result<()> {
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" \
         skipped=\"{skipped}\">",
        escaped(name)
    )
}

/// What the test of an entry is called: a place and what is wrong there.
fn name(entry: &Entry<'_>, seen: &mut HashMap<String, usize>) -> String {
    let name = format!("{}:{}: {}", entry.path, entry.line(), entry.message);
    let times = seen.entry(format!("{} {name}", entry.rule)).or_insert(0);
    *times += 1;
    if *times == 1 { name } else { format!("{name} ({times})") }
}

fn test(out: &mut dyn Write, entry: &Entry<'_>, name: &str, details: &Details) -> io::Result<()> {
    writeln!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"0\">",
        escaped(&entry.rule),
        escaped(name),
        escaped(&entry.path)
    )?;
    // Notes and what could not be read fail no run.
    let element = if fails(entry) { "failure" } else { "skipped" };
    write!(
        out,
        "      <{element} type=\"{}\" message=\"{}\">",
        names::severity(entry.severity),
        escaped(entry.message)
    )?;
    let at = format!("{}:{}:{}", escape::line(&entry.path), entry.line(), entry.column());
    write!(out, "{}", escaped(&at))?;
    for line in &details.places {
        write!(out, "\n{}", escaped(&escape::line(line)))?;
    }
    for (number, step) in details.steps.iter().enumerate() {
        write!(out, "\n{}. {}", number + 1, escaped(&escape::line(step)))?;
    }
    if !entry.help.is_empty() {
        write!(out, "\nhelp: {}", escaped(&escape::line(entry.help)))?;
    }
    writeln!(out, "</{element}>\n    </testcase>")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::report::tests::{clean, many_findings, render};
    use crate::report::xml::read::{Element, document};
    use crate::report::{Format, Verbosity};

    /// Checks that a report is what the schema of JUnit's readers allows, and that its counts are right.
    fn tests(report: &str) -> Vec<Element> {
        let root = document(report);
        root.is("testsuites", &["name", "tests", "failures", "errors"]);
        let mut all = Vec::new();
        let mut failures = 0;
        for suite in root.children {
            suite.is("testsuite", &["name", "tests", "failures", "errors", "skipped"]);
            let count = |name: &str| {
                let of = |test: &Element| test.children.iter().any(|child| child.name == name);
                suite.children.iter().filter(|test| of(test)).count()
            };
            assert_eq!(suite.get("failures"), count("failure").to_string());
            assert_eq!(suite.get("skipped"), count("skipped").to_string());
            assert_eq!(suite.get("tests"), suite.children.len().to_string());
            failures += count("failure");
            all.extend(suite.children);
        }
        assert_eq!(root.attributes["tests"], all.len().to_string());
        assert_eq!(root.attributes["failures"], failures.to_string());
        all
    }

    #[test]
    fn each_finding_is_a_failed_test() {
        let tests = tests(&render(Format::Junit, Verbosity::Normal, true));
        assert_eq!(tests.len(), 6);
        for test in &tests {
            test.is("testcase", &["classname", "name", "file", "time"]);
            let [outcome] = test.children.as_slice() else { panic!("{test:?}") };
            assert!(["failure", "skipped"].contains(&outcome.name.as_str()));
            outcome.is(&outcome.name, &["type", "message"]);
            assert!(outcome.text.starts_with("systems/shop/src/"), "{}", outcome.text);
        }
    }

    #[test]
    fn names_are_unique_and_say_where() {
        let tests = tests(&many_findings(Format::Junit, 40));
        let names: BTreeSet<&str> = tests.iter().map(|test| test.get("name")).collect();
        assert_eq!(names.len(), tests.len());
        assert!(names.iter().all(|name| name.contains(".rs:") || name.contains("secret:1")));
    }

    #[test]
    fn a_clean_run_is_a_test_that_passed() {
        let tests = tests(&clean(Format::Junit));
        assert_eq!(tests.len(), 1);
        assert!(tests[0].children.is_empty());
    }
}
