//! Services whose `main` gives what Shuttle serves.

use crate::framework::capability::gives;
use crate::framework::server::{RouteAttribute, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Logging, Tracing};

/// The table. The runtime initialises the logs.
pub(super) const TABLE: Framework = Framework {
    packages: &["shuttle-runtime"],
    server: Some(ServerTable {
        attributes: &[("main", RouteAttribute::Launch)],
        graceful: true,
        ..ServerTable::NONE
    }),
    capabilities: &[gives("main", Logging), gives("main", Tracing)],
    ..Framework::NONE
};
