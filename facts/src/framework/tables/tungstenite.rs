//! Serving WebSockets on connections that code accepts itself.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// The table. Only who serves accepts a handshake.
pub(super) const TABLE: Framework = Framework {
    packages: &["tokio-tungstenite", "async-tungstenite", "tungstenite", "fastwebsockets"],
    server: Some(ServerTable {
        functions: &[
            ("accept", ServerOp::Serve(ServiceKind::Http)),
            ("accept_hdr", ServerOp::Serve(ServiceKind::Http)),
            ("accept_async", ServerOp::Serve(ServiceKind::Http)),
            ("accept_async_with_config", ServerOp::Serve(ServiceKind::Http)),
            ("accept_hdr_async", ServerOp::Serve(ServiceKind::Http)),
            ("accept_hdr_async_with_config", ServerOp::Serve(ServiceKind::Http)),
        ],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
