//! Serving and checking health over gRPC with tonic.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::GracefulShutdown;
use crate::graph::system::ServiceKind;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tonic"],
    server: Some(ServerTable {
        functions: &[
            ("Server::builder", ServerOp::New),
            ("service::Routes::new", ServerOp::New),
            ("Routes::new", ServerOp::New),
            ("Routes::builder", ServerOp::New),
            ("RoutesBuilder::default", ServerOp::New),
            ("Routes::default", ServerOp::New),
            ("Routes::from", ServerOp::New),
        ],
        methods: &[
            ("add_service", ServerOp::Add),
            ("add_optional_service", ServerOp::Add),
            ("add_routes", ServerOp::Add),
            ("layer", ServerOp::Wrap),
            ("serve", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_shutdown", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_incoming", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_incoming_shutdown", ServerOp::Serve(ServiceKind::Grpc)),
        ],
        routers: &["Router", "transport::server::Router", "RoutesBuilder"],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("serve_with_shutdown", GracefulShutdown),
        gives("serve_with_incoming_shutdown", GracefulShutdown),
    ],
    ..Framework::NONE
};
