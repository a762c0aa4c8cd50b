//! Kustomizations: which manifests they take in, and what they lay over them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::DeployFile;
use super::kubernetes::Placed;
use super::names::{self, is_development};
use super::relevant::is_kustomization;
use super::tree::Tree;
use crate::extract::compose::part;
use crate::extract::kubernetes::{self, Body, Kustomization, ManifestFile, Object, Patch};
use crate::extract::yaml::Text;

/// So many changes of one kind are looked at for each object.
const MOST_CHANGES: usize = 100;

/// Bases of bases are followed so far.
const MOST_DEPTH: usize = 8;

/// The folders' kustomizations, by folder.
type Folders<'a> = FxHashMap<&'a str, (Kustomization, &'a DeployFile<'a>)>;

/// The objects as they are applied.
///
/// A base that several overlays take in is told once, as the overlay has it that is nearest to
/// production; objects that no kustomization takes in are told as they are.
pub(super) fn apply<'a>(tree: &'a Tree<'a>, objects: Vec<Placed<'a>>) -> Vec<Placed<'a>> {
    let mut folders: Folders<'a> = FxHashMap::default();
    for file in tree.files.iter().filter(|file| is_kustomization(file.path)) {
        folders.insert(names::parent(file.path), (ManifestFile::kustomization(file.text), file));
    }
    if folders.is_empty() {
        return objects;
    }
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut patches: FxHashSet<String> = FxHashSet::default();
    for (dir, (kustomization, _)) in &folders {
        taken
            .extend(kustomization.resources.iter().filter_map(|path| names::join(dir, &path.text)));
        patches.extend(kustomization.patches.iter().filter_map(|patch| match patch {
            Patch::File(path) => names::join(dir, path),
            Patch::Replicas(..) => None,
        }));
    }
    let mut roots: Vec<&str> =
        folders.keys().copied().filter(|dir| !taken.contains(*dir)).collect();
    roots.sort_by_key(|dir| {
        let development = is_development(&format!("{dir}/x"));
        (development, !dir.to_lowercase().contains("prod"), *dir)
    });
    let mut by_file: FxHashMap<&str, Vec<Placed<'a>>> = FxHashMap::default();
    for placed in objects {
        if !patches.contains(placed.file.path) && !is_kustomization(placed.file.path) {
            by_file.entry(placed.file.path).or_default().push(placed);
        }
    }
    let mut all = Vec::new();
    for root in roots {
        all.extend(rendered(tree, &folders, root, &mut by_file, 0));
    }
    let mut rest: Vec<Placed<'a>> = by_file.into_values().flatten().collect();
    rest.sort_by_key(|placed| (placed.file.path, placed.object.name.span));
    all.extend(rest);
    all
}

fn rendered<'a>(
    tree: &'a Tree<'a>,
    folders: &Folders<'a>,
    dir: &str,
    by_file: &mut FxHashMap<&str, Vec<Placed<'a>>>,
    depth: usize,
) -> Vec<Placed<'a>> {
    let Some((kustomization, file)) = folders.get(dir) else { return Vec::new() };
    let mut objects = Vec::new();
    for resource in &kustomization.resources {
        let Some(path) = names::join(dir, &resource.text) else { continue };
        if let Some(found) = by_file.remove(path.as_str()) {
            objects.extend(found);
        } else if depth < MOST_DEPTH && path != dir {
            objects.extend(rendered(tree, folders, &path, by_file, depth + 1));
        }
    }
    let development = is_development(&format!("{dir}/x"));
    let patches = patches(tree, dir, kustomization, file);
    for placed in &mut objects {
        placed.development |= development;
        placed.images.extend(kustomization.images.iter().take(MOST_CHANGES).cloned());
        for (name, count) in kustomization.replicas.iter().take(MOST_CHANGES) {
            if *name == placed.object.name.text {
                placed.replicas = Some((count.clone(), file));
            }
        }
        lay_over(kustomization, &patches, file, placed);
        let (before, behind) = &kustomization.affixes;
        let name = &mut placed.object.name.text;
        *name = format!("{before}{name}{behind}");
        if kustomization.namespace.is_some() {
            placed.object.namespace.clone_from(&kustomization.namespace);
        }
    }
    objects.extend(generated(tree, dir, kustomization, file, development));
    objects
}

