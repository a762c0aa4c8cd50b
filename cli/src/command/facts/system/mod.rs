//! The facts about the system around the code: services, what they own, and how they reach each other.

mod deployments;
mod evidence;
mod lines;
mod services;
mod sites;
mod stores;
mod text;
mod traffic;

use std::collections::BTreeMap;

use portcullis_facts::System;
use portcullis_facts::graph::system::ServiceId;
use portcullis_rules::select::Selected;
use serde::Serialize;

pub(super) use self::text::Shown;
use super::selector::Selector;
use crate::report::locate::Locator;

/// What is around the code; parts that were not asked for are none.
#[derive(Debug, Default, Serialize)]
pub(super) struct Surroundings<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) services: Option<Vec<services::ServiceFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deployments: Option<Vec<deployments::DeploymentFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routes: Option<Vec<traffic::RouteFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) calls: Option<Vec<traffic::CallFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hosts: Option<Vec<traffic::HostFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) databases: Option<Vec<stores::DatabaseFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) connections: Option<Vec<stores::ConnectionFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tables: Option<Vec<stores::TableFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) brokers: Option<Vec<traffic::BrokerFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) topics: Option<Vec<traffic::TopicFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publishes: Option<Vec<traffic::MessageFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) consumes: Option<Vec<traffic::MessageFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) env: Option<Vec<deployments::EnvFact<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capabilities: Option<Vec<services::OwnedCapability<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entries: Option<Vec<sites::EntryFact<'a>>>,
    /// How many sites there are of each kind, where they are not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) site_counts: Option<BTreeMap<&'static str, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sites: Option<Vec<sites::SiteFact<'a>>>,
}

/// What the collecting functions of this folder ask.
struct Asked<'a, 's> {
    system: &'a System,
    locator: &'s Locator<'a>,
    selector: &'s Selector,
}

impl<'a> Asked<'a, '_> {
    fn takes(&self, thing: Selected) -> bool {
        self.selector.chooses(thing).unwrap_or(true)
    }

    fn service(&self, id: ServiceId) -> &'a str {
        &self.system.graph.landscape.service(id).name
    }

    /// Names of services, sorted, each once.
    fn services(&self, ids: &[ServiceId]) -> Vec<&'a str> {
        let mut names: Vec<&str> = ids.iter().map(|id| self.service(*id)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Gathers what `selector` asks for.
pub(super) fn surroundings<'a>(
    system: &'a System,
    locator: &Locator<'a>,
    selector: &Selector,
) -> Surroundings<'a> {
    let asked = Asked { system, locator, selector };
    let shown = |part: &str| selector.shows(part);
    Surroundings {
        services: shown("services").then(|| services::services(&asked)),
        deployments: shown("deployments").then(|| deployments::deployments(&asked)),
        routes: shown("routes").then(|| traffic::routes(&asked)),
        calls: shown("calls").then(|| traffic::calls(&asked)),
        hosts: shown("hosts").then(|| traffic::hosts(&asked)),
        databases: shown("databases").then(|| stores::databases(&asked)),
        connections: (*selector == Selector::Part("connections"))
            .then(|| stores::connections(&asked)),
        tables: shown("tables").then(|| stores::tables(&asked)),
        brokers: shown("brokers").then(|| traffic::brokers(&asked)),
        topics: shown("topics").then(|| traffic::topics(&asked)),
        publishes: shown("publishes").then(|| traffic::publishes(&asked)),
        consumes: shown("consumes").then(|| traffic::consumes(&asked)),
        env: shown("env").then(|| deployments::env(&asked)),
        capabilities: (shown("capabilities") && *selector != Selector::Overview)
            .then(|| services::capabilities(&asked)),
        entries: shown("entries").then(|| sites::entries(&asked)),
        site_counts: (*selector == Selector::Overview).then(|| sites::site_counts(&asked)),
        sites: (*selector == Selector::Part("sites")).then(|| sites::sites(&asked)),
    }
}
