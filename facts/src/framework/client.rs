//! Names by which other processes are called.

use crate::graph::system::{CapabilityKind, Method};

/// How a library calls.
#[derive(Clone, Copy, Debug)]
pub struct ClientTable {
    /// Makes a client with the library's defaults: `Client::new`.
    pub makers: &'static [&'static str],
    /// Begins a builder whose end makes a client: `Client::builder`.
    pub builders: &'static [&'static str],
    /// Begins a builder around a client that is made already: its first argument.
    pub wrappers: &'static [&'static str],
    /// Begins a request.
    pub requests: &'static [RequestEntry],
    /// What a method of a builder, client or request gives.
    pub options: &'static [(&'static str, CapabilityKind)],
    /// Methods after which the response is a stream.
    pub streams: &'static [&'static str],
    /// Whether calls are bounded in time unless that is switched off.
    pub timeout_by_default: bool,
    /// Clients that a generator writes for each service, if it does.
    pub generated: Option<GeneratedClient>,
}

/// A function that begins a request.
#[derive(Clone, Copy, Debug)]
pub struct RequestEntry {
    /// Its path.
    pub path: &'static str,
    /// The method; none where an argument says it.
    pub method: Option<Method>,
    /// Which argument is the address.
    pub url: u8,
}

/// Clients as a generator writes them: `orders_client::OrdersClient`.
#[derive(Clone, Copy, Debug)]
pub struct GeneratedClient {
    /// How their modules end.
    pub module_suffix: &'static str,
    /// How their types end.
    pub type_suffix: &'static str,
    /// The functions that connect one, with the argument that is the address.
    pub connects: &'static [(&'static str, u8)],
    /// The functions that make one from a channel, with the argument that is the channel.
    pub makers: &'static [(&'static str, u8)],
}

impl ClientTable {
    /// A table without entries.
    pub const NONE: Self = Self {
        makers: &[],
        builders: &[],
        wrappers: &[],
        requests: &[],
        options: &[],
        streams: &[],
        timeout_by_default: false,
        generated: None,
    };
}
