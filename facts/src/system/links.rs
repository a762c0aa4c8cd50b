//! Ways through the bodies that the parser does not leave: parents, initialisers, parameters, callers, attributes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::parts::{named_type, parameters_of, push_parts};
use crate::extract::rust::bodies::{Bodies, JumpKind, LocalRange, Node, NodeId, NodeList};
use crate::extract::rust::facts::{ItemIndex, LocalId, PathId, RustFacts};
use crate::graph::{CrateId, ItemId, ItemKind, Name, Scope, Target};
use crate::place::FileId;
use crate::program::{At, Program, UnitIndex};

/// No node.
const NONE: u32 = u32::MAX;

/// Ways through the bodies of a program.
pub(crate) struct Links {
    units: Vec<UnitLinks>,
    /// The parts of each item, in the order of the text.
    children: FxHashMap<ItemId, Vec<ItemId>>,
    /// The production implementations of each function of a trait.
    implementations: FxHashMap<ItemId, Vec<ItemId>>,
    /// Where each function is called; methods too.
    callers: FxHashMap<ItemId, Vec<At>>,
    /// The type that each `impl` block is for.
    impl_types: FxHashMap<ItemId, Target>,
    /// The `impl` blocks of each type.
    impls_of: FxHashMap<ItemId, Vec<ItemId>>,
    /// Production `impl` blocks of traits, by the trait's last name, with the unit and the trait's path.
    impls_by_trait: FxHashMap<String, Vec<(ItemId, UnitIndex, PathId)>>,
    /// Items by crate, file and the start of their names.
    ids: FxHashMap<(CrateId, FileId, u32), ItemId>,
    /// Functions, constants and statics by crate and name.
    by_name: FxHashMap<(CrateId, Name), Vec<ItemId>>,
    /// What functions return before their end.
    returned: FxHashMap<ItemId, Vec<At>>,
    /// What each field of a struct is set to in struct literals: by type and name.
    fields: FxHashMap<(Target, String), Vec<At>>,
}

/// Ways through one unit.
struct UnitLinks {
    parents: Vec<u32>,
    initialisers: FxHashMap<LocalId, NodeId>,
    assigned: FxHashSet<LocalId>,
    parameters: FxHashMap<LocalId, (ItemId, u32)>,
    items: FxHashMap<u32, ItemIndex>,
    attributes: FxHashMap<ItemIndex, Vec<u32>>,
    /// First and last node of each body, with its item.
    bodies: Vec<(NodeId, NodeId, ItemId)>,
}

