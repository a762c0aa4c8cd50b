//! Serving with ntex.

use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::{Method, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["ntex"],
    server: Some(ServerTable {
        functions: &[
            ("web::App::new", ServerOp::New),
            ("App::new", ServerOp::New),
            ("web::HttpServer::new", ServerOp::Factory),
            ("HttpServer::new", ServerOp::Factory),
            ("web::server", ServerOp::Factory),
            ("server", ServerOp::Factory),
            ("web::scope", ServerOp::Scope),
            ("web::resource", ServerOp::Scope),
            ("web::to", ServerOp::Handle),
            ("web::route", ServerOp::New),
            ("web::get", ServerOp::Verb(Method::Get)),
            ("web::head", ServerOp::Verb(Method::Head)),
            ("web::options", ServerOp::Verb(Method::Options)),
            ("web::post", ServerOp::Verb(Method::Post)),
            ("web::put", ServerOp::Verb(Method::Put)),
            ("web::patch", ServerOp::Verb(Method::Patch)),
            ("web::delete", ServerOp::Verb(Method::Delete)),
            ("guard::Get", ServerOp::Verb(Method::Get)),
            ("guard::Head", ServerOp::Verb(Method::Head)),
            ("guard::Options", ServerOp::Verb(Method::Options)),
            ("guard::Post", ServerOp::Verb(Method::Post)),
            ("guard::Put", ServerOp::Verb(Method::Put)),
            ("guard::Patch", ServerOp::Verb(Method::Patch)),
            ("guard::Delete", ServerOp::Verb(Method::Delete)),
        ],
        methods: &[
            ("route", ServerOp::Add),
            ("service", ServerOp::Add),
            ("to", ServerOp::Handle),
            ("method", ServerOp::NamedVerb),
            ("configure", ServerOp::Configure),
            ("default_service", ServerOp::Fallback),
            ("wrap", ServerOp::Wrap),
            // A method, or anything that requests must have.
            ("guard", ServerOp::And),
            ("filter", ServerOp::Wrap),
            ("middleware", ServerOp::Wrap),
            ("run", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["web::ServiceConfig", "ServiceConfig", "App", "Scope"],
        attributes: &[
            ("web::get", RouteAttribute::Verb(Method::Get)),
            ("web::head", RouteAttribute::Verb(Method::Head)),
            ("web::options", RouteAttribute::Verb(Method::Options)),
            ("web::post", RouteAttribute::Verb(Method::Post)),
            ("web::put", RouteAttribute::Verb(Method::Put)),
            ("web::patch", RouteAttribute::Verb(Method::Patch)),
            ("web::delete", RouteAttribute::Verb(Method::Delete)),
        ],
        extractors: &["FromRequest"],
        graceful: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
