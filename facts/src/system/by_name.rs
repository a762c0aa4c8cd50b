//! What is said of the names of one file, worked out once for each name: code repeats its names.

use crate::extract::rust::facts::Symbol;
use crate::program::Unit;

/// Answers about the names of a unit.
pub(crate) struct ByName<'a, T> {
    unit: &'a Unit<'a>,
    answers: Vec<Option<T>>,
}

impl<'a, T: Copy> ByName<'a, T> {
    pub(crate) fn new(unit: &'a Unit<'a>) -> Self {
        Self { unit, answers: vec![None; unit.facts.symbols.len()] }
    }

    /// The answer about a name, by `ask` where nobody asked for it before.
    pub(crate) fn of(&mut self, name: Symbol, ask: impl FnOnce(&'a str) -> T) -> T {
        let answer = &mut self.answers[name.index()];
        *answer.get_or_insert_with(|| ask(self.unit.facts.symbols.get(name)))
    }
}
