//! Addresses that are written in code, and what they are for.

use rustc_hash::FxHashSet;

use super::keywords;
use super::links::Links;
use super::names::{argument, arguments, calls_outside};
use super::origin::Origins;
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::addresses::{REDIRECTING, listens};
use crate::framework::lookup::entry;
use crate::graph::system::AddressPurpose;
use crate::graph::{ItemId, ItemKind, Target};
use crate::place::Place;
use crate::program::{At, Program};

/// An address in code, before it is known whose it is.
#[derive(Clone, Debug)]
pub(crate) struct AddressSite {
    /// The function, constant or static.
    pub(crate) item: ItemId,
    /// What it is for.
    pub(crate) purpose: AddressPurpose,
    /// Host and port, without user and password.
    pub(crate) host: String,
    /// The value where a variable is not set.
    pub(crate) is_default: bool,
    /// A constant or static.
    pub(crate) constant: bool,
    /// Where.
    pub(crate) place: Place,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
}

/// The uses of addresses that are found by who takes them: listeners, origins, redirections.
pub(crate) fn uses(program: &Program<'_>, links: &Links) -> Vec<(At, AddressPurpose)> {
    let mut found = Vec::new();
    for body in &program.bodies {
        // Each with the node that takes it.
        let mut own: Vec<(NodeId, At, AddressPurpose)> = Vec::new();
        for at in nodes_of(body) {
            redirections(program, at, |value| own.push((at.node, value, AddressPurpose::Redirect)));
        }
        for (at, name) in calls_outside(program, links, body) {
            let listens = listens(name.package, name.path);
            let address = listens.and_then(|position| argument(program, at, position));
            own.extend(address.map(|address| (at.node, address, AddressPurpose::Listen)));
            let origins = name
                .library
                .cors
                .and_then(|(table, _)| entry(table.origins, name.path, |(path, _)| *path));
            let origin = origins.and_then(|(_, position)| argument(program, at, *position));
            own.extend(origin.map(|origin| (at.node, origin, AddressPurpose::Origin)));
        }
        own.sort_by_key(|(by, ..)| *by);
        found.extend(own.into_iter().map(|(_, at, purpose)| (at, purpose)));
    }
    found
}

/// Shows what stands behind the name of a parameter by which users are sent somewhere.
fn redirections(program: &Program<'_>, at: At, mut show: impl FnMut(At)) {
    let redirects =
        |at: At| program.node(at) == Node::Text && REDIRECTING.contains(&&*program.literal(at));
    match program.node(at) {
        Node::Call { .. } | Node::Method { .. } => {
            let arguments = || arguments(program, at);
            for (name, value) in arguments().zip(arguments().skip(1)) {
                if redirects(name) {
                    show(value);
                }
            }
        }
        Node::Tuple(list) | Node::Array(list) if list.len == 2 => {
            let mut parts = program.list(at.unit, list);
            if let (Some(name), Some(value)) = (parts.next(), parts.next())
                && redirects(name)
            {
                show(value);
            }
        }
        Node::Named { name, value } if REDIRECTING.contains(&program.symbol(at.unit, name)) => {
            show(At { unit: at.unit, node: value });
        }
        _ => {}
    }
}

/// The addresses that take part in the values of `uses`, each with what it is for.
pub(crate) fn read(
    program: &Program<'_>,
    parents: &Parents,
    origins: &Origins<'_, '_>,
    uses: &[(At, AddressPurpose)],
) -> Vec<AddressSite> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for (used, purpose) in uses {
        for at in origins.pieces(*used) {
            if program.node(at) != Node::Text || !seen.insert((at, *purpose)) {
                continue;
            }
            let text = program.literal(at);
            let Some(host) = host_of(&text, *purpose).filter(|_| speaks(&text, *purpose)) else {
                continue;
            };
            // Nobody is reached at all addresses of a machine; that is for who listens.
            let listens = matches!(purpose, AddressPurpose::Listen | AddressPurpose::Other);
            if !listens && (host == "0.0.0.0" || host.starts_with("0.0.0.0:")) {
                continue;
            }
            if is_pattern(program, parents, at) {
                continue;
            }
            let Some(body) = parents.body(program, at) else { continue };
            found.push(AddressSite {
                item: body.item,
                purpose: *purpose,
                host,
                is_default: is_default(program, parents, at),
                constant: matches!(
                    program.graph.item(body.item).kind,
                    ItemKind::Const | ItemKind::Static
                ),
                place: program.place(at),
                confidence: 90,
            });
        }
    }
    mark_defaults(program, parents, &mut found);
    found.sort_by_key(|site| (site.place, site.purpose));
    found
}

/// Marks the constants that are named only where a variable is not set: `env::var("HOST").unwrap_or(HOST.into())`.
fn mark_defaults(program: &Program<'_>, parents: &Parents, found: &mut [AddressSite]) {
    let constants: FxHashSet<ItemId> = found
        .iter()
        .filter(|site| site.constant && !site.is_default)
        .map(|site| site.item)
        .collect();
    if constants.is_empty() {
        return;
    }
    let (mut named, mut fixed) = (FxHashSet::default(), FxHashSet::default());
    for at in program.bodies.iter().flat_map(nodes_of) {
        let Node::Path(path) = program.node(at) else { continue };
        let Some(Target::Item(item)) = program.path(at.unit, path) else { continue };
        if constants.contains(&item) {
            named.insert(item);
            if !is_default(program, parents, at) {
                fixed.insert(item);
            }
        }
    }
    for site in found {
        site.is_default |= named.contains(&site.item) && !fixed.contains(&site.item);
    }
}

