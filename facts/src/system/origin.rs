//! Where a value comes from: the expressions that make it, through variables, fields, parameters and results.
//!
//! This is no data-flow analysis. A variable comes from its initialiser, a field from the literals of its
//! struct, a parameter from the arguments of the calls that are seen, the result of a function from its
//! last expression. What needs more than that stays where it is, and whoever asks sees an expression
//! that makes nothing known.

use rustc_hash::{FxHashMap, FxHashSet};

use super::grouped::Grouped;
use super::links::Links;
use super::parents::{Parents, nodes_of};
use super::values::names_in;
use super::wrapping::{TRANSPARENT, WRAPPING};
use crate::extract::rust::bodies::{JumpKind, Node, NodeList};
use crate::extract::rust::facts::LocalId;
use crate::graph::{ItemId, ItemKind, ModuleId, Name, Target};
use crate::program::{At, Body, Program};

/// How many steps are followed.
const MOST_STEPS: usize = 64;
/// How many origins one value may have.
const MOST_ORIGINS: usize = 16;

/// What values come from, prepared for one program.
pub(crate) struct Origins<'p, 'a> {
    program: &'p Program<'a>,
    parents: &'p Parents,
    /// Structs and enums by module and name.
    types: FxHashMap<(ModuleId, Name), ItemId>,
    links: &'p Links,
    /// Calls by the function that they lead to, in the order of the functions that they stand in.
    calls: Grouped<At>,
    /// Values that struct literals give to fields, by name, with the struct where it is known.
    fields: FxHashMap<&'a str, Vec<(Option<ItemId>, At)>>,
    /// Assignments to fields, `self.x = y`, by name.
    assigned: FxHashMap<&'a str, Vec<At>>,
}

impl<'p, 'a> Origins<'p, 'a> {
    /// Looks at all bodies once.
    pub(crate) fn new(program: &'p Program<'a>, parents: &'p Parents, links: &'p Links) -> Self {
        let types = program
            .graph
            .items()
            .filter(|(_, item)| matches!(item.kind, ItemKind::Struct | ItemKind::Enum));
        let mut origins = Self {
            program,
            parents,
            links,
            types: types.map(|(id, item)| ((item.module, item.name), id)).collect(),
            calls: Grouped::new(0, &[]),
            fields: FxHashMap::default(),
            assigned: FxHashMap::default(),
        };
        let mut calls = Vec::new();
        for at in program.bodies.iter().flat_map(nodes_of) {
            calls.extend(program.callee(at).map(|item| (item, at)));
            origins.look_at(at);
        }
        origins.calls = Grouped::new(program.graph.items.len(), &calls);
        origins
    }

    fn look_at(&mut self, at: At) {
        let program = self.program;
        match program.node(at) {
            Node::Struct { path, fields } => {
                let of = match program.path(at.unit, path) {
                    Some(Target::Item(item)) => Some(item),
                    _ => None,
                };
                for field in program.list(at.unit, fields) {
                    if let Node::Named { name, value } = program.node(field) {
                        let value = At { unit: at.unit, node: value };
                        let name = program.symbol(at.unit, name);
                        self.fields.entry(name).or_default().push((of, value));
                    }
                }
            }
            Node::Assign { target, value } => {
                if let Node::Field { name, .. } = program.node(At { unit: at.unit, node: target }) {
                    let value = At { unit: at.unit, node: value };
                    self.assigned.entry(program.symbol(at.unit, name)).or_default().push(value);
                }
            }
            _ => {}
        }
    }

    /// The expressions that make the value of `at`, in a stable order.
    pub(crate) fn of(&self, at: At) -> Vec<At> {
        let mut search = Search::default();
        self.follow(at, &mut search);
        search.found
    }

    /// The same, with what the variables on the way to them are given later.
    pub(crate) fn with_later(&self, at: At) -> (Vec<At>, Vec<At>) {
        let mut search = Search::default();
        self.follow(at, &mut search);
        (search.found, search.later)
    }

    /// All expressions that take part in the value of `at`: the origins of each piece of a text that is put
    /// together, and of what calls outside the tree are given.
    pub(crate) fn pieces(&self, at: At) -> Vec<At> {
        let mut search = Search { deep: true, ..Search::default() };
        self.follow(at, &mut search);
        search.found
    }

