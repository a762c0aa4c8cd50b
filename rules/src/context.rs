//! What rules ask: the graph, and answers about it that are worked out once for all rules.

use portcullis_facts::System;
use portcullis_facts::framework::technology;
use portcullis_facts::graph::{
    CrateKind, Dependency, DependencyKind, Edge, EdgeKind, ExternalId, Graph, ItemId, LayerFact,
    LayerId, ModuleId, PackageId, Role, Scope, Target, Technology,
};
use portcullis_facts::place::{FileId, Place, Span};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::reach::Reaches;
use crate::settings::{Origin, Settings};

/// Where a piece of code stands in the architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its layer.
    pub layer: LayerId,
    /// The layer's role, if it has one.
    pub role: Option<Role>,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// A module, or an item that stands in another layer than its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The module.
    pub module: ModuleId,
    /// The item.
    pub item: Option<ItemId>,
}

/// A set of technologies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Technologies(u8);

impl Technologies {
    /// The set of some technologies.
    pub const fn of(list: &[Technology]) -> Self {
        let mut set = Self(0);
        let mut at = 0;
        while at < list.len() {
            set.0 |= 1 << list[at] as u8;
            at += 1;
        }
        set
    }

    /// Adds one.
    pub const fn insert(&mut self, technology: Technology) {
        self.0 |= 1 << technology as u8;
    }

    /// Adds all of another set.
    pub const fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether one is in it.
    pub const fn contains(self, technology: Technology) -> bool {
        self.0 & 1 << technology as u8 != 0
    }

    /// Whether the two sets share one.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether none is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of it are in `other`.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// The graph with what rules need of it in flat tables: edges are many, so no rule walks up
/// parents or compares names for each.
#[derive(Debug)]
pub struct Context<'a> {
    /// The system.
    pub system: &'a System,
    /// Its graph.
    pub graph: &'a Graph,
    /// What the run is asked to check.
    pub settings: &'a Settings,
    modules: Vec<Option<Standing>>,
    /// Empty where no item has a layer of its own.
    items: Vec<Option<Standing>>,
    externals: Vec<Outside>,
    outside_packages: Vec<&'a str>,
    module_technologies: Vec<Technologies>,
    packages: Vec<PackageAnswers>,
    repeated_names: FxHashSet<&'a str>,
    debug_only: Vec<bool>,
    pub(crate) reaches: Reaches,
}

/// What an item outside the tree belongs to.
#[derive(Clone, Copy, Debug)]
struct Outside {
    technology: Option<Technology>,
    package: OutsidePackage,
}

/// A package outside the tree, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutsidePackage(u32);

#[derive(Clone, Copy, Debug, Default)]
struct PackageAnswers {
    standing: Option<Standing>,
    technologies: Technologies,
    has_bin: bool,
    has_lib: bool,
}

impl<'a> Context<'a> {
    /// Works the tables out.
    pub fn new(system: &'a System, settings: &'a Settings) -> Self {
        let graph = &system.graph;
        let standing = |fact: &LayerFact| Standing {
            layer: fact.layer,
            role: graph.role(fact),
            confidence: fact.confidence,
        };
        let modules: Vec<Option<Standing>> = (0..graph.modules.len())
            .map(|at| graph.layer_of_module(ModuleId(at as u32)).map(standing))
            .collect();
        let items = if graph.item_layers.is_empty() {
            Vec::new()
        } else {
            graph.items().map(|(id, _)| graph.layer_of_item(id).map(standing)).collect()
        };
        let (externals, outside_packages) = outside(graph);
        let mut seen = FxHashSet::default();
        let repeated_names =
            graph.packages.iter().map(|p| p.name.as_str()).filter(|name| !seen.insert(*name));
        let mut context = Self {
            system,
            graph,
            settings,
            modules,
            items,
            externals,
            outside_packages,
            module_technologies: vec![Technologies::default(); graph.modules.len()],
            packages: Vec::new(),
            repeated_names: repeated_names.collect(),
            debug_only: Vec::new(),
            reaches: Reaches::new(&graph.landscape),
        };
        context.debug_only = context.find_debug_only();
        context.find_technologies();
        context.packages = context.answer_for_packages();
        context
    }

