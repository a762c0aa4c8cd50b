//! Documentation of an architecture in Markdown: pages that are functions of what was read.
//!
//! No line numbers and no values of the environment stand in them, so that they change only when the
//! architecture does, and can be committed.

mod decisions;
mod folder;
mod index;
mod map;
mod markdown;
mod purpose;
mod service;

pub(crate) use self::folder::{Folder, Stale};

use std::collections::BTreeMap;

use portcullis_facts::System;
use portcullis_facts::graph::system::{Connection, ServiceId};
use portcullis_facts::place::Place;
use portcullis_rules::settings::Settings;

use crate::names::spelled;
use crate::report::masks::without_passwords;
use crate::runs::Runs;

/// The pages by their paths in the folder of the documentation, `/`-separated.
pub(crate) type Pages = BTreeMap<String, String>;

/// What the pages are made from.
pub(crate) struct Source<'a> {
    pub(crate) system: &'a System,
    pub(crate) settings: &'a Settings,
    /// Files in Markdown below the analysed folder, relative to it, sorted.
    pub(crate) texts: &'a BTreeMap<String, String>,
    /// The way from the folder of the documentation to the analysed one, if it stands in there.
    pub(crate) up: Option<String>,
}

/// What pages ask of the system.
struct Asked<'a> {
    source: &'a Source<'a>,
    system: &'a System,
    /// The page of each service.
    pages: Vec<String>,
    runs: Runs<'a>,
}

/// Makes all pages.
pub(crate) fn pages(source: &Source<'_>) -> Pages {
    let system = source.system;
    let asked = Asked { source, system, pages: names_of_pages(system), runs: Runs::of(system) };
    let mut pages = Pages::new();
    for (id, _) in system.graph.landscape.services() {
        pages.insert(asked.pages[id.index()].clone(), service::page(&asked, id));
    }
    pages.insert("index.md".to_owned(), index::page(&asked));
    pages.insert("map.md".to_owned(), map::page(&asked));
    pages
}

/// Whether a text in Markdown may say something that pages show.
pub(crate) fn is_wanted(path: &str) -> bool {
    decisions::is_decision(path) || purpose::is_readme(path)
}

/// `services/NAME.md` for each service, with a number where two would be the same.
fn names_of_pages(system: &System) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let services = system.graph.landscape.services.iter();
    let page = services.map(|service| {
        // Names come from the tree; what could lead elsewhere, or is one file on some systems, is gone.
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
        let name: String = service.name.chars().map(plain).collect();
        let name = name.to_ascii_lowercase();
        let count = taken.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name}-{count}") } else { name };
        format!("services/{name}.md")
    });
    page.collect()
}

impl<'a> Asked<'a> {
    fn name(&self, id: ServiceId) -> &'a str {
        &self.system.graph.landscape.service(id).name
    }

    /// Names of services, sorted, each once, as links from a page in the folder `services` or beside it.
    fn links(&self, ids: &[ServiceId], to_services: &str) -> String {
        let mut ids = ids.to_vec();
        ids.sort_by_key(|id| self.name(*id));
        ids.dedup();
        let link = |id: &ServiceId| {
            let page = self.pages[id.index()].trim_start_matches("services/");
            markdown::link(self.name(*id), &format!("{to_services}{page}"))
        };
        ids.iter().map(link).collect::<Vec<_>>().join(", ")
    }

    /// What a database is called: its key, or whose it is where its address is not known.
    fn database(&self, connection: &Connection) -> String {
        let database = self.system.graph.landscape.database(connection.database);
        if database.is_unknown() {
            let (engine, service) = (spelled(database.engine), self.name(connection.service));
            return format!("{engine} of {service}, address not known");
        }
        without_passwords(&database.key)
    }

    /// The path of the file of a place.
    fn path(&self, place: Place) -> &'a str {
        &self.system.file(place.file).path
    }
}
