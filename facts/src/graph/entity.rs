//! Entities and edges of the graph.

use serde::Serialize;

use super::names::Name;
use crate::cfg::CfgKey;
use crate::place::{FileId, Place, Span};

index!(
    /// An entry of [`super::Graph::packages`].
    PackageId
);
index!(
    /// An entry of [`super::Graph::crates`].
    CrateId
);
index!(
    /// An entry of [`super::Graph::modules`].
    ModuleId
);
index!(
    /// An entry of [`super::Graph::items`].
    ItemId
);
index!(
    /// An entry of [`super::Graph::externals`].
    ExternalId
);

/// What a piece of code is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Runs in production.
    Production,
    /// Written by a generator, and runs in production.
    Generated,
    /// Test targets, and what exists only under `cfg(test)`.
    Test,
    /// Examples.
    Example,
    /// Benches.
    Bench,
    /// Build scripts.
    Build,
}

/// A Cargo package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name; names may repeat, the folder is the key.
    pub name: String,
    /// Its folder, relative to the analysed one; empty for that folder itself.
    pub dir: String,
    /// Its manifest.
    pub manifest: FileId,
    /// Its name in the manifest.
    pub name_span: Span,
    /// The folder of the workspace that it belongs to, if any.
    pub workspace: Option<String>,
    /// Whether it may be published.
    pub publish: bool,
    /// Its dependencies, as the manifest lists them.
    pub dependencies: Vec<Dependency>,
    /// Its compilation targets.
    pub crates: Vec<CrateId>,
}

/// An entry of a manifest's dependencies.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The name by which code calls it.
    pub extern_name: String,
    /// The package's own name.
    pub package: String,
    /// The package, if it is part of the tree.
    pub local: Option<PackageId>,
    /// For what.
    pub kind: DependencyKind,
    /// Whether a feature must switch it on.
    pub optional: bool,
    /// The platform that it is for, as written.
    pub target: Option<String>,
    /// The entry in the manifest.
    pub span: Span,
}

/// For what a dependency is there.
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

/// A compilation target.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The crate's name in code.
    pub name: Name,
    /// Its package.
    pub package: PackageId,
    /// What kind of target it is.
    pub kind: CrateKind,
    /// The file of its root module.
    pub file: FileId,
    /// Its root module.
    pub root: ModuleId,
}

/// Kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrateKind {
    /// A library.
    Lib,
    /// A library of procedural macros.
    ProcMacro,
    /// A binary.
    Bin,
    /// An integration test.
    Test,
    /// An example.
    Example,
    /// A bench.
    Bench,
    /// A build script.
    BuildScript,
}

/// A module.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its name; for a root the crate's.
    pub name: Name,
    /// Its crate.
    pub krate: CrateId,
    /// The module around it; none for a root.
    pub parent: Option<ModuleId>,
    /// The file in which its body stands.
    pub file: FileId,
    /// `mod name` in the parent's file; for a root the start of its own.
    pub declared: Place,
    /// The condition under which it exists, everything around it included.
    pub cfg: CfgKey,
    /// What its code is there for.
    pub scope: Scope,
    /// A module inside a function's body.
    pub in_block: bool,
}

/// Kinds of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A function, also an associated one.
    Function,
    /// A struct, with any fields.
    Struct,
    /// A union.
    Union,
    /// An enum.
    Enum,
    /// A variant of an enum.
    Variant,
    /// A field.
    Field,
    /// A trait.
    Trait,
    /// A type alias, also an associated one.
    TypeAlias,
    /// A constant.
    Const,
    /// A static.
    Static,
    /// A macro, by example or procedural.
    Macro,
    /// An `impl` block.
    Impl,
}

/// Visibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everywhere.
    Public,
    /// In a module and below it.
    In(ModuleId),
}

