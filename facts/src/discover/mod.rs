//! What is there: folders, source files and Cargo packages, read directly from their manifests.
//!
//! [`discover`] walks a folder once and reads its manifests; it starts no
//! program and writes nothing. `cargo metadata` would answer some of this, but
//! it fails without the pinned toolchain or a fetched git dependency, and may
//! write a `Cargo.lock` into the tree that is only meant to be read.

mod above;
mod dependency_tables;
mod features;
mod fixture;
mod ignored;
mod inherit;
mod kinds;
mod links;
mod manifest;
mod members;
mod membership;
mod module_files;
mod packages;
mod paths;
mod read;
mod table;
mod target_tables;
mod targets;
#[cfg(test)]
pub(crate) mod trial;
mod walk;

pub(crate) use read::problem_of_size;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::Serialize;
use thiserror::Error;

use crate::place::Span;
use crate::problem::Problem;

pub(crate) use features::{Active, switched_on};
pub(crate) use module_files::{folder_of_modules, module_files};
pub(crate) use paths::{child, is_below, parent, written_in};

/// Reads what stands in the folder `root`.
///
/// Whatever is broken inside becomes a [`Problem`]; two runs over the same tree
/// give the same result.
///
/// # Errors
///
/// When `root` is missing, is no folder, or its own path cannot be resolved.
pub fn discover(root: &Path, options: &Options) -> Result<Discovered, DiscoverError> {
    let root = paths::real_folder(root)?;
    let mut walked = walk::walk(&root);
    let mut manifests = manifest::read_all(&root, &walked.files, options);
    let outside = above::workspaces(&root, &manifests, options);
    // What an ignore file hides may be tracked all the same: a folder that a
    // manifest names is looked into for its own sake.
    let mut asked = FxHashSet::default();
    for _ in 0..MOST_ROUNDS {
        let named = membership::Tree::new(&root, &manifests, &outside).unseen(&mut asked);
        let more = walk::walk_hidden(&root, &named, &mut walked);
        if more.is_empty() {
            break;
        }
        manifests.extend(manifest::read_all(&root, &more, options));
    }
    let walk::Walked { files, mut problems } = walked;
    let tree = membership::Tree::new(&root, &manifests, &outside);
    let sorted = tree.sort();
    let (workspaces, packages) = packages::build(&tree, &sorted, &files, &mut problems);
    problems.sort();
    problems.dedup();
    Ok(Discovered { root, files, workspaces, packages, left_out: sorted.left_out, problems })
}

/// Hidden folders that name hidden folders are followed so far.
const MOST_ROUNDS: usize = 8;

/// Reads one text file of the tree; the only door through which texts come in.
///
/// `path` is relative to `root` and `/`-separated, as in [`FoundFile::path`].
/// A byte order mark stays in the text, so that spans are offsets in the file.
pub fn read_text(root: &Path, path: &str, options: &Options) -> ReadText {
    read::read_text(root, path, options)
}

/// Whether a file of this name is ever looked at: one that something can be learned from, or one that
/// says which files are ignored.
///
/// For whoever puts a tree together to be read.
pub fn may_matter(name: &str) -> bool {
    kinds::kind(name).is_some() || ignored::IGNORE_FILES.contains(&name)
}

/// How far discovery goes.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files of more bytes are not read; more than 1 GiB counts as 1 GiB.
    pub max_file_size: u64,
    /// Texts that stand in place of those on disk, by path: what an editor has not saved yet.
    pub unsaved: BTreeMap<String, String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_file_size: 64 << 20, unsaved: BTreeMap::new() }
    }
}

/// Why nothing could be discovered at all.
#[derive(Debug, Error)]
pub enum DiscoverError {
    /// The path does not exist or may not be entered.
    #[error("cannot open `{}`", path.display())]
    Unreachable {
        /// The folder as it was given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The path is no folder.
    #[error("`{}` is no folder", path.display())]
    NotAFolder {
        /// The path as it was given.
        path: PathBuf,
    },
}

/// All that was found below one folder.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// The folder, absolute and without symbolic links.
    pub root: PathBuf,
    /// The files of the kinds in [`FileKind`], sorted by path.
    pub files: Vec<FoundFile>,
    /// Cargo workspaces, sorted by folder.
    pub workspaces: Vec<Workspace>,
    /// Packages that belong to the system, sorted by folder.
    pub packages: Vec<Package>,
    /// Manifests that do not belong to the system, sorted by folder.
    pub left_out: Vec<LeftOut>,
    /// What could not be read as it should, sorted.
    pub problems: Vec<Problem>,
}

