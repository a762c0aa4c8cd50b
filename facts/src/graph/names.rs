//! Names as numbers: each spelled once for the whole system.

use rustc_hash::FxHashMap;

/// A name, in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

/// All names of a system.
#[derive(Debug, Default)]
pub struct Names {
    spelled: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, Name>,
}

impl Names {
    /// The number of `name`, which is added if it is new.
    pub fn intern(&mut self, name: &str) -> Name {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = Name(self.spelled.len() as u32);
        self.spelled.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The number of `name`, if it occurs.
    pub fn find(&self, name: &str) -> Option<Name> {
        self.numbers.get(name).copied()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.spelled.len()
    }

    /// How a name is spelled.
    pub fn get(&self, name: Name) -> &str {
        &self.spelled[name.0 as usize]
    }
}
