//! Knowledge of frameworks, as data.
//!
//! What a package of the registry ties code to stands in one table; a package that is not in it ties
//! code to nothing, as far as Portcullis knows.

pub mod broker;
pub mod capability;
pub mod client;
pub mod images;
mod packages;
pub mod server;
pub mod store;
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
}
