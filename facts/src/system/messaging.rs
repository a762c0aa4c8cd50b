//! What is published, consumed and acknowledged.

use super::acknowledging;
use super::fate::{End, Fate, fate};
use super::links::Links;
use super::names::{Outside, argument, called, calls_outside};
use super::origin::Origins;
use super::parents::Parents;
use super::receiving::commands;
use crate::extract::rust::bodies::Node;
use crate::framework::broker::{BrokerTable, PublishEntry, is_reply};
use crate::framework::lookup::{entry, means};
use crate::graph::ItemId;
use crate::graph::system::{Acknowledgement, Confirmation};
use crate::place::Place;
use crate::program::{At, Body, Program};

/// A message is published.
#[derive(Clone, Debug)]
pub(crate) struct PublishSite {
    /// The function.
    pub(crate) item: ItemId,
    /// The call.
    pub(crate) at: At,
    /// The expression that is the topic.
    pub(crate) topic: Option<At>,
    /// The expression that is the topic where that one is empty.
    pub(crate) exchange: Option<At>,
    /// What becomes of the delivery's result.
    pub(crate) confirmation: Confirmation,
    /// The kind of broker.
    pub(crate) kind: &'static str,
    /// The library.
    pub(crate) library: &'static str,
    /// The library's function.
    pub(crate) by: String,
    /// What becomes of the result.
    pub(crate) fate: Fate,
    /// The call up in which an error that is handed on ends.
    pub(crate) lost_at: Option<Place>,
}

/// A consumer subscribes.
#[derive(Clone, Debug)]
pub(crate) struct ConsumeSite {
    /// The function.
    pub(crate) item: ItemId,
    /// The call.
    pub(crate) at: At,
    /// The expressions that are its topics.
    pub(crate) topics: Vec<At>,
    /// What the struct says that says how to subscribe.
    pub(crate) configured: Configured,
    /// When messages are acknowledged.
    pub(crate) acknowledgement: Acknowledgement,
    /// What says so.
    pub(crate) acknowledged_at: Option<Place>,
    /// Messages may be lost by intent.
    pub(crate) lossy: bool,
    /// Whether its messages are answered to who waits for it.
    pub(crate) answers: bool,
    /// The expression that is its group.
    pub(crate) group: Option<At>,
    /// The kind of broker.
    pub(crate) kind: &'static str,
    /// The library.
    pub(crate) library: &'static str,
    /// The library's function.
    pub(crate) by: String,
}

/// What a struct that says how to subscribe says of acknowledging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Configured {
    /// There is none.
    Not,
    /// Code acknowledges.
    ByCode,
    /// Nothing is acknowledged, as it says here.
    Automatic(Place),
}

/// A message is received or acknowledged, or a broker addressed.
#[derive(Clone, Debug)]
pub(crate) struct BrokerSite {
    /// The function.
    pub(crate) item: ItemId,
    /// The call.
    pub(crate) at: At,
    /// The kind of broker.
    pub(crate) kind: &'static str,
    /// The library.
    pub(crate) library: &'static str,
    /// The library's function.
    pub(crate) by: String,
    /// For an address the expression that is it.
    pub(crate) address: Option<At>,
}

/// A queue is bound to an exchange.
#[derive(Clone, Debug)]
pub(crate) struct BindSite {
    /// The kind of broker.
    pub(crate) kind: &'static str,
    /// The expression that is the queue.
    pub(crate) queue: Option<At>,
    /// That which is the exchange.
    pub(crate) exchange: Option<At>,
    /// That which is the key.
    pub(crate) key: Option<At>,
}

/// What a program publishes and consumes.
#[derive(Debug, Default)]
pub(crate) struct Messaging {
    /// Publishes.
    pub(crate) publishes: Vec<PublishSite>,
    /// Subscriptions.
    pub(crate) consumes: Vec<ConsumeSite>,
    /// Bindings of queues.
    pub(crate) binds: Vec<BindSite>,
    /// The expressions that are exchanges which the program declares.
    pub(crate) exchanges: Vec<At>,
    /// Messages received.
    pub(crate) receives: Vec<BrokerSite>,
    /// Messages acknowledged.
    pub(crate) acknowledges: Vec<BrokerSite>,
    /// Messages answered to who waits for it.
    pub(crate) answers: Vec<BrokerSite>,
    /// Addresses of brokers.
    pub(crate) addresses: Vec<BrokerSite>,
}

