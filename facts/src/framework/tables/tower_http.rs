//! Layers of tower-http.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Authentication, Cors, Timeout, Tracing};
use crate::graph::system::RouteRole;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tower-http"],
    server: Some(ServerTable {
        functions: &[
            ("services::ServeDir::new", ServerOp::Ready(RouteRole::Static)),
            ("ServeDir::new", ServerOp::Ready(RouteRole::Static)),
            ("ServeFile::new", ServerOp::Ready(RouteRole::Static)),
        ],
        layers: &[("AddExtensionLayer::new", 1)],
        ..ServerTable::NONE
    }),
    returns: &[("CorsLayer::*", "cors::CorsLayer")],
    cors: Some(CorsTable {
        any_origin: &["CorsLayer::permissive", "CorsLayer::very_permissive"],
        origins: &[("CorsLayer::allow_origin", 0)],
        any: &["Any", "*", "AllowOrigin::any"],
        credentials: &["CorsLayer::allow_credentials", "CorsLayer::very_permissive"],
    }),
    capabilities: &[
        gives("TraceLayer", Tracing),
        gives("CorsLayer", Cors),
        gives("TimeoutLayer", Timeout),
        gives("RequestBodyTimeoutLayer", Timeout),
        gives("ValidateRequestHeaderLayer", Authentication),
        gives("AsyncRequireAuthorizationLayer", Authentication),
        gives("RequireAuthorizationLayer", Authentication),
    ],
    ..Framework::NONE
};
