//! What stands between a request and its handler: layers, extractors, and checks in the handler itself.

use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::text::short;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::{PathId, PathKind};
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel, FnId, Guard};
use crate::graph::{ItemId, ItemKind, Scope, Target};
use crate::program::{At, UnitIndex};
use crate::system::Context;
use crate::system::by_name::ByName;
use crate::system::functions::Functions;
use crate::system::known::ends_with;
use crate::system::parts::{derives, named_type, parameters_of};

/// What guards were found, and whether something may hide others.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) guards: Vec<Guard>,
    pub(super) hidden: bool,
}

/// What an expression says about tokens.
enum Sign {
    /// It verifies one, by this function.
    Verifies(String),
    /// It looks for one.
    Looks,
    /// It turns away who has none.
    Denies,
}

/// Knows which functions verify tokens.
pub(crate) struct Guards<'g, 'p, 'a> {
    context: &'g Context<'p, 'a>,
    functions: &'g Functions,
    /// Functions that verify a token themselves, with confidence.
    verifies: FxHashMap<FnId, u8>,
    /// What was found for functions that were asked for, by those who look at several binaries at once.
    reached: Mutex<FxHashMap<FnId, Option<u8>>>,
    pub(crate) sites: Vec<(At, String, u8)>,
}

impl<'g, 'p, 'a> Guards<'g, 'p, 'a> {
    pub(crate) fn new(context: &'g Context<'p, 'a>, functions: &'g Functions) -> Self {
        let program = context.program;
        let mut guards = Self {
            context,
            functions,
            verifies: FxHashMap::default(),
            reached: Mutex::default(),
            sites: Vec::new(),
        };
        let mut looks: FxHashMap<FnId, At> = FxHashMap::default();
        let mut denies: FxHashSet<FnId> = FxHashSet::default();
        let signs = program.by_unit(|unit| signs_in(context, unit));
        for (index, signs) in (0u32..).zip(signs) {
            for (at, sign) in signs {
                let Some(located) = functions.locate(at) else { continue };
                match sign {
                    Sign::Verifies(by) => {
                        guards.verifies.insert(located.function, 95);
                        guards.sites.push((at, by, 95));
                    }
                    Sign::Looks => {
                        looks.entry(located.function).or_insert(at);
                    }
                    Sign::Denies => {
                        denies.insert(located.function);
                    }
                }
            }
            guards.typed_headers(UnitIndex(index));
        }
        for function in denies {
            let looked = looks.get(&function).copied();
            let known =
                guards.verifies.entry(function).or_insert(if looked.is_some() { 87 } else { 75 });
            if let (Some(at), 87) = (looked, *known) {
                guards.sites.push((at, "a check in the code".to_owned(), 87));
            }
        }
        guards.sites.sort_unstable();
        guards
    }

    /// Functions that name the type of the header which carries a token, as in
    /// `TypedHeader::<Authorization<Bearer>>`: nothing is taken for that type from a request without it.
    fn typed_headers(&mut self, unit: UnitIndex) {
        let program = self.context.program;
        for (index, path) in program.unit(unit).facts.paths.iter().enumerate() {
            let (PathKind::Type, Some(item)) = (path.kind, path.item) else { continue };
            let Some(target @ Target::External(external)) =
                program.path(unit, PathId(index as u32))
            else {
                continue;
            };
            let named = &program.graph.externals[external.index()].path;
            if !ends_with(named, "Authorization")
                || !ends_with(&program.graph.target_path(target), "headers::Authorization")
            {
                continue;
            }
            let item = self.context.links.id_of(program, unit, item);
            if let Some(function) = item.and_then(|item| self.functions.of_item(item)) {
                let best = self.verifies.entry(function).or_default();
                *best = (*best).max(90);
            }
        }
    }

