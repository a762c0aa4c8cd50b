//! Compares what discovery says with what `cargo metadata` says, line by line.

use std::collections::BTreeMap;
use std::path::Path;

use cargo_metadata::{MetadataCommand, TargetKind as CargoKind};
use portcullis_facts::discover::{
    Dependency, DependencyKind, Discovered, Edition, Package, Target, TargetKind,
};

/// The result for one workspace, or for one package without.
pub(crate) struct Compared {
    /// Path of the manifest, relative to the root; empty manifests' folders are the root.
    pub(crate) manifest: String,
    /// Number of packages that both know.
    pub(crate) packages: usize,
    /// Number of lines that were compared.
    pub(crate) lines: usize,
    /// What differs (`-` only Cargo says it, `+` only discovery does), or why Cargo said nothing.
    pub(crate) outcome: Result<Vec<String>, String>,
}

/// Asks Cargo about every workspace and every lone package of `found`.
///
/// Cargo may write a lock file, so the tree must be a copy.
pub(crate) fn compare(found: &Discovered) -> Vec<Compared> {
    let mut compared = Vec::new();
    for (index, workspace) in found.workspaces.iter().enumerate() {
        if !workspace.outside {
            let ours = found.packages.iter().filter(|package| package.workspace == Some(index));
            compared.push(compare_one(found, &workspace.manifest, ours));
        }
    }
    for package in found.packages.iter().filter(|package| package.workspace.is_none()) {
        compared.push(compare_one(found, &package.manifest, std::iter::once(package)));
    }
    compared
}

type Said = BTreeMap<String, Vec<String>>;

fn compare_one<'a>(
    found: &Discovered,
    manifest: &str,
    ours: impl Iterator<Item = &'a Package>,
) -> Compared {
    let ours: Said =
        ours.map(|package| (package.manifest.clone(), ours_says(found, package))).collect();
    let lines = ours.values().map(Vec::len).sum();
    let outcome = ask(&found.root, manifest).map(|theirs| differences(&theirs, &ours));
    Compared { manifest: manifest.to_owned(), packages: ours.len(), lines, outcome }
}

fn differences(theirs: &Said, ours: &Said) -> Vec<String> {
    let mut differences = Vec::new();
    let manifests: std::collections::BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
    for manifest in manifests {
        match (theirs.get(manifest), ours.get(manifest)) {
            (Some(_), None) => differences.push(format!("- {manifest}")),
            (None, Some(_)) => differences.push(format!("+ {manifest}")),
            (Some(theirs), Some(ours)) => {
                let only = |a: &[String], b: &[String], sign: char| -> Vec<String> {
                    let mut rest = b.to_vec();
                    let mut only = Vec::new();
                    for line in a {
                        match rest.iter().position(|other| other == line) {
                            Some(at) => drop(rest.swap_remove(at)),
                            None => only.push(format!("{sign} {manifest}: {line}")),
                        }
                    }
                    only
                };
                differences.extend(only(theirs, ours, '-'));
                differences.extend(only(ours, theirs, '+'));
            }
            (None, None) => {}
        }
    }
    differences
}

