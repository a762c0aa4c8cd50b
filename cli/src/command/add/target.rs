//! What is there to add to: the crates of a service and the places where pieces of each kind stand.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use portcullis_facts::System;
use portcullis_facts::graph::system::Orchestrator;
use portcullis_facts::graph::{CrateId, CrateKind, Direction, ModuleId, PackageId, Role, Scope};
use portcullis_templates::{Value, value};
use serde_json::{Value as Json, json};

use crate::escape;

/// What an addition has to know.
pub(super) struct Wanted<'a> {
    /// The root of the workspace.
    pub(super) root: &'a Path,
    /// The service that was named.
    pub(super) service: Option<&'a str>,
    /// The port that was named.
    pub(super) port: Option<&'a str>,
    /// What is behind an adapter.
    pub(super) tech: Option<&'a str>,
    /// Whether what is added stands beside all services.
    pub(super) adds_a_service: bool,
}

/// The variable `target` of packs, as `templates/packs/README.md` describes it.
pub(super) fn find(system: &System, wanted: &Wanted<'_>) -> Result<Value> {
    let looking = Looking { system };
    let is_workspace = system.graph.packages.iter().any(|package| package.workspace.is_some())
        || system.graph.packages.is_empty();
    if wanted.adds_a_service {
        return Ok(value(json!({ "workspace": is_workspace })));
    }
    let app = looking.service(wanted.service)?;
    if looking.main_crate(app).is_none() {
        let package = system.graph.package(app);
        let (name, dir) = (escape::line(&package.name), escape::line(&package.dir));
        let src = if dir.is_empty() { "src".into() } else { format!("{dir}/src") };
        bail!(
            "`{name}` has no code to add to: there is neither `{src}/lib.rs` nor `{src}/main.rs`"
        );
    }
    let reach = looking.reach(app);
    let core = looking.of_role(&reach, &[Role::Core, Role::Application]).unwrap_or(app);
    let adapters = looking
        .of_role(&reach, &[Role::AdapterOut])
        .or_else(|| looking.of_role(&reach, &[Role::AdapterIn]))
        .unwrap_or(app);
    let port = wanted.port.map(|name| looking.port(&reach, adapters, name)).transpose()?;
    Ok(value(json!({
        "workspace": is_workspace,
        "service": system.graph.package(app).name,
        "core": looking.krate(core),
        "adapters": looking.krate(adapters),
        "app": looking.krate(app),
        "ports": {
            "in": looking.ports(&reach, Direction::In),
            "out": looking.ports(&reach, Direction::Out),
        },
        "use_cases": looking.place(core, Role::Application),
        "outbound": looking.outbound(adapters, wanted.tech),
        "wiring": looking.wiring(&reach),
        "events": looking.events(&reach),
        "router": looking.router(app, &reach),
        "health": looking.health(app, &reach),
        "main": looking.main(app),
        "serve": looking.serve(&reach),
        "there": looking.there(app, &reach),
        "inherits": inherits(wanted.root),
        "ignores": wanted.root.join(".gitignore").is_file(),
        "compose": looking.deployments(app, Orchestrator::Compose),
        "kubernetes": looking.deployments(app, Orchestrator::Kubernetes),
        "breaker": looking.breaker(adapters),
        "port": port,
    })))
}

/// The folders of the packages that a service is made of.
pub(super) fn reach(system: &System, name: &str) -> Result<Vec<String>> {
    let looking = Looking { system };
    let reach = looking.reach(looking.service(Some(name))?);
    Ok(reach.into_iter().map(|id| system.graph.package(id).dir.clone()).collect())
}

/// Looks at a system that was read.
pub(super) struct Looking<'a> {
    pub(super) system: &'a System,
}

