//! A write commits and a message is published, with nothing that ties the two.
//!
//! ## Why
//! Between the commit of a database and the answer of a broker the process can die, and either can
//! fail alone. Then one of the two has happened and the other never will: the event is lost, or it
//! tells of something that is not so.
//!
//! ## Fails
//! ```text
//! repository.save(&order).await?;
//! producer.send(order_created).await?;
//! ```
//!
//! ## Passes
//! ```text
//! let mut tx = pool.begin().await?;
//! repository.save(&order, &mut tx).await?;
//! outbox.store(order_created, &mut tx).await?;
//! tx.commit().await?; // a relay publishes what the outbox holds
//! ```
//!
//! ## How to fix
//! Write the message into an outbox table in the transaction of the write, and let a relay publish
//! it.
//!
//! ## Options
//! - `ignore_topics`: globs of topics whose messages may be lost.
//!
//! ## False positives avoided
//! Paths that also write an outbox, relays that read one and publish, on a schedule also those that
//! strike off what they published of any table, paths that only read, caches,
//! topics for audits, metrics and logs, and a write and a publish by two implementations of one
//! port. A publish before the write is as bad as one after it, so the order does not matter.

use std::collections::BTreeSet;

use portcullis_facts::graph::system::{EntryKind, SiteKind, StatementKind, TopicId};
use rustc_hash::FxHashSet;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::reach::Reached;
use crate::request::{Paths, Request, is_business_write};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "messaging/dual-write",
    summary: "a write commits and a message is published, with nothing that ties the two",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "ignore_topics",
        default: OptionDefault::List(&["*.audit", "*.metrics", "*.logs"]),
        doc: "globs of topics whose messages may be lost",
    }],
    fix: Fix::Manual,
    serves: "Transactional Outbox",
    source: include_str!("dual_write.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let ignored = Globs::new(&options.list("ignore_topics"));
    let mut seen = FxHashSet::default();
    for request in context.requests(Paths::Work) {
        if seen.insert((request.entry.service, request.function))
            && let Some(draft) = on_path(context, request, &ignored)
        {
            report.add(draft);
        }
    }
}

/// The finding on one path, if it writes and publishes.
fn on_path(context: &Context<'_>, request: Request<'_>, ignored: &Globs) -> Option<Draft> {
    let landscape = context.landscape();
    let (mut reads, mut writes): (Vec<&Reached>, Vec<&Reached>) = (Vec::new(), Vec::new());
    let mut publishes: Vec<&Reached> = Vec::new();
    for reached in context.reached(request.entry.service, request.function) {
        let site = context.site(reached);
        match site.kind {
            SiteKind::Statement(_) | SiteKind::BlockingDatabase(_) => {
                let statement = context.statement_at(site)?;
                if statement.outbox {
                    return None;
                }
                if statement.kind == StatementKind::Read {
                    reads.push(reached);
                }
                if is_business_write(statement) {
                    writes.push(reached);
                }
            }
            SiteKind::Publish(at) => {
                let topic = landscape.publishes[at as usize].topic;
                let lossy = topic.is_some_and(|id| ignored.matches(&landscape.topic(id).name));
                if !lossy {
                    publishes.push(reached);
                }
            }
            _ => {}
        }
    }
    let (write, publish) = pair(context, &writes, &publishes)?;
    let scheduled = request.entry.kind == EntryKind::Schedule;
    if scheduled && relays(context, &reads, publish, &writes) {
        return None;
    }
    Some(draft(context, request, write, publish))
}

