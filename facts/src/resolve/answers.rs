//! What paths of a unit were found to mean, since most of them are written more than once.

use super::lookup::{Answer, Root};
use super::space::{Namespace, SpaceId};
use crate::extract::rust::facts::{RustFacts, Segment};

/// The answers for the paths of one unit. A path takes the place of another one that would stand where it does,
/// so the table never grows.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// By the path's names, one more than the number of its entry, or 0.
    places: Vec<u32>,
    entries: Vec<Entry>,
}

/// A path of a unit, as far as its meaning depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'f> {
    pub(super) segments: &'f [Segment],
    pub(super) space: SpaceId,
    pub(super) root: Root,
    pub(super) namespaces: &'static [Namespace],
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The number of the path that was asked for first.
    path: u32,
    space: SpaceId,
    root: Root,
    namespaces: &'static [Namespace],
    answer: Answer,
}

/// Where the answer for a path is, or is to be put.
pub(super) struct Place(usize);

impl Answers {
    /// Forgets all, for another unit.
    pub(super) fn begin(&mut self, facts: &RustFacts) {
        self.entries.clear();
        self.places.clear();
        self.places.resize((2 * facts.symbols.len()).next_power_of_two(), 0);
    }

    /// What was found for such a path.
    pub(super) fn find(&self, facts: &RustFacts, asked: &Asked<'_>) -> Result<Answer, Place> {
        let name = |segment: Option<&Segment>| segment.map_or(0, |segment| segment.name.0);
        let (first, last) = (name(asked.segments.first()), name(asked.segments.last()));
        let mixed = last.wrapping_add(first.wrapping_mul(0x9e37_79b1) >> 7);
        let place = mixed as usize & (self.places.len() - 1);
        let known = self.places[place].checked_sub(1).map(|at| &self.entries[at as usize]);
        let known = known.filter(|known| {
            let segments = &facts.segments[facts.paths[known.path as usize].segments.range()];
            known.space == asked.space
                && known.root == asked.root
                && known.namespaces == asked.namespaces
                && segments.len() == asked.segments.len()
                && segments.iter().zip(asked.segments).all(|(a, b)| a.name == b.name)
        });
        known.map(|known| known.answer).ok_or(Place(place))
    }

    /// Keeps what was found for the path with this number.
    pub(super) fn keep(&mut self, place: &Place, path: u32, asked: &Asked<'_>, answer: Answer) {
        let Asked { space, root, namespaces, .. } = *asked;
        self.entries.push(Entry { path, space, root, namespaces, answer });
        self.places[place.0] = self.entries.len() as u32;
    }
}
