//! Places what stands in each container, the innermost first, so that the size of a group is known
//! where it is an item of another one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::pack::{Block, pack};
use super::part::{Part, Vertex};
use super::ranks::Ranked;
use super::tree::{Item, Tree};
use super::{HEADING, Point, Rect, align, order, size};
use crate::picture::Picture;

/// The side on which an arrow leaves a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    Left,
    Right,
}

/// A container with everything in it, from its upper left corner.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The boxes of its items.
    pub(super) items: Vec<Rect>,
    /// The ways of nodes within it to its edge, from the edge of the item that holds the node.
    pub(super) exits: FxHashMap<(usize, Side), Vec<Point>>,
    /// The ways of arrows between its items, from the right edge of one to the left edge of another.
    pub(super) ways: FxHashMap<usize, Vec<Point>>,
}

/// Nodes of which an arrow leaves a container, each with the item that holds it.
type Leaving = BTreeMap<(usize, Side), usize>;

/// Places all containers.
pub(super) fn place(picture: &Picture, tree: &Tree, ranked: &Ranked) -> Vec<Placed> {
    let containers = tree.items.len();
    let mut leaving: Vec<Leaving> = vec![Leaving::new(); containers];
    let mut arrows: Vec<Vec<usize>> = vec![Vec::new(); containers];
    for (number, arrow) in picture.arrows.iter().enumerate() {
        let end = ranked.partings[number].container;
        arrows[end].push(number);
        let sides = sides(ranked.back[number]);
        for (node, side) in [(arrow.from, sides[0]), (arrow.to, sides[1])] {
            for (container, item) in tree.around(node, end) {
                leaving[container].insert((node, side), item);
            }
        }
    }
    let mut placed: Vec<Placed> = Vec::new();
    placed.resize_with(containers, Placed::default);
    // A group stands behind the one that holds it, and the picture itself behind all of them.
    for at in (0..containers - 1).rev().chain([containers - 1]) {
        let one = Container {
            picture,
            ranked,
            at,
            items: &tree.items[at],
            leaving: &leaving[at],
            arrows: &arrows[at],
            placed: &placed,
        };
        placed[at] = one.place(at == tree.root());
    }
    placed
}

/// The sides of the first and the second end of an arrow.
pub(super) const fn sides(back: bool) -> [Side; 2] {
    if back { [Side::Left, Side::Right] } else { [Side::Right, Side::Left] }
}

/// A container that is to be placed; the groups in it are.
struct Container<'a> {
    picture: &'a Picture,
    ranked: &'a Ranked,
    at: usize,
    items: &'a [Item],
    leaving: &'a Leaving,
    arrows: &'a [usize],
    placed: &'a [Placed],
}

