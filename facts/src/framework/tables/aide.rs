//! Routers that document themselves.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;
use crate::graph::system::Method;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["aide"],
    server: Some(ServerTable {
        functions: &[
            ("ApiRouter::new", ServerOp::New),
            ("ApiRouter::default", ServerOp::New),
            ("routing::get", ServerOp::Verb(Method::Get)),
            ("routing::head", ServerOp::Verb(Method::Head)),
            ("routing::options", ServerOp::Verb(Method::Options)),
            ("routing::post", ServerOp::Verb(Method::Post)),
            ("routing::put", ServerOp::Verb(Method::Put)),
            ("routing::patch", ServerOp::Verb(Method::Patch)),
            ("routing::delete", ServerOp::Verb(Method::Delete)),
            ("routing::get_with", ServerOp::Verb(Method::Get)),
            ("routing::head_with", ServerOp::Verb(Method::Head)),
            ("routing::options_with", ServerOp::Verb(Method::Options)),
            ("routing::post_with", ServerOp::Verb(Method::Post)),
            ("routing::put_with", ServerOp::Verb(Method::Put)),
            ("routing::patch_with", ServerOp::Verb(Method::Patch)),
            ("routing::delete_with", ServerOp::Verb(Method::Delete)),
            ("Swagger::new", ServerOp::Other),
            ("Redoc::new", ServerOp::Other),
            ("Scalar::new", ServerOp::Other),
        ],
        methods: &[
            ("api_route", ServerOp::Add),
            ("api_route_with", ServerOp::Add),
            ("route", ServerOp::Add),
            ("nest_api_service", ServerOp::Add),
            ("nest", ServerOp::Add),
            ("merge", ServerOp::Add),
            ("nest_service", ServerOp::Add),
            ("layer", ServerOp::Layer),
            ("route_layer", ServerOp::Layer),
            ("fallback", ServerOp::Fallback),
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
            ("get_with", ServerOp::Verb(Method::Get)),
            ("head_with", ServerOp::Verb(Method::Head)),
            ("options_with", ServerOp::Verb(Method::Options)),
            ("post_with", ServerOp::Verb(Method::Post)),
            ("put_with", ServerOp::Verb(Method::Put)),
            ("patch_with", ServerOp::Verb(Method::Patch)),
            ("delete_with", ServerOp::Verb(Method::Delete)),
        ],
        routers: &["ApiRouter", "axum::ApiRouter"],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("", Contract)],
    ..Framework::NONE
};
