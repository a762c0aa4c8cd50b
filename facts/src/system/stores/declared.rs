//! Pools that a struct declares by an attribute: `#[database("orders")] struct Orders(PgPool)`.

use rustc_hash::FxHashMap;

use super::{Context, StoreSite, StoreSiteKind};
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::{Attribute, ItemIndex, ItemKind, Type};
use crate::framework::store::{DeclaredPool, engine_of_name};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::Engine;
use crate::graph::{Dependency, ItemId, Target};
use crate::program::{At, UnitIndex};
use crate::system::parents::nodes_of;

/// A struct that is a pool.
struct Declared {
    table: DeclaredPool,
    library: &'static str,
    key: String,
    engine: Engine,
}

/// The places where such pools are made.
pub(super) fn declared(context: &Context<'_, '_>) -> Vec<StoreSite> {
    let program = context.program;
    let tables: Vec<Vec<Section>> =
        program.graph.packages.iter().map(|package| sections(&package.dependencies)).collect();
    let in_unit = |unit| {
        let package = program.graph.krate(program.unit(unit).krate).package;
        in_unit(context, unit, &tables[package.index()])
    };
    let structs: FxHashMap<ItemId, Declared> =
        program.by_unit(in_unit).into_iter().flatten().collect();
    let mut sites = Vec::new();
    if structs.is_empty() {
        return sites;
    }
    for body in &program.bodies {
        for at in nodes_of(body) {
            let Node::Call { callee, .. } = program.node(at) else { continue };
            let Node::Path(path) = program.node(At { node: callee, ..at }) else { continue };
            // What a derive gives leads to the type.
            let Some(Target::Item(of)) = program.path(at.unit, path) else { continue };
            let Some(pool) = structs.get(&of) else { continue };
            if !pool.table.makers.contains(&program.last_name(at.unit, path)) {
                continue;
            }
            let kind = StoreSiteKind::Configured { key: pool.key.clone(), engine: pool.engine };
            let place = program.place(at);
            let (item, library) = (body.item, pool.library);
            sites.push(StoreSite { item, at, place, kind, library, confidence: 90 });
        }
    }
    sites
}

/// How a library's pools are declared, with the library's name.
type Section = (DeclaredPool, &'static str);

/// Those of the libraries that a package needs.
fn sections(needed: &[Dependency]) -> Vec<Section> {
    let uses = |name: &str| needed.iter().any(|dependency| dependency.package == name);
    let sections = FRAMEWORKS.iter().filter_map(|framework| {
        let pools = framework.pools?;
        Some((pools, framework.packages.iter().copied().find(|name| uses(name))?))
    });
    sections.collect()
}

/// The structs of a unit that are pools.
fn in_unit(
    context: &Context<'_, '_>,
    unit: UnitIndex,
    tables: &[Section],
) -> Vec<(ItemId, Declared)> {
    let program = context.program;
    let mut found = Vec::new();
    for &(table, library) in tables {
        for attribute in &program.unit(unit).facts.attributes {
            let named = program.last_name(unit, attribute.path) == table.attribute;
            found.extend(named.then(|| pool(context, unit, attribute, table, library)).flatten());
        }
    }
    found
}

/// The struct on which an attribute stands that names a pool.
fn pool(
    context: &Context<'_, '_>,
    unit: UnitIndex,
    attribute: &Attribute,
    table: DeclaredPool,
    library: &'static str,
) -> Option<(ItemId, Declared)> {
    let program = context.program;
    let item = attribute.item?;
    let of = context.links.id_of(program, unit, item)?;
    let text = program.text(program.place_in(unit, attribute.arguments?));
    let name = text.split('"').nth(1)?;
    let key = format!("{}{name}{}", table.key.0, table.key.1);
    let engine = engine_in(context, unit, item);
    Some((of, Declared { table, library, key, engine }))
}

/// The engine that the type in a struct names.
fn engine_in(context: &Context<'_, '_>, unit: UnitIndex, of: ItemIndex) -> Engine {
    let facts = context.program.unit(unit).facts;
    let fields = facts.items.iter().filter(|item| item.parent == Some(of));
    let mut paths = fields.filter_map(|field| match field.kind {
        ItemKind::Field { ty } => match facts.types.get(ty.index()) {
            Some(Type::Path { path, .. }) => Some(context.program.path_text(unit, *path)),
            _ => None,
        },
        _ => None,
    });
    let by_name = |path: String| {
        path.split("::").find_map(|name| match name.to_ascii_lowercase() {
            name if name.contains("mongo") => Some(Engine::Mongodb),
            name if name.contains("redis") => Some(Engine::Redis),
            _ => engine_of_name(name),
        })
    };
    paths.find_map(by_name).unwrap_or(Engine::Other)
}
