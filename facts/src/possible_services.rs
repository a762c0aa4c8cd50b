//! Which packages may be part of a service, so that the bodies of their functions are read.
//!
//! A possible service is a package with a binary that reaches, by normal dependencies within the tree, a
//! package that names a server, client, database or broker. Everything that it reaches is part of it. Where there is
//! one, the system around the code is read.
//!
//! Most programs that name a client or a database alone are tools. They are services only if they work on a clock, so
//! their bodies are read only if some loop of theirs [may do that](crate::extract::rust::may_repeat).

use rustc_hash::FxHashSet;

use crate::discover::{Active, Dependency, Discovered, Package, PackageIndex};
use crate::framework::{self, clocks};
use crate::graph::Technology;

/// The packages that some possible service consists of.
pub(crate) struct PossibleServices<'d> {
    found: &'d Discovered,
    /// Whether there is one.
    any: bool,
    /// What each package needs of the tree.
    needs: Vec<Vec<PackageIndex>>,
    /// By package, whether bodies are wanted.
    parts: Vec<bool>,
    /// Packages with a binary that are services if something repeats in what they reach.
    tools: Vec<PackageIndex>,
}

/// What a package outside the tree can make of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// One that calls or stores.
    Works,
    /// One that listens, receives messages, or works on a schedule.
    Serves,
}

impl<'d> PossibleServices<'d> {
    pub(crate) fn of(found: &'d Discovered) -> Self {
        // Whatever is optional may have to do with what is deployed.
        let whole = Links::of(found, |_, _| true);
        let any = !whole.binaries_with(found, Tie::Works).is_empty();
        let active = Active::of(found);
        let links = Links::of(found, |package, dependency| active.has(package, dependency));
        let services = links.binaries_with(found, Tie::Serves);
        let mut tools = links.binaries_with(found, Tie::Works);
        tools.retain(|package| !services.contains(package));
        let parts = reached(&links.needs, services);
        Self { found, any, needs: links.needs, parts, tools }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether a file is production code of a possible service, as far as its path tells.
    pub(crate) fn wants_bodies_of(&self, path: &str) -> bool {
        self.is_production_of(&self.parts, path)
    }

    /// Whether a file decides if what it belongs to is a service.
    pub(crate) fn decided_by(&self) -> impl Fn(&str) -> bool + Sync {
        let asked = reached(&self.needs, self.tools.clone());
        move |path| self.is_production_of(&asked, path)
    }

    /// Whether some package has a clock that ticks.
    pub(crate) fn ticks(&self) -> bool {
        let mut all = self.found.packages.iter().flat_map(Package::normal_dependencies);
        all.any(|dependency| clocks::TICKING.contains(&dependency.package.as_str()))
    }

    /// Takes those for services in whose code something repeats; `repeating` are the paths of such files.
    pub(crate) fn decide<'p>(&mut self, repeating: impl Iterator<Item = &'p str>) {
        let repeating: FxHashSet<PackageIndex> =
            repeating.filter_map(|path| self.found.package_of(path)).collect();
        for tool in std::mem::take(&mut self.tools) {
            let reaches = reached(&self.needs, vec![tool]);
            if repeating.iter().any(|package| reaches[*package]) {
                for (part, reached) in self.parts.iter_mut().zip(reaches) {
                    *part |= reached;
                }
            }
        }
    }

    /// Wants no bodies, whatever there is.
    pub(crate) fn forget(&mut self) {
        self.parts.fill(false);
        self.tools.clear();
    }

    /// Whether nothing is left to decide.
    pub(crate) fn is_decided(&self) -> bool {
        self.tools.is_empty()
    }

    fn is_production_of(&self, packages: &[bool], path: &str) -> bool {
        let Some(package) = self.found.package_of(path).filter(|package| packages[*package]) else {
            return false;
        };
        let dir = &self.found.packages[package].dir;
        let inside = path.strip_prefix(dir.as_str()).unwrap_or(path).trim_start_matches('/');
        let folder = inside.split('/').next().unwrap_or_default();
        !matches!(folder, "tests" | "benches" | "examples" | "build.rs")
    }
}

/// Which packages need which.
struct Links {
    needs: Vec<Vec<PackageIndex>>,
    needed_by: Vec<Vec<PackageIndex>>,
    tied: Vec<(PackageIndex, Tie)>,
}

impl Links {
    /// The normal dependencies that count.
    fn of(found: &Discovered, counts: impl Fn(PackageIndex, &Dependency) -> bool) -> Self {
        let count = found.packages.len();
        let mut links = Self {
            needs: vec![Vec::new(); count],
            needed_by: vec![Vec::new(); count],
            tied: Vec::new(),
        };
        for (index, package) in found.packages.iter().enumerate() {
            for dependency in
                package.normal_dependencies().filter(|dependency| counts(index, dependency))
            {
                if let Some(local) = dependency.local.filter(|local| *local < count) {
                    links.needs[index].push(local);
                    links.needed_by[local].push(index);
                } else if let Some(tie) = tie(&dependency.package) {
                    links.tied.push((index, tie));
                }
            }
        }
        links
    }

