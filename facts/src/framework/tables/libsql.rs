//! libsql, SQLite over a network.

use crate::framework::store::StoreCall::{Begin, Commit, Pool, Rollback, RunText};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// The table. The builder names the database, and each connection of it is cheap.
pub(super) const TABLE: Framework = Framework {
    packages: &["libsql"],
    returns: &[
        ("Builder::build", "Database"),
        ("Builder::*", "Builder"),
        ("Database::connect", "Connection"),
        ("Connection::transaction", "Transaction"),
        ("Connection::prepare", "Statement"),
        ("Connection::query", "Rows"),
    ],
    store: Some(StoreTable {
        engine: Engine::Sqlite,
        blocking: false,
        functions: &[
            ("Builder::new_remote", Pool(Some(0))),
            ("Builder::new_local", Pool(Some(0))),
            ("Builder::new_remote_replica", Pool(Some(1))),
        ],
        methods: &[
            ("execute", RunText(0)),
            ("execute_batch", RunText(0)),
            ("query", RunText(0)),
            ("prepare", RunText(0)),
            ("transaction", Begin),
            ("commit", Commit),
            ("rollback", Rollback),
        ],
        telling: &["execute_batch"],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
