//! Topics by name, what values name them, and the queues that are bound to exchanges.

use rustc_hash::FxHashMap;

use super::super::environment::Environment;
use super::super::messaging::Messaging;
use super::super::values::{Piece, Value, value_of};
use super::Join;
use crate::graph::system::{ServiceId, Topic, TopicId};
use crate::place::Place;
use crate::program::At;

/// The names that a value may be: as it is written, else as each service's settings give it; `*` stands for what is
/// not known.
pub(super) fn names(
    value: &Value,
    services: &[ServiceId],
    environment: &Environment<'_>,
) -> Vec<String> {
    if let Some(text) = value.text() {
        return vec![text];
    }
    let filled = services.iter().flat_map(|service| environment.fill(*service, value));
    let mut names: Vec<String> = filled.filter_map(|filled| filled.text).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        let pieces = value.pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Env { default: Some(text), .. } => text.as_str(),
            _ => "*",
        });
        names.push(pieces.collect());
    }
    names
}

/// A queue that is bound to an exchange, and the keys under which that hands on to it.
pub(super) struct Binding {
    kind: &'static str,
    queues: Vec<String>,
    exchanges: Vec<String>,
    keys: Vec<String>,
}

/// All bindings of queues.
pub(super) fn bindings(
    join: &Join<'_, '_>,
    found: &Messaging,
    environment: &Environment<'_>,
) -> Vec<Binding> {
    let of = |at: Option<At>| all_names(join, at, environment);
    let bindings = found.binds.iter().map(|site| {
        let (mut keys, exchanges) = (of(site.key), of(site.exchange));
        if !keys.is_empty() && keys.iter().all(String::is_empty) {
            keys.clone_from(&exchanges);
        }
        // `#` stands for any words, and there is nothing in other names that it could be.
        let keys = keys.into_iter().map(|key| key.replace('#', "*")).collect();
        Binding { kind: site.kind, queues: of(site.queue), exchanges, keys }
    });
    bindings.collect()
}

/// The names that an expression may be for any service.
fn all_names(join: &Join<'_, '_>, at: Option<At>, environment: &Environment<'_>) -> Vec<String> {
    let all: Vec<ServiceId> = (0..environment.services.len() as u32).map(ServiceId).collect();
    let values = at.into_iter().flat_map(|at| value_of(&join.values, at));
    values.flat_map(|value| names(&value, &all, environment)).collect()
}

/// Whether something is published to an exchange that the program neither declares nor binds a queue to, so that the
/// broker knows queues of it which nobody else does.
pub(super) fn are_bound_elsewhere(
    join: &Join<'_, '_>,
    found: &Messaging,
    bindings: &[Binding],
    environment: &Environment<'_>,
) -> bool {
    let declared = found.exchanges.iter().flat_map(|at| all_names(join, Some(*at), environment));
    let bound = bindings.iter().flat_map(|binding| binding.exchanges.iter().cloned());
    let own: Vec<String> = declared.chain(bound).collect();
    let may_be = |name: &String| own.iter().any(|other| other == name || other.contains('*'));
    found.publishes.iter().any(|site| {
        let exchanges = all_names(join, site.exchange, environment);
        exchanges.iter().any(|name| !name.is_empty() && !may_be(name))
    })
}

/// The keys under which a queue gets messages, and whether there may be more.
pub(super) fn bound_to<'b>(
    bindings: &'b [Binding],
    kind: &str,
    queue: &str,
) -> (Vec<&'b str>, bool) {
    let mut keys = Vec::new();
    let mut open = false;
    for binding in bindings.iter().filter(|binding| binding.kind == kind) {
        let unknown = binding.queues.iter().all(|name| name.contains('*'));
        if unknown || binding.queues.iter().any(|name| name == queue) {
            open |= unknown || binding.keys.is_empty();
            keys.extend(binding.keys.iter().map(String::as_str));
        }
    }
    (keys, open)
}

/// Topics by kind of broker and name.
#[derive(Default)]
pub(super) struct Topics {
    pub(super) list: Vec<Topic>,
    by_name: FxHashMap<(&'static str, String), TopicId>,
}

impl Topics {
    /// Whether a topic was named.
    pub(super) fn has(&self, kind: &'static str, name: &str) -> bool {
        self.by_name.contains_key(&(kind, name.to_owned()))
    }

    /// The topic of a name; none if nothing of it is known.
    pub(super) fn of(&mut self, kind: &'static str, name: &str, place: Place) -> Option<TopicId> {
        // Of subjects `>` stands for all words that follow.
        let name = if kind == "nats" { name.replace('>', "*") } else { name.to_owned() };
        if name.is_empty() || name.chars().all(|c| matches!(c, '*' | '.')) {
            return None;
        }
        if let Some(id) = self.by_name.get(&(kind, name.clone())) {
            return Some(*id);
        }
        let id = TopicId(self.list.len() as u32);
        self.list.push(Topic { name: name.clone(), kind: kind.to_owned(), place });
        self.by_name.insert((kind, name), id);
        Some(id)
    }
}
