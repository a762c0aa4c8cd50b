//! Items: what is declared, where, and who sees it.

use super::index::{CfgId, ItemIndex, PathId, ScopeId, Symbol, TypeId};
use crate::place::Span;

/// An item, or a part of one that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name; the empty symbol for `impl` blocks, `const _` and foreign blocks.
    pub name: Symbol,
    /// Where it is declared.
    pub scope: ScopeId,
    /// The scope that it opens, if any.
    pub body: Option<ScopeId>,
    /// The item around it whose part it is: the enum of a variant, the type of a field,
    /// the impl or trait of an associated item; else the innermost item around it.
    pub parent: Option<ItemIndex>,
    /// Visibility as written.
    pub visibility: Visibility,
    /// The condition under which it exists.
    pub cfg: CfgId,
    /// From its first attribute to its end.
    pub span: Span,
    /// Its name in the text (for an `impl`, the keyword).
    pub name_span: Span,
    /// Further facts.
    pub flags: ItemFlags,
}

/// What an item is, with the facts of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `mod name;` or `mod name { … }`.
    Module {
        /// Whether its body stands here.
        inline: bool,
        /// The value of `#[path = "…"]`, or of each `#[cfg_attr(p, path = "…")]`.
        paths: Vec<(CfgId, Box<str>)>,
    },
    /// A free function, an associated one, or one in a foreign block.
    Function {
        /// Its parameters and result.
        signature: u32,
    },
    /// A struct with named fields.
    Struct,
    /// A struct with fields by position, which is also a function.
    TupleStruct,
    /// A struct without fields, which is also a constant.
    UnitStruct,
    /// A union.
    Union,
    /// An enum.
    Enum,
    /// A variant; its parent is the enum.
    Variant {
        /// Whether it has fields with names, by position, or none.
        shape: VariantShape,
    },
    /// A field of a struct, union or variant; by position its name is the number.
    Field {
        /// Its type.
        ty: TypeId,
    },
    /// A trait.
    Trait,
    /// A trait alias.
    TraitAlias,
    /// A type alias, also an associated one.
    TypeAlias {
        /// What it stands for; an associated type of a trait may have none.
        ty: Option<TypeId>,
    },
    /// A constant, also an associated one.
    Const {
        /// Its type.
        ty: Option<TypeId>,
    },
    /// A static.
    Static {
        /// Its type.
        ty: Option<TypeId>,
    },
    /// `macro_rules! name`.
    MacroRules {
        /// `#[macro_export]`.
        exported: bool,
        /// The place of its rules, for expansion: what stands between the outer delimiters.
        rules: Span,
    },
    /// `macro name`, of the 2.0 kind.
    MacroDefinition,
    /// A function under `#[proc_macro]`, `#[proc_macro_derive(Name)]` or `#[proc_macro_attribute]`
    /// gives, besides its own entry, one of these with the name of the macro.
    ProcMacro,
    /// An `impl` block.
    Impl {
        /// Its entry in [`super::RustFacts::impls`].
        index: u32,
    },
    /// A foreign block, `extern "C" { … }`.
    ForeignBlock,
}

/// The form of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantShape {
    /// `V`.
    Unit,
    /// `V(…)`.
    Tuple,
    /// `V { … }`.
    Named,
}

/// Facts of an item that are one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemFlags(pub u16);

impl ItemFlags {
    /// `#[test]`, `#[tokio::test]`, `#[rstest]` and their like: any attribute whose last segment is `test`, `rstest`, `test_case` or `bench`.
    pub const TEST: Self = Self(1);
    /// An `async fn`.
    pub const ASYNC: Self = Self(1 << 1);
    /// Declared within an item macro's arguments, so it exists if the macro passes it on.
    pub const IN_MACRO: Self = Self(1 << 2);
    /// `#[macro_use]` on a module or `extern crate`.
    pub const MACRO_USE: Self = Self(1 << 3);
    /// A doc comment with the line `@port`.
    pub const DOC_PORT: Self = Self(1 << 4);
    /// Has a default: a trait's function with a body.
    pub const HAS_BODY: Self = Self(1 << 5);
    /// `unsafe`.
    pub const UNSAFE: Self = Self(1 << 6);
    /// `#[automatically_derived]`, or another mark of generated code.
    pub const GENERATED: Self = Self(1 << 7);
    /// `#[no_mangle]`, `#[export_name]`: used from outside.
    pub const EXPORTED_SYMBOL: Self = Self(1 << 8);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the bits of `other`.
    pub fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Visibility as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// None written; variants and trait items too, which are as visible as their owner.
    Inherited,
    /// `pub`.
    Public,
    /// `pub(crate)` or `crate`.
    Crate,
    /// `pub(super)`.
    Super,
    /// `pub(self)`.
    Private,
    /// `pub(in path)`; the path stands in [`super::RustFacts::paths`] with [`super::PathKind::Visibility`].
    In(PathId),
}

/// An `impl` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impl {
    /// The trait; none for inherent ones.
    pub of_trait: Option<PathId>,
    /// `impl !Trait for T`.
    pub negative: bool,
    /// The type that it is for.
    pub self_type: TypeId,
}
