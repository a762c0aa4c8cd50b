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
    /// Sends a request that was built apart, with the argument that is it.
    pub sends: &'static [(&'static str, u8)],
    /// How such requests are built, if the library has them.
    pub built: Option<BuiltTable>,
    /// What a method of a builder, client or request gives.
    pub options: &'static [(&'static str, CapabilityKind)],
    /// Methods of a builder that add a layer, their argument, to all calls.
    pub layers: &'static [&'static str],
    /// Methods after which the response is a stream.
    pub streams: &'static [&'static str],
    /// Whether calls are bounded in time unless that is switched off.
    pub timeout_by_default: bool,
    /// How channels are made over which procedures are called, if the library has them.
    pub channels: Option<ChannelTable>,
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

/// Requests that are built apart from what sends them: `Request::builder().uri(url).body(b)`.
#[derive(Clone, Copy, Debug)]
pub struct BuiltTable {
    /// Functions that begin one and take its address.
    pub starts: &'static [RequestEntry],
    /// The method of a builder that takes the address.
    pub url: &'static str,
    /// The method of a builder that takes the method.
    pub method: &'static str,
    /// The method of a request that gives the place of its address.
    pub url_later: &'static str,
    /// The method of a request that gives the place of its method.
    pub method_later: &'static str,
}

/// Channels, and the clients that a generator writes for each service: `orders_client::OrdersClient`.
#[derive(Clone, Copy, Debug)]
pub struct ChannelTable {
    /// Methods by which a builder ends in a channel.
    pub connects: &'static [&'static str],
    /// What stands in the arguments of these where they connect to a process beside this one, over no network: the address
    /// is then that of nobody.
    pub local: &'static [&'static str],
    /// How modules of generated clients end.
    pub module_suffix: &'static str,
    /// How types of generated clients end.
    pub type_suffix: &'static str,
    /// The function of such a type that connects to the address which is its first argument.
    pub connect: &'static str,
    /// The functions of such a type that take a channel.
    pub makers: &'static [&'static str],
    /// Functions around a channel that bound the time of calls over it.
    pub limits: &'static [&'static str],
    /// Methods of a request that bound its time.
    pub request_limits: &'static [&'static str],
}

impl ClientTable {
    /// A table without entries.
    pub const NONE: Self = Self {
        makers: &[],
        builders: &[],
        wrappers: &[],
        requests: &[],
        sends: &[],
        built: None,
        options: &[],
        layers: &[],
        streams: &[],
        timeout_by_default: false,
        channels: None,
    };
}
