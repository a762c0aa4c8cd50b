//! Pools over other drivers: deadpool, bb8, r2d2, mobc, and those of cqrs-es.

use crate::framework::store::StoreCall::{Ping, Pool};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// deadpool-postgres.
pub(super) const DEADPOOL_POSTGRES: Framework = Framework {
    packages: &["deadpool-postgres", "deadpool_postgres"],
    returns: &[
        ("Config::create_pool", "Pool"),
        ("Pool::get", "::tokio-postgres::Client"),
        ("Object::transaction", "::tokio-postgres::Transaction"),
        ("Client::transaction", "::tokio-postgres::Transaction"),
    ],
    store: Some(StoreTable {
        engine: Engine::Postgres,
        functions: &[("Manager::new", Pool(Some(0))), ("Manager::from_config", Pool(Some(0)))],
        methods: &[("create_pool", Pool(None))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// bb8-postgres.
pub(super) const BB8_POSTGRES: Framework = Framework {
    packages: &["bb8-postgres", "r2d2_postgres"],
    store: Some(StoreTable {
        engine: Engine::Postgres,
        functions: &[
            ("PostgresConnectionManager::new", Pool(Some(0))),
            ("PostgresConnectionManager::new_from_stringlike", Pool(Some(0))),
        ],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// Pools of diesel's connections that are packages of their own.
pub(super) const POOLS_OF_DIESEL: Framework = Framework {
    packages: &[
        "r2d2-diesel",
        "r2d2_diesel",
        "bb8-diesel",
        "deadpool-diesel",
        "rocket_sync_db_pools",
    ],
    store: Some(StoreTable {
        engine: Engine::Other,
        functions: &[("ConnectionManager::new", Pool(Some(0))), ("Manager::new", Pool(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// Pools of anything: what they are made of stands in the manager.
pub(super) const GENERIC: Framework = Framework {
    packages: &["r2d2", "bb8", "deadpool", "mobc"],
    returns: &[
        ("Pool::builder", "Builder"),
        ("Pool::new", "Pool"),
        ("Builder::build", "Pool"),
        ("Pool::get", "PooledConnection"),
    ],
    store: Some(StoreTable {
        engine: Engine::Other,
        functions: &[("Pool::new", Pool(None))],
        methods: &[("build", Pool(Some(0))), ("state", Ping)],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// postgres-es, which keeps the events of cqrs-es and makes a pool of sqlx for that.
pub(super) const POSTGRES_ES: Framework = Framework {
    packages: &["postgres-es"],
    returns: &[("default_postgress_pool", "::sqlx::PgPool")],
    store: Some(StoreTable {
        engine: Engine::Postgres,
        functions: &[("default_postgress_pool", Pool(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// mysql-es, the same for MySQL.
pub(super) const MYSQL_ES: Framework = Framework {
    packages: &["mysql-es"],
    returns: &[("default_mysql_pool", "::sqlx::MySqlPool")],
    store: Some(StoreTable {
        engine: Engine::Mysql,
        functions: &[("default_mysql_pool", Pool(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// r2d2-mongodb.
pub(super) const R2D2_MONGODB: Framework = Framework {
    packages: &["r2d2-mongodb", "r2d2_mongodb"],
    store: Some(StoreTable {
        engine: Engine::Mongodb,
        functions: &[("MongodbConnectionManager::new", Pool(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// memcache.
pub(super) const MEMCACHE: Framework = Framework {
    packages: &["memcache", "async-memcached"],
    store: Some(StoreTable {
        engine: Engine::Memcached,
        functions: &[("connect", Pool(Some(0))), ("Client::connect", Pool(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
