//! `CREATE …`: the table or view that is made, its columns, keys and references.

use super::StatementKind;
use super::lexer::Kind;
use super::scan::Scan;
use super::{Change, Column, NewTable, SqlFlags, TableName};

/// Reads what stands behind `CREATE`.
pub(super) fn create(scan: &mut Scan<'_>, start: usize) {
    let mut at = start;
    let mut temporary = false;
    let mut unique = false;
    // The words before the kind of object are few: `OR REPLACE`, `GLOBAL TEMPORARY`, `UNIQUE`, `UNLOGGED`.
    while at < start + 6 {
        match scan.keyword(at) {
            "TABLE" => return table(scan, at + 1, temporary),
            "VIEW" => return view(scan, at + 1),
            "INDEX" => return index(scan, at + 1, unique),
            "TRIGGER" | "POLICY" | "RULE" => return on_table(scan, at + 1),
            "FUNCTION" | "PROCEDURE" | "EVENT" => return scan.found.flags.insert(SqlFlags::BODY),
            "TEMP" | "TEMPORARY" => temporary = true,
            "UNIQUE" => unique = true,
            _ => {}
        }
        at += 1;
    }
}

fn table(scan: &mut Scan<'_>, at: usize, temporary: bool) {
    let Some((name, mut next)) = scan.name(scan.behind_modifiers(at)) else { return };
    if temporary {
        scan.add_local(&name.name);
    }
    scan.add(&name, StatementKind::Define);
    let mut new = NewTable {
        table: name,
        columns: Vec::new(),
        unique: Vec::new(),
        references: Vec::new(),
        temporary,
    };
    if scan.is(next, b'(') && scan.keyword(next + 1) != "SELECT" {
        let end = scan.behind_parenthesis(next);
        columns(scan, next + 1, end.saturating_sub(1), &mut new);
        next = end;
    }
    scan.change(Change::Create(Box::new(new)));
    // `PARTITION OF t`, `INHERITS (t)`, `LIKE t` name other tables of the schema; a query reads.
    while next < scan.tokens.len() {
        match (scan.keyword(next), scan.keyword(next + 1)) {
            ("PARTITION", "OF") => {
                if let Some((parent, _)) = scan.name(next + 2) {
                    scan.add(&parent, StatementKind::Define);
                }
                return;
            }
            ("SELECT" | "WITH", following) if following != "NOT" && scan.is_query(next) => {
                return scan.query(next);
            }
            _ => next += 1,
        }
    }
}

/// The entries of a table between its parentheses.
fn columns(scan: &mut Scan<'_>, start: usize, end: usize, new: &mut NewTable) {
    let mut at = start;
    while at < end {
        let mut next = at;
        while next < end && !scan.is(next, b',') {
            next = if scan.is(next, b'(') { scan.behind_parenthesis(next) } else { next + 1 };
        }
        let next = next.min(end);
        entry(scan, at, next, new);
        at = next + 1;
    }
}

fn entry(scan: &mut Scan<'_>, start: usize, end: usize, new: &mut NewTable) {
    let mut at = start;
    if scan.keyword(at) == "CONSTRAINT" {
        at += 2;
    }
    // A column may be called `key` or `index`; then its type follows, and no parenthesis.
    let constraint = match scan.keyword(at) {
        "PRIMARY" | "UNIQUE" | "FOREIGN" | "CHECK" | "EXCLUDE" | "LIKE" | "FULLTEXT"
        | "SPATIAL" => true,
        "KEY" | "INDEX" => scan.is(at + 1, b'(') || scan.is(at + 2, b'('),
        _ => at > start,
    };
    if constraint {
        let unique = matches!(scan.keyword(at), "PRIMARY" | "UNIQUE");
        if let Some(open) = (at..end).find(|at| scan.is(*at, b'(')).filter(|_| unique) {
            new.unique.push(names_in(scan, open));
        }
    } else if let Some((name, next)) = scan.name(at) {
        column(scan, name, next, end, new);
    }
    for at in at..end {
        if scan.keyword(at) == "REFERENCES"
            && let Some((other, _)) = scan.name(at + 1)
        {
            new.references.push(other);
        }
    }
}

fn column(scan: &mut Scan<'_>, name: TableName, start: usize, end: usize, new: &mut NewTable) {
    let is_end = |word: &str| {
        matches!(
            word,
            "NOT"
                | "NULL"
                | "DEFAULT"
                | "PRIMARY"
                | "UNIQUE"
                | "REFERENCES"
                | "CHECK"
                | "CONSTRAINT"
                | "AS"
                | "ON"
                | "COMMENT"
        )
    };
    let stop = (start..end).find(|at| is_end(scan.keyword(*at))).unwrap_or(end);
    let ty = match (start < stop)
        .then(|| (scan.tokens[start].span.start, scan.tokens[stop - 1].span.end))
    {
        Some((from, to)) => scan.text[from as usize..to as usize].to_lowercase(),
        None => String::new(),
    };
    let unique = (stop..end).any(|at| {
        scan.keyword(at) == "UNIQUE"
            || (scan.keyword(at) == "PRIMARY" && scan.keyword(at + 1) == "KEY")
    });
    new.columns.push(Column { name: name.name, ty, unique, span: name.span });
}

/// The names in the parenthesis that opens at `open`; of an expression the first word.
pub(super) fn names_in(scan: &Scan<'_>, open: usize) -> Vec<String> {
    let end = scan.behind_parenthesis(open).saturating_sub(1);
    let mut names = Vec::new();
    let mut wanted = true;
    let mut at = open + 1;
    while at < end {
        if scan.is(at, b'(') {
            at = scan.behind_parenthesis(at);
            continue;
        }
        if wanted && let Some((name, _)) = scan.name(at) {
            names.push(name.name);
        }
        wanted = scan.is(at, b',');
        at += 1;
    }
    names
}

fn view(scan: &mut Scan<'_>, at: usize) {
    let Some((name, next)) = scan.name(scan.behind_modifiers(at)) else { return };
    scan.add(&name, StatementKind::Define);
    scan.change(Change::CreateView(name));
    scan.query(next);
}

fn index(scan: &mut Scan<'_>, start: usize, unique: bool) {
    let Some(on) = (start..scan.tokens.len()).find(|at| scan.keyword(*at) == "ON") else { return };
    let Some((name, next)) = scan.name(scan.behind_modifiers(on + 1)) else { return };
    scan.add(&name, StatementKind::Define);
    let open = (next..scan.tokens.len()).find(|at| scan.is(*at, b'('));
    // A condition makes it unique among some rows only.
    let partial = (next..scan.tokens.len()).any(|at| scan.keyword(at) == "WHERE");
    if let Some(open) = open.filter(|_| unique && !partial) {
        let columns = names_in(scan, open);
        scan.change(Change::Unique { table: name, columns });
    }
}

/// `CREATE TRIGGER … ON t`, `CREATE POLICY … ON t`.
fn on_table(scan: &mut Scan<'_>, start: usize) {
    scan.found.flags.insert(SqlFlags::BODY);
    let on = (start..scan.tokens.len())
        .find(|at| scan.keyword(*at) == "ON" && scan.tokens[*at].kind == Kind::Word);
    if let Some((name, _)) = on.and_then(|on| scan.name(scan.behind_modifiers(on + 1))) {
        scan.add(&name, StatementKind::Define);
    }
}
