//! What a service has as a whole: logs, traces, metrics, health, an orderly end, a contract.

use super::Context;
use super::functions::Functions;
use super::known::Known;
use super::loops::by_method_name;
use super::routes::Listener;
use super::services::Candidate;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::PathKind;
use crate::graph::system::{
    Capability, CapabilityKind, CapabilityLevel, FnFlags, Hidden, HiddenKind, RouteRole,
};
use crate::graph::{Scope, Target};
use crate::place::Place;
use crate::program::{At, UnitIndex};

/// Adds what a service has, and what hides whether it has more.
pub(super) fn add(
    context: &Context<'_, '_>,
    functions: &Functions,
    listeners: &[Listener],
    service: &mut Candidate,
) {
    let mut found = Capabilities { context, best: Vec::new(), optional: false };
    let mut disables_signals = false;
    let mut telemetry: Option<(Place, String)> = None;
    for (index, unit) in context.program.units.iter().enumerate() {
        if !service.crates.contains(&unit.krate) {
            continue;
        }
        let index = UnitIndex(index as u32);
        for node in 0..unit.bodies.nodes.len() as u32 {
            let at = At { unit: index, node: NodeId(node) };
            let Some(located) = functions.locate(at) else { continue };
            let reached = service.reached.contains(&located.function);
            found.optional = located.flags.contains(FnFlags::CONDITIONAL);
            found.node(at, if reached { 95 } else { 60 });
            if reached && let Node::Method { call, .. } = unit.bodies.node(at.node) {
                disables_signals |= context.program.method_name(index, call) == "disable_signals";
            }
            if reached && telemetry.is_none() {
                telemetry = hides_telemetry(context, at);
            }
        }
        found.optional = false;
        found.declarations(index);
    }
    for route in &service.routes {
        let kind = match route.role {
            RouteRole::Health | RouteRole::Readiness => CapabilityKind::Health,
            RouteRole::Metrics => CapabilityKind::Metrics,
            RouteRole::Docs => CapabilityKind::Contract,
            _ => continue,
        };
        found.add(kind, CapabilityLevel::Code, route.place, route.why.confidence.max(90), || {
            route.path.clone()
        });
    }
    for guard in service.routes.iter().flat_map(|route| &route.guards) {
        let guard = &guard.capability;
        found.add(guard.kind, guard.level, guard.place, guard.confidence, || guard.by.clone());
    }
    if let Some(listener) =
        listeners.iter().find(|listener| Known::server(listener.framework).graceful)
        && !disables_signals
    {
        let place = context.program.place(listener.at);
        let kind = CapabilityKind::GracefulShutdown;
        found.add(kind, CapabilityLevel::Library, place, 90, || {
            "the framework's default".to_owned()
        });
    }
    let mut capabilities = found.best;
    capabilities.sort_by_key(|a| (a.kind, a.level, a.place));
    if let Some((place, name)) = telemetry {
        let reason = format!("`{name}` is outside the tree, and may start logs and traces");
        service.hidden.push(Hidden { kind: HiddenKind::Telemetry, place: Some(place), reason });
    }
    if let Some(route) = service.routes.iter().find(|route| route.guards_hidden) {
        let reason = format!("what wraps `{}` could not be followed", route.path);
        service.hidden.push(Hidden {
            kind: HiddenKind::Middleware,
            place: Some(route.place),
            reason,
        });
    }
    service.capabilities = capabilities;
}

/// The best evidence of each capability.
struct Capabilities<'c, 'p, 'a> {
    context: &'c Context<'p, 'a>,
    best: Vec<Capability>,
    /// What is looked at stands in a branch.
    optional: bool,
}

impl Capabilities<'_, '_, '_> {
    fn add(
        &mut self,
        kind: CapabilityKind,
        level: CapabilityLevel,
        place: Place,
        confidence: u8,
        by: impl FnOnce() -> String,
    ) {
        match self.best.iter_mut().find(|known| known.kind == kind) {
            Some(known) if known.confidence >= confidence => {}
            Some(known) => *known = Capability { kind, level, place, confidence, by: by() },
            None => self.best.push(Capability { kind, level, place, confidence, by: by() }),
        }
    }

    fn node(&mut self, at: At, confidence: u8) {
        let program = self.context.program;
        let target = match program.node(at) {
            Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
            Node::Method { call, .. } => {
                let target = program.method(at.unit, call);
                let name = program.method_name(at.unit, call);
                let kind = CapabilityKind::GracefulShutdown;
                if !matches!(target, Some(Target::Item(_))) && by_method_name(name, kind) {
                    let place = program.method_place(at.unit, call);
                    self.add(kind, CapabilityLevel::Code, place, confidence, || name.to_owned());
                }
                target
            }
            Node::Macro { call, .. } => {
                program.path(at.unit, program.unit(at.unit).facts.macro_calls[call as usize].path)
            }
            _ => None,
        };
        self.target(target, program.place(at), confidence);
    }

    fn target(&mut self, target: Option<Target>, place: Place, confidence: u8) {
        let context = self.context;
        let Some(known) = context.known.of(target) else { return };
        for kind in &known.gives {
            // Authentication is a matter of routes, which see where it stands.
            if *kind == CapabilityKind::Authentication || *kind == CapabilityKind::Retry {
                continue;
            }
            // A file beside the standard output is most often a choice of who runs it.
            let chosen = self.optional && *kind == CapabilityKind::LogFile;
            let confidence = if chosen { confidence.min(60) } else { confidence };
            let by = || {
                target.map(|target| context.program.graph.target_path(target)).unwrap_or_default()
            };
            self.add(*kind, CapabilityLevel::Code, place, confidence, by);
        }
    }

    /// Derives, attributes and types of a file.
    fn declarations(&mut self, unit: UnitIndex) {
        let program = self.context.program;
        let facts = program.unit(unit).facts;
        for (index, path) in facts.paths.iter().enumerate() {
            if !matches!(path.kind, PathKind::Derive | PathKind::Attribute | PathKind::Type) {
                continue;
            }
            let id = crate::extract::rust::facts::PathId(index as u32);
            let target = program.path(unit, id);
            if self.context.known.of(target).is_none_or(|known| known.gives.is_empty()) {
                continue;
            }
            let item = path.item.and_then(|item| self.context.links.id_of(program, unit, item));
            let scope = item.map_or(Scope::Production, |item| program.graph.item(item).scope);
            if scope == Scope::Production {
                self.target(target, program.place_in(unit, path.span), 85);
            }
        }
    }
}

/// A call of something outside the tree that by its name starts logs or traces.
fn hides_telemetry(context: &Context<'_, '_>, at: At) -> Option<(Place, String)> {
    let program = context.program;
    let Node::Call { callee, .. } = program.node(at) else { return None };
    let callee = At { node: callee, ..at };
    let Node::Path(path) = program.node(callee) else { return None };
    let name = match program.path(at.unit, path) {
        Some(Target::External(external)) => {
            let package = &program.graph.externals[external.index()].package;
            if context.known.speaks_of(package) {
                return None;
            }
            program.graph.target_path(Target::External(external))
        }
        Some(_) => return None,
        None => program.path_text(at.unit, path),
    };
    let lower = name.to_lowercase();
    let last = lower.rsplit("::").next().unwrap_or_default();
    let starts = ["init", "setup", "install", "configure", "start", "register"];
    let words = ["telemetry", "tracing", "log", "observability", "trace"];
    let hides = starts.iter().any(|word| last.contains(word))
        && words.iter().any(|word| lower.contains(word));
    hides.then(|| (program.place(callee), name))
}
