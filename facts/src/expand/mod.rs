//! What a macro by example makes of its arguments: the matching and the transcription that the compiler does.
//!
//! A pure function of two texts. It knows no names, no hygiene and no other macros:
//! whoever calls it finds the rules, puts `$crate` right and expands what comes out
//! again. Each run of the result says where it was copied from, so that a fact that is
//! found in it has a place.
//!
//! The matching is that of `rustc_expand`: no arm is tried again once a fragment began
//! and could not be read, and an input that two ways through a pattern fit is no match.
//! Only the fragments are read more freely: they are told by where they end, because
//! what they hold was already checked by the compiler.

mod expression;
mod fragments;
#[cfg(test)]
mod hostile;
mod items;
mod matcher;
mod pattern;
mod source;
#[cfg(test)]
mod tests;
mod transcriber;
mod types;

use matcher::Outcome;
use pattern::Pattern;
use source::Source;

use crate::extract::rust::lexer::token::{FAT_ARROW, Kind};

/// What a macro by example makes of its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The tokens, with a space between those that did not touch in their source.
    pub(crate) text: String,
    /// Where they come from, sorted by start; what lies between two pieces is a space.
    pub(crate) pieces: Vec<Piece>,
}

/// A run of the text that stands in the source just so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Byte offset in the text.
    pub(crate) start: u32,
    /// Length in bytes.
    pub(crate) len: u32,
    /// Where it was copied from.
    pub(crate) origin: Origin,
}

/// Where a run was copied from, as a byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In the text of the arguments.
    Arguments(u32),
    /// In the text of the rules.
    Rules(u32),
}

/// The longest text that is produced, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// Tokens that are looked at in one expansion; a thousand times what honest macros need.
const MAX_STEPS: u32 = 1 << 21;
/// How deep repetitions stand in each other.
const MAX_DEPTH: usize = 32;

/// What is left of the work that one expansion may cost.
struct Budget {
    steps: u32,
}

impl Budget {
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(u32::try_from(steps).ok()?)?;
        Some(())
    }
}

/// The rules of a macro, read once for all of its calls.
pub(crate) struct Rules<'t>(Source<'t>);

impl<'t> Rules<'t> {
    /// Reads what stands between the braces of `macro_rules! name { … }`, or of `macro name { … }`; none if
    /// that is no Rust.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        Source::read(text).map(Self)
    }

    /// Expands a call with what stands between its delimiters.
    ///
    /// None if no arm matches, if a text is no Rust, or if the work or the result is out of all proportion.
    pub(crate) fn expand(&self, arguments: &str) -> Option<Expansion> {
        let Self(rules) = self;
        let mut budget = Budget { steps: MAX_STEPS };
        if let Some(expansion) = first_arm(rules, &Source::read(arguments)?, &mut budget) {
            return Some(expansion);
        }
        // Doc comments are left out, because there is nothing in the text that an attribute
        // could be copied from. A pattern that asks for one gets it, and nothing is written for it.
        let documented = source::documented(arguments)?;
        first_arm(rules, &Source::read_documented(&documented)?, &mut budget)
    }
}

/// Expands one call of a macro with these rules.
#[cfg(test)]
fn expand(rules: &str, arguments: &str) -> Option<Expansion> {
    Rules::read(rules)?.expand(arguments)
}

fn first_arm(rules: &Source<'_>, arguments: &Source<'_>, budget: &mut Budget) -> Option<Expansion> {
    let mut at = 0;
    while let Kind::Open(_) = rules.kind(at) {
        let pattern = rules.inside(at);
        let arrow = rules.after_group(at);
        let Kind::Open(_) = rules.kind(arrow + 1) else {
            return None;
        };
        if !rules.is(arrow, FAT_ARROW) {
            return None;
        }
        let body = rules.inside(arrow + 1);
        at = rules.after_group(arrow + 1);
        if rules.is(at, b';') || rules.is(at, b',') {
            at += 1;
        }
        budget.spend(pattern.len())?;
        let pattern = Pattern::read(rules, pattern)?;
        match matcher::run(&pattern, rules, arguments, budget) {
            Outcome::Matches(bindings) => {
                return transcriber::run(rules, body, arguments, &pattern, &bindings, budget);
            }
            Outcome::Differs => {}
            Outcome::Fails => return None,
        }
    }
    None
}
