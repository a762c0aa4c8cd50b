//! Which binaries are services: those whose `main` reaches a listener, a loop that consumes messages, or a schedule.

use std::collections::VecDeque;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::capabilities::Evidence;
use super::functions::Functions;
use super::loops::{Endless, LoopFor, Work, bit};
use super::routes::{self, Draft, Guards, Relevant, Served};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::{
    Capability, FnFlags, FnId, Hidden, HiddenKind, Provenance, RouteRole, ServiceKind,
};
use crate::graph::{
    CrateId, CrateKind, Graph, ItemId, ItemKind, ModuleId, PackageId, Scope, Technology,
};
use crate::place::Place;
use crate::program::At;

/// A service before it has a number.
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) kind: ServiceKind,
    pub(super) package: PackageId,
    pub(super) crates: Vec<CrateId>,
    pub(super) main: ItemId,
    pub(super) place: Place,
    pub(super) frameworks: Vec<String>,
    pub(super) capabilities: Vec<Capability>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) why: Provenance,
    pub(super) routes: Vec<Draft>,
    /// Where it begins to serve, with the framework's name.
    pub(super) listens: Vec<(At, String)>,
    pub(super) loops: Vec<Endless>,
    /// The functions that it runs.
    pub(super) reached: FxHashSet<FnId>,
}

/// Words in the names of binaries that serve only those who build the system.
const NO_SERVICES: &[&str] = &[
    "xtask",
    "mock",
    "mocks",
    "fake",
    "stub",
    "stress",
    "loadtest",
    "e2e",
    "testkit",
    "bench",
    "migration",
    "tool",
];

/// Folders whose packages serve only those who build the system.
const NO_SERVICES_BELOW: &[&str] = &["tests", "test", "benches", "benchmarks", "fuzz", "testing"];

/// All services, by name, with these packages being deployed.
pub(super) fn find(
    context: &Context<'_, '_>,
    functions: &Functions,
    guards: &Guards<'_, '_, '_>,
    deployed: &FxHashSet<PackageId>,
) -> Vec<Candidate> {
    let graph = context.program.graph;
    let relevant = Relevant::new(context, functions);
    let work = Work::find(context, functions);
    let evidence = Evidence::find(context, functions);
    let mut loops: FxHashMap<FnId, Vec<&Endless>> = FxHashMap::default();
    for found in &work.endless {
        loops.entry(found.function).or_default().push(found);
    }
    let (loops, work, evidence) = (&loops, &work, &evidence);
    let parts = Parts { context, functions, loops, work, evidence, deployed };
    let binaries: Vec<CrateId> = graph
        .crates()
        .filter(|(_, entry)| entry.kind == CrateKind::Bin)
        .map(|(krate, _)| krate)
        .collect();
    let started: FxHashMap<ModuleId, Vec<ItemId>> = in_roots(context, &binaries);
    let find = |krate: &CrateId| {
        let own = started.get(&graph.krate(*krate).root)?;
        let main = main_of(context, own)?;
        let name = name_of(context, *krate);
        let words: Vec<&str> = name.split(['-', '_']).collect();
        let package = graph.package(graph.krate(*krate).package);
        let dir = &package.dir;
        // Cargo runs these for somebody at a terminal, whatever they listen at meanwhile.
        if package.name.starts_with("cargo-")
            || words.iter().any(|word| NO_SERVICES.contains(word))
            || dir.split('/').any(|folder| NO_SERVICES_BELOW.contains(&folder))
        {
            return None;
        }
        let crates = context.links.linked.all_of(*krate);
        let reached = reach(context, functions, &crates, main);
        let order: Vec<FnId> = reached.iter().map(|(function, _)| *function).collect();
        let items = routes::items_of(functions, &order);
        let served = routes::served(context, functions, &relevant, guards, &crates, main, &items);
        parts.candidate(*krate, name, main, crates, &reached, served)
    };
    let mut found: Vec<Candidate> = binaries.par_iter().filter_map(find).collect();
    leave_out_examples(graph, &mut found);
    found.sort_by(|a, b| (&a.name, a.package, a.place).cmp(&(&b.name, b.package, b.place)));
    tell_apart(graph, &mut found);
    found
}

