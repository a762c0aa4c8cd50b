//! The tables, one file a framework or family of them.

mod diesel;
mod mongodb;
mod other_stores;
mod pools;
mod postgres;
mod redis;
mod reqwest;
mod rusqlite;
mod sea_orm;
mod sqlx;

use super::table::Framework;

/// All tables.
pub const FRAMEWORKS: &[Framework] = &[
    pools::BB8_POSTGRES,
    other_stores::CLICKHOUSE,
    pools::DEADPOOL_POSTGRES,
    diesel::DIESEL,
    diesel::DIESEL_ASYNC,
    other_stores::ELASTICSEARCH,
    redis::FRED,
    pools::MEMCACHE,
    mongodb::MONGODB,
    postgres::POSTGRES,
    pools::GENERIC,
    pools::POOLS_OF_DIESEL,
    pools::R2D2_MONGODB,
    redis::REDIS,
    reqwest::TABLE,
    other_stores::REFINERY,
    rusqlite::RUSQLITE,
    other_stores::SCYLLA,
    sea_orm::SEA_ORM,
    sqlx::SQLX,
    other_stores::SURREALDB,
    postgres::TOKIO_POSTGRES,
    rusqlite::TOKIO_RUSQLITE,
];
