//! The dependency tables of a manifest as they are written, and its patches.

use rustc_hash::FxHashMap;
use toml::de::DeTable;

use crate::discover::DependencyKind;
use crate::discover::table::{self, Reader};
use crate::place::Span;

/// One entry of a dependency table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) span: Span,
    pub(super) kind: DependencyKind,
    /// `cfg(...)` or a triple, as written.
    pub(super) target: Option<String>,
    /// `workspace = true`.
    pub(super) inherited: bool,
    pub(super) optional: bool,
    pub(super) source: Source,
}

/// Where a dependency comes from, and with which features.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    pub(super) package: Option<String>,
    pub(super) version: Option<String>,
    pub(super) path: Option<String>,
    pub(super) git: Option<String>,
    pub(super) features: Vec<String>,
    pub(super) default_features: Option<bool>,
}

/// A local folder that stands in for a package from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) package: String,
    /// The address of the repository that is patched; nothing for a registry.
    pub(super) git: Option<String>,
    pub(super) path: String,
}

/// The tables, with the old spelling that Cargo took until 2024.
const TABLES: [(DependencyKind, &str, &str); 3] = [
    (DependencyKind::Normal, "dependencies", "dependencies"),
    (DependencyKind::Dev, "dev-dependencies", "dev_dependencies"),
    (DependencyKind::Build, "build-dependencies", "build_dependencies"),
];

/// All entries of all tables, in the order of the file.
pub(super) fn read(reader: &mut Reader<'_>, document: &DeTable<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    read_tables(reader, document, None, &mut entries);
    if let Some(targets) = reader.table(document, "target") {
        for key in targets.keys() {
            if let Some(target) = reader.table(targets, key.get_ref()) {
                read_tables(reader, target, Some(key.get_ref()), &mut entries);
            }
        }
    }
    entries.sort_by_key(|entry| entry.span);
    entries
}

fn read_tables(
    reader: &mut Reader<'_>,
    document: &DeTable<'_>,
    target: Option<&str>,
    entries: &mut Vec<Entry>,
) {
    for (kind, new, old) in TABLES {
        let Some(table) = reader.table(document, table::spelling(document, new, old)) else {
            continue;
        };
        for (key, value) in table {
            let Some(source) = source(reader, table, key.get_ref()) else { continue };
            let detail = value.get_ref().as_table();
            let mut says =
                |flag| detail.and_then(|detail| reader.boolean(detail, flag)).unwrap_or(false);
            let key_span = table::span(key.span());
            entries.push(Entry {
                key: key.get_ref().to_string(),
                key_span,
                span: table::join(key_span, table::extent(value)),
                kind,
                target: target.map(str::to_owned),
                inherited: says("workspace"),
                optional: says("optional"),
                source,
            });
        }
    }
}

/// `[workspace.dependencies]`.
pub(super) fn sources(reader: &mut Reader<'_>, table: &DeTable<'_>) -> FxHashMap<String, Source> {
    let mut sources = FxHashMap::default();
    for key in table.keys() {
        if let Some(source) = source(reader, table, key.get_ref()) {
            sources.insert(key.get_ref().to_string(), source);
        }
    }
    sources
}

/// A version as text, or a table; anything else is a problem.
fn source(reader: &mut Reader<'_>, table: &DeTable<'_>, key: &str) -> Option<Source> {
    if table.get(key)?.get_ref().is_str() {
        return Some(Source { version: reader.string(table, key), ..Source::default() });
    }
    let detail = reader.table(table, key)?;
    Some(Source {
        package: reader.string(detail, "package"),
        version: reader.string(detail, "version"),
        path: reader.string(detail, "path"),
        git: reader.string(detail, "git"),
        features: reader.strings(detail, "features").unwrap_or_default(),
        default_features: reader
            .boolean(detail, table::spelling(detail, "default-features", "default_features")),
    })
}

/// The entries of `[patch.*]` and `[replace]` that lead to a folder.
pub(super) fn patches(reader: &mut Reader<'_>, document: &DeTable<'_>) -> Vec<Patch> {
    let mut patches = Vec::new();
    if let Some(patched) = reader.table(document, "patch") {
        for key in patched.keys() {
            let Some(table) = reader.table(patched, key.get_ref()) else { continue };
            // A registry is patched by its name, a repository by its address.
            let git = key.get_ref().contains("://").then(|| key.get_ref().to_string());
            for name in table.keys() {
                let Some(Source { package, path: Some(path), .. }) =
                    source(reader, table, name.get_ref())
                else {
                    continue;
                };
                let package = package.unwrap_or_else(|| name.get_ref().to_string());
                patches.push(Patch { package, git: git.clone(), path });
            }
        }
    }
    if let Some(replaced) = reader.table(document, "replace") {
        for key in replaced.keys() {
            let Some(Source { path: Some(path), .. }) = source(reader, replaced, key.get_ref())
            else {
                continue;
            };
            // A package id: `name:1.0`, `name@1.0`, or `address#name:1.0`.
            let id = key.get_ref().rsplit('#').next().unwrap_or_default();
            let package = id.split([':', '@']).next().unwrap_or_default().to_owned();
            patches.push(Patch { package, git: None, path });
        }
    }
    patches
}
