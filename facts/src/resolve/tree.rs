//! The builder: crates and the module tree, before names are looked up.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::external::Externals;
use super::parts::{Part, Parts};
use super::space::{Space, SpaceId};
use super::unit::{Unit, UnitId};
use super::{Configuration, Input};
use crate::cfg::{CfgKey, CfgOptions, Holds};
use crate::discover::{DependencyKind, Edition, TargetKind};
use crate::extract::rust::facts::Predicate;
use crate::graph::{
    self, Crate, CrateId, CrateKind, ExternalId, Graph, ItemId, Module, ModuleId, Name, Names,
    Scope, Target,
};
use crate::place::{FileId, Place, Span};
use crate::problem::{Problem, ProblemKind};

/// A `macro_rules!` macro, for look-up by position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LegacyMacro {
    pub(crate) item: ItemId,
    pub(crate) module: ModuleId,
    pub(crate) unit: UnitId,
    pub(crate) index: u32,
    pub(crate) rank: u8,
}

/// An import that is being followed.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) unit: UnitId,
    pub(crate) leaf: u32,
    pub(crate) space: SpaceId,
    pub(crate) resolved: [Option<Target>; 3],
}

/// What is known of a crate while the graph is built.
#[derive(Debug, Default)]
pub(crate) struct CrateInfo {
    /// Crates that code may name without importing them.
    pub(crate) externs: FxHashMap<Name, Target>,
    pub(crate) edition_2015: bool,
    /// What is likely switched on in it.
    pub(crate) likely: Arc<CfgOptions>,
    /// What is switched on in it, if that was asked for.
    pub(crate) given: Option<CfgOptions>,
}

