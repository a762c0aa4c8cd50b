//! Namespaces: what a name means in a module or block, in each of the three namespaces.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::graph::{ExternalId, ItemId, ModuleId, Name, Target};

/// A namespace table, in [`super::builder::Builder::spaces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SpaceId(pub(crate) u32);

impl SpaceId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The three namespaces of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Binding {
    /// What becomes of a name that is bound to something else too, if that changes what it means or who sees it.
    ///
    /// Invariant: of two bindings at most one replaces the other, or imports would never settle.
    pub(crate) fn joined_with(self, mut new: Self) -> Option<Self> {
        // Who sees a thing already does not lose it to a narrower import of it.
        if self.target == new.target && self.seen == Seen::Everywhere {
            new.seen = Seen::Everywhere;
        }
        let replaces = if self.via == new.via && self.glob == new.glob && self.via != DEFINED {
            true
        } else if self.glob != new.glob {
            self.glob
        } else {
            // An external import binds all namespaces for want of knowledge, so what is known is better.
            let known = self.target.is_external() && !new.target.is_external() && !new.glob;
            new.rank > self.rank || (new.rank == self.rank && known)
        };
        if replaces && self != new {
            return Some(new);
        }
        // The same thing seen by more.
        let wider = self.target == new.target && self.seen != new.seen;
        (wider && new.seen == Seen::Everywhere).then_some(Self { seen: Seen::Everywhere, ..self })
    }
}

/// A glob import of a module whose names are not copied.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glob {
    pub(crate) source: SpaceId,
    /// The number of the import.
    pub(crate) import: u32,
    /// Who sees what it brings.
    pub(crate) seen: Seen,
    /// How likely its condition holds.
    pub(crate) rank: u8,
}

impl Glob {
    /// What it makes of a binding of its source.
    pub(crate) fn brings(&self, binding: Binding) -> Binding {
        let rank = binding.rank.min(self.rank);
        Binding { seen: self.seen, via: self.import, glob: true, rank, ..binding }
    }
}

/// A binding in 16 bytes: glob imports copy names, and a system has millions of them.
#[derive(Clone, Copy, Debug)]
struct Packed {
    target: u32,
    seen: u32,
    via: u32,
    glob: bool,
    rank: u8,
}

const TAG: u32 = 30;
const EVERYWHERE: u32 = u32::MAX;

impl Packed {
    fn new(binding: &Binding) -> Self {
        let target = match binding.target {
            Target::Module(module) => module.0,
            Target::Item(item) => item.0 | 1 << TAG,
            Target::External(external) => external.0 | 2 << TAG,
        };
        let seen = match binding.seen {
            Seen::Everywhere => EVERYWHERE,
            Seen::Below(module) => module.0,
        };
        Self { target, seen, via: binding.via, glob: binding.glob, rank: binding.rank }
    }

    fn binding(self) -> Binding {
        let number = self.target & ((1 << TAG) - 1);
        let target = match self.target >> TAG {
            0 => Target::Module(ModuleId(number)),
            1 => Target::Item(ItemId(number)),
            _ => Target::External(ExternalId(number)),
        };
        let seen = if self.seen == EVERYWHERE {
            Seen::Everywhere
        } else {
            Seen::Below(ModuleId(self.seen))
        };
        Binding { target, seen, via: self.via, glob: self.glob, rank: self.rank }
    }
}

/// A name and a namespace in one number, since tables of them are most of what is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key(u32);

impl Key {
    const fn new(name: Name, namespace: Namespace) -> Self {
        Self(name.0 << 2 | namespace as u32)
    }

    const fn name(self) -> Name {
        Name(self.0 >> 2)
    }

    fn namespace(self) -> Namespace {
        NAMESPACES[self.0 as usize & 3]
    }
}

