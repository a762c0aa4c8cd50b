//! Nobody looks whether a message was delivered.
//!
//! ## Why
//! A broker that is down, a full buffer and a missing topic all show in the result of a publish.
//! Who drops it goes on as if the event had happened for everybody.
//!
//! ## Fails
//! ```text
//! let _ = producer.send(record, Timeout::Never).await;
//! ```
//!
//! ## Passes
//! ```text
//! producer.send(record, Timeout::Never).await.map_err(|(error, _)| error)?;
//! ```
//!
//! ## How to fix
//! Await the result and hand its error on, or write the message into an outbox.
//!
//! Variants: `[logged]` is a failure that is only printed or logged.
//!
//! ## Options
//! - `lossy_topics`: globs of topics whose messages may be lost.
//!
//! ## False positives avoided
//! Topics that may lose messages, where they are configured; connectors. An error that is handed on
//! is followed to the callers; what these call in a loop is tried again, so it counts as handled.

use portcullis_facts::graph::system::{Confirmation, FnId, SiteKind};
use portcullis_facts::place::Place;
use rustc_hash::FxHashMap;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "messaging/unconfirmed-publish",
    summary: "nobody looks whether a message was delivered",
    level: Level::Warning,
    variants: &[Variant {
        name: "logged",
        summary: "a message that was not delivered is only logged",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "lossy_topics",
        default: OptionDefault::List(&["*.audit", "*.metrics", "*.logs"]),
        doc: "globs of topics whose messages may be lost",
    }],
    fix: Fix::Manual,
    serves: "Transactional Outbox",
    source: include_str!("unconfirmed_publish.rs"),
    check: Check::Graph(check),
};

/// How many callers of the function that publishes a finding shows.
const CALLERS: usize = 5;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let lossy = Globs::new(&options.list("lossy_topics"));
    let mut sure = vec![100; landscape.publishes.len()];
    for site in &landscape.sites {
        if let SiteKind::Publish(at) = site.kind {
            sure[at as usize] = site.confidence;
        }
    }
    let mut callers: FxHashMap<FnId, Vec<Place>> = FxHashMap::default();
    for call in &landscape.calls_between {
        callers.entry(call.to).or_default().push(call.place);
    }
    for (at, publish) in landscape.publishes.iter().enumerate() {
        let (variant, what) = match publish.confirmation {
            Confirmation::Dropped => (None, "is dropped"),
            Confirmation::Logged => (Some("logged"), "is only logged if it is an error"),
            Confirmation::Confirmed | Confirmation::Unknown => continue,
        };
        let topic = publish.topic.map(|id| landscape.topic(id).name.as_str());
        let (Some(function), false) = (publish.function, topic.is_some_and(|t| lossy.matches(t)))
        else {
            continue;
        };
        let of = topic.map_or("a message".to_owned(), |t| format!("`{}`", plain(t)));
        let subject = context.function_path(function);
        let place = publish.lost_at.unwrap_or(publish.place);
        let mut draft = Draft::new(subject, topic.unwrap_or_default(), place)
            .variant(variant)
            .about_all(context, &publish.services)
            .message(format!("the result of publishing {of} {what}"))
            .help("await the result and hand its error on, or use an outbox")
            .label(if publish.lost_at.is_some() { "it ends here" } else { "published here" })
            .confidence(sure[at]);
        if publish.lost_at.is_some() {
            draft = draft.related(publish.place, "published here, and handed on");
        }
        for place in callers.get(&function).into_iter().flatten().take(CALLERS) {
            if publish.lost_at == Some(*place) {
                continue;
            }
            let name = context.function_name(function);
            draft = draft.also(*place, format!("{name} is called here"));
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn dropped_and_logged_results_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            calls orders::create -> orders::notify
            at orders::notify publishes order.created dropped
            at orders::cancel publishes order.cancelled logged
        "), @r"
        warning messaging/unconfirmed-publish orders/src/lib.rs:4 (published here)
          the result of publishing `order.created` is dropped
          help: await the result and hand its error on, or use an outbox
          also orders/src/lib.rs:3: `notify` is called here
        warning messaging/unconfirmed-publish[logged] orders/src/lib.rs:6 (published here)
          the result of publishing `order.cancelled` is only logged if it is an error
          help: await the result and hand its error on, or use an outbox
        ");
    }

    #[test]
    fn confirmed_and_lossy_publishes_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            at orders::create publishes order.created confirmed
            at orders::create publishes orders.audit dropped
            connector publishes order.created
        ",
        );
    }
}
