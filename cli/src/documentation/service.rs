//! The page of a service.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use portcullis_facts::graph::system::{
    Call, CallTarget, Known, Method, Service, ServiceId, StatementKind,
};
use portcullis_facts::graph::{Port, Scope};

use super::markdown::{self, name, names, prose, section, table};
use super::{Asked, purpose};
use crate::names::spelled;
use crate::report::masks::without_passwords;

/// Makes the page.
pub(super) fn page(asked: &Asked<'_>, id: ServiceId) -> String {
    let graph = &asked.system.graph;
    let service = graph.landscape.service(id);
    let mut page = markdown::page(&service.name);
    if let Some(purpose) = purpose::of(asked.source, service) {
        let _ = write!(page, "\n{}\n", prose(&purpose));
    }
    let package = graph.package(service.package);
    let dir = if package.dir.is_empty() { "." } else { &package.dir };
    let _ = write!(
        page,
        "\nKind: {}. Package: {} in {}.",
        spelled(service.kind),
        name(&package.name),
        name(dir)
    );
    if !service.frameworks.is_empty() {
        let _ = write!(page, " Built on {}.", names(service.frameworks.iter().map(String::as_str)));
    }
    page.push_str("\n\nBack to the [index](<../index.md>) and the [map](<../map.md>).\n");
    section(&mut page, "Ports and adapters", &ports(asked, service));
    section(&mut page, "Routes", &routes(asked, id));
    section(&mut page, "Events", &events(asked, id));
    section(&mut page, "Data", &data(asked, id));
    section(&mut page, "Calls", &calls(asked, id));
    section(&mut page, "Called by", &callers(asked, id));
    section(&mut page, "Configuration", &configuration(asked, id));
    section(&mut page, "Deployment", &deployment(asked, id));
    section(&mut page, "What could not be seen", &hidden(service));
    page
}

fn ports(asked: &Asked<'_>, service: &Service) -> String {
    let graph = &asked.system.graph;
    let of_service = |port: &&Port| {
        let item = graph.item(port.item);
        item.scope == Scope::Production && service.crates.contains(&graph.module(item.module).krate)
    };
    let rows = graph.ports.iter().filter(of_service).map(|port| {
        let implementations =
            port.implementations.iter().map(|at| &graph.implementations[*at as usize]);
        // What tests put in the place of an adapter is none.
        let adapters = implementations.filter(|one| {
            one.scope == Scope::Production
                && service.crates.contains(&graph.module(graph.item(one.item).module).krate)
        });
        let adapters: Vec<String> =
            adapters.filter_map(|one| Some(graph.target_path(one.for_type?))).collect();
        let direction = port.direction.map_or_else(String::new, |one| spelled(one).clone());
        [
            name(&graph.item_path(port.item)),
            direction,
            names(adapters.iter().map(String::as_str)),
            name(asked.path(graph.item_place(port.item))),
        ]
    });
    table(["Port", "Direction", "Adapters", "File"], rows.collect())
}

fn routes(asked: &Asked<'_>, id: ServiceId) -> String {
    let rows = asked.system.graph.landscape.routes_of(id).map(|(_, route)| {
        let path = if route.partial { format!("{}…", route.path) } else { route.path.clone() };
        let guards: Vec<String> =
            route.guards.iter().map(|guard| spelled(guard.capability.kind)).collect();
        [
            name(&format!("{} {path}", route.method.as_str())),
            spelled(route.role),
            name(&route.handler_name),
            names(guards.iter().map(String::as_str)),
            name(asked.path(route.place)),
        ]
    });
    table(["Route", "For", "Handler", "Guards", "File"], rows.collect())
}

fn events(asked: &Asked<'_>, id: ServiceId) -> String {
    let landscape = &asked.system.graph.landscape;
    let mut rows = Vec::new();
    for one in &landscape.publishes {
        if asked.runs.running(&one.services, one.function).contains(&id) {
            let topic = one.topic.map(|topic| name(&landscape.topic(topic).name));
            let topic = topic.unwrap_or_else(|| "not known".to_owned());
            let file = name(asked.path(one.place));
            rows.push(["published".to_owned(), topic, name(&one.library), file]);
        }
    }
    for one in &landscape.consumes {
        if asked.runs.running(&one.services, one.function).contains(&id) {
            let mut topics: Vec<String> =
                one.topics.iter().map(|topic| name(&landscape.topic(*topic).name)).collect();
            if one.more || topics.is_empty() {
                topics.push("not known".to_owned());
            }
            let file = name(asked.path(one.place));
            rows.extend(
                topics
                    .into_iter()
                    .map(|topic| ["consumed".to_owned(), topic, name(&one.library), file.clone()]),
            );
        }
    }
    table(["What", "Topic", "By", "File"], rows)
}

