//! A comparison as JSON; `docs/json.md` describes it. Keys are only ever added within one version.

use std::io::{self, Write};

use portcullis_rules::finding::Finding;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Change, Comparison, Difference, Key, Kind, State, What};
use crate::report::json::{Entry, document_to};
use crate::report::locate::{Location, Locator};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    base: Revision<'a>,
    head: Revision<'a>,
    changes: Vec<ChangeEntry<'a>>,
    findings: FindingEntries<'a>,
    summary: Summary,
}

#[derive(Serialize)]
struct Revision<'a> {
    revision: Option<&'a str>,
    commit: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    kind: Kind,
    change: What,
    name: Names<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crossing: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    differences: &'a [Difference],
    evidence: Vec<Location<'a>>,
}

/// The parts of a name, each under what it is called.
struct Names<'a>(&'a Key);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = self.0.kind.parts().iter().zip(&self.0.names);
        let mut map = serializer.serialize_map(None)?;
        for (part, name) in parts {
            map.serialize_entry(part, name)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct FindingEntries<'a> {
    new: Vec<Entry<'a>>,
    fixed: Vec<Entry<'a>>,
    suppressed: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Summary {
    new: usize,
    gone: usize,
    changed: usize,
    first_crossings: usize,
    findings_new: usize,
    findings_fixed: usize,
    findings_suppressed: usize,
    findings_same: usize,
    findings_renamed: usize,
}

/// Writes a comparison.
pub(super) fn write(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let base = Locator::new(comparison.base.system);
    let head = Locator::new(comparison.head.system);
    let entry = |change: &'_ Change| -> Vec<Location<'_>> {
        let locator = if change.what == What::Gone { &base } else { &head };
        change.places.iter().map(|place| locator.location(*place)).collect()
    };
    let changes = comparison.changes.iter().map(|change| ChangeEntry {
        kind: change.key.kind,
        change: change.what,
        name: Names(&change.key),
        crossing: change.key.kind.is_edge().then_some(change.crossing),
        differences: &change.differences,
        evidence: entry(change),
    });
    let findings = &comparison.findings;
    let count = |what| comparison.changes.iter().filter(|change| change.what == what).count();
    let first = |change: &&Change| change.what == What::New && change.crossing;
    let document = Document {
        version: 1,
        base: revision(&comparison.base),
        head: revision(&comparison.head),
        changes: changes.collect(),
        findings: FindingEntries {
            new: entries(&findings.new, &head),
            fixed: entries(&findings.fixed, &base),
            suppressed: entries(&findings.suppressed, &base),
        },
        summary: Summary {
            new: count(What::New),
            gone: count(What::Gone),
            changed: count(What::Changed),
            first_crossings: comparison.changes.iter().filter(first).count(),
            findings_new: findings.new.len(),
            findings_fixed: findings.fixed.len(),
            findings_suppressed: findings.suppressed.len(),
            findings_same: findings.same,
            findings_renamed: findings.renamed,
        },
    };
    document_to(&document, out)
}

fn entries<'a>(findings: &[&'a Finding], locator: &Locator<'a>) -> Vec<Entry<'a>> {
    findings.iter().map(|finding| Entry::of(finding, locator)).collect()
}

fn revision<'a>(state: &State<'a>) -> Revision<'a> {
    Revision { revision: state.revision, commit: state.commit }
}
