//! What functions return of which only a table or their name tells: those of libraries.

use super::builder::Builder;
use super::receivers::Ty;
use crate::framework;
use crate::graph::{ExternalId, Target};

/// Methods of the standard library that give what they are called on.
const SAME: [&str; 14] = [
    "as_mut",
    "as_ref",
    "borrow",
    "by_ref",
    "clone",
    "cloned",
    "deref",
    "deref_mut",
    "get_ref",
    "into_inner",
    "into_iter",
    "iter",
    "iter_mut",
    "to_owned",
];

/// Methods that take a `Result` or `Option` off, or give another of the same content.
const INSIDE: [&str; 13] = [
    "context",
    "expect",
    "inspect_err",
    "map_err",
    "ok",
    "ok_or",
    "ok_or_else",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "with_context",
    "wrap_err",
];

/// Methods that reach into a lock or cell.
const LOCKS: [&str; 9] =
    ["blocking_lock", "borrow", "borrow_mut", "get", "load", "lock", "read", "try_lock", "write"];

/// What holds one value behind such a method.
const CELLS: [&str; 8] =
    ["ArcSwap", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock", "SetOnce", "ThreadLocal"];

/// How a table is asked: with a package and a path.
type Table = for<'p> fn(&'p str, &str) -> Option<(&'p str, &'static str)>;

impl Builder<'_> {
    /// Gives the names in tables numbers while that can still be done.
    pub(super) fn intern_returns(&mut self) {
        let mut packages: Vec<&str> = self
            .input
            .packages
            .iter()
            .flat_map(|package| &package.dependencies)
            .map(|dependency| dependency.package.as_str())
            .collect();
        packages.sort_unstable();
        packages.dedup();
        for (_, result) in packages.iter().flat_map(|package| framework::returns_of(package)) {
            let names = result.split(['(', ',', ' ', ')', ':']);
            for name in names.filter(|name| !name.is_empty()) {
                self.graph.names.intern(name);
            }
        }
    }

    /// What a function of a library returns, if a table says so.
    pub(super) fn returned(&self, function: ExternalId) -> Option<Ty> {
        self.returned_as(function, framework::returns)
    }

    /// The same of a function that the table names.
    pub(super) fn returned_by_name(&self, function: ExternalId) -> Option<Ty> {
        self.returned_as(function, framework::returns_by_name)
    }

    fn returned_as(&self, function: ExternalId, table: Table) -> Option<Ty> {
        let package = self.graph.names.get(self.externals.package(function));
        framework::returns_of(package).next()?;
        let (package, path) = self.returned_by_table(function, table)?;
        if path.starts_with('(') {
            return Some(Ty::Several(function));
        }
        self.type_outside(package, path)
    }

    /// The part at a position of the tuple that a function of a library returns.
    pub(super) fn returned_part(&self, function: ExternalId, position: u8) -> Option<Ty> {
        let (package, path) = self.returned_by_table(function, framework::returns)?;
        let parts = path.strip_prefix('(')?.strip_suffix(')')?;
        self.type_outside(package, parts.split(", ").nth(usize::from(position))?)
    }

    /// What a table says that a function of a library returns: a package and a path.
    fn returned_by_table(
        &self,
        function: ExternalId,
        table: Table,
    ) -> Option<(&str, &'static str)> {
        let package = self.graph.names.get(self.externals.package(function));
        let path = self.externals.path(function);
        let names: Vec<&str> =
            path.iter().skip(1).map(|name| self.graph.names.get(*name)).collect();
        table(package, &names.join("::"))
    }

    /// A type of a library, where its names have numbers.
    fn type_outside(&self, package: &str, path: &str) -> Option<Ty> {
        let mut at = self.externals.get(None, self.graph.names.find(package)?);
        for name in path.split("::").filter(|name| !name.is_empty()) {
            at = self.externals.get(Some(at), self.graph.names.find(name)?);
        }
        Some(Ty::Is(Target::External(at)))
    }

    /// What a method of the standard library gives that passes on what it is called on.
    pub(super) fn passed_on(&self, receiver: Ty, method: &str) -> Option<Ty> {
        if LOCKS.contains(&method) {
            let held = self.without_pointers(receiver);
            let inner = self.without(held, &CELLS);
            if !same(held, inner) {
                return Some(inner);
            }
        }
        if INSIDE.contains(&method) {
            return Some(self.without(receiver, &["Result", "Option", "LockResult"]));
        }
        SAME.contains(&method).then_some(receiver)
    }
}

fn same(a: Ty, b: Ty) -> bool {
    match (a, b) {
        (Ty::Written(unit, id), Ty::Written(other, inner)) => unit == other && id == inner,
        (Ty::Is(a), Ty::Is(b)) => a == b,
        _ => false,
    }
}
