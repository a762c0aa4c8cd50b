//! A call to another process may wait forever.
//!
//! ## Why
//! A peer that accepts a connection and never answers holds the task, its memory and its place in a
//! pool. Soon all are held, and the service hangs because another one does.
//!
//! ## Fails
//! ```text
//! let client = reqwest::Client::new();
//! client.get(url).send().await?;
//! ```
//!
//! ## Passes
//! ```text
//! let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;
//! client.get(url).send().await?;
//! ```
//!
//! ## How to fix
//! Set a timeout where the client is made, or one on the request. `portcullis fix resilience/no-timeout` sets it on clients
//! of reqwest and endpoints of tonic, and says where none can be set.
//!
//! ## Options
//! - `default`: the timeout that the help proposes.
//!
//! ## False positives avoided
//! A timeout counts on the client, the request, a wrapper, the channel, around the call
//! (`tokio::time::timeout`) and in the mesh. Libraries that have one by default (`awc`) have one.
//! Streams of events are expected to last. Code that no service runs, such as tools, is not looked at. Where
//! a client comes from outside the tree, or every call of the function that is seen has a time limit
//! around it, the finding is a hidden note that says so.

use portcullis_facts::graph::system::{Call, CallId, CapabilityKind, FnFlags, SiteKind};
use portcullis_facts::place::Place;
use rustc_hash::FxHashMap;

use crate::always;
use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::finding::Remedy;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "resilience/no-timeout",
    summary: "a call to another process may wait forever",
    level: Level::Error,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "default",
        default: OptionDefault::Text("10s"),
        doc: "the timeout that the help proposes",
    }],
    fix: Fix::Generated("portcullis fix resilience/no-timeout"),
    serves: "Fault Tolerance",
    source: include_str!("no_timeout.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let mut limited = vec![false; landscape.calls.len()];
    let mut sure = vec![100; landscape.calls.len()];
    for site in &landscape.sites {
        if let SiteKind::Call(CallId(at)) = site.kind {
            limited[at as usize] |= site.flags.contains(FnFlags::TIMEOUT);
            sure[at as usize] = site.confidence.min(sure[at as usize]);
        }
    }
    let mut groups: Vec<(Place, Vec<usize>)> = Vec::new();
    let mut known: FxHashMap<Place, usize> = FxHashMap::default();
    for (at, call) in landscape.calls.iter().enumerate() {
        let bounded = call.capabilities.iter().any(|c| c.kind == CapabilityKind::Timeout);
        if bounded || limited[at] || call.streaming || call.services.is_empty() {
            continue;
        }
        let place = call.client.unwrap_or(call.place);
        let group = *known.entry(place).or_insert_with(|| {
            groups.push((place, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(at);
    }
    let within = if groups.is_empty() { FxHashMap::default() } else { always::limited(landscape) };
    for (place, calls) in groups {
        let first = &landscape.calls[calls[0]];
        let function = context.function_path(first.function);
        let confidence = calls.iter().map(|at| sure[*at]).max().unwrap_or_default();
        let mut draft = Draft::new(function, evidence(context, first), place)
            .about_all(context, &first.services)
            .message(format!("calls to {} may hang forever", context.called(first)))
            .help(format!(
                "set a timeout, such as {}, on the client or the request",
                options.text("default")
            ))
            .label(if first.client.is_some() {
                "the client is made here, without a timeout"
            } else {
                "called here, without a timeout"
            })
            .confidence(confidence)
            .remedy(seconds(options.text("default")).map(Remedy::Limit));
        for call in calls.iter().map(|at| &landscape.calls[*at]) {
            if call.place != place {
                draft = draft.also(call.place, format!("{} is called here", context.called(call)));
            }
        }
        draft =
            draft.step(format!("calls by `{}` have no timeout of their own", first.library), None);
        let around = calls.iter().map(|at| within.get(&landscape.calls[*at].function).copied());
        if let Some(places) = around.collect::<Option<Vec<Place>>>() {
            let reason = "every call of the function that is seen has a time limit";
            draft = draft.perhaps(reason, places.first().copied());
        }
        if let Some(hidden) = calls.iter().find_map(|at| landscape.calls[*at].hidden.as_deref()) {
            draft = draft.perhaps(hidden, first.client);
        }
        report.add(draft);
    }
}

/// So many seconds, as the option says it: `10s`, `2m`, `10`.
fn seconds(text: &str) -> Option<u64> {
    let (number, factor) = match text.trim() {
        text if text.ends_with('m') => (text.trim_end_matches('m'), 60),
        text => (text.trim_end_matches('s'), 1),
    };
    number.trim().parse::<u64>().ok()?.checked_mul(factor)
}

fn evidence(context: &Context<'_>, call: &Call) -> String {
    let method = call.method.map_or("", portcullis_facts::graph::system::Method::as_str);
    format!("{method} {} {}", context.called(call), call.path.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service orders http
        service stock http
        fn orders::client
    ";

    #[test]
    fn a_client_without_one_is_shown_with_its_calls() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            at orders::pay requests POST stock /items client orders::client
            at orders::list requests GET stock /items client orders::client
        ")), @r"
        error resilience/no-timeout orders/src/lib.rs:1 (the client is made here, without a timeout)
          calls to `stock` may hang forever
          help: set a timeout, such as 10s, on the client or the request
          also orders/src/lib.rs:3: `stock` is called here
          also orders/src/lib.rs:5: `stock` is called here
        ");
    }

    #[test]
    fn the_option_says_how_long() {
        let read = ["10s", "2m", "7", "1.5s", "soon"].map(super::seconds);
        assert_eq!(read, [Some(10), Some(120), Some(7), None, None]);
    }

    #[test]
    fn clients_from_elsewhere_make_it_weak() {
        let found = fires(&RULE, &format!("{SERVICES}\nat orders::pay requests GET ? hidden"));
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn limits_around_each_call_of_the_function_make_it_weak() {
        let around = format!(
            "{SERVICES}
            calls orders::list -> orders::pay in timeout
            at orders::pay requests GET stock /items"
        );
        let found = fires(&RULE, &around);
        assert!(found.starts_with("weak note"), "{found}");
        let found = fires(&RULE, &format!("{around}\ncalls orders::main -> orders::pay"));
        assert!(found.starts_with("error"), "{found}");
    }

    #[test]
    fn limits_of_any_kind_and_streams_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            at orders::pay requests POST stock /items timeout
            at orders::list requests GET stock /items in timeout
            at orders::tail requests GET stock /events streaming
        "
            ),
        );
    }

    #[test]
    fn tools_are_silent() {
        silent(
            &RULE,
            "
            package tool lib bin
            at tool::main requests GET example.org /
        ",
        );
    }
}
