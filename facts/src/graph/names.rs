//! Names as numbers: each spelled once for the whole system.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::spelled::{Words, hash};

/// A name, in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

/// A spelling that is known: its shard, and its number there. It has a [`Name`] only once somebody
/// asks for one, so that names are numbered in the order of the system, whoever read it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelling(u32);

/// Spellings are divided by their hashes, so that threads that read files seldom wait for each other.
const SHARDS: usize = 1 << SHARD_BITS;
const SHARD_BITS: u32 = 5;
/// The bits of a [`Spelling`] that are its number in its shard: a shard is a 32nd of all spellings.
const NUMBER_BITS: u32 = 32 - SHARD_BITS;

impl Spelling {
    const fn new(shard: usize, number: u32) -> Self {
        Self((shard as u32) << NUMBER_BITS | number)
    }

    const fn shard(self) -> usize {
        (self.0 >> NUMBER_BITS) as usize
    }

    const fn number(self) -> u32 {
        self.0 & ((1 << NUMBER_BITS) - 1)
    }
}

/// The shard of a hash; its highest bits, since the lowest choose the place in the shard's table.
const fn shard_of(hash: u32) -> usize {
    (hash >> NUMBER_BITS) as usize
}

/// Spellings, while many threads add to them.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    shards: [Mutex<Words>; SHARDS],
}

impl Spellings {
    /// The spellings of some words, in their order.
    pub(crate) fn of<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<Spelling> {
        let words: Vec<(u32, &str)> = words.map(|word| (hash(word), word)).collect();
        // By shard, so that each is locked once for all of its words.
        let mut starts = [0_u32; SHARDS + 1];
        for (hash, _) in &words {
            starts[shard_of(*hash) + 1] += 1;
        }
        for shard in 0..SHARDS {
            starts[shard + 1] += starts[shard];
        }
        let mut next = starts;
        let mut order = vec![0_u32; words.len()];
        for (at, (hash, _)) in words.iter().enumerate() {
            let place = &mut next[shard_of(*hash)];
            order[*place as usize] = at as u32;
            *place += 1;
        }
        let mut spellings = vec![Spelling(0); words.len()];
        for (shard, entry) in self.shards.iter().enumerate() {
            let own = &order[starts[shard] as usize..starts[shard + 1] as usize];
            if own.is_empty() {
                continue;
            }
            let mut entry: MutexGuard<'_, Words> =
                entry.lock().unwrap_or_else(PoisonError::into_inner);
            for &at in own {
                let (hash, word) = words[at as usize];
                spellings[at as usize] = Spelling::new(shard, entry.number(hash, word));
            }
        }
        spellings
    }

    /// The same, none of which is a name yet.
    pub(crate) fn into_names(self) -> Names {
        let words = self.shards.into_iter();
        Names::of_words(
            words.map(|words| words.into_inner().unwrap_or_else(PoisonError::into_inner)),
        )
    }

    /// A copy of them, none of which is a name yet.
    pub(crate) fn to_names(&self) -> Names {
        let words = self.shards.iter();
        Names::of_words(
            words.map(|words| words.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        )
    }
}

/// All names of a system.
#[derive(Debug, Default)]
pub struct Names {
    /// As many as [`SHARDS`], or none while there is no name.
    shards: Vec<Shard>,
    /// How each name is spelled.
    spelled: Vec<Spelling>,
}

#[derive(Debug, Default)]
struct Shard {
    words: Words,
    /// One more than the name of each word, or 0 for what is no name yet.
    names: Vec<u32>,
}

impl Names {
    fn of_words(words: impl Iterator<Item = Words>) -> Self {
        let shards = words.map(|words| Shard { names: vec![0; words.len()], words });
        Self { shards: shards.collect(), spelled: Vec::new() }
    }

    /// The number of `name`, which is added if it is new.
    pub fn intern(&mut self, name: &str) -> Name {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let hash = hash(name);
        let shard = &mut self.shards[shard_of(hash)];
        let number = shard.words.number(hash, name);
        shard.names.resize(shard.words.len(), 0);
        self.of(Spelling::new(shard_of(hash), number))
    }

    /// The name of a spelling, which is added if it is new.
    pub(crate) fn of(&mut self, spelling: Spelling) -> Name {
        let name = &mut self.shards[spelling.shard()].names[spelling.number() as usize];
        if *name == 0 {
            self.spelled.push(spelling);
            *name = self.spelled.len() as u32;
        }
        Name(*name - 1)
    }

    /// The number of `name`, if it occurs.
    pub fn find(&self, name: &str) -> Option<Name> {
        let hash = hash(name);
        let shard = self.shards.get(shard_of(hash))?;
        let number = shard.words.find(hash, name)?;
        shard.names[number as usize].checked_sub(1).map(Name)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.spelled.len()
    }

    /// How a name is spelled.
    pub fn get(&self, name: Name) -> &str {
        let spelling = self.spelled[name.0 as usize];
        self.shards[spelling.shard()].words.get(spelling.number())
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Spellings};

    #[test]
    fn names_are_numbered_in_the_order_in_which_they_are_asked_for() {
        let spellings = Spellings::default();
        let of_a_file = spellings.of(["b", "a", "never", "b"].into_iter());
        assert_eq!(of_a_file[0], of_a_file[3]);
        let mut names = spellings.into_names();
        assert_eq!(names.find("a"), None, "nobody asked for it yet");
        assert_eq!(names.intern("new"), Name(0));
        assert_eq!(names.of(of_a_file[1]), Name(1));
        assert_eq!(names.intern("b"), Name(2));
        assert_eq!(names.of(of_a_file[3]), Name(2));
        assert_eq!(names.find("a"), Some(Name(1)));
        assert_eq!(names.find("never"), None);
        assert_eq!((names.get(Name(2)), names.count()), ("b", 3));
    }
}
