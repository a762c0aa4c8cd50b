//! gRPC from browsers.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tonic-web"],
    server: Some(ServerTable { functions: &[("enable", ServerOp::New)], ..ServerTable::NONE }),
    ..Framework::NONE
};
