//! Puts packages and workspaces together from manifests that were sorted.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::inherit::{self, Patches};
use crate::discover::members::Patterns;
use crate::discover::membership::{Id, Sorted, Tree};
use crate::discover::{FoundFile, Package, PackageIndex, Workspace, paths, targets};
use crate::problem::Problem;

/// Builds what belongs to the system; adds the problems of its manifests.
pub(super) fn build(
    tree: &Tree<'_>,
    sorted: &Sorted,
    files: &[FoundFile],
    problems: &mut Vec<Problem>,
) -> (Vec<Workspace>, Vec<Package>) {
    let kept: Vec<Id> = (0..tree.inside).filter(|id| sorted.kept[*id]).collect();
    for id in 0..tree.inside {
        // Of a manifest that could not be read nobody knows that it is no part of the system.
        if sorted.kept[id] || sorted.unreadable[id] {
            problems.extend_from_slice(&tree.manifests[id].problems);
        }
    }
    let paths: FxHashSet<&str> = kept.iter().map(|id| tree.manifests[*id].path.as_str()).collect();
    problems
        .extend(sorted.problems.iter().filter(|problem| paths.contains(&*problem.path)).cloned());
    let ids: Vec<Id> =
        kept.iter().copied().filter(|id| tree.manifests[*id].package.is_some()).collect();
    let index: FxHashMap<Id, PackageIndex> =
        ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let workspaces = workspaces(tree, sorted, &index);
    let place: FxHashMap<&str, usize> = workspaces
        .iter()
        .enumerate()
        .map(|(i, workspace)| (workspace.manifest.as_str(), i))
        .collect();
    let patches = Patches::new(tree, &index);
    let built: Vec<(Package, Vec<Problem>)> = ids
        .par_iter()
        .filter_map(|id| {
            let mut own = Vec::new();
            let mut package = inherit::package(tree, *id, &index, &patches, &mut own)?;
            let workspace = sorted.member_of[*id].map(|id| tree.manifests[id].path.as_str());
            package.workspace = workspace.and_then(|path| place.get(path).copied());
            let manifest = tree.manifests[*id];
            package.targets = targets::build(tree.root, manifest, &package, files, &mut own);
            Some((package, own))
        })
        .collect();
    let mut packages = Vec::with_capacity(built.len());
    for (package, own) in built {
        packages.push(package);
        problems.extend(own);
    }
    name_as_in_code(tree, &ids, &mut packages);
    (workspaces, packages)
}

/// A local package that is not renamed goes by its library's name.
fn name_as_in_code(tree: &Tree<'_>, ids: &[Id], packages: &mut [Package]) {
    let libraries: Vec<Option<String>> =
        packages.iter().map(|package| Some(package.library()?.crate_name.clone())).collect();
    for (id, package) in ids.iter().zip(packages) {
        // There is one dependency for each entry, in the same order.
        for (dependency, renamed) in
            package.dependencies.iter_mut().zip(inherit::renamed(tree, *id))
        {
            let library = dependency.local.and_then(|local| libraries[local].as_ref());
            if let Some(library) = library
                && !renamed
            {
                dependency.extern_name.clone_from(library);
            }
        }
    }
}

fn workspaces(
    tree: &Tree<'_>,
    sorted: &Sorted,
    index: &FxHashMap<Id, PackageIndex>,
) -> Vec<Workspace> {
    let mut members: FxHashMap<Id, Vec<PackageIndex>> = FxHashMap::default();
    for id in 0..tree.inside {
        if let (Some(workspace), Some(package)) = (sorted.member_of[id], index.get(&id)) {
            members.entry(workspace).or_default().push(*package);
        }
    }
    let mut workspaces = Vec::new();
    for (id, manifest) in tree.manifests.iter().enumerate() {
        let outside = id >= tree.inside;
        let members = members.remove(&id).unwrap_or_default();
        let Some(table) = &manifest.workspace else { continue };
        if if outside { members.is_empty() } else { !sorted.kept[id] } {
            continue;
        }
        let root_package = index.get(&id).copied();
        let default_members = match &table.default_members {
            Some(globs) => default_members(tree, id, globs, index),
            None => root_package.map_or_else(|| members.clone(), |package| vec![package]),
        };
        workspaces.push(Workspace {
            name: name(tree.root, id, tree),
            dir: manifest.dir().to_owned(),
            manifest: manifest.path.clone(),
            default_members: default_members
                .into_iter()
                .filter(|one| members.binary_search(one).is_ok())
                .collect(),
            members,
            root_package,
            outside,
        });
    }
    workspaces.sort_by(|a, b| a.dir.cmp(&b.dir));
    workspaces
}

fn default_members(
    tree: &Tree<'_>,
    workspace: Id,
    globs: &[String],
    index: &FxHashMap<Id, PackageIndex>,
) -> Vec<PackageIndex> {
    let dir = tree.manifests[workspace].dir();
    let globs: Vec<_> =
        globs.iter().map(|glob| (glob.as_str(), crate::place::Span::default())).collect();
    let matching = tree.matching(workspace, &Patterns::new(&globs));
    let named = globs.iter().filter_map(|(path, _)| tree.at(&paths::join(tree.root, dir, path)));
    let mut found: Vec<PackageIndex> = matching
        .into_iter()
        .map(|(id, _)| id)
        .chain(named)
        .filter_map(|id| index.get(&id).copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The root package's name, else the folder's.
fn name(root: &Path, id: Id, tree: &Tree<'_>) -> String {
    let manifest = tree.manifests[id];
    if let Some(package) = &manifest.package {
        return package.name.clone();
    }
    let ups = manifest.dir().split('/').filter(|part| *part == "..").count();
    if manifest.dir().is_empty() || ups > 0 {
        let folder = root.ancestors().nth(ups).and_then(Path::file_name);
        return folder
            .map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned());
    }
    paths::name(manifest.dir()).to_owned()
}
