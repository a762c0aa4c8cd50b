//! What holds of every layout, on pictures drawn by lot.

use super::{Layout, Rect, layout};
use crate::picture::Picture;
use crate::picture::sketches::sketch;

/// Numbers by lot, the same in every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A picture of so many nodes in groups in groups, with so many arrows.
fn drawn_by_lot(seed: u64, nodes: usize, arrows: usize) -> Picture {
    let mut lot = Lot(seed);
    let names: Vec<String> = (0..nodes)
        .map(|at| match lot.below(4) {
            0 => format!("n{at}"),
            1 => format!("g{}/n{at}", lot.below(3)),
            _ => format!("g{}/h{}/n{at}", lot.below(3), lot.below(nodes / 20 + 1)),
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut pairs = std::collections::BTreeSet::new();
    for _ in 0..arrows {
        let (from, to) = (lot.below(nodes), lot.below(nodes));
        if from != to {
            pairs.insert((names[from], names[to]));
        }
    }
    sketch(&names, &pairs.into_iter().collect::<Vec<_>>())
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Nothing overlaps but what holds the other, and each arrow leads from one box to the other.
fn check(picture: &Picture, layout: &Layout) {
    let whole = Rect { x: 0, y: 0, width: layout.width, height: layout.height };
    let mut boxes: Vec<(Rect, Option<usize>)> = Vec::new();
    boxes.extend(layout.groups.iter().zip(&picture.groups).map(|(at, group)| (*at, group.parent)));
    boxes.extend(layout.nodes.iter().zip(&picture.nodes).map(|(at, node)| (*at, node.group)));
    for (at, (area, parent)) in boxes.iter().enumerate() {
        assert!(contains(parent.map_or(whole, |group| layout.groups[group]), *area), "{area:?}");
        for (other, beside) in &boxes[..at] {
            assert!(parent != beside || !overlap(*area, *other), "{area:?} {other:?}");
        }
    }
    for (arrow, way) in picture.arrows.iter().zip(&layout.arrows) {
        let (from, to) = (layout.nodes[arrow.from], layout.nodes[arrow.to]);
        let (Some(begin), Some(end)) = (way.first(), way.last()) else { panic!("no way") };
        for (area, point) in [(from, begin), (to, end)] {
            let at_side = point.x == area.x || point.x == area.x + area.width;
            assert!(at_side && point.y == area.y + area.height / 2, "{area:?} {point:?}");
        }
        for point in way {
            let inside = (0..=layout.width).contains(&point.x) && point.y >= 0;
            assert!(inside && point.y <= layout.height, "{point:?} {whole:?}");
        }
    }
}

#[test]
fn boxes_stand_apart_and_ways_lead_from_one_to_the_other() {
    for seed in 0..60 {
        let (nodes, arrows) = (seed as usize % 40 + 2, seed as usize % 7 * 12);
        let picture = drawn_by_lot(seed, nodes, arrows);
        check(&picture, &layout(&picture));
    }
}

#[test]
fn the_same_picture_is_laid_out_the_same_way() {
    let picture = drawn_by_lot(7, 60, 150);
    assert_eq!(layout(&picture), layout(&picture));
}

#[test]
fn an_empty_picture_and_a_node_alone_have_a_layout() {
    for picture in [sketch(&[], &[]), sketch(&["a"], &[]), sketch(&["g/h/a"], &[])] {
        check(&picture, &layout(&picture));
    }
}

#[test]
fn thousands_of_nodes_are_laid_out() {
    let picture = drawn_by_lot(3, 1_500, 3_000);
    check_ways_only(&picture, &layout(&picture));
}

fn check_ways_only(picture: &Picture, layout: &Layout) {
    assert_eq!(layout.arrows.len(), picture.arrows.len());
    assert!(layout.arrows.iter().all(|way| way.len() > 1));
}
