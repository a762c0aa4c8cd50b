//! Finds the marks of Portcullis' and hexser's macros on items.

use super::lookup::Answer;
use super::space::Namespace;
use super::tree::Builder;
use super::unit::UnitId;
use crate::extract::rust::facts::{ItemFlags, ItemIndex, PathId, PathKind};
use crate::graph::{ItemId, Target};
use crate::layers::{Mark, Marker, mark_of};
use crate::place::Span;

/// Packages whose macros are marks.
const PACKAGES: [&str; 3] = ["portcullis-macros", "hexser", "hexser_macros"];

impl Builder<'_> {
    /// The marks of all units.
    pub(crate) fn marks(&self) -> Vec<Marker> {
        let mut found = Vec::new();
        for index in 0..self.units.len() {
            self.unit_marks(UnitId(index as u32), &mut found);
        }
        found
    }

    fn unit_marks(&self, unit: UnitId, found: &mut Vec<Marker>) {
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
        for attribute in &entry.facts.attributes {
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
            let beside = entry.facts.attributes.iter().find(|a| a.item == Some(of));
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
        let Some(mark) = mark_of(entry.facts.symbols.get(last.name), arguments) else {
            return;
        };
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
        if PACKAGES.contains(&package) {
            let place = self.place(unit, path_use.span);
            found.push(Marker { item, mark, place });
        }
    }

    /// The text of a span of a unit.
    pub(crate) fn text_at(&self, unit: UnitId, span: Span) -> &str {
        self.units[unit.0 as usize].text.get(span.range()).unwrap_or("")
    }
}
