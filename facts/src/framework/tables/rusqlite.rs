//! rusqlite, which blocks, and tokio-rusqlite, which runs it on a thread of its own.

use crate::framework::store::StoreCall::{self, Begin, Commit, Connection, Rollback, RunText};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

const FUNCTIONS: &[(&str, StoreCall)] = &[
    ("Connection::open", Connection(Some(0))),
    ("Connection::open_with_flags", Connection(Some(0))),
    ("Connection::open_in_memory", Connection(None)),
    ("SqliteConnectionManager::file", StoreCall::Pool(Some(0))),
    ("SqliteConnectionManager::memory", StoreCall::Pool(None)),
];

const METHODS: &[(&str, StoreCall)] = &[
    ("execute", RunText(0)),
    ("execute_batch", RunText(0)),
    ("query_row", RunText(0)),
    ("query_one", RunText(0)),
    ("prepare", RunText(0)),
    ("prepare_cached", RunText(0)),
    ("transaction", Begin),
    ("unchecked_transaction", Begin),
    ("savepoint", Begin),
    ("commit", Commit),
    ("rollback", Rollback),
];

/// rusqlite.
pub(super) const RUSQLITE: Framework = Framework {
    packages: &["rusqlite", "r2d2_sqlite"],
    returns: &[
        ("Connection::open", "Connection"),
        ("Connection::open_in_memory", "Connection"),
        ("Connection::open_with_flags", "Connection"),
        ("Connection::transaction", "Transaction"),
        ("Connection::unchecked_transaction", "Transaction"),
        ("Connection::prepare", "Statement"),
        ("Connection::prepare_cached", "CachedStatement"),
    ],
    store: Some(StoreTable {
        engine: Engine::Sqlite,
        blocking: true,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: &["execute_batch", "query_row"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// tokio-rusqlite.
pub(super) const TOKIO_RUSQLITE: Framework = Framework {
    packages: &["tokio-rusqlite"],
    returns: &[("Connection::open", "Connection"), ("Connection::open_in_memory", "Connection")],
    store: Some(StoreTable { engine: Engine::Sqlite, functions: FUNCTIONS, ..StoreTable::NONE }),
    ..Framework::NONE
};
