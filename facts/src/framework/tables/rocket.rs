//! Serving with Rocket.

use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["rocket", "rocket_dyn_templates", "rocket_ws", "rocket_okapi"],
    server: Some(ServerTable {
        functions: &[
            ("build", ServerOp::New),
            ("custom", ServerOp::New),
            ("ignite", ServerOp::New),
            ("Rocket::build", ServerOp::New),
            ("Rocket::custom", ServerOp::New),
            ("routes", ServerOp::List),
            ("openapi_get_routes", ServerOp::List),
            ("openapi_get_routes_spec", ServerOp::List),
            ("openapi_routes", ServerOp::List),
            ("fs::FileServer::from", ServerOp::Ready(RouteRole::Static)),
            ("FileServer::from", ServerOp::Ready(RouteRole::Static)),
            ("FileServer::new", ServerOp::Ready(RouteRole::Static)),
            ("catchers", ServerOp::Other),
        ],
        methods: &[
            ("mount", ServerOp::Add),
            ("attach", ServerOp::Wrap),
            ("launch", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Rocket"],
        attributes: &[
            ("get", RouteAttribute::Verb(Method::Get)),
            ("post", RouteAttribute::Verb(Method::Post)),
            ("put", RouteAttribute::Verb(Method::Put)),
            ("patch", RouteAttribute::Verb(Method::Patch)),
            ("delete", RouteAttribute::Verb(Method::Delete)),
            ("head", RouteAttribute::Verb(Method::Head)),
            ("options", RouteAttribute::Verb(Method::Options)),
            ("route", RouteAttribute::Arguments),
            ("launch", RouteAttribute::Launch),
        ],
        extractors: &["FromRequest"],
        graceful: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
