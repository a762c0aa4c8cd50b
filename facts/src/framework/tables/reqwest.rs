//! reqwest.

use crate::framework::client::{ClientTable, RequestEntry};
use crate::framework::table::Framework;
use crate::graph::system::{CapabilityKind, Method};

const fn request(path: &'static str, method: Method) -> RequestEntry {
    RequestEntry { path, method: Some(method), url: 0 }
}

/// The table. Neither a client nor a request has a time limit unless one is set (0.13.5).
pub(super) const TABLE: Framework = Framework {
    packages: &["reqwest", "reqwest-middleware"],
    returns: &[
        ("get", "Response"),
        ("Client::builder", "ClientBuilder"),
        ("Client::execute", "Response"),
        ("Client::new", "Client"),
        ("Client::default", "Client"),
        ("Client::clone", "Client"),
        ("Client::*", "RequestBuilder"),
        ("ClientBuilder::build", "Client"),
        ("ClientBuilder::with", "ClientBuilder"),
        ("ClientBuilder::*", "ClientBuilder"),
        ("ClientWithMiddleware::*", "RequestBuilder"),
        ("RequestBuilder::build", "Request"),
        ("RequestBuilder::send", "Response"),
        ("RequestBuilder::*", "RequestBuilder"),
        ("Response::error_for_status", "Response"),
        ("Response::headers", "::http::HeaderMap"),
        ("Response::headers_mut", "::http::HeaderMap"),
        ("Response::extensions", "::http::Extensions"),
        ("Response::json", "::serde_json::Value"),
    ],
    client: Some(ClientTable {
        makers: &[
            "Client::new",
            "Client::default",
            "blocking::Client::new",
            "blocking::Client::default",
        ],
        builders: &[
            "Client::builder",
            "ClientBuilder::new",
            "ClientBuilder::default",
            "blocking::Client::builder",
            "blocking::ClientBuilder::new",
        ],
        // That of `reqwest-middleware`; the one of `reqwest` takes nothing.
        wrappers: &[
            "ClientBuilder::new",
            "ClientWithMiddleware::new",
            "ClientWithMiddleware::from",
        ],
        requests: &[
            request("Client::get", Method::Get),
            request("Client::post", Method::Post),
            request("Client::put", Method::Put),
            request("Client::patch", Method::Patch),
            request("Client::delete", Method::Delete),
            request("Client::head", Method::Head),
            RequestEntry { path: "Client::request", method: None, url: 1 },
            request("ClientWithMiddleware::get", Method::Get),
            request("ClientWithMiddleware::post", Method::Post),
            request("ClientWithMiddleware::put", Method::Put),
            request("ClientWithMiddleware::patch", Method::Patch),
            request("ClientWithMiddleware::delete", Method::Delete),
            RequestEntry { path: "ClientWithMiddleware::request", method: None, url: 1 },
            request("blocking::Client::get", Method::Get),
            request("blocking::Client::post", Method::Post),
            request("blocking::Client::put", Method::Put),
            request("blocking::Client::delete", Method::Delete),
            request("get", Method::Get),
            request("blocking::get", Method::Get),
        ],
        options: &[
            ("ClientBuilder::timeout", CapabilityKind::Timeout),
            ("ClientBuilder::read_timeout", CapabilityKind::Timeout),
            ("ClientBuilder::retry", CapabilityKind::Retry),
            ("blocking::ClientBuilder::timeout", CapabilityKind::Timeout),
            ("RequestBuilder::timeout", CapabilityKind::Timeout),
            ("blocking::RequestBuilder::timeout", CapabilityKind::Timeout),
        ],
        layers: &["ClientBuilder::with", "ClientBuilder::connector_layer"],
        streams: &["RequestBuilder::eventsource"],
        ..ClientTable::NONE
    }),
    ..Framework::NONE
};
