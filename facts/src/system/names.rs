//! What a node names outside the tree: a package and a path below it.

use crate::extract::rust::bodies::Node;
use crate::graph::Target;
use crate::program::{At, Program};

/// A name outside the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside<'p> {
    /// The package, as the registry knows it.
    pub(crate) package: &'p str,
    /// The path below it.
    pub(crate) path: &'p str,
}

impl Outside<'_> {
    /// As people write it: `reqwest::Client::new`.
    pub(crate) fn text(&self) -> String {
        format!("{}::{}", self.package.replace('-', "_"), self.path)
    }
}

/// The function or method outside the tree that a node calls.
pub(crate) fn called<'p>(program: &'p Program<'_>, at: At) -> Option<Outside<'p>> {
    match program.node(at) {
        Node::Call { callee, .. } => match program.node(At { unit: at.unit, node: callee }) {
            Node::Path(path) => outside(program, program.path(at.unit, path)?),
            _ => None,
        },
        Node::Method { call, .. } => outside(program, program.method(at.unit, call)?),
        _ => None,
    }
}

/// What a target outside the tree is called.
pub(crate) fn outside<'p>(program: &'p Program<'_>, target: Target) -> Option<Outside<'p>> {
    match target {
        Target::External(id) => {
            let external = program.graph.externals.get(id.index())?;
            Some(Outside { package: &external.package, path: &external.path })
        }
        _ => None,
    }
}

/// The arguments of a call, a method's receiver left out.
pub(crate) fn arguments(program: &Program<'_>, at: At) -> Vec<At> {
    match program.node(at) {
        Node::Call { arguments, .. }
        | Node::Method { arguments, .. }
        | Node::Macro { arguments, .. } => program.list(at.unit, arguments).collect(),
        _ => Vec::new(),
    }
}

/// The argument at a position; of a method that is called as a function (`Client::get(&client, url)`) too.
pub(crate) fn argument(program: &Program<'_>, at: At, position: u8) -> Option<At> {
    arguments(program, at).into_iter().nth(usize::from(position))
}