impl Links {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let mut links = Self {
            units: program.units.iter().map(|unit| unit_links(unit.bodies, unit.facts)).collect(),
            children: children(program),
            implementations: FxHashMap::default(),
            callers: FxHashMap::default(),
            impl_types: FxHashMap::default(),
            impls_of: FxHashMap::default(),
            ids: ids(program),
            by_name: FxHashMap::default(),
            returned: FxHashMap::default(),
            impls_by_trait: FxHashMap::default(),
            fields: FxHashMap::default(),
        };
        links.find_impl_types(program);
        links.find_parameters(program);
        for unit in &mut links.units {
            unit.bodies.sort_unstable();
        }
        links.find_implementations(program);
        links.find_callers(program);
        links
    }

    fn find_impl_types(&mut self, program: &Program<'_>) {
        for (index, unit) in program.units.iter().enumerate() {
            for item in &unit.facts.items {
                let crate::extract::rust::facts::ItemKind::Impl { index: number } = item.kind
                else {
                    continue;
                };
                let Some(id) =
                    self.ids.get(&(unit.krate, unit.file, item.name_span.start)).copied()
                else {
                    continue;
                };
                let block = &unit.facts.impls[number as usize];
                let ty = block.self_type;
                if let Some(path) = block.of_trait
                    && program.graph.item(id).scope == Scope::Production
                {
                    let last =
                        unit.facts.segments[unit.facts.paths[path.index()].segments.range()].last();
                    let name = last.map_or("", |last| unit.facts.symbols.get(last.name)).to_owned();
                    let entry = (id, UnitIndex(index as u32), path);
                    self.impls_by_trait.entry(name).or_default().push(entry);
                }
                let target = named_type(program, UnitIndex(index as u32), ty);
                if let Some(target) = target {
                    self.impl_types.insert(id, target);
                }
                if let Some(Target::Item(of)) = target {
                    self.impls_of.entry(of).or_default().push(id);
                }
            }
        }
    }

    fn find_parameters(&mut self, program: &Program<'_>) {
        for body in &program.bodies {
            let facts = program.unit(body.unit).facts;
            let parameters = parameters_of(facts, body);
            for (at, parameter) in parameters.iter().enumerate() {
                if let Some(local) = parameter.local {
                    let unit = &mut self.units[body.unit.0 as usize];
                    unit.parameters.insert(local, (body.item, at as u32));
                }
            }
            self.units[body.unit.0 as usize].bodies.push((body.first, body.node, body.item));
            let key = (program.unit(body.unit).krate, program.graph.item(body.item).name);
            self.by_name.entry(key).or_default().push(body.item);
        }
    }

    fn find_implementations(&mut self, program: &Program<'_>) {
        let graph = program.graph;
        for implementation in &graph.implementations {
            let Target::Item(of_trait) = implementation.of_trait else { continue };
            if !matches!(implementation.scope, Scope::Production | Scope::Generated) {
                continue;
            }
            let declared = self.children.get(&of_trait).map_or(&[][..], Vec::as_slice);
            for given in self.children.get(&implementation.item).map_or(&[][..], Vec::as_slice) {
                let name = graph.item(*given).name;
                let same = declared.iter().find(|item| graph.item(**item).name == name);
                if let Some(declared) = same {
                    self.implementations.entry(*declared).or_default().push(*given);
                }
            }
        }
        for given in self.implementations.values_mut() {
            given.sort_unstable();
            given.dedup();
        }
    }

    fn find_callers(&mut self, program: &Program<'_>) {
        for (index, unit) in program.units.iter().enumerate() {
            let index = UnitIndex(index as u32);
            for (node, content) in unit.bodies.nodes.iter().enumerate() {
                let at = At { unit: index, node: NodeId(node as u32) };
                let target = match *content {
                    Node::Call { callee, .. } => match unit.bodies.node(callee) {
                        Node::Path(path) => program.path(index, path),
                        _ => None,
                    },
                    Node::Method { call, .. } => program.method(index, call),
                    Node::Struct { path, fields } => {
                        self.find_fields(program, index, path, fields);
                        None
                    }
                    Node::Jump { kind: JumpKind::Return, value: Some(value) } => {
                        if let Some(item) = self.body_around(at) {
                            let value = At { unit: index, node: value };
                            self.returned.entry(item).or_default().push(value);
                        }
                        None
                    }
                    _ => None,
                };
                if let Some(Target::Item(item)) = target {
                    self.callers.entry(item).or_default().push(at);
                }
            }
        }
    }

    fn find_fields(
        &mut self,
        program: &Program<'_>,
        unit: UnitIndex,
        path: PathId,
        fields: NodeList,
    ) {
        let Some(of) = program.path(unit, path) else { return };
        for field in program.list(unit, fields) {
            if let Node::Named { name, value } = program.node(field) {
                let key = (of, program.symbol(unit, name).to_owned());
                self.fields.entry(key).or_default().push(At { unit, node: value });
            }
        }
    }

    /// The node whose part a node is.
    pub(crate) fn parent(&self, at: At) -> Option<At> {
        let parent = self.units[at.unit.0 as usize].parents[at.node.index()];
        (parent != NONE).then_some(At { unit: at.unit, node: NodeId(parent) })
    }

    /// What a variable is initialised with, if its pattern is a name.
    pub(crate) fn initialiser(&self, unit: UnitIndex, local: LocalId) -> Option<At> {
        let node = self.units[unit.0 as usize].initialisers.get(&local)?;
        Some(At { unit, node: *node })
    }

    /// Whether a variable gets another value later.
    pub(crate) fn is_assigned(&self, unit: UnitIndex, local: LocalId) -> bool {
        self.units[unit.0 as usize].assigned.contains(&local)
    }

    /// The function whose parameter a variable is, and which.
    pub(crate) fn parameter(&self, unit: UnitIndex, local: LocalId) -> Option<(ItemId, u32)> {
        self.units[unit.0 as usize].parameters.get(&local).copied()
    }

    /// The function, constant or static in whose body a node stands.
    pub(crate) fn body_around(&self, at: At) -> Option<ItemId> {
        let bodies = &self.units[at.unit.0 as usize].bodies;
        let behind = bodies.partition_point(|(first, _, _)| *first <= at.node);
        let (_, last, item) = bodies[..behind].last()?;
        (at.node <= *last).then_some(*item)
    }

    /// The type that an associated function is of; for one of a trait the trait.
    pub(crate) fn self_type(&self, program: &Program<'_>, function: ItemId) -> Option<ItemId> {
        let parent = program.graph.item(function).parent?;
        if program.graph.item(parent).kind != ItemKind::Impl {
            return Some(parent);
        }
        match self.impl_types.get(&parent)? {
            Target::Item(item) => Some(*item),
            _ => None,
        }
    }

    /// The `impl` blocks of a type.
    pub(crate) fn impls_of(&self, of: ItemId) -> &[ItemId] {
        self.impls_of.get(&of).map_or(&[], Vec::as_slice)
    }

    /// Production `impl` blocks of traits of this name.
    pub(crate) fn impls_by_trait(&self, name: &str) -> &[(ItemId, UnitIndex, PathId)] {
        self.impls_by_trait.get(name).map_or(&[], Vec::as_slice)
    }

    /// The type of an `impl` block.
    pub(crate) fn impl_type(&self, block: ItemId) -> Option<Target> {
        self.impl_types.get(&block).copied()
    }

    /// The functions, constants and statics of a crate with a name.
    pub(crate) fn named(&self, krate: CrateId, name: Name) -> &[ItemId] {
        self.by_name.get(&(krate, name)).map_or(&[], Vec::as_slice)
    }

    /// What a function returns before its end.
    pub(crate) fn returned(&self, item: ItemId) -> &[At] {
        self.returned.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The parts of an item.
    pub(crate) fn children(&self, item: ItemId) -> &[ItemId] {
        self.children.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The production implementations of a function of a trait.
    pub(crate) fn implementations(&self, item: ItemId) -> &[ItemId] {
        self.implementations.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Where a function is called.
    pub(crate) fn callers(&self, item: ItemId) -> &[At] {
        self.callers.get(&item).map_or(&[], Vec::as_slice)
    }

    /// What a field is set to in struct literals.
    pub(crate) fn field_values(&self, of: Target, name: &str) -> &[At] {
        self.fields.get(&(of, name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The attributes of an item that stands in a unit: indices into the facts' list.
    pub(crate) fn attributes(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
        item: ItemId,
    ) -> &[u32] {
        let links = &self.units[unit.0 as usize];
        let found = links.items.get(&program.graph.item(item).name_span.start);
        found.and_then(|index| links.attributes.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The item that an entry of a unit's facts is.
    pub(crate) fn id_of(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
        item: ItemIndex,
    ) -> Option<ItemId> {
        let entry = program.unit(unit);
        let start = entry.facts.items[item.index()].name_span.start;
        self.ids.get(&(entry.krate, entry.file, start)).copied()
    }

    /// An item's number in the facts of the unit in which it stands.
    pub(crate) fn index_of(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
        item: ItemId,
    ) -> Option<ItemIndex> {
        self.units[unit.0 as usize].items.get(&program.graph.item(item).name_span.start).copied()
    }
}

/// Items by crate, file and the start of their names.
fn ids(program: &Program<'_>) -> FxHashMap<(CrateId, FileId, u32), ItemId> {
    let items = program.graph.items().map(|(id, item)| {
        let krate = program.graph.module(item.module).krate;
        ((krate, item.file, item.name_span.start), id)
    });
    items.collect()
}

/// The parts of each item.
fn children(program: &Program<'_>) -> FxHashMap<ItemId, Vec<ItemId>> {
    let mut children: FxHashMap<ItemId, Vec<ItemId>> = FxHashMap::default();
    for (id, item) in program.graph.items() {
        if let Some(parent) = item.parent
            && item.kind != ItemKind::Macro
        {
            children.entry(parent).or_default().push(id);
        }
    }
    children
}

fn unit_links(bodies: &Bodies, facts: &RustFacts) -> UnitLinks {
    let mut links = UnitLinks {
        parents: vec![NONE; bodies.nodes.len()],
        initialisers: FxHashMap::default(),
        assigned: FxHashSet::default(),
        parameters: FxHashMap::default(),
        items: FxHashMap::default(),
        attributes: FxHashMap::default(),
        bodies: Vec::new(),
    };
    let mut parts = Vec::new();
    for (index, node) in bodies.nodes.iter().enumerate() {
        parts.clear();
        push_parts(bodies, *node, &mut parts);
        for part in &parts {
            links.parents[part.index()] = index as u32;
        }
        match *node {
            Node::Let { pattern: LocalRange { start, len: 1 }, value: Some(value), .. } => {
                links.initialisers.insert(LocalId(start), value);
            }
            Node::Assign { target, .. } => {
                if let Node::Local(local) = bodies.node(target) {
                    links.assigned.insert(local);
                }
            }
            _ => {}
        }
    }
    for (index, item) in facts.items.iter().enumerate() {
        links.items.entry(item.name_span.start).or_insert(ItemIndex(index as u32));
    }
    for (index, attribute) in facts.attributes.iter().enumerate() {
        if let Some(item) = attribute.item {
            links.attributes.entry(item).or_default().push(index as u32);
        }
    }
    links
}
