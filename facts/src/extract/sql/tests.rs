//! What is found in texts of SQL, and that a parser of SQL finds the same.

use proptest::prelude::*;

use super::*;

/// `read users, write orders` for each statement, separated by ` | `.
fn tables(text: &str) -> String {
    let one = |statement: SqlStatement| {
        let names = statement.tables.iter().map(|table| {
            let schema = table.schema.as_ref().map(|s| format!("{s}.")).unwrap_or_default();
            format!("{} {schema}{}", format!("{:?}", table.kind).to_lowercase(), table.name)
        });
        names.collect::<Vec<_>>().join(", ")
    };
    sql(text, Dialect::Generic).into_iter().map(one).collect::<Vec<_>>().join(" | ")
}

fn flags(text: &str) -> SqlFlags {
    sql(text, Dialect::Generic)[0].flags
}

#[test]
fn tables_of_queries_are_read() {
    assert_eq!(
        tables("SELECT * FROM users u JOIN orders AS o ON u.id = o.user_id, items"),
        "read users, read orders, read items"
    );
    assert_eq!(
        tables("select 1 from \"User\" where id in (select user_id from billing.invoices)"),
        "read User, read billing.invoices"
    );
    assert_eq!(
        tables(
            "SELECT * FROM (a JOIN b ON a.x = b.x) LEFT JOIN LATERAL (SELECT 1 FROM c) t ON true"
        ),
        "read a, read b, read c"
    );
    assert_eq!(
        tables(
            "SELECT extract(epoch FROM created), trim(both 'x' from name) FROM t WHERE a IS DISTINCT FROM b"
        ),
        "read t"
    );
    assert_eq!(tables("SELECT x FROM unnest($1::uuid[]) AS x, generate_series(1, 10) g"), "");
    assert_eq!(
        tables("SELECT a, b FROM t ORDER BY a, b LIMIT 1 FOR UPDATE OF t, u SKIP LOCKED"),
        "read t"
    );
    assert_eq!(
        tables("SELECT a FROM t UNION ALL (SELECT b FROM u) EXCEPT SELECT c FROM v"),
        "read t, read u, read v"
    );
    assert_eq!(tables("SELECT 1 FROM information_schema.tables, pg_class"), "");
    assert_eq!(tables("SELECT 'FROM x' -- FROM y\n/* FROM z */ FROM `w`"), "read w");
    assert_eq!(tables("EXPLAIN ANALYZE SELECT * FROM ONLY public.t"), "read t");
}

#[test]
fn tables_of_writes_are_told_from_those_that_are_read() {
    assert_eq!(
        tables(
            "INSERT INTO a (x, y) SELECT x, y FROM b ON CONFLICT (x) DO UPDATE SET y = 1, z = 2"
        ),
        "write a, read b"
    );
    assert_eq!(tables("INSERT INTO a VALUES ($1, $2), ($3, $4) RETURNING id"), "write a");
    assert_eq!(
        tables("UPDATE a SET x = (SELECT max(y) FROM b), z = ? FROM c WHERE a.id = c.id"),
        "write a, read b, read c"
    );
    assert_eq!(
        tables("DELETE FROM a USING b WHERE a.id = b.id AND EXISTS (SELECT 1 FROM c)"),
        "write a, read b, read c"
    );
    assert_eq!(tables("TRUNCATE TABLE a, b CASCADE"), "write a, write b");
    assert_eq!(
        tables(
            "MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN UPDATE SET y = 1 WHEN NOT MATCHED THEN INSERT (x) VALUES (1)"
        ),
        "write a, read b"
    );
    assert_eq!(tables("COPY a (x, y) FROM stdin;\n1\t'\n\\.\nSELECT 1 FROM b"), "write a | read b");
    assert_eq!(
        tables(
            "UPDATE OR IGNORE a SET x = 1; REPLACE INTO b VALUES (1); INSERT OR IGNORE INTO c VALUES (1)"
        ),
        "write a | write b | write c"
    );
    assert_eq!(tables("UPDATE [dbo].[a] SET x = replace(x, 'a', 'b')"), "write a");
    assert_eq!(
        tables(
            "WITH RECURSIVE x (n) AS (SELECT 1 FROM a), y AS MATERIALIZED (DELETE FROM b RETURNING *) INSERT INTO c SELECT * FROM x, y"
        ),
        "read a, write b, write c"
    );
}

