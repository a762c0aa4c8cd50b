//! One manifest as it is written: nothing inherited, nothing looked up elsewhere.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use toml::de::DeTable;

use crate::discover::dependency_tables::{self, Entry, Patch, Source};
use crate::discover::table::{self, Reader, Text};
use crate::discover::target_tables::{self, TargetTables};
use crate::discover::{Edition, FileKind, FoundFile, Options, paths, read_text};
use crate::place::Span;
use crate::problem::Problem;

/// Problems of one manifest that are kept: a file that is no TOML at all has one a line.
const MOST_PROBLEMS: usize = 20;

/// What a manifest says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) path: String,
    pub(super) workspace: Option<WorkspaceTable>,
    pub(super) package: Option<PackageTable>,
    /// In the order of the file.
    pub(super) dependencies: Vec<Entry>,
    pub(super) features: BTreeMap<String, Vec<String>>,
    pub(super) targets: TargetTables,
    /// `[patch]` and `[replace]` entries with a path.
    pub(super) patches: Vec<Patch>,
    /// Whether its folder stands behind a symbolic link, and so elsewhere too.
    pub(super) linked: bool,
    /// Whether it has placeholders that a generator would fill.
    pub(super) template: bool,
    pub(super) problems: Vec<Problem>,
}

/// `[workspace]`.
#[derive(Debug, Default)]
pub(super) struct WorkspaceTable {
    pub(super) members: Vec<Text>,
    pub(super) default_members: Option<Vec<String>>,
    pub(super) exclude: Vec<String>,
    pub(super) edition: Option<Edition>,
    pub(super) publish: Option<bool>,
    pub(super) dependencies: FxHashMap<String, Source>,
}

/// `[package]`.
#[derive(Debug)]
pub(super) struct PackageTable {
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) edition: Option<Inheritable<Edition>>,
    pub(super) publish: Option<Inheritable<bool>>,
    pub(super) has_version: bool,
    /// `workspace = "path"`.
    pub(super) workspace: Option<String>,
}

/// A value of its own, or the workspace's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inheritable<T> {
    Own(T),
    Workspace,
}

impl Manifest {
    /// The folder in which it stands.
    pub(super) fn dir(&self) -> &str {
        paths::parent(&self.path)
    }

    /// Whether it takes anything from its workspace.
    pub(super) fn inherits(&self) -> bool {
        let package = self.package.as_ref();
        self.dependencies.iter().any(|entry| entry.inherited)
            || package.is_some_and(|package| {
                package.edition == Some(Inheritable::Workspace)
                    || package.publish == Some(Inheritable::Workspace)
            })
    }
}

/// Reads all manifests among `files`.
pub(super) fn read_all(root: &Path, files: &[FoundFile], options: &Options) -> Vec<Manifest> {
    let manifests = files.par_iter().filter(|file| file.kind == FileKind::Manifest);
    manifests
        .map(|file| {
            let dir = root.join(paths::parent(&file.path));
            let linked = file.link_to.is_some() && paths::real(&dir).is_ok_and(|real| real != dir);
            Manifest { linked, ..read(root, &file.path, options) }
        })
        .collect()
}

/// Reads the manifest at `path`.
pub(super) fn read(root: &Path, path: &str, options: &Options) -> Manifest {
    let mut text = read_text(root, path, options);
    let mut manifest = parse(path, &text.text);
    text.problems.append(&mut manifest.problems);
    manifest.problems = text.problems;
    manifest
}

/// Reads as much of `text` as can be read.
pub(super) fn parse(path: &str, text: &str) -> Manifest {
    let mut reader = Reader::new(path);
    let (document, errors) = DeTable::parse_recoverable(text);
    let document = document.get_ref();
    for error in errors.iter().take(MOST_PROBLEMS) {
        let message = error.message().replace('\n', " ");
        reader.problem(error.span().unwrap_or(0..0), message);
    }
    let mut manifest = Manifest { path: path.to_owned(), ..Manifest::default() };
    manifest.workspace =
        reader.table(document, "workspace").map(|table| workspace(&mut reader, table));
    let package = table::spelling(document, "package", "project");
    if let Some(package_table) = reader.table(document, package) {
        manifest.package = Some(read_package(&mut reader, package_table, path));
        manifest.targets = target_tables::read(&mut reader, document, package_table);
    }
    manifest.dependencies = dependency_tables::read(&mut reader, document);
    manifest.patches = dependency_tables::patches(&mut reader, document);
    if let Some(features) = reader.table(document, "features") {
        for key in features.keys() {
            let enables = reader.strings(features, key.get_ref()).unwrap_or_default();
            manifest.features.insert(key.get_ref().to_string(), enables);
        }
    }
    let named = manifest.package.as_ref().is_some_and(|package| has_placeholder(&package.name));
    manifest.template = named || !errors.is_empty() && has_placeholder(text);
    manifest.problems = reader.problems;
    manifest.problems.truncate(MOST_PROBLEMS);
    manifest
}

