//! What a function reaches along calls: sites, each with the calls that lead to it.

use std::ops::Range;
use std::sync::OnceLock;

use portcullis_facts::graph::system::{FnFlags, FnId, Landscape, ServiceId, SiteId};
use portcullis_facts::graph::{CrateId, Graph};
use rustc_hash::FxHashSet;

/// How far and where to look.
#[derive(Clone, Copy)]
pub(crate) struct ReachOptions<'a> {
    /// At most so many calls from the start.
    pub(crate) depth: usize,
    /// Whether a function may be entered: that of a crate which the service links.
    pub(crate) enter: Option<&'a dyn Fn(FnId) -> bool>,
}

impl Default for ReachOptions<'_> {
    fn default() -> Self {
        Self { depth: 24, enter: None }
    }
}

/// At most so many functions, each in its surroundings, are looked at from one start.
const MOST: usize = 20_000;

/// A site that a function reaches.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    /// The site.
    pub(crate) site: SiteId,
    /// The calls that lead there, as indices into [`Landscape::calls_between`].
    pub(crate) path: Vec<u32>,
    /// The surroundings of the calls and of the site together.
    pub(crate) flags: FnFlags,
    /// The least confidence of the calls and of the site, in hundredths.
    pub(crate) confidence: u8,
}

/// Surroundings that decide whether a site is a fault, so a function is looked at again in others.
const DECISIVE: FnFlags =
    FnFlags::BLOCKING_ALLOWED.with(FnFlags::ONCE).with(FnFlags::TIMEOUT).with(FnFlags::LOOP);

/// Where the lists of a landscape, which are sorted by function, begin to speak of each one.
#[derive(Debug)]
pub(crate) struct Starts {
    /// By [`FnId`], and a last one for the end: where its sites begin.
    sites: Vec<u32>,
    /// The same for the calls from it.
    calls: Vec<u32>,
}

impl Starts {
    pub(crate) fn of(landscape: &Landscape) -> Self {
        let number = landscape.functions.len();
        Self {
            sites: starts(number, landscape.sites.iter().map(|site| site.function)),
            calls: starts(number, landscape.calls_between.iter().map(|call| call.from)),
        }
    }

    /// The sites of a function.
    fn sites(&self, of: FnId) -> Range<usize> {
        self.sites[of.index()] as usize..self.sites[of.index() + 1] as usize
    }

    /// The calls from a function.
    fn calls(&self, from: FnId) -> Range<usize> {
        self.calls[from.index()] as usize..self.calls[from.index() + 1] as usize
    }
}

