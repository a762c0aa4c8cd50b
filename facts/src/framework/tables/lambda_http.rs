//! Serving from a function of a cloud.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["lambda_http"],
    server: Some(ServerTable {
        functions: &[
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("service_fn", ServerOp::Handle),
            ("run_with_streaming_response", ServerOp::Serve(ServiceKind::Http)),
        ],
        graceful: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