/// Objects that are laid over others, by the kind and name of these.
type Patches<'a> = FxHashMap<(String, String), Vec<(Object, &'a DeployFile<'a>)>>;

fn patches<'a>(
    tree: &'a Tree<'a>,
    dir: &str,
    kustomization: &Kustomization,
    own: &'a DeployFile<'a>,
) -> Patches<'a> {
    let mut found = Patches::default();
    let mut seen = FxHashSet::default();
    for patch in &kustomization.patches {
        let Patch::File(written) = patch else { continue };
        let file = names::join(dir, written).and_then(|path| tree.file(&path));
        let file = file.filter(|file| file.path != own.path && seen.insert(file.path));
        let Some(file) = file else { continue };
        for object in kubernetes::extract(file.text).objects {
            let key = (object.kind.clone(), object.name.text.clone());
            found.entry(key).or_default().push((object, file));
        }
    }
    found
}

fn lay_over<'a>(
    kustomization: &Kustomization,
    patches: &Patches<'a>,
    file: &'a DeployFile<'a>,
    placed: &mut Placed<'a>,
) {
    let key = (placed.object.kind.clone(), placed.object.name.text.clone());
    for patch in kustomization.patches.iter().take(MOST_CHANGES) {
        let Patch::Replicas(kind, name, count) = patch else { continue };
        let same = kind.as_ref().is_none_or(|kind| *kind == key.0)
            && name.as_ref().is_none_or(|name| *name == key.1);
        if same && matches!(placed.object.body, Body::Workload(_)) {
            placed.replicas = Some((count.clone(), file));
        }
    }
    for (object, file) in patches.get(&key).into_iter().flatten().take(MOST_CHANGES) {
        if let Body::Workload(workload) = &object.body
            && let Some(count) = &workload.replicas
        {
            placed.replicas = Some((count.clone(), file));
        }
        placed.patches.push((object.clone(), file));
    }
}

/// ConfigMaps and Secrets that a kustomization makes.
fn generated<'a>(
    tree: &'a Tree<'a>,
    dir: &str,
    kustomization: &Kustomization,
    file: &'a DeployFile<'a>,
    development: bool,
) -> Vec<Placed<'a>> {
    let mut made = Vec::new();
    for generator in &kustomization.generators {
        let mut data: Vec<(Text, Text)> = Vec::new();
        for literal in &generator.literals {
            if let Some(equals) = literal.text.find('=') {
                let key = part(literal, 0, equals);
                data.push((key, part(literal, equals + 1, literal.text.len())));
            }
        }
        let body = if generator.secret {
            Body::Secret(data.into_iter().map(|(key, value)| (key, value, false)).collect())
        } else {
            Body::ConfigMap(data)
        };
        made.push(placed(generator.name.clone(), body, file, development));
        for path in &generator.env_files {
            let found = names::join(dir, &path.text).and_then(|path| tree.file(&path));
            let Some(env) = found else { continue };
            let data = crate::extract::env_file::extract(env.text);
            let data = data.into_iter().map(|variable| (variable.name, variable.value));
            let body = if generator.secret {
                Body::Secret(data.map(|(key, value)| (key, value, false)).collect())
            } else {
                Body::ConfigMap(data.collect())
            };
            made.push(placed(generator.name.clone(), body, env, development));
        }
    }
    made
}

fn placed<'a>(name: Text, body: Body, file: &'a DeployFile<'a>, development: bool) -> Placed<'a> {
    let kind = if matches!(body, Body::Secret(_)) { "Secret" } else { "ConfigMap" };
    Placed {
        object: Object { kind: kind.to_owned(), name, namespace: None, body },
        file,
        template: false,
        development,
        patches: Vec::new(),
        images: Vec::new(),
        replicas: None,
    }
}
