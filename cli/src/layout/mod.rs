//! Lays a picture out: boxes for nodes and groups, ways for arrows; in whole numbers, the same for the same picture.
//!
//! It is a layered layout, from left to right, within each group: what stands in a group is put
//! into columns (`ranks`), ordered in each so that few arrows cross (`order`), and moved up and
//! down so that they are straight (`align`). An arrow that leaves a group goes to its edge first
//! and on from there, so that it crosses no box on its way.

mod align;
mod container;
mod order;
mod pack;
mod part;
mod ranks;
mod route;
mod size;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use self::size::{HEADING, fitted};

use crate::picture::Picture;

/// A point, from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// A box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// A picture laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) width: i32,
    pub(crate) height: i32,
    /// As the nodes of the picture.
    pub(crate) nodes: Vec<Rect>,
    /// As its groups.
    pub(crate) groups: Vec<Rect>,
    /// As its arrows: points through which each goes, from the edge of the first node to that of the second.
    pub(crate) arrows: Vec<Vec<Point>>,
}

/// Lays a picture out.
pub(crate) fn layout(picture: &Picture) -> Layout {
    let tree = tree::Tree::of(picture);
    let ranked = ranks::ranks(picture, &tree);
    let placed = container::place(picture, &tree, &ranked);
    route::route(picture, &tree, &ranked, &placed)
}
