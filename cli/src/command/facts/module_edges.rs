//! The modules of one crate and the edges between them, as lines for programs.
//!
//! In this form what was resolved can be compared with what another resolver says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anyhow::{Result, bail};
use portcullis_facts::System;
use portcullis_facts::graph::{CrateId, CrateKind, Edge, EdgeKind, Graph, ModuleId, Scope, Target};
use portcullis_facts::place::Place;

use crate::escape;
use crate::report::locate::Locator;
use crate::suggest;

/// One crate of a system that was read under one configuration.
pub(super) struct View<'a> {
    system: &'a System,
    krate: CrateId,
}

/// How one module gets to another.
#[derive(Default)]
struct Row {
    named: bool,
    defined: bool,
    first: Option<Place>,
}

impl<'a> View<'a> {
    /// The crate called `name`, its library before its other targets.
    ///
    /// # Errors
    /// Where there is no such crate.
    pub(super) fn new(system: &'a System, name: &str) -> Result<Self> {
        let graph = &system.graph;
        let wanted = crate_name(name);
        let named = graph.crates().filter(|(_, krate)| graph.names.get(krate.name) == wanted);
        let found = named.min_by_key(|(_, krate)| match krate.kind {
            CrateKind::Lib | CrateKind::ProcMacro => 0,
            CrateKind::Bin => 1,
            _ => 2,
        });
        if let Some((krate, _)) = found {
            return Ok(Self { system, krate });
        }
        let known = graph.crates().map(|(_, krate)| graph.names.get(krate.name));
        match suggest::closest(&wanted, known) {
            Some(near) => bail!("there is no crate `{name}`; did you mean `{near}`?"),
            None => bail!("there is no crate `{name}`; `portcullis facts crates` lists them"),
        }
    }

    /// Writes the paths of the modules that exist.
    pub(super) fn write_modules(&self, out: &mut dyn Write) -> io::Result<()> {
        let graph = &self.system.graph;
        let own = graph.modules().filter(|(id, module)| self.is_own(*id) && !module.in_block);
        let paths: BTreeSet<String> = own.map(|(id, _)| graph.module_path(id)).collect();
        paths.iter().try_for_each(|path| writeln!(out, "{}", escape::line(path)))
    }

    /// Writes a line for every two modules of which one uses the other.
    pub(super) fn write_edges(&self, without_std: bool, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "from_module\tto_module\thow\tfirst_file\tfirst_line")?;
        let locator = Locator::new(self.system);
        for ((from, to), row) in self.rows(without_std) {
            let how = match (row.defined, row.named) {
                (true, true) => "defined+named",
                (true, false) => "defined",
                _ => "named",
            };
            let (file, line) = row.first.map_or((String::new(), 0), |place| {
                (escape::line(locator.path(place.file)).into_owned(), locator.start(place).line)
            });
            writeln!(out, "{}\t{}\t{how}\t{file}\t{line}", escape::line(&from), escape::line(&to))?;
        }
        Ok(())
    }

    fn rows(&self, without_std: bool) -> BTreeMap<(String, String), Row> {
        let graph = &self.system.graph;
        let mut rows: BTreeMap<(ModuleId, ModuleId), Row> = BTreeMap::new();
        for edge in graph.edges.iter().filter(|edge| is_path(edge.kind) && is_shipped(edge.scope)) {
            let mut add = |to: ModuleId, named: bool| {
                let (from, to) = (outside_blocks(graph, edge.module), outside_blocks(graph, to));
                if from == to || !self.is_own(from) || !self.is_own(to) {
                    return;
                }
                let row = rows.entry((from, to)).or_default();
                row.named |= named;
                row.defined |= !named;
                row.first = row.first.into_iter().chain([edge.place]).min();
            };
            if let Some(named) = edge.named.filter(|_| !(without_std && is_std(graph, edge))) {
                add(named, true);
            }
            if let Target::Item(item) = edge.to {
                add(graph.item(item).module, false);
            }
        }
        let path = |id| graph.module_path(id);
        rows.into_iter().map(|((from, to), row)| ((path(from), path(to)), row)).collect()
    }

    fn is_own(&self, id: ModuleId) -> bool {
        let module = self.system.graph.module(id);
        module.krate == self.krate && is_shipped(module.scope)
    }
}

/// A name as code spells a crate's.
pub(super) fn crate_name(name: &str) -> String {
    name.replace('-', "_")
}

/// Whether edges of a kind are paths that stand in the code, and name what they mean themselves.
const fn is_path(kind: EdgeKind) -> bool {
    match kind {
        EdgeKind::Use
        | EdgeKind::Reexport
        | EdgeKind::Call
        | EdgeKind::Value
        | EdgeKind::Pattern
        | EdgeKind::Type
        | EdgeKind::Bound
        | EdgeKind::Impl
        | EdgeKind::Macro => true,
        EdgeKind::MethodCall
        | EdgeKind::Derive
        | EdgeKind::Attribute
        | EdgeKind::MacroBody
        | EdgeKind::Alias
        | EdgeKind::Manifest => false,
    }
}

/// Whether an edge ends in the standard library; resolvers without its sources see nothing there.
fn is_std(graph: &Graph, edge: &Edge) -> bool {
    let Target::External(id) = edge.to else { return false };
    matches!(graph.externals[id.index()].package.as_str(), "std" | "core" | "alloc")
}

fn is_shipped(scope: Scope) -> bool {
    matches!(scope, Scope::Production | Scope::Generated)
}

/// The module as others may name it: one inside a function's body counts to the module around it.
fn outside_blocks(graph: &Graph, module: ModuleId) -> ModuleId {
    let mut at = module;
    while graph.module(at).in_block
        && let Some(parent) = graph.module(at).parent
    {
        at = parent;
    }
    at
}
