//! Serving with warp.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Cors, GracefulShutdown, Tracing};
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["warp"],
    server: Some(ServerTable {
        functions: &[
            ("path", ServerOp::Segments),
            ("path::path", ServerOp::Segments),
            ("path::end", ServerOp::New),
            ("any", ServerOp::New),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("serve", ServerOp::New),
            ("path::param", ServerOp::Segments),
            ("fs::dir", ServerOp::Ready(RouteRole::Static)),
            ("fs::file", ServerOp::Ready(RouteRole::Static)),
        ],
        methods: &[
            ("and", ServerOp::And),
            ("or", ServerOp::Or),
            ("and_then", ServerOp::Handle),
            ("then", ServerOp::Handle),
            ("map", ServerOp::Handle),
            ("with", ServerOp::Wrap),
            ("recover", ServerOp::Wrap),
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("bind", ServerOp::Serve(ServiceKind::Http)),
            ("try_bind", ServerOp::Serve(ServiceKind::Http)),
            ("bind_with_graceful_shutdown", ServerOp::Serve(ServiceKind::Http)),
            ("bind_ephemeral", ServerOp::Serve(ServiceKind::Http)),
            ("serve_incoming", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Filter"],
        ..ServerTable::NONE
    }),
    returns: &[
        ("cors", "cors::Builder"),
        ("cors::Builder::*", "cors::Builder"),
        ("serve", "Server"),
    ],
    cors: Some(CorsTable {
        any_origin: &["Builder::allow_any_origin"],
        origins: &[("Builder::allow_origin", 0), ("Builder::allow_origins", 0)],
        any: &["*"],
        credentials: &["Builder::allow_credentials"],
    }),
    capabilities: &[
        gives("bind_with_graceful_shutdown", GracefulShutdown),
        gives("cors", Cors),
        gives("trace", Tracing),
        gives("trace::request", Tracing),
    ],
    ..Framework::NONE
};
