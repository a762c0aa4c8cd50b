//! The program: bodies of functions with the names in them resolved, for those who ask what code does.
//!
//! Files keep their own numbers (`facts`); a [`Program`] is a view over the files of production code whose
//! bodies were read, with what resolution knows of their names beside it. It is made while the facts
//! are still there, is asked by `system`, and goes with the facts.

mod library;
#[cfg(test)]
pub(crate) mod trial;

pub(crate) use library::Libraries;
pub use library::{Library, Section};

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::SourceFile;
use crate::extract::rust::bodies::{Bodies, Node, NodeId, NodeList};
use crate::extract::rust::facts::{LocalId, PathId, RustFacts, Symbol};
use crate::graph::{CrateId, ExternalId, Graph, ItemId, ModuleId, Scope, Target};
use crate::place::{FileId, Place, Span};

/// A unit of the program: one file's bodies as they stand in one crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitIndex(pub u32);

/// A node anywhere in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Its unit.
    pub unit: UnitIndex,
    /// Its number there.
    pub node: NodeId,
}

/// The bodies of production code with resolved names.
pub struct Program<'a> {
    /// The graph as it is before the system is added; layers and edges are not there yet.
    pub graph: &'a Graph,
    /// The texts.
    pub files: &'a [SourceFile],
    /// Units, sorted by crate and file.
    pub units: Vec<Unit<'a>>,
    /// Files that say of themselves that they were generated; of them only what they declare was read.
    pub generated: Vec<(FileId, &'a RustFacts)>,
    /// Functions with bodies, sorted by item; constants and statics with initialisers too.
    pub bodies: Vec<Body>,
    pub(crate) by_item: FxHashMap<ItemId, u32>,
    pub(crate) libraries: Libraries,
}

/// One file's bodies as they stand in one crate.
pub struct Unit<'a> {
    /// The file.
    pub file: FileId,
    /// The crate.
    pub krate: CrateId,
    /// The facts of the file.
    pub facts: &'a RustFacts,
    /// Its bodies.
    pub bodies: &'a Bodies,
    /// What each path of the file means, by [`PathId`]; none where it is not known. A path to an associated
    /// item that a trait or derive gives leads to the type.
    pub(crate) paths: Vec<Option<Target>>,
    /// What each method call leads to, by its number in [`RustFacts::method_calls`].
    pub(crate) methods: Vec<Option<Target>>,
    /// The type of what each method is called on, pointers, `Result` and the like taken off.
    pub(crate) receivers: Vec<Option<Target>>,
}

/// A function with a body, or a constant or static with an initialiser.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The item.
    pub item: ItemId,
    /// The module in which it stands.
    pub module: ModuleId,
    /// What it is there for.
    pub scope: Scope,
    /// Its unit.
    pub unit: UnitIndex,
    /// Its root.
    pub node: NodeId,
    /// The number of its first node.
    pub first: NodeId,
    /// The variables of its parameters, in order, `self` left out: start and end of a run of
    /// [`RustFacts::parameters`].
    pub parameters: (u32, u32),
    /// Whether it takes `self`.
    pub has_self: bool,
    /// An `async fn`.
    pub is_async: bool,
}

