//! Adapters as rules on layers see them: what is one, what is only data, and who puts them together.

use portcullis_facts::graph::{CrateKind, Edge, ItemKind, ModuleId, Role, Target};
use rustc_hash::FxHashSet;

use crate::context::Context;
use crate::glob::Globs;

/// Modules of programs that drive, which speak to no technology and hold use cases themselves: they hand adapters to
/// them, as containers do.
pub(crate) fn wiring(context: &Context<'_>) -> FxHashSet<ModuleId> {
    let graph = context.graph;
    let runs = |module: ModuleId| {
        let package = graph.package(graph.package_of(module));
        package.crates.iter().any(|krate| graph.krate(*krate).kind == CrateKind::Bin)
    };
    let mut found = FxHashSet::default();
    for (_, edge) in context.edges() {
        let drives = context.from(edge).and_then(|from| from.role) == Some(Role::AdapterIn);
        if drives
            && context.to(edge.to).and_then(|to| to.role) == Some(Role::Application)
            && is_concrete(context, edge.to)
            && context.technologies(edge.module).is_empty()
            && runs(edge.module)
        {
            found.insert(edge.module);
        }
    }
    found
}

/// Whether a target is more than a contract: not a trait nor a part of one.
pub(crate) fn is_concrete(context: &Context<'_>, target: Target) -> bool {
    match target {
        Target::Item(item) => context.graph.item(context.outermost(item)).kind != ItemKind::Trait,
        _ => true,
    }
}

/// Names of modules that stand beside adapters, and are used by all: what fails, and what is told of what happens.
const BESIDE: [&str; 12] = [
    "error",
    "errors",
    "log",
    "logger",
    "logging",
    "metrics",
    "monitoring",
    "observability",
    "observe",
    "telemetry",
    "trace",
    "tracing",
];

/// Whether a module stands beside adapters by its name or that of the module around it, and is none itself.
pub(crate) fn stands_beside(context: &Context<'_>, module: ModuleId) -> bool {
    let around = context.graph.module(module).parent;
    let mut names = [Some(module), around]
        .into_iter()
        .flatten()
        .map(|module| context.graph.names.get(context.graph.module(module).name));
    names.any(|name| BESIDE.contains(&name))
}

/// Data that adapters hand each other: types of a module that speaks to no technology and implements no
/// port, such as the models beside a controller.
pub(crate) struct Plain {
    bound: FxHashSet<ModuleId>,
}

impl Plain {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        let graph = context.graph;
        let implementations = graph.ports.iter().flat_map(|port| &port.implementations);
        let bound = implementations
            .map(|at| graph.item(graph.implementations[*at as usize].item).module)
            .collect();
        Self { bound }
    }

    /// Whether a target in a module is such data.
    pub(crate) fn is(&self, context: &Context<'_>, target: Target, module: ModuleId) -> bool {
        let kind = match target {
            Target::Item(item) => Some(context.graph.item(context.outermost(item)).kind),
            _ => None,
        };
        kind != Some(ItemKind::Function)
            && context.technologies(module).is_empty()
            && !self.bound.contains(&module)
    }
}

/// What is one adapter among those of one side.
pub(crate) struct Sides {
    shared_types: Globs,
    /// Modules that hold items, and are no mere folders.
    with_items: FxHashSet<ModuleId>,
}

impl Sides {
    /// `shared_types` are names of types that adapters of one side may share.
    pub(crate) fn new(context: &Context<'_>, shared_types: Globs) -> Self {
        let with_items = context.graph.items.iter().map(|item| item.module).collect();
        Self { shared_types, with_items }
    }

    /// Whether an edge between adapters of one side leads to another adapter: to an item that acts,
    /// in another part of that side, with another technology than the edge's own module.
    pub(crate) fn differ(&self, context: &Context<'_>, edge: &Edge, to: ModuleId) -> bool {
        let Target::Item(item) = edge.to else { return false };
        let top = context.graph.item(context.outermost(item));
        let (ours, theirs) = (context.technologies(edge.module), context.technologies(to));
        matches!(top.kind, ItemKind::Struct | ItemKind::Function | ItemKind::Impl)
            && !self.shared_types.matches(context.graph.names.get(top.name))
            && !ours.is_empty()
            && !theirs.is_empty()
            && !ours.intersects(theirs)
            && self.part(context, edge.module) != self.part(context, to)
    }

    /// What makes up one adapter: the outermost module of its side, or if that is a mere folder of
    /// modules (`inbound`), the one below it (`inbound::rest`).
    fn part(&self, context: &Context<'_>, module: ModuleId) -> ModuleId {
        let role = |module| context.module(module).and_then(|standing| standing.role);
        let (mut at, mut below) = (module, module);
        while let Some(parent) = context.graph.module(at).parent
            && role(parent) == role(module)
        {
            (below, at) = (at, parent);
        }
        if self.with_items.contains(&at) { at } else { below }
    }
}
