//! Crates outside the tree and their items, as far as the tree names them.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::graph::{External, ExternalId, Name, Names};

/// Externals, which grow while units are resolved in parallel.
///
/// Every other path leads to one, on all threads. So they are found in many maps with a lock each, and
/// what is known of one is read without any.
#[derive(Debug)]
pub(crate) struct Externals {
    numbers: [RwLock<FxHashMap<Key, ExternalId>>; MAPS],
    /// How many there are.
    count: AtomicU32,
    /// Chunk `n` has room for `FIRST << n`, so that none moves when more are added.
    chunks: [OnceLock<Box<[OnceLock<Entry>]>>; CHUNKS],
}

type Key = (Option<ExternalId>, Name);

#[derive(Clone, Copy, Debug)]
struct Entry {
    parent: Option<ExternalId>,
    name: Name,
    /// The crate that it is part of.
    root: ExternalId,
}

const MAPS: usize = 64;
const FIRST: u64 = 1 << 8;
/// So many chunks have room for as many as a `u32` can count.
const CHUNKS: usize = 25;

impl Default for Externals {
    fn default() -> Self {
        Self {
            numbers: std::array::from_fn(|_| RwLock::default()),
            count: AtomicU32::new(0),
            chunks: [const { OnceLock::new() }; CHUNKS],
        }
    }
}

impl Externals {
    /// The external of this name below `parent`, or the crate of this name.
    pub(crate) fn get(&self, parent: Option<ExternalId>, name: Name) -> ExternalId {
        let key = (parent, name);
        // The hash's highest bits, since maps use the others.
        let map = (FxBuildHasher.hash_one(key) >> 40) as usize % MAPS;
        let known = self.numbers[map].read().unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = known.get(&key) {
            return id;
        }
        drop(known);
        let mut numbers = self.numbers[map].write().unwrap_or_else(PoisonError::into_inner);
        *numbers.entry(key).or_insert_with(|| self.add(parent, name))
    }

    fn add(&self, parent: Option<ExternalId>, name: Name) -> ExternalId {
        let id = ExternalId(self.count.fetch_add(1, Ordering::Relaxed));
        let root = parent.map_or(id, |parent| self.root(parent));
        let (chunk, at) = place(id);
        let chunk_of = || (0..FIRST << chunk).map(|_| OnceLock::new()).collect();
        // Nobody else has this number, so nobody else fills its place.
        let _ = self.chunks[chunk].get_or_init(chunk_of)[at].set(Entry { parent, name, root });
        id
    }

    fn entry(&self, id: ExternalId) -> Option<Entry> {
        let (chunk, at) = place(id);
        self.chunks[chunk].get()?.get(at)?.get().copied()
    }

    /// What an external stands in.
    pub(crate) fn parent(&self, id: ExternalId) -> Option<ExternalId> {
        self.entry(id)?.parent
    }

    /// The name of an external.
    pub(crate) fn name(&self, id: ExternalId) -> Name {
        self.entry(id).map_or(Name(0), |entry| entry.name)
    }

    /// The crate that an external is part of.
    pub(crate) fn root(&self, id: ExternalId) -> ExternalId {
        self.entry(id).map_or(id, |entry| entry.root)
    }

    /// The name of the package that an external is part of.
    pub(crate) fn package(&self, id: ExternalId) -> Name {
        self.name(self.root(id))
    }

    /// The names from the crate down, the crate's first.
    pub(crate) fn path(&self, id: ExternalId) -> Vec<Name> {
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some(entry) = at.and_then(|id| self.entry(id)) {
            path.push(entry.name);
            at = entry.parent;
        }
        path.reverse();
        path
    }

    /// All, sorted by package and path, and for each old number its place in that order.
    ///
    /// Threads find externals in any order; sorting them makes two runs equal.
    pub(crate) fn into_sorted(self, names: &Names) -> (Vec<External>, Vec<ExternalId>) {
        let count = self.count.load(Ordering::Relaxed);
        let mut externals: Vec<(External, u32)> = Vec::with_capacity(count as usize);
        for index in 0..count {
            let name = names.get(self.name(ExternalId(index)));
            // What it stands in was found before it.
            let external = match self.parent(ExternalId(index)) {
                None => External { package: name.to_owned(), path: String::new() },
                Some(parent) => {
                    let (above, _) = &externals[parent.index()];
                    let path = if above.path.is_empty() {
                        name.to_owned()
                    } else {
                        [&above.path, "::", name].concat()
                    };
                    External { package: above.package.clone(), path }
                }
            };
            externals.push((external, index));
        }
        externals.par_sort_unstable_by(|(a, _), (b, _)| {
            (&a.package, &a.path).cmp(&(&b.package, &b.path))
        });
        let mut order = vec![ExternalId(0); externals.len()];
        for (new, (_, old)) in externals.iter().enumerate() {
            order[*old as usize] = ExternalId(new as u32);
        }
        (externals.into_iter().map(|(external, _)| external).collect(), order)
    }
}

/// The chunk of a number, and its place in it.
const fn place(id: ExternalId) -> (usize, usize) {
    let at = id.0 as u64 + FIRST;
    let chunk = at.ilog2() - FIRST.ilog2();
    (chunk as usize, (at - (FIRST << chunk)) as usize)
}

#[cfg(test)]
mod tests {
    use super::{CHUNKS, Externals, FIRST, place};
    use crate::graph::{ExternalId, Names};

    #[test]
    fn each_number_has_a_place_of_its_own() {
        let mut expected = (0, 0);
        for id in 0..5000 {
            assert_eq!(place(ExternalId(id)), expected, "for {id}");
            expected.1 += 1;
            if expected.1 as u64 == FIRST << expected.0 {
                expected = (expected.0 + 1, 0);
            }
        }
        assert!(place(ExternalId(u32::MAX)).0 < CHUNKS);
    }

    #[test]
    fn externals_are_found_again_and_sorted_in_the_end() {
        let mut names = Names::default();
        let (a, b) = (names.intern("a"), names.intern("b"));
        let externals = Externals::default();
        let b = (externals.get(None, b), externals.get(None, a), b);
        let (b, a, name) = b;
        let deep = externals.get(Some(externals.get(Some(a), name)), name);
        assert_eq!(externals.get(None, name), b);
        assert_eq!((externals.root(deep), externals.package(deep)), (a, names.intern("a")));
        let (sorted, order) = externals.into_sorted(&names);
        let paths: Vec<String> = sorted
            .iter()
            .map(|external| format!("{}/{}", external.package, external.path))
            .collect();
        assert_eq!(paths, ["a/", "a/b", "a/b::b", "b/"]);
        assert_eq!(order[deep.index()], ExternalId(2));
    }
}
