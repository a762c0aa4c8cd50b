//! Edges between layers, contexts and services that code makes by using names.

use std::collections::{BTreeSet, HashMap};

use portcullis_facts::graph::{Edge, LayerId, PackageId, Role, Target};
use portcullis_rules::context::{Context, OutsidePackage};

use super::Kind;
use super::services::Names;
use super::snapshot::Snapshot;
use super::system::LIKELY;
use crate::names::spelled;

/// Between what an edge of code leads.
#[derive(PartialEq, Eq, Hash)]
enum Ends {
    Packages(PackageId, PackageId),
    Layers(LayerId, PackageId, LayerId, PackageId),
    Technology(LayerId, PackageId, OutsidePackage),
}

/// How often edges between the same ends were seen.
#[derive(Default)]
struct Seen(HashMap<Ends, u8>);

impl Seen {
    /// Whether there are places enough; edges come in the order of their places, and are many.
    fn is_enough(&mut self, ends: Ends) -> bool {
        const ENOUGH: u8 = 8;
        let count = self.0.entry(ends).or_default();
        *count = count.saturating_add(1);
        *count > ENOUGH
    }
}

/// Adds the edges of production code.
pub(super) fn add(snapshot: &mut Snapshot, context: &Context<'_>, names: &Names) {
    let graph = context.graph;
    let mut services: HashMap<PackageId, BTreeSet<&str>> = HashMap::new();
    for (id, service) in graph.landscape.services() {
        services.entry(service.package).or_default().insert(names.get(id));
    }
    let of_package = |package: PackageId| -> Option<&str> {
        let name = &graph.package(package).name;
        let found = context.settings.contexts.iter().find(|one| one.holds(name));
        found.map(|one| one.name.as_str())
    };
    let contexts: Vec<Option<&str>> = graph.packages().map(|(id, _)| of_package(id)).collect();
    let mut seen = Seen::default();
    for (_, edge) in context.edges().filter(|(_, edge)| edge.confidence >= LIKELY) {
        layers(snapshot, &mut seen, context, edge);
        let Some(to_module) = graph.target_module(edge.to) else { continue };
        let (from, to) = (graph.package_of(edge.module), graph.package_of(to_module));
        if from == to || seen.is_enough(Ends::Packages(from, to)) {
            continue;
        }
        if let (Some(a), Some(b)) = (contexts[from.index()], contexts[to.index()])
            && a != b
        {
            let what = format!("{} uses {}", graph.package(from).name, graph.package(to).name);
            snapshot.fact(Kind::ContextEdge, &[a, b, "code", &what], edge.place);
        }
        if let (Some(from), Some(to)) = (services.get(&from), services.get(&to)) {
            for from in from {
                for to in to.iter().filter(|to| *to != from) {
                    snapshot.fact(Kind::ServiceEdge, &[from, to, "code", ""], edge.place);
                }
            }
        }
    }
    of_contexts(snapshot, context, names, &contexts);
}

/// Calls and messages between services of different contexts.
fn of_contexts(
    snapshot: &mut Snapshot,
    context: &Context<'_>,
    names: &Names,
    contexts: &[Option<&str>],
) {
    let landscape = &context.graph.landscape;
    let of: HashMap<&str, &str> = landscape
        .services()
        .filter_map(|(id, one)| Some((names.get(id), contexts[one.package.index()]?)))
        .collect();
    let edges: Vec<_> = snapshot
        .facts
        .iter()
        .filter(|(key, _)| key.kind == Kind::ServiceEdge && key.names[2] != "code")
        .filter_map(|(key, fact)| {
            let (from, to) = (of.get(key.names[0].as_str())?, of.get(key.names[1].as_str())?);
            let what = format!("{} calls {}", key.names[0], key.names[1]);
            (from != to).then(|| (*from, *to, key.names[2].clone(), what, fact.places()))
        })
        .collect();
    for (from, to, by, what, places) in edges {
        for place in places {
            snapshot.fact(Kind::ContextEdge, &[from, to, &by, &what], place);
        }
    }
}

/// From one layer of a package to another, of the same package or not, or to a technology.
fn layers(snapshot: &mut Snapshot, seen: &mut Seen, context: &Context<'_>, edge: &Edge) {
    let graph = context.graph;
    let Some(from) = context.from(edge).filter(|from| from.confidence >= LIKELY) else { return };
    let name = |id: PackageId| graph.package(id).name.as_str();
    let own = graph.package_of(edge.module);
    if let Target::External(external) = edge.to {
        let Some(technology) = context.technology(edge.to) else { return };
        let outside = context.outside_package(external);
        // Whoever puts the parts together names them all.
        let is_root = from.role == Some(Role::Root);
        if is_root || seen.is_enough(Ends::Technology(from.layer, own, outside)) {
            return;
        }
        let what = format!("{} uses {}", name(own), context.outside_name(outside));
        let technology = spelled(technology);
        let names = [context.layer_name(from), &technology, "code", &what];
        snapshot.fact(Kind::LayerEdge, &names, edge.place);
        return;
    }
    let (Some(to), Some(to_module)) = (context.to(edge.to), graph.target_module(edge.to)) else {
        return;
    };
    // What stands in the root of a crate is there for all of it, whatever else the root does.
    let common = to.role == Some(Role::Root) && graph.module(to_module).parent.is_none();
    let same = from.layer == to.layer || context.encloses(edge.to, edge.module);
    let other = graph.package_of(to_module);
    if to.confidence < LIKELY
        || common
        || same
        || seen.is_enough(Ends::Layers(from.layer, own, to.layer, other))
    {
        return;
    }
    let (own, other) = (name(own), name(other));
    let what = if own == other { format!("in {own}") } else { format!("{own} uses {other}") };
    let names = [context.layer_name(from), context.layer_name(to), "code", &what];
    snapshot.fact(Kind::LayerEdge, &names, edge.place);
}
