//! What a statement does, as its text says it.

use serde::Serialize;

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementKind {
    /// Reads.
    Read,
    /// Inserts, updates, deletes.
    Write,
    /// Changes the schema.
    Define,
    /// Begins a transaction.
    Begin,
    /// Commits one.
    Commit,
    /// Rolls one back.
    Rollback,
    /// Anything else, or not known.
    Other,
}
