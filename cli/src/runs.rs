//! What services really run of the code that they share.

use std::collections::HashSet;

use portcullis_facts::System;
use portcullis_facts::graph::CrateId;
use portcullis_facts::graph::system::{FnId, ReachOptions, ServiceId};

/// The functions that each service runs, as far as calls tell.
#[derive(Debug)]
pub(crate) struct Runs<'a> {
    system: &'a System,
    /// None for a service of which no entry is known.
    reached: Vec<Option<HashSet<FnId>>>,
}

impl<'a> Runs<'a> {
    /// Works it out for all services.
    pub(crate) fn of(system: &'a System) -> Self {
        let landscape = &system.graph.landscape;
        let reached = landscape.services().map(|(id, service)| {
            let entries = landscape.entries.iter().filter(|entry| entry.service == id);
            let handlers = landscape.routes_of(id).filter_map(|(_, route)| route.handler);
            let starts: HashSet<FnId> =
                entries.filter_map(|entry| entry.function).chain(handlers).collect();
            // A call through a trait leads to every implementation, also to those of other services.
            let enter = |function: FnId| service.crates.contains(&krate(system, function));
            let options = ReachOptions { enter: Some(&enter), ..ReachOptions::default() };
            let all = starts.iter().flat_map(|start| landscape.reached_functions(*start, &options));
            (!starts.is_empty()).then(|| all.map(|one| one.function).collect())
        });
        Self { system, reached: reached.collect() }
    }

    /// Those of some services that run a function, where it is known.
    pub(crate) fn running(&self, services: &[ServiceId], function: Option<FnId>) -> Vec<ServiceId> {
        let runs = |id: &ServiceId| function.is_none_or(|function| self.runs(*id, function));
        services.iter().copied().filter(runs).collect()
    }

    /// Whether a service runs a function. Its own package is taken at its word; of what it shares with
    /// others it runs only what it gets to.
    fn runs(&self, service: ServiceId, function: FnId) -> bool {
        let Some(reached) = &self.reached[service.index()] else { return true };
        let graph = &self.system.graph;
        let package = graph.krate(krate(self.system, function)).package;
        let mut at = Some(function);
        while let Some(function) = at {
            if reached.contains(&function) {
                return true;
            }
            // A closure runs where the function around it does.
            at = graph.landscape.function(function).within;
        }
        graph.landscape.service(service).package == package
    }
}

fn krate(system: &System, function: FnId) -> CrateId {
    let graph = &system.graph;
    graph.module(graph.item(graph.landscape.function(function).item).module).krate
}