    /// The packages with a binary that reach a tie that is at least so strong.
    fn binaries_with(&self, found: &Discovered, least: Tie) -> Vec<PackageIndex> {
        let tied = self.tied.iter().filter(|(_, tie)| *tie >= least);
        let reaching = reached(&self.needed_by, tied.map(|(package, _)| *package).collect());
        let runs = |index: &PackageIndex| reaching[*index] && found.packages[*index].has_binary();
        (0..found.packages.len()).filter(runs).collect()
    }
}

/// What a package outside the tree can make of a program.
fn tie(package: &str) -> Option<Tie> {
    if framework::server::may_serve(package) {
        return Some(Tie::Serves);
    }
    match framework::technology(package)? {
        Technology::HttpServer | Technology::Rpc | Technology::Broker => Some(Tie::Serves),
        Technology::HttpClient | Technology::Database => Some(Tie::Works),
        _ => None,
    }
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
    use crate::discover::trial::write;

    /// A manifest; a package whose name begins with `run` has a binary.
    fn package(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n{rest}")
    }

    /// Writes a tree of manifests and says of which files bodies are wanted if something repeats in some files.
    fn wanted(packages: &[(&str, &str)], files: &[&str], repeating: &[&str]) -> Vec<bool> {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, rest) in packages {
            write(dir.path(), &format!("{name}/Cargo.toml"), package(name, rest));
            let root = if name.starts_with("run") { "main" } else { "lib" };
            write(dir.path(), &format!("{name}/src/{root}.rs"), "");
        }
        let found = discover::discover(dir.path(), &discover::Options::default()).expect("a tree");
        let mut services = PossibleServices::of(&found);
        let decides = services.decided_by();
        let repeating: Vec<&str> = repeating.iter().copied().filter(|path| decides(path)).collect();
        drop(decides);
        services.decide(repeating.into_iter());
        files.iter().map(|path| services.wants_bodies_of(path)).collect()
    }

    #[test]
    fn a_binary_and_all_that_it_reaches_are_wanted() {
        let needs = "[dependencies]\naxum = \"0.8\"\ndomain = { path = \"../domain\" }\n\
                     store = { path = \"../store\" }";
        let packages = [
            ("run", needs),
            ("domain", "[dependencies]\nserde = \"1\""),
            ("store", "[dependencies]\nsqlx = \"0.8\""),
            ("run-nothing", "[dependencies]\ndomain = { path = \"../domain\" }"),
            ("other", "[dependencies]\nsqlx = \"0.8\""),
        ];
        let files = [
            "run/src/main.rs",
            "run/tests/all.rs",
            "run/build.rs",
            "domain/src/a/tests/b.rs",
            "store/src/lib.rs",
            "run-nothing/src/main.rs",
            "other/src/lib.rs",
            "elsewhere.rs",
        ];
        assert_eq!(
            wanted(&packages, &files, &[]),
            [true, false, false, true, true, false, false, false]
        );
    }

    #[test]
    fn what_only_stores_or_calls_is_a_service_if_something_repeats() {
        let packages = [
            ("run", "[dependencies]\nstore = { path = \"../store\" }"),
            ("store", "[dependencies]\nsqlx = \"0.8\""),
            ("run-too", "[dependencies]\nreqwest = \"0.12\""),
        ];
        let files = ["run/src/main.rs", "store/src/lib.rs", "run-too/src/main.rs"];
        let wanted = |repeating| wanted(&packages, &files, repeating);
        assert_eq!(wanted(&[]), [false, false, false]);
        assert_eq!(wanted(&["run/tests/all.rs"]), [false, false, false]);
        assert_eq!(wanted(&["store/src/lib.rs"]), [true, true, false]);
        assert_eq!(wanted(&["run-too/src/main.rs"]), [false, false, true]);
    }

    #[test]
    fn an_optional_dependency_counts_where_a_binary_can_switch_it_on() {
        let engine = "[features]\nremote = [\"dep:axum\"]\nextra = [\"net/http\"]\n[dependencies]\n\
                      axum = { version = \"0.8\", optional = true }\nnet = { path = \"../net\", optional = true }";
        let net = "[features]\nhttp = [\"dep:warp\"]\n[dependencies]\nwarp = { version = \"0.3\", optional = true }";
        let with = |rest: &str| {
            let run = format!("[dependencies]\nengine = {{ path = \"../engine\"{rest} }}");
            let packages = [("run", run.as_str()), ("engine", engine), ("net", net)];
            wanted(&packages, &["run/src/main.rs", "engine/src/lib.rs", "net/src/lib.rs"], &[])
        };
        assert_eq!(with(""), [false, false, false]);
        assert_eq!(with(", features = [\"remote\"]"), [true, true, false]);
        assert_eq!(with(", features = [\"extra\"]"), [true, true, true]);
        // Whoever builds a binary may ask for its features.
        let own = "[features]\nweb = [\"dep:axum\"]\n[dependencies]\naxum = { version = \"0.8\", optional = true }";
        assert_eq!(wanted(&[("run", own)], &["run/src/main.rs"], &[]), [true]);
    }
}
