//! Migrations: which files of SQL make which tables, and who runs them.
//!
//! A folder belongs to the packages whose code runs it, else to the package in which it stands. What later files
//! drop or rename is gone or has its new name. Scripts that are no migrations of a tool (`init.sql`) are kept by
//! themselves: a database's container may run them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::stores::{StoreSiteKind, Stores};
use crate::SourceFile;
use crate::extract::sql::{Change, Column, Dialect, SqlStatement, TableName, sql};
use crate::graph::{Graph, ItemId, PackageId};
use crate::place::{FileId, Place};

/// A folder of migrations, or a script.
#[derive(Clone, Debug)]
pub(crate) struct Migrations {
    /// The folder; of a script the file.
    pub(crate) path: String,
    /// Which tool's they are.
    pub(crate) tool: Tool,
    /// The package in whose folder it stands.
    pub(crate) package: Option<PackageId>,
    /// Functions, constants and statics whose code runs it.
    pub(crate) run_by: Vec<ItemId>,
    /// The tables that are there when all has run, by name.
    pub(crate) tables: Vec<MigratedTable>,
    /// Statements whose table's name is put in when they run.
    pub(crate) hidden: Vec<Place>,
}

/// Whose migrations they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// `20240101_name.sql`, `….up.sql`: sqlx's and its like.
    Sqlx,
    /// `name/up.sql`.
    Diesel,
    /// `V1__name.sql`.
    Refinery,
    /// A script by itself.
    Script,
}

impl Tool {
    /// What people call them.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlx => "migrations",
            Self::Diesel => "diesel migrations",
            Self::Refinery => "refinery migrations",
            Self::Script => "script",
        }
    }
}

/// A table that migrations make.
#[derive(Clone, Debug)]
pub(crate) struct MigratedTable {
    /// Its name.
    pub(crate) name: String,
    /// Its schema, if it is named.
    pub(crate) schema: Option<String>,
    /// Its name where it is made, or gets its last name.
    pub(crate) place: Place,
    /// The columns that it is made with.
    pub(crate) columns: Vec<Column>,
    /// Columns that are unique together, a single one among them.
    pub(crate) unique: Vec<Vec<String>>,
    /// It is a view.
    pub(crate) view: bool,
}

/// Finds the migrations of a tree.
pub(crate) fn migrations(graph: &Graph, files: &[SourceFile], stores: &Stores) -> Vec<Migrations> {
    let mut found: Vec<Migrations> = groups(files)
        .into_par_iter()
        .filter_map(|((path, tool), group)| read(files, path, tool, &group))
        .collect();
    for migrations in &mut found {
        migrations.package = package_of(graph, &migrations.path);
        let runs = stores.sites.iter().filter(|site| {
            let StoreSiteKind::Migrate { folder: Some(folder) } = &site.kind else { return false };
            *folder == migrations.path
        });
        migrations.run_by = runs.map(|site| site.item).collect();
        migrations.run_by.dedup();
    }
    found.retain(|migrations| !migrations.run_by.is_empty() || !is_for_tests(&migrations.path));
    found
}

/// Whether a path leads through a folder of tests.
fn is_for_tests(path: &str) -> bool {
    let tests = ["tests", "test", "benches", "examples", "fixtures", "testdata"];
    path.split('/').any(|folder| tests.contains(&folder))
}

/// The nearest package above a path.
fn package_of(graph: &Graph, path: &str) -> Option<PackageId> {
    let above = |dir: &str| {
        dir.is_empty()
            || path == dir
            || path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'))
    };
    let packages = graph.packages().filter(|(_, package)| above(&package.dir));
    packages.max_by_key(|(_, package)| package.dir.len()).map(|(id, _)| id)
}

/// A key of files that run in one order.
type Group = (String, Tool);

/// The SQL files of a tree by folder and tool, each with what orders it.
fn groups(files: &[SourceFile]) -> Vec<(Group, Vec<(FileId, String)>)> {
    let mut groups: BTreeMap<Group, Vec<(FileId, String)>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let Some((path, tool, order)) = of_path(&file.path) else { continue };
        groups.entry((path, tool)).or_default().push((FileId(at as u32), order));
    }
    let groups = groups.into_iter().map(|(group, mut files)| {
        files.sort_by(|(_, a), (_, b)| a.cmp(b));
        (group, files)
    });
    groups.collect()
}

