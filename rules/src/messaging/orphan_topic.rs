//! A topic is published and never consumed, or consumed and never published.
//!
//! ## Why
//! Either the other side is missing, or its name is wrong, or the messages are left over from a
//! change. In each case something does not happen that somebody believes in.
//!
//! ## Fails
//! ```text
//! FutureRecord::to("order.created") // nobody subscribes
//! ```
//!
//! ## Passes
//! ```text
//! FutureRecord::to("order.created")
//! consumer.subscribe(&["order.created"])
//! ```
//!
//! ## How to fix
//! Correct the name, add the other side, or remove this one. A topic for others is listed in
//! `external`.
//!
//! Variants: `[unpublished]` is a topic that is consumed and never published.
//!
//! ## Options
//! - `external`: globs of topics whose other side is outside the tree.
//!
//! ## False positives avoided
//! Names with parts that are not known match what they may be, and a queue stands for the keys with
//! which it is bound to an exchange.
//! Queues for what failed are read by people, and topics of requests that are answered are asked by anybody. Where topics without a known name are published or
//! consumed, or a connector (Debezium, Kafka Connect) or a service in another language runs, which
//! may be the other side, the finding is a hidden note that says so.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{DeploymentRole, HiddenKind, Landscape};
use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "messaging/orphan-topic",
    summary: "a topic is published and never consumed",
    level: Level::Warning,
    variants: &[Variant {
        name: "unpublished",
        summary: "a topic is consumed and never published",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[RuleOption {
        name: "external",
        default: OptionDefault::List(&["*dlq*", "*dead*letter*"]),
        doc: "globs of topics whose other side is outside the tree",
    }],
    fix: Fix::Manual,
    serves: "Event-Driven Architecture",
    source: include_str!("orphan_topic.rs"),
    check: Check::Graph(check),
};

/// Who publishes and consumes a topic, as indices.
#[derive(Clone, Default)]
struct Sides {
    publishes: Vec<usize>,
    consumes: Vec<usize>,
}

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let external = Globs::new(&options.list("external"));
    let hidden = landscape.services.iter().find_map(|service| service.hides(HiddenKind::Topics));
    for (topic, sides) in landscape.topics.iter().zip(sides(landscape)) {
        if external.matches(&topic.name) {
            continue;
        }
        let name = plain(&topic.name);
        let same = |kind: &str| kind.is_empty() || kind == topic.kind;
        let draft = match (&sides.publishes[..], &sides.consumes[..]) {
            ([first, rest @ ..], []) => {
                let publish = &landscape.publishes[*first];
                let mut draft = Draft::new(&topic.name, "consumer", publish.place)
                    .about_all(context, &publish.services)
                    .message(format!("`{name}` is published, but nobody consumes it"))
                    .help("add the consumer, correct the name, or stop publishing it")
                    .label("published here")
                    .grounds(&publish.why);
                for other in rest {
                    draft = draft.also(landscape.publishes[*other].place, "published here");
                }
                let more = landscape.consumes.iter().find(|other| other.more && same(&other.kind));
                if let Some(more) = more {
                    let reason = "a consumer takes topics whose names are not known";
                    draft = draft.perhaps(reason, Some(more.place));
                } else if let Some((reason, place)) = unseen(landscape, &topic.kind, false) {
                    draft = draft.perhaps(&reason, Some(place));
                }
                (!publish.services.is_empty()).then_some(draft)
            }
            ([], [first, rest @ ..]) => {
                let consume = &landscape.consumes[*first];
                let mut draft = Draft::new(&topic.name, "publisher", consume.place)
                    .variant(Some("unpublished"))
                    .about_all(context, &consume.services)
                    .message(format!("`{name}` is consumed, but nobody publishes it"))
                    .help("add the publisher, correct the name, or stop consuming it")
                    .label("consumed here")
                    .grounds(&consume.why);
                for other in rest {
                    draft = draft.also(landscape.consumes[*other].place, "consumed here");
                }
                let mut publishes = landscape.publishes.iter();
                let unnamed = publishes.find(|p| p.topic.is_none() && same(&p.kind));
                if let Some(unnamed) = unnamed {
                    let reason = "a message is published to a topic whose name is not known";
                    draft = draft.perhaps(reason, Some(unnamed.place));
                } else if consume.more && consume.kind == "rabbitmq" {
                    let reason = "the queue may be bound to exchanges where that is not seen";
                    draft = draft.perhaps(reason, Some(consume.place));
                } else if let Some((reason, place)) = unseen(landscape, &topic.kind, true) {
                    draft = draft.perhaps(&reason, Some(place));
                }
                // Who sends a request to it may be anybody who knows the name.
                let asked = sides.consumes.iter().all(|at| landscape.consumes[*at].answers);
                (!consume.services.is_empty() && !asked).then_some(draft)
            }
            _ => None,
        };
        if let Some(draft) = draft {
            report.add(draft.unless(hidden));
        }
    }
}

