//! Connections between services and what is around them: who calls, connects, publishes and consumes.
//!
//! They are tried before the uses in code, and only where both ends are a service, database, table,
//! broker or topic: a database and a topic are no code, and two services rarely use each other's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use portcullis_facts::graph::Graph;
use portcullis_facts::graph::system::{
    BrokerId, CallTarget, DatabaseId, Landscape, Method, Provenance, ServiceId, TableId, TopicId,
};
use portcullis_facts::place::Place;

use crate::suggest;

/// Something in the system that a chain leads through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Service(ServiceId),
    Database(DatabaseId),
    Table(TableId),
    Broker(BrokerId),
    Topic(TopicId),
}

impl Node {
    /// What it is called.
    pub(super) fn name(self, landscape: &Landscape) -> String {
        match self {
            Self::Service(id) => landscape.service(id).name.clone(),
            Self::Database(id) => landscape.database(id).key.clone(),
            Self::Table(id) => landscape.table(id).name.clone(),
            Self::Broker(id) => {
                let broker = &landscape.brokers[id.index()];
                format!("{}://{}", broker.kind, broker.address)
            }
            Self::Topic(id) => landscape.topic(id).name.clone(),
        }
    }

    /// How people may call it.
    fn names(self, graph: &Graph) -> Vec<String> {
        let landscape = &graph.landscape;
        let mut names = vec![self.name(landscape)];
        match self {
            Self::Service(id) => {
                names.push(graph.package(landscape.service(id).package).name.clone());
            }
            Self::Database(id) => names.extend(landscape.database(id).name.clone()),
            Self::Broker(id) => names.push(landscape.brokers[id.index()].kind.clone()),
            Self::Table(_) | Self::Topic(_) => {}
        }
        names
    }

    /// What it is, as a prefix may say: `topic:order.created`.
    const fn kind(self) -> &'static str {
        match self {
            Self::Service(_) => "service",
            Self::Database(_) => "database",
            Self::Table(_) => "table",
            Self::Broker(_) => "broker",
            Self::Topic(_) => "topic",
        }
    }
}

/// One step of a chain.
#[derive(Clone, Debug)]
pub(super) struct Link<'g> {
    pub(super) from: Node,
    pub(super) to: Node,
    /// What the first does to the second: `connects to`, `calls`.
    pub(super) verb: String,
    pub(super) kind: &'static str,
    pub(super) place: Place,
    pub(super) why: Option<&'g Provenance>,
}

/// Kinds that a prefix may name.
const PREFIXES: [&str; 5] = ["service", "database", "table", "broker", "topic"];

/// The kind that stands before a colon, and what stands behind it.
fn prefixed(text: &str) -> (Option<&str>, &str) {
    match text.split_once(':') {
        Some((kind, name)) if PREFIXES.contains(&kind) => (Some(kind), name),
        _ => (None, text),
    }
}

/// Whether `text` can only mean something around the code.
pub(super) fn is_meant(text: &str) -> bool {
    prefixed(text).0.is_some() || text.contains("://")
}

/// What `text` means around the code.
pub(super) fn resolve(graph: &Graph, text: &str) -> BTreeSet<Node> {
    let (kind, name) = prefixed(text);
    let spelled = |other: &str| other.replace('_', "-") == name.replace('_', "-");
    let called = |node: &Node| {
        kind.is_none_or(|kind| kind == node.kind()) && node.names(graph).iter().any(|n| spelled(n))
    };
    nodes(&graph.landscape).filter(called).collect()
}

/// All names around the code that `text` may mean: those of its kind, if it says one.
pub(super) fn names(graph: &Graph, text: &str) -> BTreeSet<String> {
    let kind = prefixed(text).0;
    let nodes = nodes(&graph.landscape).filter(|node| kind.is_none_or(|kind| kind == node.kind()));
    nodes.flat_map(|node| node.names(graph)).collect()
}

/// The name nearest to what `text` says, and means nothing.
pub(super) fn nearest(graph: &Graph, text: &str) -> Option<String> {
    let known = names(graph, text);
    suggest::closest(prefixed(text).1, known.iter().map(String::as_str)).map(str::to_owned)
}

fn nodes(landscape: &Landscape) -> impl Iterator<Item = Node> {
    let numbers = |length: usize| 0..length as u32;
    numbers(landscape.services.len())
        .map(|at| Node::Service(ServiceId(at)))
        .chain(numbers(landscape.databases.len()).map(|at| Node::Database(DatabaseId(at))))
        .chain(numbers(landscape.tables.len()).map(|at| Node::Table(TableId(at))))
        .chain(numbers(landscape.brokers.len()).map(|at| Node::Broker(BrokerId(at))))
        .chain(numbers(landscape.topics.len()).map(|at| Node::Topic(TopicId(at))))
}

