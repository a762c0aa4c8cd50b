//! sqlx: statements as text over pools.

use crate::framework::table::Framework;

/// What its names mean.
pub(super) const TABLE: Framework = Framework {
    packages: &["sqlx", "sqlx-core", "sqlx-postgres", "sqlx-mysql", "sqlx-sqlite"],
    returns: &[
        ("PgPool::begin", "Transaction"),
        ("PgPool::acquire", "PoolConnection"),
        ("PgPool::connect", "PgPool"),
        ("Pool::begin", "Transaction"),
        ("PgPoolOptions::connect", "PgPool"),
        ("query", "Query"),
        ("query_as", "QueryAs"),
    ],
    ..Framework::NONE
};
