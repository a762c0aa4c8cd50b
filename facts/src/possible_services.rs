//! Which packages may be part of a service, so that the bodies of their functions are read.
//!
//! A possible service is a package with a binary that reaches, by normal dependencies within the tree, a
//! package that names a server, client, database or broker. Everything that it reaches is part of it.

use crate::discover::{DependencyKind, Discovered, PackageIndex, TargetKind};
use crate::framework;
use crate::graph::Technology;

/// The packages that some possible service consists of.
pub(crate) struct PossibleServices<'d> {
    found: &'d Discovered,
    /// By package.
    parts: Vec<bool>,
}

impl<'d> PossibleServices<'d> {
    pub(crate) fn of(found: &'d Discovered) -> Self {
        let count = found.packages.len();
        let mut needs: Vec<Vec<PackageIndex>> = vec![Vec::new(); count];
        let mut needed_by: Vec<Vec<PackageIndex>> = vec![Vec::new(); count];
        let mut tied = Vec::new();
        for (index, package) in found.packages.iter().enumerate() {
            let normal = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind == DependencyKind::Normal);
            for dependency in normal {
                if let Some(local) = dependency.local.filter(|local| *local < count) {
                    needs[index].push(local);
                    needed_by[local].push(index);
                } else if is_of_interest(&dependency.package) {
                    tied.push(index);
                }
            }
        }
        let reaching = reached(&needed_by, tied);
        let runs = |index: &PackageIndex| {
            let targets = &found.packages[*index].targets;
            reaching[*index] && targets.iter().any(|target| target.kind == TargetKind::Bin)
        };
        let services = (0..count).filter(runs).collect();
        Self { found, parts: reached(&needs, services) }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        !self.parts.contains(&true)
    }

    /// Whether a file is production code of a possible service, as far as its path tells.
    pub(crate) fn wants_bodies_of(&self, path: &str) -> bool {
        let Some(package) = self.found.package_of(path).filter(|package| self.parts[*package])
        else {
            return false;
        };
        let dir = &self.found.packages[package].dir;
        let inside = path.strip_prefix(dir.as_str()).unwrap_or(path).trim_start_matches('/');
        let folder = inside.split('/').next().unwrap_or_default();
        !matches!(folder, "tests" | "benches" | "examples" | "build.rs")
    }
}

fn is_of_interest(package: &str) -> bool {
    matches!(
        framework::technology(package),
        Some(
            Technology::HttpServer
                | Technology::Rpc
                | Technology::Broker
                | Technology::HttpClient
                | Technology::Database
        )
    )
}

/// What `start` leads to, itself included.
fn reached(edges: &[Vec<PackageIndex>], start: Vec<PackageIndex>) -> Vec<bool> {
    let mut seen = vec![false; edges.len()];
    let mut open = start;
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(edges[at].iter().filter(|next| !seen[**next]));
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover;

    #[expect(clippy::disallowed_methods, reason = "a test writes the tree that it reads")]
    /// Writes a tree of manifests and says of which files bodies are wanted.
    fn wanted(manifests: &[(&str, &str)], files: &[&str]) -> Vec<bool> {
        let dir = tempfile::tempdir().expect("a folder");
        for (path, text) in manifests {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.join("src")).expect("a folder");
            std::fs::write(path.join("Cargo.toml"), text).expect("a manifest");
            let root = if text.contains("serve") { "src/main.rs" } else { "src/lib.rs" };
            std::fs::write(path.join(root), "").expect("a root");
        }
        let found = discover::discover(dir.path(), &discover::Options::default()).expect("a tree");
        let services = PossibleServices::of(&found);
        files.iter().map(|path| services.wants_bodies_of(path)).collect()
    }

    #[test]
    fn a_binary_and_all_that_it_reaches_are_wanted() {
        let package = |name: &str, rest: &str| {
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n[dependencies]\n{rest}")
        };
        let manifests = [
            (
                "serve",
                package(
                    "serve",
                    "domain = { path = \"../domain\" }\nstore = { path = \"../store\" }",
                ),
            ),
            ("domain", package("domain", "serde = \"1\"")),
            ("store", package("store", "sqlx = \"0.8\"")),
            ("serve-none", package("serve-none", "domain = { path = \"../domain\" }")),
            ("other", package("other", "sqlx = \"0.8\"")),
        ];
        let manifests: Vec<(&str, &str)> =
            manifests.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let files = [
            "serve/src/main.rs",
            "serve/tests/all.rs",
            "serve/build.rs",
            "domain/src/a/tests/b.rs",
            "store/src/lib.rs",
            "serve-none/src/main.rs",
            "other/src/lib.rs",
            "elsewhere.rs",
        ];
        assert_eq!(
            wanted(&manifests, &files),
            [true, false, false, true, true, false, false, false]
        );
    }
}
