//! Follows imports until nothing changes: a fixpoint over all crates at once.
//!
//! Each round looks imports up again in all three namespaces. What an import
//! binds may be what another one waited for; a name that a glob brought gives way to
//! one that is written. The rules only ever replace a weaker binding by a stronger
//! one, so the rounds end; [`MOST_ROUNDS`] guards against what has not been thought of.

use rayon::prelude::*;

use super::builder::Builder;
use super::lookup::{Answer, Before, Query, Root};
use super::space::{Binding, NAMESPACES, Namespace, Seen, SpaceId};
use super::unit::{PathNames, UnitId};
use crate::extract::rust::facts::PathRoot;
use crate::graph::{Name, Target};

/// Chains of re-exports are short; more rounds than this never help.
const MOST_ROUNDS: usize = 48;

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
                _ => continue,
            };
            changed |= self.bind_import(index, import, namespace, target);
        }
        changed
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
