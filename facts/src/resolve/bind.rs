//! Binds names to what they mean, and says who sees them.

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
        for &(importer, import, seen) in &space.importers {
            let into = self.spaces[importer.index()].module;
            if self.is_seen(now.seen, into) {
                work.push((importer, Binding { seen, via: import, glob: true, ..now }));
            }
        }
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
