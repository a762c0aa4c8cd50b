//! What a statement is executed on: by the type of the expression where it is written, else by its name.

use super::view::View;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::{RustFacts, Type, TypeId};
use crate::framework::executors::{self, Given};
use crate::graph::system::Executor;

/// What an expression is, as an executor.
pub(super) fn executor(view: &View<'_, '_>, node: NodeId) -> Executor {
    of_node(view, node, 8)
}

fn of_node(view: &View<'_, '_>, node: NodeId, steps: u8) -> Executor {
    let Some(steps) = steps.checked_sub(1) else { return Executor::Unknown };
    let node = view.bare(node);
    match view.node(node) {
        Node::Local(local) => {
            let facts = view.program.unit(view.unit).facts;
            let of_type = facts.locals[local.index()].ty.map(|ty| of_type(facts, ty, 6));
            if let Some(found) = of_type.filter(|found| *found != Executor::Unknown) {
                return found;
            }
            let of_value = view.value(local).map(|value| of_node(view, value, steps));
            match of_value {
                Some(found) if found != Executor::Unknown => found,
                _ => of_name(view.program.local_name(view.unit, local)),
            }
        }
        Node::Method { call, receiver, .. } => {
            let name = view.program.method_name(view.unit, call);
            match executors::of_method(name) {
                Some(Given::Is(executor)) => executor,
                Some(Given::Receiver) => of_node(view, receiver, steps),
                None => of_name(name),
            }
        }
        Node::Field { base, name } => {
            let name = view.program.symbol(view.unit, name);
            // `.0` is what a wrapper holds.
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                return of_node(view, base, steps);
            }
            of_name(name)
        }
        Node::Call { .. } | Node::Path(_) => {
            let path = view.path_text(node).unwrap_or_default();
            of_name(path.rsplit("::").next().unwrap_or_default())
        }
        _ => Executor::Unknown,
    }
}

/// By a type as written, or what it wraps.
fn of_type(facts: &RustFacts, ty: TypeId, steps: u8) -> Executor {
    let Some(steps) = steps.checked_sub(1) else { return Executor::Unknown };
    match facts.types.get(ty.index()) {
        Some(Type::Reference(inner)) => of_type(facts, *inner, steps),
        Some(Type::Path { path, arguments }) => {
            let segments = &facts.segments[facts.paths[path.index()].segments.range()];
            let last =
                segments.last().map(|segment| facts.symbols.get(segment.name)).unwrap_or_default();
            executors::of_type(last).unwrap_or_else(|| {
                let inner = facts.type_lists.get(arguments.range()).unwrap_or_default();
                let mut found = inner.iter().take(4).map(|inner| of_type(facts, *inner, steps));
                found.find(|found| *found != Executor::Unknown).unwrap_or(Executor::Unknown)
            })
        }
        _ => Executor::Unknown,
    }
}

/// By a name, as people give them.
fn of_name(name: &str) -> Executor {
    let lower = name.to_ascii_lowercase();
    let has = |word: &str| lower.split('_').any(|part| part == word);
    if has("tx") || has("txn") || has("trx") || has("trans") || lower.contains("transaction") {
        Executor::Transaction
    } else if lower.contains("conn") {
        Executor::Connection
    } else if lower.contains("pool") || has("db") || has("database") {
        Executor::Pool
    } else {
        Executor::Unknown
    }
}
