//! Channels over which procedures are called: those that a builder ends in, and those of clients that a generator wrote.
//!
//! What is called over a channel stands in generated code, most often outside the tree. So the channel stands for all
//! calls over it: it says whom they reach, and whether their time is bounded.

use super::calls::{CallSite, client_of, place_of};
use super::fate::fate;
use super::links::Links;
use super::names::{arguments, called};
use super::origin::Origins;
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::PathId;
use crate::framework::client::{ChannelTable, ClientTable};
use crate::framework::lookup::means;
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel, Method};
use crate::graph::{Scope, Target};
use crate::place::Place;
use crate::program::{At, Body, Program, Unit, UnitIndex};

/// The library, its table, and that of its channels.
pub(super) type Library = (&'static str, &'static ClientTable, &'static ChannelTable);

/// The libraries with channels that a program names.
pub(super) fn libraries(program: &Program<'_>) -> Vec<Library> {
    let named = |package| program.graph.externals.iter().any(|entry| entry.package == package);
    let found = FRAMEWORKS.iter().filter_map(|framework| {
        let client = framework.client.as_ref()?;
        Some((framework.packages[0], client, client.channels.as_ref()?))
    });
    found.filter(|(library, ..)| named(*library)).collect()
}

/// The channel that is made at a node, as a call.
pub(super) fn made(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    origins: &Origins<'_, '_>,
    body: &Body,
    at: At,
    &(library, table, channels): &Library,
) -> Option<CallSite> {
    let by_builder = called(program, at).is_some_and(|name| {
        name.package == library && channels.connects.iter().any(|entry| means(name.path, entry))
    });
    let (service, endpoint) = match program.node(at) {
        Node::Method { receiver, .. } if by_builder => {
            (named(program, body, channels), At { unit: at.unit, node: receiver })
        }
        Node::Call { callee, .. } => {
            let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else {
                return None;
            };
            let (service, function) = generated(program, at.unit, path, channels)?;
            let address = arguments(program, at).next();
            (Some(service), address.filter(|_| function == channels.connect)?)
        }
        _ => return None,
    };
    let mut capabilities = Vec::new();
    let mut hidden = None;
    let mut url = None;
    match client_of(program, origins, table, endpoint, 0) {
        Some((start, has)) => {
            capabilities.extend(has);
            let is_local = by_builder
                && arguments(program, at).any(|connector| {
                    let text = program.text(program.place(connector));
                    channels.local.iter().any(|word| text.contains(word))
                });
            url = arguments(program, start).next().filter(|_| !is_local);
        }
        None if by_builder => {
            hidden = Some("its channel is made where it could not be followed".to_owned());
        }
        None => url = Some(endpoint),
    }
    capabilities.extend(limit(program, links, body, channels));
    Some(CallSite {
        item: body.item,
        at,
        method: Some(Method::Rpc),
        url,
        rpc: Some(service.unwrap_or_default()),
        procedure: None,
        capabilities,
        client: Some(at),
        hidden,
        streaming: false,
        library,
        place: place_of(program, at),
        by: library.to_owned(),
        fate: fate(program, parents, body, at),
    })
}

/// The service whose generated client a function makes.
fn named(program: &Program<'_>, body: &Body, channels: &ChannelTable) -> Option<String> {
    let mut found = nodes_of(body).filter_map(|at| {
        let Node::Call { callee, .. } = program.node(at) else { return None };
        let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else {
            return None;
        };
        let (service, function) = generated(program, at.unit, path, channels)?;
        channels.makers.contains(&function.as_str()).then_some(service)
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The service and the function that a path names, if its type is a client that a generator wrote.
pub(super) fn generated(
    program: &Program<'_>,
    unit: UnitIndex,
    path: PathId,
    channels: &ChannelTable,
) -> Option<(String, String)> {
    if let Some(Target::Item(item)) = program.path(unit, path)
        && program.graph.item(item).scope == Scope::Production
    {
        return None;
    }
    let facts = program.unit(unit).facts;
    let last = facts.segments[facts.paths[path.index()].segments.range()].last()?;
    let last = facts.symbols.get(last.name);
    if last != channels.connect && !channels.makers.contains(&last) {
        return None;
    }
    let text = program.path_text(unit, path);
    let mut segments = text.rsplit("::");
    let (function, client) = (segments.next()?, segments.next()?);
    let service = client.strip_suffix(channels.type_suffix).filter(|name| !name.is_empty())?;
    let module = match segments.next() {
        Some(module) => module,
        None => imported_from(program, unit, client)?,
    };
    module.ends_with(channels.module_suffix).then(|| (service.to_owned(), function.to_owned()))
}

/// The module from which a unit imports a name.
fn imported_from<'p>(program: &'p Program<'_>, unit: UnitIndex, name: &str) -> Option<&'p str> {
    let facts = program.unit(unit).facts;
    facts.uses.iter().find_map(|leaf| {
        let segments = &facts.segments[leaf.segments.range()];
        let [.., module, last] = segments else { return None };
        (facts.symbols.get(last.name) == name).then(|| facts.symbols.get(module.name))
    })
}

/// What bounds the time of calls over a channel outside its builder: something around it in the function that makes it,
/// or requests that set their own, of the crate or of one that links it.
fn limit(
    program: &Program<'_>,
    links: &Links,
    body: &Body,
    channels: &ChannelTable,
) -> Option<Capability> {
    let around = nodes_of(body).find_map(|at| {
        let Node::Call { callee, .. } = program.node(at) else { return None };
        let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else {
            return None;
        };
        let text = program.path_text(at.unit, path);
        let limits = channels.limits.iter().any(|entry| means(&text, entry));
        limits.then(|| (program.place(at), text))
    });
    let (place, by) = around.or_else(|| request_limit(program, links, body, channels))?;
    Some(Capability {
        kind: CapabilityKind::Timeout,
        level: CapabilityLevel::Code,
        place,
        confidence: 80,
        by,
    })
}

fn request_limit(
    program: &Program<'_>,
    links: &Links,
    body: &Body,
    channels: &ChannelTable,
) -> Option<(Place, String)> {
    let krate = program.unit(body.unit).krate;
    // A channel may be made for others, who send the requests.
    let sends = |unit: &Unit<'_>| links.linked.sees(unit.krate, krate);
    (0u32..).zip(&program.units).filter(|(_, unit)| sends(unit)).find_map(|(index, unit)| {
        let calls = (0u32..).zip(&unit.facts.method_calls);
        calls.into_iter().find_map(|(call, entry)| {
            let name = unit.facts.symbols.get(entry.name);
            let place = || program.method_place(UnitIndex(index), call);
            channels.request_limits.contains(&name).then(|| (place(), name.to_owned()))
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::graph::system::CapabilityKind;
    use crate::system::trial::with_calls;

    /// Service, address and whether its time is bounded, of each channel.
    fn channels(main: &str) -> Vec<String> {
        with_calls(&["tonic", "tower"], main, |program, call| {
            let url = call.url.map_or("?".into(), |at| program.literal(at));
            let timeout = CapabilityKind::Timeout;
            let bounded = call.capabilities.iter().any(|has| has.kind == timeout);
            let service = call.rpc.clone().unwrap_or_default();
            format!("{service} {url}{}", if bounded { " bounded" } else { "" })
        })
    }

    const PROTO: &str = "
        mod pb { tonic::include_proto!(\"shop\"); }
        use pb::stock_client::StockClient;
        use tonic::transport::{Channel, Endpoint};
    ";

    #[test]
    fn clients_that_connect_and_channels_of_builders_are_calls() {
        let main = "
            async fn main() {
                let a = StockClient::connect(\"http://stock:50051\").await.unwrap();
                let b = pb::price_client::PriceClient::connect(\"http://prices:50051\").await;
            }
            async fn built() {
                let channel = Endpoint::from_static(\"http://stock:1\").connect().await.unwrap();
                StockClient::new(channel);
            }
            async fn shared() {
                let channel = Channel::from_static(\"http://stock:2\").timeout(limit).connect_lazy();
            }
            async fn beside(path: String) {
                let channel = Endpoint::try_from(\"http://[::1]:50051\").unwrap()
                    .connect_with_connector(tower::service_fn(move |_| UnixStream::connect(path.clone())));
                StockClient::new(channel.await.unwrap());
            }
            async fn wrapped() {
                let channel = Channel::from_static(\"http://stock:3\").connect().await.unwrap();
                StockClient::new(tower::timeout::Timeout::new(channel, limit));
            }
        ";
        assert_eq!(
            channels(&format!("{PROTO}{main}")),
            [
                "Stock http://stock:50051",
                "Price http://prices:50051",
                "Stock http://stock:1",
                " http://stock:2 bounded",
                "Stock ?",
                "Stock http://stock:3 bounded",
            ]
        );
    }

    #[test]
    fn clients_of_the_tree_and_of_others_are_none() {
        let main = "
            struct MailClient;
            impl MailClient { async fn connect(url: &str) -> Self { MailClient } }
            async fn main() {
                MailClient::connect(\"smtp://mail\").await;
                other::CacheClient::connect(\"cache://it\").await;
            }
        ";
        assert_eq!(channels(main), [] as [&str; 0]);
    }

    #[test]
    fn requests_with_limits_bound_their_channels() {
        let main = "
            async fn main() {
                let mut client = StockClient::connect(\"http://stock:50051\").await.unwrap();
                let mut request = tonic::Request::new(());
                request.set_timeout(limit);
            }
        ";
        assert_eq!(channels(&format!("{PROTO}{main}")), ["Stock http://stock:50051 bounded"]);
    }
}
