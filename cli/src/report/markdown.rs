//! The report as Markdown, for the summary of a job or a comment.
//!
//! Names keep their code spans; everything else that could mean something to a renderer is
//! escaped, so that no name becomes a link, an image or the mention of a person. GitHub takes
//! comments of 65,536 characters and drops whole summaries above 1 MiB, so the report ends before.

use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_rules::finding::Severity;

use super::Report;
use super::entry::{Entry, entries, problems_left_out};
use super::locate::Locator;
use super::summary::{Summary, count, no_package};
use crate::escape;

/// The bytes that a report has at most.
pub(crate) const MOST: usize = 65_000;
/// What is kept free for the last line.
const END: usize = 200;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let mut entries = entries(report, &locator);
    entries.sort_by_key(|entry| (entry.finding.is_none(), std::cmp::Reverse(entry.severity)));
    let mut text = head(report);
    let mut heading = "";
    let mut shown = 0;
    for entry in &entries {
        let mut piece = String::new();
        let its_heading = self::heading(entry);
        if its_heading != heading {
            let _ = write!(
                piece,
                "{}### {its_heading}\n\n",
                if text.ends_with("\n\n") { "" } else { "\n" }
            );
        }
        piece.push_str(&item(entry, report, &locator));
        if text.len() + piece.len() + END > MOST {
            break;
        }
        heading = its_heading;
        text.push_str(&piece);
        shown += 1;
    }
    let more = entries.len() - shown + problems_left_out(report);
    if more > 0 {
        let _ = write!(text, "\n…and {}.\n", count(more, "entry more", "entries more"));
    }
    out.write_all(text.as_bytes())
}

fn head(report: &Report<'_>) -> String {
    let summary = Summary::of(report);
    let mut text = format!("## Portcullis: {}\n\n", summary.found());
    if let Some(why) = no_package(report.system, report.root) {
        let _ = writeln!(text, "nothing was checked: {}.", inline(&why));
        return text;
    }
    let _ = writeln!(text, "{}.", summary.read());
    if let Some(besides) = summary.besides() {
        let _ = writeln!(text, "{}.", inline(&besides));
    }
    text
}

fn heading(entry: &Entry<'_>) -> &'static str {
    match (entry.finding, entry.severity) {
        (None, _) => "Not read",
        (_, Severity::Error) => "Errors",
        (_, Severity::Warning) => "Warnings",
        (_, Severity::Note) => "Notes",
    }
}

fn item(entry: &Entry<'_>, report: &Report<'_>, locator: &Locator<'_>) -> String {
    let at = match &entry.location {
        Some(location) => format!("{}:{}", entry.path, location.line),
        None => entry.path.clone(),
    };
    let mut item = format!("- {} {} ({})\n", code(&at), inline(entry.message), code(&entry.rule));
    if !entry.help.is_empty() {
        let _ = write!(item, "\n  help: {}\n", inline(entry.help));
    }
    let details = entry.details(report, locator);
    if !details.places.is_empty() || !details.steps.is_empty() {
        item.push_str("\n  <details><summary>Evidence</summary>\n\n");
        for place in &details.places {
            let _ = writeln!(item, "  - {}", inline(place));
        }
        for (number, step) in details.steps.iter().enumerate() {
            let _ = writeln!(item, "  {}. {}", number + 1, inline(step));
        }
        item.push_str("\n  </details>\n\n");
    }
    item
}

/// A text in which names stand between backticks.
pub(crate) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut shown = String::with_capacity(text.len() * 2);
    for (at, part) in parts.iter().enumerate() {
        // The last backtick of an odd number has no partner.
        if at % 2 == 1 && at + 1 < parts.len() {
            shown.push_str(&code(part));
        } else {
            if at % 2 == 1 {
                shown.push_str("\\`");
            }
            shown.push_str(&plain(part));
        }
    }
    shown
}

/// A code span.
pub(crate) fn code(text: &str) -> String {
    let text = escape::line(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text that means nothing but itself.
fn plain(text: &str) -> String {
    // A comment parts what would be a mention, the number of an issue or an address.
    const APART: &str = "<!-- -->";
    let text = escape::line(text);
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '+' | '!' | '|' | '~' | '$' => {
                shown.extend(['\\', c]);
            }
            c => shown.push(c),
        }
        let rest = &text[at + c.len_utf8()..];
        let before = &text[..at];
        let is_address = c == ':' && rest.starts_with("//")
            || c == '.' && before.to_ascii_lowercase().ends_with("www");
        if c == '@' || c == '#' || is_address {
            shown.push_str(APART);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{MOST, code, inline};
    use crate::report::Format;
    use crate::report::tests::many_findings;

    #[test]
    fn names_stay_code_and_the_rest_means_nothing() {
        assert_eq!(inline("the core uses `a::<B>`, say"), "the core uses `a::<B>`, say");
        assert_eq!(
            inline("![x](y) <b> @me #1 http://a www.b `a"),
            "\\!\\[x\\](y) &lt;b&gt; @<!-- -->me #<!-- -->1 http:<!-- -->//a www.<!-- -->b \\`a"
        );
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a␊b`");
    }

    #[test]
    fn a_comment_has_room_for_it() {
        let report = many_findings(Format::Markdown, 5_000);
        assert!(report.len() <= MOST && report.len() > MOST / 2, "{}", report.len());
        let shown = report.matches("\n- `").count();
        let end = format!(
            "…and {},{:03} entries more.\n",
            (5_002 - shown) / 1_000,
            (5_002 - shown) % 1_000
        );
        assert!(report.ends_with(&end), "{shown}: {}", &report[report.len() - 60..]);
    }
}
