//! Health checks over gRPC.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Health;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tonic-health"],
    server: Some(ServerTable {
        functions: &[
            ("health_reporter", ServerOp::GrpcHealth),
            ("server::health_reporter", ServerOp::GrpcHealth),
            ("HealthServer::new", ServerOp::GrpcHealth),
            ("HealthServer::from", ServerOp::GrpcHealth),
            ("HealthService::from_health_reporter", ServerOp::Other),
            ("HealthReporter::new", ServerOp::Other),
        ],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("server", Health)],
    ..Framework::NONE
};
