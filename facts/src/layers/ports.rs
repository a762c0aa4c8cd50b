//! Which traits are ports, in which direction, who implements and who uses them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::markers::Marker;
use super::{BY_MARKER, PORT};
use crate::framework::marks::Mark;
use crate::graph::{
    Direction, EdgeKind, Graph, ItemId, ItemKind, ModuleId, Port, Role, Scope, Target,
};

/// Confidence in hundredths: a trait of the core that an adapter implements.
const IMPLEMENTED: u8 = 90;
/// A trait where ports are kept.
const BY_PLACE: u8 = 85;
/// A trait of the core whose name is that of a port.
const BY_NAME: u8 = 75;

/// Finds the ports.
pub(super) fn detect(graph: &mut Graph, markers: &[Marker]) {
    let mut implementations: FxHashMap<ItemId, Vec<u32>> = FxHashMap::default();
    for (index, implementation) in graph.implementations.iter().enumerate() {
        if let Target::Item(item) = implementation.of_trait {
            implementations.entry(item).or_default().push(index as u32);
        }
    }
    let mut marked: FxHashMap<ItemId, Option<Direction>> = FxHashMap::default();
    for marker in markers {
        if let Mark::Port(direction) = marker.mark {
            marked.entry(marker.item).or_insert(direction);
        }
    }
    let mut ports = Vec::new();
    for (id, item) in graph.items() {
        if item.kind != ItemKind::Trait || item.scope != Scope::Production {
            continue;
        }
        let own = implementations.get(&id).map_or(&[][..], Vec::as_slice);
        let by = match marked.get(&id) {
            Some(direction) => Some((*direction, BY_MARKER, "marked as a port".to_owned())),
            None => by_convention(graph, id, own),
        };
        if let Some((direction, confidence, reason)) = by {
            let direction = direction.or_else(|| direction_of(graph, own));
            let users = Vec::new();
            ports.push(Port {
                item: id,
                direction,
                confidence,
                reason,
                implementations: own.to_vec(),
                users,
            });
        }
    }
    // Most systems have none, and edges are many.
    if !ports.is_empty() {
        find_users(graph, &mut ports);
    }
    graph.ports = ports;
}

/// Finds the edges that use each port.
fn find_users(graph: &Graph, ports: &mut [Port]) {
    let numbers: FxHashMap<ItemId, usize> =
        ports.iter().enumerate().map(|(index, port)| (port.item, index)).collect();
    // A use of a trait's function is a use of the trait.
    let port_of = |item: ItemId| {
        let items = [Some(item), graph.item(item).parent];
        items.into_iter().flatten().find_map(|item| numbers.get(&item).copied())
    };
    let implementing: FxHashSet<(ModuleId, ItemId)> = graph
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Impl)
        .filter_map(|edge| match edge.to {
            Target::Item(item) => port_of(item).and(Some((edge.module, item))),
            _ => None,
        })
        .collect();
    for (index, edge) in graph.edges.iter().enumerate() {
        let Target::Item(item) = edge.to else {
            continue;
        };
        let Some(port) = port_of(item) else {
            continue;
        };
        // Who imports a trait without implementing it calls its functions on some type.
        let used = match edge.kind {
            EdgeKind::Impl | EdgeKind::Reexport => false,
            EdgeKind::Use => !implementing.contains(&(edge.module, item)),
            _ => true,
        };
        if used {
            ports[port].users.push(index as u32);
        }
    }
}

fn by_convention(
    graph: &Graph,
    id: ItemId,
    implementations: &[u32],
) -> Option<(Option<Direction>, u8, String)> {
    let item = graph.item(id);
    let fact = graph.layer_of_item(id)?;
    let role = graph.role(fact)?;
    if !matches!(role, Role::Core | Role::Application) {
        return None;
    }
    let by_adapter = implementations.iter().find(|index| {
        let implementation = &graph.implementations[**index as usize];
        implementation.scope == Scope::Production
            && matches!(
                role_of(graph, implementation.item),
                Some(Role::AdapterIn | Role::AdapterOut)
            )
    });
    if by_adapter.is_some() {
        return Some((
            None,
            IMPLEMENTED.min(fact.confidence),
            "a trait of the core that an adapter implements".to_owned(),
        ));
    }
    if fact.layer == PORT || in_port_module(graph, item.module) {
        return Some((
            None,
            BY_PLACE.min(fact.confidence),
            "a trait where ports are kept".to_owned(),
        ));
    }
    let name = graph.names.get(item.name);
    let named = ["Repository", "Port", "Gateway", "Publisher", "Notifier", "Mailer"]
        .iter()
        .any(|end| name.ends_with(end));
    named.then(|| {
        (None, BY_NAME.min(fact.confidence), format!("a trait of the core called `{name}`"))
    })
}

fn in_port_module(graph: &Graph, module: ModuleId) -> bool {
    let mut at = Some(module);
    while let Some(id) = at {
        let name = graph.names.get(graph.module(id).name);
        if matches!(name, "port" | "ports" | "repository" | "repositories" | "gateway" | "gateways")
        {
            return true;
        }
        at = graph.module(id).parent;
    }
    false
}

/// Implemented by the core it is called from outside; implemented by adapters it calls out.
fn direction_of(graph: &Graph, implementations: &[u32]) -> Option<Direction> {
    let roles: Vec<Role> = implementations
        .iter()
        .map(|index| &graph.implementations[*index as usize])
        .filter(|implementation| implementation.scope == Scope::Production)
        .filter_map(|implementation| role_of(graph, implementation.item))
        .collect();
    if roles.iter().any(|role| matches!(role, Role::AdapterIn | Role::AdapterOut)) {
        return Some(Direction::Out);
    }
    roles.iter().any(|role| matches!(role, Role::Core | Role::Application)).then_some(Direction::In)
}

fn role_of(graph: &Graph, item: ItemId) -> Option<Role> {
    graph.layer_of_item(item).and_then(|fact| graph.role(fact))
}
