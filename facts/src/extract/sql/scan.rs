//! A statement's tokens, and which kind of statement they make.

use rustc_hash::FxHashSet;

use super::StatementKind;
use super::lexer::{Kind, Token};
use super::names::{is_system, mention, name};
use super::{Change, Dialect, SqlFlags, SqlStatement, TableName, alter, create};
use crate::place::Span;

/// Reads one statement.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) found: SqlStatement,
    /// Names of common table expressions, which are no tables.
    pub(super) local: FxHashSet<String>,
    /// For each parenthesis that opens, the number of the token behind the one that closes it.
    behind: Vec<u32>,
    pub(super) dialect: Dialect,
}

/// Reads the statement of these tokens, of which there is at least one.
pub(super) fn statement(text: &str, tokens: &[Token], dialect: Dialect) -> SqlStatement {
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    let found = SqlStatement {
        kind: StatementKind::Other,
        tables: Vec::new(),
        changes: Vec::new(),
        flags: SqlFlags::default(),
        span: Span::new(first.span.start, last.span.end),
        understood: !first.keyword.is_empty() || first.kind == Kind::Symbol(b'('),
    };
    let mut scan =
        Scan { text, tokens, found, local: FxHashSet::default(), behind: behind(tokens), dialect };
    scan.read();
    let local = scan.local;
    let mut found = scan.found;
    found.tables.retain(|table| {
        let quoted =
            TableName { name: table.name.clone(), schema: table.schema.clone(), span: table.span };
        !is_system(&quoted) && (table.schema.is_some() || !local.contains(&table.name))
    });
    found
}

impl Scan<'_> {
    pub(super) fn keyword(&self, at: usize) -> &'static str {
        self.tokens.get(at).map_or("", |token| token.keyword)
    }

    pub(super) fn is(&self, at: usize, symbol: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Symbol(symbol))
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.span.range()])
    }

    pub(super) fn name(&self, at: usize) -> Option<(TableName, usize)> {
        name(self.text, self.tokens, at)
    }

    pub(super) fn add(&mut self, table: &TableName, kind: StatementKind) {
        self.found.tables.push(mention(table, kind, false));
    }

    /// Behind the words that may stand between a command and a table's name.
    pub(super) fn behind_modifiers(&self, mut at: usize) -> usize {
        // `UPDATE OR REPLACE t`, as SQLite has it.
        if self.keyword(at) == "OR" {
            at += 2;
        }
        while matches!(
            self.keyword(at),
            "IF" | "NOT"
                | "EXISTS"
                | "ONLY"
                | "CONCURRENTLY"
                | "LOW_PRIORITY"
                | "HIGH_PRIORITY"
                | "IGNORE"
                | "QUICK"
                | "DELAYED"
                | "LATERAL"
                | "TABLE"
        ) {
            at += 1;
        }
        at
    }

    fn read(&mut self) {
        let mut at = 0;
        // `EXPLAIN ANALYZE …`, `EXPLAIN (…) …` does what follows, as far as tables go.
        if self.keyword(at) == "EXPLAIN" {
            at += 1;
            while self.keyword(at) == "ANALYZE" || self.word(at).eq_ignore_ascii_case("verbose") {
                at += 1;
            }
        }
        let first = self.keyword(at);
        match first {
            "CREATE" if self.dialect != Dialect::Surreal => {
                self.found.kind = StatementKind::Define;
                create::create(self, at + 1);
            }
            "ALTER" | "DROP" | "RENAME" => {
                self.found.kind = StatementKind::Define;
                alter::alter(self, at);
            }
            "COMMENT" | "GRANT" | "REVOKE" | "DEFINE" | "REFRESH" | "VACUUM" | "ANALYZE" => {
                self.found.kind = StatementKind::Define;
            }
            "BEGIN" | "START" => self.found.kind = StatementKind::Begin,
            "COMMIT" | "END" => {
                self.found.kind = StatementKind::Commit;
                if self.keyword(at + 1) == "PREPARE"
                    || self.word(at + 1).eq_ignore_ascii_case("prepared")
                {
                    self.found.flags.insert(SqlFlags::TWO_PHASE);
                }
            }
            // A rollback to a savepoint ends nothing.
            "ROLLBACK" if self.keyword(at + 1) != "TO" => self.found.kind = StatementKind::Rollback,
            "XA" => self.found.flags.insert(SqlFlags::TWO_PHASE),
            "PREPARE" if self.keyword(at + 1) == "TRANSACTION" => {
                self.found.flags.insert(SqlFlags::TWO_PHASE);
            }
            "DO" | "CALL" | "EXEC" | "EXECUTE" => self.found.flags.insert(SqlFlags::BODY),
            "SAVEPOINT" | "RELEASE" | "ROLLBACK" | "PRAGMA" | "SET" | "SHOW" | "USE" | "LISTEN"
            | "NOTIFY" => {}
            _ => {
                self.query(at);
                self.found.kind = self.kind_of_query(first);
            }
        }
    }

    fn kind_of_query(&self, first: &str) -> StatementKind {
        let writes = self.found.tables.iter().any(|table| table.kind == StatementKind::Write);
        let begins_write = matches!(
            first,
            "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "MERGE" | "TRUNCATE" | "UPSERT"
        );
        match first {
            _ if writes || begins_write => StatementKind::Write,
            "SELECT" | "WITH" | "VALUES" | "TABLE" | "COPY" => StatementKind::Read,
            _ if !self.found.tables.is_empty() => StatementKind::Read,
            _ => StatementKind::Other,
        }
    }

    /// Behind the parenthesis that opens at `at`, if one does.
    pub(super) fn behind_parenthesis(&self, at: usize) -> usize {
        if self.is(at, b'(') { self.behind[at] as usize } else { at }
    }

    /// Whether a query begins at `at`, and no `WITH (…)` with options of storage.
    pub(super) fn is_query(&self, at: usize) -> bool {
        self.keyword(at) == "SELECT" || !self.is(at + 1, b'(')
    }

    pub(super) fn change(&mut self, change: Change) {
        self.found.changes.push(change);
    }

    /// A name that lasts as long as the connection.
    pub(super) fn add_local(&mut self, name: &str) {
        self.local.insert(name.to_owned());
    }
}

/// For each token that opens a parenthesis, the number behind the one that closes it.
fn behind(tokens: &[Token]) -> Vec<u32> {
    let mut behind = vec![tokens.len() as u32; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Symbol(b'(') => open.push(at),
            Kind::Symbol(b')') => {
                if let Some(start) = open.pop() {
                    behind[start] = at as u32 + 1;
                }
            }
            _ => {}
        }
    }
    behind
}
