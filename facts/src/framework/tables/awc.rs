//! awc, the client of actix.

use crate::framework::client::{ClientTable, RequestEntry};
use crate::framework::table::Framework;
use crate::graph::system::{CapabilityKind, Method};

const fn request(path: &'static str, method: Method) -> RequestEntry {
    RequestEntry { path, method: Some(method), url: 0 }
}

/// The crate of its own.
pub(super) const AWC: Framework = Framework { packages: &["awc"], ..CLIENT };

/// The same as a module of actix-web, up to its version 3.
pub(super) const IN_ACTIX_WEB: Framework = Framework { packages: &["actix-web"], ..CLIENT };

/// The table of both. A request ends after five seconds unless that is switched off.
const CLIENT: Framework = Framework {
    returns: &[
        ("Client::new", "Client"),
        ("Client::default", "Client"),
        ("Client::builder", "ClientBuilder"),
        ("Client::*", "ClientRequest"),
        ("ClientBuilder::finish", "Client"),
        ("ClientBuilder::*", "ClientBuilder"),
        ("ClientRequest::send", "ClientResponse"),
        ("ClientRequest::send_json", "ClientResponse"),
        ("ClientRequest::send_body", "ClientResponse"),
        ("ClientRequest::send_form", "ClientResponse"),
        ("ClientRequest::send_stream", "ClientResponse"),
        ("ClientRequest::*", "ClientRequest"),
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
