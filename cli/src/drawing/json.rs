//! The picture for programs; `docs/graph.md` describes it. Keys are only ever added within one version.

use std::io::{self, Write};

use serde::Serialize;

use super::Drawing;
use crate::names;
use crate::picture::{Arrow, Picture};
use crate::report::json::document_to;
use crate::report::locate::{Location, Locator};
use crate::report::masks::without_passwords;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    title: &'a str,
    level: &'static str,
    nodes: Vec<NodeEntry<'a>>,
    groups: Vec<GroupEntry<'a>>,
    edges: Vec<EdgeEntry<'a>>,
    cycles: usize,
    notes: &'a [String],
}

#[derive(Serialize)]
struct NodeEntry<'a> {
    key: &'a str,
    label: &'a str,
    detail: &'a str,
    kind: &'static str,
    layer: Option<&'static str>,
    group: Option<&'a str>,
    /// How many nodes it stands for.
    holds: usize,
    location: Option<Location<'a>>,
    findings: Vec<&'a str>,
}

#[derive(Serialize)]
struct GroupEntry<'a> {
    key: &'a str,
    label: &'a str,
    parent: Option<&'a str>,
}

#[derive(Serialize)]
struct EdgeEntry<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
    count: usize,
    cycle: Option<u32>,
    findings: Vec<&'a str>,
    /// The first places, not all of them.
    evidence: Vec<EvidenceEntry<'a>>,
}

#[derive(Serialize)]
struct EvidenceEntry<'a> {
    text: String,
    location: Location<'a>,
}

/// Writes the picture.
pub(super) fn write(drawing: &Drawing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let picture: &Picture = drawing.picture;
    let locator = Locator::new(drawing.system);
    let fingerprints = |findings: &[u32]| -> Vec<&str> {
        findings.iter().map(|at| drawing.findings[*at as usize].fingerprint.as_str()).collect()
    };
    let nodes = picture.nodes.iter().map(|node| NodeEntry {
        key: &node.key,
        label: &node.label,
        detail: &node.detail,
        kind: node.shape.name(),
        layer: node.role.map(names::role),
        group: node.group.map(|group| picture.groups[group].key.as_str()),
        holds: node.holds,
        location: node.place.map(|place| locator.location(place)),
        findings: fingerprints(&node.findings),
    });
    let groups = picture.groups.iter().map(|group| GroupEntry {
        key: &group.key,
        label: &group.label,
        parent: group.parent.map(|parent| picture.groups[parent].key.as_str()),
    });
    let edge = |arrow: &Arrow| EdgeEntry {
        from: &picture.nodes[arrow.from].key,
        to: &picture.nodes[arrow.to].key,
        kind: arrow.kind.name(),
        count: arrow.count,
        cycle: arrow.cycle,
        findings: fingerprints(&arrow.findings),
        evidence: arrow
            .evidence
            .iter()
            .map(|evidence| EvidenceEntry {
                text: without_passwords(&evidence.text),
                location: locator.location(evidence.place),
            })
            .collect(),
    };
    let document = Document {
        version: 1,
        title: drawing.title,
        level: picture.level.name(),
        nodes: nodes.collect(),
        groups: groups.collect(),
        edges: picture.arrows.iter().map(edge).collect(),
        cycles: picture.cycles(),
        notes: &picture.notes,
    };
    document_to(&document, out)
}
