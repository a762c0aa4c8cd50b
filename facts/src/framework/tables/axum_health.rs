//! Ready health checks of axum.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Health;
use crate::graph::system::RouteRole;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["axum-health"],
    server: Some(ServerTable {
        functions: &[("health", ServerOp::Ready(RouteRole::Health))],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("Health", Health)],
    ..Framework::NONE
};