    /// Which technologies the code of each module names.
    fn find_technologies(&mut self) {
        let of_piece = |edges: &Vec<Edge>| {
            let mut named: Vec<(ModuleId, Technologies)> = Vec::new();
            for edge in edges {
                let Some(technology) = self.technology(edge.to).filter(|_| self.counts(edge))
                else {
                    continue;
                };
                // A module's edges stand together.
                match named.last_mut() {
                    Some((module, technologies)) if *module == edge.module => {
                        technologies.insert(technology);
                    }
                    _ => named.push((edge.module, Technologies::of(&[technology]))),
                }
            }
            named
        };
        let named: Vec<_> = self.graph.edges.pieces().par_iter().map(of_piece).collect();
        for (module, technologies) in named.into_iter().flatten() {
            self.module_technologies[module.index()].extend(technologies);
        }
    }

    fn find_debug_only(&self) -> Vec<bool> {
        (0..self.graph.conditions.count() as u32)
            .map(|key| {
                let text = self.graph.conditions.text(portcullis_facts::cfg::CfgKey(key));
                text.contains("debug_assertions") && !text.contains("not(debug_assertions)")
            })
            .collect()
    }

    fn answer_for_packages(&self) -> Vec<PackageAnswers> {
        let mut answers = vec![PackageAnswers::default(); self.graph.packages.len()];
        for (id, module) in self.graph.modules() {
            let krate = self.graph.krate(module.krate);
            let answer = &mut answers[krate.package.index()];
            answer.technologies.extend(self.module_technologies[id.index()]);
            if id == krate.root {
                answer.has_bin |= krate.kind == CrateKind::Bin;
                if matches!(krate.kind, CrateKind::Lib | CrateKind::ProcMacro) {
                    answer.has_lib = true;
                    answer.standing = self.modules[id.index()];
                }
            }
        }
        // A crate counts to its root's layer only if no module in it stands further out.
        for (id, module) in self.graph.modules() {
            let answer = &mut answers[self.graph.krate(module.krate).package.index()];
            let role = |standing: Option<Standing>| standing.and_then(|s| s.role);
            if module.scope == Scope::Production
                && self.graph.krate(module.krate).kind == CrateKind::Lib
                && role(self.modules[id.index()]) > role(answer.standing)
            {
                answer.standing = None;
            }
        }
        answers
    }

    /// Whether rules on production code look at this edge: no tests, examples, benches, build
    /// scripts, generated code, nor what exists only with `debug_assertions`. Entries of manifests
    /// are asked for by [`Context::manifest`].
    pub fn counts(&self, edge: &Edge) -> bool {
        edge.scope == Scope::Production
            && edge.kind != portcullis_facts::graph::EdgeKind::Manifest
            && !self.debug_only.get(edge.cfg.0 as usize).copied().unwrap_or_default()
    }

    /// The edges that [count](Context::counts), with their numbers.
    pub fn edges(&self) -> impl Iterator<Item = (u32, &'a Edge)> {
        let edges = self.graph.edges.iter().enumerate();
        edges.map(|(at, edge)| (at as u32, edge)).filter(|(_, edge)| self.counts(edge))
    }

    /// Whether a module only hands on what stands below it: `mod handlers; pub use handlers::*;`.
    pub fn hands_on_own(&self, edge: &Edge) -> bool {
        edge.kind == EdgeKind::Reexport
            && self.graph.target_module(edge.to).is_some_and(|to| {
                to != edge.module && self.encloses(Target::Module(edge.module), to)
            })
    }

    /// Where a module stands.
    pub fn module(&self, module: ModuleId) -> Option<Standing> {
        self.modules.get(module.index()).copied().flatten()
    }

    /// Where an item stands.
    pub fn item(&self, item: ItemId) -> Option<Standing> {
        match self.items.get(item.index()) {
            Some(standing) => *standing,
            None => self.module(self.graph.item(item).module),
        }
    }

    /// Where an edge begins.
    pub fn from(&self, edge: &Edge) -> Option<Standing> {
        match edge.item {
            Some(item) if !self.items.is_empty() => self.item(item),
            _ => self.module(edge.module),
        }
    }

    /// Where a target stands; none outside the tree.
    pub fn to(&self, target: Target) -> Option<Standing> {
        match target {
            Target::Module(module) => self.module(module),
            Target::Item(item) => self.item(item),
            Target::External(_) => None,
        }
    }

    /// The technology that a target outside the tree ties code to.
    pub fn technology(&self, target: Target) -> Option<Technology> {
        match target {
            Target::External(external) => self.externals[external.index()].technology,
            _ => None,
        }
    }

    /// The package of an item outside the tree.
    pub fn outside_package(&self, external: ExternalId) -> OutsidePackage {
        self.externals[external.index()].package
    }

