//! What stands on code and says something of it: attributes, and comments that speak to Portcullis.

use super::index::{ItemIndex, PathId};
use crate::place::Span;

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
