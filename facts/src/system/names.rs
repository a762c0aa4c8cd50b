//! What a node names outside the tree: a package and a path below it.

use super::links::Links;
use crate::extract::rust::bodies::{Node, NodeList};
use crate::graph::Target;
use crate::program::{At, Body, Library, Program};

/// A name outside the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside<'p> {
    /// The package, as the registry knows it.
    pub(crate) package: &'p str,
    /// The path below it.
    pub(crate) path: &'p str,
    /// What the tables say of the package.
    pub(crate) library: &'p Library,
}

impl Outside<'_> {
    /// As people write it: `reqwest::Client::new`.
    pub(crate) fn text(&self) -> String {
        format!("{}::{}", self.package.replace('-', "_"), self.path)
    }
}

/// The function or method outside the tree that a node calls.
pub(crate) fn called<'p>(program: &'p Program<'_>, at: At) -> Option<Outside<'p>> {
    outside(program, program.called(at)?)
}

/// The calls in a body of functions and methods outside the tree.
pub(crate) fn calls_outside<'p>(
    program: &'p Program<'_>,
    links: &'p Links,
    body: &Body,
) -> impl Iterator<Item = (At, Outside<'p>)> + use<'p> {
    let unit = body.unit;
    links.calls_outside(body).iter().filter_map(move |(node, external)| {
        Some((At { unit, node: *node }, outside(program, Target::External(*external))?))
    })
}

/// What a target outside the tree is called.
pub(crate) fn outside<'p>(program: &'p Program<'_>, target: Target) -> Option<Outside<'p>> {
    match target {
        Target::External(id) => {
            let external = program.graph.externals.get(id.index())?;
            let library = program.library(id);
            Some(Outside { package: &external.package, path: &external.path, library })
        }
        _ => None,
    }
}

/// The arguments of a call, a method's receiver left out.
pub(crate) fn arguments<'p>(
    program: &'p Program<'_>,
    at: At,
) -> impl ExactSizeIterator<Item = At> + DoubleEndedIterator + use<'p> {
    let list = match program.node(at) {
        Node::Call { arguments, .. }
        | Node::Method { arguments, .. }
        | Node::Macro { arguments, .. } => arguments,
        _ => NodeList::default(),
    };
    program
        .unit(at.unit)
        .bodies
        .list(list)
        .iter()
        .map(move |node| At { unit: at.unit, node: *node })
}

/// The argument at a position; of a method that is called as a function (`Client::get(&client, url)`) too.
pub(crate) fn argument(program: &Program<'_>, at: At, position: u8) -> Option<At> {
    arguments(program, at).nth(usize::from(position))
}
