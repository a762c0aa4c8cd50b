//! Databases, tables, statements, and who is connected to what.

use serde::Serialize;

use super::{Provenance, ServiceId};
use crate::place::Place;

pub use crate::extract::sql::StatementKind;

index!(
    /// An entry of [`super::Landscape::databases`].
    DatabaseId
);
index!(
    /// An entry of [`super::Landscape::tables`].
    TableId
);
index!(
    /// An entry of [`super::Landscape::statements`].
    StatementId
);

/// How sure it is, in hundredths, that those who link a function that nobody is seen to reach run it.
pub(crate) const UNREACHED: u8 = 70;

/// What kind of store a database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// PostgreSQL and what speaks its protocol.
    Postgres,
    /// MySQL, MariaDB, TiDB.
    Mysql,
    /// SQLite.
    Sqlite,
    /// Microsoft SQL Server.
    Mssql,
    /// MongoDB.
    Mongodb,
    /// Redis, Valkey, KeyDB: a cache unless shown otherwise.
    Redis,
    /// Memcached.
    Memcached,
    /// Cassandra, ScyllaDB.
    Cassandra,
    /// ClickHouse.
    Clickhouse,
    /// Elasticsearch, OpenSearch.
    Elasticsearch,
    /// DynamoDB.
    Dynamodb,
    /// Another store, or one whose kind is not known.
    Other,
}

/// A database: one however often it is named.
#[derive(Clone, Debug)]
pub struct Database {
    /// `engine://cluster/database[/schema]`, without user, password and parameters; for one whose address
    /// is not known, `engine://?/` and the variable that holds it, with the service: never equal to another's.
    pub key: String,
    /// Its engine.
    pub engine: Engine,
    /// The host behind poolers, normalised to the deployment's name where it is one.
    pub cluster: Option<String>,
    /// The database's name.
    pub name: Option<String>,
    /// Its schema, where connections choose one.
    pub schema: Option<String>,
    /// Where it is declared or first named.
    pub place: Place,
}

impl Database {
    /// Whether its address is not known, so that its key says only where it would stand.
    pub fn is_unknown(&self) -> bool {
        self.key.contains("://?/")
    }
}

/// A service is connected to a database.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The service.
    pub service: ServiceId,
    /// The database.
    pub database: DatabaseId,
    /// The value that says so: in a compose entry, an env file, code.
    pub place: Place,
    /// The variable or key that holds it, if one does.
    pub variable: Option<String>,
    /// Only a read replica: `*_READ_URL`, `*REPLICA*`.
    pub read_only: bool,
    /// Why.
    pub why: Provenance,
}

/// A table or collection.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, lower case unless quoted, without schema if that is the default one.
    pub name: String,
    /// Its schema, if it is named.
    pub schema: Option<String>,
    /// Who creates it.
    pub creations: Vec<TableCreation>,
    /// Who reads and writes it.
    pub uses: Vec<TableUse>,
}

/// A migration or statement that creates a table.
#[derive(Clone, Debug)]
pub struct TableCreation {
    /// The services that run it; none if nobody is known to.
    pub services: Vec<ServiceId>,
    /// The table's name in the migration.
    pub place: Place,
    /// Why those services.
    pub why: Provenance,
}

/// A statement's use of a table.
#[derive(Clone, Debug)]
pub struct TableUse {
    /// The services that run it.
    pub services: Vec<ServiceId>,
    /// The statement.
    pub statement: StatementId,
    /// How the table is used.
    pub kind: StatementKind,
    /// Its name within the SQL text, or the macro or attribute that names it.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
}

impl TableUse {
    /// Whether nobody is seen to run the statement, so that all who link its library are named.
    pub fn is_guessed(&self) -> bool {
        self.services.len() > 1 && self.confidence <= UNREACHED
    }
}

/// What a statement is executed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Executor {
    /// A pool, so by itself.
    Pool,
    /// A connection, perhaps in a transaction.
    Connection,
    /// A transaction.
    Transaction,
    /// Not known.
    Unknown,
}

/// A statement that code executes.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// The tables and how each is used.
    pub tables: Vec<(TableId, StatementKind)>,
    /// What it is executed on.
    pub executor: Executor,
    /// The kind of store.
    pub engine: Engine,
    /// The library: `sqlx`, `diesel`.
    pub library: String,
    /// Whether it blocks the thread.
    pub blocking: bool,
    /// The SQL text or the call that makes it.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// Its table looks like an outbox, by name or shape.
    pub outbox: bool,
}
