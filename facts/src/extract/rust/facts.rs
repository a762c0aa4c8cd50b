//! What one Rust file says, as plain values: the skeleton that extraction leaves behind.
//!
//! Everything is an index into a flat list, because a system has millions of
//! these: a file's facts are a few allocations, can be compared, and carry no
//! lifetime. Indices are local to the file; `resolve` joins the files.
//!
//! Invariant: scopes, items and configuration nodes come after their parents, so
//! one pass from the front sees every parent first.

use crate::place::Span;
use crate::problem::ProblemKind;

macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as `usize`.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// An identifier of the file, in [`Symbols`]; `r#` is stripped.
    Symbol
);
index!(
    /// An entry of [`RustFacts::cfgs`].
    CfgId
);
index!(
    /// An entry of [`RustFacts::scopes`]; 0 is the file itself.
    ScopeId
);
index!(
    /// An entry of [`RustFacts::items`].
    ItemIndex
);
index!(
    /// An entry of [`RustFacts::paths`].
    PathId
);
index!(
    /// An entry of [`RustFacts::types`].
    TypeId
);
index!(
    /// An entry of [`RustFacts::exprs`].
    ExprId
);
index!(
    /// An entry of [`RustFacts::locals`].
    LocalId
);

/// The facts of one Rust file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RustFacts {
    /// The identifiers of the file, each once.
    pub symbols: Symbols,
    /// Conditions; the first entry is 'always'.
    pub cfgs: Vec<Cfg>,
    /// Scopes in which names are looked up; the first is the file.
    pub scopes: Vec<Scope>,
    /// Items, in the order of the text; an item stands before what it contains.
    pub items: Vec<Item>,
    /// Leaves of `use` trees and `extern crate`.
    pub uses: Vec<UseLeaf>,
    /// Paths outside `use`, in the order of the text.
    pub paths: Vec<PathUse>,
    /// The segments of all paths and use leaves, end to end.
    pub segments: Vec<Segment>,
    /// Types of signatures, fields, aliases and annotated locals.
    pub types: Vec<Type>,
    /// Children of types: generic arguments, tuple members, bounds.
    pub type_lists: Vec<TypeId>,
    /// Parameters and results of functions.
    pub signatures: Vec<Signature>,
    /// Parameters of all signatures, end to end.
    pub parameters: Vec<Parameter>,
    /// `impl` blocks.
    pub impls: Vec<Impl>,
    /// Local variables whose type may be told: parameters, `let`, patterns.
    pub locals: Vec<Local>,
    /// Receivers, calls and initialisers: only what tells the type of a receiver.
    pub exprs: Vec<Expr>,
    /// Method calls.
    pub method_calls: Vec<MethodCall>,
    /// Attributes worth knowing: those that are neither lints, docs, `cfg` nor hints to the compiler.
    pub attributes: Vec<Attribute>,
    /// Macro calls with their arguments' place.
    pub macro_calls: Vec<MacroCall>,
    /// `include!`, and what else hides code of other files.
    pub includes: Vec<Include>,
    /// Bodies of functions as expressions, if they were asked for.
    pub bodies: Option<Box<super::bodies::Bodies>>,
    /// Comments that speak to Portcullis.
    pub directives: Vec<Directive>,
    /// The file says of itself that it was generated.
    pub generated: bool,
    /// What could not be read; byte ranges in this file.
    pub problems: Vec<FileProblem>,
}

/// A problem in one file, before the file has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: ProblemKind,
    /// One sentence, lower case, no full stop.
    pub message: String,
}

/// Identifiers of a file, each once, in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols {
    text: String,
    ends: Vec<u32>,
}

impl Symbols {
    /// Whether a symbol is spelled so.
    pub(crate) fn is(&self, symbol: u32, name: &str) -> bool {
        let at = symbol as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        // Bytes, because nobody asks here whether they are whole characters.
        self.text.as_bytes()[start..self.ends[at] as usize] == *name.as_bytes()
    }

    /// Adds an identifier that is not there yet.
    pub fn push(&mut self, name: &str) -> Symbol {
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
        Symbol(self.ends.len() as u32 - 1)
    }

    /// The text of a symbol.
    pub fn get(&self, symbol: Symbol) -> &str {
        let start = if symbol.0 == 0 { 0 } else { self.ends[symbol.index() - 1] as usize };
        &self.text[start..self.ends[symbol.index()] as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|i| self.get(Symbol(i)))
    }

    /// See [`RustFacts::take_exact`].
    fn take_exact(&mut self) -> Self {
        let text = self.text.as_str().into();
        self.text.clear();
        Self { text, ends: exact(&mut self.ends) }
    }
}

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
    /// Names of type and const parameters introduced here: a range of [`RustFacts::segments`],
    /// symbols only.
    pub generics: ListRange,
}

/// A run of entries in one of the flat lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListRange {
    /// Index of the first entry.
    pub start: u32,
    /// How many.
    pub len: u16,
}

impl ListRange {
    /// The range as `usize`, for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
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
    /// `pub(in path)`; the path stands in [`RustFacts::paths`] with [`PathKind::Visibility`].
    In(PathId),
}

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
        /// Its entry in [`RustFacts::impls`].
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

