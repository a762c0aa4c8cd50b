//! Which databases two services have in common.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{DatabaseId, Landscape, ServiceId};

use crate::request::is_cache;

/// The databases of each service, caches left out, with the confidence that they are its.
#[derive(Debug)]
pub(crate) struct Stores {
    of: BTreeMap<ServiceId, BTreeMap<DatabaseId, u8>>,
}

impl Stores {
    /// Reads the connections.
    pub(crate) fn new(landscape: &Landscape) -> Self {
        let mut of: BTreeMap<ServiceId, BTreeMap<DatabaseId, u8>> = BTreeMap::new();
        for connection in &landscape.connections {
            if !is_cache(landscape.database(connection.database).engine) {
                let databases = of.entry(connection.service).or_default();
                let best = databases.entry(connection.database).or_default();
                *best = connection.why.confidence.max(*best);
            }
        }
        Self { of }
    }

    /// The databases of a service.
    pub(crate) fn of(&self, service: ServiceId) -> impl Iterator<Item = DatabaseId> + '_ {
        self.of.get(&service).into_iter().flat_map(|databases| databases.keys().copied())
    }

    /// The database that two services most surely have in common.
    pub(crate) fn common(&self, a: ServiceId, b: ServiceId) -> Option<(DatabaseId, u8)> {
        let theirs = self.of.get(&b)?;
        let own = self.of.get(&a)?.iter();
        own.filter_map(|(id, sure)| Some((*id, *sure.min(theirs.get(id)?))))
            .max_by_key(|(id, sure)| (*sure, std::cmp::Reverse(*id)))
    }
}
