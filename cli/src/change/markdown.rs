//! A comparison as Markdown, for a comment of a pull request or the summary of a job.

use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_rules::finding::Finding;

use super::text::{are_one, by_kind, summary, words};
use super::{Change, Comparison, What};
use crate::names;
use crate::report::locate::{Locator, from_root};
use crate::report::markdown::{MOST, code, inline};
use crate::report::{count, id};

/// What is kept free for the last line.
const END: usize = 200;
/// Places that are shown of a change.
const PLACES: usize = 3;

/// Writes a comparison.
pub(super) fn write(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (base, head) = (Locator::new(comparison.base.system), Locator::new(comparison.head.system));
    let mut text = format!(
        "## Portcullis: what the change does\n\nFrom {} to {}: {}.\n",
        code(&comparison.base.name()),
        code(&comparison.head.name()),
        inline(&summary(comparison)),
    );
    let mut left_out = 0;
    let mut section = |text: &mut String, heading: &str, items: Vec<String>| {
        let mut begun = false;
        for item in items {
            let heading = if begun { String::new() } else { format!("\n### {heading}\n\n") };
            if text.len() + heading.len() + item.len() + END > MOST {
                left_out += 1;
                continue;
            }
            begun = true;
            text.push_str(&heading);
            text.push_str(&item);
        }
    };
    // What fails the job comes first, so that it is never what does not fit.
    let findings = &comparison.findings;
    let found = |list: &[&Finding], locator: &Locator<'_>, prefix: &str| -> Vec<String> {
        list.iter().map(|finding| item(finding, locator, prefix)).collect()
    };
    let prefix = comparison.prefix;
    section(&mut text, "New findings", found(&findings.new, &head, prefix));
    let is_first = |change: &&Change| change.what == What::New && change.crossing;
    let items = |changes: &[&Change]| -> Vec<String> {
        let groups = changes.chunk_by(|a, b| are_one(a, b));
        let item = |group: &[&Change]| {
            told(group, if group[0].what == What::Gone { &base } else { &head }, prefix)
        };
        groups.map(item).collect()
    };
    let first: Vec<&Change> = comparison.changes.iter().filter(is_first).collect();
    section(&mut text, "First crossings", items(&first));
    for (kind, mut changes) in by_kind(&comparison.changes) {
        changes.retain(|change| !is_first(change));
        let mut heading = kind.plural().to_owned();
        heading[..1].make_ascii_uppercase();
        section(&mut text, &heading, items(&changes));
    }
    section(&mut text, "Fixed findings", found(&findings.fixed, &base, prefix));
    section(&mut text, "Suppressed findings", found(&findings.suppressed, &base, prefix));
    if left_out > 0 {
        let _ = write!(text, "\n…and {}.\n", count(left_out, "entry more", "entries more"));
    }
    out.write_all(text.as_bytes())
}

fn told(group: &[&Change], locator: &Locator<'_>, prefix: &str) -> String {
    let word = match group[0].what {
        What::New => "new",
        What::Gone => "gone",
        What::Changed => "changed",
    };
    let (text, places) = words(group);
    let shown = places.iter().take(PLACES).map(|place| {
        let path = from_root(prefix, locator.path(place.file));
        code(&format!("{path}:{}", locator.start(*place).line))
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    format!("- {word}: {} ({shown})\n", inline(&text))
}

fn item(finding: &Finding, locator: &Locator<'_>, prefix: &str) -> String {
    let path = from_root(prefix, locator.path(finding.place.file));
    let at = format!("{path}:{}", locator.start(finding.place).line);
    format!(
        "- {} {} {} ({})\n",
        names::severity(finding.severity),
        code(&at),
        inline(&finding.message),
        code(&id(finding))
    )
}
