//! What a selector selects, worked out over the graph.

use portcullis_facts::graph::system::{DatabaseId, RouteId, ServiceId, TableId, TopicId};
use portcullis_facts::graph::{Edge, ExternalId, ItemId, LayerId, ModuleId, PackageId, Target};
use rustc_hash::FxHashMap;

use super::parse::{Atom, Expr, Function, Kind};
use super::set::{Bits, UNIVERSES};
use super::surroundings::{capabilities, hosts};
use super::{Selected, Selector, Set, Universe};
use crate::context::{Context, Standing};

/// Whether a selector says what acts or what is acted upon: `derive:FromRow` means the items that
/// derive it in the first case, and the derive itself in the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Subject,
    Target,
}

/// Evaluates selectors over one graph.
pub(crate) struct Evaluator<'c, 'a> {
    pub(crate) context: &'c Context<'a>,
    /// The parts of each item.
    parts: FxHashMap<ItemId, Vec<ItemId>>,
    /// The items of each module.
    items: Vec<Vec<ItemId>>,
}

impl<'c, 'a> Evaluator<'c, 'a> {
    /// Prepares for any number of selectors.
    pub(crate) fn new(context: &'c Context<'a>) -> Self {
        let mut parts: FxHashMap<ItemId, Vec<ItemId>> = FxHashMap::default();
        let mut items = vec![Vec::new(); context.graph.modules.len()];
        for (id, item) in context.graph.items() {
            items[item.module.index()].push(id);
            if let Some(parent) = item.parent {
                parts.entry(parent).or_default().push(id);
            }
        }
        Self { context, parts, items }
    }

    /// The set that `selector` selects.
    pub(crate) fn set(&self, selector: &Selector, position: Position) -> Set {
        self.eval(&selector.expr, position)
    }

    /// The largest things of a set: what is not part of another one in it.
    pub(crate) fn largest(&self, set: &Set) -> Vec<Selected> {
        let mut covered = self.empty();
        let mut found = Vec::new();
        for universe in UNIVERSES {
            for at in set.of(universe).iter() {
                if !covered.of(universe).contains(at) {
                    found.push(selected(universe, at));
                    self.add(&mut covered, universe, at);
                    if universe == Universe::Service {
                        self.touch(&mut covered, at);
                    }
                }
            }
        }
        found
    }

    /// A thing with all that it holds; a service with all that it uses around it, too.
    pub(crate) fn extent(&self, thing: Selected) -> Set {
        let mut set = self.empty();
        let (universe, at) = match thing {
            Selected::Layer(id) => (Universe::Layer, usize::from(id.0)),
            Selected::Context(at) => (Universe::Context, at as usize),
            Selected::Service(id) => (Universe::Service, id.index()),
            Selected::Package(id) => (Universe::Package, id.index()),
            Selected::Module(id) => (Universe::Module, id.index()),
            Selected::Item(id) => (Universe::Item, id.index()),
            Selected::External(id) => (Universe::External, id.index()),
            Selected::Route(id) => (Universe::Route, id.index()),
            Selected::Topic(id) => (Universe::Topic, id.index()),
            Selected::Table(id) => (Universe::Table, id.index()),
            Selected::Database(id) => (Universe::Database, id.index()),
            Selected::Host(at) => (Universe::Host, at as usize),
            Selected::Env(at) => (Universe::Env, at as usize),
            Selected::Capability(at) => (Universe::Capability, at as usize),
        };
        self.add(&mut set, universe, at);
        if universe == Universe::Service {
            self.touch(&mut set, at);
        }
        set
    }

    /// The empty set.
    pub(crate) fn empty(&self) -> Set {
        let graph = self.context.graph;
        let landscape = &graph.landscape;
        Set::new([
            graph.layers.len(),
            self.context.settings.contexts.len(),
            landscape.services.len(),
            graph.packages.len(),
            graph.modules.len(),
            graph.items.len(),
            graph.externals.len(),
            landscape.routes.len(),
            landscape.topics.len(),
            landscape.tables.len(),
            landscape.databases.len(),
            hosts(landscape),
            landscape.env_reads.len(),
            capabilities(landscape),
        ])
    }