/// Placeholders of cargo-generate, Tera, Handlebars, cookiecutter, ERB and shells.
fn has_placeholder(text: &str) -> bool {
    ["{{", "{%", "<%", "${"].iter().any(|mark| text.contains(mark))
}

fn workspace(reader: &mut Reader<'_>, table: &DeTable<'_>) -> WorkspaceTable {
    let mut workspace = WorkspaceTable {
        members: reader.texts(table, "members").unwrap_or_default(),
        default_members: reader.strings(table, "default-members"),
        exclude: reader.strings(table, "exclude").unwrap_or_default(),
        ..WorkspaceTable::default()
    };
    if let Some(package) = reader.table(table, "package") {
        workspace.edition = reader.text(package, "edition").map(|text| edition(reader, &text));
        workspace.publish = publish(reader, package);
    }
    if let Some(dependencies) = reader.table(table, "dependencies") {
        workspace.dependencies = dependency_tables::sources(reader, dependencies);
    }
    workspace
}

fn read_package(reader: &mut Reader<'_>, table: &DeTable<'_>, path: &str) -> PackageTable {
    let name =
        reader.text(table, "name").filter(|name| !name.value.is_empty()).unwrap_or_else(|| {
            let at = table.values().map(|value| value.span().start).min().unwrap_or_default();
            reader.problem(
                at..at,
                "the package has no name; its folder's name stands for it".to_owned(),
            );
            let folder = paths::name(paths::parent(path));
            let value = if folder.is_empty() { "root" } else { folder }.to_owned();
            Text { value, span: Span::new(at as u32, at as u32) }
        });
    PackageTable {
        edition: if inherited(table, "edition") {
            Some(Inheritable::Workspace)
        } else {
            reader.text(table, "edition").map(|text| Inheritable::Own(edition(reader, &text)))
        },
        publish: if inherited(table, "publish") {
            Some(Inheritable::Workspace)
        } else {
            publish(reader, table).map(Inheritable::Own)
        },
        has_version: table.contains_key("version"),
        workspace: reader.string(table, "workspace"),
        name: name.value,
        name_span: name.span,
    }
}

/// Whether `key` says `{ workspace = true }`.
fn inherited(table: &DeTable<'_>, key: &str) -> bool {
    let value = table.get(key).and_then(|value| value.get_ref().as_table());
    value
        .and_then(|table| table.get("workspace"))
        .is_some_and(|value| value.get_ref().as_bool() == Some(true))
}

/// `publish = false` and `publish = []` forbid it, a list of registries allows it.
fn publish(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Option<bool> {
    if table.get("publish")?.get_ref().is_bool() {
        reader.boolean(table, "publish")
    } else {
        reader.strings(table, "publish").map(|registries| !registries.is_empty())
    }
}

pub(super) fn edition(reader: &mut Reader<'_>, text: &Text) -> Edition {
    match text.value.as_str() {
        "2015" => Edition::E2015,
        "2018" => Edition::E2018,
        "2021" => Edition::E2021,
        "2024" => Edition::E2024,
        other => {
            if !text.span.range().is_empty() {
                let message =
                    format!("the edition `{other}` is not known; the file is read as 2024");
                reader.problem(text.span.range(), message);
            }
            Edition::E2024
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_of_a_broken_manifest_is_kept() {
        let text = "\u{feff}[package]\r\nname = \"a\"\r\nedition = \r\n[dependencies]\r\nb = 3\r\nc = \"1\"\r\n";
        let manifest = parse("x/Cargo.toml", text);
        let package = manifest.package.unwrap();
        assert_eq!((package.name.as_str(), &text[package.name_span.range()]), ("a", "\"a\""));
        assert_eq!(manifest.dependencies.last().unwrap().key, "c");
        let problems: Vec<_> =
            manifest.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            problems,
            [
                "string values must be quoted, expected literal string",
                "expected a table for `b`, found integer"
            ]
        );
        assert!(!manifest.template);
    }

    #[test]
    fn placeholders_make_a_template_only_where_the_manifest_needs_them_filled() {
        let template = |text| parse("Cargo.toml", text).template;
        assert!(template("[package]\nname = \"{{project-name}}\"\n"));
        assert!(template("[package]\nname = \"a\"\n{% if x %}\n[dependencies]\n"));
        assert!(template("[package]\nname = <%= name %>\n"));
        assert!(!template(
            "[package]\nname = \"a\"\n[package.metadata.release]\nreplace = \"{{version}}\"\n"
        ));
    }
}
