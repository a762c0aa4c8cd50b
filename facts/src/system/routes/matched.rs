//! Routes of handlers that tell paths apart by themselves: `match (request.method(), request.uri().path())`.

use super::text::methods_in;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::graph::system::{FnId, Method};
use crate::place::Place;
use crate::program::At;
use crate::system::Context;
use crate::system::functions::Functions;

/// A route that an arm of a `match` serves.
pub(super) struct Matched {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) place: Place,
    pub(super) handler: Option<FnId>,
}

/// The routes that a handler, or a function that it calls, tells apart.
pub(super) fn matched_routes(
    context: &Context<'_, '_>,
    functions: &Functions,
    handler: FnId,
) -> Vec<Matched> {
    let mut level = vec![handler];
    for _ in 0..3 {
        let mut next = Vec::new();
        for function in level {
            let found = in_function(context, functions, function);
            if !found.is_empty() {
                return found;
            }
            let start = functions.calls.partition_point(|call| call.from < function);
            let calls = functions.calls[start..].iter().take_while(|call| call.from == function);
            next.extend(calls.take(32).map(|call| call.to));
        }
        level = next;
    }
    Vec::new()
}

fn in_function(context: &Context<'_, '_>, functions: &Functions, function: FnId) -> Vec<Matched> {
    let program = context.program;
    let mut found = Vec::new();
    let Some(body) = program.body_of(functions.list[function.index()].item) else { return found };
    for index in body.first.0..=body.node.0 {
        let at = At { unit: body.unit, node: NodeId(index) };
        if functions.locate(at).is_none_or(|located| located.function != function) {
            continue;
        }
        let Node::Arm { pattern_span, body: arm, .. } = program.node(at) else { continue };
        let place = program.place_in(body.unit, pattern_span);
        let text = program.text(place);
        // A pattern with a method and a path, in any order and number.
        for alternative in text.split('|') {
            let Some(path) = alternative.split('"').nth(1).filter(|path| path.starts_with('/'))
            else {
                continue;
            };
            if !alternative.contains("Method::")
                && !alternative.contains("GET")
                && !alternative.contains("POST")
            {
                continue;
            }
            let methods = methods_in(&alternative.replace(path, ""));
            let start = place.span.start + text.find(path).unwrap_or(0) as u32;
            let span = crate::place::Span { start, end: start + path.len() as u32 };
            let handler = functions.starting_at(At { unit: body.unit, node: arm });
            for method in methods {
                let place = Place { file: place.file, span };
                found.push(Matched { method, path: path.to_owned(), place, handler });
            }
        }
    }
    found
}