/// What runs whose code is not read, and which may be the other side of a topic: in words, and where.
fn unseen(landscape: &Landscape, kind: &str, publishes: bool) -> Option<(String, Place)> {
    let mut deployments = landscape.deployments.iter().filter(|at| !at.development);
    deployments.find_map(|deployment| {
        let built = deployment.image.as_ref().is_none_or(|image| image.built);
        let what = match (deployment.role, deployment.technology.as_str()) {
            (DeploymentRole::Foreign, _) if built => "in another language",
            // It reads databases, and publishes what changes there.
            (DeploymentRole::Infrastructure, "debezium") if kind == "kafka" && publishes => {
                "a connector"
            }
            (DeploymentRole::Infrastructure, "kafka-connect") if kind == "kafka" => "a connector",
            _ => return None,
        };
        let text = format!("`{}`, {what}, may be the other side", deployment.name);
        Some((text, deployment.place))
    })
}

/// The sides of each topic; those of names that it may be, or that may be it, are its own too.
fn sides(landscape: &Landscape) -> Vec<Sides> {
    let topics = &landscape.topics;
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let same: Vec<usize> = topics
        .iter()
        .enumerate()
        .map(|(at, topic)| *first.entry((&topic.kind, &topic.name)).or_insert(at))
        .collect();
    let mut own = vec![Sides::default(); topics.len()];
    for (at, publish) in landscape.publishes.iter().enumerate() {
        if let Some(topic) = publish.topic {
            own[same[topic.index()]].publishes.push(at);
        }
    }
    for (at, consume) in landscape.consumes.iter().enumerate() {
        for topic in &consume.topics {
            own[same[topic.index()]].consumes.push(at);
        }
    }
    let mut all: Vec<Sides> = same.iter().map(|at| own[*at].clone()).collect();
    for (at, open) in topics.iter().enumerate().filter(|(_, topic)| topic.name.contains('*')) {
        let glob = Globs::new(&[&open.name]);
        for (other, topic) in topics.iter().enumerate() {
            if same[at] != same[other] && topic.kind == open.kind && glob.matches(&topic.name) {
                for (to, from) in [(at, other), (other, at)] {
                    all[to].publishes.extend(&own[same[from]].publishes);
                    all[to].consumes.extend(&own[same[from]].consumes);
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service orders http
        service stock consumer
    ";

    #[test]
    fn topics_with_one_side_are_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            at orders::create publishes order.created
            at stock::run consumes order.creatd
        ")), @r"
        warning messaging/orphan-topic orders/src/lib.rs:2 (published here)
          `order.created` is published, but nobody consumes it
          help: add the consumer, correct the name, or stop publishing it
        warning messaging/orphan-topic[unpublished] stock/src/lib.rs:2 (consumed here)
          `order.creatd` is consumed, but nobody publishes it
          help: add the publisher, correct the name, or stop consuming it
        ");
    }

    #[test]
    fn unknown_names_make_it_weak() {
        for more in [
            "at stock::run consumes other more",
            "hides stock topics names come from a file",
            "deploy mailer",
            "deploy connect as infra:kafka-connect",
        ] {
            let found = fires(
                &RULE,
                &format!(
                    "{SERVICES}
                connector publishes other
                at orders::create publishes order.created
                {more}
            "
                ),
            );
            assert!(found.starts_with("weak note"), "{found}");
        }
    }

    #[test]
    fn both_sides_wildcards_connectors_and_dead_letters_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            at orders::create publishes order.created
            at stock::run consumes order.*
            at orders::create publishes sink
            connector consumes sink
            connector publishes changes
            at stock::run consumes changes
            at stock::run publishes stock.dlq
            at stock::answer consumes stock.get answers
        "
            ),
        );
    }
}
