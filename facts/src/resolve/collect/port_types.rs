//! The types that a mark makes beside its trait, such as `AnyOrders` of `Orders`.
//!
//! A procedural macro is not expanded. What stands behind these names is a port and nothing else, so
//! each of them means the port.

use crate::extract::rust::facts::ItemIndex;
use crate::framework::lookup::marks;
use crate::graph::{ItemId, Target};
use crate::resolve::bind::definition;
use crate::resolve::builder::Builder;
use crate::resolve::space::{Namespace, Seen, SpaceId};
use crate::resolve::unit::UnitId;

/// What is declared under the same name stands above it.
const RANK: u8 = 0;

impl Builder<'_> {
    /// Binds what marks make beside a trait, where it has such.
    pub(super) fn collect_port_types(
        &mut self,
        unit: UnitId,
        index: ItemIndex,
        (space, seen): (SpaceId, Seen),
        port: ItemId,
    ) {
        let entry = &self.units[unit.0 as usize];
        let name = self.graph.names.get(self.graph.item(port).name);
        let made: Vec<String> = entry
            .facts
            .attributes
            .iter()
            .filter(|attribute| attribute.item == Some(index))
            .filter_map(|attribute| {
                let path = &entry.facts.paths[attribute.path.index()];
                let last = entry.facts.segments[path.segments.range()].last()?;
                let arguments = entry.text.get(attribute.arguments?.range())?;
                Some((entry.facts.symbols.get(last.name), arguments))
            })
            .flat_map(|(mark, arguments)| {
                marks(mark).flat_map(move |known| known.made(name, arguments))
            })
            .collect();
        for name in made {
            let name = self.graph.names.intern(&name);
            let binding = definition(Target::Item(port), seen, RANK);
            self.bind(space, name, Namespace::Types, binding);
        }
    }
}
