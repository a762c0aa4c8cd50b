//! Marks in the code that say what an item is: Portcullis' own macros, and those of hexser.

use super::{BY_MARKER, layer_of};
use crate::graph::{Direction, Graph, ItemId, LayerFact, Role};
use crate::place::Place;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A port, with its direction if that is said.
    Port(Option<Direction>),
    /// An adapter, with its direction if that is said.
    Adapter(Option<Direction>),
    /// A part of the domain.
    Domain,
    /// A use case.
    UseCase,
}

/// A mark on an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker {
    pub(crate) item: ItemId,
    pub(crate) mark: Mark,
    pub(crate) place: Place,
}

/// What a derive, attribute or doc tag of this name says, if it is a mark.
pub(crate) fn mark_of(name: &str, arguments: &str) -> Option<Mark> {
    let words = || arguments.split(|c: char| !c.is_alphanumeric() && c != '_');
    let direction = || {
        words().find_map(|word| match word {
            "in" => Some(Direction::In),
            "out" => Some(Direction::Out),
            _ => None,
        })
    };
    Some(match name {
        "port" | "HexPort" => Mark::Port(direction()),
        "HexRepository" => Mark::Port(Some(Direction::Out)),
        "adapter" | "Adapter" | "HexAdapter" => Mark::Adapter(direction()),
        "HexDomain" | "HexAggregate" | "HexEntity" | "HexValueItem" | "Entity" | "ValueObject"
        | "DomainEvent" => Mark::Domain,
        "use_case" | "HexDirective" | "HexQuery" => Mark::UseCase,
        _ => return None,
    })
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
