//! The targets of a package: those that its manifest names, and those that Cargo finds by their folders.

use std::path::Path;

use crate::discover::manifest::Manifest;
use crate::discover::target_tables::{Build, Tables, TargetTable};
use crate::discover::{Edition, FoundFile, Package, Target, TargetKind, kinds, paths};
use crate::problem::{Problem, ProblemKind};

/// The targets of `package`, in Cargo's order.
pub(super) fn build(
    root: &Path,
    manifest: &Manifest,
    package: &Package,
    files: &[FoundFile],
    problems: &mut Vec<Problem>,
) -> Vec<Target> {
    let mut finder = Finder { root, manifest, package, files, problems };
    let tables = &manifest.targets;
    let mut targets: Vec<Target> = finder.library().into_iter().collect();
    let has_library = !targets.is_empty();
    targets.extend(finder.kind(TargetKind::Bin, &tables.bins, has_library));
    targets.extend(finder.kind(TargetKind::Example, &tables.examples, has_library));
    targets.extend(finder.kind(TargetKind::Test, &tables.tests, has_library));
    targets.extend(finder.kind(TargetKind::Bench, &tables.benches, has_library));
    targets.extend(finder.build_scripts());
    targets
}

struct Finder<'a> {
    root: &'a Path,
    manifest: &'a Manifest,
    package: &'a Package,
    files: &'a [FoundFile],
    problems: &'a mut Vec<Problem>,
}