/// Examples show how to use what stands beside them; where nothing does, they are the system.
fn leave_out_examples(graph: &Graph, found: &mut Vec<Candidate>) {
    let is_example = |candidate: &Candidate| {
        let dir = &graph.package(candidate.package).dir;
        dir.split('/').any(|folder| matches!(folder, "examples" | "example"))
    };
    if !found.iter().all(is_example) {
        found.retain(|candidate| !is_example(candidate));
    }
}

/// Gives services of equal names the folder of their package.
fn tell_apart(graph: &Graph, found: &mut [Candidate]) {
    let mut names: Vec<String> = found.iter().map(|candidate| candidate.name.clone()).collect();
    let twice =
        |names: &[String], name: &str| names.iter().filter(|other| *other == name).count() > 1;
    let repeated: Vec<usize> = (0..found.len()).filter(|at| twice(&names, &names[*at])).collect();
    for at in &repeated {
        let dir = &graph.package(found[*at].package).dir;
        let folder = dir.rsplit('/').next().unwrap_or_default();
        if !folder.is_empty() {
            folder.clone_into(&mut names[*at]);
        }
    }
    for at in repeated {
        if twice(&names, &names[at]) {
            let dir = &graph.package(found[at].package).dir;
            names[at] = format!("{} ({dir})", found[at].name);
        }
    }
    for (candidate, name) in found.iter_mut().zip(names) {
        candidate.name = name;
    }
    found.sort_by(|a, b| (&a.name, a.package, a.place).cmp(&(&b.name, b.package, b.place)));
}

/// Functions of production code in the root modules of binaries.
fn in_roots(context: &Context<'_, '_>, binaries: &[CrateId]) -> FxHashMap<ModuleId, Vec<ItemId>> {
    let graph = context.program.graph;
    let mut found: FxHashMap<ModuleId, Vec<ItemId>> =
        binaries.iter().map(|krate| (graph.krate(*krate).root, Vec::new())).collect();
    for body in &context.program.bodies {
        let item = graph.item(body.item);
        if body.scope == Scope::Production
            && item.parent.is_none()
            && item.kind == ItemKind::Function
            && let Some(own) = found.get_mut(&body.module)
        {
            own.push(body.item);
        }
    }
    found
}

/// The function that a binary starts with, of those in its root module.
fn main_of(context: &Context<'_, '_>, own: &[ItemId]) -> Option<ItemId> {
    let graph = context.program.graph;
    let named = own.iter().find(|item| graph.names.get(graph.item(**item).name) == "main");
    named.or_else(|| own.iter().find(|item| routes::launches_itself(context, **item))).copied()
}

/// The name of a binary, as people write it.
fn name_of(context: &Context<'_, '_>, krate: CrateId) -> String {
    let graph = context.program.graph;
    let entry = graph.krate(krate);
    let code = graph.names.get(entry.name);
    let package = &graph.package(entry.package).name;
    let file = &context.program.files[entry.file.0 as usize].path;
    let stem = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    if matches!(code, "main" | "bin") {
        return package.clone();
    }
    [package.as_str(), stem]
        .into_iter()
        .find(|name| name.replace('-', "_") == code)
        .unwrap_or(code)
        .to_owned()
}

/// The functions that a function runs, nearest first, with the surroundings of the way that was found first.
fn reach(
    context: &Context<'_, '_>,
    functions: &Functions,
    crates: &[CrateId],
    main: ItemId,
) -> Vec<(FnId, FnFlags)> {
    let graph = context.program.graph;
    let Some(start) = functions.of_item(main) else { return Vec::new() };
    let linked: FxHashSet<CrateId> = crates.iter().copied().collect();
    let mut seen = FxHashSet::from_iter([start]);
    let mut queue = VecDeque::from([(start, FnFlags(0))]);
    let mut reached = Vec::new();
    while let Some((function, flags)) = queue.pop_front() {
        reached.push((function, flags));
        let calls = functions.calls_in(function).iter();
        let called = calls.map(|call| (call.to, flags.with(call.flags)));
        // Handlers in closures, and functions that are given to routers, run too.
        let handlers = functions.inner(function).map(|inner| (inner, flags));
        for (to, flags) in called.chain(handlers) {
            let item = graph.item(functions.list[to.index()].item);
            let krate = graph.module(item.module).krate;
            if linked.contains(&krate) && seen.insert(to) {
                queue.push_back((to, flags));
            }
        }
    }
    reached
}

