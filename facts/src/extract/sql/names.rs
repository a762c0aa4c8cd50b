//! Words of SQL that matter for finding tables, and the names of tables.

use super::StatementKind;
use super::lexer::{Kind, Token};
use super::{TableMention, TableName};
use crate::place::Span;

/// Words that decide something, sorted.
const KEYWORDS: &[&str] = &[
    "ADD",
    "ALTER",
    "ANALYZE",
    "AND",
    "AS",
    "BEGIN",
    "BY",
    "CALL",
    "CASE",
    "CHECK",
    "COLUMN",
    "COMMENT",
    "COMMIT",
    "CONCURRENTLY",
    "CONFLICT",
    "CONSTRAINT",
    "COPY",
    "CREATE",
    "CROSS",
    "DEFAULT",
    "DEFINE",
    "DELAYED",
    "DELETE",
    "DISTINCT",
    "DO",
    "DROP",
    "DUPLICATE",
    "ELSE",
    "END",
    "EVENT",
    "EXCEPT",
    "EXCLUDE",
    "EXEC",
    "EXECUTE",
    "EXISTS",
    "EXPLAIN",
    "FETCH",
    "FOR",
    "FOREIGN",
    "FROM",
    "FULL",
    "FULLTEXT",
    "FUNCTION",
    "GRANT",
    "GROUP",
    "HAVING",
    "HIGH_PRIORITY",
    "IF",
    "IGNORE",
    "INDEX",
    "INHERITS",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "KEY",
    "LATERAL",
    "LEFT",
    "LIKE",
    "LIMIT",
    "LISTEN",
    "LOCK",
    "LOCKED",
    "LOOP",
    "LOW_PRIORITY",
    "MATERIALIZED",
    "MERGE",
    "MODIFY",
    "NATURAL",
    "NOT",
    "NOTIFY",
    "NULL",
    "OF",
    "OFFSET",
    "ON",
    "ONLY",
    "OR",
    "ORDER",
    "OUTER",
    "PARTITION",
    "POLICY",
    "PRAGMA",
    "PREPARE",
    "PRIMARY",
    "PROCEDURE",
    "QUICK",
    "RECURSIVE",
    "REFERENCES",
    "REFRESH",
    "RELEASE",
    "RENAME",
    "REPEAT",
    "REPLACE",
    "RETURNING",
    "REVOKE",
    "RIGHT",
    "ROLLBACK",
    "ROWS",
    "RULE",
    "SAVEPOINT",
    "SCHEMA",
    "SELECT",
    "SET",
    "SHARE",
    "SHOW",
    "SKIP",
    "SPATIAL",
    "START",
    "TABLE",
    "TABLES",
    "TEMP",
    "TEMPORARY",
    "THEN",
    "TO",
    "TRANSACTION",
    "TRIGGER",
    "TRUNCATE",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "UPSERT",
    "USE",
    "USING",
    "VACUUM",
    "VALUES",
    "VIEW",
    "WHEN",
    "WHERE",
    "WHILE",
    "WINDOW",
    "WITH",
    "XA",
];

/// Words that cannot name a table where they stand without quotes.
const RESERVED: &[&str] = &[
    "AND",
    "AS",
    "BY",
    "CASE",
    "CROSS",
    "DEFAULT",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "FETCH",
    "FOR",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "INNER",
    "INTERSECT",
    "INTO",
    "JOIN",
    "LEFT",
    "LIMIT",
    "NATURAL",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "RETURNING",
    "RIGHT",
    "SELECT",
    "SET",
    "THEN",
    "TO",
    "UNION",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WINDOW",
    "WITH",
    "DO",
];

/// The word in capitals if it is in [`KEYWORDS`], else an empty text.
pub(super) fn keyword(word: &str) -> &'static str {
    let mut buffer = [0_u8; 16];
    let Some(upper) = buffer.get_mut(..word.len()) else { return "" };
    upper.copy_from_slice(word.as_bytes());
    upper.make_ascii_uppercase();
    KEYWORDS.binary_search_by(|probe| probe.as_bytes().cmp(upper)).map_or("", |at| KEYWORDS[at])
}

/// The name of a table or column that begins at token `at`, and the number of the token behind it.
pub(super) fn name(text: &str, tokens: &[Token], at: usize) -> Option<(TableName, usize)> {
    let (first, first_span, mut next) = part(text, tokens, at)?;
    let (mut name, mut schema, mut span) = (first, None, first_span);
    // A database before the schema is let go: `db.schema.table`.
    for _ in 0..3 {
        let dot = tokens.get(next).filter(|token| token.kind == Kind::Symbol(b'.'));
        let Some((further, further_span, after)) =
            dot.and_then(|_| any_part(text, tokens, next + 1))
        else {
            break;
        };
        schema = Some(std::mem::replace(&mut name, further));
        span = Span::new(span.start, further_span.end);
        next = after;
    }
    // SurrealDB names a record of a table as `table:id`.
    let colon = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Symbol(b':'));
    if colon(next) && !colon(next + 1) {
        next = (next + 2).min(tokens.len());
    }
    let schema = schema.filter(|schema| !matches!(schema.as_str(), "public" | "dbo" | "main"));
    Some((TableName { name, schema, span }, next))
}

/// One part of a name where reserved words are none.
fn part(text: &str, tokens: &[Token], at: usize) -> Option<(String, Span, usize)> {
    let token = tokens.get(at)?;
    if token.kind == Kind::Word && RESERVED.contains(&token.keyword) {
        return None;
    }
    any_part(text, tokens, at)
}

fn any_part(text: &str, tokens: &[Token], at: usize) -> Option<(String, Span, usize)> {
    let token = tokens.get(at)?;
    let written = &text[token.span.range()];
    match token.kind {
        Kind::Word => Some((without_holes(&written.to_lowercase()), token.span, at + 1)),
        Kind::Quoted => {
            let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
            (!inner.is_empty()).then(|| (without_holes(inner), token.span, at + 1))
        }
        // `[name]`, as SQL Server writes it.
        Kind::Symbol(b'[') => {
            let (name, close) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
            let is_name = name.kind == Kind::Word && close.kind == Kind::Symbol(b']');
            is_name.then(|| {
                let span = Span::new(token.span.start, close.span.end);
                (without_holes(&text[name.span.range()]), span, at + 3)
            })
        }
        _ => None,
    }
}

/// The name with `*` for each hole of `format!`.
fn without_holes(name: &str) -> String {
    if !name.contains('{') {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in name.chars() {
        match c {
            '{' => {
                if depth == 0 && !out.ends_with('*') {
                    out.push('*');
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether a name is of the database's own.
pub(super) fn is_system(table: &TableName) -> bool {
    let schema = table.schema.as_deref().unwrap_or_default();
    matches!(
        schema,
        "information_schema"
            | "INFORMATION_SCHEMA"
            | "pg_catalog"
            | "performance_schema"
            | "mysql"
            | "sys"
            | "system"
    ) || table.name.starts_with("pg_")
        || table.name.starts_with("sqlite_")
        || table.name == "dual"
}

/// A mention of a table.
pub(super) fn mention(table: &TableName, kind: StatementKind, joined: bool) -> TableMention {
    TableMention {
        name: table.name.clone(),
        schema: table.schema.clone(),
        kind,
        joined,
        span: table.span,
    }
}

#[cfg(test)]
#[test]
fn keywords_are_sorted() {
    assert!(KEYWORDS.is_sorted_by(|a, b| a < b));
    assert!(RESERVED.iter().all(|word| !keyword(word).is_empty()));
}
