//! Marks in the code that say what an item is.

use super::{BY_MARKER, layer_of};
use crate::framework::marks::Mark;
use crate::graph::{Direction, Graph, ItemId, LayerFact, Role};
use crate::place::Place;

/// A mark on an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker {
    pub(crate) item: ItemId,
    pub(crate) mark: Mark,
    pub(crate) place: Place,
}

/// Puts marked items into their layers; a port has the layer of where it is declared.
pub(super) fn apply(graph: &mut Graph, markers: &[Marker]) {
    for marker in markers {
        let role = match marker.mark {
            Mark::Port(_) => continue,
            Mark::Adapter(Some(Direction::In)) => Role::AdapterIn,
            Mark::Adapter(_) => Role::AdapterOut,
            Mark::Domain => Role::Core,
            Mark::UseCase => Role::Application,
        };
        // A configured layer of that role is where it belongs; a second one would only be another name.
        let module = graph.item(marker.item).module;
        let declared = graph.module_layers[module.index()]
            .as_ref()
            .map(|fact| &graph.layers[usize::from(fact.layer.0)])
            .is_some_and(|layer| layer.declared && layer.role == Some(role));
        if declared {
            continue;
        }
        let fact = LayerFact {
            layer: layer_of(role),
            confidence: BY_MARKER,
            reason: "marked in the code".to_owned(),
            place: Some(marker.place),
        };
        graph.item_layers.push((marker.item, fact));
    }
    graph.item_layers.sort_by_key(|(item, _)| *item);
    graph.item_layers.dedup_by_key(|(item, _)| *item);
}
