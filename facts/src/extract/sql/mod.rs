//! SQL: which tables a text names, and what it does to them.
//!
//! Texts come from migrations and from string literals, so they are in any dialect and have holes: `$1`, `?`, and the
//! `{}` of `format!`. A parser of one dialect refuses many of them, loses a whole file for one statement, and needs a
//! stack for a long sum. So this reads tokens in one pass, with a list of open parentheses instead of recursion: it
//! knows where a table's name may stand, and lets everything else go by. The tests compare it with a parser.

mod alter;
mod create;
mod kind;
mod lexer;
mod names;
#[cfg(test)]
mod oracle;
mod query;
mod scan;
#[cfg(test)]
mod tests;

pub use kind::StatementKind;
use lexer::Lexer;

use crate::place::Span;

/// Whose SQL it is, where that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Not known, or one without peculiarities.
    #[default]
    Generic,
    /// MySQL: `#` begins a comment, `"…"` is a text, a backslash escapes.
    Mysql,
    /// SurrealDB: `CREATE`, `UPSERT` and `DELETE` take a table at once.
    Surreal,
}

/// A statement of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlStatement {
    /// What it does as a whole.
    pub kind: StatementKind,
    /// The tables that it names, in the order of the text; of a table that is created, altered or dropped too.
    pub tables: Vec<TableMention>,
    /// What it does to the schema.
    pub changes: Vec<Change>,
    /// Further facts.
    pub flags: SqlFlags,
    /// Where it stands in the text, without the semicolon.
    pub span: Span,
    /// Whether its first word was known and its parentheses match.
    pub understood: bool,
}

/// A table's name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMention {
    /// The name, lower case unless quoted; `*` stands for what `format!` puts there.
    pub name: String,
    /// Its schema, if it is named and not the default one.
    pub schema: Option<String>,
    /// What is done to the table.
    pub kind: StatementKind,
    /// Whether it is joined to another one.
    pub joined: bool,
    /// The name in the text, quotes and schema included.
    pub span: Span,
}

/// What a statement does to the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A table is made.
    Create(Box<NewTable>),
    /// A view is made.
    CreateView(TableName),
    /// A table is dropped.
    Drop(TableName),
    /// A view is dropped.
    DropView(TableName),
    /// A table gets another name.
    Rename {
        /// The old one.
        from: TableName,
        /// The new one.
        to: TableName,
    },
    /// A column is added, dropped, renamed, or changed in type or constraint.
    Column {
        /// Of which table.
        table: TableName,
        /// Which.
        column: String,
        /// What happens to it.
        action: ColumnAction,
        /// Its name in the text.
        span: Span,
    },
    /// These columns together are unique.
    Unique {
        /// Of which table.
        table: TableName,
        /// Which.
        columns: Vec<String>,
    },
    /// A foreign key.
    Reference {
        /// The table that has it.
        from: TableName,
        /// The table that it leads to.
        to: TableName,
    },
}

/// What happens to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnAction {
    /// It is added.
    Add,
    /// It is dropped.
    Drop,
    /// It gets another name.
    Rename,
    /// Its type, default or constraint changes.
    Alter,
}

/// A table's name with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName {
    /// The name, as in [`TableMention::name`].
    pub name: String,
    /// Its schema, if it is named and not the default one.
    pub schema: Option<String>,
    /// The name in the text.
    pub span: Span,
}

/// A table that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTable {
    /// Its name.
    pub table: TableName,
    /// Its columns; none where it is made from a query or like another table.
    pub columns: Vec<Column>,
    /// Columns that are unique together, the primary key among them.
    pub unique: Vec<Vec<String>>,
    /// Tables to which foreign keys lead.
    pub references: Vec<TableName>,
    /// It lasts as long as the connection.
    pub temporary: bool,
}

/// A column of a table that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as written, lower case.
    pub ty: String,
    /// `PRIMARY KEY` or `UNIQUE` stands behind it.
    pub unique: bool,
    /// Its name in the text.
    pub span: Span,
}

/// Facts of a statement that are one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SqlFlags(pub u8);

impl SqlFlags {
    /// `ON CONFLICT`, `ON DUPLICATE KEY`, `INSERT IGNORE`, `INSERT OR …`, `REPLACE`, `MERGE`, `UPSERT`.
    pub const ON_CONFLICT: Self = Self(1);
    /// `SKIP LOCKED`.
    pub const SKIP_LOCKED: Self = Self(1 << 1);
    /// `FOR UPDATE`, `FOR SHARE`, or a lock of a table.
    pub const LOCKS: Self = Self(1 << 2);
    /// An advisory lock is asked for: `pg_advisory_lock`, `GET_LOCK`.
    pub const ADVISORY_LOCK: Self = Self(1 << 3);
    /// Part of a commit in two phases: `PREPARE TRANSACTION`, `XA`.
    pub const TWO_PHASE: Self = Self(1 << 4);
    /// Rows are inserted.
    pub const INSERTS: Self = Self(1 << 5);
    /// `WHERE NOT EXISTS` and the like guard it.
    pub const GUARDED: Self = Self(1 << 6);
    /// `DO`, `CREATE FUNCTION` and the like: what it does is in a body that is not read.
    pub const BODY: Self = Self(1 << 7);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the bits of `other`.
    pub fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Longer texts are read up to here: dumps of data name the same tables over and over.
const LONGEST: usize = 16 << 20;

/// The statements of a text, in its order. It never fails: what it does not know names no tables.
pub fn sql(text: &str, dialect: Dialect) -> Vec<SqlStatement> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut lexer = Lexer::new(&text[..end], dialect);
    let mut found = Vec::new();
    while lexer.next_statement() {
        if !lexer.tokens.is_empty() {
            found.push(scan::statement(&text[..end], &lexer.tokens, dialect));
        }
    }
    found
}

/// Whether a text whose use is not known is SQL: a first word with the words that must follow it.
pub fn looks_like_sql(text: &str) -> bool {
    let mut words =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    let Some(first) = words.next() else { return false };
    let rest: Vec<&str> = words.take(200).collect();
    let has = |word: &str| rest.iter().any(|w| w.eq_ignore_ascii_case(word));
    let next = |word: &str| rest.first().is_some_and(|w| w.eq_ignore_ascii_case(word));
    // Prose begins with a capital at most; SQL in other cases than these two is not told from it.
    let cased = first.bytes().all(|b| b.is_ascii_uppercase())
        || first.bytes().all(|b| b.is_ascii_lowercase());
    cased
        && match first.to_ascii_uppercase().as_str() {
            "SELECT" => has("from"),
            "INSERT" | "REPLACE" => {
                has("into") && (has("values") || has("select") || has("default"))
            }
            "UPDATE" => has("set") && text.contains('='),
            "DELETE" => next("from") && (rest.len() == 2 || has("where")),
            "WITH" => has("as") && has("select") && text.contains('('),
            "CREATE" | "ALTER" | "DROP" => {
                ["table", "index", "unique", "schema", "view", "type", "database", "trigger"]
                    .iter()
                    .any(|w| next(w))
            }
            "TRUNCATE" => rest.len() <= 4,
            _ => false,
        }
}
