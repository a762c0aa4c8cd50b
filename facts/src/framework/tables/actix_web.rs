//! Serving with actix-web.

use crate::framework::capability::gives;
use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Metrics;
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-web", "actix-files", "actix-web-prom", "actix-web-lab"],
    server: Some(ServerTable {
        functions: &[
            ("App::new", ServerOp::New),
            ("App::default", ServerOp::New),
            ("HttpServer::new", ServerOp::Factory),
            // Up to version 0.7 they were called so.
            ("App::with_state", ServerOp::New),
            ("server::new", ServerOp::Factory),
            ("web::scope", ServerOp::Scope),
            ("web::resource", ServerOp::Scope),
            ("Scope::new", ServerOp::Scope),
            ("Resource::new", ServerOp::Scope),
            ("web::to", ServerOp::Handle),
            ("web::method", ServerOp::NamedVerb),
            ("web::route", ServerOp::New),
            ("Route::new", ServerOp::New),
            ("web::get", ServerOp::Verb(Method::Get)),
            ("web::head", ServerOp::Verb(Method::Head)),
            ("web::options", ServerOp::Verb(Method::Options)),
            ("web::post", ServerOp::Verb(Method::Post)),
            ("web::put", ServerOp::Verb(Method::Put)),
            ("web::patch", ServerOp::Verb(Method::Patch)),
            ("web::delete", ServerOp::Verb(Method::Delete)),
            ("guard::fn_guard", ServerOp::Other),
            ("guard::Get", ServerOp::Verb(Method::Get)),
            ("guard::Head", ServerOp::Verb(Method::Head)),
            ("guard::Options", ServerOp::Verb(Method::Options)),
            ("guard::Post", ServerOp::Verb(Method::Post)),
            ("guard::Put", ServerOp::Verb(Method::Put)),
            ("guard::Patch", ServerOp::Verb(Method::Patch)),
            ("guard::Delete", ServerOp::Verb(Method::Delete)),
            ("web::redirect", ServerOp::Ready(RouteRole::Static)),
            ("Files::new", ServerOp::Ready(RouteRole::Static)),
            ("NamedFile::open", ServerOp::Other),
            ("PrometheusMetricsBuilder::new", ServerOp::Other),
            ("rt::spawn", ServerOp::Other),
            ("web::block", ServerOp::Other),
        ],
        methods: &[
            ("route", ServerOp::Add),
            ("service", ServerOp::Add),
            ("to", ServerOp::Handle),
            // Up to version 1 a handler that waits for something was added so.
            ("to_async", ServerOp::Handle),
            ("get", ServerOp::Verb(Method::Get)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("method", ServerOp::NamedVerb),
            ("configure", ServerOp::Configure),
            ("openapi_service", ServerOp::Add),
            ("default_service", ServerOp::Fallback),
            ("wrap", ServerOp::Wrap),
            // A method, or anything that requests must have.
            ("guard", ServerOp::And),
            ("wrap_fn", ServerOp::Wrap),
            ("map", ServerOp::Configure),
            ("run", ServerOp::Serve(ServiceKind::Http)),
            // Up to version 1 a server was started so, and its system run.
            ("start", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &[
            "web::ServiceConfig",
            "ServiceConfig",
            "App",
            "Scope",
            "dev::Scope",
            "web::Scope",
        ],
        attributes: &[
            ("get", RouteAttribute::Verb(Method::Get)),
            ("post", RouteAttribute::Verb(Method::Post)),
            ("put", RouteAttribute::Verb(Method::Put)),
            ("patch", RouteAttribute::Verb(Method::Patch)),
            ("delete", RouteAttribute::Verb(Method::Delete)),
            ("head", RouteAttribute::Verb(Method::Head)),
            ("options", RouteAttribute::Verb(Method::Options)),
            ("route", RouteAttribute::Arguments),
        ],
        extractors: &["FromRequest"],
        graceful: true,
        ..ServerTable::NONE
    }),
    capabilities: &[gives("PrometheusMetricsBuilder", Metrics)],
    ..Framework::NONE
};