#[test]
fn holes_are_part_of_names() {
    assert_eq!(
        tables("SELECT {} FROM {}.events JOIN {schema}_log ON true WHERE {cond}"),
        "read *.events, read *_log"
    );
    assert_eq!(tables("INSERT INTO {} VALUES (:a, @b, ?1, $2)"), "write *");
    assert_eq!(tables("SELECT * FROM $1"), "");
}

#[test]
fn kinds_and_flags_are_told() {
    use StatementKind::{Begin, Commit, Define, Other, Read, Rollback, Write};
    let kind = |text: &str| sql(text, Dialect::Generic)[0].kind;
    for (text, expected) in [
        ("BEGIN", Begin),
        ("start transaction", Begin),
        ("COMMIT", Commit),
        ("ROLLBACK", Rollback),
        ("ROLLBACK TO x", Other),
        ("SELECT 1", Read),
        ("WITH a AS (SELECT 1) DELETE FROM b", Write),
        ("CREATE TYPE x AS ENUM ('a')", Define),
        ("SET search_path = x", Other),
        ("hello world", Other),
    ] {
        assert_eq!(kind(text), expected, "{text}");
    }
    assert!(flags("SELECT * FROM q FOR UPDATE SKIP LOCKED").contains(SqlFlags::SKIP_LOCKED));
    assert!(
        flags("INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING").contains(SqlFlags::ON_CONFLICT)
    );
    assert!(flags("INSERT IGNORE INTO a VALUES (1)").contains(SqlFlags::ON_CONFLICT));
    assert!(!flags("INSERT INTO a VALUES (1)").contains(SqlFlags::ON_CONFLICT));
    assert!(flags("SELECT pg_try_advisory_xact_lock(1)").contains(SqlFlags::ADVISORY_LOCK));
    assert!(flags("PREPARE TRANSACTION 'x'").contains(SqlFlags::TWO_PHASE));
}

#[test]
fn schemas_are_followed() {
    let text = "CREATE TABLE IF NOT EXISTS app.orders (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        key TEXT NOT NULL, total numeric(10, 2) CHECK (total > 0),
        user_id INT REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT u UNIQUE (key, user_id)
    ) WITH (fillfactor = 70)";
    let found = sql(text, Dialect::Generic);
    let [Change::Create(table)] = found[0].changes.as_slice() else { panic!("no table") };
    assert_eq!((table.table.name.as_str(), table.table.schema.as_deref()), ("orders", Some("app")));
    assert_eq!(&text[table.table.span.range()], "app.orders");
    let columns: Vec<_> =
        table.columns.iter().map(|c| (c.name.as_str(), c.ty.as_str(), c.unique)).collect();
    assert_eq!(
        columns,
        [
            ("id", "uuid", true),
            ("key", "text", false),
            ("total", "numeric(10, 2)", false),
            ("user_id", "int", false)
        ]
    );
    assert_eq!(table.unique, [["key", "user_id"]]);
    assert_eq!(table.references[0].name, "users");
    assert_eq!(
        tables("CREATE TABLE a AS SELECT * FROM b; CREATE VIEW c AS SELECT 1 FROM d"),
        "define a, read b | define c, read d"
    );
    assert_eq!(
        tables(
            "CREATE UNIQUE INDEX CONCURRENTLY i ON a (x); CREATE TABLE p PARTITION OF q FOR VALUES IN (1)"
        ),
        "define a | define p, define q"
    );
    assert_eq!(tables("CREATE TEMP TABLE a (x int)"), "");
}

