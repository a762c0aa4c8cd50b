//! The first page: the services and what they share, and the decisions.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{Connection, DatabaseId, Landscape, ServiceId, TopicId};

use super::markdown::{self, link, name, names, prose, section, table};
use super::{Asked, decisions, purpose};
use crate::names::spelled;
use crate::report::masks::without_passwords;

/// The page.
pub(super) fn page(asked: &Asked<'_>) -> String {
    let mut page = markdown::page("Architecture");
    let landscape = &asked.system.graph.landscape;
    page.push_str(
        "\nWhat the code says of the system. The [map](<map.md>) shows who speaks with whom.\n",
    );
    section(&mut page, "Services", &services(asked));
    section(&mut page, "Databases", &databases(asked));
    section(&mut page, "Tables", &tables(asked));
    section(&mut page, "Topics", &topics(asked));
    section(&mut page, "What is deployed besides", &besides(landscape));
    section(&mut page, "Decisions", &decisions::table_of(asked.source));
    page
}

fn services(asked: &Asked<'_>) -> String {
    let rows = asked.system.graph.landscape.services().map(|(id, service)| {
        let purpose = purpose::of(asked.source, service);
        let first = purpose.as_deref().map(first_sentence).unwrap_or_default();
        [
            link(&service.name, &asked.pages[id.index()]),
            spelled(service.kind),
            name(&asked.system.graph.package(service.package).name),
            prose(first),
        ]
    });
    table(["Service", "Kind", "Package", "Purpose"], rows.collect())
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn databases(asked: &Asked<'_>) -> String {
    let landscape = &asked.system.graph.landscape;
    let mut users: BTreeMap<DatabaseId, Vec<ServiceId>> = BTreeMap::new();
    let known = |one: &&Connection| !landscape.database(one.database).is_unknown();
    for one in landscape.connections.iter().filter(known) {
        users.entry(one.database).or_default().push(one.service);
    }
    let rows = users.iter().map(|(id, users)| {
        let database = landscape.database(*id);
        [
            name(&without_passwords(&database.key)),
            spelled(database.engine),
            asked.links(users, "services/"),
        ]
    });
    table(["Database", "Engine", "Services"], rows.collect())
}

fn tables(asked: &Asked<'_>) -> String {
    let rows = asked.system.graph.landscape.tables.iter().map(|table| {
        let full = match &table.schema {
            Some(schema) => format!("{schema}.{}", table.name),
            None => table.name.clone(),
        };
        let creators: Vec<ServiceId> =
            table.creations.iter().flat_map(|one| one.services.clone()).collect();
        let users: Vec<ServiceId> =
            table.uses.iter().flat_map(|used| used.services.clone()).collect();
        [name(&full), asked.links(&creators, "services/"), asked.links(&users, "services/")]
    });
    table(["Table", "Created by", "Used by"], rows.collect())
}

fn topics(asked: &Asked<'_>) -> String {
    let landscape = &asked.system.graph.landscape;
    let rows = landscape.topics.iter().enumerate().map(|(at, topic)| {
        let id = TopicId(at as u32);
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for one in landscape.publishes.iter().filter(|one| one.topic == Some(id)) {
            from.extend(asked.runs.running(&one.services, one.function));
        }
        for one in landscape.consumes.iter().filter(|one| one.topics.contains(&id)) {
            to.extend(asked.runs.running(&one.services, one.function));
        }
        let (from, to) = (asked.links(&from, "services/"), asked.links(&to, "services/"));
        [name(&topic.name), prose(&topic.kind), from, to]
    });
    table(["Topic", "Broker", "Published by", "Consumed by"], rows.collect())
}

/// Infrastructure, gateways, jobs and programs whose code is elsewhere.
fn besides(landscape: &Landscape) -> String {
    let others = landscape.deployments.iter().filter(|one| one.service.is_none());
    let rows = others.map(|one| {
        let what = match one.technology.as_str() {
            "" => spelled(one.role),
            technology => format!("{}, {technology}", spelled(one.role)),
        };
        [
            name(&one.name),
            prose(&what),
            spelled(one.orchestrator),
            names(one.hosts.iter().map(String::as_str)),
        ]
    });
    table(["Name", "What", "By", "Known as"], rows.collect())
}
