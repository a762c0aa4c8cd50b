//! Types, and what tells the type of a receiver: signatures, variables, expressions, method calls.

use super::index::{CfgId, ExprId, ItemIndex, ListRange, LocalId, PathId, ScopeId, Symbol, TypeId};
use crate::place::Span;

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
    /// `x.m(…)`: an entry of [`super::RustFacts::method_calls`].
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
    /// What a closure is given of a list: `a` of `x.iter().map(|a| …)`.
    Each(ExprId),
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
