//! Ways through the bodies that the parser does not leave: variables, callers, implementations, attributes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::grouped::Grouped;
use super::linked::Linked;
use super::locals::Locals;
use super::parts::{named_type, parameters_of};
use crate::extract::rust::bodies::{JumpKind, Node, NodeId, NodeList};
use crate::extract::rust::facts::{ItemIndex, LocalId, PathId, RustFacts, Symbol};
use crate::graph::{CrateId, ExternalId, ItemId, ItemKind, Name, Scope, Target};
use crate::place::FileId;
use crate::program::{At, Body, Program, UnitIndex};

/// Ways through the bodies of a program.
pub(crate) struct Links {
    /// Which crates each crate links.
    pub(crate) linked: Linked,
    units: Vec<UnitLinks>,
    /// The parts of each item, in the order of the text.
    children: Grouped<ItemId>,
    /// The production implementations of each function of a trait.
    implementations: FxHashMap<ItemId, Vec<ItemId>>,
    /// The functions of traits that each function of an `impl` block implements.
    declarations: FxHashMap<ItemId, Vec<ItemId>>,
    /// Where each function is called; methods too.
    callers: Grouped<At>,
    /// The type that each `impl` block is for.
    impl_types: FxHashMap<ItemId, Target>,
    /// The `impl` blocks of each type.
    impls_of: FxHashMap<ItemId, Vec<ItemId>>,
    /// Production `impl` blocks of traits, by the trait's own last name, with the unit and the trait's path.
    impls_by_trait: FxHashMap<String, Vec<(ItemId, UnitIndex, PathId)>>,
    /// The `impl` blocks of traits.
    of_traits: FxHashSet<ItemId>,
    /// Items by crate, file and the start of their names.
    ids: FxHashMap<(CrateId, FileId, u32), ItemId>,
    /// Functions, constants and statics by crate and name, sorted.
    by_name: Vec<(CrateId, Name, ItemId)>,
    /// What functions return before their end.
    returned: FxHashMap<ItemId, Vec<At>>,
    /// What each field of a struct is set to in struct literals: by type and name.
    fields: FxHashMap<(Target, String), Vec<At>>,
}

/// Ways through one unit.
struct UnitLinks {
    locals: Locals,
    /// Items by the starts of their names, sorted; of several the first counts.
    items: Vec<(u32, ItemIndex)>,
    /// The items that attributes stand on, sorted, and the attributes.
    attributed: Vec<ItemIndex>,
    attributes: Vec<u32>,
    /// First and last node of each body, with its item.
    bodies: Vec<(NodeId, NodeId, ItemId)>,
    /// Calls of functions and methods outside the tree, in the order of the text.
    outside: Vec<(NodeId, ExternalId)>,
    /// Calls of macros, in the order of the text.
    macros: Vec<NodeId>,
    /// Calls in the unit, with the functions that they lead to.
    calls: Vec<(ItemId, At)>,
}

