//! Crates outside the tree and their items, as far as the tree names them.

use std::sync::RwLock;

use rustc_hash::FxHashMap;

use crate::graph::{External, ExternalId, Name, Names};

/// Externals, which grow while units are resolved in parallel.
#[derive(Debug, Default)]
pub(crate) struct Externals {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    numbers: FxHashMap<(Option<ExternalId>, Name), ExternalId>,
    entries: Vec<(Option<ExternalId>, Name)>,
}

impl Externals {
    /// The external of this name below `parent`, or the crate of this name.
    pub(crate) fn get(&self, parent: Option<ExternalId>, name: Name) -> ExternalId {
        let key = (parent, name);
        {
            let inner = self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(&id) = inner.numbers.get(&key) {
                return id;
            }
        }
        let mut inner = self.inner.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let next = ExternalId(inner.entries.len() as u32);
        let id = *inner.numbers.entry(key).or_insert(next);
        if id == next {
            inner.entries.push(key);
        }
        id
    }

    /// What an external stands in.
    pub(crate) fn parent(&self, id: ExternalId) -> Option<ExternalId> {
        self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner).entries[id.index()].0
    }

    /// The name of an external.
    pub(crate) fn name(&self, id: ExternalId) -> Name {
        self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner).entries[id.index()].1
    }

    /// The crate that an external is part of.
    pub(crate) fn root(&self, id: ExternalId) -> ExternalId {
        let inner = self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut at = id;
        while let Some(&(Some(parent), _)) = inner.entries.get(at.index()) {
            at = parent;
        }
        at
    }

    /// The name of the package that an external is part of.
    pub(crate) fn package(&self, id: ExternalId) -> Name {
        let root = self.root(id);
        let inner = self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        inner.entries[root.index()].1
    }

    /// The names from the crate down, the crate's first.
    pub(crate) fn path(&self, id: ExternalId) -> Vec<Name> {
        let inner = self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some((above, name)) = at.and_then(|id| inner.entries.get(id.index())) {
            path.push(*name);
            at = *above;
        }
        path.reverse();
        path
    }

    /// All, sorted by package and path, and for each old number its place in that order.
    ///
    /// Threads find externals in any order; sorting them makes two runs equal.
    pub(crate) fn into_sorted(self, names: &Names) -> (Vec<External>, Vec<ExternalId>) {
        let inner = self.inner.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut externals: Vec<(External, usize)> = Vec::with_capacity(inner.entries.len());
        for (index, &(parent, name)) in inner.entries.iter().enumerate() {
            let external = match parent {
                None => External { package: names.get(name).to_owned(), path: String::new() },
                Some(parent) => {
                    let (above, _) = &externals[parent.index()];
                    let path = if above.path.is_empty() {
                        names.get(name).to_owned()
                    } else {
                        format!("{}::{}", above.path, names.get(name))
                    };
                    External { package: above.package.clone(), path }
                }
            };
            externals.push((external, index));
        }
        externals.sort_by(|(a, _), (b, _)| (&a.package, &a.path).cmp(&(&b.package, &b.path)));
        let mut order = vec![ExternalId(0); externals.len()];
        for (new, (_, old)) in externals.iter().enumerate() {
            order[*old] = ExternalId(new as u32);
        }
        (externals.into_iter().map(|(external, _)| external).collect(), order)
    }
}
