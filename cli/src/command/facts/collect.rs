//! Gathers the facts that are shown; the JSON output is exactly this.

use std::collections::BTreeMap;

use portcullis_facts::System;
use portcullis_facts::graph::{
    BlindSpotKind, CrateKind, Direction, EdgeKind, Graph, LayerId, ModuleId, Role, Scope, Target,
    Technology,
};
use portcullis_rules::select::Selected;
use serde::Serialize;

use super::selector::Selector;
use super::system::{Surroundings, surroundings};
use crate::report::json::ProblemEntry;
use crate::report::locate::{Location, Locator};

/// What was read, and what was not; parts that were not asked for are none.
#[derive(Debug, Default, Serialize)]
pub(super) struct Facts<'a> {
    pub(super) version: u32,
    #[serde(flatten)]
    pub(super) system: Surroundings<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) packages: Option<Vec<PackageFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) layers: Option<Vec<LayerSummary<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) modules: Option<Vec<ModuleFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Vec<ItemFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ports: Option<Vec<PortFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) externals: Option<Vec<ExternalFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edges: Option<BTreeMap<EdgeKind, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problems: Option<Vec<ProblemEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) blind_spots: Option<Vec<BlindSpotFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) orphans: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left_out: Option<Vec<LeftOutFact<'a>>>,
}

#[derive(Debug, Serialize)]
pub(super) struct PackageFact<'a> {
    pub(super) name: &'a str,
    pub(super) dir: &'a str,
    pub(super) workspace: Option<&'a str>,
    pub(super) crates: Vec<CrateFact<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct CrateFact<'a> {
    pub(super) name: &'a str,
    pub(super) kind: CrateKind,
    pub(super) file: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct LayerSummary<'a> {
    pub(super) name: &'a str,
    pub(super) role: Option<Role>,
    pub(super) declared: bool,
    pub(super) modules: usize,
    /// Why modules count to it, the most frequent reason first.
    pub(super) reasons: Vec<(&'a str, usize)>,
}

#[derive(Debug, Serialize)]
pub(super) struct ModuleFact<'a> {
    pub(super) path: String,
    pub(super) file: &'a str,
    pub(super) scope: Scope,
    pub(super) condition: String,
    pub(super) layer: Option<&'a str>,
    pub(super) confidence: Option<f64>,
    pub(super) reason: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct ItemFact<'a> {
    pub(super) path: String,
    pub(super) location: Location<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct PortFact<'a> {
    pub(super) path: String,
    pub(super) location: Location<'a>,
    pub(super) direction: Option<Direction>,
    pub(super) confidence: f64,
    pub(super) reason: &'a str,
    pub(super) implementations: Vec<String>,
    pub(super) users: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct ExternalFact<'a> {
    pub(super) package: &'a str,
    pub(super) technology: Option<Technology>,
    pub(super) uses: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct BlindSpotFact<'a> {
    pub(super) kind: BlindSpotKind,
    pub(super) subject: &'a str,
    #[serde(rename = "crate")]
    pub(super) krate: Option<&'a str>,
    pub(super) location: Option<Location<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct LeftOutFact<'a> {
    pub(super) manifest: &'a str,
    pub(super) reason: &'a str,
}

/// Gathers what `selector` asks for.
pub(super) fn facts<'a>(
    system: &'a System,
    locator: &Locator<'a>,
    selector: &Selector,
) -> Facts<'a> {
    let graph = &system.graph;
    let shown = |part: &str| selector.shows(part);
    Facts {
        version: 1,
        system: surroundings(system, locator, selector),
        packages: shown("packages").then(|| packages(graph, locator, selector)),
        layers: shown("layers").then(|| layers(graph, selector)),
        modules: shown("modules").then(|| modules(graph, locator, selector)),
        items: shown("items").then(|| items(graph, locator, selector)),
        ports: shown("ports").then(|| ports(graph, locator, selector)),
        externals: shown("externals").then(|| externals(graph, selector)),
        edges: shown("edges").then(|| {
            let mut kinds = BTreeMap::new();
            for edge in &graph.edges {
                *kinds.entry(edge.kind).or_insert(0) += 1;
            }
            kinds
        }),
        problems: shown("problems")
            .then(|| system.problems.iter().map(|p| ProblemEntry::of(p, locator)).collect()),
        blind_spots: shown("blind-spots").then(|| blind_spots(graph, locator)),
        orphans: shown("orphans").then_some(&graph.orphans),
        left_out: shown("left-out").then(|| {
            let left_out = graph.left_out.iter();
            left_out
                .map(|l| LeftOutFact {
                    manifest: &l.manifest,
                    reason: crate::names::left_out(l.reason),
                })
                .collect()
        }),
    }
}

fn hundredths(confidence: u8) -> f64 {
    f64::from(confidence) / 100.0
}

fn packages<'a>(
    graph: &'a Graph,
    locator: &Locator<'a>,
    selector: &Selector,
) -> Vec<PackageFact<'a>> {
    let taken = graph.packages().filter(|(id, package)| {
        if let Some(chosen) = selector.chooses(Selected::Package(*id)) {
            return chosen;
        }
        let mut names = vec![package.name.as_str()];
        names.extend(package.crates.iter().map(|id| graph.names.get(graph.krate(*id).name)));
        selector.takes("package", &[&package.name, &package.dir]) || selector.takes("crate", &names)
    });
    taken
        .map(|(_, package)| PackageFact {
            name: &package.name,
            dir: &package.dir,
            workspace: package.workspace.as_deref(),
            crates: package
                .crates
                .iter()
                .map(|id| graph.krate(*id))
                .map(|krate| CrateFact {
                    name: graph.names.get(krate.name),
                    kind: krate.kind,
                    file: locator.path(krate.file),
                })
                .collect(),
        })
        .collect()
}

