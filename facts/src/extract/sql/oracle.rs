//! A parser of SQL as an oracle: of what it can read, the same tables must be found.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{Visit, Visitor};
use sqlparser::dialect::{GenericDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use super::{Dialect, sql};

/// Statements that a parser reads too, for each dialect's.
const STATEMENTS: &[&str] = &[
    "SELECT a.id, b.name FROM accounts a INNER JOIN books b ON a.id = b.account_id WHERE b.n > 3 ORDER BY a.id, b.name",
    "SELECT count(*) FILTER (WHERE x > 1) OVER (PARTITION BY a, b ORDER BY c) FROM t, u WHERE t.a IN (1, 2)",
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM inner_one) THEN (SELECT max(x) FROM inner_two) ELSE 0 END FROM outer_one",
    "SELECT * FROM a LEFT JOIN b USING (id) RIGHT OUTER JOIN c ON true CROSS JOIN d NATURAL JOIN e",
    "SELECT extract(year FROM x), substring(y FROM 2 FOR 3), position('a' IN b), left(c, 2), replace(d, 'e', 'f') FROM t",
    "SELECT x FROM t WHERE a IS NOT DISTINCT FROM b AND c BETWEEN 1 AND 2 GROUP BY x, y HAVING count(*) > 1 LIMIT 3 OFFSET 4",
    "SELECT * FROM (SELECT * FROM (SELECT * FROM deep) AS x, side) AS y JOIN LATERAL (SELECT 1 FROM inner_one) AS z ON true",
    "SELECT * FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
    "SELECT a FROM t UNION SELECT b FROM u INTERSECT SELECT c FROM v",
    "INSERT INTO t (a, b) VALUES (1, (SELECT max(x) FROM u)) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b WHERE t.b < 3 RETURNING a",
    "INSERT INTO t SELECT a, b FROM u JOIN v ON u.id = v.id WHERE NOT EXISTS (SELECT 1 FROM w)",
    "UPDATE t SET a = b, c = (SELECT d FROM u WHERE u.id = t.id) FROM v WHERE t.id = v.id RETURNING t.id",
    "DELETE FROM t USING u WHERE t.id = u.id",
    "DELETE FROM t WHERE id IN (SELECT id FROM u)",
    "CREATE TABLE t (id INT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'FROM x', CHECK (id > 0))",
    "CREATE TABLE t AS SELECT * FROM u",
    "CREATE VIEW v AS SELECT a FROM t JOIN u ON true",
    "ALTER TABLE t ADD COLUMN a INT, DROP COLUMN b",
    "TRUNCATE TABLE t",
    "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (2)",
    "SELECT json_agg(row_to_json(x)) FROM (SELECT a, b FROM t) x WHERE data -> 'from' ->> 'join' = 'update'",
    "SELECT \"from\", \"select\" FROM \"Order\" AS o (a, b), schema_one.table_two",
];

/// The names of relations, as the parser has them.
#[derive(Default)]
struct Relations(BTreeSet<String>);

impl Visitor for Relations {
    type Break = ();

    fn pre_visit_relation(&mut self, relation: &sqlparser::ast::ObjectName) -> ControlFlow<()> {
        let last = relation.0.last().and_then(|part| part.as_ident());
        self.0.extend(last.map(|name| name.value.to_lowercase()));
        ControlFlow::Continue(())
    }
}

fn of_the_parser(text: &str) -> Option<BTreeSet<String>> {
    let dialects: [&dyn sqlparser::dialect::Dialect; 4] =
        [&PostgreSqlDialect {}, &GenericDialect {}, &MySqlDialect {}, &SQLiteDialect {}];
    let parsed = dialects.iter().find_map(|dialect| Parser::parse_sql(*dialect, text).ok())?;
    let mut relations = Relations::default();
    let _ = parsed.visit(&mut relations);
    Some(relations.0)
}

#[test]
fn a_parser_finds_the_same_tables() {
    for text in STATEMENTS {
        let expected = of_the_parser(text).unwrap_or_else(|| panic!("the parser reads {text}"));
        let found: BTreeSet<String> = sql(text, Dialect::Generic)
            .into_iter()
            .flat_map(|statement| statement.tables)
            .map(|table| table.name.to_lowercase())
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}
