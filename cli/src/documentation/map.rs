//! The map: services, what they are connected to, and whom they call, as a diagram in Mermaid.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use portcullis_facts::graph::system::{CallTarget, Method, ServiceId};

use super::Asked;
use super::markdown::page as begin;
use crate::escape;
use crate::report::masks::without_passwords;

/// The shape in which something is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Service,
    Deployment,
    Host,
    Topic,
    Database,
}

type Node = (Shape, String);

/// The page with the map.
pub(super) fn page(asked: &Asked<'_>) -> String {
    let mut page = begin("Map of the system");
    let (nodes, edges) = drawn(asked);
    if nodes.is_empty() {
        page.push_str("\nThere are no services.\n");
        return page;
    }
    let numbers: BTreeMap<&Node, usize> =
        nodes.iter().enumerate().map(|(at, node)| (node, at)).collect();
    page.push_str("\n```mermaid\nflowchart LR\n");
    let contexts = contexts(asked);
    for (context, services) in &contexts {
        let _ = writeln!(page, "  subgraph {}", label(context));
        for node in services {
            let _ = writeln!(page, "    {}", declared(numbers[node], node));
        }
        page.push_str("  end\n");
    }
    let in_context: BTreeSet<&Node> = contexts.values().flatten().collect();
    for node in nodes.iter().filter(|node| !in_context.contains(node)) {
        let _ = writeln!(page, "  {}", declared(numbers[node], node));
    }
    for (from, to, by) in &edges {
        let (from, to) = (numbers[from], numbers[to]);
        let _ = writeln!(page, "  n{from} -->|{}| n{to}", label(by));
    }
    page.push_str("```\n\nSee the [index](<index.md>) for what each of them is.\n");
    page
}

/// The services of each context that configuration declares.
fn contexts(asked: &Asked<'_>) -> BTreeMap<String, BTreeSet<Node>> {
    let graph = &asked.system.graph;
    let mut contexts: BTreeMap<String, BTreeSet<Node>> = BTreeMap::new();
    for service in &graph.landscape.services {
        let package = &graph.package(service.package).name;
        let all = asked.source.settings.contexts.iter();
        if let Some(context) = all.clone().find(|one| one.holds(package)) {
            let node = (Shape::Service, service.name.clone());
            contexts.entry(context.name.clone()).or_default().insert(node);
        }
    }
    contexts
}

fn drawn(asked: &Asked<'_>) -> (BTreeSet<Node>, BTreeSet<(Node, Node, &'static str)>) {
    let landscape = &asked.system.graph.landscape;
    let service = |id: ServiceId| (Shape::Service, asked.name(id).to_owned());
    let mut nodes: BTreeSet<Node> = landscape.services().map(|(id, _)| service(id)).collect();
    let mut edges = BTreeSet::new();
    let mut add = |from: Node, to: Node, by: &'static str| {
        if from != to {
            nodes.extend([from.clone(), to.clone()]);
            edges.insert((from, to, by));
        }
    };
    for call in &landscape.calls {
        let to = match &call.target {
            CallTarget::Service(id) => service(*id),
            CallTarget::Deployment(id) => {
                (Shape::Deployment, landscape.deployment(*id).name.clone())
            }
            CallTarget::Host(host) => (Shape::Host, without_passwords(host)),
            CallTarget::Unknown => continue,
        };
        let by = if call.method == Some(Method::Rpc) { "gRPC" } else { "HTTP" };
        for id in asked.runs.running(&call.services, Some(call.function)) {
            add(service(id), to.clone(), by);
        }
    }
    for one in &landscape.connections {
        add(service(one.service), (Shape::Database, asked.database(one)), "connects");
    }
    let topic = |id| (Shape::Topic, landscape.topic(id).name.clone());
    for publish in &landscape.publishes {
        let Some(to) = publish.topic.map(topic) else { continue };
        for id in asked.runs.running(&publish.services, publish.function) {
            add(service(id), to.clone(), "publishes");
        }
    }
    for consume in &landscape.consumes {
        for id in asked.runs.running(&consume.services, consume.function) {
            // The arrow is that of the messages.
            consume.topics.iter().for_each(|from| add(topic(*from), service(id), "is consumed"));
        }
    }
    (nodes, edges)
}

fn declared(number: usize, (shape, name): &Node) -> String {
    let name = label(name);
    match shape {
        Shape::Service => format!("n{number}[{name}]"),
        Shape::Deployment => format!("n{number}[[{name}]]"),
        Shape::Host => format!("n{number}([{name}])"),
        Shape::Topic => format!("n{number}>{name}]"),
        Shape::Database => format!("n{number}[({name})]"),
    }
}

/// A text in quotes, in which nothing means anything to Mermaid, nor to the browser that shows it.
fn label(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in escape::line(text).chars() {
        if c.is_alphanumeric() || " -_./:,".contains(c) {
            quoted.push(c);
        } else {
            let _ = write!(quoted, "#{};", u32::from(c));
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_mean_nothing() {
        assert_eq!(label("a\"]<b>;%% `x`"), "\"a#34;#93;#60;b#62;#59;#37;#37; #96;x#96;\"");
    }
}
