//! Routes that services serve, and calls that they make.

use serde::Serialize;

use super::{Capability, DeploymentId, FnId, Provenance, ServiceId};
use crate::place::Place;

index!(
    /// An entry of [`super::Landscape::routes`].
    RouteId
);
index!(
    /// An entry of [`super::Landscape::calls`].
    CallId
);

/// An HTTP method; `Any` for routes of all methods, `Rpc` for gRPC procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are those of the protocol")]
pub enum Method {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
    Any,
    Rpc,
}

impl Method {
    /// Whether requests with it change something, as far as the method tells.
    pub const fn mutates(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch | Self::Delete)
    }

    /// As the protocol writes it; `ANY` and `RPC` for those that are none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Any => "ANY",
            Self::Rpc => "RPC",
        }
    }
}

/// What a route is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteRole {
    /// The service's business.
    Business,
    /// Says whether the process lives; also a health check that is not told apart.
    Health,
    /// Says whether it can take requests.
    Readiness,
    /// Metrics.
    Metrics,
    /// Documentation: OpenAPI, Swagger, GraphQL playground.
    Docs,
    /// Files, pages, assets.
    Static,
    /// What is served where nothing else fits.
    Fallback,
}

/// A route or procedure.
#[derive(Clone, Debug)]
pub struct Route {
    /// The service.
    pub service: ServiceId,
    /// The method.
    pub method: Method,
    /// The full path, parameters as `{name}`, a rest as `{*name}`; for gRPC `/package.Service/Method`.
    pub path: String,
    /// Whether a part of the path is not known.
    pub partial: bool,
    /// What it is for.
    pub role: RouteRole,
    /// The function that handles it.
    pub handler: Option<FnId>,
    /// The handler as written: `create_order`, `closure`.
    pub handler_name: String,
    /// What guards and wraps it, from the outside in.
    pub guards: Vec<Guard>,
    /// Whether what guards it could not be seen completely.
    pub guards_hidden: bool,
    /// The path in the text.
    pub place: Place,
    /// Why it is served there, and with that path.
    pub why: Provenance,
}

/// Something between a request and its handler.
#[derive(Clone, Debug)]
pub struct Guard {
    /// What it gives.
    pub capability: Capability,
    /// In words: "layer `require_auth`", "extractor `AuthUser`".
    pub what: String,
}

/// A call to another process.
#[derive(Clone, Debug)]
pub struct Call {
    /// The services that make it.
    pub services: Vec<ServiceId>,
    /// The function that makes it.
    pub function: FnId,
    /// The method, if it is known.
    pub method: Option<Method>,
    /// Whom it calls.
    pub target: CallTarget,
    /// The path, parameters as `{}`; for gRPC `/package.Service/Method`.
    pub path: Option<String>,
    /// What it has: timeout, retry, breaker … at any level.
    pub capabilities: Vec<Capability>,
    /// What hides whether it has them: a client that comes from outside the tree.
    pub hidden: Option<String>,
    /// Where its client is made, if that was found.
    pub client: Option<Place>,
    /// Whether the response is a stream: server-sent events, a websocket.
    pub streaming: bool,
    /// Which library.
    pub library: String,
    /// The call in the text: where its request begins.
    pub place: Place,
    /// Where the request is sent, if that was seen: `.send()`.
    pub sent: Option<Place>,
    /// Why this target.
    pub why: Provenance,
}

/// Whom a call goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallTarget {
    /// A service of the tree.
    Service(ServiceId),
    /// Something that is deployed with it, but no service of the tree.
    Deployment(DeploymentId),
    /// A host outside.
    Host(String),
    /// Not known.
    Unknown,
}

/// An address that is written in code, and what for.
#[derive(Clone, Debug)]
pub struct Address {
    /// The services whose code it is.
    pub services: Vec<ServiceId>,
    /// What it is for.
    pub purpose: AddressPurpose,
    /// The host, and the port if there is one; never user and password.
    pub host: String,
    /// It is the value where an environment variable or configuration key is not set.
    pub is_default: bool,
    /// It is a constant or static, not a literal in a function.
    pub constant: bool,
    /// Where.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressPurpose {
    /// A service is called at it.
    Call,
    /// A database is connected at it.
    Database,
    /// A broker is connected at it.
    Broker,
    /// The process listens at it.
    Listen,
    /// Requests from it are allowed.
    Origin,
    /// Telemetry goes to it.
    Telemetry,
    /// Users are sent to it.
    Redirect,
    /// Not known.
    Other,
}
