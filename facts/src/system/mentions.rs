//! Where the variables of a body are named: looked up once for all of them, since a function may have thousands.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::parents::nodes_of;
use crate::extract::rust::bodies::{LocalRange, Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::program::{At, Body, Program};

/// Where the variables of one body are named.
pub(crate) struct Mentions {
    /// The nodes that are a variable, sorted.
    nodes: Vec<(LocalId, NodeId)>,
    /// Where each word of the text stands last.
    words: OnceLock<FxHashMap<String, u32>>,
}

impl Mentions {
    pub(crate) fn new(program: &Program<'_>, body: &Body) -> Self {
        let nodes = nodes_of(body).filter_map(|at| match program.node(at) {
            Node::Local(local) => Some((local, at.node)),
            _ => None,
        });
        let mut nodes: Vec<(LocalId, NodeId)> = nodes.collect();
        nodes.sort_unstable();
        Self { nodes, words: OnceLock::new() }
    }

    /// The nodes behind a binding that are one of its variables, in the order of the text.
    pub(crate) fn behind(&self, binding: At, pattern: LocalRange) -> Vec<At> {
        let to = |local: u32| self.nodes.partition_point(|(other, _)| other.0 < local);
        let own = &self.nodes[to(pattern.start)..to(pattern.start + pattern.len)];
        let behind = own.iter().map(|(_, node)| *node).filter(|node| *node > binding.node);
        let mut behind: Vec<At> = behind.map(|node| At { unit: binding.unit, node }).collect();
        behind.sort_unstable_by_key(|at| at.node);
        behind
    }

    /// Whether a variable of a pattern is named behind its binding. Of conditions like `!sent` no expression is kept, so
    /// that the text has to tell.
    pub(crate) fn are_in_the_text_behind(
        &self,
        program: &Program<'_>,
        body: &Body,
        binding: At,
        pattern: LocalRange,
    ) -> bool {
        let words = self.words.get_or_init(|| words(program, body));
        let end = program.place(binding).span.end;
        let mut names = pattern.iter().map(|local| program.local_name(binding.unit, local));
        names.any(|name| words.get(name).is_some_and(|last| *last >= end))
    }
}

/// The words of a body, each with the byte of the file at which it stands last.
fn words(program: &Program<'_>, body: &Body) -> FxHashMap<String, u32> {
    let place = program.place(At { unit: body.unit, node: body.node });
    let is_between = |c: char| !c.is_alphanumeric() && c != '_';
    let mut last = FxHashMap::default();
    let mut at = place.span.start;
    for piece in program.text(place).split_inclusive(is_between) {
        let word = piece.strip_suffix(is_between).unwrap_or(piece);
        if !word.is_empty() {
            last.insert(word.to_owned(), at);
        }
        at += piece.len() as u32;
    }
    last
}
