//! The parts of nodes, types and functions.

use crate::extract::rust::bodies::{Bodies, Node, NodeId};
use crate::extract::rust::facts::{Parameter, RustFacts, Type, TypeId};
use crate::framework::extractors::is_extractor;
use crate::graph::{ItemId, Target};
use crate::place::Place;
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
                Some(first) if is_wrapper(program.last_name(unit, *path)) => {
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

/// Whether a type stands around another one.
fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name) || is_extractor(name)
}

/// Types of the standard library and its like that stand around another one.
const WRAPPERS: &[&str] = &[
    "Arc", "Box", "Rc", "Result", "Option", "Cow", "Mutex", "RwLock", "OnceCell", "OnceLock",
    "LazyLock", "Lazy", "Pin",
];

/// Whether a struct or enum derives a trait of this name, by the text before it.
pub(crate) fn derives(program: &Program<'_>, item: ItemId, name: &str) -> bool {
    let item = program.graph.item(item);
    let text = program.text(Place { file: item.file, span: item.span });
    let ends = ["struct ", "enum "].iter().filter_map(|word| text.find(word));
    let head = &text[..ends.min().unwrap_or(text.len())];
    head.split_once("derive").is_some_and(|(_, behind)| {
        behind.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
    })
}
