//! The detected layers as tables of the configuration, with the globs that mean the same modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use portcullis_facts::System;
use portcullis_facts::graph::{CrateKind, Graph, LayerId, ModuleId, Scope};

use crate::{escape, names};

/// Below this confidence a glob is only proposed: the layer was guessed from what the code does.
const SURE: u8 = 70;
/// So many folders or files of one name become one glob.
const SAME: usize = 2;

/// What is detected of one layer.
#[derive(Default)]
struct Found {
    /// Globs with the reason for each.
    sure: BTreeMap<String, String>,
    guessed: BTreeMap<String, String>,
    /// Modules that no glob can mean, because they have no file of their own.
    inline: BTreeSet<String>,
}

/// Appends the layers to `text`.
pub(super) fn write(system: &System, text: &mut String) {
    let graph = &system.graph;
    let files: BTreeSet<&str> = system.files.iter().map(|file| file.path.as_str()).collect();
    let mut layers: BTreeMap<LayerId, Found> = BTreeMap::new();
    for (id, module) in graph.modules() {
        let Some(fact) = graph.layer_of_module(id) else { continue };
        let around = module.parent.and_then(|parent| graph.layer_of_module(parent));
        let is_new = around.is_none_or(|around| around.layer != fact.layer);
        if module.scope != Scope::Production || !is_new {
            continue;
        }
        let found = layers.entry(fact.layer).or_default();
        let globs = globs(system, &files, id);
        if globs.is_empty() {
            found.inline.insert(graph.module_path(id));
        }
        let list = if fact.confidence >= SURE { &mut found.sure } else { &mut found.guessed };
        list.extend(globs.into_iter().map(|glob| (glob, fact.reason.clone())));
    }
    let shared = shared_tails(&layers);
    text.push_str(if layers.is_empty() {
        "\n# No layer was detected. A layer has a name, a role and globs of what belongs to it:\n\
         # [[layer]]\n# name = \"domain\"\n# role = \"core\"\n# paths = [\"**/domain/**\"]\n"
    } else {
        "\n# Layers, from the inside out. The role says what a layer may use; `may_use = [\"...\"]`\n\
         # says it instead.\n"
    });
    for (id, found) in layers {
        table(graph, id, found, &shared, text);
    }
}

fn table(
    graph: &Graph,
    id: LayerId,
    mut found: Found,
    shared: &BTreeMap<String, LayerId>,
    text: &mut String,
) {
    let layer = &graph.layers[usize::from(id.0)];
    for (tail, _) in shared.iter().filter(|(_, owner)| **owner == id) {
        let is_one = |glob: &str| self::tail(glob).as_ref() == Some(tail);
        let reason = found.sure.iter().find(|(glob, _)| is_one(glob)).map(|(_, r)| r.clone());
        let Some(reason) = reason else { continue };
        found.sure.retain(|glob, _| !is_one(glob));
        found.sure.insert(format!("**/{tail}"), reason);
    }
    // A layer of which nothing is sure stays a proposal as a whole.
    let mark = if found.sure.is_empty() { "# " } else { "" };
    let _ = writeln!(text, "\n{mark}[[layer]]\n{mark}name = {}", escape::toml(&layer.name));
    if let Some(role) = layer.role {
        let _ = writeln!(text, "{mark}role = {}", escape::toml(names::role(role)));
    }
    let _ = writeln!(text, "{mark}paths = [");
    for (globs, mark) in [(&found.sure, mark), (&found.guessed, "# ")] {
        for (glob, reason) in globs {
            let _ = writeln!(text, "{mark}    {}, # {}", escape::toml(glob), escape::line(reason));
        }
    }
    let _ = writeln!(text, "{mark}]");
    for path in found.inline {
        let path = escape::line(&path).into_owned();
        let _ = writeln!(text, "# `{path}` has no file of its own, so no glob can mean it");
    }
}

/// What a glob ends in, if the same end elsewhere would mean the same: `domain/**`, `domain.rs`.
fn tail(glob: &str) -> Option<String> {
    if let Some(folder) = glob.strip_suffix("/**") {
        return Some(format!("{}/**", folder.rsplit('/').next()?));
    }
    let file = glob.rsplit('/').next()?;
    let stem = file.strip_suffix(".rs")?;
    (stem != "lib" && stem != "main").then(|| file.to_owned())
}

/// Ends of globs that belong to one layer wherever they occur, and occur several times.
fn shared_tails(layers: &BTreeMap<LayerId, Found>) -> BTreeMap<String, LayerId> {
    let mut owners: BTreeMap<String, (BTreeSet<LayerId>, usize)> = BTreeMap::new();
    for (id, found) in layers {
        for tail in found.sure.keys().chain(found.guessed.keys()).filter_map(|glob| tail(glob)) {
            let owner = owners.entry(tail).or_default();
            owner.0.insert(*id);
            owner.1 += 1;
        }
    }
    let shared = owners.into_iter().filter(|(_, (ids, number))| ids.len() == 1 && *number >= SAME);
    shared.filter_map(|(tail, (ids, _))| Some((tail, ids.into_iter().next()?))).collect()
}

/// Globs that mean a module and all below it; none for one inside another's file.
fn globs(system: &System, files: &BTreeSet<&str>, id: ModuleId) -> Vec<String> {
    let graph = &system.graph;
    let module = graph.module(id);
    let file = system.file(module.file).path.as_str();
    let path = literal(file);
    let Some(parent) = module.parent else {
        let krate = graph.krate(module.krate);
        return match krate.kind {
            CrateKind::Lib | CrateKind::ProcMacro => {
                vec![format!("crate:{}", literal(&graph.package(krate.package).name))]
            }
            _ => vec![path],
        };
    };
    if graph.module(parent).file == module.file {
        return Vec::new();
    }
    if let Some(dir) = path.strip_suffix("/mod.rs") {
        return vec![format!("{dir}/**")];
    }
    let below = file.strip_suffix(".rs").unwrap_or(file);
    let inside = format!("{below}/");
    let next = files.range(inside.as_str()..).next();
    let has_folder = next.is_some_and(|next| next.starts_with(&inside));
    let folder = has_folder.then(|| format!("{}/**", literal(below)));
    std::iter::once(path).chain(folder).collect()
}

/// A path in which no character means more than itself.
fn literal(path: &str) -> String {
    let mut glob = String::with_capacity(path.len());
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | '{') {
            glob.extend(['[', c, ']']);
        } else {
            glob.push(c);
        }
    }
    glob
}