/// An item.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name, of an `impl` block that of its type; empty for `const _` and types without a name.
    pub name: Name,
    /// The module in which it stands.
    pub module: ModuleId,
    /// The item that it is a part of: a trait, impl, type or, for local items, a function.
    pub parent: Option<ItemId>,
    /// Who may see it.
    pub visibility: Visibility,
    /// The condition under which it exists, everything around it included.
    pub cfg: CfgKey,
    /// What it is there for.
    pub scope: Scope,
    /// Its file.
    pub file: FileId,
    /// From its first attribute to its end.
    pub span: Span,
    /// Its name in the text.
    pub name_span: Span,
}

/// An item of a crate outside the tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct External {
    /// The package's name as the registry knows it (`tokio-postgres`), or `std`, `core`, `alloc`.
    pub package: String,
    /// The path below the crate, `::`-separated, as far as the tree names it; empty for the crate itself.
    pub path: String,
}

/// What an edge leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A module of the tree.
    Module(ModuleId),
    /// An item of the tree.
    Item(ItemId),
    /// A crate outside, or an item of it.
    External(ExternalId),
}

/// What a name is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// An import.
    Use,
    /// A re-export: an import that is visible outside its module.
    Reexport,
    /// A function called, or a tuple struct built.
    Call,
    /// A method called on a receiver whose type is known.
    MethodCall,
    /// A value: a constant, a static, a function passed on, a struct built.
    Value,
    /// A pattern.
    Pattern,
    /// A type.
    Type,
    /// A bound.
    Bound,
    /// A trait implemented.
    Impl,
    /// A derive.
    Derive,
    /// An attribute.
    Attribute,
    /// A macro called.
    Macro,
    /// What a type alias stands for, at each use of the alias.
    Alias,
    /// What a macro by example brings to the place where it is called.
    MacroBody,
    /// An entry of a manifest.
    Manifest,
}

/// One use of a name.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The module in which it stands.
    pub module: ModuleId,
    /// The item in which it stands, modules left out.
    pub item: Option<ItemId>,
    /// What it means, re-exports followed to the definition.
    pub to: Target,
    /// The module that the path names: where the name was found before re-exports were
    /// followed. None for names outside the tree, for names in scope, and for edges without a path.
    pub named: Option<ModuleId>,
    /// For what.
    pub kind: EdgeKind,
    /// What the code is there for.
    pub scope: Scope,
    /// Confidence in hundredths: 100 where the path was resolved, less where a step was inferred.
    pub confidence: u8,
    /// The condition under which it exists, everything around it included.
    pub cfg: CfgKey,
    /// The path in the text.
    pub place: Place,
}

/// `impl Trait for Type`, or a derive of a trait of the tree.
#[derive(Clone, Copy, Debug)]
pub struct Implementation {
    /// The `impl` block.
    pub item: ItemId,
    /// The trait.
    pub of_trait: Target,
    /// The type, references and smart pointers taken off; none for type parameters (a blanket
    /// implementation) and types without a name.
    pub for_type: Option<Target>,
    /// `impl<T> Trait for T`.
    pub blanket: bool,
    /// What it is there for.
    pub scope: Scope,
}

/// Something that could not be resolved or seen, so that 'missing' cannot be said about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlindSpot {
    /// What kind.
    pub kind: BlindSpotKind,
    /// Where.
    pub place: Option<Place>,
    /// The crate whose picture has the hole.
    pub krate: Option<CrateId>,
    /// The name or file that it is about.
    pub subject: String,
}

/// Kinds of blind spots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlindSpotKind {
    /// A path whose first name is declared nowhere that is visible.
    UnresolvedName,
    /// A path that leads through a name which a glob import of an external crate may bring.
    ExternalGlob,
    /// A path into code that a build script or macro writes.
    GeneratedCode,
    /// Items that an unknown macro may declare.
    UnknownMacro,
    /// A file that is included but not there.
    MissingFile,
    /// A method call whose receiver's type is not known.
    UnknownReceiver,
    /// A region of a file that could not be read.
    Unreadable,
}