    fn eval(&self, expr: &Expr, position: Position) -> Set {
        match expr {
            Expr::Atom(atom) => self.atom(atom, position),
            Expr::Not(inner) => {
                let mut set = self.eval(inner, position);
                set.invert();
                set
            }
            Expr::All(parts) => {
                let mut set = self.join(parts, position, Set::intersect);
                self.leave_out_services(parts, position, &mut set);
                set
            }
            Expr::Any(parts) => self.join(parts, position, Set::unite),
            Expr::Call(Function::Depends, inner) => {
                self.depends(&self.eval(inner, Position::Target))
            }
            Expr::Call(Function::Reaches, inner) => {
                self.reaches(self.eval(inner, Position::Target))
            }
            Expr::Call(Function::Has, inner) => self.has(&self.eval(inner, Position::Subject)),
            Expr::Call(Function::Implements, inner) => {
                self.implements(&self.eval(inner, Position::Target))
            }
        }
    }

    fn join(&self, parts: &[Expr], position: Position, op: fn(&mut Set, &Set)) -> Set {
        let mut sets = parts.iter().map(|part| self.eval(part, position));
        let mut joined = sets.next().unwrap_or_else(|| self.empty());
        sets.for_each(|set| op(&mut joined, &set));
        joined
    }

    /// Takes out of `service:a & !b` not only the services that are `b`, but what they hold, too.
    fn leave_out_services(&self, parts: &[Expr], position: Position, set: &mut Set) {
        let is_service =
            |part: &&Expr| matches!(part, Expr::Atom(Atom { kind: Kind::Service, .. }));
        let is_not = |part: &&Expr| matches!(part, Expr::Not(_));
        if self.context.graph.landscape.services.is_empty()
            || !parts.iter().any(|part| is_service(&part))
            || !parts.iter().any(|part| is_not(&part))
        {
            return;
        }
        let deciding = parts.iter().filter(|part| is_service(part) || is_not(part));
        let sets: Vec<Set> = deciding.map(|part| self.eval(part, position)).collect();
        let mut held = self.empty();
        for (id, _) in self.context.graph.landscape.services() {
            if sets.iter().all(|set| set.of(Universe::Service).contains(id.index())) {
                held.unite(&self.extent(Selected::Service(id)));
            }
        }
        set.intersect(&held);
    }

    /// Adds a thing and all that it holds.
    pub(super) fn add(&self, set: &mut Set, universe: Universe, at: usize) {
        if !set.of_mut(universe).insert(at) {
            return;
        }
        let graph = self.context.graph;
        match universe {
            Universe::Layer => {
                let inside = |standing: Option<Standing>| {
                    standing.is_some_and(|standing| usize::from(standing.layer.0) == at)
                };
                for (id, _) in graph.modules().filter(|(id, _)| inside(self.context.module(*id))) {
                    set.of_mut(Universe::Module).insert(id.index());
                }
                for (id, _) in graph.items().filter(|(id, _)| inside(self.context.item(*id))) {
                    set.of_mut(Universe::Item).insert(id.index());
                }
            }
            Universe::Context => {
                let context = &self.context.settings.contexts[at];
                for (id, package) in graph.packages() {
                    if context.holds(&package.name) {
                        self.add(set, Universe::Package, id.index());
                    }
                }
            }
            Universe::Service => self.hold(set, at),
            Universe::Package => {
                for (id, _) in graph.modules() {
                    if graph.package_of(id).index() == at {
                        self.add(set, Universe::Module, id.index());
                    }
                }
            }
            Universe::Module => {
                for item in &self.items[at] {
                    set.of_mut(Universe::Item).insert(item.index());
                }
            }
            Universe::Item => {
                for part in self.parts.get(&ItemId(at as u32)).into_iter().flatten() {
                    self.add(set, Universe::Item, part.index());
                }
            }
            _ => {}
        }
    }

    /// What uses something of `targets` itself.
    fn depends(&self, targets: &Set) -> Set {
        let mut set = self.empty();
        self.surroundings_depend(&mut set, targets);
        for (_, edge) in self.context.edges().filter(|(_, edge)| targets.holds(edge.to)) {
            self.mark(&mut set, edge);
        }
        for (id, _) in self.context.graph.packages() {
            let listed = self.context.manifest(id).any(|(entry, _)| {
                entry.local.is_some_and(|to| targets.of(Universe::Package).contains(to.index()))
            });
            if listed {
                set.of_mut(Universe::Package).insert(id.index());
            }
        }
        set
    }

