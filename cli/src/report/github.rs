//! The report as workflow commands of GitHub, which become annotations of a pull request.
//!
//! GitHub keeps ten annotations of each level from one step. So the gravest are written,
//! and the last notice counts the others. Nothing else may stand in the report: a line of the
//! analysed tree could be a command itself.

use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_rules::finding::Severity;

use super::Report;
use super::entry::{Entry, entries, problems_left_out};
use super::locate::Locator;
use super::summary::count;
use crate::escape;

/// Annotations that are kept of each level.
const OF_A_LEVEL: usize = 10;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let entries = entries(report, &locator);
    let mut left_out = Vec::new();
    for (severity, one, many) in [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ] {
        let of_level: Vec<&Entry<'_>> =
            entries.iter().filter(|entry| entry.severity == severity).collect();
        let unlisted = if severity == Severity::Note { problems_left_out(report) } else { 0 };
        let total = of_level.len() + unlisted;
        // One of the notices is needed to say that something is left out.
        let is_last_notice = severity == Severity::Note;
        let room = OF_A_LEVEL
            - usize::from(is_last_notice && (!left_out.is_empty() || total > OF_A_LEVEL));
        for entry in of_level.iter().take(room) {
            writeln!(out, "{}", command(entry))?;
        }
        if let Some(more) = total.checked_sub(room).filter(|more| *more > 0) {
            left_out.push(count(more, one, many));
        }
    }
    if !left_out.is_empty() {
        let text = format!("{} more, of which GitHub shows none here", left_out.join(", "));
        writeln!(out, "::notice title=portcullis::{}", data(&text))?;
    }
    if entries.is_empty() {
        // A line that is no command, so that the log says that something was done.
        writeln!(out, "portcullis: no findings")?;
    }
    Ok(())
}

fn command(entry: &Entry<'_>) -> String {
    let level = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut command = format!("::{level} file={}", property(&entry.path));
    if let Some(location) = &entry.location {
        let _ = write!(command, ",line={},endLine={}", location.line, location.end_line);
        // GitHub refuses columns of a place that ends on another line.
        if location.line == location.end_line {
            let _ = write!(command, ",col={},endColumn={}", location.column, location.end_column);
        }
    }
    let mut text = data(entry.message);
    if !entry.help.is_empty() {
        text.push_str("%0Ahelp: ");
        text.push_str(&data(entry.help));
    }
    let _ = write!(command, ",title={}::{text}", property(&entry.rule));
    command
}

/// A text as a command's data.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c => escaped.push(escape::replacement(c).unwrap_or(c)),
        }
    }
    escaped
}

/// A text as the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::report::tests::{many_findings, render};
    use crate::report::{Format, Verbosity};

    /// Reads a command as the runner does: its name, its properties, its data.
    fn read(line: &str) -> (String, BTreeMap<String, String>, String) {
        let rest = line.strip_prefix("::").expect("a command");
        let (head, data) = rest.split_once("::").expect("an end of the properties");
        let (name, properties) = head.split_once(' ').expect("properties");
        let text = |text: &str| {
            let text = text.replace("%0D", "\r").replace("%0A", "\n");
            text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        };
        let properties = properties.split(',').map(|property| {
            let (key, value) = property.split_once('=').expect("a value");
            (key.to_owned(), text(value))
        });
        (name.to_owned(), properties.collect(), text(data))
    }

    #[test]
    fn commands_are_read_as_they_are_meant() {
        let report = render(Format::Github, Verbosity::Normal, false);
        let commands: Vec<_> = report.lines().map(read).collect();
        let names: Vec<&str> = commands.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["error", "error", "warning", "notice", "notice"]);
        let (_, properties, data) = &commands[0];
        assert_eq!(properties["file"], "systems/shop/src/domain/order.rs");
        assert_eq!((properties["line"].as_str(), properties["col"].as_str()), ("3", "5"));
        assert_eq!(properties["title"], "hexagonal/technology-in-core");
        assert_eq!(data.lines().next(), Some("the core uses `sqlx`, a database driver"));
        let (_, properties, _) = &commands[1];
        assert_eq!(properties["file"], "systems/shop/src/evil␛[2J\n.rs");
        let (_, properties, _) = &commands[2];
        assert_eq!((properties["line"].as_str(), properties["endLine"].as_str()), ("4", "6"));
        assert!(!properties.contains_key("col"), "the place ends on another line");
    }

    #[test]
    fn what_means_something_to_the_runner_is_escaped() {
        assert_eq!(super::data("50 % of a:b,c\r\n::x::\u{1b}"), "50 %25 of a:b,c%0D%0A::x::␛");
        assert_eq!(super::property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn no_level_has_more_annotations_than_github_keeps() {
        let report = many_findings(Format::Github, 100);
        let of = |name: &str| report.lines().filter(|line| read(line).0 == name).count();
        assert_eq!((of("error"), of("warning")), (10, 10));
        assert!(of("notice") <= 10);
        let end = "::notice title=portcullis::40 errors, 40 warnings more, of which GitHub shows none here\n";
        assert!(report.ends_with(end), "{report}");
    }
}
