//! Modules and the edges between them under one configuration, as lines for programs.
//!
//! In this form what was resolved can be compared with what another resolver says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anyhow::{Result, bail};
use portcullis_facts::System;
use portcullis_facts::cfg::{CfgOptions, Holds};
use portcullis_facts::graph::{CrateId, CrateKind, EdgeKind, Graph, ModuleId, Scope, Target};
use portcullis_facts::place::Place;

use crate::escape;
use crate::report::locate::Locator;
use crate::suggest;

use super::features;

/// One crate under one configuration.
pub(super) struct View<'a> {
    system: &'a System,
    krate: CrateId,
    options: CfgOptions,
}

/// How one module gets to another.
#[derive(Default)]
struct Row {
    named: bool,
    defined: bool,
    first: Option<Place>,
}

impl<'a> View<'a> {
    /// The crate called `name`, its library before its other targets, with these features.
    ///
    /// # Errors
    /// Where there is no such crate.
    pub(super) fn new(
        system: &'a System,
        name: &str,
        mut options: CfgOptions,
        features: &[String],
        default_features: bool,
    ) -> Result<Self> {
        let graph = &system.graph;
        let wanted = name.replace('-', "_");
        let named = graph.crates().filter(|(_, krate)| graph.names.get(krate.name) == wanted);
        let found = named.min_by_key(|(_, krate)| match krate.kind {
            CrateKind::Lib | CrateKind::ProcMacro => 0,
            CrateKind::Bin => 1,
            _ => 2,
        });
        let Some((krate, found)) = found else {
            let known = graph.crates().map(|(_, krate)| graph.names.get(krate.name));
            match suggest::closest(&wanted, known) {
                Some(near) => bail!("there is no crate `{name}`; did you mean `{near}`?"),
                None => bail!("there is no crate `{name}`; `portcullis facts crates` lists them"),
            }
        };
        let package = graph.package(found.package);
        let manifest = &system.file(package.manifest).text;
        for feature in features::enabled(manifest, features, default_features) {
            options.values.push(("feature".to_owned(), feature));
        }
        Ok(Self { system, krate, options })
    }

    /// Writes the paths of the modules that exist.
    pub(super) fn write_modules(&self, out: &mut dyn Write) -> io::Result<()> {
        let graph = &self.system.graph;
        let active = graph.modules().map(|(id, _)| id).filter(|id| self.is_active(*id));
        let paths: BTreeSet<String> = active
            .filter(|id| !graph.module(*id).in_block)
            .map(|id| graph.module_path(id))
            .collect();
        paths.iter().try_for_each(|path| writeln!(out, "{}", escape::line(path)))
    }

    /// Writes a line for every two modules of which one uses the other.
    pub(super) fn write_edges(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "from_module\tto_module\thow\tfirst_file\tfirst_line")?;
        let locator = Locator::new(self.system);
        for ((from, to), row) in self.rows() {
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

    fn rows(&self) -> BTreeMap<(String, String), Row> {
        let graph = &self.system.graph;
        let mut rows: BTreeMap<(ModuleId, ModuleId), Row> = BTreeMap::new();
        let counted = graph.edges.iter().filter(|edge| {
            edge.kind != EdgeKind::MethodCall
                && is_shipped(edge.scope)
                && graph.conditions.holds(edge.cfg, &self.options) == Holds::Yes
        });
        for edge in counted {
            let mut add = |to: Option<ModuleId>, named: bool| {
                let from = outside_blocks(graph, edge.module);
                let Some(to) = to.map(|to| outside_blocks(graph, to)) else { return };
                if from == to || !self.is_active(from) || !self.is_active(to) {
                    return;
                }
                let row = rows.entry((from, to)).or_default();
                row.named |= named;
                row.defined |= !named;
                row.first = row.first.into_iter().chain([edge.place]).min();
            };
            add(edge.named, true);
            if let Target::Item(item) = edge.to {
                add(Some(graph.item(item).module), false);
            }
        }
        let path = |id| graph.module_path(id);
        rows.into_iter().map(|((from, to), row)| ((path(from), path(to)), row)).collect()
    }

    fn is_active(&self, id: ModuleId) -> bool {
        let module = self.system.graph.module(id);
        module.krate == self.krate
            && is_shipped(module.scope)
            && self.system.graph.conditions.holds(module.cfg, &self.options) == Holds::Yes
    }
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
