//! Follows imports until nothing changes: a fixpoint over all crates at once.
//!
//! Each round looks imports up again in all three namespaces. What an import
//! binds may be what another one waited for; a name that a glob brought gives way to
//! one that is written. The rules only ever replace a weaker binding by a stronger
//! one, and take a binding back only where what it was made from has changed, so the
//! rounds end; [`MOST_ROUNDS`] guards against what has not been thought of.

use rayon::prelude::*;

use super::builder::Builder;
use super::lookup::{Answer, Before, Query, Root};
use super::space::{Binding, NAMESPACES, Namespace, Seen, SpaceId};
use super::unit::{PathNames, UnitId};
use crate::extract::rust::facts::PathRoot;
use crate::graph::{Name, Target};

/// Chains of re-exports are short; more rounds than this never help.
const MOST_ROUNDS: usize = 48;
/// So often an import takes back what it meant, in all namespaces together. Once is enough where each name settles.
const MOST_CHANGES_OF_MIND: u8 = 6;

/// What an import's look-up needs, taken out of the facts once.
#[derive(Debug)]
pub(super) struct Prepared {
    unit: UnitId,
    pub(super) space: SpaceId,
    pub(super) root: Root,
    pub(super) segments: PathNames,
    name: Option<Name>,
    glob: bool,
    only_types: bool,
    extern_crate: bool,
    pub(super) seen: Seen,
    pub(super) rank: u8,
}

impl Prepared {
    /// What it binds its name to.
    const fn binding(&self, index: usize, target: Target) -> Binding {
        Binding { target, seen: self.seen, via: index as u32, glob: false, rank: self.rank }
    }
}