/// A call of a broker's library.
struct Known<'p> {
    table: &'static BrokerTable,
    library: &'static str,
    outside: Outside<'p>,
}

/// Finds what a program publishes and consumes.
pub(crate) fn read(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    origins: &Origins<'_, '_>,
) -> Messaging {
    let mut found = Messaging::default();
    for body in &program.bodies {
        for (at, outside) in calls_outside(program, links, body) {
            let Some((table, library)) = outside.library.broker else { continue };
            let known = Known { table, library, outside };
            look_at(program, parents, origins, body, at, &known, &mut found);
        }
    }
    acknowledging::acknowledge(program, parents, origins, &mut found);
    found
}

fn look_at(
    program: &Program<'_>,
    parents: &Parents,
    origins: &Origins<'_, '_>,
    body: &Body,
    at: At,
    known: &Known<'_>,
    found: &mut Messaging,
) {
    let Known { table, library, outside } = known;
    let path = outside.path;
    let site = |address| BrokerSite {
        item: body.item,
        at,
        kind: table.kind,
        library,
        by: outside.text(),
        address,
    };
    if let Some(publish) = entry(table.publishes, path, |entry| entry.path)
        && answers(program, argument(program, at, publish.topic))
    {
        // Who asked waits for the answer, and asks again without one.
        found.answers.push(site(None));
    } else if let Some(publish) = entry(table.publishes, path, |entry| entry.path) {
        let fate = fate(program, parents, body, at);
        found.publishes.push(PublishSite {
            item: body.item,
            at,
            topic: topic_of(program, origins, table, publish, at),
            exchange: publish.exchange.and_then(|position| argument(program, at, position)),
            confirmation: confirmation(publish, &fate),
            kind: table.kind,
            library,
            by: outside.text(),
            fate,
            lost_at: None,
        });
    }
    if let Some(bind) = entry(table.binds, path, |entry| entry.path) {
        let part = |position| argument(program, at, position);
        let (queue, exchange, key) = (part(bind.queue), part(bind.exchange), part(bind.key));
        found.binds.push(BindSite { kind: table.kind, queue, exchange, key });
    }
    if let Some((_, position)) = entry(table.exchanges, path, |(path, _)| path) {
        found.exchanges.extend(argument(program, at, *position));
    }
    let consume = |topics, configured| ConsumeSite {
        item: body.item,
        at,
        topics,
        configured,
        acknowledgement: Acknowledgement::Unknown,
        acknowledged_at: None,
        lossy: false,
        answers: false,
        group: None,
        kind: table.kind,
        library,
        by: outside.text(),
    };
    if let Some((_, position)) = entry(table.subscribes, path, |(path, _)| path) {
        let given = argument(program, at, *position);
        // A consumer of one partition is given the client that was made for its topic.
        let addressed = given.into_iter().flat_map(|given| origins.of(given));
        let addressed = addressed.filter_map(|at| record_topic(program, table, at));
        let mut topics: Vec<At> = addressed.collect();
        if topics.is_empty() {
            topics.extend(given);
        }
        found.consumes.push(consume(topics, Configured::Not));
    }
    if let Some((_, position)) = entry(table.configured, path, |(path, _)| path) {
        let given = argument(program, at, *position);
        let origins = given.into_iter().flat_map(|given| origins.of(given));
        let settings: Vec<At> = origins.collect();
        let field = |name: &&str| settings.iter().find_map(|at| field(program, *at, name));
        let topics = table.topic_fields.iter().filter_map(field).collect();
        let automatic = table.ack_field.and_then(|(name, none)| {
            let value = field(&name)?;
            let Node::Path(path) = program.node(value) else { return None };
            let text = program.path_text(value.unit, path);
            (text.rsplit("::").next() == Some(none)).then(|| program.place(value))
        });
        let configured = automatic.map_or(Configured::ByCode, Configured::Automatic);
        found.consumes.push(consume(topics, configured));
    }
    if table.receives.iter().any(|entry| means(path, entry)) || commands(program, table, at, path) {
        found.receives.push(site(None));
    }
    if table.acknowledges.iter().any(|entry| means(path, entry)) {
        found.acknowledges.push(site(None));
    }
    if let Some((_, position)) = entry(table.addresses, path, |(path, _)| path) {
        found.addresses.push(site(argument(program, at, *position)));
    }
    if let Some((_, key, value)) = entry(table.options, path, |(path, ..)| path)
        && let Some(key) = argument(program, at, *key)
        && program.node(key) == Node::Text
        && Some(&*program.literal(key)) == table.address_key
    {
        found.addresses.push(site(argument(program, at, *value)));
    }
}

