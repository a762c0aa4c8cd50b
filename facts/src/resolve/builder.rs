//! The builder: everything that resolution makes, as it grows.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::external::Externals;
use super::parts::{Part, Parts};
use super::space::{Namespace, Space, SpaceId};
use super::unit::{Unit, UnitId};
use super::{Configuration, Input};
use crate::cfg::{CfgKey, CfgOptions};
use crate::graph::{CrateId, ExternalId, Graph, ItemId, Module, ModuleId, Name, Names, Target};
use crate::problem::Problem;

/// A `macro_rules!` macro, for look-up by position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LegacyMacro {
    pub(crate) item: ItemId,
    pub(crate) module: ModuleId,
    pub(crate) unit: UnitId,
    pub(crate) index: u32,
    pub(crate) rank: u8,
}

/// An import that is being followed.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) unit: UnitId,
    pub(crate) leaf: u32,
    pub(crate) space: SpaceId,
    pub(crate) resolved: [Option<Target>; 3],
}

/// What is known of a crate while the graph is built.
#[derive(Debug, Default)]
pub(crate) struct CrateInfo {
    /// Crates that code may name without importing them.
    pub(crate) externs: FxHashMap<Name, Target>,
    pub(crate) edition_2015: bool,
    /// What is likely switched on in it.
    pub(crate) likely: Arc<CfgOptions>,
    /// What is switched on in it, if that was asked for.
    pub(crate) given: Option<CfgOptions>,
}

/// Everything that resolution builds up.
pub(crate) struct Builder<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) graph: Graph,
    pub(crate) problems: Vec<Problem>,
    pub(crate) crate_infos: Vec<CrateInfo>,
    pub(crate) units: Vec<Unit<'a>>,
    pub(crate) spaces: Vec<Space>,
    /// The space of each module.
    pub(crate) module_spaces: Vec<SpaceId>,
    /// Variants of enums, fields of types, items of traits; first as they are met, then as a table.
    pub(crate) met_members: Vec<Part>,
    pub(crate) members: Parts,
    /// `impl` blocks: unit, index among the file's items, item.
    pub(crate) impls: Vec<(UnitId, u32, ItemId)>,
    pub(crate) legacy_macros: FxHashMap<(CrateId, Name), Vec<LegacyMacro>>,
    pub(crate) macros: FxHashMap<ItemId, LegacyMacro>,
    /// Where each item comes from.
    pub(crate) origins: Vec<(UnitId, u32)>,
    /// What [`Self::next_rank`] was asked last, with its answer.
    pub(crate) last_rank: (CrateId, CfgKey, u8),
    pub(crate) imports: Vec<Import>,
    /// The round of following imports.
    pub(crate) round: u32,
    /// By name, the round in which it was bound last; empty while nothing is followed.
    pub(crate) rebound: Vec<u32>,
    /// How often imports took back what they meant, of those that did.
    pub(crate) let_go: FxHashMap<u32, u8>,
    /// Names that an import does not bind any more, since globs were asked for them last.
    pub(crate) released: Vec<(SpaceId, Name, Namespace)>,
    /// How often globs of outside crates were found or forgotten.
    pub(crate) external_globs: usize,
    /// Bytes of all files.
    pub(crate) input_text: usize,
    /// Bytes to which macro calls expanded.
    pub(crate) expanded_text: usize,
    /// Names that imports introduce but that could not be followed: what they mean is unknown,
    /// which was said once at the import.
    pub(crate) unknown: FxHashSet<(SpaceId, Name)>,
    pub(crate) externals: Externals,
    /// `std`, `core` and their like.
    pub(crate) sysroot: Vec<ExternalId>,
    /// Names that need no import, and macros that need none.
    pub(crate) builtin: FxHashSet<Name>,
    pub(crate) builtin_macros: FxHashSet<Name>,
    /// What each type alias stands for.
    pub(crate) aliases: FxHashMap<ItemId, Target>,
    /// Associated items of types, from `impl` blocks.
    pub(crate) impl_parts: Parts,
    /// Types with the traits of the tree that they implement, sorted.
    pub(crate) type_traits: Vec<(ItemId, ItemId)>,
    pub(crate) configuration: Option<&'a Configuration>,
    /// Modules that hold what a generator makes of a contract.
    pub(crate) generated: FxHashSet<ModuleId>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        input: &'a Input<'a>,
        names: Names,
        configuration: Option<&'a Configuration>,
    ) -> Self {
        Self {
            input,
            graph: Graph { names, ..Graph::default() },
            problems: Vec::new(),
            crate_infos: Vec::new(),
            units: Vec::new(),
            spaces: Vec::new(),
            module_spaces: Vec::new(),
            met_members: Vec::new(),
            members: Parts::default(),
            impls: Vec::new(),
            legacy_macros: FxHashMap::default(),
            macros: FxHashMap::default(),
            origins: Vec::new(),
            last_rank: (CrateId(0), CfgKey::ALWAYS, 2),
            imports: Vec::new(),
            round: 0,
            rebound: Vec::new(),
            let_go: FxHashMap::default(),
            released: Vec::new(),
            external_globs: 0,
            input_text: input.files.iter().map(|file| file.text.len()).sum(),
            expanded_text: 0,
            unknown: FxHashSet::default(),
            externals: Externals::default(),
            sysroot: Vec::new(),
            builtin: FxHashSet::default(),
            builtin_macros: FxHashSet::default(),
            aliases: FxHashMap::default(),
            impl_parts: Parts::default(),
            type_traits: Vec::new(),
            configuration,
            generated: FxHashSet::default(),
        }
    }

    pub(crate) fn new_module(&mut self, module: Module) -> ModuleId {
        let id = ModuleId(self.graph.modules.len() as u32);
        self.graph.modules.push(module);
        let space = self.new_space(Space::new(id, None));
        self.module_spaces.push(space);
        id
    }

    pub(crate) fn new_space(&mut self, space: Space) -> SpaceId {
        let id = SpaceId(self.spaces.len() as u32);
        self.spaces.push(space);
        id
    }
}
