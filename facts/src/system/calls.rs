//! Calls to other processes, the clients that make them, and what either has.

use super::around::{self, Around};
use super::channels;
use super::choices;
use super::fate::{Fate, fate};
use super::links::Links;
use super::names::{self, Outside, argument, called, calls_outside};
use super::origin::Origins;
use super::parents::{Parents, nodes_of};
use super::procedures;
use super::protos::Protos;
use super::requests::{self, Built};
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::client::ClientTable;
use crate::framework::lookup::{entry, means};
use crate::graph::ItemId;
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel, Method, SiteKind};
use crate::place::Place;
use crate::program::{At, Body, Program};

/// A call to another process, before it is known whom it reaches.
#[derive(Clone, Debug)]
pub(crate) struct CallSite {
    /// The function that makes it.
    pub(crate) item: ItemId,
    /// The expression that begins the request.
    pub(crate) at: At,
    /// The method, if it is known.
    pub(crate) method: Option<Method>,
    /// The expression that is the address.
    pub(crate) url: Option<At>,
    /// For channels over which procedures are called: the name of the service, empty where it is not known.
    pub(crate) rpc: Option<String>,
    /// For a call of a procedure: its path.
    pub(crate) procedure: Option<String>,
    /// What the request and its client have.
    pub(crate) capabilities: Vec<Capability>,
    /// Where the client is made.
    pub(crate) client: Option<At>,
    /// What hides the client.
    pub(crate) hidden: Option<String>,
    /// Whether the response is a stream.
    pub(crate) streaming: bool,
    /// The library.
    pub(crate) library: &'static str,
    /// Where: the name of the method, or the path of the function.
    pub(crate) place: Place,
    /// The library's function.
    pub(crate) by: String,
    /// What becomes of the response.
    pub(crate) fate: Fate,
}

/// A client, channel or connection is made.
#[derive(Clone, Debug)]
pub(crate) struct MakeSite {
    /// The expression.
    pub(crate) at: At,
    /// What is made.
    pub(crate) kind: SiteKind,
    /// The library's function.
    pub(crate) by: String,
}

/// What a program calls.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    /// Calls.
    pub(crate) calls: Vec<CallSite>,
    /// Clients made.
    pub(crate) makes: Vec<MakeSite>,
}

/// Finds the calls of a program.
pub(crate) fn read(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    origins: &Origins<'_, '_>,
    protos: &Protos,
) -> Calls {
    let mut calls = Calls::default();
    let libraries = channels::libraries(program);
    let around = Around::new(program);
    for body in &program.bodies {
        if !libraries.is_empty() {
            for at in nodes_of(body) {
                let made =
                    |library| channels::made(program, parents, links, origins, body, at, library);
                if let Some(channel) = libraries.iter().find_map(made) {
                    let by = channel.by.clone();
                    calls.makes.push(MakeSite { at, kind: SiteKind::MakeChannel, by });
                    calls.calls.push(channel);
                }
            }
        }
        let before = calls.calls.len();
        for (at, outside) in calls_outside(program, links, body) {
            let Some((table, library)) = outside.library.client else {
                continue;
            };
            if table.channels.is_none() && makes(table, outside.path) {
                calls.makes.push(MakeSite {
                    at,
                    kind: SiteKind::MakeHttpClient,
                    by: outside.text(),
                });
            }
            if let Some(call) =
                call_at(program, parents, origins, body, at, (table, library, outside))
            {
                calls.calls.push(call);
            }
        }
        choices::forget_methods(program, parents, links, &mut calls.calls[before..]);
    }
    for call in &mut calls.calls {
        call.capabilities.extend(around.of(program, parents, call.at, &call.fate.methods));
    }
    procedures::add(program, parents, origins, protos, &libraries, &around, &mut calls.calls);
    calls
}

/// Whether a call ends in a client: by a constructor, or as the start of a builder, which stands for its end.
fn makes(table: &ClientTable, path: &str) -> bool {
    table.makers.iter().chain(table.builders).any(|maker| means(path, maker))
}

