//! The driver of MongoDB.

use crate::framework::store::StoreCall::{
    Begin, Commit, Insert, Pool, Read, Rollback, Table, Write,
};
use crate::framework::store::{StoreTable, TableNames};
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// mongodb.
pub(super) const MONGODB: Framework = Framework {
    packages: &["mongodb"],
    returns: &[
        ("Client::with_uri_str", "Client"),
        ("Client::with_options", "Client"),
        ("ClientOptions::parse", "ClientOptions"),
        ("Client::database", "Database"),
        ("Client::default_database", "Database"),
        ("Database::collection", "Collection"),
        ("Client::start_session", "ClientSession"),
        ("Collection::find", "Cursor"),
    ],
    store: Some(StoreTable {
        engine: Engine::Mongodb,
        blocking: false,
        functions: &[
            ("Client::with_uri_str", Pool(Some(0))),
            ("Client::with_uri_str_and_options", Pool(Some(0))),
            ("Client::with_options", Pool(Some(0))),
        ],
        methods: &[
            ("collection", Table(0)),
            ("collection_with_options", Table(0)),
            ("create_collection", Table(0)),
            ("find", Read(None)),
            ("find_one", Read(None)),
            ("aggregate", Read(None)),
            ("distinct", Read(None)),
            ("count_documents", Read(None)),
            ("estimated_document_count", Read(None)),
            ("watch", Read(None)),
            ("insert_one", Insert(None)),
            ("insert_many", Insert(None)),
            ("update_one", Write(None)),
            ("update_many", Write(None)),
            ("replace_one", Write(None)),
            ("delete_one", Write(None)),
            ("delete_many", Write(None)),
            ("find_one_and_update", Write(None)),
            ("find_one_and_replace", Write(None)),
            ("find_one_and_delete", Write(None)),
            ("bulk_write", Write(None)),
            ("start_transaction", Begin),
            ("commit_transaction", Commit),
            ("abort_transaction", Rollback),
        ],
        telling: &[
            "insert_one",
            "insert_many",
            "update_one",
            "update_many",
            "replace_one",
            "delete_one",
            "delete_many",
            "find_one",
            "find_one_and_update",
            "find_one_and_replace",
            "find_one_and_delete",
            "count_documents",
        ],
        tables: TableNames::Collections,
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
