//! Finds the marks of macros on items.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::builder::Builder;
use super::lookup::Answer;
use super::space::Namespace;
use super::unit::UnitId;
use crate::extract::rust::facts::{ItemFlags, ItemIndex, PathId, PathKind};
use crate::framework::lookup::{frameworks, mark, marks};
use crate::framework::marks::Mark;
use crate::graph::{ItemId, Target};
use crate::layers::Marker;
use crate::place::Span;

impl Builder<'_> {
    /// The marks of all units.
    pub(crate) fn marks(&self) -> Vec<Marker> {
        let macros = self.may_name_marks();
        let units = (0..self.units.len() as u32).into_par_iter();
        let marks = units.map(|unit| {
            let mut found = Vec::new();
            self.doc_marks(UnitId(unit), &mut found);
            if macros {
                self.macro_marks(UnitId(unit), &mut found);
            }
            found
        });
        marks.flatten_iter().collect()
    }

    /// Whether some package is, or depends on, one whose macros are marks: else there is no need to
    /// look at the derives of a whole system.
    fn may_name_marks(&self) -> bool {
        self.input.packages.iter().any(|package| {
            let entries = package.dependencies.iter().map(|dependency| &dependency.package);
            entries
                .chain([&package.name])
                .any(|name| frameworks(name).any(|table| !table.marks.is_empty()))
        })
    }

    fn doc_marks(&self, unit: UnitId, found: &mut Vec<Marker>) {
        let entry = &self.units[unit.0 as usize];
        for (index, item) in entry.facts.items.iter().enumerate() {
            if item.flags.contains(ItemFlags::DOC_PORT)
                && let Some(id) = self.item_of(unit, ItemIndex(index as u32))
            {
                found.push(Marker {
                    item: id,
                    mark: Mark::Port(None),
                    place: self.place(unit, item.name_span),
                });
            }
        }
    }

    fn macro_marks(&self, unit: UnitId, found: &mut Vec<Marker>) {
        let entry = &self.units[unit.0 as usize];
        let mut first_of: FxHashMap<ItemIndex, usize> = FxHashMap::default();
        for (index, attribute) in entry.facts.attributes.iter().enumerate() {
            if let Some(item) = attribute.item {
                first_of.entry(item).or_insert(index);
            }
            let Some(item) = attribute.item.and_then(|item| self.item_of(unit, item)) else {
                continue;
            };
            let arguments = attribute.arguments.map_or("", |span| self.text_at(unit, span));
            self.mark(unit, attribute.path, item, arguments, found);
        }
        for (index, path) in entry.facts.paths.iter().enumerate() {
            if path.kind != PathKind::Derive {
                continue;
            }
            let Some(of) = path.item else {
                continue;
            };
            // `#[adapter(direction = …)]` beside the derive says more than the derive.
            let beside = first_of.get(&of).map(|first| &entry.facts.attributes[*first]);
            let arguments =
                beside.and_then(|a| a.arguments).map_or("", |span| self.text_at(unit, span));
            if let Some(item) = self.item_of(unit, of) {
                self.mark(unit, PathId(index as u32), item, arguments, found);
            }
        }
    }

    fn mark(
        &self,
        unit: UnitId,
        path: PathId,
        item: ItemId,
        arguments: &str,
        found: &mut Vec<Marker>,
    ) {
        let entry = &self.units[unit.0 as usize];
        let path_use = &entry.facts.paths[path.index()];
        let Some(last) = entry.facts.segments[path_use.segments.range()].last() else {
            return;
        };
        let name = entry.facts.symbols.get(last.name);
        if marks(name).next().is_none() {
            return;
        }
        let Answer::Found(meant) = self.look_up_path(unit, path, Namespace::Macros) else {
            return;
        };
        let package = match meant.target {
            Target::External(external) => self.graph.names.get(self.externals.package(external)),
            Target::Item(item) => {
                let krate = self.graph.module(self.graph.item(item).module).krate;
                &self.graph.packages[self.graph.krate(krate).package.index()].name
            }
            Target::Module(_) => return,
        };
        if let Some(known) = mark(package, name) {
            let place = self.place(unit, path_use.span);
            found.push(Marker { item, mark: known.mark.with(arguments), place });
        }
    }

    /// The text of a span of a unit.
    pub(crate) fn text_at(&self, unit: UnitId, span: Span) -> &str {
        self.units[unit.0 as usize].text.get(span.range()).unwrap_or("")
    }
}
