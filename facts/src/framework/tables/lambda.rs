//! Serving from functions of a cloud, whose platform starts a process where there is an event.

use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::ServiceKind;

/// Functions that answer HTTP.
pub(super) const HTTP: Framework = Framework {
    packages: &["lambda_http", "vercel_runtime", "vercel_lambda", "netlify_lambda_http"],
    server: Some(ServerTable {
        functions: &[
            ("run", ServerOp::Serve(ServiceKind::Http)),
            ("run_with_streaming_response", ServerOp::Serve(ServiceKind::Http)),
            ("service_fn", ServerOp::Handle),
            // Up to version 0.4 a function was made one of events, and those were run.
            ("handler", ServerOp::Handle),
            ("lambda", ServerOp::Serve(ServiceKind::Http)),
        ],
        graceful: true,
        invoked: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};

/// Functions that are given any event.
pub(super) const EVENTS: Framework = Framework {
    packages: &["lambda_runtime", "lambda", "netlify_lambda"],
    server: Some(ServerTable {
        functions: &[
            ("run", ServerOp::Serve(ServiceKind::Worker)),
            ("run_with_streaming_response", ServerOp::Serve(ServiceKind::Worker)),
            ("Runtime::new", ServerOp::New),
            ("lambda", ServerOp::Serve(ServiceKind::Worker)),
            ("service_fn", ServerOp::Other),
            ("handler_fn", ServerOp::Other),
        ],
        methods: &[("layer", ServerOp::Wrap), ("run", ServerOp::Serve(ServiceKind::Worker))],
        graceful: true,
        invoked: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};

/// Applications of web frameworks that run as such functions.
pub(super) const ADAPTED: Framework = Framework {
    packages: &["lambda-web"],
    server: Some(ServerTable {
        functions: &[
            ("run_actix_on_lambda", ServerOp::Serve(ServiceKind::Http)),
            ("run_hyper_on_lambda", ServerOp::Serve(ServiceKind::Http)),
            ("run_rocket_on_lambda", ServerOp::Serve(ServiceKind::Http)),
            ("run_warp_on_lambda", ServerOp::Serve(ServiceKind::Http)),
        ],
        graceful: true,
        invoked: true,
        ..ServerTable::NONE
    }),
    ..Framework::NONE
};