/// Whether a text is only looked for in another: `url.strip_prefix("sqlite:")`.
fn is_pattern(program: &Program<'_>, parents: &Parents, at: At) -> bool {
    let Some(around) = parents.above(at).next() else { return false };
    match program.node(around) {
        Node::Method { call, receiver, .. } if receiver != at.node => matches!(
            program.method_name(around.unit, call),
            "strip_prefix"
                | "strip_suffix"
                | "trim_start_matches"
                | "trim_end_matches"
                | "starts_with"
                | "ends_with"
                | "contains"
                | "replace"
                | "split"
                | "split_once"
                | "rsplit_once"
        ),
        _ => false,
    }
}

/// Whether what an address is used for is spoken over its scheme: a field of the same name may hold that of an API.
fn speaks(text: &str, purpose: AddressPurpose) -> bool {
    match purpose {
        AddressPurpose::Database => !text.starts_with("https://"),
        AddressPurpose::Broker => !text.starts_with("https://") && !text.starts_with("http://"),
        _ => true,
    }
}

/// Whether an argument of a call before `inner` is the name of a variable of the environment.
fn has_variable(program: &Program<'_>, call: At, inner: At) -> bool {
    let mut before = arguments(program, call).take_while(|argument| *argument != inner);
    before.any(|argument| {
        let text = match program.node(argument) {
            Node::Text => program.literal(argument),
            _ => return false,
        };
        text.len() > 2
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    })
}

/// Whether a text is what is taken where a variable is not set.
fn is_default(program: &Program<'_>, parents: &Parents, at: At) -> bool {
    let mut inner = at;
    for around in parents.above(at).take(12) {
        match program.node(around) {
            // What stands beside the name of a variable: `env_or("STOCK_URL", "http://localhost:8082")`.
            Node::Call { .. } if has_variable(program, around, inner) => return true,
            Node::Method { call, receiver, .. } if receiver != inner.node => {
                let name = program.method_name(around.unit, call);
                if matches!(
                    name,
                    "unwrap_or"
                        | "unwrap_or_else"
                        | "or"
                        | "or_else"
                        | "map_or"
                        | "map_or_else"
                        | "set_default"
                ) {
                    return true;
                }
            }
            // An arm for a failure: `Err(_) => "localhost"`.
            Node::Arm { pattern_span, .. } => {
                let pattern =
                    program.text(program.place_in(around.unit, pattern_span)).trim_start();
                if pattern.starts_with("Err") || pattern.starts_with("None") || pattern == "_" {
                    return true;
                }
            }
            _ => {}
        }
        inner = around;
    }
    // `fn default_url() -> String`, `impl Default` and `const DEFAULT_URL` are what configuration falls back to.
    parents.body(program, at).is_some_and(|body| {
        let graph = program.graph;
        let name = graph.names.get(graph.item(body.item).name).to_ascii_lowercase();
        name == "default" || name.starts_with("default_")
    })
}

/// Host and port of an address; none of what is no address.
pub(crate) fn host_of(text: &str, purpose: AddressPurpose) -> Option<String> {
    if let Some((scheme, rest)) = text.split_once("://") {
        if scheme.is_empty()
            || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        {
            return None;
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        // A host that is put in later is not written here.
        let written = !host.is_empty() && !host.starts_with(['{', '$', ':', '%']);
        return written.then(|| host.to_owned());
    }
    if let Some(said) = keywords::read(text) {
        let port = said.port.map(|port| format!(":{port}")).unwrap_or_default();
        return (!said.host.starts_with(['{', '/'])).then(|| format!("{}{port}", said.host));
    }
    if text.starts_with("sqlite:") && purpose == AddressPurpose::Database {
        return Some("sqlite".to_owned());
    }
    if let Some(inner) = text.strip_prefix('[') {
        let (host, port) = inner.split_once("]:")?;
        let is_port = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
        return (is_port && host.parse::<core::net::Ipv6Addr>().is_ok()).then(|| text.to_owned());
    }
    let mut parts = text.split(',').next()?.split(':');
    let (host, port) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let is_host = !host.is_empty()
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let is_port =
        port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    let alone = matches!(
        purpose,
        AddressPurpose::Listen | AddressPurpose::Broker | AddressPurpose::Database
    ) && port.is_none()
        && (host == "localhost" || host.parse::<core::net::Ipv4Addr>().is_ok());
    (is_host && (is_port || alone)).then(|| text.split(',').next().unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{host_of, speaks};
    use crate::graph::system::AddressPurpose::{Broker, Call, Database, Listen};

    #[test]
    fn the_address_of_an_api_is_that_of_no_database() {
        assert!(
            speaks("postgres://db/shop", Database) && speaks("http://clickhouse:8123", Database)
        );
        assert!(!speaks("https://api.mail.example/send", Database));
        assert!(!speaks("http://stock", Broker) && speaks("kafka:9092", Broker));
    }

    #[test]
    fn hosts_are_read_without_passwords() {
        assert_eq!(host_of("http://localhost:8082/x", Call).as_deref(), Some("localhost:8082"));
        assert_eq!(host_of("postgres://u:p@db:5432/x", Database).as_deref(), Some("db:5432"));
        assert_eq!(host_of("localhost:9092", Broker).as_deref(), Some("localhost:9092"));
        assert_eq!(host_of("127.0.0.1", Listen).as_deref(), Some("127.0.0.1"));
        assert_eq!(host_of("[::1]:50051", Listen).as_deref(), Some("[::1]:50051"));
        assert_eq!(host_of("host=db user=app", Database).as_deref(), Some("db"));
        assert_eq!(host_of("host={} user=app", Database), None);
        assert_eq!(host_of("[1, 2]:3", Listen), None);
        assert_eq!(host_of("http://{}/x", Call), None);
        assert_eq!(host_of("{}/orders", Call), None);
        assert_eq!(host_of("orders", Call), None);
        assert_eq!(host_of("user: name", Call), None);
    }
}