/// The write and the publish that belong together: of those that are sure the two with the longest way in common, else
/// the surest, and of equal ones the nearest.
fn pair<'r>(
    context: &Context<'_>,
    writes: &[&'r Reached],
    publishes: &[&'r Reached],
) -> Option<(&'r Reached, &'r Reached)> {
    let mut best: Option<((bool, usize, u8), &Reached, &Reached)> = None;
    for publish in publishes.iter().take(MOST) {
        for write in writes.iter().take(MOST) {
            let sure = write.confidence.min(publish.confidence);
            let ways = write.path.iter().zip(&publish.path);
            let common = ways.take_while(|(one, other)| one == other).count();
            if are_alternatives(context, write.path.get(common), publish.path.get(common)) {
                continue;
            }
            let rank = (sure >= SURE, common, sure);
            if best.is_none_or(|(known, ..)| known < rank) {
                best = Some((rank, *write, *publish));
            }
        }
    }
    best.map(|(_, write, publish)| (write, publish))
}

/// Whether two calls are one in the code, which has either of two implementations behind it: a run takes one of them.
fn are_alternatives(context: &Context<'_>, one: Option<&u32>, other: Option<&u32>) -> bool {
    let landscape = context.landscape();
    let call = |at: &u32| &landscape.calls_between[*at as usize];
    let (Some(one), Some(other)) = (one.map(call), other.map(call)) else { return false };
    let name = |id| context.graph.item(landscape.function(id).item).name;
    one.place == other.place && one.to != other.to && name(one.to) == name(other.to)
}

/// At most so many writes, and publishes, are compared with each other.
const MOST: usize = 64;

/// So sure, in hundredths, that a site is reached as a port with several adapters lets it be.
const SURE: u8 = 85;

/// Whether what is read is published and then struck off, as a relay does with a table that nobody
/// calls an outbox: each write comes last, and is of a table that was read first.
fn relays(
    context: &Context<'_>,
    reads: &[&Reached],
    publish: &Reached,
    writes: &[&Reached],
) -> bool {
    let of = |reached: &Reached| {
        let statement = context.statement_at(context.site(reached))?;
        let tables = statement.tables.iter().map(|(table, _)| *table);
        Some((statement.engine, tables.collect::<BTreeSet<_>>()))
    };
    let published = order(context, publish);
    let first: BTreeSet<_> = reads
        .iter()
        .filter(|read| order(context, read) < published)
        .filter_map(|read| of(read))
        .collect();
    writes.iter().all(|write| {
        published < order(context, write) && of(write).is_some_and(|what| first.contains(&what))
    })
}

fn draft(context: &Context<'_>, request: Request<'_>, write: &Reached, publish: &Reached) -> Draft {
    let landscape = context.landscape();
    let (written, published) = (context.site(write), context.site(publish));
    let topic = topic_of(context, publish)
        .map_or("a message".to_owned(), |id| format!("`{}`", plain(&landscape.topic(id).name)));
    let tables = context.statement_at(written).map(|statement| &statement.tables);
    let table = tables.and_then(|tables| tables.first());
    let table =
        table.map_or("data".to_owned(), |(id, _)| format!("`{}`", landscape.table(*id).name));
    let before = order(context, publish) < order(context, write);
    let message = if before {
        format!(
            "{topic} is published before the write of {table} commits: if that fails, the event \
             tells of what never happened"
        )
    } else {
        format!(
            "the write of {table} commits, then {topic} is published separately: a crash in \
             between loses the event"
        )
    };
    let function = context.landscape().function(request.function);
    let entry = context.entry_text(request.entry);
    // Closures of one function have its path in common, so their entries tell them apart.
    let evidence = function.within.map(|_| entry.clone()).unwrap_or_default();
    Draft::new(context.function_path(request.function), evidence, published.place)
        .about(context, request.entry.service)
        .message(message)
        .help(
            "write the message into an outbox in the same transaction, and let a relay publish it",
        )
        .label(format!("{topic} is published here"))
        .related(written.place, format!("{table} is written here"))
        .also(function.place, format!("{entry} enters here"))
        .step(format!("{entry} is handled by {}", context.function_name(request.function)), None)
        .along(context, &write.path)
        .step(format!("{table} is written by `{}`", written.by), Some(written.place))
        .along(context, &publish.path)
        .step(format!("{topic} is published by `{}`", published.by), Some(published.place))
        .step("no outbox is written on the way", None)
        .confidence(write.confidence.min(publish.confidence))
}

/// The topic of a message. What publishes for others has the topics of all who call it: of these it is the one that is
/// named last on the way, and none is known if that does not tell it.
fn topic_of(context: &Context<'_>, publish: &Reached) -> Option<TopicId> {
    let landscape = context.landscape();
    let SiteKind::Publish(at) = context.site(publish).kind else { return None };
    let own = &landscape.publishes[at as usize];
    let same = landscape.publishes.iter().filter(|other| other.place == own.place);
    if same.clone().count() == 1 {
        return own.topic;
    }
    let named = same.filter_map(|other| Some((other.topic?, other.why.steps.last()?.place?)));
    let calls = publish.path.iter().map(|at| landscape.calls_between[*at as usize].place);
    let behind = calls.flat_map(|call| {
        named.clone().filter_map(move |(topic, place)| {
            let distance = place.span.start.checked_sub(call.span.start)?;
            (place.file == call.file).then_some((distance, topic))
        })
    });
    behind.min().map(|(_, topic)| topic)
}

/// When a site is reached, comparable with others that the same function reaches.
fn order(context: &Context<'_>, reached: &Reached) -> Vec<u32> {
    let calls = &context.landscape().calls_between;
    let path = reached.path.iter().map(|at| calls[*at as usize].order);
    path.chain([context.site(reached).order]).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const ROUTE: &str = "
        service orders http
        route orders POST /orders orders::create
    ";

    #[test]
    fn two_implementations_of_one_port_are_alternatives() {
        let system = |calls: &str| {
            format!(
                "{ROUTE}
                {calls}
                at orders::sql::save writes orders
                at orders::queue::save publishes order.created"
            )
        };
        silent(&RULE, &system("calls orders::create -> orders::sql::save | orders::queue::save"));
        let one_after_the_other = system(
            "calls orders::create -> orders::sql::save
            calls orders::create -> orders::queue::save",
        );
        assert!(fires(&RULE, &one_after_the_other).contains("`order.created` is published"));
    }

    #[test]
    fn a_write_and_a_publish_across_callees_are_one_finding() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            calls orders::create -> orders::save
            at orders::save writes orders
            calls orders::create -> orders::notify
            at orders::notify publishes order.created
        ")), @r"
        warning messaging/dual-write orders/src/lib.rs:7 (`order.created` is published here)
          the write of `orders` commits, then `order.created` is published separately: a crash in between loses the event
          help: write the message into an outbox in the same transaction, and let a relay publish it
          also orders/src/lib.rs:4: `orders` is written here
          also orders/src/lib.rs:1: `POST /orders` enters here
          also orders/src/lib.rs:3: `save` is called here
          also orders/src/lib.rs:6: `notify` is called here
        ");
    }

    #[test]
    fn a_write_and_a_publish_of_one_branch_are_told_together() {
        let found = fires(
            &RULE,
            &format!(
                "{ROUTE}
            calls orders::create -> orders::close
            at orders::close writes closings
            calls orders::create -> orders::open
            calls orders::open -> orders::save
            at orders::save writes orders
            at orders::open publishes order.opened
        "
            ),
        );
        assert!(found.contains("the write of `orders` commits, then `order.opened`"), "{found}");
    }

    #[test]
    fn a_publish_before_the_write_counts_too() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ROUTE}
            at orders::create publishes order.created
            at orders::create writes orders
        ")), @r"
        warning messaging/dual-write orders/src/lib.rs:2 (`order.created` is published here)
          `order.created` is published before the write of `orders` commits: if that fails, the event tells of what never happened
          help: write the message into an outbox in the same transaction, and let a relay publish it
          also orders/src/lib.rs:3: `orders` is written here
          also orders/src/lib.rs:1: `POST /orders` enters here
        ");
    }

    #[test]
    fn a_schedule_that_writes_something_else_counts() {
        let found = fires(
            &RULE,
            "
            service billing worker
            schedules billing billing::run
            at billing::run reads orders in loop
            at billing::run publishes order.billed in loop
            at billing::run writes bills in loop
        ",
        );
        assert!(found.contains("order.billed"), "{found}");
    }

    #[test]
    fn consumers_count_too() {
        let found = fires(
            &RULE,
            "
            service stock consumer
            at stock::run consumes order.created
            at stock::run writes items in loop
            at stock::run publishes item.reserved in loop
        ",
        );
        assert!(found.contains("item.reserved"), "{found}");
    }

    #[test]
    fn outboxes_relays_reads_caches_and_audits_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            at orders::create writes orders
            at orders::create writes events outbox
            at orders::create publishes order.created
        "
            ),
        );
        silent(
            &RULE,
            "
            service relay worker
            schedules relay relay::run
            at relay::run reads events outbox in loop
            at relay::run publishes order.created in loop
            at relay::run writes events outbox in loop
        ",
        );
        silent(
            &RULE,
            "
            service relay worker
            schedules relay relay::run
            at relay::run reads events in loop
            at relay::run publishes order.created in loop
            at relay::run writes events in loop
        ",
        );
        silent(
            &RULE,
            &format!(
                "{ROUTE}
            at orders::create reads orders
            at orders::create publishes order.seen
            route orders PUT /cache orders::cache
            at orders::cache writes orders engine redis
            at orders::cache publishes order.cached
            route orders PUT /orders orders::update
            at orders::update writes orders
            at orders::update publishes orders.audit
        "
            ),
        );
    }
}
