//! Namespaces: what a name means in a module or block, in each of the three namespaces.

use rustc_hash::FxHashMap;

use crate::graph::{ExternalId, ItemId, ModuleId, Name, Target};

/// A namespace table, in [`super::tree::Builder::spaces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SpaceId(pub(crate) u32);

impl SpaceId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The three namespaces of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    Types = 0,
    Values = 1,
    Macros = 2,
}

/// All three, for imports.
pub(crate) const NAMESPACES: [Namespace; 3] =
    [Namespace::Types, Namespace::Values, Namespace::Macros];

/// Who may see a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Everyone.
    Everywhere,
    /// A module and those below it.
    Below(ModuleId),
}

/// Where a binding comes from: an import by its number, or a definition.
pub(crate) const DEFINED: u32 = u32::MAX;

/// What a name is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    pub(crate) target: Target,
    pub(crate) seen: Seen,
    /// The import that made it, or [`DEFINED`].
    pub(crate) via: u32,
    /// It came through a glob, which anything explicit shadows.
    pub(crate) glob: bool,
    /// How likely its condition holds: of two definitions under opposite conditions
    /// the likelier one is meant.
    pub(crate) rank: u8,
}

/// A module's or block's names.
#[derive(Debug)]
pub(crate) struct Space {
    /// The module in which it stands, or whose it is.
    pub(crate) module: ModuleId,
    /// For a block: where names are looked up next.
    pub(crate) outer: Option<SpaceId>,
    /// Names.
    pub(crate) names: FxHashMap<Name, [Option<Binding>; 3]>,
    /// Globs that import from here: the importing space, its import, who sees the result.
    pub(crate) importers: Vec<(SpaceId, u32, Seen)>,
    /// External crates or modules whose names are all imported here.
    pub(crate) external_globs: Vec<(ExternalId, Seen)>,
    /// Enums whose variants are all imported here.
    pub(crate) enum_globs: Vec<ItemId>,
}

impl Space {
    pub(crate) fn new(module: ModuleId, outer: Option<SpaceId>) -> Self {
        Self {
            module,
            outer,
            names: FxHashMap::default(),
            importers: Vec::new(),
            external_globs: Vec::new(),
            enum_globs: Vec::new(),
        }
    }

    pub(crate) fn get(&self, name: Name, namespace: Namespace) -> Option<Binding> {
        self.names.get(&name)?[namespace as usize]
    }

    /// Binds a name; true if that changed what it means or who sees it.
    pub(crate) fn bind(&mut self, name: Name, namespace: Namespace, new: Binding) -> bool {
        let slot = &mut self.names.entry(name).or_default()[namespace as usize];
        let Some(old) = slot else {
            *slot = Some(new);
            return true;
        };
        let replaces = if old.via == new.via && old.glob == new.glob && old.via != DEFINED {
            true
        } else if old.glob != new.glob {
            old.glob
        } else {
            // An external import binds all namespaces for want of knowledge, so what is known is better.
            new.rank > old.rank
                || (old.target.is_external() && !new.target.is_external() && !new.glob)
        };
        if replaces && *old != new {
            *slot = Some(new);
            return true;
        }
        // The same thing seen by more.
        if old.target == new.target && old.seen != new.seen && new.seen == Seen::Everywhere {
            old.seen = new.seen;
            return true;
        }
        false
    }
}