impl Links {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let ((mut units, children), ids) = rayon::join(
            || {
                let units = program.by_unit(|unit| UnitLinks::new(program, unit));
                (units, children(program))
            },
            || ids(program),
        );
        let calls: Vec<(ItemId, At)> =
            units.iter_mut().flat_map(|unit| std::mem::take(&mut unit.calls)).collect();
        let mut links = Self {
            linked: Linked::new(program.graph),
            units,
            children,
            implementations: FxHashMap::default(),
            declarations: FxHashMap::default(),
            callers: Grouped::new(program.graph.items.len(), &calls),
            impl_types: FxHashMap::default(),
            impls_of: FxHashMap::default(),
            ids,
            by_name: Vec::new(),
            returned: FxHashMap::default(),
            impls_by_trait: FxHashMap::default(),
            of_traits: FxHashSet::default(),
            fields: FxHashMap::default(),
        };
        links.find_impl_types(program);
        links.find_bodies(program);
        links.find_implementations(program);
        let inside = program.by_unit(|unit| Inside::of(program, &links, unit));
        links.take_inside(inside);
        links
    }

    fn find_impl_types(&mut self, program: &Program<'_>) {
        for (index, unit) in program.units.iter().enumerate() {
            let renamed = renamed(unit.facts);
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
                if block.of_trait.is_some() {
                    self.of_traits.insert(id);
                }
                if let Some(path) = block.of_trait
                    && program.graph.item(id).scope == Scope::Production
                {
                    let name = trait_name(unit.facts, &renamed, path).to_owned();
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

    fn find_bodies(&mut self, program: &Program<'_>) {
        for body in &program.bodies {
            let unit = &mut self.units[body.unit.0 as usize];
            let parameters = parameters_of(program.unit(body.unit).facts, body);
            for (at, parameter) in parameters.iter().enumerate() {
                if let Some(local) = parameter.local {
                    unit.locals.set_parameter(local, body.item, at);
                }
            }
            unit.bodies.push((body.first, body.node, body.item));
            let krate = program.unit(body.unit).krate;
            self.by_name.push((krate, program.graph.item(body.item).name, body.item));
        }
        for unit in &mut self.units {
            unit.bodies.sort_unstable();
        }
        self.by_name.sort_unstable();
    }

    fn find_implementations(&mut self, program: &Program<'_>) {
        let graph = program.graph;
        for implementation in &graph.implementations {
            let Target::Item(of_trait) = implementation.of_trait else { continue };
            if !matches!(implementation.scope, Scope::Production | Scope::Generated) {
                continue;
            }
            let declared = self.children.of(of_trait);
            for given in self.children.of(implementation.item) {
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
        for (declared, given) in &self.implementations {
            for given in given {
                self.declarations.entry(*given).or_default().push(*declared);
            }
        }
        for declared in self.declarations.values_mut() {
            declared.sort_unstable();
        }
    }

    /// Adds what units say of types and functions, in their order.
    fn take_inside(&mut self, inside: Vec<Inside>) {
        for Inside { returned, fields } in inside {
            for (item, value) in returned {
                self.returned.entry(item).or_default().push(value);
            }
            for (key, value) in fields {
                self.fields.entry(key).or_default().push(value);
            }
        }
    }

    /// The variables of a unit.
    pub(crate) fn locals(&self, unit: UnitIndex) -> &Locals {
        &self.units[unit.0 as usize].locals
    }

    /// The calls in a body of functions and methods outside the tree, in the order of the text.
    pub(crate) fn calls_outside(&self, body: &Body) -> &[(NodeId, ExternalId)] {
        let calls = &self.units[body.unit.0 as usize].outside;
        let start = calls.partition_point(|(node, _)| *node < body.first);
        let end = calls.partition_point(|(node, _)| *node <= body.node);
        calls.get(start..end).unwrap_or_default()
    }

    /// The calls of macros in a unit, in the order of the text.
    pub(crate) fn macros_of(&self, unit: UnitIndex) -> &[NodeId] {
        &self.units[unit.0 as usize].macros
    }

    /// The calls of macros in a body, in the order of the text.
    pub(crate) fn macros_in(&self, body: &Body) -> &[NodeId] {
        let calls = self.macros_of(body.unit);
        let start = calls.partition_point(|node| *node < body.first);
        let end = calls.partition_point(|node| *node <= body.node);
        calls.get(start..end).unwrap_or_default()
    }

    /// What a variable is initialised with, if its pattern is a name.
    pub(crate) fn initialiser(&self, unit: UnitIndex, local: LocalId) -> Option<At> {
        Some(At { unit, node: self.locals(unit).initialiser(local)? })
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

    /// Whether a function is one of a type, and of no trait.
    pub(crate) fn is_inherent(&self, program: &Program<'_>, function: ItemId) -> bool {
        let parent = program.graph.item(function).parent;
        parent.is_some_and(|parent| {
            program.graph.item(parent).kind == ItemKind::Impl && !self.of_traits.contains(&parent)
        })
    }

    /// The type of an `impl` block.
    pub(crate) fn impl_type(&self, block: ItemId) -> Option<Target> {
        self.impl_types.get(&block).copied()
    }

    /// The functions, constants and statics of a crate with a name.
    pub(crate) fn named(&self, krate: CrateId, name: Name) -> impl Iterator<Item = ItemId> {
        let first = self.by_name.partition_point(|entry| (entry.0, entry.1) < (krate, name));
        let named = self.by_name[first..].iter();
        named.take_while(move |entry| (entry.0, entry.1) == (krate, name)).map(|entry| entry.2)
    }

    /// What a function returns before its end.
    pub(crate) fn returned(&self, item: ItemId) -> &[At] {
        self.returned.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The parts of an item.
    pub(crate) fn children(&self, item: ItemId) -> &[ItemId] {
        self.children.of(item)
    }

    /// The production implementations of a function of a trait.
    pub(crate) fn implementations(&self, item: ItemId) -> &[ItemId] {
        self.implementations.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Where a function is called, by itself or as what a trait declares.
    pub(crate) fn callers(&self, item: ItemId) -> impl Iterator<Item = At> {
        self.with_declarations(item).flat_map(|function| self.callers.of(function)).copied()
    }

    /// A function, and those of traits that it implements.
    pub(crate) fn with_declarations(&self, item: ItemId) -> impl Iterator<Item = ItemId> {
        let declared = self.declarations.get(&item).map_or(&[][..], Vec::as_slice);
        std::iter::once(item).chain(declared.iter().copied())
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
        let Some(index) = self.index_of(program, unit, item) else { return &[] };
        let links = &self.units[unit.0 as usize];
        let start = links.attributed.partition_point(|item| *item < index);
        let end = links.attributed.partition_point(|item| *item <= index);
        &links.attributes[start..end]
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
        let start = program.graph.item(item).name_span.start;
        let items = &self.units[unit.0 as usize].items;
        let (found, index) = items.get(items.partition_point(|(other, _)| *other < start))?;
        (*found == start).then_some(*index)
    }
}

/// What the bodies of a unit say of types and functions.
#[derive(Default)]
struct Inside {
    returned: Vec<(ItemId, At)>,
    fields: Vec<((Target, String), At)>,
}

impl Inside {
    fn of(program: &Program<'_>, links: &Links, index: UnitIndex) -> Self {
        let mut inside = Self::default();
        for at in program.nodes_of(index) {
            match program.node(at) {
                Node::Struct { path, fields } => inside.find_fields(program, index, path, fields),
                Node::Jump { kind: JumpKind::Return, value: Some(node) } => {
                    let value = At { unit: index, node };
                    inside.returned.extend(links.body_around(at).map(|item| (item, value)));
                }
                _ => {}
            }
        }
        inside
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
                self.fields.push((key, At { unit, node: value }));
            }
        }
    }
}

/// What a file imports by another name: from that name to the own one, `StockService` to `Stock`.
fn renamed(facts: &RustFacts) -> FxHashMap<Symbol, Symbol> {
    let leaves = facts.uses.iter().rev().filter_map(|leaf| {
        let own = facts.segments[leaf.segments.range()].last()?.name;
        Some((leaf.name.filter(|name| *name != own)?, own))
    });
    leaves.collect()
}

/// The name that a trait has where it is declared: `Stock` of `impl StockService for …`.
fn trait_name<'f>(
    facts: &'f RustFacts,
    renamed: &FxHashMap<Symbol, Symbol>,
    path: PathId,
) -> &'f str {
    match &facts.segments[facts.paths[path.index()].segments.range()] {
        [] => "",
        [only] => facts.symbols.get(*renamed.get(&only.name).unwrap_or(&only.name)),
        [.., last] => facts.symbols.get(last.name),
    }
}

/// Items by crate, file and the start of their names, of the files of the program.
fn ids(program: &Program<'_>) -> FxHashMap<(CrateId, FileId, u32), ItemId> {
    let mut asked = vec![false; program.files.len()];
    for unit in &program.units {
        asked[unit.file.0 as usize] = true;
    }
    let items = program.graph.items().filter(|(_, item)| asked[item.file.0 as usize]);
    let items = items.map(|(id, item)| {
        let krate = program.graph.module(item.module).krate;
        ((krate, item.file, item.name_span.start), id)
    });
    items.collect()
}

/// The parts of each item.
fn children(program: &Program<'_>) -> Grouped<ItemId> {
    let parts = program.graph.items().filter(|(_, item)| item.kind != ItemKind::Macro);
    let parts: Vec<_> = parts.filter_map(|(id, item)| Some((item.parent?, id))).collect();
    Grouped::new(program.graph.items.len(), &parts)
}

impl UnitLinks {
    fn new(program: &Program<'_>, unit: UnitIndex) -> Self {
        let facts = program.unit(unit).facts;
        let mut items: Vec<(u32, ItemIndex)> = (0_u32..)
            .zip(&facts.items)
            .map(|(at, item)| (item.name_span.start, ItemIndex(at)))
            .collect();
        items.sort_unstable();
        let mut attributes: Vec<(ItemIndex, u32)> = (0_u32..)
            .zip(&facts.attributes)
            .filter_map(|(at, attribute)| Some((attribute.item?, at)))
            .collect();
        attributes.sort_unstable();
        let mut links = Self {
            locals: Locals::new(program.unit(unit).bodies, facts.locals.len()),
            items,
            attributed: attributes.iter().map(|(item, _)| *item).collect(),
            attributes: attributes.iter().map(|(_, attribute)| *attribute).collect(),
            bodies: Vec::new(),
            outside: Vec::new(),
            macros: Vec::new(),
            calls: Vec::new(),
        };
        for at in program.nodes_of(unit) {
            match program.called(at) {
                Some(Target::Item(item)) => links.calls.push((item, at)),
                Some(Target::External(external)) => links.outside.push((at.node, external)),
                _ if matches!(program.node(at), Node::Macro { .. }) => links.macros.push(at.node),
                _ => {}
            }
        }
        links
    }
}
