//! The drivers of MySQL, and rbatis, which speaks to several stores.

use crate::framework::store::StoreCall::{
    self, Begin, Commit, Connection, Ping, Pool, Rollback, RunText,
};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

const FUNCTIONS: &[(&str, StoreCall)] = &[
    ("Pool::new", Pool(Some(0))),
    ("Pool::from_url", Pool(Some(0))),
    ("Conn::new", Connection(Some(0))),
    ("Conn::from_url", Connection(Some(0))),
];

const METHODS: &[(&str, StoreCall)] = &[
    ("query", RunText(0)),
    ("query_drop", RunText(0)),
    ("query_first", RunText(0)),
    ("query_iter", RunText(0)),
    ("query_map", RunText(0)),
    ("exec", RunText(0)),
    ("exec_drop", RunText(0)),
    ("exec_first", RunText(0)),
    ("exec_iter", RunText(0)),
    ("exec_map", RunText(0)),
    ("exec_batch", RunText(0)),
    ("start_transaction", Begin),
    ("commit", Commit),
    ("rollback", Rollback),
    ("ping", Ping),
];

const TELLING: &[&str] = &[
    "query_drop",
    "query_first",
    "query_map",
    "exec_drop",
    "exec_first",
    "exec_iter",
    "exec_map",
    "exec_batch",
    "start_transaction",
];

const RETURNS: &[(&str, &str)] = &[
    ("Pool::new", "Pool"),
    ("Pool::from_url", "Pool"),
    ("Pool::get_conn", "Conn"),
    ("Pool::start_transaction", "Transaction"),
    ("Conn::new", "Conn"),
    ("Conn::from_url", "Conn"),
    ("Conn::start_transaction", "Transaction"),
];

/// mysql_async.
pub(super) const MYSQL_ASYNC: Framework = Framework {
    packages: &["mysql_async"],
    returns: RETURNS,
    store: Some(StoreTable {
        engine: Engine::Mysql,
        blocking: false,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: TELLING,
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// mysql, which blocks.
pub(super) const MYSQL: Framework = Framework {
    packages: &["mysql"],
    returns: RETURNS,
    store: Some(StoreTable {
        engine: Engine::Mysql,
        blocking: true,
        functions: FUNCTIONS,
        methods: METHODS,
        telling: TELLING,
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// rbatis. The driver is told beside the address.
pub(super) const RBATIS: Framework = Framework {
    packages: &["rbatis"],
    returns: &[("RBatis::new", "RBatis"), ("RBatis::*", "RBatis")],
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: false,
        functions: &[],
        methods: &[
            ("init", Pool(Some(1))),
            ("link", Pool(Some(1))),
            ("query_decode", RunText(0)),
            ("exec", RunText(0)),
            ("commit", Commit),
            ("rollback", Rollback),
        ],
        telling: &[],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
