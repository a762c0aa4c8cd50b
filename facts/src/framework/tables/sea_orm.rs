//! SeaORM and its migrations: statements as methods of entities and active models.

use crate::framework::store::StoreCall::{
    Begin, Commit, Insert, Migrate, OnConflict, Ping, Pool, Read, Rollback, Run, RunText, Text,
    Transaction, Write,
};
use crate::framework::store::{StoreTable, TableNames};
use crate::framework::table::Framework;
use crate::graph::system::Engine;

/// SeaORM.
pub(super) const SEA_ORM: Framework = Framework {
    packages: &["sea-orm", "sea_orm", "sea-orm-migration", "sea_orm_migration"],
    returns: &[
        ("Database::connect", "DatabaseConnection"),
        ("ConnectOptions::new", "ConnectOptions"),
        ("SqlxPostgresConnector::from_sqlx_postgres_pool", "DatabaseConnection"),
        ("DatabaseConnection::begin", "DatabaseTransaction"),
        ("TransactionTrait::begin", "DatabaseTransaction"),
        ("DatabaseTransaction::begin", "DatabaseTransaction"),
        ("Statement::from_string", "Statement"),
        ("Statement::from_sql_and_values", "Statement"),
    ],
    store: Some(StoreTable {
        engine: Engine::Other,
        blocking: false,
        functions: &[
            ("Database::connect", Pool(Some(0))),
            ("SqlxPostgresConnector::connect", Pool(Some(0))),
            ("Statement::from_string", Text(1)),
            ("Statement::from_sql_and_values", Text(1)),
            ("Entity::find", Read(None)),
            ("Entity::find_by_id", Read(None)),
            ("Entity::find_related", Read(None)),
            ("Entity::insert", Insert(None)),
            ("Entity::insert_many", Insert(None)),
            ("Entity::update", Write(None)),
            ("Entity::update_many", Write(None)),
            ("Entity::delete", Write(None)),
            ("Entity::delete_by_id", Write(None)),
            ("Entity::delete_many", Write(None)),
            ("Migrator::up", Migrate(None)),
            ("Migrator::fresh", Migrate(None)),
            ("Migrator::refresh", Migrate(None)),
        ],
        methods: &[
            ("insert", Insert(None)),
            ("update", Write(None)),
            ("save", Write(None)),
            ("delete", Write(None)),
            ("one", Run(Some(0))),
            ("all", Run(Some(0))),
            ("count", Run(Some(0))),
            ("stream", Run(Some(0))),
            ("paginate", Run(Some(0))),
            ("exec", Run(Some(0))),
            ("exec_with_returning", Run(Some(0))),
            ("exec_without_returning", Run(Some(0))),
            ("execute", Run(Some(0))),
            ("query_one", Run(Some(0))),
            ("query_all", Run(Some(0))),
            ("execute_unprepared", RunText(0)),
            ("on_conflict", OnConflict),
            ("begin", Begin),
            ("commit", Commit),
            ("rollback", Rollback),
            ("transaction", Transaction(0)),
            ("ping", Ping),
        ],
        telling: &["exec_with_returning", "exec_without_returning", "execute_unprepared"],
        tables: TableNames::Entities,
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
