//! Where work enters services, and places where something happens that matters to rules.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{EntryKind, SiteKind};
use serde::Serialize;

use super::Asked;
use super::evidence::Hundredths;
use crate::report::locate::Location;

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct EntryFact<'a> {
    pub(super) service: &'a str,
    pub(super) kind: EntryKind,
    pub(super) function: Option<String>,
    pub(super) place: Location<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct SiteFact<'a> {
    pub(super) kind: &'static str,
    pub(super) by: &'a str,
    pub(super) function: String,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

pub(super) fn entries<'a>(asked: &Asked<'a, '_>) -> Vec<EntryFact<'a>> {
    let graph = &asked.system.graph;
    let facts = graph.landscape.entries.iter().map(|entry| EntryFact {
        service: asked.service(entry.service),
        kind: entry.kind,
        function: entry.function.map(|id| graph.item_path(graph.landscape.function(id).item)),
        place: asked.locator.location(entry.place),
    });
    facts.collect()
}

pub(super) fn site_counts(asked: &Asked<'_, '_>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for site in &asked.system.graph.landscape.sites {
        *counts.entry(site_name(site.kind)).or_insert(0) += 1;
    }
    counts
}

pub(super) fn sites<'a>(asked: &Asked<'a, '_>) -> Vec<SiteFact<'a>> {
    let graph = &asked.system.graph;
    let facts = graph.landscape.sites.iter().map(|site| SiteFact {
        kind: site_name(site.kind),
        by: &site.by,
        function: graph.item_path(graph.landscape.function(site.function).item),
        place: asked.locator.location(site.place),
        confidence: Hundredths(site.confidence),
    });
    facts.collect()
}

/// The name of a kind of site.
const fn site_name(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Statement(_) => "statement",
        SiteKind::Publish(_) => "publish",
        SiteKind::Consume(_) => "consume",
        SiteKind::Acknowledge => "acknowledge",
        SiteKind::Call(_) => "call",
        SiteKind::MakePool => "make-pool",
        SiteKind::OpenConnection => "open-connection",
        SiteKind::MakeHttpClient => "make-http-client",
        SiteKind::MakeChannel => "make-channel",
        SiteKind::MakeProducer => "make-producer",
        SiteKind::PanicOnRemote => "panic-on-remote",
        SiteKind::PanicOnDatabase => "panic-on-database",
        SiteKind::Print => "print",
        SiteKind::LogSecret(_) => "log-secret",
        SiteKind::VerifyToken => "verify-token",
        SiteKind::Listen => "listen",
        SiteKind::BlockingDatabase(_) => "blocking-database",
        SiteKind::Ping => "ping",
    }
}
