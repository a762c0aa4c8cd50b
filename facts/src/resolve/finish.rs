//! Puts the graph together: edges of all units, manifest entries, implementations, a stable order.

use rayon::prelude::*;

use super::builder::Builder;
use super::edges::{FileEdges, UnitEdges};
use super::program::{Meanings, program};
use super::unit::UnitId;
use crate::SourceFile;
use crate::cfg::CfgKey;
use crate::extract::rust::facts::{ItemKind, Type};
use crate::graph::system::Landscape;
use crate::graph::{
    CrateKind, DependencyKind, Directive, Edge, EdgeKind, Edges, ExternalId, Graph, Implementation,
    ItemId, LayerDefinition, Scope, Target,
};
use crate::layers::Marker;
use crate::place::{FileId, Place};
use crate::problem::Problem;
use crate::program::Program;
use crate::room;

/// A graph whose edges are still where they were found. The facts of the files are no longer
/// needed, so that they can go before the edges are put together.
pub(crate) struct Unordered {
    graph: Graph,
    /// The edges of each file, by [`FileId`].
    parts: Vec<Vec<Edge>>,
    /// The numbers in the graph of the externals that these edges lead to.
    order: Vec<ExternalId>,
    marks: Vec<Marker>,
    pub(crate) problems: Vec<Problem>,
}

impl Builder<'_> {
    /// Everything that needs the facts once imports are followed, with the system that `look` finds in the program.
    pub(crate) fn finish_with(mut self, look: impl FnOnce(&Program<'_>) -> Landscape) -> Unordered {
        self.intern_returns();
        self.resolve_types();
        self.find_generated();
        let marks = self.marks();
        let (mut parts, mut meanings) = self.edges_by_file();
        for edge in self.manifest_edges() {
            parts[edge.place.file.0 as usize].push(edge);
        }
        self.graph.implementations = self.implementations();
        self.graph.blind_spots.par_sort_unstable();
        let used = self.used_files();
        self.directives(&used);
        self.orphans(&used);
        let (mut graph, problems, externals, units, spaces, input) = {
            let builder = self;
            let Self { graph, problems, externals, units, spaces, input, .. } = builder;
            (graph, problems, externals, units, spaces, input)
        };
        let (externals, order) = externals.into_sorted(&graph.names);
        graph.externals = externals;
        renumber(&order, &mut graph.implementations);
        meanings.par_iter_mut().for_each(|meanings| meanings.renumber(&order));
        let program = program(&graph, input.files, &units, meanings);
        // What is dropped here is as much work as a step of its own, and what is left for the system needs its room.
        rayon::join(|| units.into_par_iter().for_each(drop), || drop(spaces));
        let landscape = look(&program);
        program.units.into_par_iter().for_each(drop);
        graph.landscape = landscape;
        Unordered { graph, parts, order, marks, problems }
    }

    /// The edges of all units, by [`FileId`], and what names mean, by [`UnitId`].
    fn edges_by_file(&mut self) -> (Vec<Vec<Edge>>, Vec<Meanings>) {
        let mut imports: Vec<Vec<u32>> = vec![Vec::new(); self.units.len()];
        for (index, import) in self.imports.iter().enumerate() {
            imports[import.unit.0 as usize].push(index as u32);
        }
        let mut units: Vec<Vec<UnitId>> = vec![Vec::new(); self.input.files.len()];
        for (index, unit) in self.units.iter().enumerate() {
            units[unit.file.0 as usize].push(UnitId(index as u32));
        }
        let found: Vec<(FileEdges, Vec<Meanings>)> = units
            .par_iter()
            .map_init(UnitEdges::default, |grown, units| {
                // Lists gather in what has grown already, and are copied once.
                let mut meanings = Vec::with_capacity(units.len());
                for &unit in units {
                    self.unit_edges(unit, &imports[unit.0 as usize], grown);
                    meanings.push(std::mem::take(&mut grown.meanings));
                }
                room::make();
                (grown.take_exact(), meanings)
            })
            .collect();
        let mut parts = Vec::with_capacity(found.len());
        let mut meanings = Vec::new();
        meanings.resize_with(self.units.len(), Meanings::default);
        for (units, (mut part, found)) in units.iter().zip(found) {
            parts.push(part.edges);
            for (unit, found) in units.iter().zip(found) {
                meanings[unit.0 as usize] = found;
            }
            self.graph.blind_spots.append(&mut part.blind_spots);
            self.graph.unknown_receivers += part.unknown_receivers;
        }
        (parts, meanings)
    }
}

/// Gives externals the numbers that they have in the graph.
fn renumber(order: &[ExternalId], implementations: &mut [Implementation]) {
    for implementation in implementations {
        renumber_target(order, &mut implementation.of_trait);
        if let Some(target) = &mut implementation.for_type {
            renumber_target(order, target);
        }
    }
}

fn renumber_target(order: &[ExternalId], target: &mut Target) {
    if let Target::External(external) = target {
        *external = order[external.index()];
    }
}

