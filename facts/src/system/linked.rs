//! Which crates of the tree a crate links: what it can call without a trait between.

use rustc_hash::FxHashMap;

use crate::cfg::is_for_tests;
use crate::graph::{CrateId, CrateKind, DependencyKind, Graph, PackageId};

/// The libraries of the tree that each crate links.
pub(crate) struct Linked(FxHashMap<CrateId, Vec<CrateId>>);

impl Linked {
    pub(crate) fn new(graph: &Graph) -> Self {
        let of_packages: FxHashMap<PackageId, Vec<CrateId>> = graph
            .crates()
            .map(|(_, krate)| krate.package)
            .collect::<rustc_hash::FxHashSet<_>>()
            .into_iter()
            .map(|package| (package, libraries(graph, package)))
            .collect();
        let linked = graph.crates().map(|(id, krate)| (id, of_packages[&krate.package].clone()));
        Self(linked.collect())
    }

    /// Whether a crate can name what stands in another one, or get it from what it calls.
    pub(crate) fn sees(&self, krate: CrateId, other: CrateId) -> bool {
        krate == other
            || self.0.get(&krate).is_some_and(|linked| linked.binary_search(&other).is_ok())
    }

    /// The crates that a binary links: itself first, then the others, sorted.
    pub(crate) fn all_of(&self, krate: CrateId) -> Vec<CrateId> {
        let others = self.0.get(&krate).into_iter().flatten().copied();
        std::iter::once(krate).chain(others).collect()
    }
}

/// The libraries of a package and of all that it depends on, sorted.
fn libraries(graph: &Graph, package: PackageId) -> Vec<CrateId> {
    let mut packages: Vec<PackageId> = vec![package];
    let mut at = 0;
    while at < packages.len() {
        for dependency in &graph.package(packages[at]).dependencies {
            // A feature for tests brings what only tests call.
            let for_tests = dependency.optional && is_for_tests(&dependency.package);
            if dependency.kind == DependencyKind::Normal
                && !for_tests
                && let Some(local) = dependency.local
                && !packages.contains(&local)
            {
                packages.push(local);
            }
        }
        at += 1;
    }
    let libraries = packages.iter().flat_map(|package| &graph.package(*package).crates);
    let libraries = libraries.filter(|library| graph.krate(**library).kind == CrateKind::Lib);
    let mut crates: Vec<CrateId> = libraries.copied().collect();
    crates.sort_unstable();
    crates
}
