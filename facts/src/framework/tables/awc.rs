//! awc, the client of actix.

use crate::framework::client::{ClientTable, RequestEntry};
use crate::framework::table::Framework;
use crate::graph::system::{CapabilityKind, Method};

const fn request(path: &'static str, method: Method) -> RequestEntry {
    RequestEntry { path, method: Some(method), url: 0 }
}

/// The table. A request ends after five seconds unless that is switched off.
pub(super) const TABLE: Framework = Framework {
    packages: &["awc"],
    returns: &[
        ("Client::builder", "ClientBuilder"),
        ("ClientBuilder::finish", "Client"),
        ("Client::get", "ClientRequest"),
        ("Client::post", "ClientRequest"),
        ("Client::put", "ClientRequest"),
        ("Client::patch", "ClientRequest"),
        ("Client::delete", "ClientRequest"),
        ("Client::request", "ClientRequest"),
        ("Client::request_from", "ClientRequest"),
        ("ClientRequest::send", "ClientResponse"),
        ("ClientRequest::send_json", "ClientResponse"),
        ("ClientRequest::send_body", "ClientResponse"),
        ("ClientRequest::send_stream", "ClientResponse"),
    ],
    client: Some(ClientTable {
        makers: &["Client::new", "Client::default"],
        builders: &["Client::builder", "ClientBuilder::new"],
        requests: &[
            request("Client::get", Method::Get),
            request("Client::post", Method::Post),
            request("Client::put", Method::Put),
            request("Client::patch", Method::Patch),
            request("Client::delete", Method::Delete),
            RequestEntry { path: "Client::request", method: None, url: 1 },
            RequestEntry { path: "Client::request_from", method: None, url: 0 },
        ],
        options: &[
            ("ClientBuilder::timeout", CapabilityKind::Timeout),
            ("ClientRequest::timeout", CapabilityKind::Timeout),
        ],
        timeout_by_default: true,
        ..ClientTable::NONE
    }),
    ..Framework::NONE
};
