//! A message is acknowledged before it is processed.
//!
//! ## Why
//! What is acknowledged is never delivered again. If the process dies between that and the end of
//! its work, or the work fails, the message is lost, and nobody knows.
//!
//! ## Fails
//! ```text
//! channel.basic_consume("orders", "", BasicConsumeOptions { no_ack: true, ..Default::default() }, ..)
//! ```
//!
//! ## Passes
//! ```text
//! handle(&delivery).await?;
//! delivery.ack(BasicAckOptions::default()).await?;
//! ```
//!
//! ## How to fix
//! Switch automatic acknowledgement off, and acknowledge each message after its work is done.
//!
//! Variants: `[ignores-failure]`, a warning, is an acknowledgement that does not depend on whether
//! the work succeeded.
//!
//! ## Options
//! - `lossy_topics`: globs of topics whose messages may be lost.
//!
//! ## False positives avoided
//! Queues whose messages may be lost: exclusive and auto-named ones, replies, log tails, groups with a
//! new name for each process.
//! `enable.auto.offset.store=false` with offsets that are stored by hand. Connectors.

use portcullis_facts::graph::system::Acknowledgement;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "messaging/early-ack",
    summary: "a message is acknowledged before it is processed",
    level: Level::Error,
    variants: &[Variant {
        name: "ignores-failure",
        summary: "a message is acknowledged even if its work failed",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "lossy_topics",
        default: OptionDefault::List(&[]),
        doc: "globs of topics whose messages may be lost",
    }],
    fix: Fix::Manual,
    serves: "Transactional Outbox",
    source: include_str!("early_ack.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let lossy = Globs::new(&options.list("lossy_topics"));
    for consume in &landscape.consumes {
        let (variant, how) = match consume.acknowledgement {
            Acknowledgement::Automatic => (None, "when they are delivered, or on a timer"),
            Acknowledgement::BeforeProcessing => (None, "before they are processed"),
            Acknowledgement::IgnoresFailure => {
                (Some("ignores-failure"), "even if their work failed")
            }
            Acknowledgement::AfterSuccess | Acknowledgement::Unknown => continue,
        };
        let topics: Vec<&str> =
            consume.topics.iter().map(|id| landscape.topic(*id).name.as_str()).collect();
        let all_lossy = !topics.is_empty() && topics.iter().all(|topic| lossy.matches(topic));
        if consume.lossy || all_lossy || consume.services.is_empty() {
            continue;
        }
        let what = match topics.first() {
            Some(topic) => format!("messages of `{}`", plain(topic)),
            None => "messages".to_owned(),
        };
        let place = consume.acknowledged_at.unwrap_or(consume.place);
        let subject = match consume.function {
            Some(function) => context.function_path(function),
            None => context.path(place).to_owned(),
        };
        let mut draft = Draft::new(subject, topics.join(" "), place)
            .variant(variant)
            .about_all(context, &consume.services)
            .message(format!("{what} are acknowledged {how}"))
            .help("acknowledge each message after its work is done")
            .label(if consume.acknowledged_at.is_some() {
                "acknowledged here"
            } else {
                "consumed here"
            })
            .grounds(&consume.why);
        if place != consume.place {
            draft = draft.related(consume.place, "consumed here");
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn acknowledgement_by_itself_and_in_spite_of_failure_is_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service stock consumer
            at stock::run consumes order.created automatic
            at stock::other consumes order.paid ignores
        "), @r"
        error messaging/early-ack stock/src/lib.rs:2 (consumed here)
          messages of `order.created` are acknowledged when they are delivered, or on a timer
          help: acknowledge each message after its work is done
        warning messaging/early-ack[ignores-failure] stock/src/lib.rs:4 (consumed here)
          messages of `order.paid` are acknowledged even if their work failed
          help: acknowledge each message after its work is done
        ");
    }

    #[test]
    fn after_success_lossy_queues_and_connectors_are_silent() {
        silent(
            &RULE,
            "
            service stock consumer
            at stock::run consumes order.created after
            at stock::tail consumes logs automatic lossy
            connector consumes order.created
        ",
        );
    }
}
