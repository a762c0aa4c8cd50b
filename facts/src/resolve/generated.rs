//! Modules that hold what a generator or a macro makes of a contract or schema. Their names stand in no file of the
//! tree, but what they are is known: messages, clients and servers, tables and columns, that do nothing by themselves.

use rustc_hash::FxHashSet;

use super::builder::Builder;
use super::lookup::{Answer, Found, Query};
use super::space::Namespace;
use super::unit::UnitId;
use crate::framework::tables::FRAMEWORKS;
use crate::graph::Target;

impl Builder<'_> {
    /// Notes the modules in which generated code is taken in, or made by a macro.
    pub(crate) fn find_generated(&mut self) {
        let makers = FRAMEWORKS
            .iter()
            .flat_map(|framework| framework.includes.iter().chain(framework.declares));
        let names: Vec<_> = makers.filter_map(|name| self.graph.names.find(name)).collect();
        if names.is_empty() {
            return;
        }
        let mut found = FxHashSet::default();
        for (index, unit) in self.units.iter().enumerate() {
            for call in &unit.facts.macro_calls {
                let path = &unit.facts.paths[call.path.index()];
                if unit.path_names(path.segments).last().is_some_and(|name| names.contains(name)) {
                    found.extend(self.module_of_scope(UnitId(index as u32), path.scope));
                }
            }
        }
        self.generated = found;
    }

    /// What a path that leads nowhere names after all: a module of generated code that it enters.
    pub(crate) fn in_generated(&self, query: Query<'_>) -> Option<Found> {
        if self.generated.is_empty() {
            return None;
        }
        let module = (0..query.segments.len()).rev().find_map(|length| {
            let before = Query { segments: &query.segments[..length], ..query };
            match self.look_up(before, Namespace::Types) {
                Answer::Found(Found { target: Target::Module(module), .. }) => Some(module),
                _ => None,
            }
        })?;
        let is_generated = self.generated.contains(&module);
        is_generated.then_some(Found { target: Target::Module(module), named: Some(module) })
    }
}
