//! Collects nodes, groups and arrows by their keys, and puts them into an order that depends on nothing else.

use std::borrow::Cow;

use portcullis_facts::graph::Role;
use portcullis_facts::place::Place;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Arrow, ArrowKind, Evidence, Group, Level, MOST_EVIDENCE, Node, Picture, Shape};

/// Groups stand in each other at most so deep; what is deeper belongs to the last one.
const MOST_DEEP: usize = 12;

/// A picture in the making.
#[derive(Debug, Default)]
pub(super) struct Maker {
    nodes: Vec<Node>,
    by_key: FxHashMap<String, usize>,
    groups: Vec<Group>,
    groups_by_key: FxHashMap<String, usize>,
    arrows: FxHashMap<(usize, usize), Arrow>,
}

/// Where an arrow can be seen, and what findings say of it there.
pub(super) struct Seen<'a> {
    pub(super) place: Place,
    pub(super) text: Cow<'static, str>,
    pub(super) findings: &'a [u32],
}

impl Maker {
    /// The node with this key, which is made if there is none.
    pub(super) fn node(&mut self, key: String, make: impl FnOnce(String) -> Node) -> usize {
        if let Some(&at) = self.by_key.get(&key) {
            return at;
        }
        let at = self.nodes.len();
        self.by_key.insert(key.clone(), at);
        self.nodes.push(make(key));
        at
    }

    /// The node with this key, if it was made.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// A node that was made.
    pub(super) fn at(&mut self, node: usize) -> &mut Node {
        &mut self.nodes[node]
    }

    /// The group with this key below `parent`, which is made if there is none; `parent` itself where
    /// that is too deep.
    pub(super) fn group(
        &mut self,
        key: &str,
        label: &str,
        parent: Option<usize>,
        role: Option<Role>,
        column: Option<u32>,
    ) -> usize {
        if let Some(&at) = self.groups_by_key.get(key) {
            return at;
        }
        let depth = std::iter::successors(parent, |at| self.groups[*at].parent).count();
        if let (Some(parent), true) = (parent, depth >= MOST_DEEP) {
            return parent;
        }
        let (key, label) = (key.to_owned(), label.to_owned());
        self.groups_by_key.insert(key.clone(), self.groups.len());
        self.groups.push(Group { key, label, parent, role, column, fixed: false });
        self.groups.len() - 1
    }

    /// Shows a group although it holds one thing only.
    pub(super) fn fix(&mut self, group: usize) {
        self.groups[group].fixed = true;
    }

    /// Adds what an arrow can be seen by; no arrow leads from a node to itself.
    pub(super) fn arrow(&mut self, from: usize, to: usize, kind: ArrowKind, seen: Seen<'_>) {
        if from == to {
            return;
        }
        let arrow = self.arrows.entry((from, to)).or_insert_with(|| Arrow {
            from,
            to,
            kind,
            count: 0,
            evidence: Vec::new(),
            findings: Vec::new(),
            nested: false,
            cycle: None,
        });
        arrow.kind = arrow.kind.min(kind);
        arrow.count += 1;
        arrow.findings.extend_from_slice(seen.findings);
        // What findings speak of is kept in any case; it goes in front when the picture is finished.
        let marked = !seen.findings.is_empty();
        if arrow.evidence.len() < MOST_EVIDENCE || marked {
            arrow.evidence.push(Evidence { place: seen.place, text: seen.text, marked });
        }
    }

    /// Says of the arrows for which it holds that one end holds the other.
    pub(super) fn nest(&mut self, holds: impl Fn(usize, usize) -> bool) {
        for ((from, to), arrow) in &mut self.arrows {
            arrow.nested = holds(*from, *to) || holds(*to, *from);
        }
    }

