//! The types that `#[port]` makes beside its trait, such as `AnyOrders` of `Orders`.
//!
//! A procedural macro is not expanded. What stands behind these names is a port and nothing else, so
//! each of them means the port.

use super::collect::definition;
use super::space::{Namespace, Seen, SpaceId};
use super::tree::Builder;
use super::unit::UnitId;
use crate::extract::rust::facts::ItemIndex;
use crate::graph::{ItemId, Target};

/// An option of `#[port]`, and what stands before and after the port's name in what it makes.
const MADE: [(&str, &str, &str); 6] = [
    ("dyn", "Any", ""),
    ("mock", "Mock", ""),
    ("trace", "Traced", ""),
    ("tower", "", "Request"),
    ("tower", "", "Service"),
    ("tower", "", "Stack"),
];

/// What is declared under the same name stands above it.
const RANK: u8 = 0;

impl Builder<'_> {
    /// Binds what `#[port]` makes beside a trait, where that has it.
    pub(crate) fn collect_port_types(
        &mut self,
        unit: UnitId,
        index: ItemIndex,
        (space, seen): (SpaceId, Seen),
        port: ItemId,
    ) {
        let entry = &self.units[unit.0 as usize];
        let options: Vec<&str> = entry
            .facts
            .attributes
            .iter()
            .filter(|attribute| attribute.item == Some(index))
            .filter(|attribute| {
                let path = &entry.facts.paths[attribute.path.index()];
                let last = entry.facts.segments[path.segments.range()].last();
                last.is_some_and(|segment| entry.facts.symbols.get(segment.name) == "port")
            })
            .filter_map(|attribute| entry.text.get(attribute.arguments?.range()))
            .flat_map(|arguments| arguments.split(|c: char| !c.is_alphanumeric() && c != '_'))
            .collect();
        if options.is_empty() {
            return;
        }
        let name = self.graph.names.get(self.graph.item(port).name);
        let made: Vec<String> = MADE
            .iter()
            .filter(|(option, ..)| options.contains(option))
            .map(|(_, before, after)| format!("{before}{name}{after}"))
            .collect();
        for name in made {
            let name = self.graph.names.intern(&name);
            let binding = definition(Target::Item(port), seen, RANK);
            self.bind(space, name, Namespace::Types, binding);
        }
    }
}