    /// Whether a function verifies a token, in what it calls too.
    pub(crate) fn authenticates(&self, function: FnId) -> Option<u8> {
        let reached = || self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let known = reached().get(&function).copied();
        if let Some(known) = known {
            return known;
        }
        let mut seen = FxHashSet::default();
        let mut level = vec![function];
        let mut best = None;
        for depth in 0..6_u8 {
            let mut next = Vec::new();
            for function in level {
                if !seen.insert(function) || seen.len() > 400 {
                    continue;
                }
                if let Some(confidence) = self.verifies.get(&function) {
                    best = best.max(Some(confidence.saturating_sub(depth)));
                }
                let calls = self.functions.calls_in(function).iter();
                next.extend(calls.filter(|call| call.confidence >= 80).map(|call| call.to));
            }
            level = next;
            if best >= Some(90) {
                break;
            }
        }
        reached().insert(function, best);
        best
    }

    fn guard(
        &self,
        kind: CapabilityKind,
        at: At,
        confidence: u8,
        by: String,
        what: String,
    ) -> Guard {
        let place = self.context.program.place(at);
        let capability = Capability { kind, level: CapabilityLevel::Code, place, confidence, by };
        Guard { capability, what }
    }

    /// What a layer gives.
    pub(super) fn of_layer(&self, layer: At) -> Found {
        let program = self.context.program;
        let mut found = Found::default();
        let text = short(program.text(program.place(layer)));
        let mut stack = vec![(layer, 0_u8)];
        let mut seen = FxHashSet::default();
        let mut unknown = true;
        while let Some((at, depth)) = stack.pop() {
            if !seen.insert(at) || seen.len() > 400 {
                continue;
            }
            let node = program.node(at);
            let mut parts = Vec::new();
            crate::system::parts::push_parts(program.unit(at.unit).bodies, node, &mut parts);
            stack.extend(parts.into_iter().rev().map(|part| (At { node: part, ..at }, depth)));
            let target = match node {
                Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
                Node::Method { call, .. } => program.method(at.unit, call),
                Node::Local(local) => {
                    if let Some(value) =
                        self.context.links.initialiser(at.unit, local).filter(|_| depth < 4)
                    {
                        stack.push((value, depth + 1));
                    } else {
                        found.hidden = true;
                    }
                    None
                }
                _ => None,
            };
            match target {
                Some(Target::External(external)) => {
                    let name = &program.graph.externals[external.index()];
                    let gives = self.context.known.external(external);
                    unknown &= !self.context.known.speaks_of(&name.package)
                        && !matches!(
                            name.package.as_str(),
                            "std" | "core" | "alloc" | "http" | "tower"
                        );
                    for kind in gives.iter().flat_map(|known| &known.gives) {
                        if matters(*kind)
                            && !found.guards.iter().any(|guard| guard.capability.kind == *kind)
                        {
                            let by = program.graph.target_path(Target::External(external));
                            found.guards.push(self.guard(
                                *kind,
                                at,
                                95,
                                by,
                                format!("layer `{text}`"),
                            ));
                        }
                    }
                }
                Some(Target::Item(item)) => {
                    unknown = false;
                    self.layer_of_tree(item, at, &text, &mut found);
                }
                _ => {}
            }
        }
        found.hidden |= unknown;
        found.hidden &= found.guards.is_empty();
        found
    }

    /// A layer that the tree defines: a function, or a type whose parts do the work.
    fn layer_of_tree(&self, item: ItemId, at: At, text: &str, found: &mut Found) {
        let program = self.context.program;
        let name = program.graph.names.get(program.graph.item(item).name);
        let mut functions: Vec<ItemId> = Vec::new();
        let of = match program.graph.item(item).kind {
            ItemKind::Function => {
                functions.push(item);
                self.context.links.self_type(program, item)
            }
            ItemKind::Struct | ItemKind::Enum => Some(item),
            _ => None,
        };
        if let Some(of) = of {
            // The service that a layer makes stands beside it, and does what the layer is for.
            let module = program.graph.item(of).module;
            let beside = program
                .bodies
                .iter()
                .filter(|body| body.module == module && body.scope == Scope::Production);
            let beside = beside.filter(|body| {
                program
                    .graph
                    .item(body.item)
                    .parent
                    .is_some_and(|parent| program.graph.item(parent).kind == ItemKind::Impl)
            });
            functions.extend(beside.map(|body| body.item));
        }
        let functions = functions.into_iter().filter_map(|item| self.functions.of_item(item));
        let best = functions.filter_map(|function| self.authenticates(function)).max();
        let named = name.to_lowercase();
        let says = ["auth", "jwt", "token", "login", "anonymous", "permission"]
            .iter()
            .any(|word| named.contains(word));
        let confidence = match (best, says) {
            (Some(best), _) if best >= 80 => Some(best),
            (Some(_), true) => Some(80),
            (None, true) => Some(70),
            // That it looks at a header does not mean that it turns anybody away.
            (_, false) => None,
        };
        let kind = CapabilityKind::Authentication;
        if let Some(confidence) = confidence
            && !found.guards.iter().any(|guard| guard.capability.kind == kind)
        {
            let by = program.graph.item_path(item);
            found.guards.push(self.guard(kind, at, confidence, by, format!("layer `{text}`")));
        }
    }

