//! Binds names to what they mean, and says who sees them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::Builder;
use super::space::{Binding, DEFINED, Namespace, Seen, SpaceId};
use crate::extract::rust::facts::Visibility;
use crate::graph::{ModuleId, Name, Target};

pub(crate) const fn definition(target: Target, seen: Seen, rank: u8) -> Binding {
    Binding { target, seen, via: DEFINED, glob: false, rank }
}

impl Builder<'_> {
    /// Binds a name, and hands it on to all that import this space's names.
    pub(crate) fn bind(
        &mut self,
        space: SpaceId,
        name: Name,
        namespace: Namespace,
        binding: Binding,
    ) -> bool {
        if !self.spaces[space.index()].bind(name, namespace, binding) {
            return false;
        }
        self.note_bound(name);
        let mut work = Vec::new();
        self.hand_on(space, name, namespace, &mut work);
        while let Some((space, binding)) = work.pop() {
            if self.spaces[space.index()].bind(name, namespace, binding) {
                self.note_bound(name);
                self.hand_on(space, name, namespace, &mut work);
            }
        }
        true
    }

    /// Takes back what an import bound a name to, here and wherever globs brought it.
    pub(crate) fn release(
        &mut self,
        space: SpaceId,
        name: Name,
        namespace: Namespace,
        import: u32,
    ) {
        let mut work = vec![(space, import)];
        while let Some((space, via)) = work.pop() {
            if self.spaces[space.index()].release(name, namespace, via) {
                self.note_bound(name);
                let importers = &self.spaces[space.index()].importers;
                work.extend(importers.iter().map(|(importer, import, _)| (*importer, *import)));
                self.released.push((space, name, namespace));
            }
        }
    }

    /// Brings what globs have of the names that were released since: an import by name had taken its place.
    pub(crate) fn bring_again(&mut self) {
        if self.released.is_empty() {
            return;
        }
        let released: FxHashSet<_> = std::mem::take(&mut self.released).into_iter().collect();
        let mut spaces: FxHashMap<SpaceId, Vec<(Name, Namespace)>> = FxHashMap::default();
        for (space, name, namespace) in released {
            spaces.entry(space).or_default().push((name, namespace));
        }
        let mut work = Vec::new();
        for space in &self.spaces {
            for importer in &space.importers {
                for &(name, namespace) in spaces.get(&importer.0).into_iter().flatten() {
                    let now = space.get(name, namespace);
                    let brought = now.and_then(|now| self.brought(now, *importer));
                    work.extend(brought.map(|binding| (importer.0, name, namespace, binding)));
                }
            }
        }
        for (space, name, namespace, binding) in work {
            self.bind(space, name, namespace, binding);
        }
    }

    /// What globs now bring of a name to the spaces that they stand in.
    fn hand_on(
        &self,
        space: SpaceId,
        name: Name,
        namespace: Namespace,
        work: &mut Vec<(SpaceId, Binding)>,
    ) {
        let space = &self.spaces[space.index()];
        // Most spaces hand nothing on.
        if space.importers.is_empty() {
            return;
        }
        let Some(now) = space.get(name, namespace) else {
            return;
        };
        for importer in &space.importers {
            work.extend(self.brought(now, *importer).map(|binding| (importer.0, binding)));
        }
    }

    /// What a glob makes of a binding of the space from which it copies.
    fn brought(&self, now: Binding, (into, import, seen): (SpaceId, u32, Seen)) -> Option<Binding> {
        let module = self.spaces[into.index()].module;
        let is_seen = self.is_seen(now.seen, module);
        is_seen.then_some(Binding { seen, via: import, glob: true, ..now })
    }

    /// Who sees something of this visibility declared in `module`.
    pub(crate) fn seen(&self, visibility: Visibility, module: ModuleId) -> Seen {
        match visibility {
            Visibility::Public => Seen::Everywhere,
            Visibility::Inherited | Visibility::Private => Seen::Below(module),
            Visibility::Super => Seen::Below(self.graph.module(module).parent.unwrap_or(module)),
            // A path of `pub(in path)` names a module around this one; the whole crate is close enough
            // for deciding what a glob brings.
            Visibility::Crate | Visibility::In(_) => {
                Seen::Below(self.graph.krate(self.graph.module(module).krate).root)
            }
        }
    }

    /// Whether `module` sees something of this visibility.
    pub(crate) fn is_seen(&self, seen: Seen, module: ModuleId) -> bool {
        match seen {
            Seen::Everywhere => true,
            Seen::Below(top) => {
                let mut at = Some(module);
                while let Some(id) = at {
                    if id == top {
                        return true;
                    }
                    at = self.graph.module(id).parent;
                }
                false
            }
        }
    }
}
