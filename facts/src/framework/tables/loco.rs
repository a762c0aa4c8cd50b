//! Serving with Loco, where an application says by a trait what it serves, and the framework's program does the rest.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Logging, Tracing};
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table. Its prelude hands on what axum calls methods.
pub(super) const TABLE: Framework = Framework {
    packages: &["loco-rs"],
    server: Some(ServerTable {
        functions: &[
            ("cli::main", ServerOp::Serve(ServiceKind::Http)),
            ("AppRoutes::with_default_routes", ServerOp::ReadyAt("/_health", RouteRole::Health)),
            ("AppRoutes::empty", ServerOp::New),
            ("Routes::new", ServerOp::New),
            ("prelude::get", ServerOp::Verb(Method::Get)),
            ("prelude::head", ServerOp::Verb(Method::Head)),
            ("prelude::options", ServerOp::Verb(Method::Options)),
            ("prelude::post", ServerOp::Verb(Method::Post)),
            ("prelude::put", ServerOp::Verb(Method::Put)),
            ("prelude::patch", ServerOp::Verb(Method::Patch)),
            ("prelude::delete", ServerOp::Verb(Method::Delete)),
        ],
        methods: &[
            ("add", ServerOp::Add),
            ("add_route", ServerOp::Add),
            ("add_routes", ServerOp::Add),
            ("nest_route", ServerOp::Add),
            ("nest_routes", ServerOp::Add),
            ("prefix", ServerOp::Segments),
            ("nest_prefix", ServerOp::Segments),
            ("layer", ServerOp::Layer),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
        ],
        routers: &["AppRoutes", "Routes"],
        hooks: &[("Hooks", "routes")],
        authenticators: &["auth::JWT", "auth::JWTWithUser", "auth::ApiToken"],
        graceful: true,
        ..ServerTable::NONE
    }),
    capabilities: &[gives("cli::main", Logging), gives("cli::main", Tracing)],
    ..Framework::NONE
};
