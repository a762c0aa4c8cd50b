//! An address of another process is fixed in code.
//!
//! ## Why
//! Where a service finds its peers differs between a laptop, a test and production. An address in
//! code makes each of them a build of its own, and a moved peer a release.
//!
//! ## Fails
//! ```text
//! pub const STOCK: &str = "http://localhost:8082";
//! ```
//!
//! ## Passes
//! ```text
//! let stock = env::var("STOCK_URL").unwrap_or_else(|_| "http://localhost:8082".into());
//! ```
//!
//! ## How to fix
//! Read the address from the environment or a configuration file; the one in code may stay as its
//! default.
//!
//! Variants: `[bind]` is an address at which the process listens and that only its own machine
//! reaches, so nobody does if it runs in a container. `[origin]` is an address whose requests are
//! allowed. Both are off unless they are asked for.
//!
//! ## Options
//! - `external_hosts`: also look at hosts outside the system.
//!
//! ## False positives avoided
//! Values for the case that a variable or key is not set, and defaults of configuration types.
//! Addresses of collectors of traces and logs. Hosts of others in the internet, as those of a
//! payment provider, or of a cloud's metadata. Ports of the same machine that are chosen while it runs. Tests, comments and text of messages.

use portcullis_facts::graph::system::AddressPurpose;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::plain;
use crate::host::{is_internal, is_loopback, is_metadata};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "deployment/hardcoded-address",
    summary: "an address of another process is fixed in code",
    level: Level::Warning,
    variants: &[
        Variant {
            name: "bind",
            summary: "a process listens at an address that only its own machine reaches",
            level: Level::Off,
            opt_in: false,
        },
        Variant {
            name: "origin",
            summary: "an origin that may send requests is fixed in code",
            level: Level::Off,
            opt_in: false,
        },
    ],
    gated: false,
    options: &[RuleOption {
        name: "external_hosts",
        default: OptionDefault::Bool(false),
        doc: "also look at hosts outside the system",
    }],
    fix: Fix::Manual,
    serves: "Service Discovery",
    source: include_str!("hardcoded_address.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let external = options.flag("external_hosts");
    for address in &context.landscape().addresses {
        let (variant, what) = match address.purpose {
            AddressPurpose::Call => (None, "another service is called at it"),
            AddressPurpose::Database => (None, "a database is connected at it"),
            AddressPurpose::Broker => (None, "a broker is connected at it"),
            AddressPurpose::Redirect => (None, "users are sent to it"),
            AddressPurpose::Listen => (Some("bind"), "the process listens at it"),
            AddressPurpose::Origin => (Some("origin"), "requests from it are allowed"),
            AddressPurpose::Telemetry | AddressPurpose::Other => continue,
        };
        let theirs = matches!(address.purpose, AddressPurpose::Call | AddressPurpose::Redirect)
            && !is_internal(context.landscape(), &address.host);
        // Any address of the machine is what a container needs; its own loopback is not.
        let bound = address.purpose == AddressPurpose::Listen && !is_loopback(&address.host);
        // A port that is chosen while it runs is that of a process on the same machine, which is not deployed apart.
        let chosen = address.host.ends_with('}') || address.host.ends_with(":0");
        let own = is_loopback(&address.host) && chosen;
        if own
            || address.is_default
            || address.services.is_empty()
            || bound
            || is_metadata(&address.host)
            || (theirs && !external)
        {
            continue;
        }
        let host = plain(&address.host);
        report.add(
            Draft::new(context.path(address.place), &address.host, address.place)
                .variant(variant)
                .about_all(context, &address.services)
                .message(format!("`{host}` is fixed in code"))
                .help("read it from the environment, with this value as the default at most")
                .label(if address.constant { "this constant" } else { "this literal" })
                .step(format!("`{host}` is an address: {what}"), Some(address.place))
                .confidence(address.confidence),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn addresses_of_peers_brokers_and_databases_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service gateway http
            address gateway call localhost:8082 constant
            address gateway broker kafka:9092
            address gateway database :memory:
        "), @r"
        warning deployment/hardcoded-address gateway/src/main.rs:2 (this constant)
          `localhost:8082` is fixed in code
          help: read it from the environment, with this value as the default at most
        warning deployment/hardcoded-address gateway/src/main.rs:3 (this literal)
          `kafka:9092` is fixed in code
          help: read it from the environment, with this value as the default at most
        warning deployment/hardcoded-address gateway/src/main.rs:4 (this literal)
          `:memory:` is fixed in code
          help: read it from the environment, with this value as the default at most
        ");
    }

    #[test]
    fn what_it_listens_at_and_allows_are_variants() {
        let found = fires(
            &RULE,
            "
            service gateway http
            address gateway listen 127.0.0.1:3000
            address gateway origin localhost:5173
        ",
        );
        assert!(found.contains("[bind]") && found.contains("[origin]"), "{found}");
    }

    #[test]
    fn defaults_collectors_and_others_in_the_internet_are_silent() {
        silent(
            &RULE,
            "
            service gateway http
            address gateway call localhost:8082 default
            address gateway telemetry localhost:4317
            address gateway call api.payments.example.com
            address gateway call 169.254.169.254
            address gateway call metadata.google.internal
            address gateway other localhost:1
            address gateway call 127.0.0.1:{port}
            address gateway listen 127.0.0.1:0
            address gateway listen 0.0.0.0:8080
        ",
        );
    }
}
