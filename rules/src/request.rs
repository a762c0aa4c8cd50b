//! The paths on which work is done again and again: requests, messages, schedules.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{
    Engine, Entry, EntryKind, FnFlags, FnId, RouteRole, ServiceId, Site, SiteId, SiteKind,
    Statement, StatementKind,
};

use crate::context::Context;
use crate::engine::report::Draft;
use crate::grounds::plain;
use crate::reach::Reached;

/// An entry on a path of requests or messages, with its function.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    /// The entry.
    pub(crate) entry: &'a Entry,
    /// Its function.
    pub(crate) function: FnId,
}

/// A site on paths of requests or messages.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'r> {
    /// The entry of its surest path.
    pub(crate) entry: &'r Entry,
    /// The path.
    pub(crate) reached: &'r Reached,
    /// All services that reach it, sorted.
    pub(crate) services: Vec<ServiceId>,
}

impl Hit<'_> {
    /// A draft about what stands at the site, with the way there.
    pub(crate) fn draft(&self, context: &Context<'_>) -> Draft {
        let site = context.site(self.reached);
        self.draft_of(context, context.function_path(site.function), &site.by)
    }

    /// A draft about the service that reaches the site, for what is one fault however often it is done; of several
    /// services it is about the package around the site.
    pub(crate) fn draft_of_service(&self, context: &Context<'_>, evidence: &str) -> Draft {
        let site = context.site(self.reached);
        let subject = match self.services[..] {
            [service] => context.landscape().service(service).name.clone(),
            _ => context.package_at(site.place).map_or_else(
                || context.function_path(site.function),
                |package| context.graph.package(package).name.clone(),
            ),
        };
        self.draft_of(context, subject, evidence)
    }

    fn draft_of(&self, context: &Context<'_>, subject: String, evidence: &str) -> Draft {
        let site = context.site(self.reached);
        let entry = context.entry_text(self.entry);
        Draft::new(subject, evidence, site.place)
            .about_all(context, &self.services)
            .related(self.entry.place, format!("{entry} leads here"))
            .step(format!("{entry} enters here"), Some(self.entry.place))
            .along(context, &self.reached.path)
            .step(
                format!("{} calls `{}`", context.function_name(site.function), site.by),
                Some(site.place),
            )
            .confidence(self.reached.confidence)
    }
}

/// Which entries to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paths {
    /// Business routes and consumers.
    Requests,
    /// These and schedules.
    Work,
}

impl<'a> Context<'a> {
    /// The entries with a known function, in the order of the landscape: business routes, consumers, and
    /// schedules if they are wanted. Probes, metrics and documentation are none, nor is the start.
    pub(crate) fn requests(&self, paths: Paths) -> impl Iterator<Item = Request<'a>> + use<'a> {
        let landscape = self.landscape();
        let wanted = move |entry: &&Entry| match entry.kind {
            EntryKind::Route(route) => {
                matches!(landscape.route(route).role, RouteRole::Business | RouteRole::Fallback)
            }
            EntryKind::Consumer(_) => true,
            EntryKind::Schedule => paths == Paths::Work,
            EntryKind::Start => false,
        };
        let entries = landscape.entries.iter().filter(wanted);
        entries.filter_map(|entry| Some(Request { entry, function: entry.function? }))
    }

    /// What an entry's function reaches in a service.
    pub(crate) fn reached(&self, service: ServiceId, function: FnId) -> &[Reached] {
        self.reaches.of(self.graph, service, function)
    }

    /// The sites that are reached once a request or message: not what a consumer does before its loop,
    /// nor what happens at most once a process.
    pub(crate) fn repeated(&self, request: Request<'_>) -> impl Iterator<Item = &Reached> {
        let in_loop = matches!(request.entry.kind, EntryKind::Consumer(_) | EntryKind::Schedule);
        self.reached(request.entry.service, request.function).iter().filter(move |reached| {
            !reached.flags.contains(FnFlags::ONCE)
                && (!in_loop || reached.flags.contains(FnFlags::LOOP))
        })
    }

    /// The sites of some kinds that are reached once a request or message, sorted; each by its surest
    /// path, with all services on whose paths it lies.
    pub(crate) fn repeated_sites(
        &self,
        paths: Paths,
        wanted: impl Fn(SiteKind) -> bool,
    ) -> BTreeMap<SiteId, Hit<'_>> {
        let mut hits: BTreeMap<SiteId, Hit<'_>> = BTreeMap::new();
        for request in self.requests(paths) {
            for reached in self.repeated(request) {
                if !wanted(self.site(reached).kind) {
                    continue;
                }
                let hit = hits.entry(reached.site).or_insert(Hit {
                    entry: request.entry,
                    reached,
                    services: Vec::new(),
                });
                if hit.reached.confidence < reached.confidence {
                    (hit.entry, hit.reached) = (request.entry, reached);
                }
                if let Err(at) = hit.services.binary_search(&request.entry.service) {
                    hit.services.insert(at, request.entry.service);
                }
            }
        }
        hits
    }

    /// Hits that are one fault, in the order of their first sites.
    pub(crate) fn together<'r, K: PartialEq>(
        hits: impl IntoIterator<Item = Hit<'r>>,
        same: impl Fn(&Hit<'r>) -> K,
    ) -> Vec<Vec<Hit<'r>>> {
        let mut groups: Vec<(K, Vec<Hit<'r>>)> = Vec::new();
        for hit in hits {
            let key = same(&hit);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, group)) => group.push(hit),
                None => groups.push((key, vec![hit])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The site of something that is reached.
    pub(crate) fn site(&self, reached: &Reached) -> &'a Site {
        self.landscape().site(reached.site)
    }

    /// The statement that is executed at a site.
    pub(crate) fn statement_at(&self, site: &Site) -> Option<&'a Statement> {
        match site.kind {
            SiteKind::Statement(id) | SiteKind::BlockingDatabase(id) => {
                Some(self.landscape().statement(id))
            }
            _ => None,
        }
    }

    /// What an entry is, for labels: the route, the topic, the schedule.
    pub(crate) fn entry_text(&self, entry: &Entry) -> String {
        let landscape = self.landscape();
        match entry.kind {
            EntryKind::Route(route) => {
                let route = landscape.route(route);
                format!("`{} {}`", route.method.as_str(), plain(&route.path))
            }
            EntryKind::Consumer(at) => {
                let consume = &landscape.consumes[at as usize];
                match consume.topics.first() {
                    Some(topic) => {
                        format!("the consumer of `{}`", plain(&landscape.topic(*topic).name))
                    }
                    None => "a consumer".to_owned(),
                }
            }
            EntryKind::Schedule => "a schedule".to_owned(),
            EntryKind::Start => "the start".to_owned(),
        }
    }
}

/// Whether a statement changes the business's data: no cache, no outbox.
pub(crate) fn is_business_write(statement: &Statement) -> bool {
    statement.kind == StatementKind::Write
        && !statement.outbox
        && !matches!(statement.engine, Engine::Redis | Engine::Memcached)
}

/// Whether a store is a cache unless shown otherwise.
pub(crate) const fn is_cache(engine: Engine) -> bool {
    matches!(engine, Engine::Redis | Engine::Memcached)
}