    /// The picture, in order of keys; nodes that nothing leads to or from, and for which `keep` does
    /// not hold, are left out.
    pub(super) fn finish(self, level: Level, keep: impl Fn(&Node) -> bool) -> Picture {
        let mut touched = FxHashSet::default();
        touched.extend(self.arrows.keys().flat_map(|(from, to)| [*from, *to]));
        let mut order: Vec<usize> = (0..self.nodes.len())
            .filter(|at| touched.contains(at) || keep(&self.nodes[*at]))
            .collect();
        order.sort_by(|a, b| self.nodes[*a].key.cmp(&self.nodes[*b].key));
        let mut number = vec![usize::MAX; self.nodes.len()];
        for (at, old) in order.iter().enumerate() {
            number[*old] = at;
        }
        let mut all: Vec<Option<Node>> = self.nodes.into_iter().map(Some).collect();
        let nodes: Vec<Node> = order.iter().filter_map(|old| all[*old].take()).collect();
        let mut arrows: Vec<Arrow> = self.arrows.into_values().collect();
        for arrow in &mut arrows {
            (arrow.from, arrow.to) = (number[arrow.from], number[arrow.to]);
            tidy(arrow);
        }
        arrows.sort_by_key(|arrow| (arrow.from, arrow.to));
        let mut picture = Picture { level, nodes, groups: self.groups, arrows, notes: Vec::new() };
        dissolve(&mut picture);
        picture
    }
}

/// Puts evidence and findings of an arrow into order, each once, and keeps no more than is shown.
pub(super) fn tidy(arrow: &mut Arrow) {
    arrow.findings.sort_unstable();
    arrow.findings.dedup();
    arrow.evidence.sort_by_key(|evidence| (!evidence.marked, evidence.place));
    arrow.evidence.dedup_by(|b, a| a.place == b.place);
    arrow.evidence.truncate(MOST_EVIDENCE);
}

/// Takes out groups that hold nothing, or one thing only, and one that holds all there is.
pub(super) fn dissolve(picture: &mut Picture) {
    let groups = &picture.groups;
    let mut holds = vec![0_usize; groups.len()];
    for node in &picture.nodes {
        if let Some(group) = node.group {
            holds[group] += 1;
        }
    }
    let top_nodes = picture.nodes.iter().filter(|node| node.group.is_none()).count();
    // A group stands behind its parent, so from behind all that is in it is counted already.
    let mut gone = vec![false; groups.len()];
    let mut inner = vec![0_usize; groups.len()];
    for group in groups {
        if let Some(parent) = group.parent {
            inner[parent] += 1;
        }
    }
    for at in (0..groups.len()).rev() {
        // A column among others is kept for its name; one alone says nothing.
        let is_column = groups[at].column.is_some()
            && groups[at].parent.is_some_and(|parent| inner[parent] > 1);
        gone[at] = holds[at] == 0 || holds[at] < 2 && !groups[at].fixed && !is_column;
        if let Some(parent) = groups[at].parent {
            holds[parent] += if gone[at] { holds[at] } else { 1 };
        }
    }
    let mut tops = (0..groups.len()).filter(|at| !gone[*at] && groups[*at].parent.is_none());
    if let (Some(only), None, 0) = (tops.next(), tops.next(), top_nodes) {
        gone[only] = !groups[only].fixed;
    }
    let kept = |mut at: Option<usize>| {
        while let Some(group) = at.filter(|group| gone[*group]) {
            at = groups[group].parent;
        }
        at
    };
    let mut number = vec![0; groups.len()];
    let mut left: Vec<Group> = Vec::new();
    for at in (0..groups.len()).filter(|at| !gone[*at]) {
        number[at] = left.len();
        let parent = kept(groups[at].parent).map(|parent| number[parent]);
        left.push(Group { parent, ..groups[at].clone() });
    }
    for node in &mut picture.nodes {
        node.group = kept(node.group).map(|group| number[group]);
    }
    picture.groups = left;
}

impl Node {
    /// A node of which no more is known yet.
    pub(super) fn new(key: String, label: impl Into<String>, shape: Shape) -> Self {
        Self {
            key,
            label: label.into(),
            detail: String::new(),
            shape,
            group: None,
            role: None,
            place: None,
            findings: Vec::new(),
            holds: 1,
            column: None,
        }
    }
}