/// A module's or block's names.
#[derive(Debug)]
pub(crate) struct Space {
    /// The module in which it stands, or whose it is.
    pub(crate) module: ModuleId,
    /// For a block: where names are looked up next.
    pub(crate) outer: Option<SpaceId>,
    names: FxHashMap<Key, Packed>,
    /// Globs in it whose names are not copied; none where [`Self::is_source`].
    pub(crate) globs: Vec<Glob>,
    /// Whether a glob imports from here.
    pub(crate) is_source: bool,
    /// The round in which its names were noted for all that wait for them.
    pub(crate) told: Option<u32>,
    /// Globs that copy from here: the importing space, its import, who sees the result.
    pub(crate) importers: Vec<(SpaceId, u32, Seen)>,
    /// External crates or modules whose names are all imported here.
    pub(crate) external_globs: Vec<(ExternalId, Seen)>,
}

impl Space {
    pub(crate) fn new(module: ModuleId, outer: Option<SpaceId>) -> Self {
        Self {
            module,
            outer,
            names: FxHashMap::default(),
            globs: Vec::new(),
            is_source: false,
            told: None,
            importers: Vec::new(),
            external_globs: Vec::new(),
        }
    }

    /// What a name was bound to; see [`super::builder::Builder::binding`] for what globs bring.
    pub(crate) fn get(&self, name: Name, namespace: Namespace) -> Option<Binding> {
        self.names.get(&Key::new(name, namespace)).map(|packed| packed.binding())
    }

    /// All bindings, in no order.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = (Name, Namespace, Binding)> {
        self.names.iter().map(|(key, packed)| (key.name(), key.namespace(), packed.binding()))
    }

    /// The names that are bound here in some namespace, in no order.
    pub(crate) fn bound_names(&self) -> impl Iterator<Item = Name> {
        self.names.keys().map(|key| key.name())
    }

    /// Makes room for what a glob brings, if that is far more than is here: else much of it may be
    /// here already, and the room would stay empty.
    pub(crate) fn make_room(&mut self, more: usize) {
        if more / 4 > self.names.len() {
            self.names.reserve(more);
        }
    }

    /// Binds a name; true if that changed what it means or who sees it.
    pub(crate) fn bind(&mut self, name: Name, namespace: Namespace, new: Binding) -> bool {
        let slot = match self.names.entry(Key::new(name, namespace)) {
            Entry::Occupied(slot) => slot.into_mut(),
            Entry::Vacant(slot) => {
                slot.insert(Packed::new(&new));
                return true;
            }
        };
        let Some(joined) = slot.binding().joined_with(new) else { return false };
        *slot = Packed::new(&joined);
        true
    }

    /// Takes back what an import bound a name to; true if the name was bound by it.
    pub(crate) fn release(&mut self, name: Name, namespace: Namespace, import: u32) -> bool {
        match self.names.entry(Key::new(name, namespace)) {
            Entry::Occupied(slot) if slot.get().via == import => {
                slot.remove();
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_imports_of_a_name_settle() {
        let here = Target::Item(ItemId(1));
        let outside = Target::External(ExternalId(1));
        let binding = |target, via, rank, seen| Binding { target, seen, via, glob: false, rank };
        let inner = Seen::Below(ModuleId(0));
        for (a, b) in [
            // Under opposite conditions, the likelier one from outside.
            (binding(here, 1, 1, inner), binding(outside, 2, 2, inner)),
            (binding(here, 1, 1, inner), binding(outside, 2, 1, inner)),
            // The same thing, seen by more where it is less likely.
            (binding(here, 1, 2, inner), binding(here, 2, 1, Seen::Everywhere)),
        ] {
            let mut space = Space::new(ModuleId(0), None);
            let mut names = crate::graph::Names::default();
            let name = names.intern("name");
            let rounds = (0..9).take_while(|_| {
                let changed = space.bind(name, Namespace::Types, a);
                space.bind(name, Namespace::Types, b) | changed
            });
            assert!(rounds.count() < 4, "{a:?} and {b:?} replace each other");
        }
    }
}