fn call_at(
    program: &Program<'_>,
    parents: &Parents,
    origins: &Origins<'_, '_>,
    body: &Body,
    at: At,
    (table, library, outside): (&'static ClientTable, &'static str, Outside<'_>),
) -> Option<CallSite> {
    let request = request(program, origins, table, body, at, outside.path)?;
    let fate = fate(program, parents, body, at);
    let mut capabilities = Vec::new();
    let mut streaming = false;
    for (method, _) in &fate.methods {
        let Some(name) = called(program, *method) else { continue };
        capabilities.extend(option(program, table, &name, *method));
        streaming |= table.streams.iter().any(|stream| means(name.path, stream));
    }
    if let Some(limit) = time_limit(program, parents, at) {
        capabilities.push(limit);
    }
    let mut client = None;
    let mut hidden = None;
    match program.node(at) {
        Node::Method { receiver, .. } => {
            let receiver = At { unit: at.unit, node: receiver };
            match client_of(program, origins, table, receiver, 0) {
                Some((made, mut has)) => {
                    client = Some(made);
                    capabilities.append(&mut has);
                }
                None => {
                    hidden = Some("its client is made where it could not be followed".to_owned());
                }
            }
        }
        // A free function makes a client for the one call.
        _ => client = Some(at),
    }
    if table.timeout_by_default && !has(&capabilities, CapabilityKind::Timeout) {
        capabilities.push(Capability {
            kind: CapabilityKind::Timeout,
            level: CapabilityLevel::Library,
            place: program.place(at),
            confidence: 90,
            by: format!("the default of {library}"),
        });
    }
    Some(CallSite {
        item: body.item,
        at,
        method: request.method,
        url: request.url,
        rpc: None,
        procedure: None,
        capabilities,
        client,
        hidden,
        streaming,
        library,
        place: place_of(program, at),
        by: outside.text(),
        fate,
    })
}

/// The request that a call begins or sends, if it does.
fn request(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    table: &ClientTable,
    body: &Body,
    at: At,
    path: &str,
) -> Option<Built> {
    if let Some(request) = entry(table.requests, path, |entry| entry.path) {
        let method = request.method.or_else(|| method_argument(program, at));
        return Some(Built { method, url: argument(program, at, request.url) });
    }
    let (_, sent) = entry(table.sends, path, |(path, _)| path)?;
    let (table, sent) = (table.built.as_ref()?, argument(program, at, *sent)?);
    Some(requests::built(program, origins, table, body, sent))
}

fn has(capabilities: &[Capability], kind: CapabilityKind) -> bool {
    capabilities.iter().any(|capability| capability.kind == kind)
}

/// The name of the method or the path that is called.
pub(crate) fn place_of(program: &Program<'_>, at: At) -> Place {
    match program.node(at) {
        Node::Method { call, .. } => program.method_place(at.unit, call),
        Node::Call { callee, .. } => program.place(At { unit: at.unit, node: callee }),
        _ => program.place(at),
    }
}

/// What a method of a builder or request gives.
fn option(
    program: &Program<'_>,
    table: &ClientTable,
    name: &Outside<'_>,
    at: At,
) -> Option<Capability> {
    let (_, kind) = entry(table.options, name.path, |(path, _)| path)?;
    Some(Capability {
        kind: *kind,
        level: CapabilityLevel::Code,
        place: place_of(program, at),
        confidence: 95,
        by: name.text(),
    })
}

/// `tokio::time::timeout(limit, call)` around a call, or around the same in the branch that a setting chooses:
/// `if let Some(limit) = limit { timeout(limit, call()) } else { call() }`.
pub(super) fn time_limit(program: &Program<'_>, parents: &Parents, at: At) -> Option<Capability> {
    let mut within = at;
    parents.above(at).take(32).find_map(|around| {
        let inner = std::mem::replace(&mut within, around);
        match program.node(around) {
            Node::Call { .. } => limiting(program, around),
            Node::If { condition, then, otherwise: Some(otherwise) } if inner.node == otherwise => {
                // The numbers of a branch lie between those of what stands before it and its own.
                let branch = (condition.0 + 1..=then.0).map(|node| At { node: NodeId(node), ..at });
                branch.into_iter().find_map(|other| limiting(program, other))
            }
            _ => None,
        }
    })
}

/// What a call that bounds the time of another one gives.
fn limiting(program: &Program<'_>, at: At) -> Option<Capability> {
    let Node::Call { callee, .. } = program.node(at) else { return None };
    let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else { return None };
    let limits = matches!(program.last_name(at.unit, path), "timeout" | "timeout_at");
    limits.then(|| Capability {
        kind: CapabilityKind::Timeout,
        level: CapabilityLevel::Code,
        place: program.place(at),
        confidence: 90,
        by: program.path_text(at.unit, path),
    })
}

/// Where the client that `at` is was made, and what it has; none where that is not to be seen.
pub(super) fn client_of(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    table: &ClientTable,
    at: At,
    depth: u8,
) -> Option<(At, Vec<Capability>)> {
    let mut found: Option<(At, Vec<Capability>)> = None;
    let (makers, later) = origins.with_later(at);
    for origin in makers {
        let (made, has) = chain(program, origins, table, origin, depth)?;
        // Of several clients that may be meant the one that has least counts.
        let better = found.as_ref().is_none_or(|(_, other)| has.len() < other.len());
        if better {
            found = Some((made, has));
        }
    }
    // `builder = builder.timeout(limit)`, where a setting says so: it is thought of.
    let (_, has) = found.as_mut()?;
    for value in later {
        has.extend(links_of(program, value).filter_map(|at| {
            let name = called(program, at)?;
            option(program, table, &name, at)
        }));
    }
    found
}

/// The methods of a chain of calls, from its end to its start.
pub(super) fn links_of<'p, 'a>(
    program: &'p Program<'a>,
    end: At,
) -> impl Iterator<Item = At> + use<'p, 'a> {
    let mut at = Some(end);
    std::iter::from_fn(move || {
        loop {
            let here = at?;
            let (inner, is_method) = match program.node(here) {
                Node::Method { receiver, .. } => (Some(receiver), true),
                Node::Await(inner) | Node::Try(inner) | Node::Reference(inner) => {
                    (Some(inner), false)
                }
                _ => (None, false),
            };
            at = inner.map(|node| At { unit: here.unit, node });
            if is_method {
                return Some(here);
            }
        }
    })
}

/// At most so many clients stand around one another.
const WRAPPED: u8 = 4;

/// Follows a builder's chain from its end to its start, and that of a client within.
fn chain(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    table: &ClientTable,
    end: At,
    depth: u8,
) -> Option<(At, Vec<Capability>)> {
    let mut at = end;
    let mut has = Vec::new();
    for _ in 0..64 {
        match program.node(at) {
            Node::Method { receiver, .. } => {
                if let Some(name) = called(program, at) {
                    has.extend(option(program, table, &name, at));
                    if table.layers.iter().any(|layer| means(name.path, layer)) {
                        has.append(&mut around::layers(program, origins, at));
                    }
                }
                at = At { unit: at.unit, node: receiver };
            }
            Node::Await(inner) | Node::Try(inner) | Node::Reference(inner) => {
                at = At { unit: at.unit, node: inner };
            }
            Node::Call { .. } => {
                let name = called(program, at)?;
                if let Some(inner) = argument(program, at, 0)
                    && table.wrappers.iter().any(|wrapper| means(name.path, wrapper))
                    && depth < WRAPPED
                {
                    let (made, within) = client_of(program, origins, table, inner, depth + 1)?;
                    has.extend(within);
                    return Some((made, has));
                }
                return makes(table, name.path).then_some((at, has));
            }
            // `LazyLock::new(Client::new)` calls what it is given.
            Node::Path(path) => {
                let name = names::outside(program, program.path(at.unit, path)?)?;
                return table.makers.iter().any(|m| means(name.path, m)).then_some((at, has));
            }
            // A builder in a variable or field, which the end of the chain is called on.
            Node::Local(_) | Node::Field { .. } if at != end && depth < WRAPPED => {
                let (made, within) = client_of(program, origins, table, at, depth + 1)?;
                has.extend(within);
                return Some((made, has));
            }
            _ => return None,
        }
    }
    None
}

/// The method that an argument names: `Method::POST`.
fn method_argument(program: &Program<'_>, at: At) -> Option<Method> {
    names::arguments(program, at).find_map(|argument| requests::method(program, argument))
}

#[cfg(test)]
mod tests {
    use super::has;
    use crate::graph::system::CapabilityKind;
    use crate::system::trial::with_calls;

    /// Whether the time of each call is bounded.
    fn bounded(dependencies: &[&str], main: &str) -> Vec<bool> {
        with_calls(dependencies, main, |_, call| has(&call.capabilities, CapabilityKind::Timeout))
    }

    #[test]
    fn a_client_in_a_static_is_followed() {
        let text = "
            static CLIENT: std::sync::LazyLock<reqwest::Client> =
                std::sync::LazyLock::new(reqwest::Client::new);
            async fn main() { CLIENT.get(\"http://stock/\").send().await; }
        ";
        let known = with_calls(&["reqwest"], text, |_, call| {
            (call.client.is_some(), call.hidden.is_some())
        });
        assert_eq!(known, [(true, false)]);
    }

    #[test]
    fn a_client_that_is_built_and_unwrapped_is_followed() {
        for (limit, is_bounded) in [("", false), (".timeout(limit())", true)] {
            for inside in ["unwrap()", "expect(\"a client\")", "map_err(told)?"] {
                let text = format!(
                    "async fn main() {{
                        let client = reqwest::Client::builder(){limit}.build().{inside};
                        client.get(A).send().await;
                    }}"
                );
                assert_eq!(bounded(&["reqwest"], &text), [is_bounded], "{limit} {inside}");
            }
        }
    }

    #[test]
    fn a_limit_that_a_setting_chooses_counts() {
        let text = "
            async fn main() {
                let client = reqwest::Client::new();
                if let Some(limit) = limit() { timeout(limit, client.get(A).send()).await }
                else { client.get(A).send().await }
            }
        ";
        assert_eq!(bounded(&["reqwest"], text), [true, true]);
    }

    #[test]
    fn what_a_builder_is_given_later_counts() {
        let text = "
            async fn main() {
                let mut builder = reqwest::Client::builder();
                if let Some(limit) = limit() { builder = builder.timeout(limit); }
                let client: reqwest::Client = builder.build().unwrap();
                client.get(\"http://stock/\").send().await;
            }
        ";
        assert_eq!(bounded(&["reqwest"], text), [true]);
    }

    #[test]
    fn a_client_within_another_is_followed() {
        let around = |inner: &str| {
            let text = format!(
                "async fn main() {{
                    let client = reqwest_middleware::ClientBuilder::new({inner}).build();
                    client.get(\"http://stock/\").send().await;
                }}"
            );
            bounded(&["reqwest", "reqwest-middleware"], &text)
        };
        let builder = "reqwest::Client::builder().timeout(limit).build().unwrap()";
        assert_eq!(around(builder), [true]);
        assert_eq!(around("reqwest::Client::new()"), [false]);
    }
}
