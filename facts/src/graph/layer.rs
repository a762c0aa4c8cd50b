//! Layers, ports and technologies: what a piece of code is for in a hexagonal architecture.

use serde::Serialize;

use super::entity::{ItemId, Target};
use crate::place::Place;

/// An entry of [`super::Graph::layers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub u16);

/// The role of a layer. The order is that of dependency: a role may use those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The domain model: entities, value objects, domain services, its ports.
    Core,
    /// Use cases and application services, its ports.
    Application,
    /// Driving adapters: HTTP handlers, consumers, command lines.
    AdapterIn,
    /// Driven adapters: repositories, clients, publishers.
    AdapterOut,
    /// The composition root, which may see everything.
    Root,
}

/// Whether a port is called from outside or calls out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Implemented by the core, called by driving adapters.
    In,
    /// Called by the core, implemented by driven adapters.
    Out,
}

/// A layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name: as configured, or the role's.
    pub name: String,
    /// Its role, if it has one of the five.
    pub role: Option<Role>,
    /// Whether configuration declares it.
    pub declared: bool,
}

/// A layer as configuration declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerDefinition {
    /// Its name.
    pub name: String,
    /// Its role; where it is not given, it is taken from the name if that is a usual one.
    pub role: Option<Role>,
    /// Globs of source paths, and `crate:` globs of package names.
    pub paths: Vec<String>,
}

/// Why a module or item counts to a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFact {
    /// The layer.
    pub layer: LayerId,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// The reason in words, lower case, no full stop: "folder `domain`".
    pub reason: String,
    /// Where the reason stands, if at one place.
    pub place: Option<Place>,
}

/// A trait that is a port.
#[derive(Clone, Debug)]
pub struct Port {
    /// The trait.
    pub item: ItemId,
    /// Its direction, where it is known.
    pub direction: Option<Direction>,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// The reason in words.
    pub reason: String,
    /// Its implementations, in tests too: indices into [`super::Graph::implementations`].
    pub implementations: Vec<u32>,
    /// Who uses it other than by implementing it: indices into [`super::Graph::edges`].
    pub users: Vec<u32>,
}

/// What an outside crate is for, if it ties code to a technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Technology {
    /// A database driver, pool or mapper.
    Database,
    /// A message broker.
    Broker,
    /// A web framework or server.
    HttpServer,
    /// An HTTP client.
    HttpClient,
    /// Remote procedure calls.
    Rpc,
    /// A cloud provider's interface, object storage.
    Cloud,
    /// Mail, short messages and the like.
    Mail,
    /// Test doubles and test containers.
    Testing,
}

impl Target {
    /// Whether it leads out of the tree.
    pub const fn is_external(self) -> bool {
        matches!(self, Self::External(_))
    }
}
