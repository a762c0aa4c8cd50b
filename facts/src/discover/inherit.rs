//! Fills in what a package takes from its workspace, and finds its local dependencies.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::discover::dependency_tables::{Entry, Source};
use crate::discover::manifest::{Inheritable, Manifest, WorkspaceTable};
use crate::discover::membership::{Id, Tree};
use crate::discover::{Dependency, DependencyKind, Edition, Package, PackageIndex, paths};
use crate::place::Span;
use crate::problem::{Problem, ProblemKind};

/// Where each package stands in the result.
type Index = FxHashMap<Id, PackageIndex>;

/// `[patch]` and `[replace]` of each workspace, by package and repository.
pub(super) struct Patches {
    local: FxHashMap<(Id, String, Option<String>), PackageIndex>,
}

impl Patches {
    pub(super) fn new(tree: &Tree<'_>, index: &Index) -> Self {
        let mut local = FxHashMap::default();
        for (id, manifest) in tree.manifests.iter().enumerate() {
            for patch in &manifest.patches {
                let dir = paths::join(tree.root, manifest.dir(), &patch.path);
                if let Some(package) = tree.at(&dir).and_then(|id| index.get(&id)) {
                    local.insert((id, patch.package.clone(), patch.git.clone()), *package);
                }
            }
        }
        Self { local }
    }

    fn find(&self, workspace: Id, dependency: &Dependency) -> Option<PackageIndex> {
        if self.local.is_empty() {
            return None;
        }
        let key = (workspace, dependency.package.clone(), dependency.git.clone());
        self.local.get(&key).copied()
    }
}

/// The package of a manifest, without its targets and its workspace's position.
pub(super) fn package(
    tree: &Tree<'_>,
    id: Id,
    index: &Index,
    patches: &Patches,
    problems: &mut Vec<Problem>,
) -> Option<Package> {
    let manifest = tree.manifests[id];
    let own = manifest.package.as_ref()?;
    let root = tree.workspace_of(id);
    let workspace = root.and_then(|root| tree.manifests[root].workspace.as_ref());
    let mut problem = |span: Span, message: String| {
        let path = manifest.path.clone();
        problems.push(Problem { path, span: Some(span), kind: ProblemKind::Manifest, message });
    };
    let edition = match own.edition {
        Some(Inheritable::Own(edition)) => edition,
        Some(Inheritable::Workspace) => {
            workspace.and_then(|workspace| workspace.edition).unwrap_or_else(|| {
                problem(
                    own.name_span,
                    "no workspace gives the edition; 2024 is assumed".to_owned(),
                );
                Edition::E2024
            })
        }
        None => Edition::default(),
    };
    let publish = match own.publish {
        Some(Inheritable::Own(publish)) => publish,
        Some(Inheritable::Workspace) => {
            workspace.and_then(|workspace| workspace.publish).unwrap_or(true)
        }
        // Without a version nothing can be published.
        None => own.has_version,
    };
    let mut dependencies = Vec::with_capacity(manifest.dependencies.len());
    for entry in &manifest.dependencies {
        let inherited = inherited(entry, workspace);
        if entry.inherited && inherited.is_none() {
            problem(
                entry.key_span,
                format!("`{}` is not in `[workspace.dependencies]`", entry.key),
            );
        }
        let dir = inherited.and(root).map_or(manifest.dir(), |root| tree.manifests[root].dir());
        let mut dependency = dependency(entry, inherited, edition);
        dependency.path = dependency.path.map(|path| paths::join(tree.root, dir, &path));
        dependency.local = match &dependency.path {
            Some(path) => tree.at(path).and_then(|id| index.get(&id).copied()),
            None => patches.find(root.unwrap_or(id), &dependency),
        };
        if let Some(path) = &dependency.path
            && tree.at(path).is_none()
            && !paths::is_outside(path)
        {
            problem(
                entry.span,
                format!("`{}` leads to `{path}`, which has no `Cargo.toml`", entry.key),
            );
        }
        dependencies.push(dependency);
    }
    Some(Package {
        name: own.name.clone(),
        dir: manifest.dir().to_owned(),
        manifest: manifest.path.clone(),
        name_span: own.name_span,
        edition,
        workspace: None,
        publish,
        features: features(manifest),
        dependencies,
        targets: Vec::new(),
    })
}

/// The workspace's entry, for one that says `workspace = true`.
fn inherited<'w>(entry: &Entry, workspace: Option<&'w WorkspaceTable>) -> Option<&'w Source> {
    if entry.inherited { workspace?.dependencies.get(&entry.key) } else { None }
}

/// Which entries have `package = "…"`, of their own or from the workspace.
pub(super) fn renamed(tree: &Tree<'_>, id: Id) -> impl Iterator<Item = bool> {
    let workspace = tree.workspace_of(id).and_then(|root| tree.manifests[root].workspace.as_ref());
    let entries = tree.manifests[id].dependencies.iter();
    entries.map(move |entry| inherited(entry, workspace).unwrap_or(&entry.source).package.is_some())
}

fn dependency(entry: &Entry, inherited: Option<&Source>, edition: Edition) -> Dependency {
    let own = &entry.source;
    let source = inherited.unwrap_or(own);
    let mut features = source.features.clone();
    let mut default_features = source.default_features;
    if inherited.is_some() {
        features.extend(own.features.iter().cloned());
        // Since 2024 the package's word counts; before, it can only turn them on.
        if edition >= Edition::E2024 {
            default_features = own.default_features.or(default_features);
        } else if own.default_features == Some(true) {
            default_features = Some(true);
        }
    }
    Dependency {
        extern_name: entry.key.replace('-', "_"),
        key: entry.key.clone(),
        package: source.package.clone().unwrap_or_else(|| entry.key.clone()),
        kind: entry.kind,
        target: entry.target.clone(),
        optional: entry.optional,
        features,
        default_features: default_features.unwrap_or(true),
        version: source.version.clone(),
        git: source.git.clone(),
        path: source.path.clone(),
        local: None,
        key_span: entry.key_span,
        span: entry.span,
    }
}

/// The features as written, and one for each optional dependency that no feature
/// names with `dep:`.
fn features(manifest: &Manifest) -> BTreeMap<String, Vec<String>> {
    let mut features = manifest.features.clone();
    let optional = manifest
        .dependencies
        .iter()
        .filter(|entry| entry.optional && entry.kind != DependencyKind::Dev);
    for entry in optional {
        let named = format!("dep:{}", entry.key);
        if !manifest.features.contains_key(&entry.key)
            && !manifest.features.values().flatten().any(|enables| *enables == named)
        {
            features.insert(entry.key.clone(), vec![named]);
        }
    }
    features
}
