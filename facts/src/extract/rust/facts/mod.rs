//! What one Rust file says, as plain values: the skeleton that extraction leaves behind.
//!
//! Everything is an index into a flat list, because a system has millions of
//! these: a file's facts are a few allocations, can be compared, and carry no
//! lifetime. Indices are local to the file; `resolve` joins the files.
//!
//! Invariant: scopes, items and configuration nodes come after their parents, so
//! one pass from the front sees every parent first.

mod index;
mod item;
mod macros;
mod marks;
mod path;
mod scope;
mod symbols;
mod types;

pub use index::{CfgId, ExprId, ItemIndex, ListRange, LocalId, PathId, ScopeId, Symbol, TypeId};
pub use item::{Impl, Item, ItemFlags, ItemKind, VariantShape, Visibility};
pub use macros::{Include, MacroCall, MacroPosition, MacroReading};
pub use marks::{Attribute, Directive};
pub use path::{PathKind, PathRoot, PathUse, Segment, UseLeaf};
pub use scope::{Cfg, Predicate, Scope, ScopeKind};
pub use symbols::Symbols;
pub use types::{Expr, Local, MethodCall, Parameter, Signature, Type};

use crate::place::Span;
use crate::problem::ProblemKind;

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
