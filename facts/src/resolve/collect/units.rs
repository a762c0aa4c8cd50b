//! Makes units: a file's facts as they stand in one crate, and the spaces in which their names are looked up.

use std::borrow::Cow;

use super::Wanted;
use crate::extract::rust::facts::{RustFacts, ScopeId, ScopeKind};
use crate::graph::Scope;
use crate::resolve::builder::Builder;
use crate::resolve::space::{Space, SpaceId};
use crate::resolve::unit::{Unit, UnitId};

impl<'a> Builder<'a> {
    /// Makes a unit of what a file says where it is taken in.
    pub(crate) fn new_unit(
        &mut self,
        next: &Wanted,
        facts: Cow<'a, RustFacts>,
        text: Cow<'a, str>,
        dir: String,
        path_dir: String,
    ) -> UnitId {
        let id = UnitId(self.units.len() as u32);
        let names = match &facts {
            // What a file says was spelled when it was read.
            Cow::Borrowed(_) => {
                let spellings = &self.input.spellings[next.file.0 as usize];
                spellings.iter().map(|spelling| self.graph.names.of(*spelling)).collect()
            }
            Cow::Owned(facts) => {
                facts.symbols.iter().map(|name| self.graph.names.intern(name)).collect()
            }
        };
        let cfgs = self.join_cfgs(next.cfg, &facts.cfgs);
        let mut hidden: Vec<bool> = Vec::with_capacity(facts.scopes.len());
        for scope in &facts.scopes {
            let inherited = hidden.get(scope.parent.index()).copied().unwrap_or(false);
            hidden.push(inherited || matches!(scope.kind, ScopeKind::MacroBody | ScopeKind::Quote));
        }
        let space = self.module_spaces[next.module.index()];
        let mut spaces = vec![None; facts.scopes.len()];
        if let Some(first) = spaces.first_mut() {
            *first = Some(space);
        }
        // An inner `#![cfg(test)]` at the top of the file holds for all of it.
        let scope = if facts.generated && next.scope == Scope::Production {
            Scope::Generated
        } else {
            next.scope
        };
        self.units.push(Unit {
            file: next.file,
            krate: self.graph.module(next.module).krate,
            text,
            expanded: None,
            space,
            dir,
            path_dir,
            within: next.within,
            scope,
            names,
            cfgs,
            spaces,
            hidden,
            targets: vec![None; facts.items.len()],
            impl_types: Vec::new(),
            replaced: Vec::new(),
            facts,
        });
        id
    }

    /// The space in which the names of a scope are looked up; blocks get theirs when first asked.
    pub(crate) fn space_of(&mut self, unit: UnitId, scope: ScopeId) -> SpaceId {
        let at = unit.0 as usize;
        if let Some(space) = self.units[at].spaces[scope.index()] {
            return space;
        }
        let (kind, parent) = {
            let entry = &self.units[at].facts.scopes[scope.index()];
            (entry.kind, entry.parent)
        };
        let outer =
            if parent == scope { self.units[at].space } else { self.space_of(unit, parent) };
        let space = if kind == ScopeKind::Block {
            let module = self.spaces[outer.index()].module;
            self.new_space(Space::new(module, Some(outer)))
        } else {
            outer
        };
        self.units[at].spaces[scope.index()] = Some(space);
        space
    }
}
