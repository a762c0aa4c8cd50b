//! Features: what a set of them switches on in a package, and what may be on in a tree.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::{Dependency, Discovered, Package, PackageIndex};

/// What an entry of a feature asks for.
enum Entry<'e> {
    /// `name`: a feature of the package, perhaps the implicit one of an optional dependency.
    Feature(&'e str),
    /// `dep:name`: a dependency, and no feature of its name.
    Dependency(&'e str),
    /// `key/feature`: a feature of a dependency.
    Of {
        key: &'e str,
        feature: &'e str,
        /// It switches the dependency on as well; `key?/feature` does not.
        switches_on: bool,
    },
}

impl<'e> Entry<'e> {
    fn read(text: &'e str) -> Self {
        if let Some((key, feature)) = text.split_once('/') {
            let weak = key.strip_suffix('?');
            return Self::Of { key: weak.unwrap_or(key), feature, switches_on: weak.is_none() };
        }
        text.strip_prefix("dep:").map_or(Self::Feature(text), Self::Dependency)
    }
}

/// All features of `package` that `roots` switch on, themselves included; optional
/// dependencies that are switched on count by their implicit feature.
pub(crate) fn switched_on(package: &Package, roots: &[String]) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut work: Vec<&str> = roots.iter().map(String::as_str).collect();
    while let Some(entry) = work.pop() {
        let name = match Entry::read(entry) {
            Entry::Feature(name) => name,
            Entry::Of { key, switches_on: true, .. } if package.features.contains_key(key) => key,
            Entry::Of { .. } | Entry::Dependency(_) => continue,
        };
        if found.insert(name.to_owned())
            && let Some(enabled) = package.features.get(name)
        {
            work.extend(enabled.iter().map(String::as_str));
        }
    }
    found.into_iter().collect()
}

/// What some binary of the tree can switch on of features and optional dependencies: its own, and in what it reaches those that
/// the features ask for with which it is needed.
pub(crate) struct Active<'d> {
    found: &'d Discovered,
    /// The features of each package that may be on, and the keys of its optional dependencies that may be.
    on: Vec<FxHashSet<&'d str>>,
    reached: Vec<bool>,
}

impl<'d> Active<'d> {
    pub(crate) fn of(found: &'d Discovered) -> Self {
        let count = found.packages.len();
        let mut active =
            Self { found, on: vec![FxHashSet::default(); count], reached: vec![false; count] };
        // Whoever builds a binary may ask for any of its features.
        for (index, package) in found.packages.iter().enumerate().filter(|(_, p)| p.has_binary()) {
            active.reached[index] = true;
            active.on[index].extend(package.features.keys().map(String::as_str));
            let keys = package.normal_dependencies().filter(|dependency| dependency.optional);
            active.on[index].extend(keys.map(|dependency| dependency.key.as_str()));
        }
        let mut open: Vec<PackageIndex> = (0..count).filter(|at| active.reached[*at]).collect();
        while let Some(at) = open.pop() {
            active.follow(at, &mut open);
        }
        active
    }

    /// Whether a dependency of a package may be there.
    pub(crate) fn has(&self, package: PackageIndex, dependency: &Dependency) -> bool {
        !dependency.optional || self.on[package].contains(dependency.key.as_str())
    }

    /// Switches on what the features of a package ask for, and notes the packages for which that is news.
    fn follow(&mut self, at: PackageIndex, open: &mut Vec<PackageIndex>) {
        let package = &self.found.packages[at];
        let mut asked: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let mut work: Vec<&str> = self.on[at].iter().copied().collect();
        while let Some(feature) = work.pop() {
            for more in package.features.get(feature).into_iter().flatten() {
                let own = match Entry::read(more) {
                    Entry::Of { key, feature, switches_on } => {
                        asked.entry(key).or_default().push(feature);
                        if !switches_on {
                            continue;
                        }
                        key
                    }
                    Entry::Feature(name) | Entry::Dependency(name) => name,
                };
                if self.on[at].insert(own) {
                    work.push(own);
                }
            }
        }
        for dependency in package.normal_dependencies() {
            let local = dependency.local.filter(|to| *to < self.on.len());
            let Some(to) = local.filter(|_| self.has(at, dependency)) else { continue };
            let mut news = !std::mem::replace(&mut self.reached[to], true);
            let on = &mut self.on[to];
            let more = asked.get(dependency.key.as_str()).into_iter().flatten().copied();
            for feature in dependency.features.iter().map(String::as_str).chain(more) {
                news |= on.insert(feature);
            }
            if dependency.default_features {
                news |= on.insert("default");
            }
            if news {
                open.push(to);
            }
        }
    }
}