impl Unordered {
    /// Rust files that no module declares.
    pub(crate) fn orphans(&self) -> &[String] {
        &self.graph.orphans
    }

    /// Puts the edges into their order and finds what rests on them: layers and ports.
    pub(crate) fn complete(
        self,
        files: &[SourceFile],
        layers: &[LayerDefinition],
    ) -> (Graph, Vec<Problem>) {
        let mut graph = self.graph;
        let (mut parts, order) = (self.parts, self.order);
        // The order is that of the files first, so each is sorted by itself.
        parts.par_iter_mut().enumerate().for_each(|(file, edges)| {
            // Invariant: what a macro brings stands where it is called, so a unit's edges stand in
            // the unit's file.
            debug_assert!(edges.iter().all(|edge| edge.place.file == FileId(file as u32)));
            for edge in edges.iter_mut() {
                renumber_target(&order, &mut edge.to);
            }
            // Imports, paths and methods were each found in the order of the text, which a stable sort merges.
            edges.sort_by_key(|edge| {
                let from = (edge.place.span, edge.module, edge.item);
                (from, edge.kind, edge.to, edge.named, edge.cfg, edge.confidence, edge.scope)
            });
            edges.dedup_by(|a, b| {
                (a.place.span, a.module, a.kind, a.to, a.named)
                    == (b.place.span, b.module, b.kind, b.to, b.named)
            });
        });
        graph.edges = Edges::joined(parts);
        crate::layers::detect(&mut graph, files, layers, &self.marks);
        (graph, self.problems)
    }
}

impl Builder<'_> {
    /// An edge for each entry of each manifest, from the package's main crate.
    fn manifest_edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for package in &self.graph.packages {
            let main = package
                .crates
                .iter()
                .copied()
                .min_by_key(|krate| (self.graph.krate(*krate).kind != CrateKind::Lib, *krate));
            let Some(main) = main else {
                continue;
            };
            for dependency in &package.dependencies {
                let to = match dependency.local.and_then(|local| self.library(local.index())) {
                    Some(library) => Target::Module(self.graph.krate(library).root),
                    None => match self.graph.names.find(&dependency.package) {
                        Some(name) => Target::External(self.externals.get(None, name)),
                        None => continue,
                    },
                };
                edges.push(Edge {
                    module: self.graph.krate(main).root,
                    item: None,
                    to,
                    named: None,
                    kind: EdgeKind::Manifest,
                    scope: match dependency.kind {
                        DependencyKind::Normal => Scope::Production,
                        DependencyKind::Dev => Scope::Test,
                        DependencyKind::Build => Scope::Build,
                    },
                    confidence: 100,
                    cfg: CfgKey::ALWAYS,
                    place: Place { file: package.manifest, span: dependency.span },
                });
            }
        }
        edges
    }

    /// The comments that speak to Portcullis in the files that are part of some crate.
    fn directives(&mut self, used: &[bool]) {
        for (index, facts) in self.input.facts.iter().enumerate().filter(|(index, _)| used[*index])
        {
            let file = FileId(index as u32);
            for directive in facts.iter().flat_map(|facts| &facts.directives) {
                self.graph.directives.push(Directive {
                    text: directive.text.to_string(),
                    place: Place { file, span: directive.span },
                    target: Place { file, span: directive.target },
                });
            }
        }
    }

    /// Which files some module declares.
    fn used_files(&self) -> Vec<bool> {
        let mut used = vec![false; self.input.files.len()];
        for unit in &self.units {
            used[unit.file.0 as usize] = true;
        }
        used
    }

    /// Rust files that no module declares.
    fn orphans(&mut self, used: &[bool]) {
        for (index, file) in self.input.files.iter().enumerate() {
            if !used[index] && self.input.facts[index].is_some() {
                self.graph.orphans.push(file.path.clone());
            }
        }
    }

    fn implementations(&self) -> Vec<Implementation> {
        let implementation = |&(unit_id, index, item): &(UnitId, u32, ItemId)| {
            let unit = &self.units[unit_id.0 as usize];
            let ItemKind::Impl { index: block } = unit.facts.items[index as usize].kind else {
                return None;
            };
            let block = &unit.facts.impls[block as usize];
            let of_trait = block.of_trait.filter(|_| !block.negative)?;
            let of_trait = self.path_target(unit_id, of_trait)?;
            let parameter = matches!(
                unit.facts.types.get(block.self_type.index()),
                Some(Type::Other | Type::Impl(_))
            );
            Some(Implementation {
                item,
                of_trait: self.resolved_alias(of_trait),
                for_type: self
                    .type_target(unit_id, block.self_type)
                    .filter(|_| !parameter)
                    .map(|target| self.resolved_alias(target)),
                blanket: parameter,
                scope: self.graph.item(item).scope,
            })
        };
        self.impls.par_iter().filter_map(implementation).collect()
    }
}
