//! Turns every import and every path into an edge, file by file and in parallel.

use rustc_hash::FxHashSet;

use super::answers::{Answers, Asked};
use super::builder::Builder;
use super::lookup::{Answer, Found, NO_IMPORT, Query, Root};
use super::path_kinds::{edge_kind, is_certain, namespaces};
use super::prelude;
use super::program::Meanings;
use super::space::{NAMESPACES, Namespace, SpaceId};
use super::unit::UnitId;
use crate::cfg::CfgKey;
use crate::extract::rust::facts::{PathId, PathKind, PathRoot, PathUse, ScopeId};
use crate::graph::{
    BlindSpot, BlindSpotKind, Edge, EdgeKind, ItemId, ModuleId, Name, Scope, Target,
};
use crate::place::Place;

/// What the units of a file give.
#[derive(Debug, Default)]
pub(crate) struct FileEdges {
    pub(crate) edges: Vec<Edge>,
    pub(crate) blind_spots: Vec<BlindSpot>,
    pub(crate) unknown_receivers: usize,
}

/// The same while it grows, with what is needed for that.
#[derive(Debug, Default)]
pub(crate) struct UnitEdges {
    pub(super) edges: Vec<Edge>,
    pub(super) blind_spots: Vec<BlindSpot>,
    unknown_receivers: usize,
    /// What names of the unit that was read last mean, if its bodies were read.
    pub(crate) meanings: Meanings,
    /// What paths of this unit mean that were looked up before.
    answers: Answers,
    /// Macros whose bodies were looked at in this unit, by module.
    expanded: FxHashSet<(ModuleId, ItemId)>,
}

impl UnitEdges {
    /// What was found, in a list that is as long as it must be; the one in which it grew is used again.
    pub(super) fn take_exact(&mut self) -> FileEdges {
        let edges = self.edges.as_slice().into();
        self.edges.clear();
        FileEdges {
            edges,
            blind_spots: std::mem::take(&mut self.blind_spots),
            unknown_receivers: std::mem::take(&mut self.unknown_receivers),
        }
    }
}

/// Confidence of a name that only a glob import of an external crate can bring.
const BY_GLOB: u8 = 90;
/// Confidence of a method, whose receiver's type was told from annotations and signatures.
const BY_RECEIVER: u8 = 90;
/// Where an edge begins.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) module: ModuleId,
    pub(super) item: Option<ItemId>,
    pub(super) scope: Scope,
    pub(super) cfg: CfgKey,
    pub(super) place: Place,
}

