//! What a service has as a whole: logs, traces, metrics, health, an orderly end, a contract.

use super::Context;
use super::functions::Functions;
use super::known::Known;
use super::routes::Listener;
use super::services::Candidate;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::{PathId, PathKind};
use crate::graph::system::{
    Capability, CapabilityKind, CapabilityLevel, FnFlags, FnId, Hidden, HiddenKind, RouteRole,
};
use crate::graph::{ExternalId, Scope, Target};
use crate::place::Place;
use crate::program::{At, UnitIndex};

/// What in the code says that a service has something, found once for all services: by unit.
pub(super) struct Evidence(Vec<OfUnit>);

/// What in one unit says so, in the order of the text.
struct OfUnit {
    nodes: Vec<Evident>,
    /// Names outside the tree that derives, attributes and types bring.
    declared: Vec<(ExternalId, Place)>,
}

/// A node that says so.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the node of its own")]
struct Evident {
    at: At,
    function: FnId,
    /// It stands in a branch.
    optional: bool,
    /// The name outside the tree whose use gives something.
    gives: Option<ExternalId>,
    /// It is a method that ends a process in order.
    ends_in_order: bool,
    /// It is a method that switches that off.
    disables_signals: bool,
    /// It may start logs and traces where nobody sees it.
    hides_telemetry: bool,
}

impl Evidence {
    pub(super) fn find(context: &Context<'_, '_>, functions: &Functions) -> Self {
        Self(context.program.by_unit(|unit| OfUnit::find(context, functions, unit)))
    }
}

impl OfUnit {
    fn find(context: &Context<'_, '_>, functions: &Functions, unit: UnitIndex) -> Self {
        let nodes = context.program.nodes_of(unit);
        Self {
            nodes: nodes.filter_map(|at| Evident::find(context, functions, at)).collect(),
            declared: declared(context, unit),
        }
    }
}

impl Evident {
    fn find(context: &Context<'_, '_>, functions: &Functions, at: At) -> Option<Self> {
        let program = context.program;
        let (mut ends_in_order, mut disables_signals, mut hides_telemetry) = (false, false, false);
        let target = match program.node(at) {
            Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
            Node::Method { call, .. } => {
                let target = program.method(at.unit, call);
                let name = program.method_name(at.unit, call);
                disables_signals = name == "disable_signals";
                ends_in_order =
                    !matches!(target, Some(Target::Item(_))) && context.known.ends_in_order(name);
                target
            }
            Node::Macro { call, .. } => {
                program.path(at.unit, program.unit(at.unit).facts.macro_calls[call as usize].path)
            }
            Node::Call { callee, .. } => {
                hides_telemetry = hides_by_name(context, At { node: callee, ..at });
                None
            }
            _ => return None,
        };
        let gives = match target {
            Some(Target::External(external)) => {
                let known = context.known.external(external);
                known.is_some_and(|known| !known.gives.is_empty()).then_some(external)
            }
            _ => None,
        };
        if gives.is_none() && !ends_in_order && !disables_signals && !hides_telemetry {
            return None;
        }
        let located = functions.locate(at)?;
        Some(Self {
            at,
            function: located.function,
            optional: located.flags.contains(FnFlags::CONDITIONAL),
            gives,
            ends_in_order,
            disables_signals,
            hides_telemetry,
        })
    }
}

/// Derives, attributes and types of a file that give something.
fn declared(context: &Context<'_, '_>, unit: UnitIndex) -> Vec<(ExternalId, Place)> {
    let program = context.program;
    let mut found = Vec::new();
    for (index, path) in program.unit(unit).facts.paths.iter().enumerate() {
        if !matches!(path.kind, PathKind::Derive | PathKind::Attribute | PathKind::Type) {
            continue;
        }
        let Some(Target::External(external)) = program.path(unit, PathId(index as u32)) else {
            continue;
        };
        if context.known.external(external).is_none_or(|known| known.gives.is_empty()) {
            continue;
        }
        let item = path.item.and_then(|item| context.links.id_of(program, unit, item));
        let scope = item.map_or(Scope::Production, |item| program.graph.item(item).scope);
        if scope == Scope::Production {
            found.push((external, program.place_in(unit, path.span)));
        }
    }
    found
}

