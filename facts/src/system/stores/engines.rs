//! Which kind of store a call talks to.

use rustc_hash::FxHashMap;

use super::Context;
use super::text::texts_of;
use super::view::View;
use crate::extract::rust::bodies::NodeId;
use crate::framework::store::{engine_of_name, engine_of_url};
use crate::graph::PackageId;
use crate::graph::system::Engine;
use crate::program::Program;

/// The engines whose types packages name.
pub(super) struct Engines {
    by_package: FxHashMap<PackageId, Engine>,
    /// The only one in the tree.
    only: Option<Engine>,
}

impl Engines {
    pub(super) fn new(program: &Program<'_>) -> Self {
        let mut found: FxHashMap<PackageId, Vec<Engine>> = FxHashMap::default();
        let mut all = Vec::new();
        for unit in &program.units {
            let package = program.graph.krate(unit.krate).package;
            let of_package = found.entry(package).or_default();
            // Only types of libraries count: `PgPool`, and not a module called `postgres`.
            let names = unit.facts.symbols.iter();
            let types = names.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
            for engine in types.filter(|name| is_library_type(name)).filter_map(engine_of_name) {
                for list in [&mut *of_package, &mut all] {
                    if !list.contains(&engine) {
                        list.push(engine);
                    }
                }
            }
        }
        let only = |list: &Vec<Engine>| (list.len() == 1).then(|| list[0]);
        let by_package =
            found.iter().filter_map(|(package, list)| Some((*package, only(list)?))).collect();
        Self { by_package, only: only(&all) }
    }

    /// The engine of a call whose library speaks to `of_library`.
    pub(super) fn of(
        &self,
        context: &Context<'_, '_>,
        view: &View<'_, '_>,
        node: NodeId,
        of_library: Engine,
    ) -> Engine {
        if of_library != Engine::Other {
            return of_library;
        }
        let argument = view.argument(node, 0);
        // What is called says it, or the driver that it is given.
        let named = [Some(node), argument].into_iter().flatten();
        let named: Vec<String> = named.filter_map(|node| view.path_text(node)).collect();
        if let Some(engine) =
            named.iter().flat_map(|path| path.split("::")).find_map(engine_of_name)
        {
            return engine;
        }
        let texts = argument.map(|node| texts_of(context, view, node)).unwrap_or_default();
        texts
            .iter()
            .find_map(|text| engine_of_url(&text.value))
            .unwrap_or_else(|| self.usual(context, view))
    }

    /// The engine that the unit's package names, or else the tree.
    pub(super) fn usual(&self, context: &Context<'_, '_>, view: &View<'_, '_>) -> Engine {
        let krate = context.program.unit(view.unit).krate;
        let package = context.program.graph.krate(krate).package;
        let named = self.by_package.get(&package).copied();
        named.or_else(|| of_libraries(context, view)).or(self.only).unwrap_or(Engine::Other)
    }
}

/// The one engine that the libraries of a package speak to.
fn of_libraries(context: &Context<'_, '_>, view: &View<'_, '_>) -> Option<Engine> {
    let used = context.meaning.used(context.program, view.unit);
    let mut engines =
        used.iter().map(|(_, table)| table.engine).filter(|engine| *engine != Engine::Other);
    let first = engines.next()?;
    engines.all(|engine| engine == first).then_some(first)
}

/// Whether a name is that of a library's type for one engine.
fn is_library_type(name: &str) -> bool {
    matches!(name, "Postgres" | "Sqlite" | "MySql" | "Mssql" | "Mysql" | "Pg")
        || [
            "Pool",
            "PoolOptions",
            "Connection",
            "ConnectOptions",
            "Row",
            "QueryResult",
            "Connector",
        ]
        .iter()
        .any(|end| name.ends_with(end))
}