/// Everything that resolution builds up.
pub(crate) struct Builder<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) graph: Graph,
    pub(crate) problems: Vec<Problem>,
    pub(crate) crate_infos: Vec<CrateInfo>,
    pub(crate) units: Vec<Unit<'a>>,
    pub(crate) spaces: Vec<Space>,
    /// The space of each module.
    pub(crate) module_spaces: Vec<SpaceId>,
    /// Variants of enums, fields of types, items of traits; first as they are met, then as a table.
    pub(crate) met_members: Vec<Part>,
    pub(crate) members: Parts,
    /// `impl` blocks: unit, index among the file's items, item.
    pub(crate) impls: Vec<(UnitId, u32, ItemId)>,
    pub(crate) legacy_macros: FxHashMap<(CrateId, Name), Vec<LegacyMacro>>,
    pub(crate) macros: FxHashMap<ItemId, LegacyMacro>,
    /// Where each item comes from.
    pub(crate) origins: Vec<(UnitId, u32)>,
    /// What [`Self::next_rank`] was asked last, with its answer.
    last_rank: (CrateId, CfgKey, u8),
    pub(crate) imports: Vec<Import>,
    /// The round of following imports.
    pub(crate) round: u32,
    /// By name, the round in which it was bound last; empty while nothing is followed.
    pub(crate) rebound: Vec<u32>,
    /// How many globs of outside crates were found.
    pub(crate) external_globs: usize,
    /// Bytes of all files.
    pub(crate) input_text: usize,
    /// Bytes to which macro calls expanded.
    pub(crate) expanded_text: usize,
    /// Names that imports introduce but that could not be followed: what they mean is unknown,
    /// which was said once at the import.
    pub(crate) unknown: FxHashSet<(SpaceId, Name)>,
    pub(crate) externals: Externals,
    /// `std`, `core` and their like.
    pub(crate) sysroot: Vec<ExternalId>,
    /// Names that need no import, and macros that need none.
    pub(crate) builtin: FxHashSet<Name>,
    pub(crate) builtin_macros: FxHashSet<Name>,
    /// What each type alias stands for.
    pub(crate) aliases: FxHashMap<ItemId, Target>,
    /// Associated items of types, from `impl` blocks.
    pub(crate) impl_parts: Parts,
    pub(crate) configuration: Option<&'a Configuration>,
    /// Modules that hold what a generator makes of a contract.
    pub(crate) generated: FxHashSet<ModuleId>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        input: &'a Input<'a>,
        names: Names,
        configuration: Option<&'a Configuration>,
    ) -> Self {
        Self {
            input,
            graph: Graph { names, ..Graph::default() },
            problems: Vec::new(),
            crate_infos: Vec::new(),
            units: Vec::new(),
            spaces: Vec::new(),
            module_spaces: Vec::new(),
            met_members: Vec::new(),
            members: Parts::default(),
            impls: Vec::new(),
            legacy_macros: FxHashMap::default(),
            macros: FxHashMap::default(),
            origins: Vec::new(),
            last_rank: (CrateId(0), CfgKey::ALWAYS, 2),
            imports: Vec::new(),
            round: 0,
            rebound: Vec::new(),
            external_globs: 0,
            input_text: input.files.iter().map(|file| file.text.len()).sum(),
            expanded_text: 0,
            unknown: FxHashSet::default(),
            externals: Externals::default(),
            sysroot: Vec::new(),
            builtin: FxHashSet::default(),
            builtin_macros: FxHashSet::default(),
            aliases: FxHashMap::default(),
            impl_parts: Parts::default(),
            configuration,
            generated: FxHashSet::default(),
        }
    }

    /// Makes the crates of all packages, with their root modules.
    pub(crate) fn crates(&mut self) -> Vec<(CrateId, FileId, Scope)> {
        let input = self.input;
        let mut roots = Vec::new();
        for (index, package) in input.packages.iter().enumerate() {
            let id = graph::PackageId(index as u32);
            let mut crates = Vec::new();
            let likely = self.likely(index);
            for target in &package.targets {
                let Some(&file) = input.by_path.get(&target.root) else {
                    self.problems.push(Problem {
                        path: package.manifest.clone(),
                        span: None,
                        kind: ProblemKind::Manifest,
                        message: format!(
                            "the target `{}` has no file `{}`",
                            target.name, target.root
                        ),
                    });
                    continue;
                };
                let (kind, scope) = kind_and_scope(target.kind);
                let name = self.graph.names.intern(&target.crate_name);
                let krate = CrateId(self.graph.crates.len() as u32);
                let module = self.new_module(Module {
                    name,
                    krate,
                    parent: None,
                    file,
                    declared: Place { file, span: Span::default() },
                    cfg: CfgKey::ALWAYS,
                    scope,
                    in_block: false,
                });
                self.graph.crates.push(Crate { name, package: id, kind, file, root: module });
                self.crate_infos.push(self.crate_info(index, &target.crate_name, kind, &likely));
                crates.push(krate);
                roots.push((krate, file, scope));
            }
            let manifest = input.by_path.get(&package.manifest).copied().unwrap_or(FileId(0));
            self.graph.packages.push(graph::Package {
                name: package.name.clone(),
                dir: package.dir.clone(),
                manifest,
                name_span: package.name_span,
                workspace: package
                    .workspace
                    .and_then(|index| input.workspaces.get(index))
                    .map(|workspace| workspace.dir.clone()),
                publish: package.publish,
                dependencies: package.dependencies.iter().map(dependency).collect(),
                crates,
            });
        }
        self.fill_externs();
        roots
    }

    /// What is likely switched on in the crates of a package, and in those of them that are tests.
    fn likely(&self, package: usize) -> [Arc<CfgOptions>; 2] {
        let mut likely = CfgOptions::linux();
        likely.open_features = true;
        let features =
            super::features::closure(&self.input.packages[package], &["default".to_owned()]);
        likely.values.extend(features.into_iter().map(|name| ("feature".to_owned(), name)));
        let mut tests = likely.clone();
        tests.flags.push("test".to_owned());
        [likely, tests].map(Arc::new)
    }

    fn crate_info(
        &self,
        package: usize,
        name: &str,
        kind: CrateKind,
        [likely, tests]: &[Arc<CfgOptions>; 2],
    ) -> CrateInfo {
        let package = &self.input.packages[package];
        let features = |roots: &[String]| -> Vec<(String, String)> {
            super::features::closure(package, roots)
                .into_iter()
                .map(|feature| ("feature".to_owned(), feature))
                .collect()
        };
        let is_test = matches!(kind, CrateKind::Test | CrateKind::Bench);
        let given = self.configuration.filter(|c| c.krate == name).map(|c| {
            let mut options = c.options.clone();
            let roots: Vec<String> = options
                .values
                .iter()
                .filter(|(key, _)| key == "feature")
                .map(|(_, value)| value.clone())
                .collect();
            options.values.extend(features(&roots));
            options
        });
        CrateInfo {
            externs: FxHashMap::default(),
            edition_2015: package.edition == Edition::E2015,
            likely: Arc::clone(if is_test { tests } else { likely }),
            given,
        }
    }

    /// What each crate may name: its dependencies, its own library, and the system's crates.
    fn fill_externs(&mut self) {
        for name in super::prelude::PRELUDE.iter().chain(super::prelude::PRIMITIVES) {
            self.builtin.insert(self.graph.names.intern(name));
        }
        for name in super::prelude::MACROS {
            self.builtin_macros.insert(self.graph.names.intern(name));
        }
        for name in super::prelude::SYSROOT {
            let name = self.graph.names.intern(name);
            self.sysroot.push(self.externals.get(None, name));
        }
        for index in 0..self.graph.crates.len() {
            let krate = self.graph.crates[index].clone();
            let package = &self.input.packages[krate.package.index()];
            let mut externs = FxHashMap::default();
            for name in super::prelude::SYSROOT {
                let name = self.graph.names.intern(name);
                externs.insert(name, Target::External(self.externals.get(None, name)));
            }
            for dependency in &package.dependencies {
                let reachable = match dependency.kind {
                    // Unit tests of a library are written inside it, so it may name what only they need.
                    DependencyKind::Normal | DependencyKind::Dev => {
                        krate.kind != CrateKind::BuildScript
                    }
                    DependencyKind::Build => krate.kind == CrateKind::BuildScript,
                };
                if !reachable {
                    continue;
                }
                let local = dependency.local.and_then(|local| self.library(local));
                let (name, target) = if let Some(library) = local {
                    let own = self.graph.krate(library).name;
                    let renamed = dependency.key != dependency.package;
                    let name = if renamed {
                        self.graph.names.intern(&dependency.extern_name)
                    } else {
                        own
                    };
                    (name, Target::Module(self.graph.krate(library).root))
                } else {
                    let package = self.graph.names.intern(&dependency.package);
                    let name = self.graph.names.intern(&dependency.extern_name);
                    (name, Target::External(self.externals.get(None, package)))
                };
                externs.entry(name).or_insert(target);
            }
            if !matches!(krate.kind, CrateKind::Lib | CrateKind::ProcMacro | CrateKind::BuildScript)
                && let Some(library) = self.library(krate.package.index())
            {
                let library = self.graph.krate(library);
                externs.insert(library.name, Target::Module(library.root));
            }
            self.crate_infos[index].externs = externs;
        }
    }

    /// The library of a package.
    pub(crate) fn library(&self, package: usize) -> Option<CrateId> {
        let of_package = |krate: &&CrateId| {
            matches!(self.graph.krate(**krate).kind, CrateKind::Lib | CrateKind::ProcMacro)
        };
        self.graph.packages.get(package)?.crates.iter().find(of_package).copied()
    }

    pub(crate) fn new_module(&mut self, module: Module) -> ModuleId {
        let id = ModuleId(self.graph.modules.len() as u32);
        self.graph.modules.push(module);
        let space = self.new_space(Space::new(id, None));
        self.module_spaces.push(space);
        id
    }

    pub(crate) fn new_space(&mut self, space: Space) -> SpaceId {
        let id = SpaceId(self.spaces.len() as u32);
        self.spaces.push(space);
        id
    }

    /// The same as [`Self::rank`], remembered for the next item, which most often has the same condition.
    pub(crate) fn next_rank(&mut self, krate: CrateId, cfg: CfgKey) -> u8 {
        if (krate, cfg) != (self.last_rank.0, self.last_rank.1) {
            self.last_rank = (krate, cfg, self.rank(krate, cfg));
        }
        self.last_rank.2
    }

    /// How likely a condition holds in a crate: 2 yes, 1 perhaps, 0 no.
    pub(crate) fn rank(&self, krate: CrateId, cfg: CfgKey) -> u8 {
        if cfg == CfgKey::ALWAYS {
            return 2;
        }
        match self.graph.conditions.holds(cfg, &self.crate_infos[krate.index()].likely) {
            Holds::Yes => 2,
            Holds::Unknown => 1,
            Holds::No => 0,
        }
    }

    /// Whether code under a condition is to be read at all.
    pub(crate) fn is_active(&self, krate: CrateId, cfg: CfgKey) -> bool {
        match &self.crate_infos[krate.index()].given {
            Some(given) if cfg != CfgKey::ALWAYS => {
                self.graph.conditions.holds(cfg, given) != Holds::No
            }
            _ => true,
        }
    }

    /// The joined conditions of a file.
    pub(crate) fn join_cfgs(
        &mut self,
        outer: CfgKey,
        cfgs: &[crate::extract::rust::facts::Cfg],
    ) -> Vec<CfgKey> {
        let mut keys: Vec<CfgKey> = Vec::with_capacity(cfgs.len());
        for (index, cfg) in cfgs.iter().enumerate() {
            let parent = if index == 0 { outer } else { keys[cfg.parent.index()] };
            let key = if cfg.predicate == Predicate::True {
                parent
            } else {
                self.graph.conditions.and(parent, &cfg.predicate)
            };
            keys.push(key);
        }
        if keys.is_empty() {
            keys.push(outer);
        }
        keys
    }
}

fn kind_and_scope(kind: TargetKind) -> (CrateKind, Scope) {
    match kind {
        TargetKind::Lib => (CrateKind::Lib, Scope::Production),
        TargetKind::ProcMacro => (CrateKind::ProcMacro, Scope::Production),
        TargetKind::Bin => (CrateKind::Bin, Scope::Production),
        TargetKind::Test => (CrateKind::Test, Scope::Test),
        TargetKind::Example => (CrateKind::Example, Scope::Example),
        TargetKind::Bench => (CrateKind::Bench, Scope::Bench),
        TargetKind::BuildScript => (CrateKind::BuildScript, Scope::Build),
    }
}

fn dependency(dependency: &crate::discover::Dependency) -> graph::Dependency {
    graph::Dependency {
        extern_name: dependency.extern_name.clone(),
        package: dependency.package.clone(),
        local: dependency.local.map(|index| graph::PackageId(index as u32)),
        kind: match dependency.kind {
            DependencyKind::Normal => graph::DependencyKind::Normal,
            DependencyKind::Dev => graph::DependencyKind::Dev,
            DependencyKind::Build => graph::DependencyKind::Build,
        },
        optional: dependency.optional,
        target: dependency.target.clone(),
        span: dependency.key_span,
    }
}
