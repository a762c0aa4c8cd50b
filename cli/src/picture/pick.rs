//! Picks a part of a picture: what is around some nodes, or what findings speak of.

use std::collections::BTreeSet;

use super::maker::dissolve;
use super::{Arrow, Node, Picture};
use crate::{glob, suggest};

/// What is to be in the middle of a picture, and how far to go from there.
#[derive(Clone, Debug)]
pub(crate) struct Focus<'a> {
    /// A name, key or pattern of nodes or groups.
    pub(crate) name: &'a str,
    /// How many arrows away a node may be, whichever way they point.
    pub(crate) depth: usize,
}

/// What is around the nodes that `focus` means.
///
/// # Errors
/// Where it means none: a suggestion, if there is one.
pub(crate) fn pick(picture: &Picture, focus: &Focus<'_>) -> Result<Picture, Option<String>> {
    let mut near = meant(picture, focus.name);
    if !near.contains(&true) {
        let nodes = picture.nodes.iter().map(|node| node.label.as_str());
        let groups = picture.groups.iter().map(|group| group.label.as_str());
        let known: BTreeSet<&str> = nodes.chain(groups).collect();
        return Err(suggest::hint(focus.name, known.iter().copied()));
    }
    for _ in 0..focus.depth {
        let before = near.clone();
        for arrow in &picture.arrows {
            near[arrow.to] |= before[arrow.from];
            near[arrow.from] |= before[arrow.to];
        }
        if near == before {
            break;
        }
    }
    Ok(keep(picture, &near, |_| true))
}

/// The nodes that a name means, by itself or by a group around them.
fn meant(picture: &Picture, name: &str) -> Vec<bool> {
    // A key has what it is in front, and what tells it from others of its name behind.
    let is_name = |key: &str, label: &str| {
        let bare = key.split_once(':').map_or(key, |(_, name)| name);
        let bare = bare.split(['#', '@']).next().unwrap_or(bare);
        [key, label, bare].iter().any(|known| glob::matches(name, known))
    };
    let mut groups = vec![false; picture.groups.len()];
    for (at, group) in picture.groups.iter().enumerate() {
        groups[at] =
            is_name(&group.key, &group.label) || group.parent.is_some_and(|parent| groups[parent]);
    }
    let is_meant = |node: &Node| {
        is_name(&node.key, &node.label) || node.group.is_some_and(|group| groups[group])
    };
    picture.nodes.iter().map(is_meant).collect()
}

/// The arrows that findings speak of or that are part of a cycle, with their ends.
pub(crate) fn keep_violations(picture: &Picture) -> Picture {
    let is_wrong = |arrow: &Arrow| !arrow.findings.is_empty() || arrow.cycle.is_some();
    let mut ends = vec![false; picture.nodes.len()];
    for arrow in picture.arrows.iter().filter(|arrow| is_wrong(arrow)) {
        (ends[arrow.from], ends[arrow.to]) = (true, true);
    }
    keep(picture, &ends, is_wrong)
}

/// The picture of some nodes and of the arrows between them that are wanted.
fn keep(picture: &Picture, wanted: &[bool], is_wanted: impl Fn(&Arrow) -> bool) -> Picture {
    let mut number = vec![usize::MAX; picture.nodes.len()];
    let mut nodes = Vec::new();
    for (at, node) in picture.nodes.iter().enumerate().filter(|(at, _)| wanted[*at]) {
        number[at] = nodes.len();
        nodes.push(node.clone());
    }
    let kept = picture
        .arrows
        .iter()
        .filter(|arrow| wanted[arrow.from] && wanted[arrow.to] && is_wanted(arrow));
    let arrows = kept
        .map(|arrow| Arrow { from: number[arrow.from], to: number[arrow.to], ..arrow.clone() })
        .collect();
    let mut shown = Picture { nodes, arrows, ..picture.without_nodes() };
    dissolve(&mut shown);
    shown.with_cycles()
}
