//! What the tables say of packages outside the tree: looked up once for each package that code names, because
//! every call is asked for it by many.

use crate::framework::broker::BrokerTable;
use crate::framework::client::ClientTable;
use crate::framework::cors::CorsTable;
use crate::framework::lookup::section;
use crate::framework::store::StoreTable;
use crate::framework::technology;
use crate::graph::system::CapabilityKind;
use crate::graph::{ExternalId, Graph, Technology};

/// A section of a table, with the name of the library.
pub type Section<T> = (&'static T, &'static str);

/// A package outside the tree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Library {
    /// What it ties code to.
    pub technology: Option<Technology>,
    /// How it calls.
    pub client: Option<Section<ClientTable>>,
    /// How it speaks to a broker.
    pub broker: Option<Section<BrokerTable>>,
    /// How it stores.
    pub store: Option<Section<StoreTable>>,
    /// How it allows requests from other origins.
    pub cors: Option<Section<CorsTable>>,
    /// What its calls give to what stands in their arguments.
    pub around: Option<Section<&'static [(&'static str, CapabilityKind)]>>,
}

impl Library {
    fn of(package: &str) -> Self {
        Self {
            technology: technology(package),
            client: section(package, |framework| framework.client.as_ref()),
            broker: section(package, |framework| framework.broker.as_ref()),
            store: section(package, |framework| framework.store.as_ref()),
            cors: section(package, |framework| framework.cors.as_ref()),
            around: section(package, |framework| {
                (!framework.around.is_empty()).then_some(&framework.around)
            }),
        }
    }
}

/// The packages of all names outside the tree.
#[derive(Debug, Default)]
pub(crate) struct Libraries {
    packages: Vec<Library>,
    /// By external, an index into the packages.
    externals: Vec<u32>,
}

impl Libraries {
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut libraries = Self::default();
        let mut last = None;
        // Externals are sorted by package.
        for external in &graph.externals {
            if last != Some(external.package.as_str()) {
                libraries.packages.push(Library::of(&external.package));
                last = Some(&external.package);
            }
            libraries.externals.push(libraries.packages.len() as u32 - 1);
        }
        libraries
    }

    pub(crate) fn get(&self, external: ExternalId) -> &Library {
        &self.packages[self.externals[external.index()] as usize]
    }
}
