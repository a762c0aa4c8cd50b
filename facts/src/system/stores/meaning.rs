//! What a call does with a database, by the tables of the frameworks.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::text::texts_of;
use super::view::View;
use crate::discover::written_in;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::{MacroPosition, PathId};
use crate::framework::store::{StoreCall, StoreTable, TableNames};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::{DependencyKind, ItemId, PackageId, Target};
use crate::program::{At, Program, UnitIndex};

/// A call that a table knows.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) call: StoreCall,
    pub(super) table: &'static StoreTable,
    pub(super) library: &'static str,
    pub(super) confidence: u8,
}

/// The frameworks that packages of the tree use.
pub(super) struct Meaning {
    /// By package of the registry: the framework's name and table.
    tables: FxHashMap<&'static str, (&'static str, &'static StoreTable)>,
    /// By package of the tree, the frameworks that it depends on.
    used: FxHashMap<PackageId, Vec<(&'static str, &'static StoreTable)>>,
}

impl Meaning {
    pub(super) fn new(program: &Program<'_>) -> Self {
        let mut tables = FxHashMap::default();
        for framework in FRAMEWORKS {
            if let Some(table) = &framework.store {
                for package in framework.packages {
                    tables.insert(*package, (framework.packages[0], table));
                }
            }
        }
        let mut used = FxHashMap::default();
        for (id, package) in program.graph.packages() {
            let mut of_package: Vec<(&'static str, &'static StoreTable)> = Vec::new();
            for dependency in &package.dependencies {
                if dependency.kind == DependencyKind::Dev {
                    continue;
                }
                if let Some(found) = tables.get(dependency.package.as_str())
                    && !of_package.iter().any(|(name, _)| *name == found.0)
                {
                    of_package.push(*found);
                }
            }
            used.insert(id, of_package);
        }
        Self { tables, used }
    }

    /// The frameworks of the package that a unit belongs to.
    pub(super) fn used(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
    ) -> &[(&'static str, &'static StoreTable)] {
        let package = program.graph.krate(program.unit(unit).krate).package;
        self.used.get(&package).map_or(&[], Vec::as_slice)
    }

    /// Whether code of a unit may use a database by itself. A package may reach a library through another
    /// package of the tree, so any library that is used somewhere counts.
    pub(super) fn concerns(&self, program: &Program<'_>, unit: UnitIndex) -> bool {
        !self.used(program, unit).is_empty()
            || program
                .unit(unit)
                .paths
                .iter()
                .flatten()
                .any(|target| Self::of_target(program, *target).is_some())
    }

