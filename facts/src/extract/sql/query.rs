//! One pass over a query or change of data: where a table's name stands, and what is done to the table.

use super::StatementKind;
use super::lexer::{Kind, Token};
use super::names::mention;
use super::scan::Scan;
use super::{Dialect, SqlFlags};

/// What is open: the statement itself, or a parenthesis in it.
#[derive(Clone, Copy, Default)]
struct Scope {
    /// Tables are listed: a comma brings another one, used so.
    list: Option<StatementKind>,
    /// An `INSERT`, `REPLACE`, `MERGE` or `COPY` waits for its table.
    writes_into: bool,
    /// A `DELETE`, whose first `FROM` names what is written.
    deletes: bool,
    /// The arguments of a function, in which `FROM` names no table.
    arguments: bool,
}

/// A name of a table comes next.
#[derive(Clone, Copy)]
struct Expected {
    kind: StatementKind,
    joined: bool,
    /// Columns in parentheses may follow it, so it is no function.
    columns: bool,
}

impl Scan<'_> {
    /// Reads from `at` to the end as a query or change of data.
    pub(super) fn query(&mut self, start: usize) {
        let mut scopes = vec![Scope::default()];
        let mut expected: Option<Expected> = None;
        let mut at = start;
        while at < self.tokens.len() {
            if let Some(wanted) = expected {
                let behind = self.behind_modifiers(at);
                if self.is(behind, b'(') {
                    let list = scopes.last().and_then(|scope| scope.list);
                    scopes.push(Scope { list, ..Scope::default() });
                    at = behind + 1;
                    if matches!(self.keyword(at), "SELECT" | "WITH" | "VALUES") {
                        expected = None;
                    }
                    continue;
                }
                expected = None;
                if let Some((table, next)) = self.name(behind) {
                    if wanted.columns || !self.is(next, b'(') {
                        self.found.tables.push(mention(&table, wanted.kind, wanted.joined));
                    }
                    at = next;
                    continue;
                }
            }
            self.note(at);
            expected = self.step(at, start, &mut scopes);
            at += 1;
        }
        if scopes.len() > 1 {
            self.found.understood = false;
        }
    }

    /// What a parenthesis brings.
    fn parenthesis(&mut self, at: usize, start: usize, scopes: &mut Vec<Scope>) {
        if self.is(at, b'(') {
            let function = at > start && is_function(self.tokens[at - 1]);
            let arguments = function && self.keyword(at + 1) != "SELECT";
            scopes.push(Scope { arguments, ..Scope::default() });
        } else if scopes.len() > 1 {
            scopes.pop();
        } else {
            self.found.understood = false;
        }
    }

    /// What one token brings.
    fn step(&mut self, at: usize, start: usize, scopes: &mut Vec<Scope>) -> Option<Expected> {
        use StatementKind::{Other, Read, Write};
        let token = self.tokens[at];
        if self.is(at, b'(') || self.is(at, b')') {
            self.parenthesis(at, start, scopes);
            return None;
        }
        let before = if at > start { self.keyword(at - 1) } else { "" };
        // `REPLACE(…)` and its like are functions.
        let begins = !self.is(at + 1, b'(')
            && (at == start || self.is(at - 1, b'(') || self.is(at - 1, b')'));
        let surreal = self.dialect == Dialect::Surreal;
        let scope = scopes.last_mut()?;
        let mut columns = false;
        let mut joined = false;
        let kind = match token.keyword {
            "" if token.kind == Kind::Symbol(b',') => scope.list?,
            "SELECT" => {
                *scope = Scope::default();
                return None;
            }
            "WITH" | "RECURSIVE" => {
                self.common_tables(at + 1);
                return None;
            }
            "FROM" if scope.arguments || before == "DISTINCT" => return None,
            "FROM" if scope.writes_into => {
                scope.writes_into = false;
                return None;
            }
            "FROM" => {
                scope.list = Some(Read);
                if std::mem::take(&mut scope.deletes) { Write } else { Read }
            }
            "USING" if scope.list.is_some() && !self.is(at + 1, b'(') => {
                scope.list = Some(Read);
                Read
            }
            "JOIN" => {
                scope.list = scope.list.or(Some(Read));
                joined = true;
                Read
            }
            "INSERT" | "REPLACE" | "MERGE" | "UPSERT" if begins || before == "THEN" => {
                self.insertion(at, scope);
                if token.keyword != "UPSERT" || !surreal {
                    return None;
                }
                Write
            }
            "INTO" if scope.writes_into => {
                scope.writes_into = false;
                // The source of a `MERGE` stands behind `USING`.
                scope.list = Some(Write);
                columns = true;
                Write
            }
            "UPDATE" if begins && self.keyword(at + 1) != "SET" => {
                scope.list = Some(Write);
                Write
            }
            "DELETE" if begins => {
                scope.deletes = true;
                if !surreal {
                    return None;
                }
                Write
            }
            "CREATE" if surreal => Write,
            "TRUNCATE" if begins => {
                scope.list = Some(Write);
                Write
            }
            "LOCK" if begins => {
                self.found.flags.insert(SqlFlags::LOCKS);
                scope.list = Some(Other);
                Other
            }
            "TABLE" if at == start => Read,
            "COPY" if at == start => {
                self.copy(at, scope);
                return None;
            }
            word => {
                if ends_tables(word, before) {
                    scope.list = None;
                }
                return None;
            }
        };
        Some(Expected { kind, joined, columns })
    }

    /// What a token says about the statement as a whole.
    fn note(&mut self, at: usize) {
        let before = if at > 0 { self.keyword(at - 1) } else { "" };
        let flag = match self.keyword(at) {
            "WHERE" if self.keyword(at + 1) == "NOT" && self.keyword(at + 2) == "EXISTS" => {
                SqlFlags::GUARDED
            }
            "CONFLICT" | "DUPLICATE" if before == "ON" => SqlFlags::ON_CONFLICT,
            "LOCKED" if before == "SKIP" => SqlFlags::SKIP_LOCKED,
            "UPDATE" | "SHARE" if matches!(before, "FOR" | "KEY") => SqlFlags::LOCKS,
            "" if self.tokens[at].kind == Kind::Word => {
                let word = self.word(at);
                let lock = word.len() > 7 && word.to_ascii_lowercase().contains("advisory");
                if !lock && !word.eq_ignore_ascii_case("get_lock") {
                    return;
                }
                SqlFlags::ADVISORY_LOCK
            }
            _ => return,
        };
        self.found.flags.insert(flag);
    }

    fn insertion(&mut self, at: usize, scope: &mut Scope) {
        scope.writes_into = true;
        let insert = self.keyword(at) == "INSERT";
        if !insert || matches!(self.keyword(at + 1), "OR" | "IGNORE") {
            self.found.flags.insert(SqlFlags::ON_CONFLICT);
        }
        self.found.flags.insert(SqlFlags::INSERTS);
    }

    /// `COPY t (…) FROM …` writes, `COPY t TO …` reads.
    fn copy(&mut self, at: usize, scope: &mut Scope) {
        let Some((table, next)) = self.name(at + 1) else { return };
        let writes = self.keyword(self.behind_parenthesis(next)) == "FROM";
        if writes {
            self.found.flags.insert(SqlFlags::INSERTS);
        }
        self.add(&table, if writes { StatementKind::Write } else { StatementKind::Read });
        scope.writes_into = true;
    }

    /// Names of common table expressions, from the one at `at` on: `a AS (…), b (x, y) AS (…)`.
    fn common_tables(&mut self, mut at: usize) {
        if self.keyword(at) == "RECURSIVE" {
            at += 1;
        }
        while let Some((table, next)) = self.name(at) {
            let mut next = self.behind_parenthesis(next);
            if self.keyword(next) != "AS" {
                return;
            }
            next += 1;
            while matches!(self.keyword(next), "NOT" | "MATERIALIZED") {
                next += 1;
            }
            if !self.is(next, b'(') {
                return;
            }
            self.local.insert(table.name);
            let behind = self.behind_parenthesis(next);
            if !self.is(behind, b',') {
                return;
            }
            at = behind + 1;
        }
    }
}

/// Whether a list of tables ends with this word.
fn ends_tables(word: &str, before: &str) -> bool {
    match word {
        "VALUES" | "SET" | "WHERE" | "GROUP" | "ORDER" | "HAVING" | "LIMIT" | "RETURNING"
        | "WINDOW" | "FOR" | "FETCH" | "OFFSET" | "UNION" | "EXCEPT" | "INTERSECT" => true,
        "CONFLICT" | "DUPLICATE" => before == "ON",
        _ => false,
    }
}

/// Whether a parenthesis behind this token holds arguments.
fn is_function(before: Token) -> bool {
    match before.kind {
        Kind::Word => {
            before.keyword.is_empty()
                || matches!(before.keyword, "LEFT" | "RIGHT" | "REPLACE" | "REPEAT" | "IF")
        }
        Kind::Quoted => true,
        _ => false,
    }
}