    /// The name of a package outside the tree.
    pub fn outside_name(&self, package: OutsidePackage) -> &'a str {
        self.outside_packages[package.0 as usize]
    }

    /// The technologies that the code of a module itself names.
    pub fn technologies(&self, module: ModuleId) -> Technologies {
        self.module_technologies[module.index()]
    }

    /// The technologies that the code of a package itself names.
    pub fn package_technologies(&self, package: PackageId) -> Technologies {
        self.packages[package.index()].technologies
    }

    /// The layer of a package as a whole: its library's, if no part of that stands further out.
    pub fn package(&self, package: PackageId) -> Option<Standing> {
        self.packages[package.index()].standing
    }

    /// Whether a package has a binary.
    pub fn has_bin(&self, package: PackageId) -> bool {
        self.packages[package.index()].has_bin
    }

    /// Whether a package has a binary that is called like it: one that it is there for, no tool beside a library.
    pub fn has_main(&self, package: PackageId) -> bool {
        let package = self.graph.package(package);
        let name = package.name.replace('-', "_");
        let mut crates = package.crates.iter().map(|krate| self.graph.krate(*krate));
        crates.any(|krate| krate.kind == CrateKind::Bin && self.graph.names.get(krate.name) == name)
    }

    /// Whether a package has a library.
    pub fn has_lib(&self, package: PackageId) -> bool {
        self.packages[package.index()].has_lib
    }

    /// The folder of a package, if other packages have its name; empty otherwise. It goes into
    /// fingerprints, so that they stay apart.
    pub fn package_key(&self, package: PackageId) -> &'a str {
        let package = self.graph.package(package);
        if self.repeated_names.contains(package.name.as_str()) { &package.dir } else { "" }
    }

    /// The entries of `[dependencies]` of a package, with their places.
    pub fn manifest(&self, package: PackageId) -> impl Iterator<Item = (&'a Dependency, Place)> {
        let package = self.graph.package(package);
        package
            .dependencies
            .iter()
            .filter(|entry| entry.kind == DependencyKind::Normal)
            .map(|entry| (entry, Place { file: package.manifest, span: entry.span }))
    }

    /// The name of a layer.
    pub fn layer_name(&self, standing: Standing) -> &'a str {
        &self.graph.layers[usize::from(standing.layer.0)].name
    }

    /// Whether `target` is a module around `module`, or that module itself: `use super::*` and the
    /// `crate` of a path are no uses.
    pub fn encloses(&self, target: Target, module: ModuleId) -> bool {
        let Target::Module(around) = target else { return false };
        let mut at = Some(module);
        while let Some(inner) = at {
            if inner == around {
                return true;
            }
            at = self.graph.module(inner).parent;
        }
        false
    }

    /// The item that stands directly in a module and holds `item`, or is it.
    pub fn outermost(&self, item: ItemId) -> ItemId {
        let mut at = item;
        while let Some(parent) = self.graph.item(at).parent {
            at = parent;
        }
        at
    }

    /// What a finding on an edge is about: its module, or the outermost item around the edge if
    /// that stands in another layer than the module.
    pub fn subject(&self, edge: &Edge) -> Subject {
        let item = edge.item.filter(|_| !self.items.is_empty());
        let item = item.filter(|item| self.item(*item) != self.module(edge.module));
        Subject { module: edge.module, item: item.map(|item| self.outermost(item)) }
    }

    /// The path of a subject.
    pub fn subject_path(&self, subject: Subject) -> String {
        match subject.item {
            Some(item) => self.graph.item_path(item),
            None => self.graph.module_path(subject.module),
        }
    }

    /// Where a setting stands, if its file is among those that were read.
    pub fn setting_place(&self, origin: &Origin) -> Option<Place> {
        let file = self.system.files.iter().position(|file| file.path == origin.file)?;
        let (start, end) = origin.span.unwrap_or_default();
        Some(Place { file: FileId(file as u32), span: Span::new(start, end) })
    }

    /// The path of a file.
    pub fn path(&self, place: Place) -> &'a str {
        &self.system.file(place.file).path
    }

    /// Whether a place is in a file that is called `.env`, which people run a system by.
    pub(crate) fn is_dotenv(&self, place: Place) -> bool {
        self.path(place).rsplit('/').next() == Some(".env")
    }
}

fn outside(graph: &Graph) -> (Vec<Outside>, Vec<&str>) {
    let mut known: FxHashMap<&str, Outside> = FxHashMap::default();
    let mut packages = Vec::new();
    let mut of = |package| {
        *known.entry(package).or_insert_with(|| {
            packages.push(package);
            let number = OutsidePackage(packages.len() as u32 - 1);
            Outside { technology: technology(package), package: number }
        })
    };
    let externals = graph.externals.iter().map(|external| of(&external.package)).collect();
    (externals, packages)
}
