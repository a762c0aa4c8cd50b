//! Serving with dropshot.

use crate::framework::capability::gives;
use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;
use crate::graph::system::ServiceKind;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["dropshot"],
    server: Some(ServerTable {
        functions: &[
            ("ApiDescription::new", ServerOp::New),
            ("HttpServerStarter::new", ServerOp::Serve(ServiceKind::Http)),
            ("ServerBuilder::new", ServerOp::Serve(ServiceKind::Http)),
        ],
        methods: &[("register", ServerOp::Add), ("start", ServerOp::Serve(ServiceKind::Http))],
        routers: &["ApiDescription"],
        attributes: &[("endpoint", RouteAttribute::Arguments)],
        graceful: true,
        ..ServerTable::NONE
    }),
    capabilities: &[gives("ApiDescription::openapi", Contract), gives("ApiDescription", Contract)],
    ..Framework::NONE
};
