//! Names by which requests are served.
//!
//! Routers of all frameworks are one thing to those who evaluate them: a list of endpoints and of routers
//! below a prefix, with what wraps them. An endpoint is a router with handlers at its own path. So a few
//! operations say what any framework's names do.

use std::sync::LazyLock;

use super::lookup::{frameworks, means};
use super::tables::FRAMEWORKS;
use crate::graph::system::{Method, RouteRole, ServiceKind};

/// Methods by which a service of tower is given a request.
pub const HANDING_ON: [&str; 2] = ["call", "oneshot"];

/// Names by which requests are served.
#[derive(Clone, Copy, Debug)]
pub struct ServerTable {
    /// Functions and macros, by path; a longer path that ends in one means the same.
    pub functions: &'static [(&'static str, ServerOp)],
    /// Methods of routers and of what stands for them; a method that is not listed gives back its receiver.
    pub methods: &'static [(&'static str, ServerOp)],
    /// Types whose values routes are added to, where code gets one as a parameter.
    pub routers: &'static [&'static str],
    /// Attributes that make a function a route; they, too, may be longer paths.
    pub attributes: &'static [(&'static str, RouteAttribute)],
    /// Functions that make a layer, by path, and how many of their first arguments are values that it only hands on:
    /// to handlers, or to the function that does its work.
    pub layers: &'static [(&'static str, u8)],
    /// Traits by which a type of the tree is read from a request, to be a handler's parameter.
    pub extractors: &'static [&'static str],
    /// Types that, as a handler's parameter, let no request without a valid token through.
    pub authenticators: &'static [&'static str],
    /// Derives that make such a parameter of a type of the tree.
    pub authenticating: &'static [&'static str],
    /// Traits by which an application tells what it serves, each with the function that gives it, where what begins to
    /// serve is only told the application's type.
    pub hooks: &'static [(&'static str, &'static str)],
    /// What the names of functions begin with by which generated code makes services: `create_` of `create_greeter`.
    pub makers: &'static [&'static str],
    /// The functions of generated `…Server` types that make a service.
    pub constructors: &'static [&'static str],
    /// If its names describe an interface: the one that stands for all of it, and so for serving it.
    pub description: Option<&'static str>,
    /// Requests that run are finished before the process ends, unless code says otherwise.
    pub graceful: bool,
    /// The platform starts a process where there is a request and watches it: nobody asks it how it is.
    pub invoked: bool,
}

/// Whether a package has names that begin to serve, receive messages, or run work on a schedule.
pub fn may_serve(package: &str) -> bool {
    frameworks(package).any(|framework| {
        let serves = |(_, op): &(&str, ServerOp)| matches!(op, ServerOp::Serve(_));
        let launches =
            |(_, attribute): &(&str, RouteAttribute)| matches!(attribute, RouteAttribute::Launch);
        let starts = framework.server.is_some_and(|server| {
            server.functions.iter().chain(server.methods).any(serves)
                || server.attributes.iter().any(launches)
        });
        starts || framework.broker.is_some() || !framework.schedules.is_empty()
    })
}

/// Whether a method of this name begins to serve, even where it is not known what it is called on: `serve_connection`.
pub fn certainly_serves(method: &str) -> bool {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let servers = FRAMEWORKS.iter().filter_map(|framework| framework.server.as_ref());
        let methods = servers.flat_map(|server| server.methods);
        let serving = methods.filter(|(_, op)| matches!(op, ServerOp::Serve(_)));
        serving.map(|(name, _)| *name).filter(|name| name.starts_with("serve_")).collect()
    });
    method.starts_with("serve_") && NAMES.contains(&method)
}

/// Whether a name of a package puts a server together or starts it.
pub fn starts(package: &str, path: &str) -> bool {
    let tables = frameworks(package).filter_map(|framework| framework.server.as_ref());
    tables.into_iter().any(|table| table.starts(path))
}

/// Whether some generator of code calls a function so that makes a service of a `…Server` type.
pub fn constructs(function: &str) -> bool {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let servers = FRAMEWORKS.iter().filter_map(|framework| framework.server.as_ref());
        servers.flat_map(|server| server.constructors).copied().collect()
    });
    NAMES.contains(&function)
}

/// Whether who names a path of a package serves something: who only describes a part of an interface does not.
pub fn serves(package: &str, path: &str) -> bool {
    let mut tables = frameworks(package).filter_map(|framework| framework.server.as_ref());
    let described = tables.find_map(|table| table.description);
    described.is_none_or(|whole| path.rsplit("::").next() == Some(whole))
}