    /// What leads to something of `targets` over any number of uses, module by module.
    fn reaches(&self, mut targets: Set) -> Set {
        let mut reached = self.empty();
        loop {
            let found = self.depends(&targets);
            let before = reached.clone();
            reached.unite(&found);
            if reached == before {
                return reached;
            }
            targets = reached.clone();
            // A use of any item of a module that leads there counts as a way on.
            let modules: Vec<usize> = reached.of(Universe::Module).iter().collect();
            for module in modules {
                self.add(&mut targets, Universe::Module, module);
                for item in &self.items[module] {
                    targets.of_mut(Universe::Item).insert(item.index());
                }
            }
        }
    }

    /// What holds something of `inner`, that itself included.
    fn has(&self, inner: &Set) -> Set {
        let graph = self.context.graph;
        let mut set = inner.clone();
        for item in inner.of(Universe::Item).iter() {
            self.mark_item(&mut set, ItemId(item as u32));
        }
        for module in inner.of(Universe::Module).iter() {
            self.mark_module(&mut set, ModuleId(module as u32));
        }
        self.surroundings_have(&mut set, inner);
        let modules: &Bits = inner.of(Universe::Module);
        for (id, _) in graph.modules().filter(|(id, _)| modules.contains(id.index())) {
            set.of_mut(Universe::Package).insert(graph.package_of(id).index());
        }
        set
    }

    /// The types that implement something of `traits`, and what holds the implementations.
    fn implements(&self, traits: &Set) -> Set {
        let mut set = self.empty();
        for implementation in &self.context.graph.implementations {
            if traits.holds(implementation.of_trait) {
                self.mark_item(&mut set, implementation.item);
                if let Some(Target::Item(item)) = implementation.for_type {
                    self.mark_item(&mut set, item);
                }
            }
        }
        set
    }

    fn mark(&self, set: &mut Set, edge: &Edge) {
        match edge.item {
            Some(item) => self.mark_item(set, item),
            None => self.mark_module(set, edge.module),
        }
    }

    /// Adds an item and what is around it.
    fn mark_item(&self, set: &mut Set, item: ItemId) {
        let mut at = Some(item);
        while let Some(id) = at {
            set.of_mut(Universe::Item).insert(id.index());
            at = self.context.graph.item(id).parent;
        }
        self.mark_module(set, self.context.graph.item(item).module);
    }

    /// Adds a module, and the package, layer and context in which it stands.
    fn mark_module(&self, set: &mut Set, module: ModuleId) {
        if !set.of_mut(Universe::Module).insert(module.index()) {
            return;
        }
        let package = self.context.graph.package_of(module);
        set.of_mut(Universe::Package).insert(package.index());
        for (id, service) in self.context.graph.landscape.services() {
            if service.package == package {
                set.of_mut(Universe::Service).insert(id.index());
            }
        }
        if let Some(standing) = self.context.module(module) {
            set.of_mut(Universe::Layer).insert(usize::from(standing.layer.0));
        }
        let name = &self.context.graph.package(package).name;
        for (at, context) in self.context.settings.contexts.iter().enumerate() {
            if context.holds(name) {
                set.of_mut(Universe::Context).insert(at);
            }
        }
    }
}

pub(super) const fn selected(universe: Universe, at: usize) -> Selected {
    let id = at as u32;
    match universe {
        Universe::Layer => Selected::Layer(LayerId(at as u16)),
        Universe::Context => Selected::Context(id),
        Universe::Service => Selected::Service(ServiceId(id)),
        Universe::Package => Selected::Package(PackageId(id)),
        Universe::Module => Selected::Module(ModuleId(id)),
        Universe::Item => Selected::Item(ItemId(id)),
        Universe::External => Selected::External(ExternalId(id)),
        Universe::Route => Selected::Route(RouteId(id)),
        Universe::Topic => Selected::Topic(TopicId(id)),
        Universe::Table => Selected::Table(TableId(id)),
        Universe::Database => Selected::Database(DatabaseId(id)),
        Universe::Host => Selected::Host(id),
        Universe::Env => Selected::Env(id),
        Universe::Capability => Selected::Capability(id),
    }
}
