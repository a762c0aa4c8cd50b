//! Serving with poem.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Contract, Cors, GracefulShutdown, Metrics, Tracing};
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["poem", "poem-openapi", "poem-grpc"],
    server: Some(ServerTable {
        functions: &[
            ("Route::new", ServerOp::New),
            ("RouteScheme::new", ServerOp::New),
            ("RouteGrpc::new", ServerOp::New),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("RouteMethod::new", ServerOp::New),
            ("Server::new", ServerOp::New),
            ("Server::new_with_acceptor", ServerOp::New),
            ("endpoint::make", ServerOp::Handle),
            ("endpoint::make_sync", ServerOp::Handle),
            ("OpenApiService::new", ServerOp::Annotated),
            ("StaticFilesEndpoint::new", ServerOp::Ready(RouteRole::Static)),
            ("StaticFileEndpoint::new", ServerOp::Ready(RouteRole::Static)),
            ("PrometheusExporter::new", ServerOp::Ready(RouteRole::Metrics)),
        ],
        methods: &[
            ("at", ServerOp::Add),
            ("nest", ServerOp::Add),
            ("nest_no_strip", ServerOp::Add),
            ("add_service", ServerOp::Add),
            ("with", ServerOp::Wrap),
            ("around", ServerOp::Wrap),
            ("before", ServerOp::Wrap),
            ("swagger_ui", ServerOp::Ready(RouteRole::Docs)),
            ("rapidoc", ServerOp::Ready(RouteRole::Docs)),
            ("redoc", ServerOp::Ready(RouteRole::Docs)),
            ("openapi_explorer", ServerOp::Ready(RouteRole::Docs)),
            ("scalar", ServerOp::Ready(RouteRole::Docs)),
            ("stoplight_elements", ServerOp::Ready(RouteRole::Docs)),
            ("spec_endpoint", ServerOp::Ready(RouteRole::Docs)),
            ("spec_endpoint_yaml", ServerOp::Ready(RouteRole::Docs)),
            ("spec", ServerOp::Other),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("method", ServerOp::NamedVerb),
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("run_with_graceful_shutdown", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Route"],
        attributes: &[("oai", RouteAttribute::Arguments)],
        layers: &[("AddData::new", 1)],
        extractors: &["FromRequest"],
        authenticating: &["SecurityScheme"],
        ..ServerTable::NONE
    }),
    returns: &[("Cors::*", "middleware::Cors")],
    cors: Some(CorsTable {
        any_origin: &[],
        origins: &[("Cors::allow_origin", 0), ("Cors::allow_origins", 0)],
        any: &["*"],
        credentials: &["Cors::allow_credentials"],
    }),
    capabilities: &[
        gives("run_with_graceful_shutdown", GracefulShutdown),
        gives("middleware::Cors", Cors),
        gives("Cors", Cors),
        gives("OpenTelemetryTracing", Tracing),
        gives("OpenTelemetryMetrics", Metrics),
        gives("PrometheusExporter", Metrics),
        gives("Tracing", Tracing),
        gives("OpenApiService", Contract),
    ],
    ..Framework::NONE
};
