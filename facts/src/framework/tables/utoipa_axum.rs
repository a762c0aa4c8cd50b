//! Routers with documentation.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;
use crate::graph::system::Method;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["utoipa-axum"],
    server: Some(ServerTable {
        functions: &[
            ("OpenApiRouter::new", ServerOp::New),
            ("OpenApiRouter::with_openapi", ServerOp::New),
            ("OpenApiRouter::default", ServerOp::New),
            ("routes", ServerOp::List),
        ],
        methods: &[
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("get_service", ServerOp::Verb(Method::Get)),
            ("head_service", ServerOp::Verb(Method::Head)),
            ("options_service", ServerOp::Verb(Method::Options)),
            ("post_service", ServerOp::Verb(Method::Post)),
            ("put_service", ServerOp::Verb(Method::Put)),
            ("patch_service", ServerOp::Verb(Method::Patch)),
            ("delete_service", ServerOp::Verb(Method::Delete)),
            ("any", ServerOp::Verb(Method::Any)),
            ("any_service", ServerOp::Verb(Method::Any)),
            ("on", ServerOp::NamedVerb),
            ("on_service", ServerOp::NamedVerb),
            ("routes", ServerOp::Add),
            ("route", ServerOp::Add),
            ("nest", ServerOp::Add),
            ("merge", ServerOp::Add),
            ("layer", ServerOp::Layer),
            ("route_layer", ServerOp::Layer),
            ("fallback", ServerOp::Fallback),
            ("nest_service", ServerOp::Add),
            ("route_service", ServerOp::Add),
        ],
        routers: &["OpenApiRouter", "router::OpenApiRouter"],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("", Contract)],
    ..Framework::NONE
};
