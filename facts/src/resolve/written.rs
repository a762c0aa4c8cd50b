//! What the paths and types of a unit mean, from how they are written in it.

use super::builder::Builder;
use super::lookup::{Answer, NO_IMPORT, Query, Root};
use super::space::{Namespace, SpaceId};
use super::unit::UnitId;
use crate::extract::rust::facts::{
    ItemIndex, ItemKind, PathId, PathRoot, PathUse, ScopeId, ScopeKind, Type, TypeId,
};
use crate::graph::{ItemId, Target};

impl Builder<'_> {
    /// Where a path of a unit begins.
    pub(crate) fn root(
        &self,
        unit: UnitId,
        space: SpaceId,
        scope: ScopeId,
        root: PathRoot,
    ) -> Root {
        let module = self.spaces[space.index()].module;
        match root {
            PathRoot::Plain => Root::Plain,
            PathRoot::Global => Root::Global,
            PathRoot::DollarCrate => {
                Root::At(Target::Module(self.graph.krate(self.dollar_crate(unit)).root))
            }
            PathRoot::Crate => {
                let krate = self.graph.module(module).krate;
                Root::At(Target::Module(self.graph.krate(krate).root))
            }
            PathRoot::SelfModule => Root::At(Target::Module(module)),
            PathRoot::Super(steps) => {
                let mut at = module;
                for _ in 0..steps {
                    match self.graph.module(at).parent {
                        Some(parent) => at = parent,
                        None => return Root::Unknown,
                    }
                }
                Root::At(Target::Module(at))
            }
            PathRoot::SelfType => self.self_type(unit, scope).map_or(Root::Unknown, Root::At),
            PathRoot::Qualified(ty) => self.qualified(unit, ty).map_or(Root::Unknown, Root::At),
            PathRoot::MetaVariable => Root::Unknown,
        }
    }

    /// What `Self` means in a scope.
    pub(crate) fn self_type(&self, unit: UnitId, scope: ScopeId) -> Option<Target> {
        let entry = &self.units[unit.0 as usize];
        let mut at = scope;
        loop {
            let scope = &entry.facts.scopes[at.index()];
            match scope.kind {
                // Told beforehand, so that an `impl` for `Self` cannot ask for itself.
                ScopeKind::Impl => {
                    let ItemKind::Impl { index } = entry.facts.items[scope.item?.index()].kind
                    else {
                        return None;
                    };
                    return entry.impl_types.get(index as usize).copied().flatten();
                }
                ScopeKind::Trait | ScopeKind::Type => return entry.target(scope.item?),
                ScopeKind::Module | ScopeKind::File => return None,
                _ => {}
            }
            if scope.parent == at {
                return None;
            }
            at = scope.parent;
        }
    }

    /// `<T as Trait>`: the trait if it is written, else the type.
    fn qualified(&self, unit: UnitId, ty: TypeId) -> Option<Target> {
        self.type_target(unit, ty)
    }

    /// The item that a type names, references taken off.
    pub(crate) fn type_target(&self, unit: UnitId, ty: TypeId) -> Option<Target> {
        let entry = &self.units[unit.0 as usize];
        match entry.facts.types.get(ty.index())? {
            Type::Path { path, .. } => self.path_target(unit, *path),
            Type::Reference(inner) => self.type_target(unit, *inner),
            Type::Dyn(list) | Type::Impl(list) => {
                // A trait of the tree says more than `Send` or `Clone` beside it.
                let bounds = entry.facts.type_lists.get(list.range())?;
                let mut targets = bounds.iter().filter_map(|bound| self.type_target(unit, *bound));
                let first = targets.next()?;
                let own = |target: &Target| matches!(target, Target::Item(_));
                if own(&first) { Some(first) } else { targets.find(own).or(Some(first)) }
            }
            _ => None,
        }
    }

    /// What a path of a unit means as a type.
    pub(crate) fn path_target(&self, unit: UnitId, path: PathId) -> Option<Target> {
        match self.look_up_path(unit, path, Namespace::Types) {
            Answer::Found(found) => Some(found.target),
            Answer::Glob(external) => external.map(Target::External),
            _ => None,
        }
    }

    /// What a path of a unit means without its last segment.
    pub(crate) fn prefix(&self, unit: UnitId, path: &PathUse) -> Option<Target> {
        let entry = &self.units[unit.0 as usize];
        let space = self.existing_space(unit, path.scope)?;
        let segments = entry.path_names(path.segments);
        let root = self.root(unit, space, path.scope, path.root);
        let (_, before) = segments.split_last()?;
        if before.is_empty() {
            return match root {
                Root::At(target) => Some(target),
                _ => None,
            };
        }
        let query = Query { krate: entry.krate, space, root, segments: before, import: NO_IMPORT };
        match self.look_up(query, Namespace::Types) {
            Answer::Found(found) => Some(self.resolved_alias(found.target)),
            _ => None,
        }
    }

    /// Looks up a path of a unit in one namespace.
    pub(crate) fn look_up_path(&self, unit: UnitId, path: PathId, namespace: Namespace) -> Answer {
        let entry = &self.units[unit.0 as usize];
        let path = &entry.facts.paths[path.index()];
        let Some(space) = self.existing_space(unit, path.scope) else {
            return Answer::Unknown;
        };
        let segments = entry.path_names(path.segments);
        let root = self.root(unit, space, path.scope, path.root);
        let query =
            Query { krate: entry.krate, space, root, segments: &segments, import: NO_IMPORT };
        self.look_up(query, namespace)
    }

    /// The space of a scope, if anything was declared in it; else that around it.
    pub(crate) fn existing_space(&self, unit: UnitId, scope: ScopeId) -> Option<SpaceId> {
        let entry = &self.units[unit.0 as usize];
        let mut at = scope;
        loop {
            if let Some(space) = entry.spaces.get(at.index()).copied().flatten() {
                return Some(space);
            }
            let scope = &entry.facts.scopes[at.index()];
            // An inline module that was left out has no names.
            if scope.kind == ScopeKind::Module || scope.parent == at {
                return None;
            }
            at = scope.parent;
        }
    }

    /// The item of a file, if it became one of the graph.
    pub(crate) fn item_of(&self, unit: UnitId, index: ItemIndex) -> Option<ItemId> {
        match self.units[unit.0 as usize].target(index) {
            Some(Target::Item(item)) => Some(item),
            _ => None,
        }
    }
}
