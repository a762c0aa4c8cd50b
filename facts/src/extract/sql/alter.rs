//! `ALTER …`, `DROP …` and `RENAME …`: what becomes of tables and columns.

use super::StatementKind;
use super::scan::Scan;
use super::{Change, ColumnAction, TableName, create};

/// Reads a statement that begins with one of the three at `at`.
pub(super) fn alter(scan: &mut Scan<'_>, at: usize) {
    let materialized = usize::from(scan.keyword(at + 1) == "MATERIALIZED");
    match (scan.keyword(at), scan.keyword(at + 1 + materialized)) {
        ("ALTER", "TABLE") => alter_table(scan, at + 2),
        ("DROP", "TABLE") => drop(scan, at + 2, Change::Drop),
        ("DROP", "VIEW") => drop(scan, at + 2 + materialized, Change::DropView),
        ("RENAME", "TABLE") => rename(scan, at + 2),
        ("DROP", "TRIGGER" | "POLICY" | "INDEX") => {
            let on = (at..scan.tokens.len()).find(|at| scan.keyword(*at) == "ON");
            if let Some((name, _)) = on.and_then(|on| scan.name(on + 1)) {
                scan.add(&name, StatementKind::Define);
            }
        }
        _ => {}
    }
}

fn drop(scan: &mut Scan<'_>, start: usize, change: fn(TableName) -> Change) {
    let mut at = scan.behind_modifiers(start);
    while let Some((name, next)) = scan.name(at) {
        scan.add(&name, StatementKind::Define);
        scan.change(change(name));
        if !scan.is(next, b',') {
            return;
        }
        at = next + 1;
    }
}

/// `RENAME TABLE a TO b, c TO d`, as MySQL has it.
fn rename(scan: &mut Scan<'_>, start: usize) {
    let mut at = start;
    while let Some((from, next)) = scan.name(at) {
        let Some((to, next)) = (scan.keyword(next) == "TO").then(|| scan.name(next + 1)).flatten()
        else {
            return;
        };
        scan.add(&from, StatementKind::Define);
        scan.change(Change::Rename { from, to });
        if !scan.is(next, b',') {
            return;
        }
        at = next + 1;
    }
}

fn alter_table(scan: &mut Scan<'_>, start: usize) {
    let Some((table, mut at)) = scan.name(scan.behind_modifiers(start)) else { return };
    scan.add(&table, StatementKind::Define);
    while at < scan.tokens.len() {
        if scan.is(at, b'(') {
            at = scan.behind_parenthesis(at);
            continue;
        }
        let next = at + 1;
        match scan.keyword(at) {
            "RENAME" if matches!(scan.keyword(next), "TO" | "AS") => {
                if let Some((to, _)) = scan.name(next + 1) {
                    // A new name stands in the schema of the old one.
                    let to = TableName { schema: to.schema.or_else(|| table.schema.clone()), ..to };
                    scan.change(Change::Rename { from: table.clone(), to });
                }
            }
            "RENAME" if scan.keyword(next) != "CONSTRAINT" => {
                column(scan, &table, next, ColumnAction::Rename);
            }
            "ADD" => added(scan, &table, next),
            "DROP"
                if !matches!(
                    scan.keyword(next),
                    "CONSTRAINT" | "NOT" | "DEFAULT" | "PRIMARY" | "FOREIGN" | "INDEX" | "KEY"
                ) =>
            {
                column(scan, &table, next, ColumnAction::Drop);
            }
            "ALTER" | "MODIFY" if scan.keyword(next) != "CONSTRAINT" => {
                column(scan, &table, next, ColumnAction::Alter);
            }
            "SET" if scan.keyword(next) == "SCHEMA" => {
                if let Some((schema, _)) = scan.name(next + 1) {
                    let to = TableName {
                        name: table.name.clone(),
                        schema: Some(schema.name),
                        span: table.span,
                    };
                    scan.change(Change::Rename { from: table.clone(), to });
                }
            }
            "REFERENCES" => {
                if let Some((to, _)) = scan.name(next) {
                    scan.change(Change::Reference { from: table.clone(), to });
                }
            }
            _ => {}
        }
        at = next;
    }
}

/// `ADD COLUMN x`, `ADD CONSTRAINT x UNIQUE (a)`, `ADD PRIMARY KEY (a)`.
fn added(scan: &mut Scan<'_>, table: &TableName, at: usize) {
    let constraint = if scan.keyword(at) == "CONSTRAINT" { at + 2 } else { at };
    match scan.keyword(constraint) {
        "UNIQUE" | "PRIMARY" => {
            let open =
                (constraint..scan.tokens.len().min(constraint + 6)).find(|at| scan.is(*at, b'('));
            if let Some(open) = open {
                let columns = create::names_in(scan, open);
                scan.change(Change::Unique { table: table.clone(), columns });
            }
        }
        "FOREIGN" | "CHECK" | "EXCLUDE" | "INDEX" | "KEY" | "FULLTEXT" | "SPATIAL" => {}
        _ if constraint > at => {}
        _ => column(scan, table, at, ColumnAction::Add),
    }
}

fn column(scan: &mut Scan<'_>, table: &TableName, mut at: usize, action: ColumnAction) {
    if scan.keyword(at) == "COLUMN" {
        at += 1;
    }
    if let Some((TableName { name: column, span, .. }, _)) = scan.name(scan.behind_modifiers(at)) {
        scan.change(Change::Column { table: table.clone(), column, action, span });
    }
}
