//! A unit: one file's facts as they stand in one crate.
//!
//! A file that two crates include (a `tests/common/mod.rs`) is two units: its
//! items are different items, and its names may mean different things.

use std::borrow::Cow;
use std::sync::atomic::AtomicU32;

use super::space::SpaceId;
use crate::cfg::CfgKey;
use crate::expand::Piece;
use crate::extract::rust::facts::{CfgId, ItemIndex, ListRange, RustFacts, ScopeId, Symbol};
use crate::graph::{CrateId, Name, Scope, Target};
use crate::place::{FileId, Span};

/// A unit, in [`super::builder::Builder::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct UnitId(pub(crate) u32);

/// One file's facts as they stand in one crate.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) file: FileId,
    pub(crate) facts: Cow<'a, RustFacts>,
    /// The text to which the facts refer: the file's, or that of an expansion.
    pub(crate) text: Cow<'a, str>,
    /// If the unit is what a macro call expands to, how.
    pub(crate) expanded: Option<Expanded>,
    pub(crate) krate: CrateId,
    pub(crate) space: SpaceId,
    /// The folder of the files of `mod name;`.
    pub(crate) dir: String,
    /// The folder to which `#[path]` is relative.
    pub(crate) path_dir: String,
    /// The unit that declares or includes this one.
    pub(crate) within: Option<UnitId>,
    /// What the file is there for, conditions left out.
    pub(crate) scope: Scope,
    /// The file's symbols as names.
    pub(crate) names: Vec<Name>,
    /// The file's conditions, everything around the file included.
    pub(crate) cfgs: Vec<CfgKey>,
    /// Where the names of a scope are looked up; none until it is asked for.
    pub(crate) spaces: Vec<Option<SpaceId>>,
    /// Scopes inside `macro_rules!` bodies and quoted code, in which nothing is declared.
    pub(crate) hidden: Vec<bool>,
    /// What each item became; none if it was left out.
    pub(crate) targets: Vec<Option<Target>>,
    /// The type of each `impl` block, by its number in the facts; empty until types are told.
    pub(crate) impl_types: Vec<Option<Target>>,
    /// Arguments of item macros that were expanded, and others that are left out: what was read
    /// from them does not count.
    pub(crate) replaced: Vec<Span>,
}

/// Paths are looked up by the million and hardly one is longer than this, so they take no allocation.
const SHORT: usize = 8;

/// The segments of a path as names.
#[derive(Debug)]
pub(crate) struct PathNames {
    short: [Name; SHORT],
    len: usize,
    long: Vec<Name>,
}

impl std::ops::Deref for PathNames {
    type Target = [Name];

    fn deref(&self) -> &[Name] {
        if self.long.is_empty() { &self.short[..self.len] } else { &self.long }
    }
}

/// How a unit came out of a macro call.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// Where its text was copied from.
    pub(crate) pieces: Vec<Piece>,
    /// The unit with the call.
    pub(crate) by: UnitId,
    /// Where the call's arguments begin in that unit.
    pub(crate) arguments: u32,
    /// The macro's name in the call.
    pub(crate) call: Span,
    /// The crate of the macro: what `$crate` means.
    pub(crate) defined_in: CrateId,
    /// How many calls stand in each other.
    pub(crate) depth: u32,
    /// The piece that was asked for last: the next place is mostly in the same or the next one.
    pub(crate) last: AtomicU32,
}

impl Unit<'_> {
    pub(crate) fn name(&self, symbol: Symbol) -> Name {
        self.names[symbol.index()]
    }

    /// The segments of a path as names.
    pub(crate) fn path_names(&self, segments: ListRange) -> PathNames {
        let segments = &self.facts.segments[segments.range()];
        let mut short = [Name(0); SHORT];
        if segments.len() > SHORT {
            let long = segments.iter().map(|segment| self.name(segment.name)).collect();
            return PathNames { short, len: 0, long };
        }
        for (slot, segment) in short.iter_mut().zip(segments) {
            *slot = self.name(segment.name);
        }
        PathNames { short, len: segments.len(), long: Vec::new() }
    }

    pub(crate) fn cfg(&self, cfg: CfgId) -> CfgKey {
        self.cfgs[cfg.index()]
    }

    pub(crate) fn target(&self, item: ItemIndex) -> Option<Target> {
        self.targets[item.index()]
    }

    pub(crate) fn is_hidden(&self, scope: ScopeId) -> bool {
        self.hidden[scope.index()]
    }

    /// Whether what stands at `offset` was replaced by an expansion.
    pub(crate) fn is_replaced(&self, offset: u32) -> bool {
        // Sorted and disjoint: they are the outermost calls in the order of the text.
        let after = self.replaced.partition_point(|span| span.start <= offset);
        after > 0 && offset < self.replaced[after - 1].end
    }
}
