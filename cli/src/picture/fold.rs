//! Folds groups into single nodes, until a picture holds no more than a person can look at.

use rustc_hash::FxHashMap;

use super::maker::{dissolve, tidy};
use super::{Arrow, Node, Picture, Shape};
use crate::glob;
use crate::report::count;

/// Names that a note lists.
const LISTED: usize = 4;

/// The groups whose labels or keys match one of `patterns`, folded; the patterns that match none are
/// given back.
pub(crate) fn fold(picture: &Picture, patterns: &[String]) -> Result<Picture, Vec<String>> {
    let is_meant = |pattern: &str, at: usize| {
        let group = &picture.groups[at];
        glob::matches(pattern, &group.label) || glob::matches(pattern, &group.key)
    };
    let all = 0..picture.groups.len();
    let nothing: Vec<String> = patterns
        .iter()
        .filter(|pattern| !all.clone().any(|at| is_meant(pattern, at)))
        .cloned()
        .collect();
    if !nothing.is_empty() {
        return Err(nothing);
    }
    let folded: Vec<bool> =
        all.map(|at| patterns.iter().any(|pattern| is_meant(pattern, at))).collect();
    Ok(if folded.contains(&true) { apply(picture, &folded) } else { picture.clone() })
}

/// At most `most` nodes, as far as folding groups can do that: the deepest groups first, of those the
/// largest.
pub(crate) fn fold_to(picture: &Picture, most: usize) -> Picture {
    if picture.nodes.len() <= most {
        return picture.clone();
    }
    let count_of = picture.groups.len();
    let mut depth = vec![0_usize; count_of];
    // What a group would leave if it were not folded: its nodes, and what its own groups leave.
    let mut left = vec![0_usize; count_of];
    for at in 0..count_of {
        depth[at] = picture.groups[at].parent.map_or(0, |parent| depth[parent] + 1);
    }
    for group in picture.nodes.iter().filter_map(|node| node.group) {
        left[group] += 1;
    }
    let mut folded = vec![false; count_of];
    let mut nodes = picture.nodes.len();
    for level in (0..=depth.iter().copied().max().unwrap_or_default()).rev() {
        let mut groups: Vec<usize> = (0..count_of).filter(|at| depth[*at] == level).collect();
        groups.sort_by_key(|at| (std::cmp::Reverse(left[*at]), *at));
        for at in groups {
            if nodes > most && left[at] > 1 {
                nodes -= left[at] - 1;
                left[at] = 1;
                folded[at] = true;
            }
            if let Some(parent) = picture.groups[at].parent {
                left[parent] += left[at];
            }
        }
    }
    if !folded.contains(&true) {
        return picture.clone();
    }
    let mut names = Vec::new();
    for at in (0..count_of).filter(|at| folded[*at] && !is_within(picture, &folded, *at)) {
        names.push(format!("`{}`", picture.groups[at].label));
    }
    let more = names.len().saturating_sub(LISTED);
    let groups = count(names.len(), "group is folded", "groups are folded");
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let listed = names[..names.len() - more].join(", ");
    let mut shown = apply(picture, &folded);
    shown.notes.push(format!(
        "{groups} into one node each, because there are {} nodes: {listed}{rest}",
        picture.nodes.len()
    ));
    shown
}

/// Whether a group stands in one that is folded.
fn is_within(picture: &Picture, folded: &[bool], group: usize) -> bool {
    let parent = |at: &usize| picture.groups[*at].parent;
    std::iter::successors(picture.groups[group].parent, parent).any(|at| folded[at])
}

/// The picture with some of its groups folded.
fn apply(picture: &Picture, folded: &[bool]) -> Picture {
    // The outermost folded group around each group, itself among them.
    let mut into: Vec<Option<usize>> = vec![None; picture.groups.len()];
    for at in 0..picture.groups.len() {
        let around = picture.groups[at].parent.and_then(|parent| into[parent]);
        into[at] = around.or(folded[at].then_some(at));
    }
    let mut nodes: Vec<Node> = Vec::new();
    let mut of_group: FxHashMap<usize, usize> = FxHashMap::default();
    let mut number = Vec::with_capacity(picture.nodes.len());
    for node in &picture.nodes {
        let Some(group) = node.group.and_then(|group| into[group]) else {
            number.push(nodes.len());
            nodes.push(node.clone());
            continue;
        };
        let at = *of_group.entry(group).or_insert_with(|| {
            let group = &picture.groups[group];
            nodes.push(Node {
                group: group.parent,
                role: group.role,
                column: group.column,
                place: node.place,
                holds: 0,
                ..Node::new(group.key.clone(), &group.label, Shape::Folded)
            });
            nodes.len() - 1
        });
        nodes[at].holds += node.holds;
        nodes[at].findings.extend(&node.findings);
        number.push(at);
    }
    for node in nodes.iter_mut().filter(|node| node.shape == Shape::Folded) {
        node.findings.sort_unstable();
        node.findings.dedup();
        node.detail = count(node.holds, "node", "nodes");
    }
    let arrows = merged(picture, &number);
    let mut shown = Picture { nodes, arrows, ..picture.without_nodes() };
    dissolve(&mut shown);
    shown.with_cycles()
}

/// The arrows between what is left.
fn merged(picture: &Picture, number: &[usize]) -> Vec<Arrow> {
    let mut at: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    let mut arrows: Vec<Arrow> = Vec::new();
    for arrow in &picture.arrows {
        let (from, to) = (number[arrow.from], number[arrow.to]);
        if from == to {
            continue;
        }
        let next = arrows.len();
        let known = *at.entry((from, to)).or_insert(next);
        if known == next {
            arrows.push(Arrow { from, to, ..arrow.clone() });
            continue;
        }
        let known = &mut arrows[known];
        known.kind = known.kind.min(arrow.kind);
        known.count += arrow.count;
        known.nested &= arrow.nested;
        known.findings.extend(&arrow.findings);
        known.evidence.extend(arrow.evidence.iter().cloned());
        tidy(known);
    }
    arrows.sort_by_key(|arrow| (arrow.from, arrow.to));
    arrows
}
