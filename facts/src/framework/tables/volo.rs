//! Serving procedures with Volo and tarpc.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// volo. A server of one service is run by itself, as those of tonic that are made like it.
pub(super) const VOLO: Framework = Framework {
    packages: &["volo-grpc", "volo-thrift"],
    server: Some(ServerTable {
        functions: &[("Server::new", ServerOp::New), ("ServiceBuilder::new", ServerOp::New)],
        methods: &[
            ("add_service", ServerOp::Add),
            ("run", ServerOp::Serve(ServiceKind::Grpc)),
            ("run_with_shutdown", ServerOp::Serve(ServiceKind::Grpc)),
        ],
        constructors: &["new"],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};

/// tarpc. What listens hands on connections, each of which is served.
pub(super) const TARPC: Framework = Framework {
    packages: &["tarpc"],
    server: Some(ServerTable {
        functions: &[
            ("tcp::listen", ServerOp::Serve(ServiceKind::Grpc)),
            ("unix::listen", ServerOp::Serve(ServiceKind::Grpc)),
            // Where code takes in connections itself.
            ("BaseChannel::with_defaults", ServerOp::Serve(ServiceKind::Grpc)),
            ("BaseChannel::new", ServerOp::Serve(ServiceKind::Grpc)),
        ],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
