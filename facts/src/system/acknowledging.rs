//! When the messages of each subscription are acknowledged: by itself, after what is done with them, or whatever becomes
//! of that.

use super::fate::{End, fate};
use super::messaging::{BrokerSite, Configured, Messaging};
use super::names::arguments;
use super::options::Options;
use super::origin::Origins;
use super::parents::Parents;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::broker::ByItself;
use crate::framework::lookup::section;
use crate::graph::system::Acknowledgement;
use crate::place::Place;
use crate::program::{At, Body, Program};

/// Says for each subscription when its messages are acknowledged.
pub(super) fn acknowledge(
    program: &Program<'_>,
    parents: &Parents,
    origins: &Origins<'_, '_>,
    found: &mut Messaging,
) {
    for index in 0..found.consumes.len() {
        let consume = &found.consumes[index];
        let Some((table, _)) = section(consume.library, |framework| framework.broker.as_ref())
        else {
            continue;
        };
        let krate = program.unit(consume.at.unit).krate;
        let mut options = Options::default();
        let receiver = match program.node(consume.at) {
            Node::Method { receiver, .. } => Some(At { unit: consume.at.unit, node: receiver }),
            _ => None,
        };
        for origin in receiver.into_iter().flat_map(|receiver| origins.of(receiver)) {
            options.chain(program, table, origin);
        }
        let group = options.values.iter().find(|(key, ..)| key == "group.id");
        let group = group.and_then(|(.., at)| arguments(program, *at).next_back());
        found.consumes[index].group = group;
        let consume = &found.consumes[index];
        let by_itself = match (consume.configured, table.by_itself) {
            (Configured::ByCode, _) | (Configured::Not, ByItself::Never) => None,
            (Configured::Automatic(place), _) => Some(Some(place)),
            (Configured::Not, ByItself::Always) => Some(Some(program.place(consume.at))),
            (Configured::Not, ByItself::IfField(field)) => {
                field_true(program, consume.at, field).map(Some)
            }
            (Configured::Not, ByItself::Unless { key, manual_key }) => {
                let off =
                    |key: &str| options.values.iter().any(|(k, v, _)| k == key && v == "false");
                let unknown = options.values.iter().any(|(k, v, _)| k == key && v.is_empty());
                let open = options.values.is_empty() || options.open || unknown;
                // A client that was not found, or whose options come from elsewhere, may be switched either way.
                if open || off(key) || off(manual_key) {
                    None
                } else {
                    let set = options.values.iter().find(|(k, ..)| k == key);
                    Some(set.or(options.values.first()).map(|(.., at)| program.place(*at)))
                }
            }
        };
        let is_answered = found.answers.iter().any(|site| {
            program.unit(site.at.unit).krate == krate && site.library == consume.library
        });
        if is_answered {
            found.consumes[index].answers = true;
            continue;
        }
        if let Some(place) = by_itself {
            let consume = &mut found.consumes[index];
            consume.acknowledgement = Acknowledgement::Automatic;
            consume.acknowledged_at = place;
            continue;
        }
        let acknowledged: Vec<&BrokerSite> = found
            .acknowledges
            .iter()
            .filter(|site| {
                program.unit(site.at.unit).krate == krate && site.library == consume.library
            })
            .collect();
        let Some(first) = acknowledged.first() else { continue };
        let ignoring = acknowledged.iter().find(|site| ignores_failure(program, parents, site));
        let (how, at) = match ignoring {
            Some(site) => (Acknowledgement::IgnoresFailure, site.at),
            None => (Acknowledgement::AfterSuccess, first.at),
        };
        let place = super::calls::place_of(program, at);
        let consume = &mut found.consumes[index];
        consume.acknowledgement = how;
        consume.acknowledged_at = Some(place);
    }
}

/// Whether an argument is a struct literal in which a field is `true`.
fn field_true(program: &Program<'_>, at: At, field: &str) -> Option<Place> {
    arguments(program, at).find_map(|argument| {
        let Node::Struct { fields, .. } = program.node(argument) else { return None };
        program.list(argument.unit, fields).find_map(|entry| {
            let Node::Named { name, value } = program.node(entry) else { return None };
            let value = At { unit: argument.unit, node: value };
            (program.symbol(argument.unit, name) == field
                && program.node(value) == Node::Bool(true))
            .then(|| program.place(entry))
        })
    })
}

/// Whether a message is acknowledged although what was done with it may have failed: before the acknowledgement, in
/// the blocks around it, the result of a function of the tree is dropped or only logged, or it has none that could fail.
fn ignores_failure(program: &Program<'_>, parents: &Parents, site: &BrokerSite) -> bool {
    let Some(body) = parents.body(program, site.at) else { return false };
    let mut inner = site.at;
    for around in parents.above(site.at) {
        match program.node(around) {
            Node::Block { statements, .. } => {
                for statement in program.list(around.unit, statements) {
                    if statement.node >= inner.node {
                        break;
                    }
                    if drops_a_result(program, parents, body, statement) {
                        return true;
                    }
                }
            }
            Node::Loop { .. } | Node::Closure { .. } => return false,
            _ => {}
        }
        inner = around;
    }
    false
}

/// Whether a statement awaits a function of the tree, and a failure of it ends there.
fn drops_a_result(program: &Program<'_>, parents: &Parents, body: &Body, statement: At) -> bool {
    let first = program.unit(statement.unit).bodies.first_within(statement.node);
    (first.0..=statement.node.0).map(|node| At { unit: statement.unit, node: NodeId(node) }).any(
        |at| {
            let Some(item) = program.callee(at) else { return false };
            if !program.body_of(item).is_some_and(|body| body.is_async) {
                return false;
            }
            let fate = fate(program, parents, body, at);
            fate.awaits > 0
                && fate.panics.is_none()
                && matches!(fate.end, End::Dropped | End::Logged)
        },
    )
}
