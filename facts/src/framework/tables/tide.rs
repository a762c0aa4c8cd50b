//! Serving with tide.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Cors;
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tide"],
    server: Some(ServerTable {
        functions: &[
            ("new", ServerOp::New),
            ("with_state", ServerOp::New),
            ("Server::new", ServerOp::New),
            ("Server::with_state", ServerOp::New),
        ],
        methods: &[
            ("at", ServerOp::Enter),
            ("nest", ServerOp::Add),
            ("all", ServerOp::Handle),
            ("with", ServerOp::Wrap),
            ("serve_dir", ServerOp::Ready(RouteRole::Static)),
            ("serve_file", ServerOp::Ready(RouteRole::Static)),
            ("listen", ServerOp::Serve(ServiceKind::Http)),
            ("bind", ServerOp::Serve(ServiceKind::Http)),
            ("get", ServerOp::Verb(Method::Get)),
            ("head", ServerOp::Verb(Method::Head)),
            ("options", ServerOp::Verb(Method::Options)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
        ],
        routers: &["Server"],
        ..ServerTable::NONE
    }),
    capabilities: &[gives("CorsMiddleware", Cors)],
    ..Framework::NONE
};