impl Builder<'_> {
    /// Adds the edges of one unit; `imports` are those of its own.
    pub(crate) fn unit_edges(&self, unit: UnitId, imports: &[u32], out: &mut UnitEdges) {
        out.expanded.clear();
        out.meanings = self.no_meanings(unit);
        for &import in imports {
            self.import_edges(unit, import as usize, out);
        }
        let facts = &self.units[unit.0 as usize].facts;
        out.answers.begin(facts);
        for path in 0..facts.paths.len() as u32 {
            self.path_edges(unit, PathId(path), out);
        }
        for call in 0..facts.method_calls.len() as u32 {
            self.method_edge(unit, call, out);
        }
    }

    fn import_edges(&self, unit_id: UnitId, index: usize, out: &mut UnitEdges) {
        let unit = &self.units[unit_id.0 as usize];
        let import = &self.imports[index];
        let leaf = &unit.facts.uses[import.leaf as usize];
        if unit.is_replaced(leaf.span.start) {
            return;
        }
        let cfg = unit.cfg(leaf.cfg);
        let origin = Origin {
            module: self.spaces[import.space.index()].module,
            item: leaf.item.and_then(|item| self.item_of(unit_id, item)),
            scope: self.scope_at(unit_id, leaf.item, cfg),
            cfg,
            place: self.place(unit_id, leaf.span),
        };
        let kind = if self.is_reexport(index) { EdgeKind::Reexport } else { EdgeKind::Use };
        let segments = unit.path_names(leaf.segments);
        let root = self.root(unit_id, import.space, leaf.scope, leaf.root);
        let named = self.import_holder(index as u32, root, &segments);
        let mut seen: [Option<Target>; 3] = [None; 3];
        for namespace in NAMESPACES {
            let Some(target) = import.resolved[namespace as usize] else {
                continue;
            };
            if seen.contains(&Some(target)) {
                continue;
            }
            seen[namespace as usize] = Some(target);
            let named = match target {
                Target::Module(module) => Some(module),
                Target::External(_) | Target::Item(_) => named,
            };
            out.edges.push(edge(&origin, Found { target, named }, kind, 100));
        }
        if import.resolved.iter().all(Option::is_none) && leaf.root != PathRoot::MetaVariable {
            let (krate, space) = (unit.krate, import.space);
            let query = Query { krate, space, root, segments: &segments, import: index as u32 };
            self.unresolved(unit_id, &origin, query, kind, out);
        }
    }

    /// The module that an import's path names before its last segment.
    fn import_holder(&self, own: u32, root: Root, segments: &[Name]) -> Option<ModuleId> {
        let import = &self.imports[own as usize];
        let (space, krate) = (import.space, self.units[import.unit.0 as usize].krate);
        let (_, before) = segments.split_last()?;
        if before.is_empty() {
            return match root {
                Root::At(target) => self.target_module(target),
                _ => Some(self.spaces[space.index()].module),
            };
        }
        let query = Query { krate, space, root, segments: before, import: own };
        match self.look_up(query, Namespace::Types) {
            Answer::Found(found) => self.target_module(found.target),
            _ => None,
        }
    }

    fn path_edges(&self, unit_id: UnitId, id: PathId, out: &mut UnitEdges) {
        let unit = &self.units[unit_id.0 as usize];
        let path = &unit.facts.paths[id.index()];
        if unit.is_hidden(path.scope)
            || unit.is_replaced(path.span.start)
            || path.root == PathRoot::MetaVariable
        {
            return;
        }
        if path.kind == PathKind::Visibility {
            return;
        }
        let cfg = unit.cfg(path.cfg);
        if !self.is_active(unit.krate, cfg) {
            return;
        }
        let Some(space) = self.existing_space(unit_id, path.scope) else {
            return;
        };
        let origin = Origin {
            module: self.spaces[space.index()].module,
            item: path.item.and_then(|item| self.item_of(unit_id, item)),
            scope: self.scope_at(unit_id, path.item, cfg),
            cfg,
            place: self.place(unit_id, path.span),
        };
        let kind = edge_kind(path.kind);
        let answer = self.answer(unit_id, id, space, out);
        let segments = || unit.path_names(path.segments);
        if let Some(meaning) = out.meanings.paths.get_mut(id.index()) {
            *meaning = self.meaning(&answer);
        }
        match answer {
            Answer::Found(found) | Answer::Partly(found) => {
                out.edges.push(edge(&origin, found, kind, 100));
                self.alias_edges(&origin, found.target, out);
                if let (PathKind::Macro, Target::Item(item)) = (path.kind, found.target) {
                    // Once a module: a macro is called often, and brings the same each time.
                    if out.expanded.insert((origin.module, item)) {
                        self.macro_body_edges(&origin, space, item, out);
                    }
                }
            }
            Answer::Glob(Some(external))
                if is_certain(path) || self.is_foreign_derive(path, &segments()) =>
            {
                let found = Found { target: Target::External(external), named: None };
                out.edges.push(edge(&origin, found, kind, BY_GLOB));
            }
            Answer::Glob(_) if is_certain(path) => {
                self.missing(unit_id, &origin, &segments(), BlindSpotKind::ExternalGlob, out);
            }
            Answer::Missing if is_certain(path) && !path.in_macro => {
                let segments = segments();
                let root = self.root(unit_id, space, path.scope, path.root);
                let (krate, import) = (unit.krate, NO_IMPORT);
                let query = Query { krate, space, root, segments: &segments, import };
                self.unresolved(unit_id, &origin, query, kind, out);
            }
            _ => {}
        }
    }

    /// What a path means in the first namespace in which it is found.
    fn answer(&self, unit_id: UnitId, id: PathId, space: SpaceId, out: &mut UnitEdges) -> Answer {
        let unit = &self.units[unit_id.0 as usize];
        let path = &unit.facts.paths[id.index()];
        let root = self.root(unit_id, space, path.scope, path.root);
        let namespaces = namespaces(path.kind);
        let segments = &unit.facts.segments[path.segments.range()];
        let asked = Asked { segments, space, root, namespaces };
        let place = match out.answers.find(&unit.facts, &asked) {
            Ok(answer) => return answer,
            Err(place) => place,
        };
        let segments = unit.path_names(path.segments);
        let query =
            Query { krate: unit.krate, space, root, segments: &segments, import: NO_IMPORT };
        let mut answer = Answer::Missing;
        let before = self.look_up_before(query);
        for namespace in namespaces {
            let next = self.look_up_last(query, before, *namespace);
            let better = matches!(
                (&answer, &next),
                (_, Answer::Found(_))
                    | (Answer::Missing | Answer::Unknown, _)
                    | (Answer::Glob(_), Answer::Partly(_) | Answer::Builtin)
            );
            if better {
                answer = next;
            }
            if matches!(answer, Answer::Found(_)) {
                break;
            }
        }
        out.answers.keep(&place, id.0, &asked, answer);
        answer
    }

    fn method_edge(&self, unit_id: UnitId, index: u32, out: &mut UnitEdges) {
        let unit = &self.units[unit_id.0 as usize];
        let call = &unit.facts.method_calls[index as usize];
        let cfg = unit.cfg(call.cfg);
        if unit.is_hidden(call.scope)
            || unit.is_replaced(call.span.start)
            || !self.is_active(unit.krate, cfg)
        {
            return;
        }
        let (receiver, target) = self.method(unit_id, index);
        if let Some(meaning) = out.meanings.receivers.get_mut(index as usize) {
            *meaning = receiver;
        }
        if let Some(meaning) = out.meanings.methods.get_mut(index as usize) {
            *meaning = target;
        }
        let Some(target) = target else {
            out.unknown_receivers += 1;
            return;
        };
        let Some(module) = self.module_of_scope(unit_id, call.scope) else {
            return;
        };
        let origin = Origin {
            module,
            item: call.item.and_then(|item| self.item_of(unit_id, item)),
            scope: self.scope_at(unit_id, call.item, cfg),
            cfg,
            place: self.place(unit_id, call.span),
        };
        out.edges.push(edge(
            &origin,
            Found { target, named: None },
            EdgeKind::MethodCall,
            BY_RECEIVER,
        ));
    }

    /// What an alias stands for is used by whoever uses the alias.
    fn alias_edges(&self, origin: &Origin, target: Target, out: &mut UnitEdges) {
        let meant = self.resolved_alias(target);
        if meant != target {
            out.edges.push(edge(origin, Found { target: meant, named: None }, EdgeKind::Alias, 95));
        }
    }

    /// Whether a derive is none of the standard library's, so that a glob must bring it.
    fn is_foreign_derive(&self, path: &PathUse, segments: &[Name]) -> bool {
        path.kind == PathKind::Derive
            && segments.len() == 1
            && !prelude::DERIVES.contains(&self.graph.names.get(segments[0]))
    }

    /// The module of a scope.
    pub(crate) fn module_of_scope(&self, unit: UnitId, scope: ScopeId) -> Option<ModuleId> {
        self.existing_space(unit, scope).map(|space| self.spaces[space.index()].module)
    }
}

pub(super) const fn edge(origin: &Origin, found: Found, kind: EdgeKind, confidence: u8) -> Edge {
    Edge {
        module: origin.module,
        item: origin.item,
        to: found.target,
        named: found.named,
        kind,
        scope: origin.scope,
        confidence,
        cfg: origin.cfg,
        place: origin.place,
    }
}
