//! Functions and the calls between them, each with what surrounds it.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::by_name::ByName;
use super::known::Known;
use super::links::Links;
use super::runs::{blocking, methods_by_name};
use super::walk::{Callee, Found, Sub, Walk, Walked};
use crate::graph::system::{FnCall, FnFlags, FnId, Function};
use crate::graph::{ItemId, ItemKind, Scope};
use crate::program::{At, Body, Program};

/// Functions, calls, and where each node belongs.
pub(crate) struct Functions {
    /// Functions, by item and place.
    pub(crate) list: Vec<Function>,
    /// Calls, by caller and place.
    pub(crate) calls: Vec<FnCall>,
    /// Closures and blocks by the function around them.
    inner: Vec<(FnId, FnId)>,
    /// The function and surroundings of each node, by unit.
    located: Vec<Vec<(u32, FnFlags)>>,
    by_item: FxHashMap<ItemId, FnId>,
    by_start: FxHashMap<At, FnId>,
}

/// Where a node stands among functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// The function.
    pub(crate) function: FnId,
    /// The position in it.
    pub(crate) order: u32,
    /// The surroundings.
    pub(crate) flags: FnFlags,
}

const NOWHERE: u32 = u32::MAX;

impl Functions {
    pub(crate) fn new(program: &Program<'_>, links: &Links, known: &Known) -> Self {
        let units = program.units.par_iter();
        let located = units.map(|unit| vec![(NOWHERE, FnFlags(0)); unit.bodies.nodes.len()]);
        let mut functions = Self {
            list: Vec::new(),
            calls: Vec::new(),
            inner: Vec::new(),
            located: located.collect(),
            by_item: FxHashMap::default(),
            by_start: FxHashMap::default(),
        };
        let walked = functions.walk(program, links, known);
        let found = functions.number(program, walked);
        functions.connect(program, links, &found);
        let numbered = (0_u32..).zip(&functions.list);
        let mut inner: Vec<(FnId, FnId)> = numbered
            .filter_map(|(index, function)| Some((function.within?, FnId(index))))
            .collect();
        inner.sort_unstable();
        functions.inner = inner;
        functions
    }

    /// The calls in a function.
    pub(crate) fn calls_in(&self, function: FnId) -> &[FnCall] {
        let start = self.calls.partition_point(|call| call.from < function);
        let count = self.calls[start..].partition_point(|call| call.from == function);
        &self.calls[start..start + count]
    }

    /// The closures and blocks in a function that are functions of their own.
    pub(crate) fn inner(&self, function: FnId) -> impl Iterator<Item = FnId> {
        let start = self.inner.partition_point(|(outer, _)| *outer < function);
        let inner = self.inner[start..].iter().take_while(move |(outer, _)| *outer == function);
        inner.map(|(_, inner)| *inner)
    }

    /// Goes through all bodies that are production code, and gives what was found in each, by unit.
    fn walk(
        &mut self,
        program: &Program<'_>,
        links: &Links,
        known: &Known,
    ) -> Vec<Vec<(u32, Walked)>> {
        let methods = methods_by_name(program);
        let blocking = blocking(program, links, known);
        let mut of_units: Vec<Vec<u32>> = vec![Vec::new(); program.units.len()];
        for (number, body) in (0u32..).zip(&program.bodies) {
            if body.scope == Scope::Production {
                of_units[body.unit.0 as usize].push(number);
            }
        }
        let units = self.located.par_iter_mut().zip(&program.units).zip(of_units);
        let walked = units.map(|((located, unit), bodies)| {
            let mut names = ByName::new(unit);
            let mut stack = Vec::new();
            let walk = |number: u32| {
                let body = &program.bodies[number as usize];
                let (subs, found) = (Vec::new(), Vec::new());
                let (methods, blocking, names) = (&methods, &blocking, &mut names);
                let mut walk =
                    Walk { program, links, known, methods, blocking, names, body, subs, found };
                walk.run(located, &mut stack);
                (number, Walked { subs: walk.subs, found: walk.found })
            };
            bodies.into_iter().map(walk).collect()
        });
        walked.collect()
    }

    /// The function of an item.
    pub(crate) fn of_item(&self, item: ItemId) -> Option<FnId> {
        self.by_item.get(&item).copied()
    }

    /// The function that a closure or block is, if it is one.
    pub(crate) fn starting_at(&self, at: At) -> Option<FnId> {
        self.by_start.get(&at).copied()
    }

    /// Where a node stands.
    pub(crate) fn locate(&self, at: At) -> Option<Located> {
        let (function, flags) = *self.located.get(at.unit.0 as usize)?.get(at.node.index())?;
        (function != NOWHERE).then_some(Located {
            function: FnId(function),
            order: at.node.0,
            flags,
        })
    }

