//! Item macros: a call of a macro by example of the tree is expanded, and what it makes is read like a file.
//!
//! A call whose macro is not known (one of another crate, a procedural one) keeps what was read
//! from its arguments, which is right for those that only pass items on.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::builder::{Builder, LegacyMacro};
use super::collect::{CollectRange, Deferred, Wanted};
use super::unit::{Expanded, UnitId};
use crate::expand::{Expansion, Origin, Piece, Rules};
use crate::extract::rust;
use crate::extract::rust::facts::{
    ItemKind, MacroCall, MacroReading, PathRoot, PathUse, RustFacts,
};
use crate::graph::{CrateId, ItemId, Target};
use crate::place::{Place, Span};
use crate::problem::{Problem, ProblemKind};

/// Macros that expand to macros are followed this far, as the compiler does by default.
const MOST_DEPTH: u32 = 128;
/// Bytes to which the macros of one system may expand, besides four times its own text. A macro that
/// calls itself twice has no end, and doubling does not need many lines.
const MOST_TEXT: usize = 2 << 20;
/// What each expansion counts for besides its text: a unit of its own.
const EACH: usize = 256;

/// So many calls are expanded side by side before what they make is collected, because what one of them makes
/// may be a macro that another one calls.
const TOGETHER: usize = 256;

/// What a macro makes of a call, found before the call's turn.
struct Ahead {
    of: ItemId,
    /// None if no arm takes the arguments.
    made: Option<Made>,
}

struct Made {
    expansion: Expansion,
    facts: RustFacts,
}

impl Made {
    fn new(rules: &Rules<'_>, arguments: &str) -> Option<Self> {
        let expansion = rules.expand(arguments)?;
        let facts = rust::extract_expansion(&expansion.text);
        Some(Self { expansion, facts })
    }
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It was expanded, or does not exist under the configuration.
    Done,
    /// Its macro is not known, or not yet.
    Unknown,
    /// Its macro is known, but no arm takes these arguments.
    NoMatch,
}