impl Discovered {
    /// The file at `path`, if the walk saw it.
    pub fn file(&self, path: &str) -> Option<&FoundFile> {
        kinds::find(&self.files, path).map(|index| &self.files[index])
    }

    /// The package whose folder is `dir`.
    pub fn package_at(&self, dir: &str) -> Option<PackageIndex> {
        self.packages.binary_search_by(|package| package.dir.as_str().cmp(dir)).ok()
    }

    /// The package in whose folder `path` stands: the nearest manifest above it,
    /// and nothing when that manifest was left out.
    pub fn package_of(&self, path: &str) -> Option<PackageIndex> {
        for dir in paths::parents(path) {
            if let Some(package) = self.package_at(dir) {
                return Some(package);
            }
            if self.left_out.binary_search_by(|left| left.dir().cmp(dir)).is_ok() {
                return None;
            }
        }
        None
    }
}

/// A regular file that the walk saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Path relative to the root, `/`-separated.
    pub path: String,
    /// What the name says that it is.
    pub kind: FileKind,
    /// The file that this path leads to by a symbolic link, relative to the root.
    pub link_to: Option<String>,
}

/// Kinds of files that something can be learned from, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// `*.rs`.
    Rust,
    /// `Cargo.toml`.
    Manifest,
    /// `Cargo.lock`.
    Lock,
    /// Any other `*.toml`.
    Toml,
    /// `*.yaml`, `*.yml`.
    Yaml,
    /// `*.json`.
    Json,
    /// `*.sql`.
    Sql,
    /// `*.proto`.
    Proto,
    /// `Dockerfile`, `Dockerfile.*`, `*.dockerfile`, `Containerfile`.
    Dockerfile,
    /// `.env`, `.env.*`, `*.env`.
    Env,
    /// `*.sh`.
    Shell,
    /// `*.md`.
    Markdown,
}

/// Position in [`Discovered::packages`].
pub type PackageIndex = usize;

/// A Cargo workspace: a manifest with a `[workspace]` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// What to call it: its root package, else its folder.
    pub name: String,
    /// Folder relative to the root; empty for the root, `..` and so on when [`Self::outside`].
    pub dir: String,
    /// Path of the manifest, relative to the root.
    pub manifest: String,
    /// Its packages below the root, in order.
    pub members: Vec<PackageIndex>,
    /// The members that Cargo takes without `--workspace`.
    pub default_members: Vec<PackageIndex>,
    /// The package of the workspace's own manifest.
    pub root_package: Option<PackageIndex>,
    /// Whether its manifest stands above the root; then members elsewhere are not known.
    pub outside: bool,
}

/// A Cargo package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// `package.name`, or the folder's name where that is missing; may repeat in one tree.
    pub name: String,
    /// Folder relative to the root; empty for the root.
    pub dir: String,
    /// Path of the manifest, relative to the root.
    pub manifest: String,
    /// Where the name stands in the manifest, with its quotes.
    pub name_span: Span,
    /// Edition, inherited where the manifest says so; 2015 where nothing is said.
    pub edition: Edition,
    /// Position in [`Discovered::workspaces`].
    pub workspace: Option<usize>,
    /// Whether it may be published to some registry.
    pub publish: bool,
    /// `[features]` with the implicit features of optional dependencies.
    pub features: BTreeMap<String, Vec<String>>,
    /// Dependencies in the order of the manifest.
    pub dependencies: Vec<Dependency>,
    /// Targets in Cargo's order: library, binaries, examples, tests, benches, build scripts.
    pub targets: Vec<Target>,
}