    fn follow(&self, at: At, search: &mut Search) {
        if search.found.len() >= MOST_ORIGINS
            || search.seen.len() >= MOST_STEPS
            || !search.seen.insert(at)
        {
            return;
        }
        let program = self.program;
        let here = |node| At { unit: at.unit, node };
        match program.node(at) {
            Node::Local(local) => self.follow_local(at, local, search),
            Node::Reference(inner) | Node::Cast(inner) | Node::Await(inner) | Node::Try(inner) => {
                self.follow(here(inner), search);
            }
            Node::Field { base, name } => self.follow_field(at, here(base), name, search),
            Node::Path(path) => match program.path(at.unit, path) {
                Some(Target::Item(item))
                    if program.body_of(item).is_some_and(|b| !self.is_function(b)) =>
                {
                    if let Some(body) = program.body_of(item) {
                        self.follow(At { unit: body.unit, node: body.node }, search);
                    }
                }
                _ => search.found.push(at),
            },
            Node::Block { statements, has_value, .. } => {
                let last = program.list(at.unit, statements).last();
                match last.filter(|_| has_value) {
                    Some(last) => self.follow(last, search),
                    None => search.found.push(at),
                }
            }
            Node::If { then, otherwise, .. } => {
                self.follow(here(then), search);
                if let Some(otherwise) = otherwise {
                    self.follow(here(otherwise), search);
                }
            }
            Node::Match { arms, .. } => {
                for arm in program.list(at.unit, arms) {
                    if let Node::Arm { body, .. } = program.node(arm) {
                        self.follow(here(body), search);
                    }
                }
            }
            // Control leaves here, so no value comes from it.
            Node::Jump { .. } => {}
            Node::Closure { body, .. } => self.follow(here(body), search),
            Node::Call { callee, arguments } => {
                self.follow_call(at, here(callee), arguments, search);
            }
            Node::Method { call, receiver, arguments } => {
                self.follow_method(at, call, here(receiver), arguments, search);
            }
            node => {
                search.found.push(at);
                if search.deep {
                    program.unit(at.unit).bodies.each_part(node, |part| {
                        self.follow(here(part), search);
                    });
                    if let Node::Macro { arguments, .. } = node {
                        for name in names_in(program, at.unit, arguments) {
                            self.follow_captured(at, &name, search);
                        }
                    }
                }
            }
        }
    }

    fn follow_call(&self, at: At, callee: At, arguments: NodeList, search: &mut Search) {
        let program = self.program;
        let Node::Path(path) = program.node(callee) else {
            search.found.push(at);
            return;
        };
        let text = program.path_text(at.unit, path);
        let target = program.path(at.unit, path);
        let first = program.list(at.unit, arguments).next();
        let wraps = WRAPPING.iter().any(|entry| crate::framework::lookup::means(&text, entry));
        match (target, first) {
            (Some(Target::Item(item)), _) if self.follow_result(item, search) => {}
            (_, Some(first)) if wraps => self.follow(first, search),
            _ => {
                search.found.push(at);
                if search.deep {
                    program.list(at.unit, arguments).for_each(|part| self.follow(part, search));
                }
            }
        }
    }

    fn follow_method(
        &self,
        at: At,
        call: u32,
        receiver: At,
        arguments: NodeList,
        search: &mut Search,
    ) {
        let program = self.program;
        let name = program.method_name(at.unit, call);
        if TRANSPARENT.contains(&name) {
            self.follow(receiver, search);
            return;
        }
        let default =
            matches!(name, "unwrap_or" | "unwrap_or_else" | "or" | "or_else" | "map" | "and_then");
        if default {
            self.follow(receiver, search);
            program.list(at.unit, arguments).for_each(|part| self.follow(part, search));
            return;
        }
        match program.method(at.unit, call) {
            Some(Target::Item(item)) if self.follow_result(item, search) => {}
            _ => {
                search.found.push(at);
                if search.deep {
                    self.follow(receiver, search);
                    program.list(at.unit, arguments).for_each(|part| self.follow(part, search));
                }
            }
        }
    }

    fn is_function(&self, body: &Body) -> bool {
        self.program.graph.item(body.item).kind == ItemKind::Function
    }

    /// Follows what a function returns; false if it has no body.
    fn follow_result(&self, item: ItemId, search: &mut Search) -> bool {
        let program = self.program;
        let Some(body) = program.body_of(item).filter(|body| self.is_function(body)) else {
            return false;
        };
        self.follow(At { unit: body.unit, node: body.node }, search);
        for at in nodes_of(body) {
            if let Node::Jump { kind: JumpKind::Return, value: Some(value) } = program.node(at) {
                self.follow(At { unit: at.unit, node: value }, search);
            }
        }
        true
    }