impl<'a> Program<'a> {
    /// A unit.
    pub fn unit(&self, index: UnitIndex) -> &Unit<'a> {
        &self.units[index.0 as usize]
    }

    /// The body of a function, constant or static.
    pub fn body_of(&self, item: ItemId) -> Option<&Body> {
        self.by_item.get(&item).map(|at| &self.bodies[*at as usize])
    }

    /// A node.
    pub fn node(&self, at: At) -> Node {
        self.unit(at.unit).bodies.node(at.node)
    }

    /// The entries of a list, as nodes of the same unit.
    pub fn list(&self, unit: UnitIndex, list: NodeList) -> impl Iterator<Item = At> + use<'_, 'a> {
        self.unit(unit).bodies.list(list).iter().map(move |node| At { unit, node: *node })
    }

    /// The place of a node.
    pub fn place(&self, at: At) -> Place {
        let unit = self.unit(at.unit);
        Place { file: unit.file, span: unit.bodies.span(at.node) }
    }

    /// The text of a place.
    pub fn text(&self, place: Place) -> &'a str {
        self.files[place.file.0 as usize].text.get(place.span.range()).unwrap_or_default()
    }

    /// What a path means.
    pub fn path(&self, unit: UnitIndex, path: PathId) -> Option<Target> {
        self.unit(unit).paths[path.index()]
    }

    /// A path as it is written, generic arguments left out: `Client::new`.
    pub fn path_text(&self, unit: UnitIndex, path: PathId) -> String {
        let facts = self.unit(unit).facts;
        let names = facts.segments[facts.paths[path.index()].segments.range()]
            .iter()
            .map(|segment| facts.symbols.get(segment.name));
        names.collect::<Vec<_>>().join("::")
    }

    /// The last name of a path; empty where it has none, as `Self`.
    pub fn last_name(&self, unit: UnitIndex, path: PathId) -> &'a str {
        self.last_names(unit, path).1
    }

    /// The last name but one of a path, and the last; empty where there is none.
    pub fn last_names(&self, unit: UnitIndex, path: PathId) -> (&'a str, &'a str) {
        let facts = self.unit(unit).facts;
        let segments = facts.segments[facts.paths[path.index()].segments.range()].iter();
        let mut names = segments.rev().map(|segment| facts.symbols.get(segment.name));
        let last = names.next().unwrap_or_default();
        (names.next().unwrap_or_default(), last)
    }

    /// The last name of a path as a symbol of the unit.
    pub fn last_symbol(&self, unit: UnitIndex, path: PathId) -> Option<Symbol> {
        let facts = self.unit(unit).facts;
        let segments = &facts.segments[facts.paths[path.index()].segments.range()];
        segments.last().map(|segment| segment.name)
    }

    /// What is found in each unit, in their order; they are looked at side by side.
    pub fn by_unit<T: Send>(&self, find: impl Fn(UnitIndex) -> T + Sync) -> Vec<T> {
        (0..self.units.len() as u32).into_par_iter().map(|unit| find(UnitIndex(unit))).collect()
    }

    /// All nodes of a unit, in the order of the text.
    pub fn nodes_of(&self, unit: UnitIndex) -> impl Iterator<Item = At> + use<> {
        (0..self.unit(unit).bodies.nodes.len() as u32)
            .map(move |node| At { unit, node: NodeId(node) })
    }

    /// What the tables say of the package of a name outside the tree.
    pub fn library(&self, external: ExternalId) -> &Library {
        self.libraries.get(external)
    }

    /// A name of a unit.
    pub fn symbol(&self, unit: UnitIndex, symbol: Symbol) -> &'a str {
        self.unit(unit).facts.symbols.get(symbol)
    }

    /// The name of a method that is called.
    pub fn method_name(&self, unit: UnitIndex, call: u32) -> &'a str {
        let facts = self.unit(unit).facts;
        facts.symbols.get(facts.method_calls[call as usize].name)
    }

    /// What a method call leads to, where the receiver's type is known.
    pub fn method(&self, unit: UnitIndex, call: u32) -> Option<Target> {
        self.unit(unit).methods[call as usize]
    }

    /// The type of what a method is called on.
    pub fn receiver(&self, unit: UnitIndex, call: u32) -> Option<Target> {
        self.unit(unit).receivers[call as usize]
    }

    /// What a node calls by a path or as a method.
    pub fn called(&self, at: At) -> Option<Target> {
        match self.node(at) {
            Node::Call { callee, .. } => match self.unit(at.unit).bodies.node(callee) {
                Node::Path(path) => self.path(at.unit, path),
                _ => None,
            },
            Node::Method { call, .. } => self.method(at.unit, call),
            _ => None,
        }
    }

    /// The function or other item of the tree that a node calls.
    pub fn callee(&self, at: At) -> Option<ItemId> {
        match self.called(at)? {
            Target::Item(item) => Some(item),
            _ => None,
        }
    }

    /// The name of a variable.
    pub fn local_name(&self, unit: UnitIndex, local: LocalId) -> &'a str {
        let facts = self.unit(unit).facts;
        facts.symbols.get(facts.locals[local.index()].name)
    }

    /// The content of a [`Node::Text`]: what the program sees, escapes taken out.
    pub fn literal(&self, at: At) -> Cow<'a, str> {
        crate::extract::rust::literal::content(self.text(self.place(at)))
    }

    /// The place of a method's name in the text.
    pub fn method_place(&self, unit: UnitIndex, call: u32) -> Place {
        let entry = self.unit(unit);
        Place { file: entry.file, span: entry.facts.method_calls[call as usize].span }
    }

    /// A span of a unit's file as a place.
    pub fn place_in(&self, unit: UnitIndex, span: Span) -> Place {
        Place { file: self.unit(unit).file, span }
    }
}