/// The shortest chain of links, none if there is none.
pub(super) fn shortest<'g>(
    graph: &'g Graph,
    from: &BTreeSet<Node>,
    to: &BTreeSet<Node>,
) -> Option<Vec<Link<'g>>> {
    let mut links: BTreeMap<Node, Vec<Link<'g>>> = BTreeMap::new();
    for link in self::links(&graph.landscape) {
        links.entry(link.from).or_default().push(link);
    }
    let mut reached: BTreeMap<Node, Option<Link<'g>>> =
        from.iter().map(|node| (*node, None)).collect();
    let mut queue: VecDeque<Node> = from.iter().copied().collect();
    while let Some(node) = queue.pop_front() {
        for link in links.get(&node).into_iter().flatten() {
            if reached.contains_key(&link.to) {
                continue;
            }
            reached.insert(link.to, Some(link.clone()));
            queue.push_back(link.to);
            if to.contains(&link.to) {
                return Some(chain(&reached, link.to));
            }
        }
    }
    None
}

fn chain<'g>(reached: &BTreeMap<Node, Option<Link<'g>>>, end: Node) -> Vec<Link<'g>> {
    let mut chain = Vec::new();
    let mut node = end;
    while let Some(Some(link)) = reached.get(&node) {
        chain.push(link.clone());
        node = link.from;
    }
    chain.reverse();
    chain
}

/// All links, those of one service in the order of the graph.
fn links(landscape: &Landscape) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    for call in &landscape.calls {
        let CallTarget::Service(to) = call.target else { continue };
        let what = [call.method.map(Method::as_str), call.path.as_deref()];
        let what: Vec<&str> = what.into_iter().flatten().collect();
        let what =
            if what.is_empty() { String::new() } else { format!(" `{}` of", what.join(" ")) };
        for from in &call.services {
            links.push(Link {
                from: Node::Service(*from),
                to: Node::Service(to),
                verb: format!("calls{what}"),
                kind: "call",
                place: call.place,
                why: Some(&call.why),
            });
        }
    }
    for connection in &landscape.connections {
        links.push(Link {
            from: Node::Service(connection.service),
            to: Node::Database(connection.database),
            verb: "connects to".to_owned(),
            kind: "connection",
            place: connection.place,
            why: Some(&connection.why),
        });
    }
    for (at, table) in landscape.tables.iter().enumerate() {
        let to = Node::Table(TableId(at as u32));
        for used in &table.uses {
            for from in &used.services {
                let (from, verb) = (Node::Service(*from), "uses the table".to_owned());
                links.push(Link { from, to, verb, kind: "table", place: used.place, why: None });
            }
        }
        for creation in &table.creations {
            for from in &creation.services {
                let (from, verb) = (Node::Service(*from), "creates the table".to_owned());
                let (place, why) = (creation.place, Some(&creation.why));
                links.push(Link { from, to, verb, kind: "table", place, why });
            }
        }
    }
    messages(landscape, &mut links);
    links
}

/// A publisher leads to its topic, and the topic to those who consume it. That a consumer leads to its
/// topic is told by [`consumed`]: a way on from there to other consumers would be no connection.
fn messages<'g>(landscape: &'g Landscape, links: &mut Vec<Link<'g>>) {
    for publish in &landscape.publishes {
        let Some(topic) = publish.topic else { continue };
        for from in &publish.services {
            links.push(Link {
                from: Node::Service(*from),
                to: Node::Topic(topic),
                verb: "publishes to".to_owned(),
                kind: "publish",
                place: publish.place,
                why: Some(&publish.why),
            });
        }
    }
    for consume in &landscape.consumes {
        for topic in &consume.topics {
            for service in &consume.services {
                links.push(Link {
                    from: Node::Topic(*topic),
                    to: Node::Service(*service),
                    verb: "is consumed by".to_owned(),
                    kind: "consume",
                    place: consume.place,
                    why: Some(&consume.why),
                });
            }
        }
    }
    for (at, broker) in landscape.brokers.iter().enumerate() {
        let to = Node::Broker(BrokerId(at as u32));
        let users = [(&broker.publishers, "publishes to"), (&broker.consumers, "consumes from")];
        for (services, verb) in users {
            for from in services {
                let (from, verb) = (Node::Service(*from), verb.to_owned());
                links.push(Link { from, to, verb, kind: "broker", place: broker.place, why: None });
            }
        }
    }
}

/// The link by which a service at one end consumes the topic at the other, which no chain of
/// [`shortest`] holds, since messages go the other way.
pub(super) fn consumed<'g>(
    graph: &'g Graph,
    from: &BTreeSet<Node>,
    to: &BTreeSet<Node>,
) -> Option<Vec<Link<'g>>> {
    let links = self::links(&graph.landscape);
    let found = links.into_iter().find(|link| {
        link.kind == "consume" && from.contains(&link.to) && to.contains(&link.from)
    })?;
    let (from, to, verb) = (found.to, found.from, "consumes".to_owned());
    Some(vec![Link { from, to, verb, ..found }])
}
