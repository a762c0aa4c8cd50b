//! The target tables of a manifest as they are written.

use toml::de::DeTable;

use crate::discover::Edition;
use crate::discover::manifest;
use crate::discover::table::{self, Reader};
use crate::place::Span;

/// All that a manifest says of its targets.
#[derive(Debug, Default)]
pub(super) struct TargetTables {
    pub(super) lib: Option<TargetTable>,
    pub(super) bins: Tables,
    pub(super) examples: Tables,
    pub(super) tests: Tables,
    pub(super) benches: Tables,
    /// `autolib`.
    pub(super) auto_lib: Option<bool>,
    pub(super) build: Build,
}

/// The tables of one kind, and whether others are looked for.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Nothing where the manifest has no such table.
    pub(super) written: Option<Vec<TargetTable>>,
    /// `autobins` and so on.
    pub(super) auto: Option<bool>,
}

/// One `[lib]`, `[[bin]]` ….
#[derive(Clone, Debug, Default)]
pub(super) struct TargetTable {
    pub(super) name: Option<String>,
    pub(super) path: Option<String>,
    pub(super) edition: Option<Edition>,
    pub(super) proc_macro: bool,
    pub(super) crate_types: Vec<String>,
    pub(super) required_features: Vec<String>,
    pub(super) test: Option<bool>,
    pub(super) harness: Option<bool>,
    /// Where the table begins.
    pub(super) span: Span,
}

/// `package.build`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Build {
    /// Nothing said: `build.rs`, where there is one.
    #[default]
    Found,
    /// `build = false` is the empty list.
    Scripts(Vec<String>),
}

/// Reads the target tables of `document`, whose package table is `package`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    document: &DeTable<'_>,
    package: &DeTable<'_>,
) -> TargetTables {
    let lib = document.get("lib").map(|value| table::span(value.span()));
    TargetTables {
        lib: reader.table(document, "lib").map(|lib_table| {
            let lib = lib.unwrap_or_default();
            target(reader, lib_table, lib)
        }),
        bins: tables(reader, document, package, "bin", "autobins"),
        examples: tables(reader, document, package, "example", "autoexamples"),
        tests: tables(reader, document, package, "test", "autotests"),
        benches: tables(reader, document, package, "bench", "autobenches"),
        auto_lib: reader.boolean(package, "autolib"),
        build: build(reader, package),
    }
}

fn build(reader: &mut Reader<'_>, package: &DeTable<'_>) -> Build {
    let Some(value) = package.get("build") else { return Build::Found };
    match value.get_ref().as_bool() {
        Some(true) => Build::Scripts(vec!["build.rs".to_owned()]),
        Some(false) => Build::Scripts(Vec::new()),
        None => reader.strings(package, "build").map_or(Build::Found, Build::Scripts),
    }
}

fn tables(
    reader: &mut Reader<'_>,
    document: &DeTable<'_>,
    package: &DeTable<'_>,
    key: &str,
    auto: &str,
) -> Tables {
    let auto = reader.boolean(package, auto);
    let Some(value) = document.get(key) else { return Tables { written: None, auto } };
    let Some(array) = value.get_ref().as_array() else {
        reader.problem(value.span(), format!("`{key}` is an array of tables: `[[{key}]]`"));
        return Tables { written: None, auto };
    };
    let mut written = Vec::with_capacity(array.len());
    for element in array {
        if let Some(table) = element.get_ref().as_table() {
            written.push(target(reader, table, table::span(element.span())));
        }
    }
    Tables { written: Some(written), auto }
}

fn target(reader: &mut Reader<'_>, table: &DeTable<'_>, span: Span) -> TargetTable {
    TargetTable {
        name: reader.string(table, "name"),
        path: reader.string(table, "path"),
        edition: reader.text(table, "edition").map(|text| manifest::edition(reader, &text)),
        proc_macro: reader
            .boolean(table, table::spelling(table, "proc-macro", "proc_macro"))
            .unwrap_or(false),
        crate_types: reader
            .strings(table, table::spelling(table, "crate-type", "crate_type"))
            .unwrap_or_default(),
        required_features: reader.strings(table, "required-features").unwrap_or_default(),
        test: reader.boolean(table, "test"),
        harness: reader.boolean(table, "harness"),
        span,
    }
}
