//! What selectors select of the system around the code: services with their routes, databases, topics.

use std::fmt::Debug;

use portcullis_facts::graph::system::{Call, CallTarget, Capability, Landscape, ServiceId};

use super::atoms::{Found, Pattern};
use super::eval::Evaluator;
use super::parse::Kind;
use super::{Selected, Set, Universe};

/// How many numbers hosts have.
pub(super) fn hosts(landscape: &Landscape) -> usize {
    landscape.addresses.len() + landscape.calls.len()
}

/// How many capabilities services have.
pub(super) fn capabilities(landscape: &Landscape) -> usize {
    landscape.services.iter().map(|service| service.capabilities.len()).sum()
}

/// The capabilities of all services, in the order of their numbers.
fn all_capabilities(landscape: &Landscape) -> impl Iterator<Item = (ServiceId, &Capability)> {
    let services = landscape.services();
    services.flat_map(|(id, service)| service.capabilities.iter().map(move |c| (id, c)))
}

/// The host with a number, without its port; none where a call goes to no host.
fn host(landscape: &Landscape, at: usize) -> Option<&str> {
    let text = match landscape.addresses.get(at) {
        Some(address) => &address.host,
        None => match landscape.calls.get(at - landscape.addresses.len()) {
            Some(Call { target: CallTarget::Host(host), .. }) => host,
            _ => return None,
        },
    };
    let port = text.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    Some(port.map_or(text.as_str(), |(host, _)| host)).filter(|host| !host.is_empty())
}

/// The services whose code names the host with a number.
fn host_services(landscape: &Landscape, at: usize) -> &[ServiceId] {
    match landscape.addresses.get(at) {
        Some(address) => &address.services,
        None => landscape
            .calls
            .get(at - landscape.addresses.len())
            .map_or(&[], |call| call.services.as_slice()),
    }
}

/// The services that publish to or consume from a topic.
fn topic_services(landscape: &Landscape, at: usize) -> impl Iterator<Item = ServiceId> {
    let is = move |id: portcullis_facts::graph::system::TopicId| id.index() == at;
    let published = landscape.publishes.iter().filter(move |p| p.topic.is_some_and(is));
    let consumed = landscape.consumes.iter().filter(move |c| c.topics.iter().any(|id| is(*id)));
    published.flat_map(|p| &p.services).chain(consumed.flat_map(|c| &c.services)).copied()
}

/// The services that create or use a table.
fn table_services(landscape: &Landscape, at: usize) -> impl Iterator<Item = ServiceId> {
    let table = &landscape.tables[at];
    let created = table.creations.iter().flat_map(|creation| &creation.services);
    created.chain(table.uses.iter().flat_map(|used| &used.services)).copied()
}

/// The services that are connected to a database.
fn database_services(landscape: &Landscape, at: usize) -> impl Iterator<Item = ServiceId> {
    let connections = landscape.connections.iter();
    connections.filter(move |c| c.database.index() == at).map(|c| c.service)
}