fn layers<'a>(graph: &'a Graph, selector: &Selector) -> Vec<LayerSummary<'a>> {
    let mut summaries: Vec<LayerSummary<'_>> = graph
        .layers
        .iter()
        .map(|layer| LayerSummary {
            name: &layer.name,
            role: layer.role,
            declared: layer.declared,
            modules: 0,
            reasons: Vec::new(),
        })
        .collect();
    for fact in graph.module_layers.iter().flatten() {
        let summary = &mut summaries[usize::from(fact.layer.0)];
        summary.modules += 1;
        match summary.reasons.iter_mut().find(|(reason, _)| *reason == fact.reason) {
            Some((_, number)) => *number += 1,
            None => summary.reasons.push((&fact.reason, 1)),
        }
    }
    for summary in &mut summaries {
        summary.reasons.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    }
    let chosen = |at: usize| selector.chooses(Selected::Layer(LayerId(at as u16))).unwrap_or(true);
    let shown = summaries.into_iter().enumerate().filter(|(at, _)| chosen(*at));
    shown.map(|(_, summary)| summary).collect()
}

fn modules<'a>(
    graph: &'a Graph,
    locator: &Locator<'a>,
    selector: &Selector,
) -> Vec<ModuleFact<'a>> {
    let fact = |id: ModuleId| {
        let module = graph.module(id);
        let layer = graph.layer_of_module(id);
        let (path, file) = (graph.module_path(id), locator.path(module.file));
        let names: Vec<&str> = layer.map(|fact| names(graph, fact)).unwrap_or_default();
        let taken = selector.chooses(Selected::Module(id)).unwrap_or_else(|| {
            selector.takes("module", &[&path])
                || selector.takes("path", &[file])
                || selector.takes("layer", &names)
        });
        taken.then(|| ModuleFact {
            path,
            file,
            scope: module.scope,
            condition: graph.conditions.text(module.cfg),
            layer: layer.map(|fact| graph.layer(fact).name.as_str()),
            confidence: layer.map(|fact| hundredths(fact.confidence)),
            reason: layer.map(|fact| fact.reason.as_str()),
        })
    };
    graph.modules().filter_map(|(id, _)| fact(id)).collect()
}

/// The names of a layer: its own, and its role's.
fn names<'a>(graph: &'a Graph, fact: &portcullis_facts::graph::LayerFact) -> Vec<&'a str> {
    let layer = graph.layer(fact);
    std::iter::once(layer.name.as_str()).chain(layer.role.map(crate::names::role)).collect()
}

fn items<'a>(graph: &'a Graph, locator: &Locator<'a>, selector: &Selector) -> Vec<ItemFact<'a>> {
    let items = graph.items().map(|(id, _)| id);
    let chosen = items.filter(|id| selector.chooses(Selected::Item(*id)) == Some(true));
    let fact = |id| ItemFact {
        path: graph.item_path(id),
        location: locator.location(graph.item_place(id)),
    };
    chosen.map(fact).collect()
}

fn ports<'a>(graph: &'a Graph, locator: &Locator<'a>, selector: &Selector) -> Vec<PortFact<'a>> {
    let ports = graph.ports.iter().map(|port| PortFact {
        path: graph.item_path(port.item),
        location: locator.location(graph.item_place(port.item)),
        direction: port.direction,
        confidence: hundredths(port.confidence),
        reason: &port.reason,
        implementations: port
            .implementations
            .iter()
            .map(|index| &graph.implementations[*index as usize])
            .map(|found| match found.for_type {
                Some(target) => graph.target_path(target),
                None => graph.item_path(found.item),
            })
            .collect(),
        users: port.users.len(),
    });
    ports.filter(|port| selector.takes("port", &[&port.path])).collect()
}

fn externals<'a>(graph: &'a Graph, selector: &Selector) -> Vec<ExternalFact<'a>> {
    let mut uses: BTreeMap<&str, (Option<Technology>, usize)> = BTreeMap::new();
    for edge in &graph.edges {
        if let Target::External(id) = edge.to
            && selector.chooses(Selected::External(id)).unwrap_or(true)
        {
            let package = graph.externals[id.index()].package.as_str();
            uses.entry(package).or_insert_with(|| (graph.technology(edge.to), 0)).1 += 1;
        }
    }
    uses.into_iter()
        .filter(|(package, _)| {
            matches!(selector, Selector::Chosen(_)) || selector.takes("crate", &[package])
        })
        .map(|(package, (technology, uses))| ExternalFact { package, technology, uses })
        .collect()
}

fn blind_spots<'a>(graph: &'a Graph, locator: &Locator<'a>) -> Vec<BlindSpotFact<'a>> {
    let spots = graph.blind_spots.iter().map(|spot| BlindSpotFact {
        kind: spot.kind,
        subject: &spot.subject,
        krate: spot.krate.map(|id| graph.names.get(graph.krate(id).name)),
        location: spot.place.map(|place| locator.location(place)),
    });
    spots.collect()
}
