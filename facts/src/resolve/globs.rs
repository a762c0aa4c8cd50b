//! Imports of all names of something.
//!
//! Many modules are tests that import what is around them, or programs that import a prelude, and use
//! a few of its names. So a module keeps a note of such a glob only, and its names are looked for where they
//! come from. A module that is itself imported from in this way gets copies, so that no look-up goes further than
//! one module.

use super::builder::Builder;
use super::imports::Prepared;
use super::lookup::{Answer, Root};
use super::space::{Binding, Glob, Namespace, Seen, SpaceId};
use crate::graph::{self, ExternalId, ItemId, ModuleId, Name, Target};

/// So many globs of one module are noted, because each is asked for each name; the names of further ones are copied.
const MOST_NOTED: usize = 8;

impl Builder<'_> {
    pub(super) fn glob(&mut self, index: usize, import: &Prepared) -> bool {
        let before = self.imports[index].resolved[0];
        let mut target = self.glob_target(index, import);
        if let Some(led) = before
            && before != target
        {
            if self.may_let_go(index) {
                self.leave_glob(index, import, led);
            } else {
                target = before;
            }
        }
        let first = before != target;
        self.imports[index].resolved[0] = target;
        match target {
            None => first,
            Some(Target::External(external)) => {
                self.add_external_glob(import.space, external, import.seen) || first
            }
            Some(Target::Module(module)) => self.glob_of_module(index, import, module, first),
            Some(Target::Item(item)) if first => self.glob_of_enum(index, import, item),
            Some(Target::Item(_)) => false,
        }
    }

    /// What a glob imports all names of.
    fn glob_target(&self, index: usize, import: &Prepared) -> Option<Target> {
        if import.segments.is_empty() {
            return match import.root {
                Root::At(target) => Some(target),
                _ => None,
            };
        }
        match self.look_up(self.query(index, import), Namespace::Types) {
            Answer::Found(found) => Some(self.resolved_alias(found.target)),
            Answer::Glob(Some(external)) => Some(Target::External(external)),
            _ => None,
        }
    }

    /// Takes back what a glob brought from where it does not lead any more, since a later import gave another meaning
    /// to a name on its path.
    fn leave_glob(&mut self, index: usize, import: &Prepared, before: Target) {
        let number = index as u32;
        if let Target::Module(module) = before {
            let source = self.module_spaces[module.index()];
            let into = &mut self.spaces[import.space.index()];
            into.globs.retain(|glob| glob.import != number);
            let importers = &mut self.spaces[source.index()].importers;
            importers.retain(|(_, import, _)| *import != number);
            let names: Vec<Name> = self.spaces[source.index()].bound_names().collect();
            for name in names {
                self.note_bound(name);
            }
        }
        let bindings = self.spaces[import.space.index()].bindings();
        let brought = bindings.filter(|(.., binding)| binding.via == number);
        let brought: Vec<(Name, Namespace)> = brought.map(|(name, of, _)| (name, of)).collect();
        for (name, namespace) in brought {
            self.release(import.space, name, namespace, number);
        }
        // Modules have these from each other, so that all of them are found anew.
        for space in &mut self.spaces {
            space.external_globs.clear();
        }
        self.external_globs += 1;
    }

    fn add_external_glob(&mut self, space: SpaceId, external: ExternalId, seen: Seen) -> bool {
        let globs = &mut self.spaces[space.index()].external_globs;
        if globs.iter().any(|(known, _)| *known == external) {
            return false;
        }
        globs.push((external, seen));
        self.external_globs += 1;
        true
    }

    fn glob_of_module(
        &mut self,
        index: usize,
        import: &Prepared,
        module: ModuleId,
        first: bool,
    ) -> bool {
        let source = self.module_spaces[module.index()];
        if source == import.space {
            return false;
        }
        let into = self.spaces[import.space.index()].module;
        let mut changed = first;
        if first {
            let Prepared { seen, rank, .. } = *import;
            self.bring(import.space, Glob { source, import: index as u32, seen, rank });
        }
        let globs = self.spaces[source.index()].external_globs.clone();
        for (external, seen) in globs {
            if self.is_seen(seen, into) {
                changed |= self.add_external_glob(import.space, external, import.seen);
            }
        }
        changed
    }

    /// Brings the names of a module into a space: at once if others may take them on from there, else when
    /// they are asked for.
    fn bring(&mut self, space: SpaceId, glob: Glob) {
        let source = &mut self.spaces[glob.source.index()];
        source.is_source = true;
        for more in std::mem::take(&mut source.globs) {
            self.copy(glob.source, more);
        }
        let into = &self.spaces[space.index()];
        if into.is_source || into.globs.len() == MOST_NOTED {
            self.copy(space, glob);
            return;
        }
        self.spaces[space.index()].globs.push(glob);
        // What waited for one of these names is looked up again. A name that the module gets later is
        // noted there.
        if self.spaces[glob.source.index()].told.replace(self.round) != Some(self.round) {
            let Self { spaces, rebound, round, .. } = self;
            for name in spaces[glob.source.index()].bound_names() {
                if let Some(rebound) = rebound.get_mut(name.0 as usize) {
                    *rebound = *round;
                }
            }
        }
    }

    /// Copies the names that a glob brings, now and whenever there are more.
    fn copy(&mut self, space: SpaceId, glob: Glob) {
        let into = self.spaces[space.index()].module;
        self.spaces[glob.source.index()].importers.push((space, glob.import, glob.seen));
        let all = self.spaces[glob.source.index()].bindings();
        let seen: Vec<(Name, Namespace, Binding)> =
            all.filter(|(_, _, binding)| self.is_seen(binding.seen, into)).collect();
        self.spaces[space.index()].make_room(seen.len());
        // Their order decides nothing: no name has to do with another one.
        for (name, namespace, binding) in seen {
            self.bind(space, name, namespace, glob.brings(binding));
        }
    }

    /// What a name is bound to in a space, whether it was copied there or a glob brings it.
    pub(super) fn binding(
        &self,
        space: SpaceId,
        name: Name,
        namespace: Namespace,
    ) -> Option<Binding> {
        let space = &self.spaces[space.index()];
        let mut found = space.get(name, namespace);
        for glob in &space.globs {
            let written = found.is_some_and(|found| !found.glob);
            // Of a name that is written a glob can only say that more may see it.
            if written && glob.seen != Seen::Everywhere {
                continue;
            }
            let source = &self.spaces[glob.source.index()];
            let brought = source.get(name, namespace);
            let Some(brought) = brought.filter(|binding| self.is_seen(binding.seen, space.module))
            else {
                continue;
            };
            let brought = glob.brings(brought);
            found = match found {
                None => Some(brought),
                Some(found) => found.joined_with(brought).or(Some(found)),
            };
        }
        found
    }

    fn glob_of_enum(&mut self, index: usize, import: &Prepared, item: ItemId) -> bool {
        let mut changed = true;
        for variant in self.variants(item) {
            let name = self.graph.item(variant).name;
            for namespace in [Namespace::Types, Namespace::Values] {
                let binding = Binding {
                    target: Target::Item(variant),
                    seen: import.seen,
                    via: index as u32,
                    glob: true,
                    rank: import.rank,
                };
                changed |= self.bind(import.space, name, namespace, binding);
            }
        }
        changed
    }

    /// The variants of an enum, or the items of a trait.
    fn variants(&self, item: ItemId) -> Vec<ItemId> {
        // An item's parts follow it, each below something that follows it.
        let mut parts = Vec::new();
        for (index, part) in self.graph.items.iter().enumerate().skip(item.index() + 1) {
            match part.parent {
                Some(parent) if parent == item => {
                    if matches!(part.kind, graph::ItemKind::Variant) {
                        parts.push(ItemId(index as u32));
                    }
                }
                Some(parent) if parent > item => {}
                _ => break,
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::MOST_NOTED;
    use crate::program::trial::{meanings, with_main};

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        with_main(&[], text, |program| found = meanings(program));
        found
    }

    #[test]
    fn names_come_through_any_number_of_globs() {
        let text = "mod deep { pub fn far() {} fn secret() {} pub use super::back::*; }
            mod back { pub fn near() {} pub use super::deep::*; }
            mod prelude { pub use crate::deep::*; }
            mod through { pub use crate::prelude::*; }
            fn outer() {}
            mod leaf {
                use super::*;
                use crate::prelude::*;
                fn far() {}
                fn run() { outer(); near(); secret(); through::near(); }
            }
            fn main() { through::far(); through::secret(); leaf::near(); }";
        assert_eq!(
            found(text),
            [
                "outer -> outer",
                "near -> near",
                "secret -> ?",
                "through::near -> near",
                "through::far -> far",
                "through::secret -> ?",
                "leaf::near -> near",
            ]
        );
    }

    #[test]
    fn many_globs_of_a_module_all_count() {
        let count = 2 * MOST_NOTED;
        let all = |line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
        let modules = all(&|at| format!("mod m{at} {{ pub fn f{at}() {{}} }} "));
        let globs = all(&|at| format!("use m{at}::*; "));
        let calls = all(&|at| format!("f{at}(); "));
        let text = format!("{modules} {globs} fn main() {{ {calls} }}");
        let expected: Vec<String> = (0..count).map(|at| format!("f{at} -> f{at}")).collect();
        assert_eq!(found(&text), expected);
    }
}
