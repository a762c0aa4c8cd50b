//! Servers of actix without a framework around them.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-server"],
    server: Some(ServerTable {
        functions: &[("Server::build", ServerOp::New)],
        methods: &[
            ("bind", ServerOp::Factory),
            ("listen", ServerOp::Factory),
            ("run", ServerOp::Serve(ServiceKind::Http)),
        ],
        graceful: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