    /// What a handler itself asks for: its extractors, and checks in its body.
    pub(super) fn of_handler(&self, item: ItemId, function: Option<FnId>) -> Option<Guard> {
        let program = self.context.program;
        let body = program.body_of(item)?;
        let at = At { unit: body.unit, node: body.node };
        let kind = CapabilityKind::Authentication;
        for parameter in parameters_of(program.unit(body.unit).facts, body) {
            let target = named_type(program, body.unit, parameter.ty);
            let Some((confidence, name)) = self.extractor(target, body.unit, parameter.ty) else {
                continue;
            };
            let mut guard =
                self.guard(kind, at, confidence, name.clone(), format!("extractor `{name}`"));
            if let Some(place) = self.parameter_place(body.unit, parameter.ty) {
                guard.capability.place = place;
            }
            return Some(guard);
        }
        let function = function?;
        let confidence = self.authenticates(function).filter(|confidence| *confidence >= 85)?;
        let name = program.graph.names.get(program.graph.item(item).name);
        let mut guard =
            self.guard(kind, at, confidence.min(85), name.to_owned(), format!("check in `{name}`"));
        guard.capability.place = program.graph.item_place(item);
        Some(guard)
    }

    fn parameter_place(
        &self,
        unit: UnitIndex,
        ty: crate::extract::rust::facts::TypeId,
    ) -> Option<crate::place::Place> {
        use crate::extract::rust::facts::Type;
        let program = self.context.program;
        let facts = program.unit(unit).facts;
        match &facts.types[ty.index()] {
            Type::Path { path, .. } => Some(program.place_in(unit, facts.paths[path.index()].span)),
            _ => None,
        }
    }

    /// Whether a parameter's type lets no request without a valid token through.
    fn extractor(
        &self,
        target: Option<Target>,
        unit: UnitIndex,
        ty: crate::extract::rust::facts::TypeId,
    ) -> Option<(u8, String)> {
        use crate::extract::rust::facts::Type;
        let program = self.context.program;
        match target {
            Some(Target::External(external)) => {
                let known = self.context.known.external(external)?;
                let path = program.graph.target_path(Target::External(external));
                let authenticates =
                    known.authenticates || known.gives.contains(&CapabilityKind::Authentication);
                authenticates.then_some((95, path))
            }
            Some(Target::Item(item)) => {
                let name = program.graph.names.get(program.graph.item(item).name).to_owned();
                let mut schemes = super::super::known::authenticating();
                if schemes.any(|scheme| derives(program, item, scheme)) {
                    return Some((90, name));
                }
                let extractors =
                    ["FromRequest", "FromRequestParts", "OptionalFromRequestParts", "Extractible"];
                let blocks: Vec<ItemId> = extractors
                    .iter()
                    .flat_map(|name| self.context.links.impls_by_trait(name))
                    .map(|(block, _, _)| *block)
                    .filter(|block| {
                        self.context.links.impl_type(*block) == Some(Target::Item(item))
                    })
                    .collect();
                if blocks.is_empty() {
                    return None;
                }
                let functions = blocks.iter().flat_map(|block| self.context.links.children(*block));
                let functions = functions.filter_map(|item| self.functions.of_item(*item));
                let best = functions.filter_map(|function| self.authenticates(function)).max();
                let lower = name.to_lowercase();
                let words = [
                    "auth",
                    "claims",
                    "jwt",
                    "token",
                    "currentuser",
                    "user",
                    "principal",
                    "identity",
                ];
                let says = words.iter().any(|word| lower.contains(word));
                match (best, says) {
                    (Some(best), true) => Some((best.max(85), name)),
                    (Some(best), false) => Some((best, name)),
                    (None, true) => Some((75, name)),
                    (None, false) => None,
                }
            }
            _ => {
                let facts = program.unit(unit).facts;
                let Type::Path { path, .. } = &facts.types[ty.index()] else { return None };
                let text = program.path_text(unit, *path);
                let last = text.rsplit("::").next().unwrap_or_default().to_owned();
                let says = [
                    "AuthUser",
                    "Claims",
                    "BearerAuth",
                    "JwtClaims",
                    "AuthenticatedUser",
                    "CurrentUser",
                ];
                says.contains(&last.as_str()).then_some((70, last))
            }
        }
    }
}

