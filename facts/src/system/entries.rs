//! Puts services, routes, entries, sites and reads of the environment into the landscape.

use super::Context;
use super::functions::Functions;
use super::loops::{Endless, LoopFor};
use super::routes::Guards;
use super::services::Candidate;
use super::values::read_env;
use crate::extract::rust::bodies::Node;
use crate::framework::writing;
use crate::graph::system::{
    Entry, EntryKind, EnvRead, Landscape, Route, RouteId, Service, ServiceId, Site, SiteKind,
};
use crate::program::{At, UnitIndex};

/// Sites, as they are found.
#[derive(Default)]
pub(crate) struct Sites {
    list: Vec<Site>,
}

impl Sites {
    /// Adds what happens at a node; nothing if that is part of no function of production code.
    pub(crate) fn add(
        &mut self,
        functions: &Functions,
        at: At,
        place: crate::place::Place,
        kind: SiteKind,
        confidence: u8,
        by: String,
    ) {
        if let Some(located) = functions.locate(at) {
            let (function, order, flags) = (located.function, located.order, located.flags);
            self.list.push(Site { function, order, place, kind, flags, confidence, by });
        }
    }

    /// All sites, by function and place.
    pub(crate) fn sorted(mut self) -> Vec<Site> {
        self.list.sort_by(|a, b| {
            (a.function, a.order, a.place, &a.by).cmp(&(b.function, b.order, b.place, &b.by))
        });
        self.list
    }

    pub(crate) fn add_prints(&mut self, context: &Context<'_, '_>, functions: &Functions) {
        let program = context.program;
        for (index, unit) in program.units.iter().enumerate() {
            let index = UnitIndex(index as u32);
            for node in context.links.macros_of(index) {
                let at = At { unit: index, node: *node };
                let Node::Macro { call, .. } = program.node(at) else { continue };
                let name = program.last_name(at.unit, unit.facts.macro_calls[call as usize].path);
                if writing::prints(name) {
                    self.add(
                        functions,
                        at,
                        program.place(at),
                        SiteKind::Print,
                        100,
                        format!("{name}!"),
                    );
                }
            }
        }
    }

    pub(crate) fn add_verifications(
        &mut self,
        context: &Context<'_, '_>,
        functions: &Functions,
        guards: &Guards<'_, '_, '_>,
    ) {
        for (at, by, confidence) in &guards.sites {
            let place = context.program.place(*at);
            self.add(functions, *at, place, SiteKind::VerifyToken, *confidence, by.clone());
        }
    }
}

/// Adds services with what belongs to them, and gives back their loops for messages: those become entries once it
/// is known what they consume.
pub(crate) fn add_services(
    context: &Context<'_, '_>,
    functions: &Functions,
    found: Vec<Candidate>,
    landscape: &mut Landscape,
    sites: &mut Sites,
) -> Vec<(ServiceId, Endless)> {
    add_env_reads(context, functions, &found, landscape);
    let mut listening: Vec<At> = Vec::new();
    let mut receiving = Vec::new();
    for (index, candidate) in found.into_iter().enumerate() {
        let service = ServiceId(index as u32);
        let start = context.program.graph.item_place(candidate.main);
        let function = functions.of_item(candidate.main);
        landscape.entries.push(Entry { service, kind: EntryKind::Start, function, place: start });
        for (at, by) in candidate.listens {
            if !listening.contains(&at) {
                listening.push(at);
                sites.add(functions, at, context.program.place(at), SiteKind::Listen, 95, by);
            }
        }
        for draft in candidate.routes {
            let id = RouteId(landscape.routes.len() as u32);
            let (function, place) = (draft.handler, draft.place);
            landscape.entries.push(Entry { service, kind: EntryKind::Route(id), function, place });
            landscape.routes.push(Route {
                service,
                method: draft.method,
                path: draft.path,
                partial: draft.partial,
                role: draft.role,
                handler: draft.handler,
                handler_name: draft.handler_name,
                guards: draft.guards,
                guards_hidden: draft.guards_hidden,
                place: draft.place,
                why: draft.why,
            });
        }
        for endless in candidate.loops {
            let place = context.program.place(endless.at);
            let function = Some(endless.function);
            match endless.what {
                LoopFor::Messages => receiving.push((service, endless)),
                LoopFor::Schedule => {
                    let kind = EntryKind::Schedule;
                    landscape.entries.push(Entry { service, kind, function, place });
                }
            }
        }
        landscape.services.push(Service {
            name: candidate.name,
            kind: candidate.kind,
            package: candidate.package,
            krate: candidate.crates[0],
            crates: candidate.crates,
            main: Some(candidate.main),
            place: candidate.place,
            listeners: Vec::new(),
            deployments: Vec::new(),
            frameworks: candidate.frameworks,
            capabilities: candidate.capabilities,
            hidden: candidate.hidden,
            why: candidate.why,
        });
    }
    receiving
}

/// Adds what services read from their environment.
fn add_env_reads(
    context: &Context<'_, '_>,
    functions: &Functions,
    found: &[Candidate],
    landscape: &mut Landscape,
) {
    for read in read_env(&context.values()) {
        let linked: Vec<usize> =
            (0..found.len()).filter(|at| found[*at].crates.contains(&read.krate)).collect();
        let function = read.at.and_then(|at| functions.locate(at)).map(|located| located.function);
        if read.at.is_some() && function.is_none() {
            // It is no production code.
            continue;
        }
        let runs =
            |at: &&usize| function.is_none_or(|function| found[**at].reached.contains(&function));
        let running: Vec<usize> = linked.iter().filter(runs).copied().collect();
        let (services, confidence) =
            if running.is_empty() { (linked, 60) } else { (running, read.confidence) };
        let services = services.into_iter().map(|at| ServiceId(at as u32)).collect();
        landscape.env_reads.push(EnvRead {
            services,
            name: read.name,
            is_env: read.is_env,
            has_default: read.has_default,
            in_branch: read.in_branch,
            default: read.default,
            place: read.place,
            confidence,
        });
    }
    landscape.env_reads.sort_by(|a, b| (a.place, &a.name).cmp(&(b.place, &b.name)));
    landscape.env_reads.dedup_by(|b, a| {
        let same = (a.place, &a.name) == (b.place, &b.name);
        if same {
            let more = std::mem::take(&mut b.services);
            a.services.extend(more);
            a.services.sort_unstable();
            a.services.dedup();
        }
        same
    });
}