impl Builder<'_> {
    /// Follows all imports.
    pub(crate) fn resolve_imports(&mut self) {
        let prepared: Vec<Prepared> =
            (0..self.imports.len()).into_par_iter().map(|index| self.prepare(index)).collect();
        let mut found = vec![false; prepared.len()];
        self.rebound = vec![0; self.graph.names.count()];
        self.follow(&prepared, &mut found, true);
        if self.uncover(&prepared) {
            self.follow(&prepared, &mut found, false);
        }
        for (import, prepared) in self.imports.iter().zip(&prepared) {
            if let Some(name) = prepared.name
                && import.resolved.iter().all(Option::is_none)
            {
                self.unknown.insert((import.space, name));
            }
        }
    }

    /// Looks imports up again, round by round, until nothing changes; in the first those that may mean `anything`, too.
    fn follow(&mut self, prepared: &[Prepared], found: &mut [bool], mut anything: bool) {
        for round in self.round..self.round + MOST_ROUNDS as u32 {
            self.round = round;
            let globs = self.external_globs;
            let mut changed = false;
            for (index, import) in prepared.iter().enumerate() {
                if !self.may_differ(import, anything && !found[index]) {
                    continue;
                }
                changed |= if import.extern_crate {
                    self.extern_crate(index, import)
                } else if import.glob {
                    self.glob(index, import)
                } else {
                    self.import(index, import, &mut found[index])
                };
            }
            self.bring_again();
            anything = self.external_globs != globs;
            if !changed {
                break;
            }
        }
    }

    /// Binds imports of private items that mean nothing else, and says whether there are any. Code that compiles has
    /// a macro which makes them public, as the attributes of actix-web do with handlers.
    fn uncover(&mut self, prepared: &[Prepared]) -> bool {
        let mut changed = false;
        for (index, import) in prepared.iter().enumerate() {
            let resolved = self.imports[index].resolved.iter().any(Option::is_some);
            if resolved || import.glob || import.extern_crate {
                continue;
            }
            let before = self.look_up_before(self.query(index, import));
            let (Before::At(Target::Module(module), _), Some(&last)) =
                (before, import.segments.last())
            else {
                continue;
            };
            for namespace in NAMESPACES {
                if import.only_types && namespace != Namespace::Types {
                    continue;
                }
                if let Some(target) = self.in_module(module, last, namespace) {
                    changed |= self.bind_import(index, import, namespace, target);
                }
            }
        }
        changed
    }

    /// Notes that a name is bound to something new in this round.
    pub(crate) fn note_bound(&mut self, name: Name) {
        if let Some(round) = self.rebound.get_mut(name.0 as usize) {
            *round = self.round;
        }
    }

    /// Whether what an import means can have changed since the last round: only if a name of its
    /// path was bound to something else since, if it brings what other globs bring, or if it may mean
    /// `anything`: it was not found, and a glob of an outside crate may now bring any name.
    fn may_differ(&self, import: &Prepared, anything: bool) -> bool {
        anything
            || import.glob
            || import.segments.iter().any(|name| {
                self.rebound.get(name.0 as usize).is_none_or(|round| round + 1 >= self.round)
            })
    }

    fn prepare(&self, index: usize) -> Prepared {
        let import = &self.imports[index];
        let unit = &self.units[import.unit.0 as usize];
        let leaf = &unit.facts.uses[import.leaf as usize];
        let module = self.spaces[import.space.index()].module;
        Prepared {
            unit: import.unit,
            space: import.space,
            root: self.root(import.unit, import.space, leaf.scope, leaf.root),
            segments: unit.path_names(leaf.segments),
            name: leaf.name.map(|name| unit.name(name)),
            glob: leaf.glob,
            only_types: leaf.only_types,
            extern_crate: leaf.extern_crate,
            seen: self.seen(leaf.visibility, module),
            rank: self.rank(unit.krate, unit.cfg(leaf.cfg)),
        }
    }

    pub(super) fn query<'q>(&self, index: usize, import: &'q Prepared) -> Query<'q> {
        Query {
            krate: self.units[import.unit.0 as usize].krate,
            space: import.space,
            root: import.root,
            segments: &import.segments,
            import: index as u32,
        }
    }

    fn extern_crate(&mut self, index: usize, import: &Prepared) -> bool {
        let krate = self.units[import.unit.0 as usize].krate;
        let Some(&segment) = import.segments.first() else {
            // `extern crate self as name;`
            let root = Target::Module(self.graph.krate(krate).root);
            return self.bind_extern(index, import, root);
        };
        let Some(target) = self.crate_infos[krate.index()].externs.get(&segment).copied() else {
            return false;
        };
        self.bind_extern(index, import, target)
    }

    fn bind_extern(&mut self, index: usize, import: &Prepared, target: Target) -> bool {
        let krate = self.units[import.unit.0 as usize].krate;
        self.imports[index].resolved[0] = Some(target);
        let Some(name) = import.name else {
            return false;
        };
        // At the root it may be named from everywhere in the crate.
        if self.spaces[import.space.index()].module == self.graph.krate(krate).root {
            self.crate_infos[krate.index()].externs.entry(name).or_insert(target);
            self.note_bound(name);
        }
        self.bind(import.space, name, Namespace::Types, import.binding(index, target))
    }

    fn import(&mut self, index: usize, import: &Prepared, found: &mut bool) -> bool {
        let mut changed = false;
        let query = self.query(index, import);
        let before = self.look_up_before(query);
        let answers = NAMESPACES.map(|namespace| {
            let asked = !import.only_types || namespace == Namespace::Types;
            if asked { self.look_up_last(query, before, namespace) } else { Answer::Missing }
        });
        *found = answers.iter().any(|answer| matches!(answer, Answer::Found(_)));
        for (namespace, answer) in NAMESPACES.into_iter().zip(answers) {
            let target = match answer {
                Answer::Found(found) => found.target,
                // Only what is nowhere else may come from an outside crate's glob.
                Answer::Glob(Some(external)) if !*found => Target::External(external),
                _ => {
                    changed |= self.release_import(index, import, namespace, before);
                    continue;
                }
            };
            changed |= self.bind_import(index, import, namespace, target);
        }
        changed
    }

    /// Takes back what an import meant that means nothing any more: a later import gave another meaning to a name on its
    /// path, or one by name to what only a glob could have brought.
    fn release_import(
        &mut self,
        index: usize,
        import: &Prepared,
        namespace: Namespace,
        before: Before,
    ) -> bool {
        let Some(target) = self.imports[index].resolved[namespace as usize] else { return false };
        // What was uncovered stays: see `uncover`.
        if let (Before::At(Target::Module(module), _), Some(&last)) =
            (before, import.segments.last())
            && self.in_module(module, last, namespace) == Some(target)
        {
            return false;
        }
        if !self.may_let_go(index) {
            return false;
        }
        self.imports[index].resolved[namespace as usize] = None;
        if let Some(name) = import.name {
            self.release(import.space, name, namespace, index as u32);
        }
        true
    }

    fn bind_import(
        &mut self,
        index: usize,
        import: &Prepared,
        namespace: Namespace,
        target: Target,
    ) -> bool {
        let mut changed = false;
        // A name cannot be imported from itself.
        if self.imports[index].resolved[namespace as usize] != Some(target) {
            self.imports[index].resolved[namespace as usize] = Some(target);
            changed = true;
        }
        if let Some(name) = import.name {
            let binding = import.binding(index, target);
            changed |= self.bind(import.space, name, namespace, binding);
        }
        changed
    }

    /// Whether an import may take back what it meant; it is asked each time that it wants to.
    ///
    /// Invariant: no import does so without end, even if it takes away what its own path begins with.
    pub(super) fn may_let_go(&mut self, index: usize) -> bool {
        let times = self.let_go.entry(index as u32).or_default();
        *times += 1;
        *times <= MOST_CHANGES_OF_MIND
    }

    /// Whether an import hands its name on to others.
    pub(crate) fn is_reexport(&self, import: usize) -> bool {
        let import = &self.imports[import];
        let unit = &self.units[import.unit.0 as usize];
        let leaf = &unit.facts.uses[import.leaf as usize];
        !matches!(
            leaf.visibility,
            crate::extract::rust::facts::Visibility::Inherited
                | crate::extract::rust::facts::Visibility::Private
        ) && leaf.root != PathRoot::MetaVariable
    }
}

