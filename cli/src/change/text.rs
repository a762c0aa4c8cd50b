//! A comparison for people: a line a change, with the place that shows it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use portcullis_facts::place::Place;
use portcullis_rules::finding::Finding;

use super::{Change, Comparison, Difference, Kind, What};
use crate::escape::line;
use crate::names;
use crate::report::locate::Locator;
use crate::report::{count, id};

/// Places that are shown of a change.
const PLACES: usize = 2;
/// Edges of one crossing that are named; the others are counted.
const PARTS: usize = 6;

/// Writes a comparison.
pub(super) fn write(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (base, head) = (Locator::new(comparison.base.system), Locator::new(comparison.head.system));
    writeln!(out, "{} → {}", line(&comparison.base.name()), line(&comparison.head.name()))?;
    for (kind, changes) in by_kind(&comparison.changes) {
        writeln!(out, "\n{}", kind.plural())?;
        for group in changes.chunk_by(|a, b| are_one(a, b)) {
            let locator = if group[0].what == What::Gone { &base } else { &head };
            writeln!(out, "  {} {}", sign(group[0].what), told(group, locator))?;
        }
    }
    let findings = &comparison.findings;
    if !(findings.new.is_empty() && findings.fixed.is_empty() && findings.suppressed.is_empty()) {
        writeln!(out, "\nfindings")?;
    }
    let lists = [(&findings.new, "+", &head), (&findings.fixed, "-", &base)];
    for (list, sign, locator) in lists.into_iter().chain([(&findings.suppressed, "/", &base)]) {
        for finding in list {
            writeln!(out, "  {sign} {}", found(finding, locator))?;
        }
    }
    writeln!(out, "\n{}", summary(comparison))
}

/// The changes by their kinds.
pub(super) fn by_kind(changes: &[Change]) -> BTreeMap<Kind, Vec<&Change>> {
    let mut kinds: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        kinds.entry(change.key.kind).or_default().push(change);
    }
    kinds
}

const fn sign(what: What) -> &'static str {
    match what {
        What::New => "+",
        What::Gone => "-",
        What::Changed => "~",
    }
}

/// Whether two changes are told as one: edges that make the same crossing.
pub(super) fn are_one(a: &Change, b: &Change) -> bool {
    let is_plain = |change: &Change| change.key.kind.is_edge() && change.differences.is_empty();
    is_plain(a)
        && is_plain(b)
        && (a.what, a.crossing) == (b.what, b.crossing)
        && a.key.names[..3] == b.key.names[..3]
}

/// Changes that are told as one, in words, names in backticks; and their places.
pub(super) fn words(group: &[&Change]) -> (String, Vec<Place>) {
    let first = group[0];
    let mut text = if group.len() == 1 { first.key.words() } else { first.key.ends() };
    if group.len() > 1 {
        let shown = group.iter().take(PARTS).map(|change| format!("`{}`", change.key.names[3]));
        text.push_str(": ");
        text.push_str(&shown.collect::<Vec<_>>().join(", "));
        if group.len() > PARTS {
            let _ = write!(text, " and {} more", group.len() - PARTS);
        }
    }
    if first.crossing {
        text.push_str(match first.what {
            What::Gone => ", and no other is left",
            _ => ", for the first time",
        });
    }
    if !first.differences.is_empty() {
        text.push_str(": ");
        text.push_str(&differences(&first.differences));
    }
    let places = group.iter().flat_map(|change| change.places.iter().copied());
    (text, places.collect())
}

fn told(group: &[&Change], locator: &Locator<'_>) -> String {
    let (text, places) = words(group);
    let shown: Vec<String> =
        places.iter().take(PLACES).map(|place| locator.short(*place)).collect();
    let more = if places.len() > PLACES { ", …" } else { "" };
    format!("{}  ({}{more})", line(&text), shown.join(", "))
}

/// What is different, in words.
fn differences(all: &[Difference]) -> String {
    let words = all.iter().map(|one| {
        let list = |values: &std::collections::BTreeSet<String>| {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            if values.is_empty() { "none".to_owned() } else { values.join(", ") }
        };
        format!("{} {}, was {}", one.property, list(&one.after), list(&one.before))
    });
    words.collect::<Vec<_>>().join("; ")
}

fn found(finding: &Finding, locator: &Locator<'_>) -> String {
    let place: Place = finding.place;
    format!(
        "{}[{}] {}  ({})",
        names::severity(finding.severity),
        line(&id(finding)),
        line(&finding.message),
        locator.short(place)
    )
}

/// The numbers, in words.
pub(super) fn summary(comparison: &Comparison<'_>) -> String {
    let findings = &comparison.findings;
    let counted = |what| comparison.changes.iter().filter(|change| change.what == what).count();
    let mut parts = Vec::new();
    for (what, word) in [(What::New, "new"), (What::Gone, "gone"), (What::Changed, "changed")] {
        if counted(what) > 0 {
            parts.push(format!("{} {word}", counted(what)));
        }
    }
    let first = comparison.changes.iter().filter(|c| c.what == What::New && c.crossing).count();
    if first > 0 {
        parts.push(count(first, "first crossing", "first crossings"));
    }
    let architecture = if parts.is_empty() {
        "no change of the architecture".to_owned()
    } else {
        parts.join(", ")
    };
    let mut words = vec![format!("{} new", count(findings.new.len(), "finding", "findings"))];
    if !findings.fixed.is_empty() {
        words.push(format!("{} fixed", findings.fixed.len()));
    }
    if !findings.suppressed.is_empty() {
        words.push(format!("{} suppressed", findings.suppressed.len()));
    }
    words.push(format!("{} as before", findings.same));
    format!("{architecture}; {}", words.join(", "))
}
