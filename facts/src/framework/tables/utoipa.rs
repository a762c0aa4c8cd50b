//! Documentation of routes.

use crate::framework::capability::gives;
use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;
use crate::graph::system::RouteRole;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "utoipa",
        "utoipa-swagger-ui",
        "utoipa-redoc",
        "utoipa-rapidoc",
        "utoipa-scalar",
        "utoipa-actix-web",
    ],
    server: Some(ServerTable {
        functions: &[
            ("SwaggerUi::new", ServerOp::Ready(RouteRole::Docs)),
            ("Redoc::with_url", ServerOp::Ready(RouteRole::Docs)),
            ("RapiDoc::new", ServerOp::Ready(RouteRole::Docs)),
            ("RapiDoc::with_openapi", ServerOp::Ready(RouteRole::Docs)),
            ("Scalar::with_url", ServerOp::Ready(RouteRole::Docs)),
            ("scope", ServerOp::Scope),
            ("scope::scope", ServerOp::Scope),
        ],
        methods: &[
            ("route", ServerOp::Add),
            ("service", ServerOp::Add),
            ("configure", ServerOp::Configure),
            ("map", ServerOp::Configure),
            ("wrap", ServerOp::Wrap),
            ("default_service", ServerOp::Fallback),
            ("openapi_service", ServerOp::Configure),
        ],
        routers: &["service_config::ServiceConfig", "ServiceConfig", "UtoipaApp"],
        attributes: &[("path", RouteAttribute::Arguments)],
        description: Some("OpenApi"),
        ..ServerTable::NONE
    }),
    capabilities: &[gives("OpenApi", Contract)],
    ..Framework::NONE
};
