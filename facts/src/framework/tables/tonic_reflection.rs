//! Contracts over gRPC.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;
use crate::graph::system::RouteRole;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tonic-reflection"],
    server: Some(ServerTable {
        functions: &[("Builder::configure", ServerOp::Ready(RouteRole::Docs))],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("", Contract)],
    ..Framework::NONE
};