    /// Gives functions their numbers: those of a body, and behind it those of its closures in the order of the text.
    /// What was found comes back by body.
    fn number(
        &mut self,
        program: &Program<'_>,
        walked: Vec<Vec<(u32, Walked)>>,
    ) -> Vec<Vec<Found>> {
        let mut counts = vec![0; program.bodies.len()];
        for (number, walked) in walked.iter().flatten() {
            counts[*number as usize] = 1 + walked.subs.len() as u32;
        }
        let mut count = 0;
        let number = |own: &u32| {
            let first = FnId(count);
            count += own;
            first
        };
        let firsts: Vec<FnId> = counts.iter().map(number).collect();
        let units = self.located.par_iter_mut().zip(walked);
        let numbered = units.map(|(located, walked)| {
            let number = |(number, walked): (u32, Walked)| {
                let body = &program.bodies[number as usize];
                (number, walked.numbered(program, body, firsts[number as usize], located))
            };
            walked.into_iter().map(number).collect::<Vec<_>>()
        });
        let mut of_bodies: Vec<Numbered> = Vec::new();
        of_bodies.resize_with(program.bodies.len(), Numbered::default);
        for (number, numbered) in numbered.collect::<Vec<_>>().into_iter().flatten() {
            of_bodies[number as usize] = numbered;
        }
        self.list.reserve(count as usize);
        let bodies = program.bodies.iter().zip(firsts).zip(of_bodies);
        let found = bodies.map(|((body, first), numbered)| {
            if !numbered.functions.is_empty() {
                self.by_item.insert(body.item, first);
            }
            self.by_start.extend(numbered.starts);
            self.list.extend(numbered.functions);
            numbered.found
        });
        found.collect()
    }

    /// Turns what was found in bodies into calls between functions.
    fn connect(&mut self, program: &Program<'_>, links: &Links, found: &[Vec<Found>]) {
        let of_bodies = found.par_iter().map(|found| {
            let mut calls = Vec::with_capacity(found.len());
            for found in found {
                self.lead(program, links, found, &mut calls);
            }
            calls.sort_unstable();
            calls.dedup_by(|b, a| (a.from, a.order, a.to) == (b.from, b.order, b.to));
            calls
        });
        // Functions have their numbers in the order of the bodies, so the calls are in order too.
        let of_bodies: Vec<Vec<FnCall>> = of_bodies.collect();
        self.calls = of_bodies.concat();
    }

    /// The functions that a call that was found leads to.
    fn lead(&self, program: &Program<'_>, links: &Links, call: &Found, calls: &mut Vec<FnCall>) {
        let mut lead = |to: FnId, confidence: u8, flags: FnFlags| {
            let (from, order, place) = (call.from, call.order, call.place);
            calls.push(FnCall { from, order, to, place, flags, confidence });
        };
        match call.callee {
            Callee::Known(to) => lead(to, 100, call.flags),
            Callee::Sub(_) => {}
            Callee::Inherited(item) => {
                if let Some(to) = self.by_item.get(&item) {
                    lead(*to, call.confidence, call.flags);
                }
            }
            Callee::Item(item) => {
                let kind = program.graph.item(item).kind;
                let once = if kind == ItemKind::Function { 0 } else { FnFlags::ONCE.0 };
                let flags = call.flags.with(FnFlags(once));
                if let Some(to) = self.by_item.get(&item) {
                    lead(*to, call.confidence, flags);
                }
                let given = links.implementations(item);
                let confidence = if given.len() > 1 { 85 } else { 95 };
                for item in given {
                    if let Some(to) = self.by_item.get(item) {
                        lead(*to, call.confidence.min(confidence), flags);
                    }
                }
            }
        }
    }
}

/// What a way through a body found, with the numbers of functions.
#[derive(Default)]
struct Numbered {
    functions: Vec<Function>,
    starts: Vec<(At, FnId)>,
    found: Vec<Found>,
}

impl Walked {
    /// Numbers the functions of a body from `own` on, in what was found and where nodes are.
    fn numbered(
        self,
        program: &Program<'_>,
        body: &Body,
        own: FnId,
        located: &mut [(u32, FnFlags)],
    ) -> Numbered {
        let Self { subs, found } = self;
        let place = program.graph.item_place(body.item);
        let mut functions =
            vec![Function { item: body.item, within: None, is_async: body.is_async, place }];
        let mut order: Vec<usize> = (0..subs.len()).collect();
        order.sort_unstable_by_key(|sub| subs[*sub].node);
        let mut numbers = vec![own; subs.len() + 1];
        for (at, sub) in order.iter().enumerate() {
            numbers[sub + 1] = FnId(own.0 + 1 + at as u32);
        }
        let mut starts = Vec::with_capacity(subs.len());
        for sub in order {
            let Sub { node, within, is_async } = subs[sub];
            let start = At { unit: body.unit, node };
            starts.push((start, numbers[sub + 1]));
            let within = Some(numbers[within as usize]);
            let place = program.place(start);
            functions.push(Function { item: body.item, within, is_async, place });
        }
        let nodes = &mut located[body.first.index()..=body.node.index()];
        for (function, _) in nodes.iter_mut().filter(|(function, _)| *function != NOWHERE) {
            *function = numbers[*function as usize].0;
        }
        let numbered = found.into_iter().map(|found| {
            let callee = match found.callee {
                Callee::Sub(sub) => Callee::Known(numbers[sub as usize]),
                other => other,
            };
            Found { from: numbers[found.from.0 as usize], callee, ..found }
        });
        Numbered { functions, starts, found: numbered.collect() }
    }
}
