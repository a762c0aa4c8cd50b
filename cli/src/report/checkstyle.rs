//! The report as Checkstyle writes its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use portcullis_rules::finding::Severity;

use super::Report;
use super::entry::{Entry, entries};
use super::locate::Locator;
use super::xml::escaped;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let entries = entries(report, &locator);
    let mut files: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &entries {
        files.entry(&entry.path).or_default().push(entry);
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    // The version is that of the format, which readers look at.
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    for (path, entries) in files {
        writeln!(out, "  <file name=\"{}\">", escaped(path))?;
        for entry in entries {
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" \
                 source=\"{}\"/>",
                entry.line(),
                entry.column(),
                severity(entry.severity),
                escaped(&message(entry)),
                escaped(&entry.rule)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

fn message(entry: &Entry<'_>) -> String {
    match entry.help {
        "" => entry.message.to_owned(),
        help => format!("{}; help: {help}", entry.message),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::tests::{clean, render};
    use crate::report::xml::read::document;
    use crate::report::{Format, Verbosity};

    #[test]
    fn the_report_has_the_structure_of_checkstyle() {
        let root = document(&render(Format::Checkstyle, Verbosity::Normal, true));
        root.is("checkstyle", &["version"]);
        let mut names = Vec::new();
        for file in &root.children {
            file.is("file", &["name"]);
            assert!(!file.children.is_empty());
            for error in &file.children {
                error.is("error", &["line", "column", "severity", "message", "source"]);
                for number in ["line", "column"] {
                    assert!(error.get(number).parse::<u32>().unwrap() > 0);
                }
                assert!(["error", "warning", "info"].contains(&error.get("severity")));
                assert!(!error.get("message").is_empty() && !error.get("source").is_empty());
            }
            names.push(file.get("name").to_owned());
        }
        assert_eq!(
            names,
            [
                "systems/shop/src/domain/order.rs",
                "systems/shop/src/evil[2J\n.rs",
                "systems/shop/src/secret"
            ],
            "one element a file, sorted"
        );
    }

    #[test]
    fn a_clean_run_has_no_files() {
        assert!(document(&clean(Format::Checkstyle)).children.is_empty());
    }
}