fn data(asked: &Asked<'_>, id: ServiceId) -> String {
    let landscape = &asked.system.graph.landscape;
    let connections = landscape.connections.iter().filter(|one| one.service == id).map(|one| {
        [
            name(&asked.database(one)),
            one.variable.as_deref().map(name).unwrap_or_default(),
            if one.read_only { "read only".to_owned() } else { String::new() },
        ]
    });
    let connections = table(["Database", "By", "How"], connections.collect());
    let mut uses: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in &landscape.tables {
        let full = match &one.schema {
            Some(schema) => format!("{schema}.{}", one.name),
            None => one.name.clone(),
        };
        let creates = one.creations.iter().any(|creation| creation.services.contains(&id));
        let own = one.uses.iter().filter(|used| used.services.contains(&id));
        let verbs = own.map(|used| if reads(used.kind) { "reads" } else { "writes" });
        let mut all: Vec<&str> = creates.then_some("creates").into_iter().chain(verbs).collect();
        all.sort_unstable();
        all.dedup();
        if !all.is_empty() {
            uses.insert(full, all);
        }
    }
    let rows = uses.iter().map(|(table, verbs)| [name(table), verbs.join(", ")]);
    let tables = table(["Table", "What it does"], rows.collect());
    if connections.is_empty() || tables.is_empty() {
        return connections + &tables;
    }
    format!("{connections}\n{tables}")
}

const fn reads(kind: StatementKind) -> bool {
    matches!(kind, StatementKind::Read)
}

/// The method and path of a call.
fn asked_for(call: &Call) -> String {
    let method = match call.method {
        Some(Method::Any) | None => "",
        Some(method) => method.as_str(),
    };
    name(format!("{method} {}", call.path.as_deref().unwrap_or_default()).trim())
}

fn calls(asked: &Asked<'_>, id: ServiceId) -> String {
    let landscape = &asked.system.graph.landscape;
    let own = landscape
        .calls
        .iter()
        .filter(|call| asked.runs.running(&call.services, Some(call.function)).contains(&id));
    let rows = own.map(|call| {
        let to = match &call.target {
            CallTarget::Service(to) => asked.links(&[*to], ""),
            CallTarget::Deployment(to) => name(&landscape.deployment(*to).name),
            CallTarget::Host(host) => name(&without_passwords(host)),
            CallTarget::Unknown => "not known".to_owned(),
        };
        let has: Vec<String> = call.capabilities.iter().map(|one| spelled(one.kind)).collect();
        let has = names(has.iter().map(String::as_str));
        [to, asked_for(call), has, name(asked.path(call.place))]
    });
    table(["To", "What", "With", "File"], rows.collect())
}

fn callers(asked: &Asked<'_>, id: ServiceId) -> String {
    let calls = asked.system.graph.landscape.calls.iter();
    let to_this = calls.filter(|call| call.target == CallTarget::Service(id));
    let rows = to_this.flat_map(|call| {
        let from = asked.runs.running(&call.services, Some(call.function));
        let from = from.into_iter().filter(|from| *from != id);
        from.map(|from| [asked.links(&[from], ""), asked_for(call)]).collect::<Vec<_>>()
    });
    table(["From", "What"], rows.collect())
}

/// The variables that it reads; of values only where they are set, for they are of each deployment.
fn configuration(asked: &Asked<'_>, id: ServiceId) -> String {
    let landscape = &asked.system.graph.landscape;
    let set = |variable: &str| -> Vec<&str> {
        let own = landscape.deployments_of(id);
        let has = own.filter(|(_, one)| one.env.iter().any(|env| env.name == variable));
        has.map(|(_, one)| one.name.as_str()).collect()
    };
    let is_secret = |variable: &str| {
        let own = landscape.deployments_of(id);
        own.flat_map(|(_, one)| &one.env)
            .any(|env| env.name == variable && env.value == Known::Secret)
    };
    let own = landscape.env_reads.iter().filter(|read| read.services.contains(&id));
    let rows = own.map(|read| {
        let default = match &read.default {
            _ if is_secret(&read.name) => "secret".to_owned(),
            Some(default) => name(&without_passwords(default)),
            None if read.has_default => "may be missing".to_owned(),
            None => String::new(),
        };
        let kind = if read.is_env { "variable" } else { "key" };
        [name(&read.name), kind.to_owned(), default, names(set(&read.name))]
    });
    table(["Name", "What", "Without it", "Set in"], rows.collect())
}

fn deployment(asked: &Asked<'_>, id: ServiceId) -> String {
    let rows = asked.system.graph.landscape.deployments_of(id).map(|(_, one)| {
        let ports: Vec<String> = one
            .ports
            .iter()
            .map(|port| match port.host {
                Some(host) => format!("{host}:{}", port.container),
                None => port.container.to_string(),
            })
            .collect();
        let probes: Vec<String> = one.probes.iter().map(|probe| spelled(probe.kind)).collect();
        [
            name(&one.name),
            spelled(one.orchestrator),
            one.image
                .as_ref()
                .map(|image| name(&without_passwords(&image.text)))
                .unwrap_or_default(),
            names(ports.iter().map(String::as_str)),
            one.replicas.map(|(number, _)| number.to_string()).unwrap_or_default(),
            names(probes.iter().map(String::as_str)),
            name(asked.path(one.place)),
        ]
    });
    table(["Name", "By", "Image", "Ports", "Copies", "Probes", "File"], rows.collect())
}

fn hidden(service: &Service) -> String {
    let rows = service.hidden.iter().map(|one| [spelled(one.kind), prose(&one.reason)]);
    table(["What", "Why"], rows.collect())
}
