//! Calls of macros, `include!` among them.

use super::index::{CfgId, PathId, ScopeId};
use crate::place::Span;

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