impl Container<'_> {
    fn size(&self, item: usize) -> Rect {
        match self.items[item] {
            Item::Node(node) => size::node(&self.picture.nodes[node]),
            Item::Group(group) => {
                let Placed { width, height, .. } = self.placed[group];
                Rect { x: 0, y: 0, width, height }
            }
        }
    }

    /// How far below the top of an item the arrows of a node leave it.
    fn offset(&self, item: usize, node: usize, side: Side) -> i32 {
        match self.items[item] {
            Item::Node(_) => self.size(item).height / 2,
            Item::Group(group) => {
                self.placed[group].exits[&(node, side)].last().map_or(0, |end| end.y)
            }
        }
    }

    fn place(&self, is_root: bool) -> Placed {
        let (left, top) = if is_root {
            (size::PADDING, size::PADDING)
        } else {
            (size::PADDING, HEADING + size::PADDING / 2)
        };
        let mut result =
            Placed { items: vec![Rect::default(); self.items.len()], ..Placed::default() };
        let mut blocks = Vec::new();
        for items in self.parts() {
            let part = self.part(&items);
            let (mut inside, has_exits) = (Placed::default(), !part.exits.is_empty());
            inside.items = vec![Rect::default(); self.items.len()];
            self.coordinates(&part, &mut inside);
            blocks.push(Block { items, inside, has_exits });
        }
        let width = pack(&blocks, |block, x, y| {
            let by = Point { x: left + x, y: top + y };
            for &item in &block.items {
                let at = block.inside.items[item];
                result.items[item] = Rect { x: at.x + by.x, y: at.y + by.y, ..at };
                result.height = result.height.max(at.y + by.y + at.height);
            }
            result.height = result.height.max(by.y + block.inside.height);
            let moved = |way: &[Point]| -> Vec<Point> {
                way.iter().map(|point| Point { x: point.x + by.x, y: point.y + by.y }).collect()
            };
            result.exits.extend(block.inside.exits.iter().map(|(key, way)| (*key, moved(way))));
            result.ways.extend(block.inside.ways.iter().map(|(key, way)| (*key, moved(way))));
        });
        result.width = width + 2 * left;
        if !is_root {
            let label = &self.picture.groups[self.at].label;
            result.width = result.width.max(size::heading_width(label));
        }
        result.height += size::PADDING;
        // Ways out end at the edge itself.
        for ((_, side), way) in &mut result.exits {
            let x = if *side == Side::Left { 0 } else { result.width };
            if let Some(last) = way.last().copied() {
                way.push(Point { x, y: last.y });
            }
        }
        result
    }

    /// Items that hang together; what leaves the container hangs together, since it shares its edges.
    fn parts(&self) -> Vec<Vec<usize>> {
        let count = self.items.len();
        let mut part: Vec<usize> = (0..count).collect();
        let root = |part: &mut Vec<usize>, mut at: usize| {
            while part[at] != at {
                part[at] = part[part[at]];
                at = part[at];
            }
            at
        };
        let mut pairs: Vec<(usize, usize)> = self
            .arrows
            .iter()
            .map(|arrow| self.ranked.partings[*arrow])
            .map(|parting| (parting.from, parting.to))
            .collect();
        if self.ranked.given[self.at] {
            pairs.extend((1..count).map(|at| (0, at)));
        }
        let leaving: Vec<usize> = self.leaving.values().copied().collect();
        pairs.extend(leaving.windows(2).map(|pair| (pair[0], pair[1])));
        for (a, b) in pairs {
            let (a, b) = (root(&mut part, a), root(&mut part, b));
            part[a.max(b)] = a.min(b);
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for item in 0..count {
            parts.entry(root(&mut part, item)).or_default().push(item);
        }
        parts.into_values().collect()
    }

    fn part(&self, items: &[usize]) -> Part {
        let columns = &self.ranked.columns[self.at];
        let used: BTreeSet<usize> = items.iter().map(|item| columns[*item]).collect();
        let used: Vec<usize> = used.into_iter().collect();
        let mut part = Part::of(used.len());
        let mut vertex_of: FxHashMap<usize, usize> = FxHashMap::default();
        for &item in items {
            let column = used.partition_point(|column| *column < columns[item]);
            vertex_of.insert(item, part.vertices.len());
            let height = self.size(item).height;
            part.vertices.push(Vertex { column, height, item: Some(item) });
        }
        for &number in self.arrows {
            let parting = self.ranked.partings[number];
            let Some(&from) = vertex_of.get(&parting.from) else { continue };
            let to = vertex_of[&parting.to];
            let arrow = &self.picture.arrows[number];
            let sides = sides(self.ranked.back[number]);
            let mut ends = [
                (from, self.offset(parting.from, arrow.from, sides[0])),
                (to, self.offset(parting.to, arrow.to, sides[1])),
            ];
            if self.ranked.back[number] {
                ends.reverse();
            }
            let way = part.way(ends[0], Some(ends[1]), Side::Right);
            part.ways.push((number, way));
        }
        for (&(node, side), item) in self.leaving {
            if let Some(&vertex) = vertex_of.get(item) {
                let way = part.way((vertex, self.offset(*item, node, side)), None, side);
                part.exits.push(((node, side), way));
            }
        }
        part
    }

    /// Where the vertices of a part stand, and so its items and ways.
    fn coordinates(&self, part: &Part, inside: &mut Placed) {
        let order = order::order(part.columns, &part.vertices, &part.lines);
        let tops = align::align(&order, &part.vertices, &part.lines);
        let mut widths = vec![0; part.columns];
        let mut crossing = vec![0_i32; part.columns];
        for vertex in &part.vertices {
            if let Some(item) = vertex.item {
                widths[vertex.column] = widths[vertex.column].max(self.size(item).width);
            }
        }
        for line in &part.lines {
            crossing[part.vertices[line.ends[0]].column] += 1;
        }
        let mut lefts = Vec::with_capacity(part.columns);
        let mut x = 0;
        for column in 0..part.columns {
            lefts.push(x);
            x += widths[column] + size::GAP + crossing[column].min(20) * 3;
        }
        let right = |column: usize| lefts[column] + widths[column];
        inside.width = right(part.columns - 1);
        for (vertex, top) in part.vertices.iter().zip(&tops) {
            inside.height = inside.height.max(top + vertex.height);
            let Some(item) = vertex.item else { continue };
            let own = self.size(item);
            let x = lefts[vertex.column] + (widths[vertex.column] - own.width) / 2;
            inside.items[item] = Rect { x, y: *top, ..own };
        }
        let bend = |vertex: usize, y: i32| {
            let column = part.vertices[vertex].column;
            [Point { x: lefts[column], y }, Point { x: right(column), y }]
        };
        // The edge of an item, and from there to that of its column.
        let begin = |vertex: usize, offset: i32, side: Side| {
            let y = tops[vertex] + offset;
            let [left, right] = bend(vertex, y);
            let own = part.vertices[vertex].item.map_or(Rect::default(), |item| inside.items[item]);
            match side {
                Side::Left => [Point { x: own.x, y }, left],
                Side::Right => [Point { x: own.x + own.width, y }, right],
            }
        };
        for (number, way) in &part.ways {
            let [from, .., to] = way.as_slice() else { continue };
            let arrow = &self.picture.arrows[*number];
            let parting = self.ranked.partings[*number];
            let sides = sides(self.ranked.back[*number]);
            let mut offsets = [
                self.offset(parting.from, arrow.from, sides[0]),
                self.offset(parting.to, arrow.to, sides[1]),
            ];
            if self.ranked.back[*number] {
                offsets.reverse();
            }
            let mut points = begin(*from, offsets[0], Side::Right).to_vec();
            points.extend(way[1..way.len() - 1].iter().flat_map(|at| bend(*at, tops[*at])));
            points.extend(begin(*to, offsets[1], Side::Left).into_iter().rev());
            inside.ways.insert(*number, points);
        }
        for ((node, side), way) in &part.exits {
            let Some(item) = part.vertices[way[0]].item else { continue };
            let mut points = begin(way[0], self.offset(item, *node, *side), *side).to_vec();
            for at in &way[1..] {
                let [left, right] = bend(*at, tops[*at]);
                points.extend(if *side == Side::Left { [right, left] } else { [left, right] });
            }
            inside.exits.insert((*node, *side), points);
        }
    }
}
