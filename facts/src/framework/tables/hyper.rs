//! Serving and calling with hyper alone.

use crate::framework::capability::gives;
use crate::framework::client::{BuiltTable, ClientTable, RequestEntry};
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::GracefulShutdown;
use crate::graph::system::{Method, ServiceKind};

const fn request(path: &'static str, method: Method) -> RequestEntry {
    RequestEntry { path, method: Some(method), url: 0 }
}

/// How requests of the package `http` are built.
const BUILT: BuiltTable = BuiltTable {
    starts: &[
        request("Request::get", Method::Get),
        request("Request::post", Method::Post),
        request("Request::put", Method::Put),
        request("Request::patch", Method::Patch),
        request("Request::delete", Method::Delete),
        request("Request::head", Method::Head),
    ],
    url: "uri",
    method: "method",
    url_later: "uri_mut",
    method_later: "method_mut",
};

/// The table. No call has a time limit of its own.
pub(super) const TABLE: Framework = Framework {
    packages: &["hyper", "hyper-util", "hyper-server"],
    returns: &[
        ("Client::new", "Client"),
        ("Client::builder", "client::Builder"),
        ("Builder::build", "Client"),
        ("Builder::build_http", "Client"),
        ("Builder::pool_idle_timeout", "client::Builder"),
        ("Builder::pool_max_idle_per_host", "client::Builder"),
        ("Builder::pool_timer", "client::Builder"),
        ("Builder::timer", "client::Builder"),
        ("Builder::http2_only", "client::Builder"),
        ("Builder::set_host", "client::Builder"),
        ("Builder::retry_canceled_requests", "client::Builder"),
        ("conn::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
        ("http1::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
        ("http2::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
        ("client::conn::http1::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
        ("client::conn::http2::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
        ("client::conn::handshake", "(client::conn::SendRequest, client::conn::Connection)"),
    ],
    client: Some(ClientTable {
        makers: &["Client::new", "conn::handshake", "http1::handshake", "http2::handshake"],
        builders: &["Client::builder"],
        requests: &[request("Client::get", Method::Get)],
        sends: &[("Client::request", 0), ("SendRequest::send_request", 0)],
        built: Some(BUILT),
        ..ClientTable::NONE
    }),
    server: Some(ServerTable {
        functions: &[
            ("Server::bind", ServerOp::New),
            ("Server::builder", ServerOp::New),
            ("Server::from_tcp", ServerOp::New),
            ("Server::try_bind", ServerOp::New),
            ("make_service_fn", ServerOp::Factory),
            ("service_fn", ServerOp::Handle),
            ("service::service_fn", ServerOp::Handle),
            // Version 0.12 told handlers apart that cannot fail.
            ("service::service_fn_ok", ServerOp::Handle),
            ("service_fn_ok", ServerOp::Handle),
            ("service::make_service_fn", ServerOp::Factory),
            ("http1::Builder::new", ServerOp::New),
            ("http2::Builder::new", ServerOp::New),
            ("conn::auto::Builder::new", ServerOp::New),
            ("auto::Builder::new", ServerOp::New),
            ("server::conn::Http::new", ServerOp::New),
            ("Http::new", ServerOp::New),
        ],
        methods: &[
            ("serve", ServerOp::Serve(ServiceKind::Http)),
            ("serve_connection", ServerOp::Serve(ServiceKind::Http)),
            ("serve_connection_with_upgrades", ServerOp::Serve(ServiceKind::Http)),
        ],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("with_graceful_shutdown", GracefulShutdown),
        gives("graceful_shutdown", GracefulShutdown),
        gives("GracefulShutdown", GracefulShutdown),
    ],
    ..Framework::NONE
};
