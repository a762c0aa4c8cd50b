//! What a function reaches: breadth first through the calls, with the way and its surroundings.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::{FnCall, FnFlags, FnId, Landscape, Site, SiteId};

/// How far and through what to go.
#[derive(Clone, Copy)]
pub struct ReachOptions<'a> {
    /// Calls with any of these surroundings are not followed, nor sites in them seen.
    pub without: FnFlags,
    /// At most so many calls from the start.
    pub depth: usize,
    /// Whether a function may be entered: that of a crate which the service links.
    pub enter: Option<&'a dyn Fn(FnId) -> bool>,
}

impl Default for ReachOptions<'_> {
    fn default() -> Self {
        Self { without: FnFlags(0), depth: 24, enter: None }
    }
}

/// A function that is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedFunction {
    /// The function.
    pub function: FnId,
    /// The calls that lead there, as indices into [`Landscape::calls_between`]; none for the start.
    pub path: Vec<u32>,
    /// The surroundings of all of them together.
    pub flags: FnFlags,
    /// The least confidence of them, in hundredths.
    pub confidence: u8,
}

/// A site that is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The site.
    pub site: SiteId,
    /// The calls that lead to its function, as indices into [`Landscape::calls_between`].
    pub path: Vec<u32>,
    /// The surroundings of the calls and of the site together.
    pub flags: FnFlags,
    /// The least confidence of the calls and of the site, in hundredths.
    pub confidence: u8,
}

/// At most so many functions in surroundings are looked at from one start.
const MOST: usize = 20_000;

/// A function in surroundings, and how it was come to.
struct Step {
    function: FnId,
    flags: FnFlags,
    confidence: u8,
    depth: usize,
    by: Option<(usize, u32)>,
}

impl Landscape {
    /// The calls that a function makes, with their indices, in the order of the text.
    pub fn calls_from(&self, from: FnId) -> impl Iterator<Item = (u32, &FnCall)> {
        let start = self.calls_between.partition_point(|call| call.from < from);
        let calls = self.calls_between[start..].iter().take_while(move |call| call.from == from);
        calls.enumerate().map(move |(at, call)| ((start + at) as u32, call))
    }

    /// The sites of a function, in the order of the text.
    pub fn sites_of(&self, function: FnId) -> impl Iterator<Item = (SiteId, &Site)> {
        let start = self.sites.partition_point(|site| site.function < function);
        let sites = self.sites[start..].iter().take_while(move |site| site.function == function);
        sites.enumerate().map(move |(at, site)| (SiteId((start + at) as u32), site))
    }

    /// The functions that a function reaches, itself first, nearest first; one once for each of the
    /// surroundings in which it is reached.
    pub fn reached_functions(
        &self,
        from: FnId,
        options: &ReachOptions<'_>,
    ) -> Vec<ReachedFunction> {
        let steps = self.walk(from, options);
        let reached = (0..steps.len()).map(|at| ReachedFunction {
            function: steps[at].function,
            path: path_to(&steps, at),
            flags: steps[at].flags,
            confidence: steps[at].confidence,
        });
        reached.collect()
    }

    /// The sites that a function reaches, nearest first, those of one function in the order of the text.
    pub fn reach(&self, from: FnId, options: &ReachOptions<'_>) -> Vec<Reached> {
        let steps = self.walk(from, options);
        let mut reached = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            for (id, site) in self.sites_of(step.function) {
                if site.flags.0 & options.without.0 != 0 {
                    continue;
                }
                reached.push(Reached {
                    site: id,
                    path: path_to(&steps, at),
                    flags: step.flags.with(site.flags),
                    confidence: step.confidence.min(site.confidence),
                });
            }
        }
        reached
    }

    fn walk(&self, from: FnId, options: &ReachOptions<'_>) -> Vec<Step> {
        let start = Step { function: from, flags: FnFlags(0), confidence: 100, depth: 0, by: None };
        let mut steps = vec![start];
        let mut seen: FxHashSet<(FnId, FnFlags)> = FxHashSet::default();
        seen.insert((from, FnFlags(0)));
        let mut queue = VecDeque::from([0_usize]);
        while let Some(at) = queue.pop_front() {
            let (function, flags) = (steps[at].function, steps[at].flags);
            let (confidence, depth) = (steps[at].confidence, steps[at].depth);
            if depth >= options.depth {
                continue;
            }
            for (index, call) in self.calls_from(function) {
                let allowed = call.flags.0 & options.without.0 == 0
                    && options.enter.is_none_or(|enter| enter(call.to));
                let flags = flags.with(call.flags);
                if !allowed || steps.len() >= MOST || !seen.insert((call.to, flags)) {
                    continue;
                }
                queue.push_back(steps.len());
                steps.push(Step {
                    function: call.to,
                    flags,
                    confidence: confidence.min(call.confidence),
                    depth: depth + 1,
                    by: Some((at, index)),
                });
            }
        }
        steps
    }
}

/// The calls that lead to a step, from the start.
fn path_to(steps: &[Step], at: usize) -> Vec<u32> {
    let mut path = Vec::with_capacity(steps[at].depth);
    let mut at = at;
    while let Some((before, call)) = steps[at].by {
        path.push(call);
        at = before;
    }
    path.reverse();
    path
}
