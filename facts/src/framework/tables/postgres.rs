//! tokio-postgres and postgres, the drivers of PostgreSQL without a layer above them.

use crate::framework::store::StoreCall::{
    self, Begin, Commit, Connection, Ping, Rollback, RunText,
};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

const FUNCTIONS: &[(&str, StoreCall)] =
    &[("connect", Connection(Some(0))), ("Client::connect", Connection(Some(0)))];

const METHODS: &[(&str, StoreCall)] = &[
    ("connect", Connection(None)),
    ("execute", RunText(0)),
    ("execute_raw", RunText(0)),
    ("query", RunText(0)),
    ("query_one", RunText(0)),
    ("query_opt", RunText(0)),
    ("query_raw", RunText(0)),
    ("query_typed", RunText(0)),
    ("simple_query", RunText(0)),
    ("batch_execute", RunText(0)),
    ("prepare", RunText(0)),
    ("prepare_typed", RunText(0)),
    ("prepare_cached", RunText(0)),
    ("copy_in", RunText(0)),
    ("copy_out", RunText(0)),
    ("transaction", Begin),
    ("build_transaction", Begin),
    ("commit", Commit),
    ("rollback", Rollback),
    ("check_connection", Ping),
    ("is_valid", Ping),
];

/// tokio-postgres.
pub(super) const TOKIO_POSTGRES: Framework = Framework {
    packages: &["tokio-postgres", "tokio_postgres"],
    returns: &[
        ("connect", "(Client, Connection)"),
        ("Config::connect", "(Client, Connection)"),
        ("Config::connect_raw", "(Client, Connection)"),
        ("Client::transaction", "Transaction"),
        ("Client::prepare", "Statement"),
        ("Transaction::transaction", "Transaction"),
        ("Transaction::prepare", "Statement"),
    ],
    store: Some(StoreTable {
        engine: Engine::Postgres,
        blocking: false,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: &["query_opt", "prepare_cached", "batch_execute"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// postgres, which blocks.
pub(super) const POSTGRES: Framework = Framework {
    packages: &["postgres"],
    returns: &[
        ("Client::connect", "Client"),
        ("Config::connect", "Client"),
        ("Client::transaction", "Transaction"),
        ("Client::prepare", "Statement"),
        ("Transaction::transaction", "Transaction"),
        ("Transaction::prepare", "Statement"),
    ],
    store: Some(StoreTable {
        engine: Engine::Postgres,
        blocking: true,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: &["query_opt", "batch_execute"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
