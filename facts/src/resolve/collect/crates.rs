//! Makes the crates of all packages, with their root modules, and tells what each may name.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::cfg::{CfgKey, CfgOptions};
use crate::discover::{DependencyKind, Edition, TargetKind, switched_on};
use crate::framework::library_of;
use crate::graph::{self, Crate, CrateId, CrateKind, Module, Scope, Target};
use crate::place::{FileId, Place, Span};
use crate::problem::{Problem, ProblemKind};
use crate::resolve::builder::{Builder, CrateInfo};
use crate::resolve::prelude;

impl Builder<'_> {
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
        let features = switched_on(&self.input.packages[package], &["default".to_owned()]);
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
            switched_on(package, roots)
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
        for name in prelude::PRELUDE.iter().chain(prelude::PRIMITIVES) {
            self.builtin.insert(self.graph.names.intern(name));
        }
        for name in prelude::MACROS {
            self.builtin_macros.insert(self.graph.names.intern(name));
        }
        for name in prelude::SYSROOT {
            let name = self.graph.names.intern(name);
            self.sysroot.push(self.externals.get(None, name));
        }
        for index in 0..self.graph.crates.len() {
            let krate = self.graph.crates[index].clone();
            let package = &self.input.packages[krate.package.index()];
            let mut externs = FxHashMap::default();
            for name in prelude::SYSROOT {
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
                    let renamed = dependency.key != dependency.package;
                    let library = library_of(&dependency.package).filter(|_| !renamed);
                    let name = library.unwrap_or(&dependency.extern_name);
                    let name = self.graph.names.intern(name);
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
