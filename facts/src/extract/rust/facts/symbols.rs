//! The identifiers of a file.

use super::exact;
use super::index::Symbol;

/// Identifiers of a file, each once, in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols {
    text: String,
    ends: Vec<u32>,
}

impl Symbols {
    /// Whether a symbol is spelled so.
    pub(crate) fn is(&self, symbol: u32, name: &str) -> bool {
        let at = symbol as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        // Bytes, because nobody asks here whether they are whole characters.
        self.text.as_bytes()[start..self.ends[at] as usize] == *name.as_bytes()
    }

    /// Adds an identifier that is not there yet.
    pub fn push(&mut self, name: &str) -> Symbol {
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
        Symbol(self.ends.len() as u32 - 1)
    }

    /// The text of a symbol.
    pub fn get(&self, symbol: Symbol) -> &str {
        let start = if symbol.0 == 0 { 0 } else { self.ends[symbol.index() - 1] as usize };
        &self.text[start..self.ends[symbol.index()] as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|i| self.get(Symbol(i)))
    }

    /// See [`super::RustFacts::take_exact`].
    pub(super) fn take_exact(&mut self) -> Self {
        let text = self.text.as_str().into();
        self.text.clear();
        Self { text, ends: exact(&mut self.ends) }
    }
}