impl Looking<'_> {
    /// The package that is added to: the one that was named, or the only one that is run.
    fn service(&self, name: Option<&str>) -> Result<PackageId> {
        let graph = &self.system.graph;
        let is_run = |id: PackageId| {
            graph.package(id).crates.iter().any(|krate| graph.krate(*krate).kind == CrateKind::Bin)
        };
        let all: Vec<PackageId> = graph.packages().map(|(id, _)| id).collect();
        let run: Vec<PackageId> = all.iter().copied().filter(|id| is_run(*id)).collect();
        let names = |ids: &[PackageId]| {
            let names =
                ids.iter().map(|id| format!("`{}`", escape::line(&graph.package(*id).name)));
            names.collect::<Vec<_>>().join(", ")
        };
        if let Some(name) = name {
            let is_called = |id: &PackageId| {
                let package = graph.package(*id);
                package.name == name || package.dir.rsplit('/').next() == Some(name)
            };
            let found = run.iter().chain(&all).copied().find(is_called);
            let there = if run.is_empty() { &all } else { &run };
            return found.with_context(|| match there.as_slice() {
                [] => format!("there is no service `{name}`, and no other package"),
                there => format!("there is no service `{name}`; there are {}", names(there)),
            });
        }
        let is_service = |id: &PackageId| graph.landscape.services.iter().any(|s| s.package == *id);
        let served: Vec<PackageId> = run.iter().copied().filter(is_service).collect();
        // Beside the only service, what is run are its tools: migrations, generators.
        match (run.as_slice(), all.as_slice()) {
            ([one], _) | ([], [one]) => Ok(*one),
            (_, _) if served.len() == 1 => Ok(served[0]),
            ([], []) => bail!("there is no package to add to; `portcullis new` makes a system"),
            ([], several) => {
                bail!("say with `--service` which package is meant: {}", names(several))
            }
            (several, _) => {
                let several = if served.is_empty() { several } else { &served };
                bail!("say with `--service` which service is meant: {}", names(several))
            }
        }
    }

    /// The packages of the tree that a package is made of, itself first; no macros.
    fn reach(&self, app: PackageId) -> Vec<PackageId> {
        let graph = &self.system.graph;
        let mut reach = vec![app];
        let mut at = 0;
        while let Some(id) = reach.get(at).copied() {
            at += 1;
            for dependency in &graph.package(id).dependencies {
                let Some(local) = dependency.local else { continue };
                if !reach.contains(&local) && self.main_crate(local).is_some() {
                    reach.push(local);
                }
            }
        }
        reach
    }

    /// The library of a package, or its program.
    fn main_crate(&self, package: PackageId) -> Option<CrateId> {
        let graph = &self.system.graph;
        let of = |kind: CrateKind| {
            let crates = graph.package(package).crates.iter().copied();
            crates.into_iter().find(|id| graph.krate(*id).kind == kind)
        };
        of(CrateKind::Lib).or_else(|| of(CrateKind::Bin))
    }

    /// The modules of a package that are run in production.
    pub(super) fn modules(&self, package: PackageId) -> impl Iterator<Item = ModuleId> {
        let graph = &self.system.graph;
        let modules = graph.modules().filter(move |(id, module)| {
            module.scope == Scope::Production
                && !module.in_block
                && graph.package_of(*id) == package
        });
        modules.map(|(id, _)| id)
    }

    pub(super) fn role(&self, module: ModuleId) -> Option<Role> {
        let graph = &self.system.graph;
        graph.role(graph.layer_of_module(module)?)
    }

    /// The package with most modules of some roles.
    fn of_role(&self, reach: &[PackageId], roles: &[Role]) -> Option<PackageId> {
        let count = |package: &PackageId| {
            let modules = self.modules(*package);
            modules.filter(|id| self.role(*id).is_some_and(|role| roles.contains(&role))).count()
        };
        // Of several with as many, the nearest.
        reach.iter().rev().copied().max_by_key(count).filter(|package| count(package) > 0)
    }

    /// A crate as packs see it.
    fn krate(&self, package: PackageId) -> Json {
        let graph = &self.system.graph;
        let found = graph.package(package);
        let Some(krate) = self.main_crate(package) else { return Json::Null };
        let root = &self.system.file(graph.krate(krate).file).path;
        let names: BTreeSet<&str> =
            found.dependencies.iter().map(|dependency| dependency.package.as_str()).collect();
        json!({
            "dir": found.dir,
            "package": found.name,
            "krate": graph.names.get(graph.krate(krate).name),
            "root": root,
            "src": folder(root),
            "manifest": self.system.file(found.manifest).path,
            "dependencies": names,
        })
    }
}

/// The folder of a file.
pub(super) fn folder(path: &str) -> String {
    path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
}

/// Whether packages of a workspace take their dependencies from it.
fn inherits(root: &Path) -> bool {
    let manifest = crate::input::text(&root.join("Cargo.toml"), 1 << 20).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "[workspace.dependencies]")
}
