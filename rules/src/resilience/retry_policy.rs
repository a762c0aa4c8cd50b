//! A call to another process is made once, and what fails then has failed for good.
//!
//! ## Why
//! Networks lose packets, and a peer that is replaced refuses connections for a second. Most of such failures are
//! gone when the call is made again; without that, each becomes an error that a user sees. A circuit breaker is the
//! other answer: it fails fast while the peer is down.
//!
//! ## Fails
//! ```text
//! async fn price(State(app): State<App>, ..) -> Result<Json<Price>, Error> {
//!     let stock = app.client.get(url).send().await?;
//! ```
//!
//! ## Passes
//! ```text
//! let ask = || async { app.client.get(url).send().await?.error_for_status() };
//! let stock = ask.retry(ExponentialBuilder::default().with_max_times(3)).await?;
//! ```
//!
//! ## How to fix
//! Repeat the call a few times, with waits that grow and differ, within the time that the caller waits. What changes
//! something needs a key by which the other side knows that it did so already. Or put a circuit breaker around it, and
//! answer without the peer while it is open. One layer repeats: where a gateway or a mesh does, code does not.
//!
//! The rule is off unless it is asked for, since whether to repeat is a choice for each call.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Calls that only consumers, schedules or the start make: these come again by themselves. Calls in a loop that may be
//! one of attempts, which is each but a round through elements, and what is handed to a function that says by its name
//! that it repeats. Streams. Where a client comes from outside the tree, which may repeat by itself, the finding is a
//! hidden note that says so.

use portcullis_facts::graph::system::{
    Call, CallId, CallTarget, CapabilityKind, EntryKind, FnId, ServiceId, SiteKind,
};
use portcullis_facts::place::Place;
use rustc_hash::FxHashMap;

use crate::always;
use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::same_line;
use crate::rule::{Check, Fix, Rule};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "resilience/retry-policy",
    summary: "a call to another process is made once, without a circuit breaker",
    level: Level::Off,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Fault Tolerance",
    source: include_str!("retry_policy.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let mut groups: Vec<Vec<&Call>> = Vec::new();
    let mut known: FxHashMap<Peer<'_>, usize> = FxHashMap::default();
    let mut places: FxHashMap<Place, usize> = FxHashMap::default();
    for (call, again) in landscape.calls.iter().zip(coming_again(context)) {
        if call.services.is_empty() || !is_bare(call) || again {
            continue;
        }
        // What calls one peer here and another one there is one call.
        let next = groups.len();
        let of_peer = || *known.entry(Peer::of(context, call)).or_insert(next);
        let group = *places.entry(call.place).or_insert_with(of_peer);
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(call);
    }
    for calls in groups {
        let Some((first, others)) = calls.split_first() else { continue };
        let whom = context.called(first);
        let subject = match first.services[..] {
            [service] => landscape.service(service).name.clone(),
            _ => context.function_path(first.function),
        };
        let mut draft = Draft::new(subject, &whom, first.place)
            .about_all(context, &first.services)
            .message(format!("a call to {whom} is made once, without a circuit breaker"))
            .help("repeat it a few times within a time limit, with growing waits, or put a circuit breaker around it")
            .label("called here")
            .step(format!("`{}` repeats nothing by itself", first.library), None);
        if let Some(sent) = first.sent.filter(|sent| !same_line(context, *sent, first.place)) {
            draft = draft.also(sent, "sent here");
        }
        for other in others.iter().filter(|other| other.place != first.place) {
            draft = draft.also(other.place, "called here too");
        }
        if let Some(hidden) = calls.iter().find_map(|call| call.hidden.as_deref()) {
            draft = draft.perhaps(hidden, None);
        }
        report.add(draft);
    }
}

/// To one peer there is one policy; of peers that are not known, each function may call another.
#[derive(PartialEq, Eq, Hash)]
struct Peer<'a> {
    services: &'a [ServiceId],
    name: String,
    function: Option<FnId>,
}

impl<'a> Peer<'a> {
    fn of(context: &Context<'_>, call: &'a Call) -> Self {
        let function = (call.target == CallTarget::Unknown).then_some(call.function);
        Self { services: &call.services, name: context.called(call), function }
    }
}

/// The calls that come again by themselves or may be attempts, as far as is seen. How what nobody seems to call is
/// reached could not be seen.
fn coming_again(context: &Context<'_>) -> Vec<bool> {
    let landscape = context.landscape();
    let repeated = always::repeated(landscape);
    let repeats = |call: &Call| repeated.contains_key(&call.function);
    let mut again: Vec<bool> = landscape.calls.iter().map(repeats).collect();
    for site in &landscape.sites {
        if let SiteKind::Call(CallId(at)) = site.kind {
            again[at as usize] |= always::repeats(site.flags);
        }
    }
    let (mut asked, mut other) = (vec![false; again.len()], vec![false; again.len()]);
    for entry in &landscape.entries {
        let Some(function) = entry.function else { continue };
        let of_kind =
            if matches!(entry.kind, EntryKind::Route(_)) { &mut asked } else { &mut other };
        for reached in context.reached(entry.service, function) {
            if let SiteKind::Call(CallId(at)) = context.site(reached).kind {
                of_kind[at as usize] = true;
            }
        }
    }
    let by_themselves = asked.into_iter().zip(other).map(|(asked, other)| other && !asked);
    again.into_iter().zip(by_themselves).map(|(again, by_itself)| again || by_itself).collect()
}

/// Whether a call has neither a policy that repeats it nor a circuit breaker.
fn is_bare(call: &Call) -> bool {
    let answers = |kind| matches!(kind, CapabilityKind::Retry | CapabilityKind::CircuitBreaker);
    !call.streaming && !call.capabilities.iter().any(|capability| answers(capability.kind))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const ROUTES: &str = "
        service orders http
        service stock http
        route orders POST /orders orders::place
        route orders GET /orders orders::list
    ";

    #[test]
    fn calls_to_one_peer_are_one_finding() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTES}
            calls orders::place -> orders::reserve
            at orders::reserve requests POST stock /items timeout in loop
            at orders::list requests GET stock /items timeout
            at orders::nobody_knows requests GET stock /items timeout
        ")), @r"
        warning resilience/retry-policy orders/src/lib.rs:5 (called here)
          a call to `stock` is made once, without a circuit breaker
          help: repeat it a few times within a time limit, with growing waits, or put a circuit breaker around it
          also orders/src/lib.rs:6: called here too
          also orders/src/lib.rs:8: called here too
        ");
    }

    #[test]
    fn what_repeats_or_breaks_is_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTES}
            at orders::place requests POST stock /items retry
            at orders::place requests POST stock /items circuit-breaker
            at orders::list requests GET stock /items in retry
            at orders::list requests GET stock /items in attempts
            at orders::list requests GET stock /events streaming
            calls orders::place -> orders::attempt in attempts
            at orders::attempt requests POST stock /items
        "
            ),
        );
    }

    #[test]
    fn a_client_from_elsewhere_makes_it_weak() {
        let found = fires(&RULE, &format!("{ROUTES}\nat orders::list requests GET stock / hidden"));
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn messages_and_the_start_come_again_by_themselves() {
        silent(
            &RULE,
            &format!(
                "{ROUTES}
            starts orders orders::main
            at orders::main requests GET stock /ready
            at orders::run consumes order.created
            at orders::run requests POST stock /items
        "
            ),
        );
    }
}
