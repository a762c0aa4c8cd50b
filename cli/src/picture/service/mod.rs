//! Services from inside: the modules and ports of each, by layer, and what they speak to outside.

mod outside;

use std::borrow::Cow;

use portcullis_facts::System;
use portcullis_facts::graph::system::{Landscape, ServiceId};
use portcullis_facts::graph::{
    CrateId, CrateKind, Direction, EdgeKind, ItemId, ModuleId, Role, Scope, Target,
};
use portcullis_facts::place::Place;
use portcullis_rules::finding::Finding;
use rustc_hash::FxHashMap;

use super::maker::{Maker, Seen};
use super::marks::{Marks, modules};
use super::system as around;
use super::{ArrowKind, Level, Node, Picture, Shape};
use crate::names;

/// Columns of what is shown beside one service.
const BEFORE: u32 = 0;
const WITHIN: u32 = 1;
const BEHIND: u32 = 2;

/// All services with the crates that only they link, and the shared crates beside them.
pub(super) fn all(system: &System, findings: &[Finding]) -> Picture {
    let owners = owners(&system.graph.landscape, system.graph.crates.len());
    picture(system, findings, None, owners)
}

/// One service with all the crates that it links.
pub(crate) fn of(system: &System, findings: &[Finding], service: ServiceId) -> Picture {
    let mut owners = vec![Owner::Nobody; system.graph.crates.len()];
    for krate in &system.graph.landscape.service(service).crates {
        owners[krate.index()] = Owner::One(service);
    }
    picture(system, findings, Some(service), owners)
}

/// Which services link a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Nobody,
    One(ServiceId),
    Several,
}

fn owners(landscape: &Landscape, crates: usize) -> Vec<Owner> {
    let mut owners = vec![Owner::Nobody; crates];
    for (id, service) in landscape.services() {
        for krate in &service.crates {
            let owner = &mut owners[krate.index()];
            *owner = if *owner == Owner::Nobody { Owner::One(id) } else { Owner::Several };
        }
    }
    owners
}

fn picture(
    system: &System,
    findings: &[Finding],
    only: Option<ServiceId>,
    owners: Vec<Owner>,
) -> Picture {
    let marks = Marks::new(findings);
    let mut inside = Inside {
        system,
        marks: &marks,
        only,
        owners,
        modules: vec![None; system.graph.modules.len()],
        ports: FxHashMap::default(),
        maker: Maker::default(),
    };
    inside.ports();
    inside.uses();
    inside.outside();
    inside.routes();
    for (number, module) in modules(&system.graph, &marks) {
        if let Some(node) = inside.module(module) {
            inside.maker.at(node).findings.push(number);
        }
    }
    let graph = &system.graph;
    let node_of = std::mem::take(&mut inside.modules);
    let mut module_of: FxHashMap<usize, ModuleId> = FxHashMap::default();
    for (at, node) in node_of.iter().enumerate() {
        if let Some(node) = node {
            module_of.insert(*node, ModuleId(at as u32));
        }
    }
    let mut maker = inside.maker;
    maker.nest(|outer, inner| match (module_of.get(&outer), module_of.get(&inner)) {
        (Some(outer), Some(inner)) => super::code::encloses(graph, *outer, *inner),
        _ => false,
    });
    maker.finish(Level::Service, |node| node.shape == Shape::Port).with_cycles()
}

struct Inside<'a> {
    system: &'a System,
    marks: &'a Marks<'a>,
    only: Option<ServiceId>,
    owners: Vec<Owner>,
    modules: Vec<Option<usize>>,
    ports: FxHashMap<ItemId, usize>,
    maker: Maker,
}

/// The place of a layer in a hexagon, from what drives it to what it drives.
const fn column(role: Option<Role>, port: Option<Direction>) -> u32 {
    match (port, role) {
        (Some(Direction::In), _) => 2,
        (Some(Direction::Out), _) => 6,
        (None, Some(Role::Root)) => 0,
        (None, Some(Role::AdapterIn)) => 1,
        (None, Some(Role::Application)) => 3,
        (None, None) => 4,
        (None, Some(Role::Core)) => 5,
        (None, Some(Role::AdapterOut)) => 7,
    }
}

