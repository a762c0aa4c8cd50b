//! How much of a system is read: whoever asks about code alone need not wait for the rest.

use crate::discover::{Dependency, DependencyKind, Discovered, Package, TargetKind};

/// How much of a system is read.
///
/// The files are the same, and so is what is read of code: modules, names, uses, layers. What is read less deeply
/// leaves the landscape, or lists in it, empty, so only who asks nothing of those may ask for less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Depth {
    /// Code alone, with an empty landscape.
    Code,
    /// Which services there are, their routes and their deployments, but neither what they store nor what they send;
    /// and that only where one service can link another.
    LinkedServices,
    /// All.
    #[default]
    System,
}

impl Depth {
    /// How much of it there is to read in what was found.
    pub(crate) fn within(self, found: &Discovered) -> Self {
        if self == Self::LinkedServices && !links_a_binary(found) { Self::Code } else { self }
    }
}

/// Whether some package with a binary needs another one that has a binary and a library.
fn links_a_binary(found: &Discovered) -> bool {
    let has = |package: &Package, kind: TargetKind| package.targets.iter().any(|t| t.kind == kind);
    let linkable = |dependency: &Dependency| {
        let package = dependency.local.and_then(|local| found.packages.get(local));
        dependency.kind == DependencyKind::Normal
            && package.is_some_and(|p| has(p, TargetKind::Bin) && has(p, TargetKind::Lib))
    };
    let mut running = found.packages.iter().filter(|package| has(package, TargetKind::Bin));
    running.any(|package| package.dependencies.iter().any(linkable))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Depth;
    use crate::graph::system::Landscape;
    use crate::{Options, read};

    /// The landscape of two services with a database, of which the first needs what `needs` says.
    #[expect(clippy::disallowed_methods, reason = "a test writes the tree that it reads")]
    fn landscape(needs: &str, depth: Depth) -> Landscape {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        let main = "async fn list() { sqlx::query(\"SELECT 1 FROM orders\").execute(&pool()).await; }\n\
                    fn pool() -> sqlx::PgPool { sqlx::PgPool::connect_lazy(\"postgres://db/shop\").unwrap() }\n\
                    #[tokio::main]\nasync fn main() {\n\
                    let app = axum::Router::new().route(\"/orders\", axum::routing::get(list));\n\
                    let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();\n\
                    axum::serve(listener, app).await.unwrap();\n}\n";
        for (name, needs) in [("orders", needs), ("mail", "")] {
            let manifest = format!(
                "[package]\nname = \"{name}\"\n[dependencies]\naxum = \"0.8\"\n\
                 sqlx = \"0.8\"\ntokio = \"1\"\n{needs}"
            );
            write(&format!("{name}/Cargo.toml"), &manifest);
            write(&format!("{name}/src/main.rs"), main);
            write(&format!("{name}/src/lib.rs"), "pub struct Letter;\n");
        }
        write("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
        let options = Options { depth, ..Options::default() };
        let root: &Path = dir.path();
        read(root, &options).expect("a system").graph.landscape
    }

    /// How many services, routes, deployments and statements there are.
    fn counts(needs: &str, depth: Depth) -> [usize; 4] {
        let seen = landscape(needs, depth);
        [seen.services.len(), seen.routes.len(), seen.deployments.len(), seen.statements.len()]
    }

    const LINKS: &str = "mail = { path = \"../mail\" }\n";

    #[test]
    fn no_more_is_read_than_is_asked_for() {
        assert_eq!(counts(LINKS, Depth::System), [2, 2, 1, 2]);
        assert_eq!(counts(LINKS, Depth::LinkedServices), [2, 2, 1, 0]);
        assert_eq!(counts(LINKS, Depth::Code), [0; 4]);
    }

    #[test]
    fn services_that_cannot_link_each_other_are_not_looked_for() {
        assert_eq!(counts("", Depth::LinkedServices), [0; 4]);
        let dev = format!("[dev-dependencies]\n{LINKS}");
        assert_eq!(counts(&dev, Depth::LinkedServices), [0; 4]);
        assert_eq!(counts("", Depth::System), [2, 2, 1, 2]);
    }
}
