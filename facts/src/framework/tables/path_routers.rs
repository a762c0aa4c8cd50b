//! Routers that take a path and its handler in one call: routerify, viz, trillium, nickel and iron.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::{Method, ServiceKind};

/// Their methods; `scope`, `nest` and `mount` put one router below a path of another, `utilize` beside it.
const METHODS: &[(&str, ServerOp)] = &[
    ("get", ServerOp::VerbAt(Method::Get)),
    ("head", ServerOp::VerbAt(Method::Head)),
    ("options", ServerOp::VerbAt(Method::Options)),
    ("post", ServerOp::VerbAt(Method::Post)),
    ("put", ServerOp::VerbAt(Method::Put)),
    ("patch", ServerOp::VerbAt(Method::Patch)),
    ("delete", ServerOp::VerbAt(Method::Delete)),
    ("any", ServerOp::VerbAt(Method::Any)),
    ("all", ServerOp::VerbAt(Method::Any)),
    ("route", ServerOp::Add),
    ("scope", ServerOp::Add),
    ("nest", ServerOp::Add),
    ("mount", ServerOp::Add),
    ("utilize", ServerOp::Add),
    ("middleware", ServerOp::Wrap),
    ("with", ServerOp::Wrap),
    ("link_before", ServerOp::Wrap),
    ("any_method", ServerOp::Fallback),
    ("listen", ServerOp::Serve(ServiceKind::Http)),
    ("http", ServerOp::Serve(ServiceKind::Http)),
    ("https", ServerOp::Serve(ServiceKind::Http)),
];

/// Routers with these methods.
const ROUTERS: ServerTable = ServerTable { methods: METHODS, ..ServerTable::NONE };

/// routerify and its heirs; what is served is given to hyper.
pub(super) const ROUTERIFY: Framework = Framework {
    packages: &["routerify", "routerify-ng"],
    server: Some(ServerTable {
        functions: &[("Router::builder", ServerOp::New), ("RouterBuilder::new", ServerOp::New)],
        routers: &["RouterBuilder", "Router"],
        ..ROUTERS
    }),
    ..Framework::NONE
};

/// viz.
pub(super) const VIZ: Framework = Framework {
    packages: &["viz", "viz-router"],
    server: Some(ServerTable {
        functions: &[
            ("Router::new", ServerOp::New),
            ("get", ServerOp::Verb(Method::Get)),
            ("post", ServerOp::Verb(Method::Post)),
            ("put", ServerOp::Verb(Method::Put)),
            ("patch", ServerOp::Verb(Method::Patch)),
            ("delete", ServerOp::Verb(Method::Delete)),
            ("any", ServerOp::Handle),
            ("serve", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Router"],
        ..ROUTERS
    }),
    ..Framework::NONE
};

/// trillium, with a package for each runtime that serves.
pub(super) const TRILLIUM: Framework = Framework {
    packages: &["trillium-router", "trillium-tokio", "trillium-smol", "trillium-async-std"],
    server: Some(ServerTable {
        functions: &[
            ("Router::new", ServerOp::New),
            ("config", ServerOp::New),
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("run_async", ServerOp::Serve(ServiceKind::Http)),
        ],
        methods: &[
            ("get", ServerOp::VerbAt(Method::Get)),
            ("post", ServerOp::VerbAt(Method::Post)),
            ("put", ServerOp::VerbAt(Method::Put)),
            ("patch", ServerOp::VerbAt(Method::Patch)),
            ("delete", ServerOp::VerbAt(Method::Delete)),
            ("all", ServerOp::VerbAt(Method::Any)),
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("run_async", ServerOp::Serve(ServiceKind::Http)),
        ],
        routers: &["Router"],
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};

/// nickel.
pub(super) const NICKEL: Framework = Framework {
    packages: &["nickel"],
    server: Some(ServerTable {
        functions: &[("Nickel::new", ServerOp::New), ("Nickel::router", ServerOp::New)],
        routers: &["Nickel", "Router"],
        ..ROUTERS
    }),
    ..Framework::NONE
};

/// iron, whose router and mounts are packages of their own.
pub(super) const IRON: Framework = Framework {
    packages: &["iron", "router", "mount"],
    server: Some(ServerTable {
        functions: &[
            ("Iron::new", ServerOp::New),
            ("Router::new", ServerOp::New),
            ("Mount::new", ServerOp::New),
            ("Chain::new", ServerOp::New),
        ],
        routers: &["Iron", "Router", "Mount", "Chain"],
        ..ROUTERS
    }),
    ..Framework::NONE
};
