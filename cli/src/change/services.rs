//! Which services of two systems are the same.

use std::collections::HashMap;

use portcullis_facts::System;
use portcullis_facts::graph::system::{Service, ServiceId};

/// What the services of a system are called in a comparison.
#[derive(Debug)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// As the system itself calls them.
    pub(super) fn own(system: &System) -> Self {
        Self(system.graph.landscape.services.iter().map(|one| one.name.clone()).collect())
    }

    /// As `now` calls them, where it has them: a service is a binary of a package, and its name may
    /// come from how it is deployed.
    pub(super) fn of(system: &System, now: &System) -> Self {
        let names: HashMap<(&str, &str), &str> = now
            .graph
            .landscape
            .services
            .iter()
            .map(|one| (binary(now, one), one.name.as_str()))
            .collect();
        let services = system.graph.landscape.services.iter();
        let name = |one: &Service| {
            (*names.get(&binary(system, one)).unwrap_or(&one.name.as_str())).to_owned()
        };
        Self(services.map(name).collect())
    }

    /// The name of a service.
    pub(super) fn get(&self, id: ServiceId) -> &str {
        &self.0[id.index()]
    }
}

/// Package and binary.
fn binary<'a>(system: &'a System, service: &Service) -> (&'a str, &'a str) {
    let graph = &system.graph;
    let krate = graph.names.get(graph.krate(service.krate).name);
    (&graph.package(service.package).name, krate)
}