    /// The table of the package that an external belongs to, and its path there.
    fn of_target<'g>(
        program: &'g Program<'_>,
        target: Target,
    ) -> Option<(&'static str, &'static StoreTable, &'g str)> {
        let Target::External(external) = target else { return None };
        let (table, library) = program.library(external).store?;
        Some((library, table, program.graph.externals[external.index()].path.as_str()))
    }

    /// What a node does.
    pub(super) fn of(&self, program: &Program<'_>, at: At) -> Option<Found> {
        match program.node(at) {
            Node::Call { callee, .. } => match program.node(At { node: callee, ..at }) {
                Node::Path(path) => self.of_path(program, at.unit, path),
                _ => None,
            },
            Node::Macro { call, .. } => {
                let facts = program.unit(at.unit).facts;
                self.of_path(program, at.unit, facts.macro_calls[call as usize].path)
            }
            Node::Method { call, .. } => self.of_method(program, at.unit, call),
            _ => None,
        }
    }

    fn of_path(&self, program: &Program<'_>, unit: UnitIndex, path: PathId) -> Option<Found> {
        let written = || program.path_text(unit, path);
        match program.path(unit, path) {
            Some(target @ Target::External(_)) => {
                let (library, table, path) = Self::of_target(program, target)?;
                let found = |call, confidence| Found { call, table, library, confidence };
                if let Some(call) = table.function(path) {
                    return Some(found(call, 95));
                }
                // Through a glob only the crate is known, a module of it, or the type before the function.
                let written = written();
                let call = table.function(&written)?;
                let last = path.rsplit("::").next().unwrap_or_default();
                let fits =
                    !starts_upper(last) || written.split("::").any(|segment| segment == last);
                fits.then(|| found(call, 85))
            }
            None => self.unresolved(program, unit, &written()),
            Some(_) => self.of_migrator(program, unit, &written()),
        }
    }

    /// A macro or function that no import brings: its full path, or its type, says whose it is.
    fn unresolved(&self, program: &Program<'_>, unit: UnitIndex, written: &str) -> Option<Found> {
        let Some((first, rest)) = written.split_once("::") else {
            // A name of several words is the library's own: `embed_migrations`, `insert_into`.
            let mut used = self.used(program, unit).iter().filter(|_| written.contains('_'));
            return used.find_map(|(library, table)| {
                let call = table.function(written)?;
                Some(Found { call, table, library, confidence: 75 })
            });
        };
        let package = first.replace('_', "-");
        if let Some((library, table)) =
            self.tables.get(first).or_else(|| self.tables.get(package.as_str()))
        {
            let call = table.function(rest)?;
            return Some(Found { call, table, library, confidence: 85 });
        }
        // Two globs may bring the same name, and then neither is believed.
        let used = self.used(program, unit).iter().filter(|_| starts_upper(first));
        let mut found = used.filter_map(|(library, table)| {
            let call = table.function(written)?;
            Some(Found { call, table, library, confidence: 75 })
        });
        found.next().or_else(|| self.of_migrator(program, unit, written))
    }

    /// `Entity::find` and `Migrator::up` name items of the tree with methods of SeaORM.
    fn of_migrator(&self, program: &Program<'_>, unit: UnitIndex, written: &str) -> Option<Found> {
        let named = written.contains("Entity::") || written.contains("Migrator::");
        let used = self.used(program, unit);
        let (library, table) = of_entities(used).filter(|_| named)?;
        let call = table.function(written)?;
        Some(Found { call, table, library, confidence: 85 })
    }

    fn of_method(&self, program: &Program<'_>, unit: UnitIndex, call: u32) -> Option<Found> {
        let name = program.method_name(unit, call);
        let resolved = program.method(unit, call);
        if let Some(target) = resolved {
            let (library, table, path) = Self::of_target(program, target)?;
            let call = table.method(name)?;
            // The type was told, or only the package that the chain began in.
            let confidence = if path.contains("::") { 90 } else { 80 };
            return Some(Found { call, table, library, confidence });
        }
        let used = self.used(program, unit);
        let telling =
            |table: &&(&'static str, &'static StoreTable)| table.1.telling.contains(&name);
        let (library, table) = used.iter().find(telling)?;
        Some(Found { call: table.method(name)?, table, library, confidence: 70 })
    }

    /// Macros among items that take migrations into the program: `embed_migrations!("./migrations");`.
    pub(super) fn embedded_among_items(
        &self,
        context: &Context<'_, '_>,
    ) -> Vec<(ItemId, At, Option<String>)> {
        let program = context.program;
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        for body in &program.bodies {
            let entry = program.unit(body.unit);
            // A site needs a function: the first of the unit stands for the file.
            if !seen.insert(body.unit) || self.used(program, body.unit).is_empty() {
                continue;
            }
            let at = At { unit: body.unit, node: body.first };
            for call in &entry.facts.macro_calls {
                let name = program.path_text(body.unit, call.path);
                if call.position != MacroPosition::Item || !name.ends_with("embed_migrations") {
                    continue;
                }
                let written = program.text(program.place_in(body.unit, call.arguments));
                let folder = written.trim().trim_matches('"');
                let package = &program.graph.package(program.graph.krate(entry.krate).package).dir;
                let folder = if folder.is_empty() { "migrations" } else { folder };
                found.push((body.item, at, written_in(package, folder)));
            }
        }
        found
    }
}

/// The framework among these that names tables as entities of the tree.
pub(super) fn of_entities(
    used: &[(&'static str, &'static StoreTable)],
) -> Option<(&'static str, &'static StoreTable)> {
    used.iter().copied().find(|(_, table)| table.tables == TableNames::Entities)
}

fn starts_upper(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase())
}

/// The folder of the migrations that a call runs.
pub(super) fn folder(
    context: &Context<'_, '_>,
    view: &View<'_, '_>,
    node: NodeId,
    position: Option<u8>,
    table: &StoreTable,
) -> Option<String> {
    let program = context.program;
    let package = program.graph.krate(program.unit(view.unit).krate).package;
    let dir = &program.graph.package(package).dir;
    let argument = position.and_then(|at| view.argument(node, at));
    match argument {
        Some(argument) => {
            let text = texts_of(context, view, argument).pop().filter(|text| text.exact)?;
            written_in(dir, &text.value)
        }
        // The default folder of the macros; where tables are entities, migrations are code too.
        None if position.is_some() && matches!(view.node(node), Node::Macro { .. }) => {
            written_in(dir, "migrations")
        }
        None if table.tables == TableNames::Entities => migrator_folder(program, view, node),
        None => None,
    }
}

/// The folder of the package in which a `Migrator` is declared.
fn migrator_folder(program: &Program<'_>, view: &View<'_, '_>, node: NodeId) -> Option<String> {
    let Node::Call { callee, .. } = view.node(node) else { return None };
    let Node::Path(path) = view.node(callee) else { return None };
    let Some(Target::Item(item)) = program.path(view.unit, path) else { return None };
    let module = program.graph.module(program.graph.item(item).module);
    let package = program.graph.krate(module.krate).package;
    Some(program.graph.package(package).dir.clone())
}