/// What a file is by its path: the folder, the tool, and its position among the others.
fn of_path(path: &str) -> Option<(String, Tool, String)> {
    let stem = path.strip_suffix(".sql")?;
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    // What undoes a migration does not run with the others.
    if name.rsplit(['.', '_']).next() == Some("down") {
        return None;
    }
    let (parent, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    if name == "up" && !last.is_empty() {
        return Some((parent.to_owned(), Tool::Diesel, last.to_owned()));
    }
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && name[digits..].starts_with(['_', '-', '.']) {
        return Some((folder.to_owned(), Tool::Sqlx, numbered(&name[..digits], name)));
    }
    let version = name.strip_prefix(['V', 'v']).and_then(|rest| rest.split_once("__"));
    if let Some((version, _)) = version
        && version.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
    {
        return Some((folder.to_owned(), Tool::Refinery, numbered(version, name)));
    }
    if name.starts_with('U') && name.contains("__") {
        return None;
    }
    Some((path.to_owned(), Tool::Script, name.to_owned()))
}

/// A key that sorts numbers by value.
fn numbered(digits: &str, name: &str) -> String {
    format!("{digits:0>24} {name}")
}

/// The tables at the end of a group of files; none if they make none.
fn read(
    files: &[SourceFile],
    path: String,
    tool: Tool,
    group: &[(FileId, String)],
) -> Option<Migrations> {
    let mut schema = Schema::default();
    for (file, _) in group {
        let statements = sql(&files[file.0 as usize].text, Dialect::Generic);
        // Files that only fill tables are no schema.
        for statement in statements {
            schema.apply(*file, statement);
        }
    }
    if tool == Tool::Script && schema.tables.is_empty() {
        return None;
    }
    let tables = schema.tables.into_values().collect();
    Some(Migrations {
        path,
        tool,
        package: None,
        run_by: Vec::new(),
        tables,
        hidden: schema.hidden,
    })
}

/// The tables so far, by schema and name.
#[derive(Default)]
struct Schema {
    tables: BTreeMap<(Option<String>, String), MigratedTable>,
    hidden: Vec<Place>,
}

impl Schema {
    fn apply(&mut self, file: FileId, statement: SqlStatement) {
        let key = |name: &TableName| (name.schema.clone(), name.name.clone());
        let place = |name: &TableName| Place { file, span: name.span };
        for change in statement.changes {
            match change {
                Change::Create(new) if new.temporary => {}
                Change::Create(new) if new.table.name.contains('*') => {
                    self.hidden.push(place(&new.table));
                }
                Change::Create(new) => {
                    let new = *new;
                    let single = new.columns.iter().filter(|column| column.unique);
                    let mut unique: Vec<_> =
                        single.map(|column| vec![column.name.clone()]).collect();
                    unique.extend(new.unique);
                    // `IF NOT EXISTS` changes nothing where the table is there.
                    self.tables.entry(key(&new.table)).or_insert_with(|| MigratedTable {
                        name: new.table.name.clone(),
                        schema: new.table.schema.clone(),
                        place: place(&new.table),
                        columns: new.columns,
                        unique,
                        view: false,
                    });
                }
                Change::CreateView(name) => {
                    self.tables.entry(key(&name)).or_insert_with(|| MigratedTable {
                        name: name.name.clone(),
                        schema: name.schema.clone(),
                        place: place(&name),
                        columns: Vec::new(),
                        unique: Vec::new(),
                        view: true,
                    });
                }
                Change::Drop(name) | Change::DropView(name) => {
                    self.tables.remove(&key(&name));
                }
                Change::Rename { from, to } => {
                    if let Some(table) = self.tables.remove(&key(&from)) {
                        let table = MigratedTable {
                            name: to.name.clone(),
                            schema: to.schema.clone(),
                            place: place(&to),
                            ..table
                        };
                        self.tables.insert(key(&to), table);
                    }
                }
                Change::Unique { table, columns } => {
                    if let Some(known) = self.tables.get_mut(&key(&table)) {
                        known.unique.push(columns);
                    }
                }
                Change::Column { .. } | Change::Reference { .. } => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::program::trial::with_program;
    use crate::system::links::Links;
    use crate::system::parents::Parents;
    use crate::system::stores::stores;

    const WORKSPACE: &str = "[workspace]\nmembers = [\"orders\", \"shared\"]\nresolver = \"3\"\n";

    fn manifest(name: &str) -> String {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\nsqlx = \"1\"\n")
    }

    fn shown(files: &[(&str, &str)]) -> String {
        let (orders, shared) = (manifest("orders"), manifest("shared"));
        let mut all = vec![
            ("Cargo.toml", WORKSPACE),
            ("orders/Cargo.toml", orders.as_str()),
            ("shared/Cargo.toml", shared.as_str()),
            ("shared/src/lib.rs", ""),
            (
                "orders/src/main.rs",
                "async fn main() { sqlx::migrate!(\"../migrations\").run(&pool).await; }",
            ),
        ];
        all.extend(files);
        let mut lines = String::new();
        with_program(&all, |program| {
            for found in migrations(
                program.graph,
                program.files,
                &stores(program, &Parents::new(program), &Links::new(program)),
            ) {
                let package = found.package.map(|id| program.graph.package(id).name.as_str());
                let tables = found.tables.iter().map(|table| {
                    let schema = table.schema.as_ref().map(|s| format!("{s}.")).unwrap_or_default();
                    format!("{schema}{} {:?}", table.name, table.unique)
                });
                let tables = tables.collect::<Vec<_>>().join(", ");
                let _ = writeln!(
                    lines,
                    "{} {:?} in {} run by {}: {tables}; {} hidden",
                    found.path,
                    found.tool,
                    package.unwrap_or("no package"),
                    found.run_by.len(),
                    found.hidden.len()
                );
            }
        });
        lines
    }

    #[test]
    fn tables_are_those_that_are_left() {
        let found = shown(&[
            (
                "migrations/2_more.sql",
                "ALTER TABLE old RENAME TO new; DROP TABLE gone; CREATE UNIQUE INDEX i ON new (b, c)",
            ),
            (
                "migrations/1_first.sql",
                "CREATE TABLE old (a int primary key); CREATE TABLE gone (a int); CREATE TEMP TABLE t (a int)",
            ),
            ("migrations/10_last.up.sql", "DROP TABLE IF EXISTS later; CREATE TABLE later (a int)"),
            ("migrations/10_last.down.sql", "DROP TABLE later; DROP TABLE new"),
        ]);
        assert_eq!(
            found,
            "migrations Sqlx in no package run by 1: later [], new [[\"a\"], [\"b\", \"c\"]]; 0 hidden\n"
        );
    }

    #[test]
    fn folders_of_each_tool_are_found() {
        let found = shown(&[
            ("orders/migrations/2024-01-01-000000_a/up.sql", "CREATE TABLE shop.orders (a int)"),
            ("orders/migrations/2024-01-01-000000_a/down.sql", "DROP TABLE shop.orders"),
            ("shared/sql/V10__b.sql", "DROP TABLE a"),
            ("shared/sql/V9__a.sql", "CREATE TABLE a (x int); CREATE TABLE {}_events (x int)"),
            ("shared/sql/U10__b.sql", "CREATE TABLE a (x int)"),
            ("db/init.sql", "CREATE TABLE seeds (a int); INSERT INTO seeds VALUES (1)"),
            ("db/seed.sql", "INSERT INTO seeds VALUES (1)"),
        ]);
        assert_eq!(
            found,
            "db/init.sql Script in no package run by 0: seeds []; 0 hidden\n\
             orders/migrations Diesel in orders run by 0: shop.orders []; 0 hidden\n\
             shared/sql Refinery in shared run by 0: ; 1 hidden\n"
        );
    }
}
