//! Stores that fewer systems have: Cassandra, ClickHouse, Elasticsearch, SurrealDB, and refinery's migrations.

use crate::extract::sql::Dialect;
use crate::framework::store::StoreCall::{
    Insert, Migrate, Pool, Read, Run, RunText, Table, Text, Write,
};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// refinery.
pub(super) const REFINERY: Framework = Framework {
    packages: &["refinery"],
    store: Some(StoreTable {
        functions: &[("embed_migrations", Migrate(Some(0)))],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// scylla and cdrs-tokio.
pub(super) const SCYLLA: Framework = Framework {
    packages: &["scylla", "cdrs-tokio", "cdrs", "cassandra-cpp"],
    returns: &[("SessionBuilder::new", "SessionBuilder"), ("SessionBuilder::build", "Session")],
    store: Some(StoreTable {
        engine: Engine::Cassandra,
        blocking: false,
        functions: &[
            ("Query::new", Text(0)),
            ("Statement::new", Text(0)),
            ("NodeTcpConfigBuilder::new", Pool(Some(0))),
            ("NodeSslConfigBuilder::new", Pool(Some(0))),
            ("NodeRustlsConfigBuilder::new", Pool(Some(0))),
        ],
        methods: &[
            ("with_contact_point", Pool(Some(0))),
            ("with_contact_points", Pool(Some(0))),
            ("known_node", Pool(Some(0))),
            ("known_nodes", Pool(Some(0))),
            ("query", RunText(0)),
            ("query_unpaged", RunText(0)),
            ("query_iter", RunText(0)),
            ("query_single_page", RunText(0)),
            ("prepare", RunText(0)),
            ("execute", Run(None)),
        ],
        telling: &["known_node", "known_nodes", "query_unpaged"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// clickhouse.
pub(super) const CLICKHOUSE: Framework = Framework {
    packages: &["clickhouse", "clickhouse-rs"],
    returns: &[
        ("Client::default", "Client"),
        ("Client::with_url", "Client"),
        ("Pool::new", "Pool"),
        ("Pool::get_handle", "ClientHandle"),
    ],
    store: Some(StoreTable {
        engine: Engine::Clickhouse,
        blocking: false,
        functions: &[("Pool::new", Pool(Some(0)))],
        methods: &[
            ("with_url", Pool(Some(0))),
            ("query", RunText(0)),
            ("execute", RunText(0)),
            ("insert", Insert(Some(0))),
            ("inserter", Insert(Some(0))),
        ],
        telling: &["inserter"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// elasticsearch and opensearch, whose tables are indices.
pub(super) const ELASTICSEARCH: Framework = Framework {
    packages: &["elasticsearch", "opensearch"],
    returns: &[
        ("Elasticsearch::new", "Elasticsearch"),
        ("Elasticsearch::default", "Elasticsearch"),
        ("Transport::single_node", "Transport"),
    ],
    store: Some(StoreTable {
        engine: Engine::Elasticsearch,
        blocking: false,
        functions: &[
            ("Transport::single_node", Pool(Some(0))),
            ("SingleNodeConnectionPool::new", Pool(Some(0))),
            ("IndexParts::Index", Table(0)),
            ("IndexParts::IndexId", Table(0)),
            ("SearchParts::Index", Table(0)),
            ("GetParts::IndexId", Table(0)),
            ("UpdateParts::IndexId", Table(0)),
            ("DeleteParts::IndexId", Table(0)),
            ("BulkParts::Index", Table(0)),
        ],
        methods: &[
            ("search", Read(Some(0))),
            ("get", Read(Some(0))),
            ("index", Write(Some(0))),
            ("update", Write(Some(0))),
            ("delete", Write(Some(0))),
            ("bulk", Write(Some(0))),
        ],
        telling: &[],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// surrealdb.
pub(super) const SURREALDB: Framework = Framework {
    packages: &["surrealdb"],
    returns: &[("Surreal::new", "Surreal"), ("Surreal::init", "Surreal"), ("connect", "Surreal")],
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: false,
        functions: &[("Surreal::new", Pool(Some(0))), ("any::connect", Pool(Some(0)))],
        methods: &[
            ("connect", Pool(Some(0))),
            ("query", RunText(0)),
            ("select", Read(Some(0))),
            ("create", Insert(Some(0))),
            ("insert", Insert(Some(0))),
            ("upsert", Write(Some(0))),
            ("update", Write(Some(0))),
            ("delete", Write(Some(0))),
        ],
        telling: &[],
        dialect: Dialect::Surreal,
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
