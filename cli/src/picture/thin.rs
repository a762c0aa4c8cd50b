//! Leaves out arrows that longer ways say as well, where there are too many to look at.

use super::cycles::parts;
use super::{Arrow, ArrowKind, Picture};
use crate::report::count;

/// Pictures with fewer arrows are drawn whole, and so are those with few for their nodes.
const FEW: usize = 60;
const FEW_PER_NODE: usize = 2;

/// The picture without arrows of code that a longer way says as well. What findings speak of, and what is
/// part of a cycle, always stays.
pub(crate) fn thin(picture: &Picture) -> Picture {
    if picture.arrows.len() <= FEW.max(picture.nodes.len() * FEW_PER_NODE) {
        return picture.clone();
    }
    let mut next = vec![Vec::new(); picture.nodes.len()];
    for arrow in &picture.arrows {
        next[arrow.from].push(arrow.to);
    }
    // Parts are numbered so that an arrow leads to a lower number.
    let part = parts(&next);
    let length = part.iter().max().map_or(0, |last| last + 1);
    let words = length.div_ceil(64);
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); length];
    for arrow in &picture.arrows {
        let (from, to) = (part[arrow.from], part[arrow.to]);
        if from != to {
            below[from].push(to);
        }
    }
    let mut reached = vec![vec![0_u64; words]; length];
    // Whether a part is reached by a way of more than one step.
    let mut by_longer = vec![vec![0_u64; words]; length];
    for at in 0..length {
        let (done, rest) = reached.split_at_mut(at);
        for &to in &below[at] {
            for (word, other) in by_longer[at].iter_mut().zip(&done[to]) {
                *word |= other;
            }
        }
        rest[0].copy_from_slice(&by_longer[at]);
        for &to in &below[at] {
            rest[0][to / 64] |= 1 << (to % 64);
        }
    }
    let is_told = |arrow: &Arrow| {
        let (from, to) = (part[arrow.from], part[arrow.to]);
        let is_code =
            matches!(arrow.kind, ArrowKind::Use | ArrowKind::Implement | ArrowKind::Dependency);
        let longer = from != to && by_longer[from][to / 64] & (1 << (to % 64)) != 0;
        is_code && longer && arrow.findings.is_empty() && arrow.cycle.is_none()
    };
    let mut shown = picture.clone();
    shown.arrows.retain(|arrow| !is_told(arrow));
    let gone = picture.arrows.len() - shown.arrows.len();
    if gone > 0 {
        shown.notes.push(format!(
            "{} of {} not drawn, because longer ways lead from one end to the other",
            gone,
            count(picture.arrows.len(), "arrow is", "arrows are")
        ));
    }
    shown
}
