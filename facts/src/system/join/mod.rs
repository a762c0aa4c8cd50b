//! Joins what code does with the services that run it and with what is deployed.
//!
//! Everything before this speaks of functions; here it becomes databases, topics, calls between services, and
//! sites, each with the services whose it is.

mod calls;
mod code;
mod connectors;
mod consumers;
mod listeners;
mod messages;
mod owners;
mod relays;
mod stores;
mod topics;

use rustc_hash::{FxHashMap, FxHashSet};

use super::calls::Calls;
use super::environment::{Environment, SettingsFile};
use super::functions::Functions;
use super::hosts::Hosts;
use super::loops::Endless;
use super::messaging::Messaging;
use super::migrations::Migrations;
use super::origin::Origins;
use super::panics::PanicSite;
use super::parents::Parents;
use super::settings::SettingSite;
use super::stores::{Stores, TransactionRegion};
use super::values::Values;
use crate::deploy::{Connector, DeclaredTopic};
use crate::graph::system::{
    AddressPurpose, EntryKind, Landscape, ServiceId, Site, SiteFlags, SiteKind,
};
use crate::program::{At, Program};

pub(crate) use owners::Owners;

/// What was found in code, before it is joined.
pub(crate) struct Found<'f> {
    pub(crate) calls: &'f Calls,
    pub(crate) messaging: &'f Messaging,
    pub(crate) panics: &'f [PanicSite],
    pub(crate) settings: &'f [SettingSite],
    /// Addresses that are found by who takes them.
    pub(crate) addresses: &'f [(At, AddressPurpose)],
    pub(crate) stores: &'f Stores,
    pub(crate) migrations: &'f [Migrations],
    /// The loops in which services receive messages.
    pub(crate) receiving: &'f [(ServiceId, Endless)],
}

/// What joining asks.
pub(crate) struct Join<'j, 'a> {
    pub(crate) program: &'j Program<'a>,
    pub(crate) parents: &'j Parents,
    pub(crate) origins: &'j Origins<'j, 'a>,
    pub(crate) values: Values<'j, 'a>,
    pub(crate) functions: &'j Functions,
    /// Settings in files: env files and profiles.
    pub(crate) files: &'j [SettingsFile],
    /// Connectors of Kafka Connect.
    pub(crate) connectors: &'j [Connector],
    /// Topics that are declared where the system is deployed.
    pub(crate) declared: &'j [DeclaredTopic],
}

/// Adds to a landscape with services, functions, routes and deployments all that follows from `found`.
pub(crate) fn join(join: &Join<'_, '_>, found: &Found<'_>, landscape: &mut Landscape) {
    let owners = Owners::new(join.program, landscape);
    let folders: Vec<String> = landscape
        .services
        .iter()
        .map(|service| join.program.graph.package(service.package).dir.clone())
        .collect();
    let deployments = std::mem::take(&mut landscape.deployments);
    let listening = {
        let environment = Environment {
            services: &landscape.services,
            deployments: &deployments,
            files: join.files,
            folders: &folders,
        };
        listeners::listeners(join, found.addresses, &owners, &environment)
    };
    listeners::add(listening, landscape);
    let services = std::mem::take(&mut landscape.services);
    {
        let hosts = Hosts::new(&deployments, join.program.files);
        let environment = Environment {
            services: &services,
            deployments: &deployments,
            files: join.files,
            folders: &folders,
        };
        let transactions = transactions(found.stores);
        let mut sites =
            Sites { join, transactions, list: Vec::new(), panics: FxHashSet::default() };
        stores::add(join, found, &owners, &environment, &hosts, &mut sites, landscape);
        calls::add(join, found.calls, &owners, &environment, &hosts, &mut sites, landscape);
        messages::add(join, found.messaging, &owners, &environment, &hosts, &mut sites, landscape);
        relays::mark(landscape);
        consumers::add(join, found.receiving, landscape);
        code::add(join, found, &owners, &mut sites, landscape);
        landscape.sites.append(&mut sites.list);
    }
    landscape.services = services;
    landscape.deployments = deployments;
    landscape.sites.sort_by_key(|site| (site.function, site.order, site.place));
    // A loop may be found by its subscription and by itself; the latter knows better which one it works on.
    let mut seen = FxHashSet::default();
    let mut entries = std::mem::take(&mut landscape.entries);
    entries.reverse();
    entries.retain(|entry| {
        !matches!(entry.kind, EntryKind::Consumer(_))
            || seen.insert((entry.service, entry.function))
    });
    entries.reverse();
    landscape.entries = entries;
}

/// Transactions by unit.
fn transactions(stores: &Stores) -> FxHashMap<u32, Vec<&TransactionRegion>> {
    let mut regions: FxHashMap<u32, Vec<&TransactionRegion>> = FxHashMap::default();
    for region in &stores.transactions {
        regions.entry(region.begin.unit.0).or_default().push(region);
    }
    regions
}

/// Sites that are being collected.
pub(crate) struct Sites<'s, 'j, 'a> {
    join: &'s Join<'j, 'a>,
    transactions: FxHashMap<u32, Vec<&'s TransactionRegion>>,
    list: Vec<Site>,
    /// Panics that were added: several statements may lead to one.
    panics: FxHashSet<(At, bool)>,
}

impl Sites<'_, '_, '_> {
    /// Adds a site; none where the node stands in no function, as in a constant.
    pub(crate) fn add(
        &mut self,
        at: At,
        place: crate::place::Place,
        kind: SiteKind,
        by: &str,
        confidence: u8,
    ) {
        let Some(located) = self.join.functions.locate(at) else { return };
        let mut flags = located.flags;
        if self.is_in_transaction(at) {
            flags = flags.with(SiteFlags::TRANSACTION);
        }
        self.list.push(Site {
            function: located.function,
            order: located.order,
            place,
            kind,
            flags,
            confidence,
            by: by.to_owned(),
        });
    }

    /// Adds a panic, if it is not there.
    pub(crate) fn add_panic(
        &mut self,
        at: At,
        place: crate::place::Place,
        kind: SiteKind,
        by: &str,
        confidence: u8,
    ) {
        if self.panics.insert((at, kind == SiteKind::PanicOnDatabase)) {
            self.add(at, place, kind, by, confidence);
        }
    }

    fn is_in_transaction(&self, at: At) -> bool {
        let regions = self.transactions.get(&at.unit.0);
        regions.is_some_and(|regions| regions.iter().any(|region| region.contains(at)))
    }
}

/// Names of services, for derivations.
pub(crate) fn service_name(environment: &Environment<'_>, service: ServiceId) -> String {
    environment.services[service.index()].name.clone()
}
