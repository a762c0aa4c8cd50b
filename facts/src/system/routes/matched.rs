//! Routes of handlers that tell paths apart by themselves: `match (request.method(), request.uri().path())`.

use super::text::methods_in;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::graph::system::{FnId, Method};
use crate::place::{Place, Span};
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
        match program.node(at) {
            Node::Match { on, arms } => {
                let on = program.text(program.place(At { node: on, ..at }));
                for arm in program.list(at.unit, arms) {
                    in_arm(context, functions, on, arm, &mut found);
                }
            }
            Node::If { condition, then, .. } => {
                in_condition(context, functions, At { node: condition, ..at }, then, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The routes of an arm: a pattern with a method and a path, in any order and number; or with a path alone,
/// where the path is matched.
fn in_arm(
    context: &Context<'_, '_>,
    functions: &Functions,
    on: &str,
    arm: At,
    found: &mut Vec<Matched>,
) {
    let program = context.program;
    let Node::Arm { pattern_span, body, .. } = program.node(arm) else { return };
    let place = program.place_in(arm.unit, pattern_span);
    let text = program.text(place);
    let body = At { node: body, ..arm };
    let of_path = on.contains("path") && !on.contains("method");
    for alternative in text.split('|') {
        let Some(path) = alternative.split('"').nth(1).filter(|path| path.starts_with('/')) else {
            continue;
        };
        let names_methods = ["Method::", "GET", "POST"].iter().any(|m| alternative.contains(m));
        let methods = match (names_methods, of_path) {
            (true, _) => methods_in(&alternative.replace(path, "")),
            (false, true) => methods_within(context, body),
            (false, false) => continue,
        };
        let start = place.span.start + text.find(path).unwrap_or(0) as u32;
        let place = Place { file: place.file, span: span_of(start, path) };
        add(context, functions, (&methods, path, place), body, found);
    }
}

/// The route of a comparison: `request.method() == Method::GET && request.uri().path() == "/x"`.
fn in_condition(
    context: &Context<'_, '_>,
    functions: &Functions,
    condition: At,
    then: NodeId,
    found: &mut Vec<Matched>,
) {
    let program = context.program;
    let place = program.place(condition);
    let text = program.text(place);
    let Some((before, behind)) = text.split_once("path() == \"") else { return };
    let Some((path, rest)) = behind.split_once('"').filter(|(path, _)| path.starts_with('/'))
    else {
        return;
    };
    // Of several paths in one condition none is the one.
    if rest.contains("path()") || text.contains("||") {
        return;
    }
    let start = place.span.start + (text.len() - behind.len()) as u32;
    let place = Place { file: place.file, span: span_of(start, path) };
    let methods = methods_in(&format!("{before} {rest}"));
    add(context, functions, (&methods, path, place), At { node: then, ..condition }, found);
}

fn span_of(start: u32, path: &str) -> Span {
    Span { start, end: start + path.len() as u32 }
}

fn add(
    context: &Context<'_, '_>,
    functions: &Functions,
    (methods, path, place): (&[Method], &str, Place),
    body: At,
    found: &mut Vec<Matched>,
) {
    let handler = handler(context, functions, body);
    found.extend(methods.iter().map(|method| Matched {
        method: *method,
        path: path.to_owned(),
        place,
        handler,
    }));
}

/// The methods that are matched where the path is known already.
fn methods_within(context: &Context<'_, '_>, body: At) -> Vec<Method> {
    let program = context.program;
    let mut at = body;
    while let Node::Block { statements, has_value: true, .. } = program.node(at) {
        let Some(last) = program.list(at.unit, statements).last() else { break };
        at = last;
    }
    let Node::Match { on, arms } = program.node(at) else { return vec![Method::Any] };
    if !program.text(program.place(At { node: on, ..at })).contains("method") {
        return vec![Method::Any];
    }
    let patterns = program.list(at.unit, arms).filter_map(|arm| match program.node(arm) {
        Node::Arm { pattern_span, .. } => Some(program.place_in(arm.unit, pattern_span)),
        _ => None,
    });
    let methods = patterns.flat_map(|place| methods_in(program.text(place)));
    let mut methods: Vec<Method> = methods.filter(|method| *method != Method::Any).collect();
    if methods.is_empty() {
        methods.push(Method::Any);
    }
    methods
}

/// The function that an arm leaves a request to: one of its own, or the one that it calls and whose result it gives.
fn handler(context: &Context<'_, '_>, functions: &Functions, body: At) -> Option<FnId> {
    let program = context.program;
    let mut at = body;
    for _ in 0..8 {
        if let Some(own) = functions.starting_at(at) {
            return Some(own);
        }
        at.node = match program.node(at) {
            Node::Await(inner) | Node::Try(inner) | Node::Reference(inner) => inner,
            Node::Block { statements, has_value: true, .. } => {
                program.list(at.unit, statements).last()?.node
            }
            Node::Call { .. } | Node::Method { .. } => {
                if let Some(called) = program.callee(at).and_then(|item| functions.of_item(item)) {
                    return Some(called);
                }
                // `Ok(list().await)`.
                match program.node(at) {
                    Node::Call { arguments, .. } => program.list(at.unit, arguments).next()?.node,
                    _ => return None,
                }
            }
            _ => return None,
        };
    }
    None
}
