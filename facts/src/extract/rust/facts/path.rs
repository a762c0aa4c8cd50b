//! Paths and imports as written.

use super::index::{CfgId, ItemIndex, ListRange, ScopeId, Symbol, TypeId};
use super::item::Visibility;
use crate::place::Span;

/// A path outside `use`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathUse {
    /// How it begins.
    pub root: PathRoot,
    /// What it is for.
    pub kind: PathKind,
    /// Segments after the root.
    pub segments: ListRange,
    /// Where it stands.
    pub scope: ScopeId,
    /// The condition under which it is used.
    pub cfg: CfgId,
    /// From the first to the last segment; generic arguments between them included, after them not.
    pub span: Span,
    /// The innermost item around it, modules left out; none at the level of a module.
    /// In the attribute or derive of an item: that item.
    pub item: Option<ItemIndex>,
    /// The path was read from the arguments of a macro that is none of the standard library's,
    /// so what it means may differ.
    pub in_macro: bool,
}

/// What a path is used for; it decides the namespace of its last segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PathKind {
    /// A value: constant, static, function as value, unit struct.
    Value,
    /// The callee of a call, or a tuple struct built.
    Call,
    /// A struct literal, `S { … }`.
    Literal,
    /// A pattern with fields, `S { … }` or `S(…)`, or of several segments.
    Pattern,
    /// A pattern of one segment: a constant or variant if one of that name is in scope, else a new variable.
    PatternName,
    /// A type.
    Type,
    /// A bound: of a generic, a trait object, `impl Trait`, a supertrait.
    Bound,
    /// The trait of `impl Trait for …`, or of `<T as Trait>`.
    ImplTrait,
    /// The type that an `impl` is for.
    ImplType,
    /// A macro called.
    Macro,
    /// An attribute.
    Attribute,
    /// A derive.
    Derive,
    /// `pub(in path)`.
    Visibility,
    /// A path in a string of an attribute, as in `#[serde(with = "path")]`.
    AttributeString,
    /// A path in the arguments of an attribute, where its namespace is unknown.
    AttributeArgument,
    /// A path of at least two segments in a macro's arguments that fits no grammar.
    Token,
}

/// How a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathRoot {
    /// With its first segment, looked up in scope.
    Plain,
    /// `::name`.
    Global,
    /// `crate::`.
    Crate,
    /// `self::`, or `self` alone.
    SelfModule,
    /// `super::` so many times (after `self::` too).
    Super(u8),
    /// `$crate::`.
    DollarCrate,
    /// `Self` or `Self::…`; the segments are those after it.
    SelfType,
    /// `<T as Trait>::…` or `<T>::…`: the trait, if any, is a path of its own; the segments are those after `>::`,
    /// the id that of `T`.
    Qualified(TypeId),
    /// `$name::…`: known where the macro is used, if at all.
    MetaVariable,
}

/// One segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its name.
    pub name: Symbol,
    /// Offset of its first byte.
    pub start: u32,
}

/// A leaf of a `use` tree, the tree's prefix included, or an `extern crate`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the syntax of its own")]
pub struct UseLeaf {
    /// How the path begins.
    pub root: PathRoot,
    /// Segments after the root; `{self}` at the end is dropped and [`Self::only_types`] set.
    pub segments: ListRange,
    /// The name it introduces; none for globs and `as _`.
    pub name: Option<Symbol>,
    /// `*`.
    pub glob: bool,
    /// `a::b::{self}` imports only what lives in the namespace of types.
    pub only_types: bool,
    /// `extern crate name as alias;`: the path's one segment is a crate.
    pub extern_crate: bool,
    /// `#[macro_use] extern crate`.
    pub macro_use: bool,
    /// Visibility of the import.
    pub visibility: Visibility,
    /// Where it stands.
    pub scope: ScopeId,
    /// The condition under which it exists.
    pub cfg: CfgId,
    /// The leaf's own part in the text, for instance `JoinHandle as Handle` in a group.
    pub span: Span,
    /// The item around it other than a module, if it stands in a body.
    pub item: Option<ItemIndex>,
}
