//! Whom calls reach.

use super::super::calls::{CallSite, Calls, place_of};
use super::super::environment::{Environment, Filled};
use super::super::hosts::{Address, Hosts, is_here};
use super::super::values::value_of;
use super::{Join, Owners, Sites};
use crate::extract::rust::bodies::Node;
use crate::graph::system::{
    Call, CallId, CallTarget, Landscape, Method, Provenance, ServiceId, SiteKind,
};
use crate::place::Place;
use crate::program::At;

/// Adds the calls and the clients that are made.
pub(super) fn add(
    join: &Join<'_, '_>,
    found: &Calls,
    owners: &Owners,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    for make in &found.makes {
        sites.add(make.at, place_of(join.program, make.at), make.kind, &make.by, 95);
    }
    for site in &found.calls {
        let Some(located) = join.functions.locate(site.at) else { continue };
        let (services, sure) = owners.of(join.program, site.item);
        let serving = site.rpc.as_deref().and_then(|name| serving(landscape, name));
        let mut reached = targets(join, site, &services, serving, environment, hosts);
        if let Some(service) = serving {
            keep_serving(&mut reached, service);
        }
        for (services, target, path, why) in reached {
            let (target, path, why) = match site.rpc.as_deref() {
                None => (target, path, why),
                // A channel leads to a service, a call over it to one of its procedures.
                Some(name) => match (&target, serving) {
                    (CallTarget::Unknown, Some(service)) => {
                        let text = format!("only one service serves `{name}`");
                        let why = Provenance::sure(90).then(text, Some(site.place), 85);
                        (CallTarget::Service(service), site.procedure.clone(), why)
                    }
                    _ => (target, site.procedure.clone(), why),
                },
            };
            let id = CallId(landscape.calls.len() as u32);
            landscape.calls.push(Call {
                services,
                function: located.function,
                method: if site.rpc.is_some() { Some(Method::Rpc) } else { site.method },
                target,
                path,
                capabilities: site.capabilities.clone(),
                hidden: site.hidden.clone(),
                client: site.client.map(|client| place_of(join.program, client)),
                streaming: site.streaming,
                library: site.library.to_owned(),
                place: site.place,
                sent: sent(join, site),
                why,
            });
            sites.add(site.at, site.place, SiteKind::Call(id), &site.by, sure.min(95));
        }
    }
}

/// Where a request is sent: the first method on the way to its answer whose result is awaited.
fn sent(join: &Join<'_, '_>, site: &CallSite) -> Option<Place> {
    let program = join.program;
    let is_awaited = |at: At| {
        join.parents.of(at).is_some_and(|around| matches!(program.node(around), Node::Await(_)))
    };
    let mut methods = site.fate.methods.iter().map(|(method, _)| *method);
    methods.find(|method| is_awaited(*method)).map(|method| place_of(program, method))
}

/// The only service that serves the procedures of a service of protocol buffers.
fn serving(landscape: &Landscape, name: &str) -> Option<ServiceId> {
    let serves = |path: &str| {
        let service = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        service.rsplit('.').next() == Some(name)
    };
    let routes = landscape.routes.iter();
    let mut found = routes.filter(|route| route.method == Method::Rpc && serves(&route.path));
    let first = found.next()?.service;
    found.all(|route| route.service == first).then_some(first)
}

/// Leaves of several addresses that a channel may have the one at which its procedures are served, if it is among them:
/// one function may make the channels to all.
fn keep_serving(reached: &mut Vec<Reached>, service: ServiceId) {
    let meant = CallTarget::Service(service);
    let Some((callers, ..)) = reached.iter().find(|(_, target, ..)| *target == meant) else {
        return;
    };
    let callers = callers.clone();
    reached.retain_mut(|(services, target, ..)| {
        if *target != meant {
            services.retain(|caller| !callers.contains(caller));
        }
        !services.is_empty()
    });
}

/// A group of services with the target, path and derivation of their call.
type Reached = (Vec<ServiceId>, CallTarget, Option<String>, Provenance);

