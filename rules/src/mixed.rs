//! Where HTTP and the database meet, in packages that have no layers to keep them apart.

use portcullis_facts::framework::server;
use portcullis_facts::graph::system::HiddenKind;
use portcullis_facts::graph::{
    Edge, EdgeKind, External, ExternalId, ItemId, ItemKind, ModuleId, PackageId, Role, Target,
    Technology,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::Context;
use crate::statements;

/// The packages that have a core or an application, or depend on one that has.
pub(crate) fn layered_packages(context: &Context<'_>) -> FxHashSet<PackageId> {
    let mut layered = FxHashSet::default();
    for (id, _) in context.graph.modules() {
        let role = context.module(id).and_then(|standing| standing.role);
        if matches!(role, Some(Role::Core | Role::Application)) {
            layered.insert(context.graph.package_of(id));
        }
    }
    loop {
        let before = layered.len();
        for (id, _) in context.graph.packages() {
            let inner = |local: Option<PackageId>| local.is_some_and(|l| layered.contains(&l));
            if context.manifest(id).any(|(entry, _)| inner(entry.local)) {
                layered.insert(id);
            }
        }
        if layered.len() == before {
            return layered;
        }
    }
}

/// Where HTTP and the database meet: whole modules that hold handlers, and in modules that put a
/// program together only functions.
pub(crate) struct Mixed {
    modules: FxHashSet<ModuleId>,
    functions: FxHashSet<ItemId>,
}

impl Mixed {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        let graph = context.graph;
        let (mut http, mut database) = (FxHashSet::default(), FxHashSet::default());
        let mut starts = FxHashSet::default();
        let is_start = starting(context);
        for (_, edge) in context.edges() {
            let Some(item) = edge.item.map(|item| context.outermost(item)) else { continue };
            // What starts the server connects to the database too, and answers no request.
            if matches!(edge.to, Target::External(id) if is_start[id.index()]) {
                starts.insert(item);
            }
            // A handler is a function by itself; methods that name the framework are guards,
            // extractors, actors and the like.
            let function = graph.item(item).kind == ItemKind::Function;
            match context.technology(edge.to) {
                Some(Technology::HttpServer) if function && !is_main(context, item) => {
                    http.insert(item);
                }
                Some(Technology::Database) if acts(context, edge) => {
                    database.insert(item);
                }
                _ => {}
            }
        }
        let asking = statements::statements(context);
        let asking = asking.iter().filter_map(|(edge, _)| edge.item);
        database.extend(asking.map(|item| context.outermost(item)));
        http.retain(|item| !starts.contains(item));
        let serving = serving_modules(context);
        http.retain(|item| {
            let module = graph.item(*item).module;
            let known = serving.get(&graph.package_of(module));
            known.is_none_or(|modules| modules.contains(&module))
        });
        let modules = http.iter().map(|item| graph.item(*item).module).collect();
        let functions = http.into_iter().filter(|item| database.contains(item)).collect();
        Self { modules, functions }
    }

    /// Whether a module, or in one that puts a program together a function, is such a place.
    pub(crate) fn holds(
        &self,
        context: &Context<'_>,
        module: ModuleId,
        item: Option<ItemId>,
    ) -> bool {
        let root = context.module(module).is_some_and(|s| s.role == Some(Role::Root))
            || context.graph.module(module).parent.is_none();
        if root {
            item.is_some_and(|item| self.functions.contains(&context.outermost(item)))
        } else {
            self.modules.contains(&module)
        }
    }
}

/// The modules with handlers, of packages all of whose handlers are known: where a store is given the state of the
/// framework, nobody is served.
fn serving_modules(context: &Context<'_>) -> FxHashMap<PackageId, FxHashSet<ModuleId>> {
    let landscape = context.landscape();
    let mut serving: FxHashMap<PackageId, FxHashSet<ModuleId>> = FxHashMap::default();
    if landscape.services.iter().any(|service| service.hides(HiddenKind::Routes).is_some()) {
        return serving;
    }
    for route in &landscape.routes {
        if let Some(handler) = route.handler {
            let module = context.graph.item(landscape.function(handler).item).module;
            serving.entry(context.graph.package_of(module)).or_default().insert(module);
        }
    }
    serving
}

/// Which names outside the tree put a server together or start it. Edges are many, so this is not asked of each.
fn starting(context: &Context<'_>) -> Vec<bool> {
    let starts = |(at, external): (usize, &External)| {
        let target = Target::External(ExternalId(at as u32));
        matches!(context.technology(target), Some(Technology::HttpServer | Technology::Rpc))
            && server::starts(&external.package, &external.path)
    };
    context.graph.externals.iter().enumerate().map(starts).collect()
}

fn is_main(context: &Context<'_>, item: ItemId) -> bool {
    context.graph.names.get(context.graph.item(item).name) == "main"
}

/// Whether a use does something, and is not only a name in a signature nor what is done with a result
/// that somebody else asked for.
pub(crate) fn acts(context: &Context<'_>, edge: &Edge) -> bool {
    match edge.kind {
        _ if is_value(context, edge.to) => false,
        EdgeKind::Call | EdgeKind::MacroBody => !makes_a_value(context, edge.to),
        EdgeKind::Macro => true,
        EdgeKind::MethodCall => {
            let path = context.graph.target_path(edge.to);
            if path.ends_with("::clone") {
                return false;
            }
            // The receiver's type; a chain of calls that begins in a crate has none that is known.
            let mut types = path.rsplit("::").filter(|name| name.starts_with(char::is_uppercase));
            types.next().is_some_and(|t| !t.ends_with("Error") && !t.ends_with("Result"))
        }
        _ => false,
    }
}

/// Whether a call only wraps a value for a row that is saved elsewhere: `ActiveValue::Set`, `Vector::from`.
fn makes_a_value(context: &Context<'_>, target: Target) -> bool {
    let path = context.graph.target_path(target);
    let mut parts = path.rsplit("::");
    let last = parts.next();
    parts.next() == Some("ActiveValue") || matches!(last, Some("Set" | "Unchanged" | "from"))
}

/// Plain values among the names that the preludes of such libraries bring, by how their names begin.
const VALUES: &[&str] = &["BigDecimal", "Chrono", "Date", "Decimal", "Json", "Time", "Uuid"];

/// Whether a name is that of a plain value that a library hands on from others: `sqlx::types::Uuid`,
/// `mongodb::bson::oid::ObjectId`, `sea_orm::prelude::DateTime`.
fn is_value(context: &Context<'_>, target: Target) -> bool {
    match target {
        Target::External(id) => {
            let path = &context.graph.externals[id.index()].path;
            let in_prelude = path.split_once("prelude::").map(|(_, name)| name);
            ["types::", "bson::", "qdrant::"].iter().any(|module| path.starts_with(module))
                || in_prelude.is_some_and(|name| VALUES.iter().any(|v| name.starts_with(v)))
        }
        _ => false,
    }
}