/// What Cargo says, by manifest relative to the root.
fn ask(root: &Path, manifest: &str) -> Result<Said, String> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join(manifest))
        // Not inside the tree, so that its `.cargo/config.toml` does not count.
        .current_dir(std::env::temp_dir())
        .no_deps()
        .other_options(["--offline".to_owned()])
        .env("RUSTC_BOOTSTRAP", "1")
        .exec()
        .map_err(|error| error.to_string())?;
    let relative = |path: &Path| {
        path.strip_prefix(root)
            .map_or_else(|_| "outside".to_owned(), |path| path.display().to_string())
    };
    let mut said = Said::new();
    for package in metadata.packages {
        let publish = package.publish.as_ref().is_none_or(|registries| !registries.is_empty());
        let mut lines =
            vec![format!("package {} edition {} publish {publish}", package.name, package.edition)];
        for target in &package.targets {
            lines.push(format!(
                "target {} {} at {} edition {} test {} needs {:?}",
                cargo_kind(&target.kind),
                target.name,
                relative(target.src_path.as_std_path()),
                target.edition,
                target.test,
                target.required_features,
            ));
        }
        for dependency in &package.dependencies {
            let mut features = dependency.features.clone();
            features.sort();
            lines.push(format!(
                "dependency {} {} = {} target {} optional {} default {} features {features:?} path {}",
                dependency.kind,
                dependency.rename.as_ref().unwrap_or(&dependency.name),
                dependency.name,
                squeezed(dependency.target.as_ref().map(ToString::to_string)),
                dependency.optional,
                dependency.uses_default_features,
                dependency.path.as_ref().map_or("none".to_owned(), |path| relative(path.as_std_path())),
            ));
        }
        for (feature, enables) in &package.features {
            lines.push(format!("feature {feature} = {enables:?}"));
        }
        said.insert(relative(package.manifest_path.as_std_path()), lines);
    }
    Ok(said)
}

fn ours_says(found: &Discovered, package: &Package) -> Vec<String> {
    let mut lines = vec![format!(
        "package {} edition {} publish {}",
        package.name,
        edition(package.edition),
        package.publish
    )];
    lines.extend(package.targets.iter().map(target));
    lines.extend(package.dependencies.iter().map(|dependency| dependency_line(found, dependency)));
    lines.extend(
        package.features.iter().map(|(name, enables)| format!("feature {name} = {enables:?}")),
    );
    lines
}

fn target(target: &Target) -> String {
    let kind = match target.kind {
        TargetKind::Lib => "lib",
        TargetKind::ProcMacro => "proc-macro",
        TargetKind::Bin => "bin",
        TargetKind::Test => "test",
        TargetKind::Example => "example",
        TargetKind::Bench => "bench",
        TargetKind::BuildScript => "build",
    };
    let root = if target.root.starts_with("../") { "outside" } else { &target.root };
    format!(
        "target {kind} {} at {root} edition {} test {} needs {:?}",
        target.name,
        edition(target.edition),
        target.test,
        target.required_features,
    )
}

fn dependency_line(found: &Discovered, dependency: &Dependency) -> String {
    let kind = match dependency.kind {
        DependencyKind::Normal => "normal",
        DependencyKind::Dev => "dev",
        DependencyKind::Build => "build",
    };
    let mut features = dependency.features.clone();
    features.sort();
    let path = match &dependency.path {
        Some(path) if path == ".." || path.starts_with("../") || path.starts_with('/') => "outside",
        Some(path) => path,
        None => "none",
    };
    // What a path leads to must be the package that is asked for.
    let package = match (&dependency.path, dependency.local) {
        (Some(_), Some(local)) => &found.packages[local].name,
        _ => &dependency.package,
    };
    format!(
        "dependency {kind} {} = {package} target {} optional {} default {} features {features:?} path {path}",
        dependency.key,
        squeezed(dependency.target.clone()),
        dependency.optional,
        dependency.default_features,
    )
}

/// Cargo writes `cfg(...)` anew; blanks and trailing commas are lost.
fn squeezed(target: Option<String>) -> String {
    let text: String = target.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    text.replace(",)", ")")
}

fn cargo_kind(kinds: &[CargoKind]) -> &'static str {
    match kinds.first() {
        Some(CargoKind::Bin) => "bin",
        Some(CargoKind::Test) => "test",
        Some(CargoKind::Example) => "example",
        Some(CargoKind::Bench) => "bench",
        Some(CargoKind::CustomBuild) => "build",
        Some(CargoKind::ProcMacro) => "proc-macro",
        _ => "lib",
    }
}

fn edition(edition: Edition) -> &'static str {
    match edition {
        Edition::E2015 => "2015",
        Edition::E2018 => "2018",
        Edition::E2021 => "2021",
        Edition::E2024 => "2024",
    }
}
