//! Serving with hyper alone.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::GracefulShutdown;
use crate::graph::system::ServiceKind;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["hyper", "hyper-util", "hyper-server"],
    server: Some(ServerTable {
        functions: &[
            ("Server::bind", ServerOp::New),
            ("Server::builder", ServerOp::New),
            ("Server::from_tcp", ServerOp::New),
            ("Server::try_bind", ServerOp::New),
            ("make_service_fn", ServerOp::Factory),
            ("service_fn", ServerOp::Handle),
            ("service::service_fn", ServerOp::Handle),
            ("service::make_service_fn", ServerOp::Factory),
            ("http1::Builder::new", ServerOp::New),
            ("http2::Builder::new", ServerOp::New),
            ("conn::auto::Builder::new", ServerOp::New),
            ("auto::Builder::new", ServerOp::New),
            ("server::conn::Http::new", ServerOp::New),
            ("Http::new", ServerOp::New),
        ],
        methods: &[
            ("serve", ServerOp::Serve(ServiceKind::Http)),
            ("serve_connection", ServerOp::Serve(ServiceKind::Http)),
            ("serve_connection_with_upgrades", ServerOp::Serve(ServiceKind::Http)),
        ],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("with_graceful_shutdown", GracefulShutdown),
        gives("graceful_shutdown", GracefulShutdown),
        gives("GracefulShutdown", GracefulShutdown),
    ],
    ..Framework::NONE
};