/// The service that a function of generated code makes, by the function's name, and the packages whose generator calls it
/// so.
pub fn made_by(function: &str) -> Option<(&str, &'static [&'static str])> {
    static MAKERS: LazyLock<Vec<(&str, &[&str])>> = LazyLock::new(|| {
        let makers = FRAMEWORKS.iter().flat_map(|framework| {
            let makers = framework.server.iter().flat_map(|server| server.makers);
            makers.map(|maker| (*maker, framework.packages))
        });
        makers.collect()
    });
    MAKERS.iter().find_map(|(maker, packages)| {
        let service = function.strip_prefix(maker).filter(|service| !service.is_empty())?;
        Some((service, *packages))
    })
}

impl ServerTable {
    /// Whether a function, or a type's method, puts a server together or starts it: code that names it knows what it
    /// serves.
    fn starts(&self, path: &str) -> bool {
        self.functions.iter().any(|(name, op)| {
            let parts = name.rsplit_once("::");
            let of_server = parts.is_some_and(|(of, _)| of.ends_with("Server"));
            let is_start = matches!(op, ServerOp::Serve(_)) || *name == "serve" || of_server;
            // A method leads to its type where that is all that is known of it.
            let of_type = || parts.is_some_and(|(of, _)| of_server && means(path, of));
            is_start && (means(path, name) || of_type())
        })
    }

    /// A table without entries, to be filled with `..ServerTable::NONE`.
    pub const NONE: Self = Self {
        functions: &[],
        methods: &[],
        routers: &[],
        attributes: &[],
        layers: &[],
        extractors: &[],
        authenticators: &[],
        authenticating: &[],
        hooks: &[],
        makers: &[],
        constructors: &[],
        description: None,
        graceful: false,
        invoked: false,
    };
}

/// What a function or method does to routers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerOp {
    /// Makes a router; one among its arguments is part of it.
    New,
    /// The same, below the path that is its first argument.
    Scope,
    /// Makes or extends an endpoint for a method; a handler among its arguments is the endpoint's.
    Verb(Method),
    /// Makes an endpoint for a method; its path is the first argument, its handler the second: `.get("/orders", list)`.
    VerbAt(Method),
    /// The same as [`ServerOp::Verb`], but the method is the first argument: `MethodFilter::GET`.
    NamedVerb,
    /// Gives an endpoint its handler, for the methods said before, else for all.
    Handle,
    /// Adds routers, endpoints and handlers with route attributes, below a path if one is among its arguments.
    Add,
    /// Gives back a new router below a path.
    Enter,
    /// Calls the function among its arguments and gives back its result.
    Factory,
    /// Calls the function among its arguments with the router.
    Configure,
    /// Wraps what was added before.
    Layer,
    /// Wraps everything.
    Wrap,
    /// A method of a layer, which wraps what it is given.
    Around,
    /// What is served where nothing else fits.
    Fallback,
    /// Joins a filter and another, which stands behind it in the path.
    And,
    /// Either one or the other.
    Or,
    /// The path's segments stand in the arguments' text: `"users" / u32`.
    Segments,
    /// Lists functions with route attributes.
    List,
    /// Serves functions with route attributes that stand in the `impl` blocks of its arguments' types.
    Annotated,
    /// Serves requests by itself, for this purpose.
    Ready(RouteRole),
    /// The same, at this path.
    ReadyAt(&'static str, RouteRole),
    /// Serves `grpc.health.v1.Health`.
    GrpcHealth,
    /// Begins to serve: the receiver, or what is among the arguments.
    Serve(ServiceKind),
    /// Has nothing to do with routes, and gives back no router.
    Other,
}

/// How an attribute tells a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteAttribute {
    /// The attribute's name is the method, the first text in it the path.
    Verb(Method),
    /// The methods and the path are among its arguments: `GET, uri = "/x"`, `method = "get", path = "/x"`.
    Arguments,
    /// Makes a function one that launches what it returns.
    Launch,
}

#[cfg(test)]
mod tests {
    use super::starts;

    #[test]
    fn what_starts_a_server_is_told_from_what_it_serves() {
        for (package, path) in [
            ("axum", "serve"),
            ("axum", "Server::bind"),
            ("actix-web", "HttpServer::new"),
            ("actix-web", "HttpServer"),
            ("tonic", "transport::Server::builder"),
            ("warp", "serve"),
        ] {
            assert!(starts(package, path), "{package}::{path}");
        }
        for (package, path) in [
            ("axum", "Router::new"),
            ("axum", "routing::get"),
            ("actix-web", "web::scope"),
            ("actix-web", "App::new"),
            ("tonic", "Request::new"),
            ("warp", "path"),
        ] {
            assert!(!starts(package, path), "{package}::{path}");
        }
    }
}
