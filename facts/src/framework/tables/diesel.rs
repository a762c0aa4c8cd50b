//! diesel and diesel-async: statements as expressions over the tables of a schema.

use crate::framework::store::StoreCall::{
    Connection, Insert, Migrate, OnConflict, Pool, Read, Run, RunText, SkipLocked, Text,
    Transaction, Write,
};
use crate::framework::store::{StoreCall, StoreTable, TableNames};
use crate::framework::table::Framework;
use crate::graph::system::Engine;

const FUNCTIONS: &[(&str, StoreCall)] = &[
    ("PgConnection::establish", Connection(Some(0))),
    ("MysqlConnection::establish", Connection(Some(0))),
    ("SqliteConnection::establish", Connection(Some(0))),
    ("AsyncPgConnection::establish", Connection(Some(0))),
    ("AsyncMysqlConnection::establish", Connection(Some(0))),
    ("Connection::establish", Connection(Some(0))),
    ("AsyncConnection::establish", Connection(Some(0))),
    ("ConnectionManager::new", Pool(Some(0))),
    ("AsyncDieselConnectionManager::new", Pool(Some(0))),
    ("sql_query", Text(0)),
    ("insert_into", Insert(Some(0))),
    ("insert_or_ignore_into", Insert(Some(0))),
    ("replace_into", Insert(Some(0))),
    ("update", Write(Some(0))),
    ("delete", Write(Some(0))),
    ("copy_from", Insert(Some(0))),
    ("embed_migrations", Migrate(Some(0))),
];

const METHODS: &[(&str, StoreCall)] = &[
    ("load", Run(Some(0))),
    ("load_stream", Run(Some(0))),
    ("load_iter", Run(Some(0))),
    ("execute", Run(Some(0))),
    ("first", Run(Some(0))),
    ("get_result", Run(Some(0))),
    ("get_results", Run(Some(0))),
    ("save_changes", Write(None)),
    ("batch_execute", RunText(0)),
    ("insert_into", Insert(Some(0))),
    ("on_conflict", OnConflict),
    ("on_conflict_do_nothing", OnConflict),
    ("skip_locked", SkipLocked),
    ("inner_join", Read(Some(0))),
    ("left_join", Read(Some(0))),
    ("left_outer_join", Read(Some(0))),
    ("transaction", Transaction(0)),
    ("test_transaction", Transaction(0)),
    ("build_transaction", StoreCall::Begin),
    ("begin_transaction", StoreCall::Begin),
    ("commit_transaction", StoreCall::Commit),
    ("rollback_transaction", StoreCall::Rollback),
    ("run_pending_migrations", Migrate(None)),
];

const RETURNS: &[(&str, &str)] = &[
    ("PgConnection::establish", "PgConnection"),
    ("MysqlConnection::establish", "MysqlConnection"),
    ("SqliteConnection::establish", "SqliteConnection"),
    ("AsyncPgConnection::establish", "AsyncPgConnection"),
    ("AsyncMysqlConnection::establish", "AsyncMysqlConnection"),
    ("ConnectionManager::new", "ConnectionManager"),
    ("Pool::builder", "Builder"),
    ("Builder::build", "Pool"),
    ("Pool::get", "PooledConnection"),
    ("insert_into", "InsertStatement"),
    ("update", "UpdateStatement"),
    ("delete", "DeleteStatement"),
    ("sql_query", "SqlQuery"),
];

/// diesel.
pub(super) const DIESEL: Framework = Framework {
    packages: &["diesel", "diesel_migrations"],
    returns: RETURNS,
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: true,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: &["get_result", "get_results", "run_pending_migrations"],
        tables: TableNames::Schema,
        ..StoreTable::NONE
    }),
    declares: &["table", "view"],
    ..Framework::NONE
};

/// diesel-async: the same statements, which do not block.
pub(super) const DIESEL_ASYNC: Framework = Framework {
    packages: &["diesel-async", "diesel_async"],
    returns: RETURNS,
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: false,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: &[],
        tables: TableNames::Schema,
        unblocks: &["diesel"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// Packages that have diesel's statements run beside the runtime's threads, by methods of their own.
pub(super) const DIESEL_BESIDE: Framework = Framework {
    packages: &["tokio-diesel", "tokio_diesel", "async-bb8-diesel", "async_bb8_diesel"],
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: false,
        functions: &[("ConnectionManager::new", Pool(Some(0)))],
        methods: &[
            ("load_async", Run(Some(0))),
            ("execute_async", Run(Some(0))),
            ("first_async", Run(Some(0))),
            ("get_result_async", Run(Some(0))),
            ("get_results_async", Run(Some(0))),
            ("batch_execute_async", RunText(0)),
            ("transaction_async", Transaction(0)),
        ],
        telling: &[],
        unblocks: &["diesel"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
