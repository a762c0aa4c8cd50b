//! What is known of gateways, calls and routes.

use portcullis_facts::graph::system::{
    Call, CallTarget, CapabilityKind as Kind, CapabilityLevel, DeploymentRole, HiddenKind,
    RouteRole, ServiceKind,
};

use super::{Asked, Cell, State, by, cell, present, unread};

pub(super) fn gateway(asked: &Asked<'_, '_>) -> Cell {
    let landscape = &asked.making.report.system.graph.landscape;
    if asked.is_gateway() {
        return present("it is one", asked.service.place);
    }
    let from_gateway = landscape.calls.iter().find(|call| {
        call.target == CallTarget::Service(asked.id)
            && call.services.iter().any(|id| landscape.service(*id).kind == ServiceKind::Gateway)
    });
    if let Some(call) = from_gateway {
        return present("a gateway calls it", call.place);
    }
    if matches!(asked.service.kind, ServiceKind::Consumer | ServiceKind::Worker) {
        return cell(State::NotApplicable, "it serves no requests");
    }
    let deployed = landscape.deployments.iter().find(|one| one.role == DeploymentRole::Gateway);
    match deployed {
        Some(one) => unread(&format!("whether `{}` leads to it is not known", one.name)),
        None => unread("there is no gateway in this tree"),
    }
}

pub(super) fn gateway_security(asked: &Asked<'_, '_>) -> Cell {
    if !asked.is_gateway() {
        return cell(State::NotApplicable, "it is no gateway");
    }
    asked.broken(&["security/"]).unwrap_or_else(|| token(asked))
}

pub(super) fn aggregator(asked: &Asked<'_, '_>) -> Cell {
    let mut targets: Vec<&CallTarget> = Vec::new();
    for call in asked.calls() {
        let is_service = matches!(call.target, CallTarget::Service(_));
        if is_service && !targets.contains(&&call.target) {
            targets.push(&call.target);
        }
    }
    let routes = asked.making.report.system.graph.landscape.routes_of(asked.id).count();
    if targets.len() > 1 && routes > 0 {
        let why = format!("it serves routes, and calls {} services", targets.len());
        return present(why, asked.service.place);
    }
    cell(State::NotApplicable, "it does not call several services")
}

pub(super) fn at_level(asked: &Asked<'_, '_>, level: CapabilityLevel, name: &str) -> Cell {
    let found = asked.service.capabilities.iter().find(|one| one.level == level);
    found.map_or_else(|| unread(&format!("no {name} is seen, and one may be set up elsewhere")), by)
}

pub(super) fn versioning(asked: &Asked<'_, '_>) -> Cell {
    let landscape = &asked.making.report.system.graph.landscape;
    let mut business = landscape
        .routes_of(asked.id)
        .filter(|(_, route)| route.role == RouteRole::Business)
        .peekable();
    if let Some(cell) = asked.by_finding(State::Missing, &["api/unversioned"]) {
        return cell;
    }
    if business.peek().is_none() {
        return asked
            .hides(HiddenKind::Routes)
            .unwrap_or_else(|| cell(State::NotApplicable, "it serves no routes of its business"));
    }
    let is_version = |part: &str| {
        part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let versioned = business.find(|(_, route)| route.path.split(['/', '.']).any(is_version));
    match versioned {
        Some((_, route)) => present(format!("`{}`", route.path), route.place),
        None => unread("no version is seen in a path; one may stand in a header"),
    }
}

pub(super) fn of_calls(asked: &Asked<'_, '_>, kind: Kind, rule: &str) -> Cell {
    if let Some(cell) = asked.by_finding(State::Missing, &[rule]) {
        return cell;
    }
    let calls: Vec<_> = asked.calls().collect();
    let Some(first) = calls.first() else {
        return cell(State::NotApplicable, "it makes no calls that are known");
    };
    let has = |call: &&Call| call.capabilities.iter().any(|one| one.kind == kind);
    let with: Vec<_> = calls.iter().filter(|call| has(call)).collect();
    if let Some(call) = with.first() {
        let why = format!("{} of {} calls have it", with.len(), calls.len());
        return present(why, call.place);
    }
    if let Some(one) = asked.service.capability(kind) {
        return by(one);
    }
    if let Some(hidden) = calls.iter().find_map(|call| call.hidden.as_ref()) {
        return unread(hidden);
    }
    let why = format!("none of {} calls has it", calls.len());
    Cell { place: Some(first.place), ..cell(State::Missing, why) }
}

pub(super) fn discovery(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) =
        asked.broken(&["deployment/hardcoded-address", "deployment/unresolvable-host"])
    {
        return cell;
    }
    let resolved = asked
        .calls()
        .find(|call| !matches!(call.target, CallTarget::Unknown | CallTarget::Host(_)));
    match (resolved, asked.calls().next()) {
        (Some(call), _) => present("it finds whom it calls by name", call.place),
        (None, Some(_)) => unread("whom it calls is not known"),
        (None, None) => cell(State::NotApplicable, "it makes no calls that are known"),
    }
}

pub(super) fn token(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) = asked.broken(&["security/unauthenticated-endpoint"]) {
        return cell;
    }
    let landscape = &asked.making.report.system.graph.landscape;
    let routes: Vec<_> = landscape
        .routes_of(asked.id)
        .map(|(_, route)| route)
        .filter(|route| route.role == RouteRole::Business)
        .collect();
    if routes.is_empty() {
        return asked
            .hides(HiddenKind::Routes)
            .unwrap_or_else(|| cell(State::NotApplicable, "it serves no routes of its business"));
    }
    let mut guarded = routes.iter().filter(|route| {
        route.guards.iter().any(|guard| guard.capability.kind == Kind::Authentication)
    });
    let Some(first) = guarded.next() else {
        return unread("nothing is seen that asks for a token");
    };
    let why = format!("{} of {} routes ask for it", guarded.count() + 1, routes.len());
    present(why, first.place)
}