impl Finder<'_> {
    fn library(&mut self) -> Option<Target> {
        let tables = &self.manifest.targets;
        let found = self
            .existing("src/lib.rs")
            .filter(|_| tables.auto_lib != Some(false) || tables.lib.is_some());
        let table = match &tables.lib {
            Some(table) => table.clone(),
            None => TargetTable { path: Some(found.clone()?), ..TargetTable::default() },
        };
        let name = table.name.clone().unwrap_or_else(|| self.package.name.replace('-', "_"));
        let is_macro =
            table.proc_macro || table.crate_types.iter().any(|kind| kind == "proc-macro");
        let kind = if is_macro { TargetKind::ProcMacro } else { TargetKind::Lib };
        if tables.lib.is_none() {
            return Some(self.target(kind, &name, found?, &table));
        }
        let legacy = || self.legacy(&format!("src/{name}.rs"));
        let Some(root) = self.written(&table).or(found).or_else(legacy) else {
            self.problem(&table, format!("the library `{name}` has no `src/lib.rs` and no `path`"));
            return None;
        };
        self.check(&root, &table);
        Some(self.target(kind, &name, root, &table))
    }

    /// The targets of one kind, sorted by name.
    fn kind(&mut self, kind: TargetKind, tables: &Tables, has_library: bool) -> Vec<Target> {
        let inferred = self.inferred(kind);
        let mut targets = Vec::new();
        for table in tables.written.iter().flatten() {
            let Some(name) = table.name.clone() else {
                self.problem(table, "the target has no `name`".to_owned());
                continue;
            };
            let same = inferred.iter().find(|(inferred, _)| *inferred == name);
            let path = self
                .written(table)
                .or_else(|| same.map(|(_, path)| path.clone()))
                .or_else(|| self.legacy_path(kind, &name, has_library));
            match path {
                Some(path) => {
                    self.check(&path, table);
                    targets.push(self.target(kind, &name, path, table));
                }
                None => self.problem(table, format!("no file was found for the target `{name}`")),
            }
        }
        // In 2015, naming one target turns the search for others off.
        let finds = tables
            .auto
            .unwrap_or(tables.written.is_none() || self.package.edition > Edition::E2015);
        if finds {
            let explicit = tables.written.iter().flatten();
            let paths: Vec<String> =
                explicit.clone().filter_map(|table| self.written(table)).collect();
            for (name, path) in inferred {
                let named = explicit.clone().any(|table| table.name.as_deref() == Some(&name));
                if !named && !paths.contains(&path) {
                    targets.push(self.target(kind, &name, path, &TargetTable::default()));
                }
            }
        }
        targets.sort_by(|a, b| (&a.name, &a.root).cmp(&(&b.name, &b.root)));
        targets
    }

    /// Names and root files of the targets that stand where Cargo looks for them.
    fn inferred(&self, kind: TargetKind) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let folder = match kind {
            TargetKind::Bin => {
                if let Some(main) = self.existing("src/main.rs") {
                    found.push((self.package.name.clone(), main));
                }
                "src/bin"
            }
            TargetKind::Example => "examples",
            TargetKind::Test => "tests",
            _ => "benches",
        };
        let folder = paths::child(&self.package.dir, folder);
        for (name, is_file) in kinds::entries(self.files, &folder) {
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{folder}/{name}");
            if !is_file {
                let main = format!("{path}/main.rs");
                if kinds::find(self.files, &main).is_some() {
                    found.push((name.to_owned(), main));
                }
            } else if let Some(stem) = name.strip_suffix(".rs") {
                found.push((stem.to_owned(), path));
            }
        }
        found
    }

    fn build_scripts(&mut self) -> Vec<Target> {
        let table = TargetTable { test: Some(false), ..TargetTable::default() };
        let scripts: Vec<String> = match &self.manifest.targets.build {
            Build::Found => self.existing("build.rs").into_iter().collect(),
            Build::Scripts(scripts) => scripts
                .iter()
                .map(|script| paths::join(self.root, &self.package.dir, script))
                .collect(),
        };
        let mut targets = Vec::new();
        for script in scripts {
            let stem = paths::name(&script)
                .rsplit_once('.')
                .map_or(paths::name(&script), |(stem, _)| stem);
            let name = format!("build-script-{stem}");
            targets.push(self.target(TargetKind::BuildScript, &name, script, &table));
        }
        targets
    }

    /// Paths that Cargo took by mistake before 2018, and still takes for packages of then.
    fn legacy_path(&self, kind: TargetKind, name: &str, has_library: bool) -> Option<String> {
        match kind {
            TargetKind::Bin => {
                (if has_library { None } else { self.legacy(&format!("src/{name}.rs")) })
                    .or_else(|| self.legacy("src/main.rs"))
                    .or_else(|| self.legacy("src/bin/main.rs"))
            }
            TargetKind::Bench if name == "bench" => self.legacy("src/bench.rs"),
            _ => None,
        }
    }

    fn legacy(&self, path: &str) -> Option<String> {
        if self.package.edition == Edition::E2015 { self.existing(path) } else { None }
    }

    /// The file at `path` in the package's folder, if the walk saw it.
    fn existing(&self, path: &str) -> Option<String> {
        let path = paths::child(&self.package.dir, path);
        kinds::find(self.files, &path).map(|_| path)
    }

    /// The path that the table names.
    fn written(&self, table: &TargetTable) -> Option<String> {
        Some(paths::join(self.root, &self.package.dir, table.path.as_ref()?))
    }

    fn check(&mut self, path: &str, table: &TargetTable) {
        if !paths::is_outside(path)
            && kinds::find(self.files, path).is_none()
            && !self.root.join(path).is_file()
        {
            self.problem(table, format!("`{path}` does not exist"));
        }
    }

    fn target(&self, kind: TargetKind, name: &str, root: String, table: &TargetTable) -> Target {
        Target {
            name: name.to_owned(),
            crate_name: name.replace('-', "_"),
            kind,
            root,
            required_features: table.required_features.clone(),
            edition: table.edition.unwrap_or(self.package.edition),
            crate_types: table.crate_types.clone(),
            test: table.test.unwrap_or(!matches!(kind, TargetKind::Example | TargetKind::Bench)),
            harness: table.harness.unwrap_or(true),
        }
    }

    fn problem(&mut self, table: &TargetTable, message: String) {
        self.problems.push(Problem {
            path: self.manifest.path.clone(),
            span: Some(table.span),
            kind: ProblemKind::Manifest,
            message,
        });
    }
}