/// Adds what a service has, and what hides whether it has more.
pub(super) fn add(
    context: &Context<'_, '_>,
    evidence: &Evidence,
    listeners: &[Listener],
    service: &mut Candidate,
) {
    let program = context.program;
    let mut found = Capabilities { context, best: Vec::new() };
    let mut disables_signals = false;
    let mut telemetry: Option<(Place, String)> = None;
    for (unit, evidence) in program.units.iter().zip(&evidence.0) {
        if !service.crates.contains(&unit.krate) {
            continue;
        }
        for evident in &evidence.nodes {
            let reached = service.reached.contains(&evident.function);
            found.node(evident, if reached { 95 } else { 60 });
            disables_signals |= reached && evident.disables_signals;
            if reached && evident.hides_telemetry && telemetry.is_none() {
                telemetry = hidden_telemetry(context, evident.at);
            }
        }
        for (external, place) in &evidence.declared {
            found.external(*external, *place, 85, false);
        }
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
    if let Some(listener) =
        listeners.iter().find(|listener| Known::server(listener.framework).invoked)
    {
        let (kind, place) = (CapabilityKind::Health, context.program.place(listener.at));
        found.add(kind, CapabilityLevel::Orchestrator, place, 90, || {
            "the platform that calls it".to_owned()
        });
        let reason = "what the platform checks before it calls is not seen".to_owned();
        service.hidden.push(Hidden { kind: HiddenKind::Middleware, place: Some(place), reason });
    }
    for listener in listeners {
        let Some(host) = &listener.host else { continue };
        let place = Some(context.program.place(listener.at));
        for (kind, what) in [
            (HiddenKind::Routes, "serve more"),
            (HiddenKind::Middleware, "wrap what it serves"),
            (HiddenKind::Telemetry, "start logs and traces"),
        ] {
            let reason = format!("`{host}` is outside the tree, and may {what}");
            service.hidden.push(Hidden { kind, place, reason });
        }
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

    fn node(&mut self, evident: &Evident, confidence: u8) {
        let program = self.context.program;
        let at = evident.at;
        if evident.ends_in_order
            && let Node::Method { call, .. } = program.node(at)
        {
            let kind = CapabilityKind::GracefulShutdown;
            let place = program.method_place(at.unit, call);
            self.add(kind, CapabilityLevel::Code, place, confidence, || {
                program.method_name(at.unit, call).to_owned()
            });
        }
        if let Some(external) = evident.gives {
            self.external(external, program.place(at), confidence, evident.optional);
        }
    }

    /// A name outside the tree is used, perhaps in a branch.
    fn external(&mut self, external: ExternalId, place: Place, confidence: u8, optional: bool) {
        let context = self.context;
        let Some(known) = context.known.external(external) else { return };
        for kind in &known.gives {
            // Authentication is a matter of routes, which see where it stands.
            if *kind == CapabilityKind::Authentication || *kind == CapabilityKind::Retry {
                continue;
            }
            // A file beside the standard output is most often a choice of who runs it.
            let chosen = optional && *kind == CapabilityKind::LogFile;
            let confidence = if chosen { confidence.min(60) } else { confidence };
            let by = || context.program.graph.target_path(Target::External(external));
            self.add(*kind, CapabilityLevel::Code, place, confidence, by);
        }
    }
}

/// What the last name of a function that starts something has in it.
const STARTS: &[&str] = &["init", "setup", "install", "configure", "start", "register"];

/// Whether a call of something outside the tree may by its last name start something.
fn hides_by_name(context: &Context<'_, '_>, callee: At) -> bool {
    let program = context.program;
    let Node::Path(path) = program.node(callee) else { return false };
    let last = match program.path(callee.unit, path) {
        Some(Target::External(external)) => {
            let external = &program.graph.externals[external.index()];
            if context.known.speaks_of(&external.package) {
                return false;
            }
            match external.path.rsplit("::").next() {
                Some("") | None => &external.package,
                Some(last) => last,
            }
        }
        Some(_) => return false,
        None => program.last_name(callee.unit, path),
    };
    STARTS.iter().any(|word| contains(last, word))
}

/// Whether a name holds a word, however its letters are written.
fn contains(name: &str, word: &str) -> bool {
    let mut windows = name.as_bytes().windows(word.len());
    windows.any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// A call of something outside the tree that by its name starts logs or traces.
fn hidden_telemetry(context: &Context<'_, '_>, at: At) -> Option<(Place, String)> {
    let program = context.program;
    let Node::Call { callee, .. } = program.node(at) else { return None };
    let callee = At { node: callee, ..at };
    let Node::Path(path) = program.node(callee) else { return None };
    let name = match program.path(at.unit, path) {
        Some(target) => program.graph.target_path(target),
        None => program.path_text(at.unit, path),
    };
    let words = ["telemetry", "tracing", "log", "observability", "trace"];
    words.iter().any(|word| contains(&name, word)).then(|| (program.place(callee), name))
}
