//! The code by itself: packages with their dependencies, and modules with their uses.

use std::borrow::Cow;

use portcullis_facts::System;
use portcullis_facts::graph::{
    CrateKind, DependencyKind, EdgeKind, Graph, ModuleId, PackageId, Scope,
};
use portcullis_facts::place::Place;
use portcullis_rules::finding::Finding;
use rustc_hash::FxHashMap;

use super::maker::{Maker, Seen};
use super::marks::{Marks, modules as modules_of};
use super::{ArrowKind, Level, Node, Picture, Shape};
use crate::names;

/// Packages, in groups by the folders that they stand in.
pub(super) fn crates(system: &System, findings: &[Finding]) -> Picture {
    let graph = &system.graph;
    let marks = Marks::new(findings);
    let mut maker = Maker::default();
    let mut nodes = Vec::new();
    for (_, package) in graph.packages() {
        // Names may repeat; the folder does not.
        let node = maker.node(format!("crate:{}@{}", package.name, package.dir), |key| Node {
            place: Some(Place { file: package.manifest, span: package.name_span }),
            ..Node::new(key, &package.name, Shape::Crate)
        });
        let mut group = None;
        let folder = package.dir.rsplit_once('/').map_or("", |(folder, _)| folder);
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for end in ends.filter(|end| *end > 0) {
            let path = &folder[..end];
            group = Some(maker.group(&format!("folder:{path}"), path, group, None, None));
        }
        maker.at(node).group = group;
        nodes.push(node);
    }
    let node = |id: PackageId| nodes[id.index()];
    for edge in graph.production_edges().filter(|edge| edge.kind != EdgeKind::Manifest) {
        let Some(to) = graph.target_module(edge.to) else { continue };
        let (from, to) = (graph.package_of(edge.module), graph.package_of(to));
        if from != to {
            let findings = marks.exactly(edge.place);
            let text = Cow::Borrowed(names::edge(edge.kind));
            let seen = Seen { place: edge.place, text, findings: &findings };
            maker.arrow(node(from), node(to), ArrowKind::Use, seen);
        }
    }
    for (id, package) in graph.packages() {
        let entries = package.dependencies.iter().filter(|e| e.kind == DependencyKind::Normal);
        for entry in entries {
            let Some(to) = entry.local else { continue };
            let place = Place { file: package.manifest, span: entry.span };
            let findings = marks.around(place);
            let seen = Seen { place, text: Cow::Borrowed("depends on"), findings: &findings };
            maker.arrow(node(id), node(to), ArrowKind::Dependency, seen);
        }
    }
    for (number, module) in modules_of(graph, &marks) {
        maker.at(node(graph.package_of(module))).findings.push(number);
    }
    maker.finish(Level::Crate, |_| true).with_cycles()
}

/// Modules that run in production, in groups by the modules around them.
pub(super) fn modules(system: &System, findings: &[Finding]) -> Picture {
    let graph = &system.graph;
    let marks = Marks::new(findings);
    let mut maker = Maker::default();
    let nodes = module_nodes(graph, &mut maker);
    for edge in graph.production_edges().filter(|edge| edge.kind != EdgeKind::Manifest) {
        let to = graph.target_module(edge.to).and_then(|to| nodes[to.index()]);
        let (Some(from), Some(to)) = (nodes[edge.module.index()], to) else { continue };
        if from != to {
            let findings = marks.exactly(edge.place);
            let text = Cow::Borrowed(names::edge(edge.kind));
            let seen = Seen { place: edge.place, text, findings: &findings };
            maker.arrow(from, to, ArrowKind::Use, seen);
        }
    }
    for (number, module) in modules_of(graph, &marks) {
        if let Some(node) = nodes[module.index()] {
            maker.at(node).findings.push(number);
        }
    }
    let mut module_of: FxHashMap<usize, ModuleId> = FxHashMap::default();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(node) = node {
            module_of.entry(*node).or_insert(ModuleId(at as u32));
        }
    }
    maker.nest(|outer, inner| encloses(graph, module_of[&outer], module_of[&inner]));
    maker.finish(Level::Module, |_| true).with_cycles()
}

/// A node for each module in production; modules in bodies of functions share that of the module around.
fn module_nodes(graph: &Graph, maker: &mut Maker) -> Vec<Option<usize>> {
    let mut nodes: Vec<Option<usize>> = vec![None; graph.modules.len()];
    // The group in which the children of a module stand, and it with them.
    let mut groups: Vec<Option<usize>> = vec![None; graph.modules.len()];
    let mut has_children = vec![false; graph.modules.len()];
    for module in graph.modules.iter().filter(|module| !module.in_block) {
        if let Some(parent) = module.parent {
            has_children[parent.index()] = true;
        }
    }
    // A module stands behind the one around it.
    for (id, module) in graph.modules() {
        let kind = graph.krate(module.krate).kind;
        let is_code = matches!(module.scope, Scope::Production | Scope::Generated)
            && matches!(kind, CrateKind::Lib | CrateKind::ProcMacro | CrateKind::Bin);
        if !is_code {
            continue;
        }
        if module.in_block {
            nodes[id.index()] = module.parent.and_then(|parent| nodes[parent.index()]);
            continue;
        }
        let path = graph.module_path(id);
        let key = format!("{path}#{}", names::krate(kind));
        let around = module.parent.and_then(|parent| groups[parent.index()]);
        let fact = graph.layer_of_module(id);
        let role = fact.and_then(|fact| graph.role(fact));
        let group = if has_children[id.index()] {
            Some(maker.group(&format!("module:{key}"), &path, around, role, None))
        } else {
            around
        };
        groups[id.index()] = group;
        let name = graph.names.get(module.name);
        let detail = match (module.parent, kind) {
            (None, CrateKind::Bin) => "binary",
            (None, _) => "crate",
            (Some(_), _) => fact.map_or("", |fact| graph.layer(fact).name.as_str()),
        };
        let node = maker.node(format!("module:{key}"), |key| Node {
            group,
            role,
            detail: detail.to_owned(),
            place: Some(module.declared),
            ..Node::new(key, name, Shape::Module)
        });
        nodes[id.index()] = Some(node);
    }
    nodes
}

/// Whether one module stands in another, or is it.
pub(super) fn encloses(graph: &Graph, outer: ModuleId, inner: ModuleId) -> bool {
    std::iter::successors(Some(inner), |at| graph.module(*at).parent).any(|at| at == outer)
}