    fn follow_local(&self, at: At, local: LocalId, search: &mut Search) {
        let program = self.program;
        let locals = self.links.locals(at.unit);
        let later = locals.assignments(local).map(|node| At { unit: at.unit, node });
        search.later.extend(later);
        if let Some((item, position)) = locals.parameter(local) {
            let mut called = false;
            // Of itself, or of what a trait declares.
            let functions = self.links.with_declarations(item);
            for call in functions.flat_map(|function| self.calls.of(function)).copied() {
                called = true;
                let argument = match program.node(call) {
                    Node::Call { arguments, .. } => {
                        // `Type::method(receiver, …)` gives `self` as its first argument.
                        let shift =
                            u32::from(program.body_of(item).is_some_and(|body| body.has_self));
                        program.list(call.unit, arguments).nth((position + shift) as usize)
                    }
                    Node::Method { arguments, .. } => {
                        program.list(call.unit, arguments).nth(position as usize)
                    }
                    _ => None,
                };
                if let Some(argument) = argument {
                    self.follow(argument, search);
                }
            }
            if !called {
                search.found.push(at);
            }
            return;
        }
        let Some(binding) = locals.binding(local) else {
            search.found.push(at);
            return;
        };
        match program.node(At { unit: at.unit, node: binding }) {
            Node::Let { value: Some(value), .. } => {
                self.follow(At { unit: at.unit, node: value }, search);
            }
            Node::Loop { head: Some(head), .. } => {
                self.follow(At { unit: at.unit, node: head }, search);
            }
            _ => search.found.push(at),
        }
    }

    /// Follows what a template names itself: `format!("{base}/orders")`.
    fn follow_captured(&self, at: At, name: &str, search: &mut Search) {
        let program = self.program;
        let Some(body) = self.parents.body(program, at) else { return };
        let count = program.unit(at.unit).facts.locals.len() as u32;
        let named = (0..count).rev().map(LocalId);
        let mut named = named.filter(|local| program.local_name(at.unit, *local) == name);
        // The last one before the template, or a parameter of the function that it stands in.
        let locals = self.links.locals(at.unit);
        let local = named.find(|local| {
            if let Some(binding) = locals.binding(*local) {
                return (body.first..=at.node).contains(&binding);
            }
            locals.parameter(*local).is_some_and(|(item, _)| item == body.item)
        });
        if let Some(local) = local {
            return self.follow_local(at, local, search);
        }
        let Some(name) = program.graph.names.find(name) else { return };
        let named = self.links.named(program.unit(at.unit).krate, name);
        let mut constants = named.filter_map(|item| program.body_of(item));
        let constant = constants.find(|other| other.unit == at.unit && !self.is_function(other));
        if let Some(constant) = constant {
            self.follow(At { unit: constant.unit, node: constant.node }, search);
        }
    }

    fn follow_field(
        &self,
        at: At,
        base: At,
        name: crate::extract::rust::facts::Symbol,
        search: &mut Search,
    ) {
        let program = self.program;
        let name = program.symbol(at.unit, name);
        let Some(all) = self.fields.get(name) else {
            search.found.push(at);
            return;
        };
        // The struct is known where the base is `self`, or where its own origin is a literal.
        let of = match program.node(base) {
            Node::SelfValue => self.self_type(at),
            _ => None,
        };
        let own = all.iter().filter(|(owner, _)| owner.is_some() && *owner == of);
        let mut values: Vec<At> = own.map(|(_, value)| *value).collect();
        if values.is_empty() {
            let krate = program.unit(at.unit).krate;
            let own: Vec<At> = all
                .iter()
                .filter(|(_, value)| program.unit(value.unit).krate == krate)
                .map(|(_, value)| *value)
                .collect();
            values =
                if own.is_empty() { all.iter().map(|(_, value)| *value).collect() } else { own };
        }
        if let Some(assigned) = self.assigned.get(name) {
            values.extend(assigned.iter().filter(|value| value.unit == at.unit));
        }
        for value in values {
            self.follow(value, search);
        }
    }

    /// The type of `self` at a place: the struct whose `impl` holds the function.
    fn self_type(&self, at: At) -> Option<ItemId> {
        let graph = self.program.graph;
        let body = self.parents.body(self.program, at)?;
        let block = graph.item(graph.item(body.item).parent?);
        self.types.get(&(block.module, block.name)).copied()
    }
}

#[derive(Default)]
struct Search {
    found: Vec<At>,
    /// What variables on the way are given later.
    later: Vec<At>,
    seen: FxHashSet<At>,
    deep: bool,
}