/// What a thing around the code is called.
pub(super) fn name(landscape: &Landscape, thing: Selected) -> String {
    match thing {
        Selected::Service(id) => landscape.service(id).name.clone(),
        Selected::Route(id) => {
            let route = landscape.route(id);
            format!("{} {}", route.method.as_str(), route.path)
        }
        Selected::Topic(id) => landscape.topic(id).name.clone(),
        Selected::Table(id) => {
            let table = landscape.table(id);
            match &table.schema {
                Some(schema) => format!("{schema}.{}", table.name),
                None => table.name.clone(),
            }
        }
        Selected::Database(id) => landscape.database(id).key.clone(),
        Selected::Host(at) => host(landscape, at as usize).unwrap_or_default().to_owned(),
        Selected::Env(at) => landscape.env_reads[at as usize].name.clone(),
        Selected::Capability(at) => all_capabilities(landscape)
            .nth(at as usize)
            .map(|(service, c)| {
                format!("{} of {}", spelled(&c.kind), landscape.service(service).name)
            })
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The name of a variant, as reports and configuration spell it.
fn spelled<T: Debug>(value: &T) -> String {
    let mut text = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

impl Evaluator<'_, '_> {
    const fn landscape(&self) -> &Landscape {
        &self.context.graph.landscape
    }

    /// What an atom selects around the code.
    pub(super) fn surroundings(&self, kind: Kind, pattern: &Pattern<'_>) -> Found {
        let landscape = self.landscape();
        let found = |universe: Universe, length: usize, is: &dyn Fn(usize) -> bool| -> Found {
            (0..length).filter(|at| is(*at)).map(|at| (universe, at)).collect()
        };
        match kind {
            Kind::Route => found(Universe::Route, landscape.routes.len(), &|at| {
                // In a glob `{id}` is a choice of one, so parameters are matched without braces too.
                let path = &landscape.routes[at].path;
                pattern.name(path) || pattern.name(&path.replace(['{', '}'], ""))
            }),
            Kind::Topic => found(Universe::Topic, landscape.topics.len(), &|at| {
                pattern.name(&landscape.topics[at].name)
            }),
            Kind::Table => found(Universe::Table, landscape.tables.len(), &|at| {
                let table = &landscape.tables[at];
                let qualified = table.schema.as_ref().map(|s| format!("{s}.{}", table.name));
                pattern.name(&table.name) || qualified.is_some_and(|name| pattern.name(&name))
            }),
            Kind::Database => found(Universe::Database, landscape.databases.len(), &|at| {
                let database = &landscape.databases[at];
                let named = database.name.as_ref().is_some_and(|name| pattern.name(name));
                named || pattern.name(&database.key)
            }),
            Kind::Host => found(Universe::Host, hosts(landscape), &|at| {
                host(landscape, at).is_some_and(|host| pattern.name(host))
            }),
            Kind::Env => found(Universe::Env, landscape.env_reads.len(), &|at| {
                pattern.name(&landscape.env_reads[at].name)
            }),
            Kind::Capability => {
                let all = all_capabilities(landscape).enumerate();
                let named = all.filter(|(_, (_, c))| pattern.name(&spelled(&c.kind)));
                named.map(|(at, _)| (Universe::Capability, at)).collect()
            }
            _ => Found::new(),
        }
    }

    /// Adds what a service holds: its package, its routes and its capabilities.
    pub(super) fn hold(&self, set: &mut Set, service: usize) {
        let landscape = self.landscape();
        self.add(set, Universe::Package, landscape.services[service].package.index());
        for (id, _) in landscape.routes_of(ServiceId(service as u32)) {
            set.of_mut(Universe::Route).insert(id.index());
        }
        for (at, (owner, _)) in all_capabilities(landscape).enumerate() {
            if owner.index() == service {
                set.of_mut(Universe::Capability).insert(at);
            }
        }
    }

    /// Adds what a service uses and others may use too: databases, tables, topics, hosts, variables.
    pub(super) fn touch(&self, set: &mut Set, service: usize) {
        let landscape = self.landscape();
        let is = |id: &ServiceId| id.index() == service;
        for connection in landscape.connections.iter().filter(|c| is(&c.service)) {
            set.of_mut(Universe::Database).insert(connection.database.index());
        }
        for (at, table) in landscape.tables.iter().enumerate() {
            let created = table.creations.iter().flat_map(|creation| &creation.services);
            let mut services = created.chain(table.uses.iter().flat_map(|used| &used.services));
            if services.any(is) {
                set.of_mut(Universe::Table).insert(at);
            }
        }
        for publish in landscape.publishes.iter().filter(|p| p.services.iter().any(is)) {
            if let Some(topic) = publish.topic {
                set.of_mut(Universe::Topic).insert(topic.index());
            }
        }
        for consume in landscape.consumes.iter().filter(|c| c.services.iter().any(is)) {
            for topic in &consume.topics {
                set.of_mut(Universe::Topic).insert(topic.index());
            }
        }
        for at in 0..hosts(landscape) {
            if host_services(landscape, at).iter().any(is) && host(landscape, at).is_some() {
                set.of_mut(Universe::Host).insert(at);
            }
        }
        for (at, read) in landscape.env_reads.iter().enumerate() {
            if read.services.iter().any(is) {
                set.of_mut(Universe::Env).insert(at);
            }
        }
    }

    /// Adds the services that use something of `targets` around the code.
    pub(super) fn surroundings_depend(&self, set: &mut Set, targets: &Set) {
        let landscape = self.landscape();
        let mut users: Vec<ServiceId> = Vec::new();
        for at in targets.of(Universe::Database).iter() {
            users.extend(database_services(landscape, at));
        }
        for at in targets.of(Universe::Table).iter() {
            users.extend(table_services(landscape, at));
        }
        for at in targets.of(Universe::Topic).iter() {
            users.extend(topic_services(landscape, at));
        }
        for at in targets.of(Universe::Host).iter() {
            users.extend(host_services(landscape, at));
        }
        for at in targets.of(Universe::Env).iter() {
            users.extend(&landscape.env_reads[at].services);
        }
        for call in &landscape.calls {
            if let CallTarget::Service(id) = call.target
                && targets.of(Universe::Service).contains(id.index())
            {
                users.extend(&call.services);
            }
        }
        self.mark_services(set, users);
    }

    /// Adds the services that hold something of `inner`.
    pub(super) fn surroundings_have(&self, set: &mut Set, inner: &Set) {
        let landscape = self.landscape();
        let routes = inner.of(Universe::Route).iter().map(|at| landscape.routes[at].service);
        let mut holders: Vec<ServiceId> = routes.collect();
        for (at, (service, _)) in all_capabilities(landscape).enumerate() {
            if inner.of(Universe::Capability).contains(at) {
                holders.push(service);
            }
        }
        self.mark_services(set, holders);
    }

    fn mark_services(&self, set: &mut Set, services: Vec<ServiceId>) {
        for id in services {
            set.of_mut(Universe::Service).insert(id.index());
            let package = self.landscape().service(id).package;
            set.of_mut(Universe::Package).insert(package.index());
        }
    }

    /// What a thing around the code is under a key; nothing where it has nothing of the sort.
    pub(super) fn surrounding_values(
        &self,
        universe: Universe,
        at: usize,
        key: &str,
    ) -> Vec<String> {
        let landscape = self.landscape();
        let id = at as u32;
        let service_name = |id: ServiceId| landscape.service(id).name.clone();
        let names = |ids: &mut dyn Iterator<Item = ServiceId>| ids.map(service_name).collect();
        let capability = || all_capabilities(landscape).nth(at);
        match (universe, key) {
            (_, "name") => {
                let thing = super::eval::selected(universe, at);
                vec![match thing {
                    Selected::Route(id) => landscape.route(id).path.clone(),
                    Selected::Database(id) => {
                        landscape.database(id).name.clone().unwrap_or_default()
                    }
                    Selected::Table(id) => landscape.table(id).name.clone(),
                    Selected::Capability(_) => {
                        capability().map(|(_, c)| spelled(&c.kind)).unwrap_or_default()
                    }
                    _ => name(landscape, thing),
                }]
            }
            (Universe::Service, "service") => vec![service_name(ServiceId(id))],
            (Universe::Service, "kind") => vec![spelled(&landscape.services[at].kind)],
            (Universe::Service, "package" | "path") => {
                let package = self.context.graph.package(landscape.services[at].package);
                vec![if key == "path" { package.dir.clone() } else { package.name.clone() }]
            }
            (Universe::Route, "service") => vec![service_name(landscape.routes[at].service)],
            (Universe::Route, "method") => vec![landscape.routes[at].method.as_str().to_owned()],
            (Universe::Route, "role") => vec![spelled(&landscape.routes[at].role)],
            (Universe::Route, "path") => vec![landscape.routes[at].path.clone()],
            (Universe::Topic, "service") => names(&mut topic_services(landscape, at)),
            (Universe::Topic, "kind") => vec![landscape.topics[at].kind.clone()],
            (Universe::Table, "service") => names(&mut table_services(landscape, at)),
            (Universe::Database, "service") => names(&mut database_services(landscape, at)),
            (Universe::Database, "engine" | "kind") => {
                vec![spelled(&landscape.databases[at].engine)]
            }
            (Universe::Host, "service") => names(&mut host_services(landscape, at).iter().copied()),
            (Universe::Host, "kind") => {
                landscape.addresses.get(at).map(|a| spelled(&a.purpose)).into_iter().collect()
            }
            (Universe::Env, "service") => {
                names(&mut landscape.env_reads[at].services.iter().copied())
            }
            (Universe::Capability, "service") => {
                capability().map(|(id, _)| service_name(id)).into_iter().collect()
            }
            (Universe::Capability, "kind") => {
                capability().map(|(_, c)| spelled(&c.kind)).into_iter().collect()
            }
            (Universe::Capability, "level") => {
                capability().map(|(_, c)| spelled(&c.level)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}
