//! The list of all edges, in pieces.

use std::iter::Flatten;
use std::ops::Index;
use std::slice;

use rayon::prelude::*;

use super::Edge;

/// So many edges are in each piece but the last: 96 KiB, less than what an allocator asks the system for
/// by itself (128 KiB on glibc).
const PIECE: usize = 1 << 11;

/// All edges, in their order.
///
/// They are most of a graph, and one list of them would need fresh memory while that of the facts,
/// in smaller parts, is free again.
#[derive(Debug, Default)]
pub struct Edges {
    pieces: Vec<Vec<Edge>>,
}

impl Edges {
    /// The edges of these lists, end to end.
    pub(crate) fn joined(lists: Vec<Vec<Edge>>) -> Self {
        let mut starts = Vec::with_capacity(lists.len());
        let mut count = 0;
        for list in &lists {
            starts.push(count);
            count += list.len();
        }
        let piece = |number: usize| {
            let (mut at, end) = (number * PIECE, count.min((number + 1) * PIECE));
            let mut piece = Vec::with_capacity(end - at);
            let mut from = starts.partition_point(|start| *start <= at) - 1;
            while at < end {
                let rest = &lists[from][at - starts[from]..];
                let taken = &rest[..rest.len().min(end - at)];
                piece.extend_from_slice(taken);
                at += taken.len();
                from += 1;
            }
            piece
        };
        let pieces = (0..count.div_ceil(PIECE)).into_par_iter().map(piece).collect();
        lists.into_par_iter().for_each(drop);
        Self { pieces }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// All, in their order.
    pub fn iter(&self) -> Flatten<slice::Iter<'_, Vec<Edge>>> {
        self.pieces.iter().flatten()
    }

    /// Lists that are all edges together, for those who look at them side by side.
    pub fn pieces(&self) -> &[Vec<Edge>] {
        &self.pieces
    }

    /// Adds one.
    pub fn push(&mut self, edge: Edge) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => last.push(edge),
            _ => self.pieces.push(vec![edge]),
        }
    }
}

impl Index<usize> for Edges {
    type Output = Edge;

    fn index(&self, at: usize) -> &Edge {
        &self.pieces[at / PIECE][at % PIECE]
    }
}

impl<'e> IntoIterator for &'e Edges {
    type Item = &'e Edge;
    type IntoIter = Flatten<slice::Iter<'e, Vec<Edge>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Edges, PIECE};
    use crate::cfg::CfgKey;
    use crate::graph::{Edge, EdgeKind, ModuleId, Scope, Target};
    use crate::place::{FileId, Place, Span};

    fn edge(number: usize) -> Edge {
        Edge {
            module: ModuleId(number as u32),
            item: None,
            to: Target::Module(ModuleId(0)),
            named: None,
            kind: EdgeKind::Use,
            scope: Scope::Production,
            confidence: 100,
            cfg: CfgKey::ALWAYS,
            place: Place { file: FileId(0), span: Span::default() },
        }
    }

    #[test]
    fn lists_are_joined_in_their_order() {
        let lengths = [0, 3, PIECE - 3, 0, 0, 2 * PIECE + 1, 7, 0];
        let mut next = 0..;
        let lists = lengths.map(|length| next.by_ref().take(length).map(edge).collect());
        let edges = Edges::joined(lists.into());
        let count: usize = lengths.iter().sum();
        assert_eq!(edges.len(), count);
        let modules: Vec<usize> = edges.iter().map(|edge| edge.module.index()).collect();
        assert!(modules.into_iter().eq(0..count));
        for at in [0, PIECE - 1, PIECE, count - 1] {
            assert_eq!(edges[at].module.index(), at);
        }
        assert!(Edges::joined(Vec::new()).is_empty());
    }

    #[test]
    fn what_is_pushed_is_found() {
        let mut edges = Edges::default();
        (0..=PIECE).for_each(|number| edges.push(edge(number)));
        assert_eq!((edges.len(), edges[PIECE].module.index()), (PIECE + 1, PIECE));
    }
}