/// A type, far enough to know what a receiver is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A path with the arguments of its last segment.
    Path {
        /// The path.
        path: PathId,
        /// Its generic arguments that are types.
        arguments: ListRange,
    },
    /// `&T`, `&mut T`, `*const T`, `(T)`.
    Reference(TypeId),
    /// `(A, B)`; the unit type has no members.
    Tuple(ListRange),
    /// `[T]` and `[T; n]`.
    Slice(TypeId),
    /// `dyn A + B`: the bounds that are paths.
    Dyn(ListRange),
    /// `impl A + B`: the bounds that are paths.
    Impl(ListRange),
    /// A function pointer, or the sugar `Fn(A) -> B`: parameters, the result last.
    Function(ListRange),
    /// `!`, `_`, a macro, or what could not be read.
    Other,
}

/// Parameters and result of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its parameters but `self`.
    pub parameters: ListRange,
    /// Whether it takes `self` in any form.
    pub has_self: bool,
    /// What it returns; none for the unit type.
    pub result: Option<TypeId>,
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, where the pattern is a name.
    pub local: Option<LocalId>,
    /// Its type.
    pub ty: TypeId,
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

/// A local variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// Its name.
    pub name: Symbol,
    /// Its type as written.
    pub ty: Option<TypeId>,
    /// What it is initialised with.
    pub value: Option<ExprId>,
}

/// An expression, as far as it tells the type of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A variable.
    Local(LocalId),
    /// `self`.
    SelfValue,
    /// A path used as a value.
    Path(PathId),
    /// `f(…)`: the callee.
    Call(ExprId),
    /// `S { … }`.
    Literal(PathId),
    /// `x.m(…)`: an entry of [`RustFacts::method_calls`].
    Method(u32),
    /// `x.f`.
    Field(ExprId, Symbol),
    /// `x.await`.
    Await(ExprId),
    /// `x?`.
    Try(ExprId),
    /// `x as T`.
    Cast(TypeId),
    /// `x[i]`.
    Index(ExprId),
    /// What a pattern takes out of a tuple: `a` of `let (a, b) = x`, with its position.
    Part(ExprId, u8),
    /// What a pattern takes out of a tuple struct or variant: `a` of `Command::Serve(a)`, with its position.
    Content(PathId, u8),
    /// Anything else.
    Unknown,
}

/// A method call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodCall {
    /// What it is called on.
    pub receiver: ExprId,
    /// The method.
    pub name: Symbol,
    /// The method's name in the text.
    pub span: Span,
    /// Where it stands.
    pub scope: ScopeId,
    /// The condition under which it is called.
    pub cfg: CfgId,
    /// The innermost item around it, modules left out.
    pub item: Option<ItemIndex>,
}

/// An attribute of an item that is neither a lint, a doc, `cfg` nor a hint to the compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its path.
    pub path: PathId,
    /// The item that it stands on; none for an inner attribute of the file.
    pub item: Option<ItemIndex>,
    /// Its arguments: what stands between the delimiters, or after `=`.
    pub arguments: Option<Span>,
}

/// A macro call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroCall {
    /// The macro's name.
    pub path: PathId,
    /// What stands between the delimiters.
    pub arguments: Span,
    /// Where it stands.
    pub position: MacroPosition,
    /// How its arguments were read.
    pub reading: MacroReading,
}

/// Where a macro call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacroPosition {
    /// Among items.
    Item,
    /// In an expression, statement, pattern or type.
    Expression,
}

/// How a macro's arguments were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacroReading {
    /// As items.
    Items,
    /// As expressions and statements.
    Expressions,
    /// As tokens, in which paths were looked for.
    Tokens,
    /// Not at all: `stringify!`, `quote!` …
    Skipped,
}

/// Code of another file that belongs here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The file's path as written; none where it is computed (`concat!(env!("OUT_DIR"), …)`).
    pub path: Option<Box<str>>,
    /// The call in the text.
    pub span: Span,
    /// Where it stands.
    pub scope: ScopeId,
    /// The condition under which it exists.
    pub cfg: CfgId,
    /// Whether it stands among items.
    pub items: bool,
}

/// A comment that speaks to Portcullis: `// portcullis: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What stands after `portcullis:`, trimmed.
    pub text: Box<str>,
    /// The comment.
    pub span: Span,
    /// What it speaks of: the next item, statement or, at the end of a line, that line.
    pub target: Span,
}

impl RustFacts {
    /// Moves the facts into lists that are as long as they must be. What stays is empty but keeps its
    /// room for the next file: growing twenty lists anew for each file costs more than to copy them.
    pub(crate) fn take_exact(&mut self) -> Self {
        Self {
            symbols: self.symbols.take_exact(),
            cfgs: exact(&mut self.cfgs),
            scopes: exact(&mut self.scopes),
            items: exact(&mut self.items),
            uses: exact(&mut self.uses),
            paths: exact(&mut self.paths),
            segments: exact(&mut self.segments),
            types: exact(&mut self.types),
            type_lists: exact(&mut self.type_lists),
            signatures: exact(&mut self.signatures),
            parameters: exact(&mut self.parameters),
            impls: exact(&mut self.impls),
            locals: exact(&mut self.locals),
            exprs: exact(&mut self.exprs),
            method_calls: exact(&mut self.method_calls),
            attributes: exact(&mut self.attributes),
            macro_calls: exact(&mut self.macro_calls),
            includes: exact(&mut self.includes),
            bodies: self.bodies.take(),
            directives: exact(&mut self.directives),
            generated: std::mem::take(&mut self.generated),
            problems: exact(&mut self.problems),
        }
    }
}

/// Moves a list into one without room to spare.
fn exact<T>(list: &mut Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(list.len());
    exact.append(list);
    exact
}
