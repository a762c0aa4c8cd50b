//! The dependency graph: crates, modules, items, and every edge between them with its place.
//!
//! Rules ask this graph and nothing else. It is plain data in flat lists, in a
//! stable order: packages by folder, crates by package and target, modules and
//! items as they stand in the text, edges by file and place.

mod edges;
mod entity;
mod layer;
mod names;
mod query;
pub mod system;

pub use edges::Edges;
pub use entity::{
    BlindSpot, BlindSpotKind, Crate, CrateId, CrateKind, Dependency, DependencyKind, Edge,
    EdgeKind, External, ExternalId, Implementation, Item, ItemId, ItemKind, Module, ModuleId,
    Package, PackageId, Scope, Target, Visibility,
};
pub use layer::{Direction, Layer, LayerDefinition, LayerFact, LayerId, Port, Role, Technology};
pub use names::{Name, Names};
pub(crate) use names::{Spelling, Spellings};

use crate::cfg::Conditions;
use crate::discover::LeftOut;
use crate::place::Place;

/// The system as a graph.
#[derive(Debug, Default)]
pub struct Graph {
    /// Names of items, modules and crates.
    pub names: Names,
    /// Cargo packages.
    pub packages: Vec<Package>,
    /// Compilation targets: libraries, binaries, tests, examples, benches, build scripts.
    pub crates: Vec<Crate>,
    /// Modules of all crates; a crate's root first, then depth first.
    pub modules: Vec<Module>,
    /// Items of all modules, with fields, variants and associated items.
    pub items: Vec<Item>,
    /// Items of crates that are not part of the tree, as far as they are named in it.
    pub externals: Vec<External>,
    /// Every use of a name.
    pub edges: Edges,
    /// `impl Trait for Type`.
    pub implementations: Vec<Implementation>,
    /// Conditions of modules, items and edges.
    pub conditions: Conditions,
    /// Layers, as configured or detected.
    pub layers: Vec<Layer>,
    /// The layer of each module, by [`ModuleId`].
    pub module_layers: Vec<Option<LayerFact>>,
    /// Items whose layer differs from their module's, sorted by item.
    pub item_layers: Vec<(ItemId, LayerFact)>,
    /// Traits that are ports.
    pub ports: Vec<Port>,
    /// What could not be resolved or seen.
    pub blind_spots: Vec<BlindSpot>,
    /// Method calls on receivers whose type could not be told.
    pub unknown_receivers: usize,
    /// Source files that no module declares.
    pub orphans: Vec<String>,
    /// Manifests that are not part of the system.
    pub left_out: Vec<LeftOut>,
    /// Comments that speak to Portcullis.
    pub directives: Vec<Directive>,
    /// Services and what is around them.
    pub landscape: system::Landscape,
}

/// A comment that speaks to Portcullis, in any kind of file.
#[derive(Clone, Debug)]
pub struct Directive {
    /// What stands after `portcullis:`.
    pub text: String,
    /// The comment.
    pub place: Place,
    /// What it speaks of.
    pub target: Place,
}
