//! reqwest: calls over HTTP.

use crate::framework::table::Framework;

/// What its names mean.
pub(super) const TABLE: Framework = Framework {
    packages: &["reqwest"],
    returns: &[
        ("Client::builder", "ClientBuilder"),
        ("Client::execute", "Response"),
        ("Client::*", "RequestBuilder"),
        ("ClientBuilder::build", "Client"),
        ("ClientBuilder::*", "ClientBuilder"),
        ("RequestBuilder::build", "Request"),
        ("RequestBuilder::send", "Response"),
        ("RequestBuilder::*", "RequestBuilder"),
        ("Response::error_for_status", "Response"),
        ("get", "Response"),
        // By its own name, so that `Client::*` does not take it.
        ("Client::new", "Client"),
        ("Client::default", "Client"),
        ("Client::clone", "Client"),
        ("Client::get", "RequestBuilder"),
    ],
    ..Framework::NONE
};
