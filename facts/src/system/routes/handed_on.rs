//! Requests that a closure only hands on to a service that was made before:
//! `service_fn(move |request| app.clone().call(request))`.

use super::evaluate::Evaluation;
use super::shape::{Entry, PathText, Shape, What};
use super::text::short;
use crate::extract::rust::bodies::Node;
use crate::framework::server::HANDING_ON;
use crate::graph::Target;
use crate::program::At;

impl Evaluation<'_, '_, '_> {
    /// What a closure hands its requests on to, as a router; a hidden one where that could not be followed. None if it
    /// does something else.
    pub(super) fn handed_on(
        &mut self,
        framework: usize,
        handler: At,
        frame: usize,
    ) -> Option<Shape> {
        let program = self.context.program;
        let Node::Closure { body, .. } = program.node(handler) else { return None };
        let receiver = self.receiver_of_request(At { node: body, ..handler })?;
        match self.evaluate(receiver, frame) {
            router @ Shape::Router(_) => Some(router),
            Shape::Expression(_) => {
                let router = self.make(framework);
                let place = program.place(receiver);
                let text = short(program.text(place));
                let reason =
                    format!("requests are handed on to `{text}`, which could not be followed");
                let what = What::Hidden(reason);
                let path = PathText::default();
                self.routers[router].entries.push(Entry { path, place, what });
                Some(Shape::Router(router))
            }
            _ => None,
        }
    }

    /// The service outside the tree that the last call of a closure's body hands something on to.
    fn receiver_of_request(&self, body: At) -> Option<At> {
        let program = self.context.program;
        let mut at = body;
        loop {
            at.node = match program.node(at) {
                Node::Block { statements, has_value: true, .. } => {
                    program.list(at.unit, statements).last()?.node
                }
                Node::Await(part) | Node::Try(part) => part,
                Node::Method { call, receiver, arguments } => {
                    let hands_on = HANDING_ON.contains(&program.method_name(at.unit, call))
                        && program.list(at.unit, arguments).count() == 1;
                    if hands_on {
                        let own = matches!(program.method(at.unit, call), Some(Target::Item(_)));
                        return (!own).then_some(At { node: receiver, ..at });
                    }
                    receiver
                }
                _ => return None,
            };
        }
    }
}
