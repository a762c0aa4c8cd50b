//! Names by which databases are connected, asked and changed.

use crate::extract::sql::Dialect;
use crate::graph::system::Engine;

/// Names by which databases are connected, asked and changed.
#[derive(Clone, Copy, Debug)]
pub struct StoreTable {
    /// What it talks to; [`Engine::Other`] where a type's name or an address tells more.
    pub engine: Engine,
    /// Whether its calls block the thread.
    pub blocking: bool,
    /// Functions and macros by the end of their paths (`PgPool::connect`, `query`), and what a call of them does.
    pub functions: &'static [(&'static str, StoreCall)],
    /// Methods by name, and what a call of them does on anything of these packages.
    pub methods: &'static [(&'static str, StoreCall)],
    /// Those of the methods whose names tell the library where the receiver is not known.
    pub telling: &'static [&'static str],
    /// How code names the tables that are read and written.
    pub tables: TableNames,
    /// Whose SQL it speaks, where its engine does not say that.
    pub dialect: Dialect,
    /// Libraries whose statements it runs without blocking: beside it, their own names are types and macros only.
    pub unblocks: &'static [&'static str],
}

/// How code names the tables that a library reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableNames {
    /// As texts in arguments.
    Texts,
    /// As items of the tree that a macro declares, anywhere in an expression: `users::table.filter(…)`.
    Schema,
    /// As items of the tree that methods are called on: `user::Entity::find()`.
    Entities,
    /// As what the receiver was made with: `db.collection("users")`.
    Collections,
}

/// A struct that an attribute makes a pool of what a key of the configuration holds.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredPool {
    /// The attribute, whose argument names the pool.
    pub attribute: &'static str,
    /// What stands in the key before that name, and behind it.
    pub key: (&'static str, &'static str),
    /// The functions of the struct that make the pool.
    pub makers: &'static [&'static str],
}

/// What a call does. Numbers are positions of arguments, from 0, the receiver left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreCall {
    /// Makes a pool of connections, or a client that holds one; the argument has the address.
    Pool(Option<u8>),
    /// Opens one connection; the argument has the address.
    Connection(Option<u8>),
    /// Makes a statement of the text in the argument; it runs where the chain of calls ends.
    Text(u8),
    /// Makes a statement of the text in a file that the argument names.
    File(u8),
    /// Runs the statement that it is called on; the argument has the executor.
    Run(Option<u8>),
    /// Runs the text in the argument on what it is called on.
    RunText(u8),
    /// Begins a transaction.
    Begin,
    /// Commits the transaction that it is called on.
    Commit,
    /// Rolls it back.
    Rollback,
    /// Runs the closure in the argument in a transaction.
    Transaction(u8),
    /// Runs migrations; the argument has their folder.
    Migrate(Option<u8>),
    /// Makes an object of a table or collection that the argument names.
    Table(u8),
    /// Makes a statement that reads the table in the argument, or that of what it is called on.
    Read(Option<u8>),
    /// Makes a statement that writes the table in the argument, or that of what it is called on.
    Write(Option<u8>),
    /// Inserts rows; else like [`StoreCall::Write`].
    Insert(Option<u8>),
    /// What is inserted is inserted once: `ON CONFLICT` as a method.
    OnConflict,
    /// Rows that are locked are passed over.
    SkipLocked,
    /// Asks for nothing but a sign of life.
    Ping,
}

impl StoreTable {
    /// A table without entries, to be filled with `..StoreTable::NONE`.
    pub const NONE: Self = Self {
        engine: Engine::Other,
        blocking: false,
        functions: &[],
        methods: &[],
        telling: &[],
        tables: TableNames::Texts,
        dialect: Dialect::Generic,
        unblocks: &[],
    };

    /// What a call of the function or macro with this path below the package does.
    pub fn function(&self, path: &str) -> Option<StoreCall> {
        let ends = |name: &str| {
            path.strip_suffix(name)
                .is_some_and(|before| before.is_empty() || before.ends_with("::"))
        };
        // The longest name is the closest.
        let found = self.functions.iter().filter(|(name, _)| ends(name));
        found.max_by_key(|(name, _)| name.len()).map(|(_, call)| *call)
    }

