//! The questions that rules ask.

use super::{
    Crate, CrateId, Edge, Graph, Item, ItemId, Layer, LayerFact, Module, ModuleId, Package,
    PackageId, Role, Scope, Target, Technology,
};
use crate::framework;
use crate::place::{FileId, Place};

impl Graph {
    /// A package.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// A crate.
    pub fn krate(&self, id: CrateId) -> &Crate {
        &self.crates[id.index()]
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// An item.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// All modules with their numbers.
    pub fn modules(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        self.modules.iter().enumerate().map(|(i, module)| (ModuleId(i as u32), module))
    }

    /// All items with their numbers.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items.iter().enumerate().map(|(i, item)| (ItemId(i as u32), item))
    }

    /// All crates with their numbers.
    pub fn crates(&self) -> impl Iterator<Item = (CrateId, &Crate)> {
        self.crates.iter().enumerate().map(|(i, krate)| (CrateId(i as u32), krate))
    }

    /// All packages with their numbers.
    pub fn packages(&self) -> impl Iterator<Item = (PackageId, &Package)> {
        self.packages.iter().enumerate().map(|(i, package)| (PackageId(i as u32), package))
    }

    /// The edges that exist in production: neither tests, examples, benches nor build scripts,
    /// nor code that a generator wrote.
    pub fn production_edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(|edge| edge.scope == Scope::Production)
    }

    /// The edges that a path in the text makes.
    pub fn edges_at(&self, place: Place) -> impl Iterator<Item = &Edge> {
        // They are sorted by file and span.
        let pieces = self.edges.pieces();
        let is_before = |edge: &Edge| edge.place < place;
        let first = pieces.partition_point(|piece| piece.last().is_some_and(is_before));
        let before = pieces.get(first).map_or(0, |piece| piece.partition_point(is_before));
        let from = pieces[first..].iter().flatten().skip(before);
        from.take_while(move |edge| edge.place == place)
    }

    /// The path of a module as code would write it from outside: `orders::domain::order`.
    pub fn module_path(&self, id: ModuleId) -> String {
        let mut names = vec![self.names.get(self.module(id).name)];
        let mut at = id;
        while let Some(parent) = self.module(at).parent {
            names.push(self.names.get(self.module(parent).name));
            at = parent;
        }
        names.reverse();
        names.join("::")
    }

    /// The path of an item: `orders::domain::Order::total`; an `impl` block's is that of its module
    /// with the name of its type behind it, so that its parts read like those of the type.
    pub fn item_path(&self, id: ItemId) -> String {
        let item = self.item(id);
        let own = match self.names.get(item.name) {
            "" => "impl",
            name => name,
        };
        match item.parent {
            Some(parent) => format!("{}::{own}", self.item_path(parent)),
            None => format!("{}::{own}", self.module_path(item.module)),
        }
    }

    /// What an edge leads to, as text.
    pub fn target_path(&self, target: Target) -> String {
        match target {
            Target::Module(module) => self.module_path(module),
            Target::Item(item) => self.item_path(item),
            Target::External(external) => {
                let external = &self.externals[external.index()];
                let name = external.package.replace('-', "_");
                if external.path.is_empty() { name } else { format!("{name}::{}", external.path) }
            }
        }
    }

    /// The module in which a target stands; none outside the tree.
    pub fn target_module(&self, target: Target) -> Option<ModuleId> {
        match target {
            Target::Module(module) => Some(module),
            Target::Item(item) => Some(self.item(item).module),
            Target::External(_) => None,
        }
    }

    /// Where a target is defined; none outside the tree.
    pub fn target_place(&self, target: Target) -> Option<Place> {
        match target {
            Target::Module(module) => Some(self.module(module).declared),
            Target::Item(item) => Some(self.item_place(item)),
            Target::External(_) => None,
        }
    }

    /// The name of an item in the text.
    pub fn item_place(&self, id: ItemId) -> Place {
        let item = self.item(id);
        Place { file: item.file, span: item.name_span }
    }

    /// The file in which a module's body stands.
    pub fn module_file(&self, id: ModuleId) -> FileId {
        self.module(id).file
    }

    /// The package of a module.
    pub fn package_of(&self, module: ModuleId) -> PackageId {
        self.krate(self.module(module).krate).package
    }

    /// A layer.
    pub fn layer(&self, fact: &LayerFact) -> &Layer {
        &self.layers[usize::from(fact.layer.0)]
    }

    /// The layer of a module.
    pub fn layer_of_module(&self, module: ModuleId) -> Option<&LayerFact> {
        self.module_layers.get(module.index())?.as_ref()
    }

    /// The layer of an item: its own where it is marked, else that of what is around it.
    pub fn layer_of_item(&self, item: ItemId) -> Option<&LayerFact> {
        let mut at = Some(item);
        while let Some(id) = at {
            if let Ok(found) = self.item_layers.binary_search_by_key(&id, |(item, _)| *item) {
                return Some(&self.item_layers[found].1);
            }
            at = self.item(id).parent;
        }
        self.layer_of_module(self.item(item).module)
    }

    /// The layer in which an edge begins.
    pub fn layer_from(&self, edge: &Edge) -> Option<&LayerFact> {
        edge.item.map_or_else(|| self.layer_of_module(edge.module), |item| self.layer_of_item(item))
    }

    /// The layer of a target; none outside the tree.
    pub fn layer_of_target(&self, target: Target) -> Option<&LayerFact> {
        match target {
            Target::Module(module) => self.layer_of_module(module),
            Target::Item(item) => self.layer_of_item(item),
            Target::External(_) => None,
        }
    }

    /// The role of a layer fact.
    pub fn role(&self, fact: &LayerFact) -> Option<Role> {
        self.layer(fact).role
    }

    /// The technology that a target outside the tree ties code to.
    pub fn technology(&self, target: Target) -> Option<Technology> {
        match target {
            Target::External(external) => {
                framework::technology(&self.externals[external.index()].package)
            }
            _ => None,
        }
    }
}