#[test]
fn changes_are_told() {
    let changes = |text: &str| format!("{:?}", sql(text, Dialect::Generic)[0].changes);
    assert!(
        changes("ALTER TABLE IF EXISTS a RENAME TO b")
            .contains("Rename { from: TableName { name: \"a\"")
    );
    assert!(
        changes("ALTER TABLE a DROP COLUMN IF EXISTS x, ADD y int")
            .contains("column: \"x\", action: Drop")
    );
    assert!(changes("ALTER TABLE a ADD COLUMN y int").contains("column: \"y\", action: Add"));
    assert!(
        changes("ALTER TABLE a ALTER COLUMN y SET NOT NULL")
            .contains("column: \"y\", action: Alter")
    );
    assert!(changes("ALTER TABLE a ADD CONSTRAINT k UNIQUE (x, y)").contains("[\"x\", \"y\"]"));
    assert!(
        changes("ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b (y)")
            .contains("to: TableName { name: \"b\"")
    );
    assert!(changes("DROP TABLE IF EXISTS a, b CASCADE").contains("name: \"b\""));
}

#[test]
fn bodies_end_no_statement() {
    assert_eq!(tables("DO $$ BEGIN DELETE FROM a; END $$; SELECT 1 FROM b"), " | read b");
    assert_eq!(
        tables(
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; DELETE FROM c; END; SELECT 1 FROM d"
        ),
        "define a | read d"
    );
    assert_eq!(
        tables(
            "CREATE FUNCTION f() RETURNS int AS $x$ SELECT 1 FROM a; $x$ LANGUAGE sql; DELETE FROM b"
        ),
        " | write b"
    );
    assert_eq!(tables("\\connect shop\nSELECT 1 FROM a"), "read a");
    assert_eq!(
        tables("SELECT E'it\\'s; FROM x', 'it''s' FROM a; SELECT 1 FROM b"),
        "read a | read b"
    );
}

#[test]
fn prose_is_no_sql() {
    for text in [
        "Select an item from the list",
        "update the user",
        "delete it",
        "Create table failed",
        "with as much care",
        "",
    ] {
        assert!(!looks_like_sql(text), "{text}");
    }
    for text in [
        "SELECT id FROM t",
        "insert into t values (1)",
        "UPDATE t SET a = 1",
        "CREATE TABLE x (a int)",
        "DELETE FROM x",
    ] {
        assert!(looks_like_sql(text), "{text}");
    }
}

#[test]
fn hostile_texts_take_linear_time_and_no_stack() {
    for unit in [
        "(",
        "WITH a AS (",
        "SELECT (SELECT 1 FROM a,",
        "1 +",
        "CASE ",
        "$a",
        "/*",
        "'",
        "{",
        "\\",
        "a.",
        "CREATE TABLE a (",
        ";",
        "COPY stdin;",
        "FROM (",
    ] {
        let text = format!("SELECT {}", unit.repeat(50_000));
        let started = std::time::Instant::now();
        sql(&text, Dialect::Generic);
        sql(&unit.repeat(50_000), Dialect::Mysql);
        assert!(started.elapsed().as_secs() < 5, "{unit}");
    }
}

/// Words that make texts which are nearly SQL.
fn fragments() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "SELECT",
        "FROM",
        "JOIN",
        "INSERT",
        "INTO",
        "UPDATE",
        "SET",
        "WITH",
        "AS",
        "(",
        ")",
        ",",
        ";",
        "a",
        "\"b\"",
        "x.y",
        "{}",
        "$1",
        "'",
        "$$",
        "/*",
        "*/",
        "--",
        "\n",
        "CREATE",
        "TABLE",
        "TRIGGER",
        "BEGIN",
        "END",
        "ALTER",
        "RENAME",
        "TO",
        "DROP",
        "COPY",
        "ON",
        "UNIQUE",
        "REFERENCES",
        "[",
        "]",
        "é",
        "\\",
        ":",
        "PARTITION",
        "OF",
        "VALUES",
        "USING",
        "DELETE",
        "MERGE",
        "INDEX",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_text_is_read(text in prop_oneof![fragments(), any::<String>()]) {
        for dialect in [Dialect::Generic, Dialect::Mysql, Dialect::Surreal] {
            let mut end = 0;
            for statement in sql(&text, dialect) {
                prop_assert!(statement.span.start >= end);
                end = statement.span.end;
                prop_assert!(text.get(statement.span.range()).is_some());
                for table in &statement.tables {
                    prop_assert!(!text[table.span.range()].is_empty());
                }
            }
        }
    }
}
