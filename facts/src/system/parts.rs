//! The parts of nodes, types and functions.

use crate::extract::rust::bodies::{Bodies, Node, NodeId};
use crate::extract::rust::facts::{Parameter, RustFacts, Type, TypeId};
use crate::graph::Target;
use crate::program::{Body, Program, UnitIndex};

/// The parts of a node, in the order of the text.
pub(crate) fn push_parts(bodies: &Bodies, node: Node, parts: &mut Vec<NodeId>) {
    bodies.each_part(node, |part| parts.push(part));
}

/// The parameters of a body's function.
pub(crate) fn parameters_of<'f>(facts: &'f RustFacts, body: &Body) -> &'f [Parameter] {
    let (start, end) = (body.parameters.0 as usize, body.parameters.1 as usize);
    facts.parameters.get(start..end).unwrap_or_default()
}

/// The type that a type of the facts names, pointers and wrappers taken off.
pub(crate) fn named_type(program: &Program<'_>, unit: UnitIndex, ty: TypeId) -> Option<Target> {
    let facts = program.unit(unit).facts;
    let mut ty = ty;
    for _ in 0..16 {
        match &facts.types[ty.index()] {
            Type::Path { path, arguments } => match facts.type_lists[arguments.range()].first() {
                Some(first) if WRAPPERS.contains(&program.last_name(unit, *path)) => {
                    ty = *first;
                }
                _ => return program.path(unit, *path),
            },
            Type::Reference(inner) | Type::Slice(inner) => ty = *inner,
            Type::Dyn(bounds) | Type::Impl(bounds) => {
                ty = *facts.type_lists[bounds.range()].first()?;
            }
            _ => return None,
        }
    }
    None
}

/// Types that stand around another one.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Box",
    "Rc",
    "Result",
    "Option",
    "Data",
    "State",
    "Cow",
    "Mutex",
    "RwLock",
    "OnceCell",
    "OnceLock",
    "LazyLock",
    "Lazy",
    "Extension",
    "Pin",
];