impl Builder<'_> {
    /// Expands what can be expanded; of the rest, once nothing new turns up, the arguments are collected as read.
    pub(crate) fn collect_macros(
        &mut self,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let mut left = Vec::new();
        let mut progress = false;
        let calls = Vec::from(std::mem::take(deferred));
        for calls in calls.chunks(TOGETHER) {
            for (&next, ahead) in calls.iter().zip(self.expand_ahead(calls)) {
                match self.expand_call(next, ahead, wanted, deferred) {
                    Outcome::Done => progress = true,
                    Outcome::Unknown => left.push(next),
                    Outcome::NoMatch => {
                        progress = true;
                        self.collect_arguments(next, wanted, deferred);
                    }
                }
            }
        }
        if progress {
            deferred.extend(left);
        } else {
            for next in left {
                self.collect_arguments(next, wanted, deferred);
            }
        }
    }

    /// Collects what was read from the arguments of a call, if they were read as items.
    fn collect_arguments(
        &mut self,
        next: Deferred,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let call = &self.units[next.unit.0 as usize].facts.macro_calls[next.call as usize];
        if call.reading == MacroReading::Items {
            let range = CollectRange {
                unit: next.unit,
                start: call.arguments.start,
                end: call.arguments.end,
            };
            self.collect_range(range, wanted, deferred);
        }
    }

    /// What these calls expand to if they call the macros that are known now.
    fn expand_ahead<'s>(&'s self, calls: &[Deferred]) -> Vec<Option<Ahead>> {
        let made = AtomicUsize::new(self.expanded_text);
        let ahead = |read: &mut FxHashMap<ItemId, Option<Rules<'s>>>, next: &Deferred| {
            let (call, path) = self.call(*next);
            let unit = &self.units[next.unit.0 as usize];
            // What is too much is told in turn.
            if !self.is_active(unit.krate, unit.cfg(path.cfg))
                || self.depth(*next) > MOST_DEPTH
                || made.load(Ordering::Relaxed) > self.most_expanded_text()
            {
                return None;
            }
            let space = self.existing_space(next.unit, path.scope)?;
            let found = self.called_macro(next.unit, space, path)?;
            let rules = self.rules(found)?;
            let rules = read.entry(found.item).or_insert_with(|| Rules::read(rules)).as_ref();
            let arguments = unit.text.get(call.arguments.range()).unwrap_or("");
            let expanded = rules.and_then(|rules| Made::new(rules, arguments));
            let text = expanded.as_ref().map_or(0, |made| made.expansion.text.len());
            made.fetch_add(text + EACH, Ordering::Relaxed);
            Some(Ahead { of: found.item, made: expanded })
        };
        calls.par_iter().map_init(FxHashMap::default, ahead).collect()
    }

    fn call(&self, next: Deferred) -> (&MacroCall, &PathUse) {
        let facts = &self.units[next.unit.0 as usize].facts;
        let call = &facts.macro_calls[next.call as usize];
        (call, &facts.paths[call.path.index()])
    }

    /// How many calls stand in each other where this one does.
    fn depth(&self, next: Deferred) -> u32 {
        let unit = &self.units[next.unit.0 as usize];
        unit.expanded.as_ref().map_or(0, |expanded| expanded.depth) + 1
    }

    /// The rules of a macro by example.
    fn rules(&self, found: LegacyMacro) -> Option<&str> {
        let definition = &self.units[found.unit.0 as usize];
        match definition.facts.items[found.index as usize].kind {
            ItemKind::MacroRules { rules, .. } => {
                Some(definition.text.get(rules.range()).unwrap_or(""))
            }
            _ => None,
        }
    }

    fn expand_call(
        &mut self,
        next: Deferred,
        ahead: Option<Ahead>,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) -> Outcome {
        let at = next.unit.0 as usize;
        let (call, path) = self.call(next);
        let (call, path) = (call.clone(), path.clone());
        let cfg = self.units[at].cfg(path.cfg);
        if !self.is_active(self.units[at].krate, cfg) {
            self.units[at].replaced.push(call.arguments);
            return Outcome::Done;
        }
        let depth = self.depth(next);
        if depth > MOST_DEPTH || self.expanded_text > self.most_expanded_text() {
            return Outcome::NoMatch;
        }
        let space = self.space_of(next.unit, path.scope);
        let Some(found) = self.called_macro(next.unit, space, &path) else {
            return Outcome::Unknown;
        };
        let made = if let Some(ahead) = ahead.filter(|ahead| ahead.of == found.item) {
            ahead.made
        } else {
            let arguments = self.units[at].text.get(call.arguments.range()).unwrap_or("");
            let rules = self.rules(found).and_then(Rules::read);
            rules.and_then(|rules| Made::new(&rules, arguments))
        };
        let Some(Made { expansion, facts }) = made else {
            return Outcome::NoMatch;
        };
        let defined_in = self.units[found.unit.0 as usize].krate;
        self.expanded_text += expansion.text.len() + EACH;
        if self.expanded_text > self.most_expanded_text() {
            self.too_much_expanded(next.unit, path.span);
            return Outcome::NoMatch;
        }
        let (dir, path_dir) = self.folders(next.unit, path.scope);
        let unit = &self.units[at];
        let place = Wanted {
            file: unit.file,
            module: self.spaces[space.index()].module,
            cfg,
            scope: unit.scope,
            within: Some(next.unit),
            owns_folder: true,
        };
        let id =
            self.new_unit(&place, Cow::Owned(facts), Cow::Owned(expansion.text), dir, path_dir);
        let unit = &mut self.units[id.0 as usize];
        unit.space = space;
        if let Some(first) = unit.spaces.first_mut() {
            *first = Some(space);
        }
        unit.expanded = Some(Expanded {
            pieces: expansion.pieces,
            by: next.unit,
            arguments: call.arguments.start,
            call: path.span,
            defined_in,
            depth,
            last: AtomicU32::default(),
        });
        self.units[at].replaced.push(call.arguments);
        self.collect_range(CollectRange { unit: id, start: 0, end: u32::MAX }, wanted, deferred);
        Outcome::Done
    }

    fn most_expanded_text(&self) -> usize {
        MOST_TEXT + 4 * self.input_text
    }

    fn too_much_expanded(&mut self, unit: UnitId, call: Span) {
        let place = self.place(unit, call);
        self.problems.push(Problem {
            path: self.input.files[place.file.0 as usize].path.clone(),
            span: Some(place.span),
            kind: ProblemKind::TooLarge,
            message: "macros expand to more than is read; from here on their arguments were read as they stand".to_owned(),
        });
    }

    /// The macro by example that a call means, as far as it can be told before imports are followed.
    fn called_macro(
        &self,
        unit: UnitId,
        space: super::space::SpaceId,
        path: &crate::extract::rust::facts::PathUse,
    ) -> Option<LegacyMacro> {
        let entry = &self.units[unit.0 as usize];
        let segments = &entry.facts.segments[path.segments.range()];
        let name = entry.name(segments.last()?.name);
        let own = entry.krate;
        let in_crate = |krate: CrateId| {
            self.legacy_macros.get(&(krate, name)).and_then(|found| found.last()).copied()
        };
        match path.root {
            PathRoot::Plain if segments.len() == 1 => {
                if let Some(item) = self.legacy_macro(own, space, name) {
                    return self.macros.get(&item).copied();
                }
                // An import or `#[macro_use]` must bring it from a crate that this one depends on.
                let externs = &self.crate_infos[own.index()].externs;
                let mut crates: Vec<CrateId> = externs
                    .values()
                    .filter_map(|target| match target {
                        Target::Module(root) => Some(self.graph.module(*root).krate),
                        _ => None,
                    })
                    .collect();
                crates.sort_unstable();
                crates.into_iter().find_map(in_crate)
            }
            PathRoot::Plain => {
                let first = entry.name(segments[0].name);
                match self.crate_infos[own.index()].externs.get(&first)? {
                    Target::Module(root) => in_crate(self.graph.module(*root).krate),
                    _ => None,
                }
            }
            PathRoot::DollarCrate => in_crate(self.dollar_crate(unit)),
            PathRoot::Crate | PathRoot::SelfModule | PathRoot::Super(_) => in_crate(own),
            _ => None,
        }
    }

    /// The crate that `$crate` means in a unit.
    pub(crate) fn dollar_crate(&self, unit: UnitId) -> CrateId {
        let entry = &self.units[unit.0 as usize];
        entry.expanded.as_ref().map_or(entry.krate, |expanded| expanded.defined_in)
    }

    /// Where a span of a unit stands: in the arguments of a call, where they were written; what
    /// the macro itself brought, at the call.
    pub(crate) fn place(&self, unit: UnitId, span: Span) -> Place {
        let mut at = unit;
        let mut span = span;
        loop {
            let entry = &self.units[at.0 as usize];
            let Some(expanded) = &entry.expanded else {
                return Place { file: entry.file, span };
            };
            let start = expanded.argument(span.start);
            let end =
                expanded.argument(span.end.saturating_sub(1).max(span.start)).map(|end| end + 1);
            span = match (start, end) {
                (Some(start), Some(end)) if end >= start => Span::new(start, end),
                (Some(start), _) => Span::new(start, start + 1),
                _ => expanded.call,
            };
            at = expanded.by;
        }
    }
}

impl Expanded {
    /// The offset in the calling unit from which what stands at `offset` was copied.
    fn argument(&self, offset: u32) -> Option<u32> {
        let piece = self.piece(offset)?;
        match piece.origin {
            Origin::Arguments(start) => {
                Some(self.arguments + start + (offset - piece.start).min(piece.len))
            }
            Origin::Rules(_) => None,
        }
    }

    /// The piece with what stands at `offset`.
    fn piece(&self, offset: u32) -> Option<&Piece> {
        let starts_before = |piece: &Piece| piece.start <= offset;
        let last = self.last.load(Ordering::Relaxed) as usize;
        let is_in = |at: usize| {
            self.pieces.get(at).is_some_and(starts_before)
                && !self.pieces.get(at + 1).is_some_and(starts_before)
        };
        let at = if is_in(last) {
            last
        } else {
            let at = if is_in(last + 1) {
                last + 1
            } else {
                self.pieces.partition_point(starts_before).checked_sub(1)?
            };
            self.last.store(at as u32, Ordering::Relaxed);
            at
        };
        self.pieces.get(at)
    }
}
