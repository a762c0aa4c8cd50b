//! Sets of the things that selectors select.

use portcullis_facts::graph::{Edge, Target};

/// A set of small numbers, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// The empty set of numbers below `len`.
    pub(crate) fn new(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// Adds a number; whether it was not in the set before.
    pub(crate) fn insert(&mut self, at: usize) -> bool {
        let (word, bit) = (&mut self.words[at / 64], 1 << (at % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a number is in the set.
    pub(crate) fn contains(&self, at: usize) -> bool {
        self.words.get(at / 64).is_some_and(|word| word & 1 << (at % 64) != 0)
    }

    /// The numbers, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.len).filter(|at| self.contains(*at))
    }

    /// Whether no number is in the set.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    fn zip(&mut self, other: &Self, op: impl Fn(u64, u64) -> u64) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word = op(*word, *other);
        }
    }

    fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << rest) - 1;
        }
    }
}

/// What kinds of things there are, the ones that hold others first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Universe {
    Layer,
    Context,
    Service,
    Package,
    Module,
    Item,
    External,
    Route,
    Topic,
    Table,
    Database,
    Host,
    Env,
    Capability,
}

/// How many universes there are.
const COUNT: usize = 14;

/// All universes, in order.
pub(crate) const UNIVERSES: [Universe; COUNT] = [
    Universe::Layer,
    Universe::Context,
    Universe::Service,
    Universe::Package,
    Universe::Module,
    Universe::Item,
    Universe::External,
    Universe::Route,
    Universe::Topic,
    Universe::Table,
    Universe::Database,
    Universe::Host,
    Universe::Env,
    Universe::Capability,
];

/// A set of things of all kinds. With a thing comes what it holds: a service's package and routes, a
/// package's modules and items, a module's items, an item's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set {
    bits: [Bits; COUNT],
}

impl Set {
    /// The empty set, for so many things of each kind.
    pub(crate) fn new(sizes: [usize; COUNT]) -> Self {
        Self { bits: sizes.map(Bits::new) }
    }

    /// The things of one kind.
    pub(crate) const fn of(&self, universe: Universe) -> &Bits {
        &self.bits[universe as usize]
    }

    /// The things of one kind, to change.
    pub(crate) const fn of_mut(&mut self, universe: Universe) -> &mut Bits {
        &mut self.bits[universe as usize]
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.bits.iter().all(Bits::is_empty)
    }

    /// Whether an edge begins in it.
    pub(crate) fn begins(&self, edge: &Edge) -> bool {
        match edge.item {
            Some(item) => self.of(Universe::Item).contains(item.index()),
            None => self.of(Universe::Module).contains(edge.module.index()),
        }
    }

    /// Whether the target of an edge is in it.
    pub(crate) fn holds(&self, target: Target) -> bool {
        match target {
            Target::Module(id) => self.of(Universe::Module).contains(id.index()),
            Target::Item(id) => self.of(Universe::Item).contains(id.index()),
            Target::External(id) => self.of(Universe::External).contains(id.index()),
        }
    }

    /// Whether it shares anything with `other`.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let mut pairs = self.bits.iter().zip(&other.bits);
        pairs.any(|(a, b)| a.words.iter().zip(&b.words).any(|(a, b)| a & b != 0))
    }

    /// Keeps what is in `other` too.
    pub(crate) fn intersect(&mut self, other: &Self) {
        self.zip(other, |a, b| a & b);
    }

    /// Adds what is in `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        self.zip(other, |a, b| a | b);
    }

    /// Everything that is not in it.
    pub(crate) fn invert(&mut self) {
        self.bits.iter_mut().for_each(Bits::invert);
    }

    fn zip(&mut self, other: &Self, op: impl Fn(u64, u64) -> u64 + Copy) {
        for (bits, other) in self.bits.iter_mut().zip(&other.bits) {
            bits.zip(other, op);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn what_is_not_in_a_set_is_in_its_inverse_and_nothing_beyond() {
        let mut bits = Bits::new(70);
        assert!(bits.insert(3) && bits.insert(69) && !bits.insert(3));
        bits.invert();
        assert_eq!(bits.iter().count(), 68);
        assert!(!bits.contains(3) && !bits.contains(70) && bits.contains(0));
    }
}
