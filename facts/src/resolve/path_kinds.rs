//! What a path is used for, and what follows: where its name is looked up, and the edge that it becomes.

use super::space::Namespace;
use crate::extract::rust::facts::{PathKind, PathUse};
use crate::graph::EdgeKind;

/// The namespaces in which a path is looked up, the likeliest first.
pub(super) const fn namespaces(kind: PathKind) -> &'static [Namespace] {
    use Namespace::{Macros, Types, Values};
    match kind {
        PathKind::Value | PathKind::Call | PathKind::Pattern => &[Values, Types],
        PathKind::PatternName => &[Values],
        PathKind::Literal
        | PathKind::Type
        | PathKind::Bound
        | PathKind::ImplTrait
        | PathKind::ImplType
        | PathKind::Visibility => &[Types],
        PathKind::Macro | PathKind::Attribute | PathKind::Derive => &[Macros],
        PathKind::AttributeString | PathKind::AttributeArgument | PathKind::Token => {
            &[Values, Types, Macros]
        }
    }
}

/// The kind of edge.
pub(super) const fn edge_kind(kind: PathKind) -> EdgeKind {
    match kind {
        PathKind::Call => EdgeKind::Call,
        PathKind::Value | PathKind::Literal | PathKind::Token => EdgeKind::Value,
        PathKind::Pattern | PathKind::PatternName => EdgeKind::Pattern,
        PathKind::Type | PathKind::ImplType | PathKind::Visibility => EdgeKind::Type,
        PathKind::Bound => EdgeKind::Bound,
        PathKind::ImplTrait => EdgeKind::Impl,
        PathKind::Macro => EdgeKind::Macro,
        PathKind::Attribute | PathKind::AttributeString | PathKind::AttributeArgument => {
            EdgeKind::Attribute
        }
        PathKind::Derive => EdgeKind::Derive,
    }
}

/// Whether a path that leads nowhere is worth a blind spot: guesses are not.
pub(super) const fn is_certain(path: &PathUse) -> bool {
    !matches!(
        path.kind,
        PathKind::PatternName
            | PathKind::Attribute
            | PathKind::Derive
            | PathKind::AttributeString
            | PathKind::AttributeArgument
            | PathKind::Token
            | PathKind::Macro
            | PathKind::Visibility
    )
}
