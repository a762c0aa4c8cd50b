//! Serving with salvo.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{
    Authentication, Contract, Cors, GracefulShutdown, Metrics, RateLimit, Timeout, Tracing,
};
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["salvo", "salvo_core", "salvo-core", "salvo-cors"],
    server: Some(ServerTable {
        functions: &[
            ("Router::new", ServerOp::New),
            ("Router::with_path", ServerOp::Scope),
            ("Router::with_filter", ServerOp::New),
            ("Router::with_hoop", ServerOp::New),
            ("Router::with_filter_fn", ServerOp::New),
            ("Server::new", ServerOp::New),
            ("StaticDir::new", ServerOp::Ready(RouteRole::Static)),
            ("StaticFile::new", ServerOp::Ready(RouteRole::Static)),
            ("Service::new", ServerOp::New),
            ("SwaggerUi::new", ServerOp::Ready(RouteRole::Docs)),
            ("OpenApi::new", ServerOp::Other),
        ],
        methods: &[
            ("push", ServerOp::Add),
            ("append", ServerOp::Add),
            ("unshift", ServerOp::Add),
            ("hoop", ServerOp::Wrap),
            ("hoop_when", ServerOp::Wrap),
            ("goal", ServerOp::Handle),
            ("handle", ServerOp::Handle),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("then", ServerOp::Configure),
            ("serve", ServerOp::Serve(ServiceKind::Http)),
            ("try_serve", ServerOp::Serve(ServiceKind::Http)),
            ("serve_with_graceful_shutdown", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Router"],
        layers: &[
            ("affix_state::inject", 1),
            ("affix_state::insert", 2),
            ("affix::inject", 1),
            ("affix::insert", 2),
        ],
        extractors: &["Extractible"],
        ..ServerTable::NONE
    }),
    returns: &[("Cors::*", "cors::Cors")],
    cors: Some(CorsTable {
        any_origin: &["Cors::permissive", "Cors::very_permissive"],
        origins: &[("Cors::allow_origin", 0)],
        any: &["Any", "*"],
        credentials: &["Cors::allow_credentials", "Cors::very_permissive"],
    }),
    capabilities: &[
        gives("cors::Cors", Cors),
        gives("Cors", Cors),
        gives("RateLimiter", RateLimit),
        gives("JwtAuth", Authentication),
        gives("BasicAuth", Authentication),
        gives("OpenApi", Contract),
        gives("stop_graceful", GracefulShutdown),
        gives("Prometheus", Metrics),
        gives("Logger", Tracing),
        gives("Timeout", Timeout),
    ],
    ..Framework::NONE
};
