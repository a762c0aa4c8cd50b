//! How large things are drawn. Letters are those of a font in which all are equally wide.

use super::Rect;
use crate::picture::{Node, Shape};

/// Width of a letter of a label, in tenths of a pixel: the widest of the usual fonts at 12 pixels.
const LETTER: i32 = 73;
/// A label is cut to so many letters.
const LONGEST: usize = 34;
/// Height of what stands above the things in a group.
pub(crate) const HEADING: i32 = 26;
/// Between the things in a group and its edge.
pub(super) const PADDING: i32 = 14;
/// Between one column and the next, before arrows need more.
pub(super) const GAP: i32 = 56;

/// The box of a node, at no place yet.
pub(super) fn node(node: &Node) -> Rect {
    let letters = columns(&fitted(&node.label)).max(columns(&fitted(&node.detail)) - 2);
    let lines = if node.detail.is_empty() { 1 } else { 2 };
    let sides = match node.shape {
        // A hexagon and a pill lose room at their ends.
        Shape::Service | Shape::Topic | Shape::Routes => 40,
        _ => 26,
    };
    let width = (letters * LETTER + 9) / 10 + sides;
    let lid = if node.shape == Shape::Database { 8 } else { 0 };
    Rect { x: 0, y: 0, width: width.max(64), height: 16 * lines + 14 + lid }
}

/// The least width of a group with this label.
pub(super) fn heading_width(label: &str) -> i32 {
    (columns(&fitted(label)) * LETTER + 9) / 10 + 2 * PADDING
}

/// A label as it is drawn: in the middle of a long one is `…`.
pub(crate) fn fitted(text: &str) -> String {
    let letters: Vec<char> = crate::escape::line(text).chars().collect();
    if letters.len() <= LONGEST {
        return letters.into_iter().collect();
    }
    // The end of a path says more than its beginning.
    let (begin, end) = (LONGEST / 3, LONGEST - LONGEST / 3 - 1);
    let front = letters[..begin].iter();
    front.chain(&['…']).chain(&letters[letters.len() - end..]).collect()
}

/// How many columns of letters a text takes; those of East Asia take two.
fn columns(text: &str) -> i32 {
    text.chars().map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum()
}