impl Package {
    /// Whether it makes a program.
    pub(crate) fn has_binary(&self) -> bool {
        self.targets.iter().any(|target| target.kind == TargetKind::Bin)
    }

    /// What its production code may name.
    pub(crate) fn normal_dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal)
    }

    /// The library or procedural macro.
    pub fn library(&self) -> Option<&Target> {
        self.targets
            .iter()
            .find(|target| matches!(target.kind, TargetKind::Lib | TargetKind::ProcMacro))
    }
}

/// An edition of the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Edition {
    /// 2015, which holds where a manifest says nothing.
    #[default]
    #[serde(rename = "2015")]
    E2015,
    /// 2018.
    #[serde(rename = "2018")]
    E2018,
    /// 2021.
    #[serde(rename = "2021")]
    E2021,
    /// 2024, and whatever comes later.
    #[serde(rename = "2024")]
    E2024,
}

/// One entry of a dependency table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The name in code when no other is chosen there: the key with `-` as `_`.
    ///
    /// A local package without a rename goes by its library's name instead,
    /// which may differ.
    pub extern_name: String,
    /// The key in the table.
    pub key: String,
    /// The package's name in its registry or folder.
    pub package: String,
    /// Which table it stands in.
    pub kind: DependencyKind,
    /// `cfg(...)` or a target triple, as written.
    pub target: Option<String>,
    /// Whether a feature turns it on.
    pub optional: bool,
    /// Features asked for, those of the workspace's entry first.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// Version requirement as written.
    pub version: Option<String>,
    /// Address of the git repository it comes from.
    pub git: Option<String>,
    /// Folder of a path dependency, relative to the root; begins with `..` or `/` outside of it.
    pub path: Option<String>,
    /// The package of this tree that it means, by path or by `[patch]` and `[replace]`.
    pub local: Option<PackageIndex>,
    /// The key in the package's manifest.
    pub key_span: Span,
    /// The whole entry in the package's manifest, the key included.
    pub span: Span,
}

/// The table in which a dependency stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DependencyKind {
    /// `[dependencies]`.
    Normal,
    /// `[dev-dependencies]`.
    Dev,
    /// `[build-dependencies]`.
    Build,
}

/// Something that Cargo compiles: one crate with one root file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Name in Cargo's words.
    pub name: String,
    /// Name in code: `-` as `_`.
    pub crate_name: String,
    /// What it is compiled to.
    pub kind: TargetKind,
    /// Root file, relative to the root; it need not exist where the manifest names it.
    pub root: String,
    /// Features without which it is not built.
    pub required_features: Vec<String>,
    /// The package's edition, or the target's own (deprecated) one.
    pub edition: Edition,
    /// `crate-type` as written; empty where nothing is said.
    pub crate_types: Vec<String>,
    /// Whether `cargo test` builds it as a test.
    pub test: bool,
    /// Whether the test harness brings `main`.
    pub harness: bool,
}

/// The kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A library of any crate type but procedural macro.
    Lib,
    /// A procedural macro.
    ProcMacro,
    /// A program.
    Bin,
    /// An integration test.
    Test,
    /// An example.
    Example,
    /// A benchmark.
    Bench,
    /// A build script.
    BuildScript,
}

/// A manifest that is no part of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Path of the manifest, relative to the root.
    pub manifest: String,
    /// Why.
    pub reason: LeftOutReason,
}

impl LeftOut {
    /// The folder in which the manifest stands.
    pub fn dir(&self) -> &str {
        paths::parent(&self.manifest)
    }
}

/// Why a manifest is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutReason {
    /// It stands in the tree of a workspace without being a member or a dependency,
    /// or is there once more behind a symbolic link.
    Stray,
    /// It stands in a folder of test data, templates or vendored code inside another package.
    Fixture,
    /// It is a template with placeholders.
    Template,
    /// It has neither `[package]` nor `[workspace]`.
    Empty,
    /// It could not be opened, or neither of these could be made out in it; a problem says why.
    Unreadable,
}

/// A text with what was wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadText {
    /// The text; empty where the file could not be read.
    pub text: String,
    /// What was wrong, in reading order.
    pub problems: Vec<Problem>,
}