/// Whether a message goes to where the sender of another one waits for it: `message.reply`, `reply_to`.
fn answers(program: &Program<'_>, topic: Option<At>) -> bool {
    topic.is_some_and(|topic| {
        let text = program.text(program.place(topic));
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(is_reply)
    })
}

/// The topic: an argument, or what the record in that argument is addressed to.
fn topic_of(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    table: &BrokerTable,
    publish: &PublishEntry,
    at: At,
) -> Option<At> {
    let from = match (argument(program, at, publish.topic), program.node(at)) {
        (Some(argument), _) => argument,
        // The topic was said when the producer was made.
        (None, Node::Method { receiver, .. }) => At { unit: at.unit, node: receiver },
        (None, _) => return None,
    };
    if table.records.is_empty() {
        return Some(from);
    }
    origins.of(from).into_iter().find_map(|origin| record_topic(program, table, origin)).or({
        // Some publish with the topic itself where others take a record.
        (publish.topic != u8::MAX && program.node(from) == Node::Text).then_some(from)
    })
}

/// What a field of a struct literal is set to.
fn field(program: &Program<'_>, at: At, wanted: &str) -> Option<At> {
    let Node::Struct { fields, .. } = program.node(at) else { return None };
    program.list(at.unit, fields).find_map(|field| match program.node(field) {
        Node::Named { name, value } if program.symbol(at.unit, name) == wanted => {
            Some(At { unit: at.unit, node: value })
        }
        _ => None,
    })
}

/// Follows the chain that builds a record down to where it is addressed.
fn record_topic(program: &Program<'_>, table: &BrokerTable, end: At) -> Option<At> {
    let mut at = end;
    for _ in 0..64 {
        if let Some(name) = called(program, at)
            && let Some((_, position)) = entry(table.records, name.path, |(path, _)| path)
        {
            return argument(program, at, *position);
        }
        at = match program.node(at) {
            Node::Method { receiver: inner, .. }
            | Node::Await(inner)
            | Node::Try(inner)
            | Node::Reference(inner) => At { unit: at.unit, node: inner },
            Node::Struct { .. } => return field(program, at, "topic"),
            _ => return None,
        };
    }
    None
}

/// What the fate of a publish's result says of its delivery.
fn confirmation(publish: &PublishEntry, fate: &Fate) -> Confirmation {
    let Some(awaits) = publish.awaits else {
        return match fate.end {
            End::Dropped => Confirmation::Dropped,
            _ => Confirmation::Unknown,
        };
    };
    match fate.end {
        _ if fate.panics.is_some() && fate.awaits >= awaits => Confirmation::Confirmed,
        End::Dropped => Confirmation::Dropped,
        End::Logged if fate.awaits >= awaits => Confirmation::Logged,
        // Who gets the future may wait for it.
        End::HandedOn if fate.awaits < awaits => {
            if fate.awaits == 0 {
                Confirmation::Unknown
            } else {
                Confirmation::Dropped
            }
        }
        _ if fate.awaits < awaits => Confirmation::Dropped,
        _ => Confirmation::Confirmed,
    }
}
