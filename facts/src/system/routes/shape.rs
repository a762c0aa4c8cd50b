//! What expressions are to those who look for routes: routers, functions, and what holds them.

use std::rc::Rc;

use crate::graph::ItemId;
use crate::graph::system::{Method, RouteRole, ServiceKind};
use crate::place::Place;
use crate::program::At;

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Nothing that is known; the expression, for those who look at its text.
    Expression(At),
    /// A router, filter, scope, endpoint or server: an index into the evaluation's routers.
    Router(usize),
    /// A function of the tree.
    Function(ItemId, At),
    /// A closure with the frame whose variables it sees.
    Closure(At, usize),
    /// A struct with the fields that matter.
    Struct(Option<ItemId>, Rc<Vec<(String, Shape)>>),
    /// A tuple or list.
    List(Rc<Vec<Shape>>),
}

impl Shape {
    /// The router that it is.
    pub(super) const fn router(&self) -> Option<usize> {
        match self {
            Self::Router(router) => Some(*router),
            _ => None,
        }
    }

    /// Whether anything is known.
    pub(super) const fn is_known(&self) -> bool {
        !matches!(self, Self::Expression(_))
    }
}

/// A path, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PathText {
    pub(super) text: String,
    /// Whether a part of it is not known.
    pub(super) partial: bool,
}

/// A router.
#[derive(Clone, Debug)]
pub(super) struct Router {
    /// The table of its framework.
    pub(super) framework: usize,
    pub(super) prefix: PathText,
    /// Methods that were said before the handler.
    pub(super) methods: Vec<Method>,
    pub(super) entries: Vec<Entry>,
    pub(super) wraps: Vec<Wrap>,
    /// Whether it is part of another router, or is served.
    pub(super) used: bool,
}

/// What a router serves.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) path: PathText,
    pub(super) place: Place,
    pub(super) what: What,
}

/// What stands behind a path.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A handler.
    Handler(Method, Handler),
    /// Another router.
    Router(usize),
    /// Something that could not be seen.
    Hidden(String),
}

/// A handler.
#[derive(Clone, Debug)]
pub(super) struct Handler {
    pub(super) shape: Option<Shape>,
    pub(super) name: String,
    pub(super) role: Option<RouteRole>,
}

/// What wraps a router's entries.
#[derive(Clone, Debug)]
pub(super) struct Wrap {
    /// How many entries, from the first.
    pub(super) covers: usize,
    /// The layer.
    pub(super) layer: At,
}

/// A listener that was found.
#[derive(Clone, Debug)]
pub(super) struct Listen {
    pub(super) routers: Vec<usize>,
    pub(super) kind: ServiceKind,
    pub(super) framework: usize,
    pub(super) at: At,
    /// The calls from `main` to it.
    pub(super) trail: Vec<Place>,
    /// The function of a package without a table that serves, if one does.
    pub(super) host: Option<String>,
}