/// Where each of so many functions begins in a sorted list, and where the list ends.
fn starts(number: usize, sorted: impl Iterator<Item = FnId>) -> Vec<u32> {
    let mut starts = vec![0; number + 1];
    for function in sorted {
        starts[function.index() + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

/// A function that was reached, and how.
struct State {
    function: FnId,
    flags: FnFlags,
    confidence: u8,
    depth: usize,
    /// The state before it, and the call from there.
    from: Option<(usize, u32)>,
}

/// What `from` reaches, the nearest first; shortest paths, and never more than one to a site in the
/// same decisive surroundings.
pub(crate) fn reach(
    landscape: &Landscape,
    starts: &Starts,
    from: FnId,
    options: &ReachOptions<'_>,
) -> Vec<Reached> {
    let start =
        State { function: from, flags: FnFlags::default(), confidence: 100, depth: 0, from: None };
    let mut states = vec![start];
    let mut seen = FxHashSet::from_iter([(from, FnFlags::default())]);
    let mut reached = Vec::new();
    let mut at = 0;
    while at < states.len() {
        let (function, flags, confidence, depth) = {
            let state = &states[at];
            (state.function, state.flags, state.confidence, state.depth)
        };
        for number in starts.sites(function) {
            let site = &landscape.sites[number];
            reached.push(Reached {
                site: SiteId(number as u32),
                path: path_to(&states, at),
                flags: flags.with(site.flags),
                confidence: confidence.min(site.confidence),
            });
        }
        for number in starts.calls(function) {
            if depth == options.depth || states.len() >= MOST {
                break;
            }
            let call = &landscape.calls_between[number];
            if options.enter.is_some_and(|enter| !enter(call.to)) {
                continue;
            }
            let flags = flags.with(call.flags);
            if seen.insert((call.to, FnFlags(flags.0 & DECISIVE.0))) {
                states.push(State {
                    function: call.to,
                    flags,
                    confidence: confidence.min(call.confidence),
                    depth: depth + 1,
                    from: Some((at, number as u32)),
                });
            }
        }
        at += 1;
    }
    reached
}

fn path_to(states: &[State], mut at: usize) -> Vec<u32> {
    let mut path = Vec::new();
    while let Some((before, call)) = states[at].from {
        path.push(call);
        at = before;
    }
    path.reverse();
    path
}

/// The reach of every function at which work enters, worked out when first asked for.
#[derive(Debug)]
pub(crate) struct Reaches {
    /// Sorted; a function of a shared crate may be an entry of several services.
    entries: Vec<(ServiceId, FnId)>,
    starts: Starts,
    answers: Vec<OnceLock<Vec<Reached>>>,
}

impl Reaches {
    /// No answers yet.
    pub(crate) fn new(landscape: &Landscape) -> Self {
        let functions = landscape.entries.iter().filter_map(|at| Some((at.service, at.function?)));
        let mut entries: Vec<(ServiceId, FnId)> = functions.collect();
        let handlers = landscape.routes.iter().filter_map(|at| Some((at.service, at.handler?)));
        entries.extend(handlers);
        entries.sort_unstable();
        entries.dedup();
        let answers = entries.iter().map(|_| OnceLock::new()).collect();
        Self { entries, starts: Starts::of(landscape), answers }
    }

    /// What an entry's function reaches in a service; nothing for a function at which no work enters.
    /// A call through a trait leads to each implementation, also to those of other services, so what
    /// the service does not link is not entered.
    pub(crate) fn of(&self, graph: &Graph, service: ServiceId, function: FnId) -> &[Reached] {
        let Ok(at) = self.entries.binary_search(&(service, function)) else { return &[] };
        self.answers[at].get_or_init(|| {
            let landscape = &graph.landscape;
            let linked: FxHashSet<CrateId> =
                landscape.service(service).crates.iter().copied().collect();
            let enter = |function: FnId| {
                let item = graph.item(landscape.function(function).item);
                linked.contains(&graph.module(item.module).krate)
            };
            let options = ReachOptions { enter: Some(&enter), ..ReachOptions::default() };
            reach(landscape, &self.starts, function, &options)
        })
    }
}

#[cfg(test)]
mod tests {
    use portcullis_facts::graph::system::{FnFlags, FnId, ServiceId, SiteKind};

    use super::{ReachOptions, Reaches, Starts, reach};
    use crate::testing::system;

    const CALLS: &str = "
        service orders http
        calls orders::a -> orders::b in loop
        calls orders::b -> orders::c sure 70
        calls orders::c -> orders::a
        at orders::a prints
        at orders::c pings in spawned
    ";

    #[test]
    fn a_site_is_reached_by_the_calls_to_it_and_what_is_around_them() {
        let system = system(CALLS);
        let landscape = &system.graph.landscape;
        let reached = reach(landscape, &Starts::of(landscape), FnId(0), &ReachOptions::default());
        let ping = reached.iter().find(|r| landscape.site(r.site).kind == SiteKind::Ping);
        let ping = ping.expect("it is reached");
        assert_eq!(ping.path.len(), 2);
        assert_eq!(ping.flags, FnFlags::LOOP.with(FnFlags::SPAWNED));
        assert_eq!(ping.confidence, 70);
        // The cycle leads back to the start, once more in a loop.
        let prints = reached.iter().filter(|r| landscape.site(r.site).kind == SiteKind::Print);
        assert_eq!(prints.count(), 2);
    }

    #[test]
    fn what_a_service_does_not_link_is_not_entered() {
        let system = system(
            "
            service stock http
            service orders http
            route orders GET /a orders::a
            calls orders::a -> stock::b
            at stock::b prints
        ",
        );
        let graph = &system.graph;
        let reaches = Reaches::new(&graph.landscape);
        assert!(reaches.of(graph, ServiceId(1), FnId(0)).is_empty());
    }

    #[test]
    fn it_ends_where_it_is_told_to() {
        let system = system(CALLS);
        let landscape = &system.graph.landscape;
        let near = ReachOptions { depth: 1, enter: None };
        assert_eq!(reach(landscape, &Starts::of(landscape), FnId(0), &near).len(), 1);
        let own = |function| function == FnId(1);
        let options = ReachOptions { enter: Some(&own), ..ReachOptions::default() };
        assert_eq!(reach(landscape, &Starts::of(landscape), FnId(0), &options).len(), 1);
    }
}
