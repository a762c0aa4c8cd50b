//! What the two ends of a path mean: a name as it was typed becomes nodes of the graph.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_facts::graph::{ExternalId, Graph, ItemKind, LayerFact, Target};

use crate::{names, suggest};

/// How many of several meanings are listed.
const LISTED: usize = 20;

/// Why a name means nothing, or too much; one sentence, and help.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unclear {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The nodes that `text` means: a layer, a crate, a module or an item.
///
/// # Errors
/// Where it means nothing, or several things.
pub(super) fn resolve(graph: &Graph, text: &str) -> Result<BTreeSet<Target>, Unclear> {
    if let Some(name) = text.strip_prefix("layer:") {
        return layer(graph, name);
    }
    let (only_crates, path) = match text.strip_prefix("crate:") {
        Some(name) => (true, name),
        None => (false, text),
    };
    let path = path.trim().trim_start_matches("::");
    let nodes = self::krate(graph, path);
    if !nodes.is_empty() {
        return Ok(nodes);
    }
    if only_crates {
        let known = crates(graph);
        let help = suggest::hint(path, known.iter().map(String::as_str));
        return Err(Unclear { message: format!("there is no crate `{path}`"), help });
    }
    by_path(graph, path)
}

fn layer(graph: &Graph, name: &str) -> Result<BTreeSet<Target>, Unclear> {
    let is_meant = |fact: &LayerFact| {
        let layer = graph.layer(fact);
        layer.name == name || layer.role.is_some_and(|role| names::role(role) == name)
    };
    let mut nodes = BTreeSet::new();
    for (id, _) in graph.modules() {
        if graph.layer_of_module(id).is_some_and(is_meant) {
            nodes.insert(Target::Module(id));
        }
    }
    for (id, _) in graph.items() {
        if graph.layer_of_item(id).is_some_and(is_meant) {
            nodes.insert(Target::Item(id));
        }
    }
    if !nodes.is_empty() {
        return Ok(nodes);
    }
    let known: BTreeSet<&str> = graph
        .layers
        .iter()
        .flat_map(|l| std::iter::once(l.name.as_str()).chain(l.role.map(names::role)))
        .collect();
    if known.contains(name) {
        let help = Some("`portcullis facts layers` shows what belongs to each".to_owned());
        return Err(Unclear { message: format!("nothing belongs to the layer `{name}`"), help });
    }
    let help = suggest::hint(name, known.iter().copied());
    Err(Unclear { message: format!("there is no layer `{name}`"), help })
}

/// Everything in the crates, of the tree or outside, that are called `name`.
fn krate(graph: &Graph, name: &str) -> BTreeSet<Target> {
    let spelled = |other: &str| other.replace('-', "_") == name.replace('-', "_");
    let mut nodes = BTreeSet::new();
    let meant = |id| {
        let krate = graph.krate(id);
        spelled(graph.names.get(krate.name)) || spelled(&graph.package(krate.package).name)
    };
    let meant: BTreeSet<_> = graph.crates().map(|(id, _)| id).filter(|id| meant(*id)).collect();
    if !meant.is_empty() {
        let modules = graph.modules().filter(|(_, module)| meant.contains(&module.krate));
        nodes.extend(modules.map(|(id, _)| Target::Module(id)));
        let items =
            graph.items().filter(|(_, item)| meant.contains(&graph.module(item.module).krate));
        nodes.extend(items.map(|(id, _)| Target::Item(id)));
        return nodes;
    }
    for (index, external) in graph.externals.iter().enumerate() {
        if spelled(&external.package) {
            nodes.insert(Target::External(ExternalId(index as u32)));
        }
    }
    nodes
}

fn crates(graph: &Graph) -> BTreeSet<String> {
    let own = graph.crates().map(|(_, krate)| graph.names.get(krate.name).to_owned());
    own.chain(graph.externals.iter().map(|external| external.package.clone())).collect()
}

/// How likely a kind of thing is meant by a name alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A module, or an item that stands in one.
    Own,
    /// A part of an item: a method, a field, an associated type.
    Part,
    /// A name from outside.
    Outside,
}

/// Modules, items and names of outside crates whose path ends in `path`; the likeliest only.
fn by_path(graph: &Graph, path: &str) -> Result<BTreeSet<Target>, Unclear> {
    let mut found: BTreeMap<Rank, BTreeMap<String, BTreeSet<Target>>> = BTreeMap::new();
    let last = path.rsplit("::").next().unwrap_or(path);
    let mut add = |rank: Rank, full: String, node: Target| {
        let is_suffix = full
            .strip_suffix(path)
            .is_some_and(|before| before.is_empty() || before.ends_with("::"));
        if is_suffix {
            found.entry(rank).or_default().entry(full).or_default().insert(node);
        }
    };
    // Only what has the right last name is spelled out in full.
    if let Some(name) = graph.names.find(last) {
        for (id, _) in graph.modules().filter(|(_, module)| module.name == name) {
            add(Rank::Own, graph.module_path(id), Target::Module(id));
        }
        let items = graph.items().filter(|(_, item)| item.name == name);
        for (id, item) in items.filter(|(_, item)| item.kind != ItemKind::Impl) {
            let rank = if item.parent.is_none() { Rank::Own } else { Rank::Part };
            add(rank, graph.item_path(id), Target::Item(id));
        }
    }
    for (index, external) in graph.externals.iter().enumerate() {
        if external.path.ends_with(last) {
            let node = Target::External(ExternalId(index as u32));
            add(Rank::Outside, graph.target_path(node), node);
        }
    }
    if let Some(exact) = found.values_mut().find_map(|found| found.remove(path)) {
        return Ok(exact);
    }
    let Some((_, found)) = found.pop_first() else { return Err(nothing(graph, path)) };
    if found.len() == 1 {
        return Ok(found.into_values().next().unwrap_or_default());
    }
    let mut names: Vec<String> =
        found.keys().take(LISTED).map(|name| format!("`{name}`")).collect();
    if found.len() > LISTED {
        names.push(format!("{} more", found.len() - LISTED));
    }
    let message = format!("`{path}` may mean {} things", found.len());
    Err(Unclear { message, help: Some(format!("it is one of {}", names.join(", "))) })
}

fn nothing(graph: &Graph, path: &str) -> Unclear {
    let last = path.rsplit("::").next().unwrap_or(path);
    let modules = graph.modules().map(|(_, module)| graph.names.get(module.name));
    let items = graph.items().map(|(_, item)| graph.names.get(item.name));
    let around = super::system::names(graph, path);
    let around = around.iter().map(String::as_str);
    let known = modules.chain(items).chain(around).filter(|name| !name.is_empty());
    let near = suggest::closest(last, known);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`portcullis facts modules` lists what there is".to_owned(),
    };
    Unclear { message: format!("nothing is called `{path}`"), help: Some(help) }
}
