//! Knowledge of frameworks, as data.
//!
//! What a package of the registry ties code to stands in one table; a package that is not in it ties
//! code to nothing, as far as Portcullis knows.

pub mod addresses;
pub mod broker;
pub mod capability;
pub mod client;
pub mod clocks;
pub mod connectors;
pub mod cors;
pub mod executors;
pub mod extractors;
pub mod identities;
pub mod images;
pub mod loaders;
pub mod lookup;
pub mod marks;
pub mod operators;
mod packages;
pub mod remote;
pub mod server;
pub mod settings;
pub mod store;
pub mod streams;
pub mod surroundings;
pub mod table;
pub mod tables;
pub mod writing;

pub(crate) use packages::library_of;

use crate::graph::Technology;

/// The technology that a package of the registry ties code to, if any.
///
/// Families of packages (`aws-sdk-*`) count as one.
pub fn technology(package: &str) -> Option<Technology> {
    let exact = packages::PACKAGES.binary_search_by(|(name, _)| (*name).cmp(package));
    if let Ok(found) = exact {
        return Some(packages::PACKAGES[found].1);
    }
    packages::FAMILIES
        .iter()
        .find(|(prefix, _)| package.starts_with(prefix))
        .map(|(_, technology)| *technology)
}

/// The type that a function or method of a package returns, as package and path; `Result`, `Option`,
/// futures and pointers are taken off.
///
/// A path that stands in no table is looked up without its leading modules, because code names types by
/// re-exports; then as `Type::*`, which stands for all other methods of a type.
pub fn returns<'p>(package: &'p str, path: &str) -> Option<(&'p str, &'static str)> {
    let any = || {
        let of_type = without_modules(path).rsplit_once("::")?.0;
        listed(package, &format!("{of_type}::*"))
    };
    let result = listed_by_end(package, path).or_else(any)?;
    Some(in_package(package, result))
}

/// The same for what a table names: the methods that every type has are none of `Type::*`.
pub fn returns_by_name<'p>(package: &'p str, path: &str) -> Option<(&'p str, &'static str)> {
    listed_by_end(package, path).map(|result| in_package(package, result))
}

/// What a table says of a path, or of its end behind some of its modules.
fn listed_by_end(package: &str, path: &str) -> Option<&'static str> {
    let mut rest = path;
    loop {
        if let Some(found) = listed(package, rest) {
            return Some(found);
        }
        rest = behind_module(rest)?;
    }
}

fn listed(package: &str, path: &str) -> Option<&'static str> {
    returns_of(package).find(|(name, _)| *name == path).map(|(_, result)| *result)
}

/// A path from its first type or last name on.
fn without_modules(path: &str) -> &str {
    let mut rest = path;
    while let Some(behind) = behind_module(rest) {
        rest = behind;
    }
    rest
}

/// A path without its first name, if that is one of a module.
fn behind_module(path: &str) -> Option<&str> {
    let (first, behind) = path.split_once("::")?;
    first.starts_with(|sign: char| sign.is_lowercase()).then_some(behind)
}

/// What stands in a table of this package as package and path.
fn in_package<'p>(package: &'p str, result: &'static str) -> (&'p str, &'static str) {
    match result.strip_prefix("::") {
        Some(other) => other.split_once("::").unwrap_or((other, "")),
        None => (package, result),
    }
}

/// What functions of a package return, as its tables say.
pub fn returns_of(package: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    lookup::frameworks(package).flat_map(|framework| framework.returns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_families_count() {
        let mut pairs = packages::PACKAGES.windows(2).map(|pair| (pair[0].0, pair[1].0));
        let wrong = pairs.find(|(a, b)| a >= b);
        assert_eq!(
            wrong, None,
            "`PACKAGES` in `packages.rs` is sorted by name, without repetition"
        );
        assert_eq!(technology("sqlx"), Some(Technology::Database));
        assert_eq!(technology("aws-sdk-s3"), Some(Technology::Cloud));
        assert_eq!(technology("serde"), None);
    }

    #[test]
    fn what_is_returned_is_found_by_any_name() {
        assert_eq!(returns("reqwest", "Client::get"), Some(("reqwest", "RequestBuilder")));
        assert_eq!(
            returns("reqwest", "RequestBuilder::header"),
            Some(("reqwest", "RequestBuilder"))
        );
        assert_eq!(returns("reqwest", "RequestBuilder::send"), Some(("reqwest", "Response")));
        assert_eq!(returns("sqlx", "postgres::PgPool::begin"), Some(("sqlx", "Transaction")));
        assert_eq!(returns("sqlx", "unknown"), None);
        assert_eq!(returns("serde", "Serialize"), None);
        assert_eq!(returns_by_name("reqwest", "RequestBuilder::unwrap"), None);
        assert_eq!(returns_by_name("reqwest", "a::Client::new"), Some(("reqwest", "Client")));
    }
}