    /// What a call of this method does.
    pub fn method(&self, name: &str) -> Option<StoreCall> {
        self.methods.iter().find(|(method, _)| *method == name).map(|(_, call)| *call)
    }
}

/// The engine that a type or feature of this name stands for: `PgPool`, `Sqlite`, `mysql`.
pub fn engine_of_name(name: &str) -> Option<Engine> {
    let lower = name.to_ascii_lowercase();
    let starts = |prefix: &str| name.starts_with(prefix);
    if starts("Pg") || lower.contains("postgres") || starts("AsyncPg") {
        Some(Engine::Postgres)
    } else if lower.contains("sqlite") {
        Some(Engine::Sqlite)
    } else if lower.contains("mysql") || lower.contains("mariadb") {
        Some(Engine::Mysql)
    } else if starts("Mssql") || lower == "mssql" {
        Some(Engine::Mssql)
    } else {
        None
    }
}

/// Whether an expression holds the address of a database that is a file, which nobody needs a password for.
pub fn names_file(expression: &str) -> bool {
    expression.contains("sqlite:")
}

/// The engine of an address, by its scheme.
pub fn engine_of_url(url: &str) -> Option<Engine> {
    // `jdbc:postgresql://…` and `postgresql+asyncpg://…` say the same with more words.
    let url = url.trim().trim_start_matches("jdbc:");
    let scheme = url.split([':', '+']).next().unwrap_or_default();
    if scheme.len() == url.len() {
        return None;
    }
    Some(match scheme.to_ascii_lowercase().as_str() {
        "postgres" | "postgresql" | "cockroachdb" | "cockroach" | "yugabytedb" | "timescaledb" => {
            Engine::Postgres
        }
        "mysql" | "mariadb" | "tidb" => Engine::Mysql,
        "sqlite" | "libsql" => Engine::Sqlite,
        "mssql" | "sqlserver" => Engine::Mssql,
        "mongodb" => Engine::Mongodb,
        "redis" | "rediss" | "valkey" | "redis-cluster" | "redis-sentinel" => Engine::Redis,
        "memcache" | "memcached" => Engine::Memcached,
        "cassandra" | "scylla" => Engine::Cassandra,
        "clickhouse" => Engine::Clickhouse,
        "elasticsearch" | "opensearch" => Engine::Elasticsearch,
        "dynamodb" => Engine::Dynamodb,
        "surrealdb" | "neo4j" | "bolt" | "arangodb" | "couchdb" | "rocksdb" => Engine::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::tables::FRAMEWORKS;

    #[test]
    fn addresses_and_types_tell_engines() {
        assert_eq!(engine_of_url("postgres://u:p@db/shop"), Some(Engine::Postgres));
        assert_eq!(engine_of_url("sqlite::memory:"), Some(Engine::Sqlite));
        assert_eq!(engine_of_url("mongodb+srv://x"), Some(Engine::Mongodb));
        assert_eq!(engine_of_url("http://x"), None);
        assert_eq!(engine_of_url("redis"), None);
        assert_eq!(engine_of_name("PgPoolOptions"), Some(Engine::Postgres));
        assert_eq!(engine_of_name("SqliteConnection"), Some(Engine::Sqlite));
        assert_eq!(engine_of_name("PageRequest"), None);
        assert!(names_file("format!(\"sqlite:{path}\")") && !names_file("\"postgres://db\""));
    }

    #[test]
    fn paths_are_found_by_their_ends() {
        let sqlx =
            FRAMEWORKS.iter().find(|one| one.packages[0] == "sqlx").and_then(|one| one.store);
        let sqlx = sqlx.expect("sqlx is known");
        assert_eq!(sqlx.function("postgres::PgPool::connect"), Some(StoreCall::Pool(Some(0))));
        assert_eq!(sqlx.function("query"), Some(StoreCall::Text(0)));
        assert_eq!(sqlx.function("my_query"), None);
        assert_eq!(sqlx.function("query_as"), Some(StoreCall::Text(0)));
        for framework in FRAMEWORKS {
            let Some(store) = framework.store else { continue };
            for name in store.telling {
                assert!(store.method(name).is_some(), "{name} of {}", framework.packages[0]);
            }
        }
    }
}
