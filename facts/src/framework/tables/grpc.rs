//! Serving over gRPC with the bindings of its C library, and with the crate of the same name.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// grpcio. A builder gives a server, which begins to serve when it is started.
pub(super) const GRPCIO: Framework = Framework {
    packages: &["grpcio"],
    server: Some(ServerTable {
        functions: &[("ServerBuilder::new", ServerOp::New)],
        methods: &[
            ("register_service", ServerOp::Add),
            ("start", ServerOp::Serve(ServiceKind::Grpc)),
        ],
        routers: &["ServerBuilder"],
        makers: &["create_"],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};

/// grpc, whose server serves from when it is built.
pub(super) const GRPC: Framework = Framework {
    packages: &["grpc"],
    server: Some(ServerTable {
        functions: &[
            ("ServerBuilder::new", ServerOp::New),
            ("ServerBuilder::new_plain", ServerOp::New),
            ("ServerBuilder::new_unix", ServerOp::New),
        ],
        methods: &[("add_service", ServerOp::Add), ("build", ServerOp::Serve(ServiceKind::Grpc))],
        routers: &["ServerBuilder"],
        constructors: &["new_service_def"],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