/// What it takes to judge a binary.
struct Parts<'c, 'p, 'a> {
    context: &'c Context<'p, 'a>,
    functions: &'c Functions,
    /// Loops without an end, by the function that they stand in.
    loops: &'c FxHashMap<FnId, Vec<&'c Endless>>,
    work: &'c Work,
    evidence: &'c Evidence,
    /// The packages that are deployed.
    deployed: &'c FxHashSet<PackageId>,
}

impl Parts<'_, '_, '_> {
    fn candidate(
        &self,
        krate: CrateId,
        name: String,
        main: ItemId,
        crates: Vec<CrateId>,
        reached: &[(FnId, FnFlags)],
        served: Served,
    ) -> Option<Candidate> {
        let graph = self.context.program.graph;
        let loops: Vec<Endless> = self.loops(reached);
        let package = graph.krate(krate).package;
        let mut all: FxHashSet<FnId> = reached.iter().map(|(function, _)| *function).collect();
        self.add_handlers(&mut all, &served.routes, &crates);
        let consumes = loops.iter().find(|found| found.what == LoopFor::Messages);
        let schedules = loops.iter().find(|found| found.what == LoopFor::Schedule);
        let (kind, place, why);
        if let Some(listener) = served.listeners.first() {
            kind = self.kind(&name, &served, consumes.is_some(), &all);
            place = self.context.program.place(listener.at);
            why = listener.why.clone();
            if !self.deployed.contains(&package) && self.is_stub(&served, &all) {
                return None;
            }
        } else {
            let (found, confidence, text) = match (consumes, schedules) {
                (Some(found), _) => (found, 90, "receives messages in a loop"),
                (None, Some(found)) => (found, 70, "works on a schedule"),
                (None, None) => return None,
            };
            kind = if found.what == LoopFor::Messages {
                ServiceKind::Consumer
            } else {
                ServiceKind::Worker
            };
            place = self.context.program.place(found.at);
            let start = Some(graph.item_place(main));
            why = Provenance::sure(95).then("starts here", start, 95).then(
                text,
                Some(place),
                confidence,
            );
        }
        let mut frameworks: Vec<String> = served
            .listeners
            .iter()
            .map(|listener| FRAMEWORKS[listener.framework].packages[0].to_owned())
            .chain(loops.iter().filter_map(|found| found.package.clone()))
            .collect();
        frameworks.sort();
        frameworks.dedup();
        let mut hidden: Vec<Hidden> = Vec::new();
        for (place, reason) in &served.hidden {
            hidden.push(Hidden {
                kind: HiddenKind::Routes,
                place: Some(*place),
                reason: reason.clone(),
            });
        }
        let is_asked = served.listeners.iter().any(|found| found.kind != ServiceKind::Worker);
        if is_asked && served.routes.is_empty() && hidden.is_empty() {
            let reason = "the router that is served could not be followed".to_owned();
            hidden.push(Hidden { kind: HiddenKind::Routes, place: Some(place), reason });
        }
        let listens = served
            .listeners
            .iter()
            .map(|listener| (listener.at, FRAMEWORKS[listener.framework].packages[0].to_owned()))
            .collect();
        let mut candidate = Candidate {
            name,
            kind,
            package,
            crates,
            main,
            place,
            frameworks,
            capabilities: Vec::new(),
            hidden,
            why,
            routes: served.routes,
            listens,
            loops,
            reached: all,
        };
        super::capabilities::add(self.context, self.evidence, &served.listeners, &mut candidate);
        Some(candidate)
    }

    /// The loops that are reached; a schedule in a branch is one way of several to run a tool, and one that is
    /// started beside what ends is part of that.
    fn loops(&self, reached: &[(FnId, FnFlags)]) -> Vec<Endless> {
        let mut loops = Vec::new();
        let waits = reached.iter().any(|(function, _)| self.work.waiting.contains(function));
        for (function, flags) in reached {
            for found in self.loops.get(function).into_iter().flatten() {
                let flags = flags.with(found.flags);
                let alone = !flags.contains(FnFlags::CONDITIONAL)
                    && (waits || !flags.contains(FnFlags::SPAWNED));
                if found.what == LoopFor::Messages || alone {
                    loops.push((*found).clone());
                }
            }
        }
        loops
    }

    /// Handlers, and all that they run.
    fn add_handlers(&self, all: &mut FxHashSet<FnId>, routes: &[Draft], crates: &[CrateId]) {
        let graph = self.context.program.graph;
        let linked: FxHashSet<CrateId> = crates.iter().copied().collect();
        let mut stack: Vec<FnId> = routes.iter().filter_map(|route| route.handler).collect();
        stack.retain(|function| all.insert(*function));
        while let Some(function) = stack.pop() {
            for call in self.functions.calls_in(function) {
                let item = graph.item(self.functions.list[call.to.index()].item);
                if linked.contains(&graph.module(item.module).krate) && all.insert(call.to) {
                    stack.push(call.to);
                }
            }
        }
    }

    fn uses(&self, all: &FxHashSet<FnId>, technology: Technology) -> bool {
        all.iter().any(|function| {
            self.work.uses.get(function).is_some_and(|uses| uses & bit(technology) != 0)
        })
    }

    fn kind(
        &self,
        name: &str,
        served: &Served,
        consumes: bool,
        all: &FxHashSet<FnId>,
    ) -> ServiceKind {
        let business =
            |route: &&Draft| matches!(route.role, RouteRole::Business | RouteRole::Fallback);
        let is_rpc = |draft: &Draft| draft.method == crate::graph::system::Method::Rpc;
        let http = served.routes.iter().filter(business).any(|draft| !is_rpc(draft));
        let rpc = served.routes.iter().filter(business).any(is_rpc);
        let serves_rpc = served.listeners.iter().any(|listener| listener.kind == ServiceKind::Grpc);
        let serves_http =
            served.listeners.iter().any(|listener| listener.kind == ServiceKind::Http);
        let by_event = !served.listeners.is_empty()
            && served.listeners.iter().all(|listener| listener.kind == ServiceKind::Worker);
        let calls_out = || self.uses(all, Technology::HttpClient);
        let only_fallback = http
            && !rpc
            && served
                .routes
                .iter()
                .filter(business)
                .all(|draft| draft.role == RouteRole::Fallback || draft.path.contains("{*"));
        let words: Vec<&str> = name.split(['-', '_']).collect();
        let says = ["gateway", "proxy", "bff"].iter().any(|word| words.contains(word))
            || name.contains("load-balancer");
        match (http, rpc) {
            (true, _) if (only_fallback || says) && calls_out() => ServiceKind::Gateway,
            (false, true) => ServiceKind::Grpc,
            (false, false) if consumes => ServiceKind::Consumer,
            (false, false) if by_event => ServiceKind::Worker,
            (false, false) if serves_rpc && !serves_http => ServiceKind::Grpc,
            _ => ServiceKind::Http,
        }
    }

    /// The example of a framework's first page: it greets, and does nothing else.
    fn is_stub(&self, served: &Served, all: &FxHashSet<FnId>) -> bool {
        let others = [
            Technology::Database,
            Technology::Broker,
            Technology::HttpClient,
            Technology::Cloud,
            Technology::Mail,
        ];
        // What serves calls of procedures names their library too; what serves HTTP makes them.
        let calls = served.listeners.iter().all(|listener| listener.kind == ServiceKind::Http)
            && self.uses(all, Technology::Rpc);
        if !served.hidden.is_empty()
            || served.routes.is_empty()
            || calls
            || others.iter().any(|other| self.uses(all, *other))
        {
            return false;
        }
        let greets = |draft: &Draft| {
            let path = draft.path.to_lowercase();
            path == "/" && draft.method == crate::graph::system::Method::Get
                || path.contains("hello")
                || path.contains("greet")
        };
        served.routes.iter().filter(|draft| draft.role != RouteRole::Docs).all(greets)
    }
}
