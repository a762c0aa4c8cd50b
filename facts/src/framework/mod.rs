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
    let listed = |wanted: &str| returns_of(package).find(|(name, _)| *name == wanted);
    let mut rest = path;
    let found = loop {
        if let Some(found) = listed(rest) {
            break Some(found);
        }
        match rest.split_once("::") {
            Some((first, after)) if first.starts_with(|sign: char| sign.is_lowercase()) => {
                rest = after;
            }
            _ => break None,
        }
    };
    let (_, result) = match found {
        Some(found) => found,
        None => listed(&format!("{}::*", rest.rsplit_once("::")?.0))?,
    };
    Some(match result.strip_prefix("::") {
        Some(other) => other.split_once("::").unwrap_or((other, "")),
        None => (package, *result),
    })
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
        assert!(packages::PACKAGES.is_sorted_by(|(a, _), (b, _)| a < b));
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
    }
}
