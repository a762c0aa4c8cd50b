//! ureq and other clients that block.

use crate::framework::client::{ClientTable, RequestEntry};
use crate::framework::table::Framework;
use crate::graph::system::{CapabilityKind, Method};

const fn request(path: &'static str, method: Method) -> RequestEntry {
    RequestEntry { path, method: Some(method), url: 0 }
}

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["ureq"],
    returns: &[
        ("agent", "Agent"),
        ("AgentBuilder::build", "Agent"),
        ("Agent::config_builder", "config::ConfigBuilder"),
        ("Agent::get", "Request"),
        ("Agent::post", "Request"),
        ("get", "Request"),
        ("post", "Request"),
    ],
    client: Some(ClientTable {
        makers: &["agent", "Agent::new", "Agent::new_with_defaults"],
        builders: &["AgentBuilder::new", "Agent::config_builder", "builder"],
        requests: &[
            request("get", Method::Get),
            request("post", Method::Post),
            request("put", Method::Put),
            request("patch", Method::Patch),
            request("delete", Method::Delete),
            request("Agent::get", Method::Get),
            request("Agent::post", Method::Post),
            request("Agent::put", Method::Put),
            request("Agent::patch", Method::Patch),
            request("Agent::delete", Method::Delete),
        ],
        options: &[
            ("AgentBuilder::timeout", CapabilityKind::Timeout),
            ("AgentBuilder::timeout_read", CapabilityKind::Timeout),
            ("config::ConfigBuilder::timeout_global", CapabilityKind::Timeout),
            ("Request::timeout", CapabilityKind::Timeout),
        ],
        ..ClientTable::NONE
    }),
    ..Framework::NONE
};
