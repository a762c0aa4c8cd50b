//! Puts containers into each other, and the pieces of ways one behind the other.

use super::container::{Placed, sides};
use super::ranks::Ranked;
use super::tree::{Item, Tree};
use super::{Layout, Point, Rect};
use crate::picture::Picture;

/// The layout, with all places from the upper left corner of the picture.
pub(super) fn route(picture: &Picture, tree: &Tree, ranked: &Ranked, placed: &[Placed]) -> Layout {
    let root = tree.root();
    let mut layout = Layout {
        width: placed[root].width,
        height: placed[root].height,
        nodes: vec![Rect::default(); picture.nodes.len()],
        groups: vec![Rect::default(); picture.groups.len()],
        arrows: Vec::with_capacity(picture.arrows.len()),
    };
    let mut corners = vec![Point::default(); root + 1];
    // A group stands behind the one that holds it, so its container's corner is known.
    for container in std::iter::once(root).chain(0..root) {
        let corner = corners[container];
        for (item, at) in tree.items[container].iter().zip(&placed[container].items) {
            let at = Rect { x: at.x + corner.x, y: at.y + corner.y, ..*at };
            match item {
                Item::Node(node) => layout.nodes[*node] = at,
                Item::Group(group) => {
                    layout.groups[*group] = at;
                    corners[*group] = Point { x: at.x, y: at.y };
                }
            }
        }
    }
    let moved = |container: usize, way: &[Point]| -> Vec<Point> {
        let by = corners[container];
        way.iter().map(|point| Point { x: point.x + by.x, y: point.y + by.y }).collect()
    };
    for (number, arrow) in picture.arrows.iter().enumerate() {
        let end = ranked.partings[number].container;
        let back = ranked.back[number];
        let [side_from, side_to] = sides(back);
        let mut way = Vec::new();
        for (container, _) in tree.around(arrow.from, end) {
            way.extend(moved(container, &placed[container].exits[&(arrow.from, side_from)]));
        }
        if let Some(between) = placed[end].ways.get(&number) {
            let mut between = moved(end, between);
            if back {
                between.reverse();
            }
            way.extend(between);
        }
        for (container, _) in tree.around(arrow.to, end).into_iter().rev() {
            let way_out = &placed[container].exits[&(arrow.to, side_to)];
            way.extend(moved(container, way_out).into_iter().rev());
        }
        layout.arrows.push(straightened(way));
    }
    layout
}

/// The same way without points that say nothing.
fn straightened(way: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(way.len());
    for point in way {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, last] = kept.as_slice()
            && before.y == last.y
            && last.y == point.y
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
