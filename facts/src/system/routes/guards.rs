//! What stands between a request and its handler: which functions verify tokens. What layers give and handlers ask for
//! is beside it.

use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::signs::{Sign, signs_in};
use crate::extract::rust::facts::{PathId, PathKind};
use crate::graph::Target;
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel, FnId, Guard};
use crate::program::{At, UnitIndex};
use crate::system::Context;
use crate::system::functions::Functions;
use crate::system::known::ends_with;

/// What guards were found, and whether something may hide others.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) guards: Vec<Guard>,
    pub(super) hidden: bool,
}

/// Knows which functions verify tokens.
pub(crate) struct Guards<'g, 'p, 'a> {
    pub(super) context: &'g Context<'p, 'a>,
    pub(super) functions: &'g Functions,
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

    pub(super) fn guard(
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
}