/// Whom a call reaches; services for which it reaches the same are told together.
fn targets(
    join: &Join<'_, '_>,
    site: &CallSite,
    services: &[ServiceId],
    serving: Option<ServiceId>,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
) -> Vec<Reached> {
    let values = site.url.map(|url| value_of(&join.values, url)).unwrap_or_default();
    let mut reached: Vec<Reached> = Vec::new();
    for &service in services {
        let mut any = false;
        for filled in values.iter().flat_map(|value| environment.fill(service, value)) {
            let Some((target, path)) = target(&filled, serving, environment, hosts) else {
                continue;
            };
            any = true;
            match reached.iter_mut().find(|known| known.1 == target && known.2 == path) {
                Some(known) if known.0.contains(&service) => {}
                Some(known) => known.0.push(service),
                None => reached.push((vec![service], target, path, filled.why)),
            }
        }
        if !any {
            let path = values.iter().find_map(|value| {
                environment.fill(service, value).first().and_then(|filled| path_of(&filled.partial))
            });
            let unknown = |known: &&mut Reached| known.1 == CallTarget::Unknown && known.2 == path;
            if let Some(known) = reached.iter_mut().find(unknown) {
                known.0.push(service);
                continue;
            }
            let why = Provenance::sure(50).then("the address is not known", Some(site.place), 50);
            reached.push((vec![service], CallTarget::Unknown, path, why));
        }
    }
    if reached.is_empty() && services.is_empty() {
        let why = Provenance::sure(50).then("no service is seen to run this", Some(site.place), 50);
        reached.push((Vec::new(), CallTarget::Unknown, None, why));
    }
    // Of several addresses those of the system come first.
    reached.sort_by_key(|(_, target, ..)| match target {
        CallTarget::Service(_) => 0,
        CallTarget::Deployment(_) => 1,
        CallTarget::Host(_) => 2,
        CallTarget::Unknown => 3,
    });
    reached
}

/// The target and path that an address means; none if its host is not known. `serving` is the only service that serves the
/// procedure which is called.
fn target(
    filled: &Filled,
    serving: Option<ServiceId>,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
) -> Option<(CallTarget, Option<String>)> {
    let address = Address::read(&filled.partial)?;
    if address.host.contains(['{', '}']) {
        return None;
    }
    let path = path_of(&filled.partial);
    // Several services take the same port of a developer's machine, one at a time.
    if let Some(service) = serving.filter(|_| is_here(&address.host)) {
        return Some((CallTarget::Service(service), path));
    }
    let from = filled.deployment.map(|id| environment.deployments[id.index()].place.file);
    if let Some(id) = hosts.find(&address.host, address.port, from) {
        let target = match environment.deployments[id.index()].service {
            Some(service) => CallTarget::Service(service),
            None => CallTarget::Deployment(id),
        };
        return Some((target, path));
    }
    if is_here(&address.host) {
        let port = address.port?;
        let mut listening = (0u32..).zip(environment.services).filter(|(_, service)| {
            service.listeners.iter().any(|listener| listener.port == Some(port))
        });
        let target = match (listening.next(), listening.next()) {
            (Some((id, _)), None) => CallTarget::Service(ServiceId(id)),
            _ => CallTarget::Unknown,
        };
        return Some((target, path));
    }
    Some((CallTarget::Host(address.host), path))
}

/// The path of an address: what stands behind the host, or all of it if there is none.
fn path_of(address: &str) -> Option<String> {
    let behind = match address.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        // What is put together of a base that is not known and a path.
        None => &address[address.find('/')?..],
    };
    let path = behind.split(['?', '#']).next().unwrap_or_default();
    (!path.is_empty()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn paths_are_what_stands_behind_the_host() {
        assert_eq!(path_of("http://orders:80/v1/orders/{}?x=1").as_deref(), Some("/v1/orders/{}"));
        assert_eq!(path_of("{}/orders").as_deref(), Some("/orders"));
        assert_eq!(path_of("http://orders:80"), None);
    }
}
