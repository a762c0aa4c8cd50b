//! The parts of nodes, types and functions.

use crate::extract::rust::bodies::{Bodies, Node, NodeId};
use crate::extract::rust::facts::{Parameter, RustFacts, Type, TypeId};
use crate::graph::Target;
use crate::program::{Body, Program, UnitIndex};

/// The parts of a node, in the order of the text.
pub(crate) fn push_parts(bodies: &Bodies, node: Node, parts: &mut Vec<NodeId>) {
    match node {
        Node::Unknown
        | Node::Text
        | Node::Number
        | Node::Bool(_)
        | Node::Local(_)
        | Node::SelfValue
        | Node::Path(_) => {}
        Node::Call { callee, arguments } => {
            parts.push(callee);
            parts.extend_from_slice(bodies.list(arguments));
        }
        Node::Method { receiver, arguments, .. } => {
            parts.push(receiver);
            parts.extend_from_slice(bodies.list(arguments));
        }
        Node::Macro { arguments: list, .. }
        | Node::Struct { fields: list, .. }
        | Node::Index(list)
        | Node::Tuple(list)
        | Node::Array(list)
        | Node::Operation(list)
        | Node::Block { statements: list, .. } => parts.extend_from_slice(bodies.list(list)),
        Node::Named { value, .. } => parts.push(value),
        Node::Field { base, .. } => parts.push(base),
        Node::Await(part) | Node::Try(part) | Node::Reference(part) | Node::Cast(part) => {
            parts.push(part);
        }
        Node::Assign { target, value } => parts.extend([target, value]),
        Node::Closure { body, .. } => parts.push(body),
        Node::Let { value, otherwise, .. } => parts.extend(value.into_iter().chain(otherwise)),
        Node::If { condition, then, otherwise } => {
            parts.extend([condition, then]);
            parts.extend(otherwise);
        }
        Node::Match { on, arms } => {
            parts.push(on);
            parts.extend_from_slice(bodies.list(arms));
        }
        Node::Arm { guard, body, .. } => {
            parts.extend(guard);
            parts.push(body);
        }
        Node::Loop { head, body, .. } => {
            parts.extend(head);
            parts.push(body);
        }
        Node::Jump { value, .. } => parts.extend(value),
    }
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
            Type::Path { path, arguments } => {
                let text = program.path_text(unit, *path);
                match facts.type_lists[arguments.range()].first() {
                    Some(first)
                        if WRAPPERS.contains(&text.rsplit("::").next().unwrap_or_default()) =>
                    {
                        ty = *first;
                    }
                    _ => return program.path(unit, *path),
                }
            }
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
