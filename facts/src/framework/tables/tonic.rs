//! Serving and calling over gRPC with tonic.

use crate::framework::capability::gives;
use crate::framework::client::{ChannelTable, ClientTable};
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{GracefulShutdown, Timeout};
use crate::graph::system::ServiceKind;

/// The table. Neither a channel nor a request has a time limit unless one is set (0.14.9).
pub(super) const TABLE: Framework = Framework {
    packages: &["tonic"],
    includes: &["include_proto"],
    returns: &[
        ("Endpoint::connect", "Channel"),
        ("Endpoint::connect_lazy", "Channel"),
        ("Endpoint::connect_with_connector", "Channel"),
        ("Endpoint::connect_with_connector_lazy", "Channel"),
        ("Endpoint::*", "Endpoint"),
        ("Channel::from_static", "Endpoint"),
        ("Channel::from_shared", "Endpoint"),
        ("Channel::builder", "Endpoint"),
        ("Server::add_service", "Router"),
        ("Server::add_optional_service", "Router"),
        ("Server::add_routes", "Router"),
        ("Server::*", "Server"),
        ("Router::add_service", "Router"),
        ("Router::add_optional_service", "Router"),
    ],
    client: Some(ClientTable {
        builders: &[
            "Endpoint::from_static",
            "Endpoint::from_shared",
            "Endpoint::from_str",
            "Endpoint::try_from",
            "Endpoint::from",
            "Endpoint::new",
            "Channel::from_static",
            "Channel::from_shared",
            "Channel::builder",
        ],
        options: &[("Endpoint::timeout", Timeout)],
        channels: Some(ChannelTable {
            connects: &[
                "Endpoint::connect",
                "Endpoint::connect_lazy",
                "Endpoint::connect_with_connector",
                "Endpoint::connect_with_connector_lazy",
            ],
            local: &["UnixStream", "NamedPipeClient"],
            module_suffix: "_client",
            type_suffix: "Client",
            connect: "connect",
            makers: &["new", "with_interceptor", "with_origin"],
            limits: &["Timeout::new", "TimeoutLayer::new"],
            request_limits: &["set_timeout"],
        }),
        ..ClientTable::NONE
    }),
    server: Some(ServerTable {
        functions: &[
            ("Server::builder", ServerOp::New),
            ("service::Routes::new", ServerOp::New),
            ("Routes::new", ServerOp::New),
            ("Routes::builder", ServerOp::New),
            ("RoutesBuilder::default", ServerOp::New),
            ("Routes::default", ServerOp::New),
            ("Routes::from", ServerOp::New),
        ],
        methods: &[
            ("add_service", ServerOp::Add),
            ("add_optional_service", ServerOp::Add),
            ("add_routes", ServerOp::Add),
            ("layer", ServerOp::Wrap),
            ("named_layer", ServerOp::Around),
            ("serve", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_shutdown", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_incoming", ServerOp::Serve(ServiceKind::Grpc)),
            ("serve_with_incoming_shutdown", ServerOp::Serve(ServiceKind::Grpc)),
            // Services that other generators write are run by themselves.
            ("run", ServerOp::Serve(ServiceKind::Grpc)),
        ],
        routers: &["Router", "transport::server::Router", "RoutesBuilder"],
        constructors: &["new", "with_interceptor", "from_arc", "from_shared"],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("serve_with_shutdown", GracefulShutdown),
        gives("serve_with_incoming_shutdown", GracefulShutdown),
    ],
    ..Framework::NONE
};
