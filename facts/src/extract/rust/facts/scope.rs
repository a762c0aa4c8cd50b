//! Scopes, in which names are looked up, and the conditions under which code exists.

use super::index::{CfgId, ItemIndex, ListRange, ScopeId};

/// A condition and those around it: `#[cfg(…)]` of an item adds a node below its parent's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cfg {
    /// The condition around this one; the root's parent is itself.
    pub parent: CfgId,
    /// What this node adds.
    pub predicate: Predicate,
}

/// What stands in `cfg(…)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// Always true: the root.
    True,
    /// `all(…)`.
    All(Vec<Predicate>),
    /// `any(…)`.
    Any(Vec<Predicate>),
    /// `not(…)`.
    Not(Box<Predicate>),
    /// `test`, `unix`, `debug_assertions` …
    Flag(Box<str>),
    /// `feature = "x"`, `target_os = "linux"` …
    Equals(Box<str>, Box<str>),
    /// What could not be read as a predicate; neither true nor false.
    Unknown,
}

/// A scope in which names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// What opens it.
    pub kind: ScopeKind,
    /// The scope around it; the file's parent is itself.
    pub parent: ScopeId,
    /// The item that it belongs to: the module, function, impl, trait or type whose
    /// body or generics these are, or the innermost item around a block.
    pub item: Option<ItemIndex>,
    /// The condition under which it exists.
    pub cfg: CfgId,
    /// Names of type and const parameters introduced here: a range of [`super::RustFacts::segments`],
    /// symbols only.
    pub generics: ListRange,
}

/// What opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The file: the body of a module or of a crate root.
    File,
    /// An inline module, `mod name { … }`.
    Module,
    /// A block, perhaps a function's body, that declares items or imports of its own.
    Block,
    /// Generics, signature and body of a function; also the generics of an associated type,
    /// in which `Self` means what it does around it.
    Function,
    /// Generics and body of an `impl`; `Self` is its type.
    Impl,
    /// Generics and body of a trait; `Self` is the implementer.
    Trait,
    /// Generics and fields of a struct, enum, union, type alias; `Self` is the type.
    Type,
    /// The transcriber of a `macro_rules!` arm or a `macro`: names mean what they mean at
    /// the place of use, but for `$crate`.
    MacroBody,
    /// The tokens of `quote!` and its like: code of another program.
    Quote,
}