#[cfg(test)]
mod tests {
    use crate::program::trial::{meanings, with_main};

    /// What the paths in bodies mean, which is the same for all orders of the parts of a file.
    fn in_any_order(parts: &[&str]) -> Vec<String> {
        let of = |text: String| {
            let mut found = Vec::new();
            with_main(&["log"], &text, |program| found = meanings(program));
            found.sort();
            found
        };
        let forth = of(parts.concat());
        let back = of(parts.iter().rev().copied().collect());
        assert_eq!(forth, back, "{parts:?}");
        forth
    }

    #[test]
    fn a_crate_gives_way_to_a_later_import_of_its_name() {
        let found = in_any_order(&[
            "mod support { pub mod log { pub struct level {} pub fn known() {} } }",
            "use crate::support::log; ",
            "use log::level; ",
            "use log::known; ",
            "fn main() { level(); known(); }",
        ]);
        assert_eq!(found, ["known -> known", "level -> level"]);
    }

    #[test]
    fn what_a_glob_may_bring_gives_way_to_what_another_one_does() {
        let found = in_any_order(&[
            "mod own { mod deep { pub struct Level {} } pub use self::deep::Level; }",
            "mod prelude { pub use log::*; pub use crate::own::*; }",
            "use prelude::Level; use prelude::Other; ",
            "fn main() { Level(); Other(); }",
        ]);
        assert_eq!(found, ["Level -> Level", "Other -> log::Other"]);
    }

    #[test]
    fn a_glob_of_a_crate_gives_way_too() {
        let found = in_any_order(&[
            "mod support { pub mod log { pub fn known() {} } }",
            "mod far { pub use super::*; }",
            "use crate::support::log; ",
            "use log::*; ",
            "fn main() { known(); other(); far::known(); far::other(); }",
        ]);
        assert_eq!(
            found,
            ["far::known -> known", "far::other -> ?", "known -> known", "other -> ?"]
        );
    }

    #[test]
    fn what_an_import_hid_is_there_again_without_it() {
        let found = in_any_order(&[
            "mod support { pub mod log {} } mod given { pub fn level() {} }",
            "mod far { pub use super::*; }",
            "pub use given::*; ",
            "use crate::support::log; ",
            "pub use log::level; ",
            "fn main() { far::level(); }",
        ]);
        assert_eq!(found, ["far::level -> level"]);
    }

    #[test]
    fn imports_that_take_each_others_ground_away_settle() {
        in_any_order(&[
            "mod a { pub mod b {} } mod c { pub mod log { pub mod c {} } }",
            "use a::log; use log::c; use c::log as a; use log::*; ",
            "fn main() { log::c::x(); }",
        ]);
    }
}
