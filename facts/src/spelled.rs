//! Words by their spelling: a buffer with the words end to end, and a table that finds the number of a word.
//!
//! A map with strings as keys allocates each of them. A system has some ten names for each of its
//! lines, so the tables here hold numbers only, and ask their owner how a number is spelled.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The hash of a word.
pub(crate) fn hash(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    let hash = hasher.finish();
    (hash >> 32) as u32 ^ hash as u32
}

/// The fewest slots of a table that holds anything.
const FEWEST: usize = 256;

/// Numbers by the hash of what they stand for: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    slots: Vec<Slot>,
    len: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    /// One more than the number, or 0 where nothing is.
    number: u32,
}

impl Slots {
    /// The number with this hash for which `is` holds.
    pub(crate) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            let number = slot.number.checked_sub(1)?;
            if slot.hash == hash && is(number) {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a number that is not there yet.
    pub(crate) fn insert(&mut self, hash: u32, number: u32) {
        if self.slots.len() < 2 * (self.len + 1) {
            self.grow();
        }
        self.len += 1;
        self.put(Slot { hash, number: number + 1 });
    }

    fn put(&mut self, new: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = new.hash as usize & mask;
        while self.slots[at].number != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = new;
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(FEWEST);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in old.into_iter().filter(|slot| slot.number != 0) {
            self.put(slot);
        }
    }

    /// Empties the table, which stays as large as what was in it needed: to empty a table costs its
    /// size, and one large file must not make all that come after it slow.
    pub(crate) fn clear(&mut self) {
        self.slots.truncate((2 * self.len).next_power_of_two().max(FEWEST));
        self.slots.fill(Slot::default());
        self.len = 0;
    }
}

/// Words, each once, in one buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    slots: Slots,
}

impl Words {
    /// The number of a word with this hash, which is added if it is new.
    pub(crate) fn number(&mut self, hash: u32, word: &str) -> u32 {
        if let Some(number) = self.find(hash, word) {
            return number;
        }
        let number = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.slots.insert(hash, number);
        number
    }

    /// The number of a word with this hash, if it is there.
    pub(crate) fn find(&self, hash: u32, word: &str) -> Option<u32> {
        self.slots.find(hash, |number| self.get(number) == word)
    }

    /// How a number is spelled.
    pub(crate) fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Slots, Words, hash};

    #[test]
    fn words_are_found_again_however_many_there_are() {
        let mut words = Words::default();
        let spelled: Vec<String> = (0..5000).map(|number| format!("word{number}")).collect();
        for round in 0..2 {
            for (at, word) in spelled.iter().enumerate() {
                assert_eq!(words.number(hash(word), word) as usize, at, "in round {round}");
            }
        }
        assert_eq!(words.len(), spelled.len());
        assert_eq!(words.get(4321), "word4321");
        assert_eq!(words.find(hash("word"), "word"), None);
    }

    #[test]
    fn a_table_is_empty_once_it_is_cleared() {
        let mut slots = Slots::default();
        for round in [1000, 3, 1000, 0] {
            (0..round).for_each(|number| slots.insert(number * 7, number));
            for number in 0..1000 {
                let found = slots.find(number * 7, |found| found == number);
                assert_eq!(found.is_some(), number < round);
            }
            slots.clear();
        }
    }
}