impl Inside<'_> {
    /// The group of a service, or of a crate that several services share.
    fn group(&mut self, krate: CrateId) -> Option<usize> {
        let graph = &self.system.graph;
        match self.owners[krate.index()] {
            Owner::Nobody => None,
            Owner::One(id) => {
                let name = &graph.landscape.service(id).name;
                let column = self.only.map(|_| WITHIN);
                let key = around::service_key(name);
                let group = self.maker.group(&key, name, None, None, column);
                self.maker.fix(group);
                Some(group)
            }
            Owner::Several => {
                let name = &graph.package(graph.krate(krate).package).name;
                let label = format!("{name} (shared)");
                Some(self.maker.group(&format!("crate:{name}"), &label, None, None, None))
            }
        }
    }

    /// The group of a layer, or of ports of a direction, within that of the crate.
    fn layer_group(
        &mut self,
        krate: CrateId,
        name: &str,
        role: Option<Role>,
        port: Option<Direction>,
    ) -> Option<usize> {
        let around = self.group(krate)?;
        let key = match self.owners[krate.index()] {
            Owner::One(id) => self.system.graph.landscape.service(id).name.clone(),
            _ => self.system.graph.package(self.system.graph.krate(krate).package).name.clone(),
        };
        let column = Some(column(role, port));
        Some(self.maker.group(&format!("layer:{key}/{name}"), name, Some(around), role, column))
    }

    /// The node of a module, if it runs in production and belongs to somebody.
    fn module(&mut self, id: ModuleId) -> Option<usize> {
        let graph = &self.system.graph;
        let module = graph.module(id);
        if module.in_block {
            return self.module(module.parent?);
        }
        if let Some(node) = self.modules[id.index()] {
            return Some(node);
        }
        let is_code = matches!(module.scope, Scope::Production | Scope::Generated)
            && matches!(graph.krate(module.krate).kind, CrateKind::Lib | CrateKind::Bin);
        if !is_code {
            return None;
        }
        let fact = graph.layer_of_module(id);
        let (name, role) = match fact {
            Some(fact) => (graph.layer(fact).name.clone(), graph.role(fact)),
            None => ("no layer".to_owned(), None),
        };
        let group = self.layer_group(module.krate, &name, role, None)?;
        let path = graph.module_path(id);
        let kind = graph.krate(module.krate).kind;
        let node = self.maker.node(format!("module:{path}#{}", names::krate(kind)), |key| Node {
            group: Some(group),
            role,
            place: Some(Place { file: module.file, span: module.declared.span })
                .filter(|_| module.parent.is_none())
                .or(Some(module.declared)),
            // The group around it has the name of the crate already.
            ..Node::new(key, path.split_once("::").map_or(&*path, |(_, rest)| rest), Shape::Module)
        });
        self.modules[id.index()] = Some(node);
        Some(node)
    }

    fn ports(&mut self) {
        let graph = &self.system.graph;
        for port in &graph.ports {
            let item = graph.item(port.item);
            if item.scope != Scope::Production {
                continue;
            }
            let krate = graph.module(item.module).krate;
            let role = graph.layer_of_item(port.item).and_then(|fact| graph.role(fact));
            let (name, direction) = match port.direction {
                Some(Direction::In) => ("ports in", Direction::In),
                Some(Direction::Out) => ("ports out", Direction::Out),
                None => ("ports", Direction::Out),
            };
            let Some(group) = self.layer_group(krate, name, role, Some(direction)) else {
                continue;
            };
            let path = graph.item_path(port.item);
            let label = graph.names.get(item.name).to_owned();
            let node = self.maker.node(format!("port:{path}"), |key| Node {
                group: Some(group),
                role,
                detail: "port".to_owned(),
                place: Some(graph.item_place(port.item)),
                ..Node::new(key, label, Shape::Port)
            });
            self.ports.insert(port.item, node);
        }
    }

    /// The port that an item is, or is a part of.
    fn port(&self, item: ItemId) -> Option<usize> {
        let graph = &self.system.graph;
        let mut around = std::iter::successors(Some(item), |at| graph.item(*at).parent);
        around.find_map(|item| self.ports.get(&item).copied())
    }

    fn uses(&mut self) {
        let graph = &self.system.graph;
        for edge in graph.production_edges() {
            if edge.kind == EdgeKind::Manifest {
                continue;
            }
            let Some(to_module) = graph.target_module(edge.to) else { continue };
            let from_port = edge.item.and_then(|item| self.port(item));
            let to_port = match edge.to {
                Target::Item(item) => self.port(item),
                _ => None,
            };
            if edge.module == to_module && from_port.is_none() && to_port.is_none() {
                continue;
            }
            let Some(from) = from_port.or_else(|| self.module(edge.module)) else { continue };
            let Some(to) = to_port.or_else(|| self.module(to_module)) else { continue };
            let kind = if to_port.is_some() && edge.kind == EdgeKind::Impl {
                ArrowKind::Implement
            } else {
                ArrowKind::Use
            };
            let findings = self.marks.exactly(edge.place);
            let text = Cow::Borrowed(names::edge(edge.kind));
            let seen = Seen { place: edge.place, text, findings: &findings };
            self.maker.arrow(from, to, kind, seen);
        }
    }
}