/// What a name says about tokens.
#[derive(Clone, Copy)]
enum Word {
    Nothing,
    /// A function of this name verifies one, if it is not known which function it is.
    Verifies,
    Looks,
    Denies,
}

impl Word {
    fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let looks =
            ["bearer", "token", "authorization", "api_key", "apikey", "signature", "session"];
        if matches!(name.as_str(), "verify_token" | "verify_with_key" | "verify_jwt") {
            Self::Verifies
        } else if name.contains("unauthorized") || name.contains("unauthenticated") {
            Self::Denies
        } else if looks.iter().any(|word| name.contains(word)) {
            Self::Looks
        } else {
            Self::Nothing
        }
    }
}

/// What the expressions of a unit say about tokens.
fn signs_in(context: &Context<'_, '_>, unit: UnitIndex) -> Vec<(At, Sign)> {
    let program = context.program;
    let mut words = ByName::new(program.unit(unit));
    let nodes = program.nodes_of(unit);
    nodes.filter_map(|at| Some((at, sign(context, at, &mut words)?))).collect()
}

/// What an expression says about tokens.
fn sign(context: &Context<'_, '_>, at: At, words: &mut ByName<'_, Word>) -> Option<Sign> {
    let program = context.program;
    let (target, name) = match program.node(at) {
        Node::Path(path) => (program.path(at.unit, path), program.last_symbol(at.unit, path)),
        Node::Method { call, .. } => {
            let name = program.unit(at.unit).facts.method_calls[call as usize].name;
            (program.method(at.unit, call), Some(name))
        }
        Node::Text => {
            let text = program.text(program.place(at)).as_bytes();
            let starts = |start: &str| {
                text.get(..start.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
            };
            let looks = text.eq_ignore_ascii_case(b"\"authorization\"")
                || text.eq_ignore_ascii_case(b"\"x-api-key\"")
                || starts("\"bearer");
            return looks.then_some(Sign::Looks);
        }
        _ => return None,
    };
    let known = context.known.of(target);
    if known.is_some_and(|known| known.gives.contains(&CapabilityKind::Authentication)) {
        let by = target.map(|target| program.graph.target_path(target)).unwrap_or_default();
        return Some(Sign::Verifies(by));
    }
    let name = name?;
    match words.of(name, Word::of) {
        Word::Verifies if target.is_none() => {
            Some(Sign::Verifies(program.symbol(at.unit, name).to_lowercase()))
        }
        // `verify_with_key` names no token.
        Word::Verifies => {
            program.symbol(at.unit, name).to_lowercase().contains("token").then_some(Sign::Looks)
        }
        Word::Denies => Some(Sign::Denies),
        Word::Looks => Some(Sign::Looks),
        Word::Nothing => None,
    }
}

/// Whether a capability is one of a route.
fn matters(kind: CapabilityKind) -> bool {
    matches!(
        kind,
        CapabilityKind::Authentication
            | CapabilityKind::RateLimit
            | CapabilityKind::Timeout
            | CapabilityKind::Cors
            | CapabilityKind::Tracing
            | CapabilityKind::Metrics
            | CapabilityKind::Bulkhead
    )
}
