//! Compose files of a folder, together: overrides, variants, includes, `extends`.

use std::cell::Cell;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Around, Found, found};
use super::names;
use super::tree::{Tree, Variables, broken};
use super::{DeployFile, Out};
use crate::extract::compose::{self, ComposeFile, ComposeService};

/// `extends` is followed so far.
const MOST_EXTENDS: usize = 8;

/// So many variables and ports are copied from what entries share; written files share few.
const MOST_COPIED: usize = 200_000;

/// Names of the file that compose reads by itself, the first that is there.
const BASES: &[&str] =
    &["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// A compose file that was read.
struct Read<'a> {
    file: &'a DeployFile<'a>,
    compose: ComposeFile,
    /// The folder whose networks it is in: that of the file which includes it.
    project: &'a str,
    /// Its entries by name.
    by_name: FxHashMap<String, usize>,
}

impl Read<'_> {
    fn service(&self, name: &str) -> Option<&ComposeService> {
        self.by_name.get(name).map(|at| &self.compose.services[*at])
    }
}

/// The deployments of all compose files.
pub(super) fn read<'a>(tree: &'a Tree<'a>, out: &mut Out) -> Vec<Found> {
    let mut reads: Vec<Read<'a>> = Vec::new();
    let files = tree.files.par_iter().filter(|file| is_compose(file));
    let files: Vec<(&DeployFile<'_>, ComposeFile)> =
        files.map(|file| (file, compose::extract(file.text))).collect();
    for (file, compose) in files {
        for fault in &compose.faults {
            broken(file, fault, out);
        }
        let entries = compose.services.iter().enumerate();
        let by_name = entries.map(|(at, entry)| (entry.name.text.clone(), at)).collect();
        reads.push(Read { file, compose, project: names::parent(file.path), by_name });
    }
    assign_projects(&mut reads);
    let by_path: FxHashMap<&str, usize> =
        reads.iter().enumerate().map(|(at, read)| (read.file.path, at)).collect();
    let none = Variables::default();
    let budget = Cell::new(MOST_COPIED);
    let mut all = Vec::new();
    for (at, read) in reads.iter().enumerate() {
        let base = base_of(&reads, &by_path, at);
        let mut here = Vec::new();
        for entry in &read.compose.services {
            let resolved =
                Resolver { tree, reads: &reads, by_path: &by_path, none: &none, budget: &budget };
            let mut found = resolved.entry(at, entry, 0, out);
            let is_override = read.file.path.contains(".override.");
            let under = base.and_then(|base| Some((base, reads[base].service(&entry.name.text)?)));
            if let Some((base, under)) = under
                && (entry.partial() || is_override)
            {
                // What the base says was noted with the base.
                let under = resolved.entry(base, under, 0, &mut Out::default());
                found = under.over(&found);
            }
            here.push((found, entry));
        }
        settle(&mut here);
        all.extend(here.into_iter().map(|(found, _)| found));
    }
    all
}

fn is_compose(file: &DeployFile<'_>) -> bool {
    names::may_be_deployed(file.path) && compose::looks_like(file.text)
}

