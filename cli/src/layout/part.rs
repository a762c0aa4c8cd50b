//! Items that hang together, as columns of vertices and lines between neighbouring columns.

use rustc_hash::FxHashMap;

use super::container::Side;

/// Something in a column: an item, or a bend of a way that passes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex {
    pub(super) column: usize,
    pub(super) height: i32,
    /// None for a bend.
    pub(super) item: Option<usize>,
}

/// A line from one column to the next, and how far below the top of each end it begins and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) ends: [usize; 2],
    pub(super) offsets: [i32; 2],
}

/// Items that hang together, in columns.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) vertices: Vec<Vertex>,
    pub(super) lines: Vec<Line>,
    pub(super) columns: usize,
    /// The vertices of ways of arrows, from left to right.
    pub(super) ways: Vec<(usize, Vec<usize>)>,
    /// Those of ways to the edge, from the item on.
    pub(super) exits: Vec<((usize, Side), Vec<usize>)>,
    /// The bends of ways that begin at one place: how far below the top of which vertex, to which
    /// side, and in which column. Ways share them, so that they become one line with branches.
    bends: FxHashMap<(usize, i32, Side, usize), usize>,
}

impl Part {
    /// So many columns with nothing in them.
    pub(super) fn of(columns: usize) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds the bends and lines of a way from `from` to `to`, or to the last column on `side`.
    pub(super) fn way(
        &mut self,
        from: (usize, i32),
        to: Option<(usize, i32)>,
        side: Side,
    ) -> Vec<usize> {
        let start = self.vertices[from.0].column;
        let passed: Vec<usize> = match (to, side) {
            (Some((to, _)), _) => (start + 1..self.vertices[to].column).collect(),
            (None, Side::Right) => (start + 1..self.columns).collect(),
            (None, Side::Left) => (0..start).rev().collect(),
        };
        let mut way = vec![from.0];
        let mut last = from;
        for column in passed {
            let new = self.vertices.len();
            let at = *self.bends.entry((from.0, from.1, side, column)).or_insert(new);
            if at == new {
                self.vertices.push(Vertex { column, height: 0, item: None });
                self.line(last, (at, 0));
            }
            way.push(at);
            last = (at, 0);
        }
        if let Some(to) = to {
            self.line(last, to);
            way.push(to.0);
        }
        way
    }

    fn line(&mut self, a: (usize, i32), b: (usize, i32)) {
        let (a, b) =
            if self.vertices[a.0].column <= self.vertices[b.0].column { (a, b) } else { (b, a) };
        // Within one column there is nothing that an order could do.
        if self.vertices[a.0].column != self.vertices[b.0].column {
            self.lines.push(Line { ends: [a.0, b.0], offsets: [a.1, b.1] });
        }
    }
}
