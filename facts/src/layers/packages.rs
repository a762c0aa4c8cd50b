//! Layers that are packages of their own, and packages that put others together.

use rustc_hash::FxHashMap;

use super::convention::{self, Says, Strength};
use super::finder::{Above, Also, Finder, NOTHING, is_layered};
use super::{BY_PACKAGE, fact};
use crate::graph::{CrateKind, DependencyKind, Package, PackageId, Role};

impl Finder<'_> {
    /// Layers that are packages of their own.
    pub(super) fn packages(&mut self) {
        let mut groups: FxHashMap<Option<&str>, Vec<(PackageId, Says, Strength)>> =
            FxHashMap::default();
        for (id, package) in self.graph.packages() {
            if let Some((says, strength)) = convention::of_package(&package.name, &package.dir) {
                groups.entry(package.workspace.as_deref()).or_default().push((id, says, strength));
            }
        }
        self.told_by_neighbours(&mut groups);
        let mut layered: Vec<(PackageId, Says, Strength)> = Vec::new();
        for group in groups.into_values() {
            let named = group.iter().map(|(_, says, strength)| (*says, *strength));
            if is_layered(named) || self.is_hexagon(&group) {
                layered.extend(group);
            }
        }
        layered.sort_unstable_by_key(|(id, _, _)| *id);
        for (id, says, strength) in layered {
            let package = self.graph.package(id);
            let reason = format!("package `{}`", package.name);
            for &krate in &package.crates {
                let entry = self.graph.krate(krate);
                if entry.kind != CrateKind::Lib
                    && entry.kind != CrateKind::ProcMacro
                    && entry.kind != CrateKind::Bin
                {
                    continue;
                }
                // What a package called `infrastructure` wires together is its binary's affair.
                let above = if entry.kind == CrateKind::Bin && package.crates.len() > 1 {
                    continue;
                } else {
                    let mut above = self.above(entry.root, says, strength, BY_PACKAGE, &reason);
                    for name in [&package.name, &package.dir] {
                        if convention::means_both_sides(name) {
                            above.also = Also::Driving;
                        }
                    }
                    above
                };
                self.descend(entry.root, &above);
            }
        }
        self.wiring_packages();
    }

    /// Whether packages are a core and adapters of both directions. Of a proxy, which has connections of both, what is
    /// called a core serves as well.
    fn is_hexagon(&self, group: &[(PackageId, Says, Strength)]) -> bool {
        let of = |role: Role| {
            let found = group.iter().filter(move |(_, says, _)| *says == Says::Role(role));
            found.map(|(id, ..)| self.graph.package(*id))
        };
        let directed = |role| of(role).any(|package| convention::is_direction(&package.name));
        let is_core = |package: &Package| {
            let mut crates = package.crates.iter().map(|krate| self.graph.krate(*krate));
            crates.all(|krate| !self.content[krate.root.index()].serves)
        };
        directed(Role::AdapterIn)
            && directed(Role::AdapterOut)
            && of(Role::Core).next().is_some()
            && of(Role::Core).all(is_core)
    }

    /// Adds packages like `todo-app` and `todo-driver`, which say little, to a group with an adapter or
    /// a core of the same family (`todo-adapter`) in which no other package has that role.
    fn told_by_neighbours<'a>(
        &'a self,
        groups: &mut FxHashMap<Option<&'a str>, Vec<(PackageId, Says, Strength)>>,
    ) {
        for (id, package) in self.graph.packages() {
            let Some((family, role)) = convention::of_family(&package.name) else { continue };
            let Some(group) = groups.get_mut(&package.workspace.as_deref()) else { continue };
            let named = |of: &PackageId| {
                let name = self.graph.package(*of).name.replace('-', "_");
                name.strip_prefix(&*family).is_some_and(|rest| rest.starts_with('_'))
            };
            let mut crates = package.crates.iter().map(|krate| self.graph.krate(*krate));
            let fits = crates.find(|krate| krate.kind == CrateKind::Lib).is_some_and(|krate| {
                (role == Role::AdapterIn) == self.content[krate.root.index()].serves
            });
            let taken = group.iter().any(|(_, says, _)| *says == Says::Role(role));
            let beside = group.iter().any(|(of, says, strength)| {
                named(of) && (*strength == Strength::Anchor || *says == Says::Role(Role::Core))
            });
            if fits && !taken && beside {
                group.push((id, Says::Role(role), Strength::Beside));
            }
        }
    }

    /// Packages that run, and depend on a core and on adapters, wire them together; a library of handlers may
    /// depend on both and wire nothing.
    fn wiring_packages(&mut self) {
        for (_, package) in self.graph.packages() {
            let library = package
                .crates
                .iter()
                .find(|krate| self.graph.krate(**krate).kind == CrateKind::Lib);
            if library
                .is_some_and(|krate| self.found[self.graph.krate(*krate).root.index()].is_some())
            {
                continue;
            }
            let roles: Vec<Role> = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind == DependencyKind::Normal)
                .filter_map(|dependency| dependency.local)
                .flat_map(|local| &self.graph.package(local).crates)
                .filter_map(|krate| self.found[self.graph.krate(*krate).root.index()].as_ref())
                .filter_map(|fact| self.graph.layers[usize::from(fact.layer.0)].role)
                .collect();
            let runs = package.crates.iter().any(|krate| {
                let entry = self.graph.krate(*krate);
                entry.kind == CrateKind::Bin || self.content[entry.root.index()].starts
            });
            let inner = roles.iter().any(|role| matches!(role, Role::Core | Role::Application));
            let outer = roles.iter().any(|role| matches!(role, Role::AdapterIn | Role::AdapterOut));
            if runs && inner && outer {
                let reason =
                    format!("package `{}` depends on the core and on adapters", package.name);
                for &krate in &package.crates {
                    let entry = self.graph.krate(krate);
                    if matches!(entry.kind, CrateKind::Lib | CrateKind::Bin) {
                        let fact = Some(fact(Role::Root, BY_PACKAGE, &reason));
                        self.descend(entry.root, &Above { fact, ..NOTHING });
                    }
                }
            }
        }
    }
}
