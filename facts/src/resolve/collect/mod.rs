//! Collects modules and items: the module tree of every crate, file by file.

mod crates;
mod includes;
mod items;
mod modules;
mod port_types;
mod units;

use std::borrow::Cow;
use std::collections::VecDeque;

use super::builder::{Builder, Import};
use super::parts::Parts;
use super::prelude;
use super::unit::UnitId;
use crate::cfg::CfgKey;
use crate::discover::{folder_of_modules, parent};
use crate::extract::rust::facts::{Include, ItemIndex, MacroPosition, ScopeKind};
use crate::graph::{ModuleId, Scope};
use crate::place::{FileId, Span};

/// A file that is to become a unit.
pub(crate) struct Wanted {
    pub(crate) file: FileId,
    pub(crate) module: ModuleId,
    pub(crate) cfg: CfgKey,
    pub(crate) scope: Scope,
    pub(crate) within: Option<UnitId>,
    /// Whether `mod name;` in it is looked up beside it, as in a root or a `mod.rs`.
    pub(crate) owns_folder: bool,
}

/// Arguments of an item macro whose contents wait until the macro is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deferred {
    pub(crate) unit: UnitId,
    /// Index among the file's macro calls.
    pub(crate) call: u32,
}

#[derive(Clone, Copy)]
pub(crate) struct CollectRange {
    pub(crate) unit: UnitId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Builder<'_> {
    /// Collects every crate, from its root.
    pub(crate) fn collect(&mut self) {
        let mut wanted: VecDeque<Wanted> = self
            .crates()
            .into_iter()
            .map(|(krate, file, scope)| Wanted {
                file,
                module: self.graph.krate(krate).root,
                cfg: CfgKey::ALWAYS,
                scope,
                within: None,
                owns_folder: true,
            })
            .collect();
        let mut deferred = VecDeque::new();
        loop {
            if let Some(next) = wanted.pop_front() {
                self.collect_file(&next, &mut wanted, &mut deferred);
            } else if deferred.is_empty() {
                break;
            } else {
                self.collect_macros(&mut wanted, &mut deferred);
            }
        }
        if self.configuration.is_some_and(|configuration| configuration.without_std) {
            self.leave_out_std_macros();
        }
        for unit in &mut self.units {
            unit.replaced.sort_unstable_by_key(|span| span.start);
        }
        let members = std::mem::take(&mut self.met_members);
        self.members = Parts::new(members, self.graph.items.len());
    }

    /// Leaves out the arguments of the standard library's macros.
    fn leave_out_std_macros(&mut self) {
        for unit in &mut self.units {
            let facts = &unit.facts;
            let mut end = 0;
            for call in &facts.macro_calls {
                let path = &facts.paths[call.path.index()];
                let last = facts.segments[path.segments.range()].last();
                let std = last.is_some_and(|segment| {
                    prelude::MACROS.contains(&facts.symbols.get(segment.name))
                });
                if std && path.segments.len == 1 && call.arguments.start >= end {
                    end = call.arguments.end;
                    unit.replaced.push(call.arguments);
                }
            }
        }
    }

    fn collect_file(
        &mut self,
        next: &Wanted,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let Some(facts) = self.input.facts[next.file.0 as usize].as_ref() else {
            return;
        };
        let path = &self.input.files[next.file.0 as usize].path;
        let folder = parent(path).to_owned();
        let dir = folder_of_modules(path, next.owns_folder);
        let text = Cow::Borrowed(self.input.files[next.file.0 as usize].text.as_str());
        let unit = self.new_unit(next, Cow::Borrowed(facts), text, dir, folder);
        let outer = CollectRange { unit, start: 0, end: u32::MAX };
        self.collect_range(outer, wanted, deferred);
    }

    /// Collects the items and imports of a part of a file, but for what stands in the
    /// arguments of item macros, which is deferred.
    pub(crate) fn collect_range(
        &mut self,
        range: CollectRange,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let unit_id = range.unit;
        let mut holes: Vec<Span> = Vec::new();
        {
            let unit = &self.units[unit_id.0 as usize];
            let calls = &unit.facts.macro_calls;
            let first = calls.partition_point(|call| call.arguments.start < range.start);
            for (index, call) in calls.iter().enumerate().skip(first) {
                if call.arguments.start >= range.end {
                    break;
                }
                let whole = call.arguments.start == range.start && call.arguments.end == range.end;
                let items = call.position == MacroPosition::Item
                    && unit.facts.paths.get(call.path.index()).is_some_and(|path| {
                        // Parts of an impl or trait are collected as read, in their place.
                        let scope = unit.facts.scopes[path.scope.index()].kind;
                        !matches!(scope, ScopeKind::Impl | ScopeKind::Trait)
                    });
                let nested = holes.last().is_some_and(|hole| call.arguments.start < hole.end);
                if whole || !items || nested {
                    continue;
                }
                let hidden = unit
                    .facts
                    .paths
                    .get(call.path.index())
                    .is_some_and(|path| unit.is_hidden(path.scope));
                if hidden {
                    continue;
                }
                holes.push(call.arguments);
                deferred.push_back(Deferred { unit: unit_id, call: index as u32 });
            }
        }
        let in_hole = |offset: u32| {
            let after = holes.partition_point(|hole| hole.start <= offset);
            after > 0 && offset < holes[after - 1].end
        };
        let takes = |offset: u32| offset >= range.start && offset < range.end && !in_hole(offset);

        // Items and imports stand in the order of the text, so a part of a file is a run of them.
        let facts = &self.units[unit_id.0 as usize].facts;
        let items = facts.items.partition_point(|item| item.span.start < range.start)
            ..facts.items.partition_point(|item| item.span.start < range.end);
        let uses = facts.uses.partition_point(|leaf| leaf.span.start < range.start)
            ..facts.uses.partition_point(|leaf| leaf.span.start < range.end);
        for index in items {
            if takes(self.units[unit_id.0 as usize].facts.items[index].span.start) {
                self.collect_item(unit_id, ItemIndex(index as u32), wanted);
            }
        }
        for index in uses {
            if takes(self.units[unit_id.0 as usize].facts.uses[index].span.start) {
                self.collect_import(unit_id, index as u32);
            }
        }
        let includes: Vec<Include> = self.units[unit_id.0 as usize]
            .facts
            .includes
            .iter()
            .filter(|i| takes(i.span.start))
            .cloned()
            .collect();
        for include in includes {
            self.collect_include(unit_id, &include, wanted);
        }
    }

    fn collect_import(&mut self, unit_id: UnitId, index: u32) {
        let unit = &self.units[unit_id.0 as usize];
        let leaf = &unit.facts.uses[index as usize];
        let (scope, cfg, krate) = (leaf.scope, unit.cfg(leaf.cfg), unit.krate);
        if unit.is_hidden(scope) || !self.is_active(krate, cfg) {
            return;
        }
        let space = self.space_of(unit_id, scope);
        self.imports.push(Import { unit: unit_id, leaf: index, space, resolved: [None; 3] });
    }
}