/// Files that are included share the networks of the one that includes them.
fn assign_projects(reads: &mut [Read<'_>]) {
    let mut includes = Vec::new();
    for (at, read) in reads.iter().enumerate() {
        let dir = names::parent(read.file.path);
        for include in &read.compose.includes {
            let path = names::join(dir, &include.text);
            let of = |other: &Read<'_>| path.as_deref() == Some(other.file.path);
            includes.extend(reads.iter().position(of).map(|included| (at, included)));
        }
    }
    for (at, included) in includes {
        reads[included].project = reads[at].project;
    }
}

/// The file that the file `at` is put over.
fn base_of(reads: &[Read<'_>], by_path: &FxHashMap<&str, usize>, at: usize) -> Option<usize> {
    let path = reads[at].file.path;
    if let Some((stem, rest)) = path.split_once(".override.") {
        return by_path.get(format!("{stem}.{rest}").as_str()).copied();
    }
    let dir = names::parent(path);
    let bases = BASES.iter().filter_map(|name| names::join(dir, name));
    bases
        .filter_map(|base| by_path.get(base.as_str()).copied())
        .find(|base| *base != at)
        .filter(|_| !BASES.contains(&path.rsplit('/').next().unwrap_or_default()))
}

/// Reads entries with what they extend.
struct Resolver<'r, 'a> {
    tree: &'a Tree<'a>,
    reads: &'r [Read<'a>],
    by_path: &'r FxHashMap<&'a str, usize>,
    none: &'r Variables,
    budget: &'r Cell<usize>,
}

impl Resolver<'_, '_> {
    fn entry(&self, at: usize, entry: &ComposeService, depth: usize, out: &mut Out) -> Found {
        let read = &self.reads[at];
        let dir = names::parent(read.file.path);
        let around = Around {
            tree: self.tree,
            file: read.file,
            dir,
            project: read.project,
            variables: self
                .tree
                .variables(dir)
                .or_else(|| self.tree.variables(read.project))
                .unwrap_or(self.none),
            external: &read.compose.external_networks,
            budget: self.budget,
        };
        let found = found(around, entry, out);
        let Some((file, name)) = &entry.extends else { return found };
        let other = match file {
            None => Some(at),
            Some(file) => names::join(dir, &file.text)
                .and_then(|path| self.by_path.get(path.as_str()).copied()),
        };
        let under = other.and_then(|other| Some((other, self.reads[other].service(&name.text)?)));
        match under {
            Some((other, under)) if depth < MOST_EXTENDS && self.budget.get() > 0 => {
                let mut base = self.entry(other, under, depth + 1, &mut Out::default());
                let copied = base.deployment.env.len() + base.deployment.ports.len();
                self.budget.set(self.budget.get().saturating_sub(copied));
                // Another entry's names and networks are not inherited.
                base.deployment.hosts.clear();
                base.deployment.networks.clear();
                base.deployment.name.clone_from(&found.deployment.name);
                let mut merged = base.over(&found);
                merged.deployment.networks.clone_from(&found.deployment.networks);
                merged
            }
            _ => found,
        }
    }
}

/// What entries of one file say about each other: shared networks, links, who waits for whose end.
fn settle(found: &mut [(Found, &ComposeService)]) {
    let by_name: FxHashMap<String, usize> = found
        .iter()
        .enumerate()
        .map(|(at, (found, _))| (found.deployment.name.clone(), at))
        .collect();
    let mut ended: FxHashSet<usize> = FxHashSet::default();
    let mut aliases = Vec::new();
    for (_, entry) in found.iter() {
        for (name, condition) in &entry.depends_on {
            if condition.as_deref() == Some("service_completed_successfully") {
                ended.extend(by_name.get(&name.text).copied());
            }
        }
        for link in &entry.links {
            if let Some((name, alias)) = link.text.split_once(':') {
                aliases.extend(by_name.get(name).map(|at| (*at, alias.to_owned())));
            }
        }
    }
    for at in ended {
        found[at].0.ends = true;
    }
    for (at, alias) in aliases {
        found[at].0.deployment.hosts.push(alias);
    }
    for (found, _) in found.iter_mut() {
        unique(&mut found.deployment.hosts);
    }
    for at in 0..found.len() {
        let shared = found[at].0.deployment.networks.first().and_then(|network| {
            by_name.get(network.strip_prefix("service:")?).copied().filter(|other| *other != at)
        });
        if let Some(other) = shared {
            let networks = found[other].0.deployment.networks.clone();
            found[at].0.deployment.networks = networks;
        }
    }
}

/// Leaves the first of equal names.
pub(super) fn unique(names: &mut Vec<String>) {
    let mut seen = FxHashSet::default();
    names.retain(|name| seen.insert(name.clone()));
}
