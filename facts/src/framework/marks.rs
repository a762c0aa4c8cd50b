//! Macros whose use on an item says what the item is in the architecture.

use crate::graph::Direction;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A port, with its direction if that is said.
    Port(Option<Direction>),
    /// An adapter, with its direction if that is said.
    Adapter(Option<Direction>),
    /// A part of the domain.
    Domain,
    /// A use case.
    UseCase,
}

impl Mark {
    /// The mark with the direction that its arguments say, if it leaves one open.
    #[must_use]
    pub fn with(self, arguments: &str) -> Self {
        let direction = || {
            words(arguments).find_map(|word| match word {
                "in" => Some(Direction::In),
                "out" => Some(Direction::Out),
                _ => None,
            })
        };
        match self {
            Self::Port(None) => Self::Port(direction()),
            Self::Adapter(None) => Self::Adapter(direction()),
            said => said,
        }
    }
}

/// A macro, or several that say the same.
#[derive(Clone, Copy, Debug)]
pub struct MarkEntry {
    /// Their names, as attributes or in derives.
    pub names: &'static [&'static str],
    /// What they say.
    pub mark: Mark,
    /// Types that they make beside the item, which mean nothing but it.
    pub makes: &'static [MadeType],
}

/// An entry whose macros make no types.
pub(super) const fn says(names: &'static [&'static str], mark: Mark) -> MarkEntry {
    MarkEntry { names, mark, makes: &[] }
}

/// A type that a macro makes: `AnyOrders` beside `Orders`.
#[derive(Clone, Copy, Debug)]
pub struct MadeType {
    /// The argument of the macro that asks for it.
    pub option: &'static str,
    /// What stands before the item's name.
    pub before: &'static str,
    /// What stands behind it.
    pub after: &'static str,
}

impl MarkEntry {
    /// The names of the types that are made beside an item, as the arguments of the macro ask for.
    pub fn made(&self, item: &str, arguments: &str) -> impl Iterator<Item = String> {
        let asked = move |made: &&MadeType| words(arguments).any(|word| word == made.option);
        self.makes
            .iter()
            .filter(asked)
            .map(move |made| format!("{}{item}{}", made.before, made.after))
    }
}

fn words(arguments: &str) -> impl Iterator<Item = &str> {
    arguments.split(|c: char| !c.is_alphanumeric() && c != '_')
}
