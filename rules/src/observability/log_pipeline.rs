//! A service does not log in a way that can be collected.
//!
//! ## Why
//! Logs of many processes are only of use together: with levels, times and fields, on the standard
//! output, from where they are collected. Prints have none of these, and files in a container are
//! lost with it.
//!
//! ## Fails
//! ```text
//! println!("order {id} created");
//! ```
//!
//! ## Passes
//! ```text
//! tracing_subscriber::fmt().json().init();
//! tracing::info!(%id, "order created");
//! ```
//!
//! ## How to fix
//! Initialise a logger that writes to the standard output, and use its macros in place of
//! `println!`.
//!
//! Variants: `[no-logger]` is a service that initialises none, whether it prints or is silent,
//! `[file]` one that writes its log into files. `[println]` is one that has a logger and prints
//! while it serves all the same; it is asked for by its name.
//!
//! ## Options
//! - `println_min`: how many prints a service may reach less than.
//!
//! ## False positives avoided
//! Command lines and the banner at the start: only what a request or message reaches counts. Files
//! that are written in one branch only, as the configuration wants it. Where
//! a function outside the tree sets telemetry up, the finding is a hidden note that says so.

use portcullis_facts::graph::system::{
    CapabilityKind, HiddenKind, Service, ServiceId, SiteId, SiteKind,
};
use portcullis_facts::place::Place;
use std::collections::BTreeMap;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::hidden;
use crate::request::Paths;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "observability/log-pipeline",
    summary: "what a service logs does not reach where logs are collected",
    level: Level::Warning,
    variants: &[
        Variant {
            name: "no-logger",
            summary: "a service initialises no logger",
            level: Level::Warning,
            opt_in: false,
        },
        Variant {
            name: "println",
            summary: "a service prints although it has a logger",
            level: Level::Warning,
            opt_in: true,
        },
        Variant {
            name: "file",
            summary: "a service writes its log into files",
            level: Level::Warning,
            opt_in: false,
        },
    ],
    gated: false,
    options: &[RuleOption {
        name: "println_min",
        default: OptionDefault::Integer(3),
        doc: "how many prints a service may reach less than",
    }],
    fix: Fix::Manual,
    serves: "Log Aggregation",
    source: include_str!("log_pipeline.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let least = usize::try_from(options.number("println_min")).unwrap_or_default().max(1);
    let mut prints: BTreeMap<ServiceId, BTreeMap<SiteId, u8>> = BTreeMap::new();
    for request in context.requests(Paths::Work) {
        for reached in context.repeated(request) {
            if context.site(reached).kind == SiteKind::Print {
                let of_service = prints.entry(request.entry.service).or_default();
                let best = of_service.entry(reached.site).or_default();
                *best = reached.confidence.max(*best);
            }
        }
    }
    for (id, service) in context.landscape().services() {
        let draft = |evidence: &str, place| {
            Draft::new(&service.name, evidence, place).about(context, id).grounds(&service.why)
        };
        let logs = [CapabilityKind::Logging, CapabilityKind::Tracing];
        if !logs.into_iter().any(|kind| service.capability(kind).is_some()) {
            let mut found = draft("logger", context.start_of(service))
                .variant(Some("no-logger"))
                .message(format!("`{}` initialises no logger", service.name))
                .help("initialise `tracing_subscriber`, or another logger, at its start")
                .label("it starts here, without a logger")
                .unless(hidden(service, &[HiddenKind::Telemetry]));
            // What it prints is the same fault seen from its other side.
            for site in prints.get(&id).into_iter().flat_map(BTreeMap::keys) {
                found = found.also(context.landscape().site(*site).place, "it prints here");
            }
            report.add(found);
        } else if let Some(sites) = prints.get(&id).filter(|sites| sites.len() >= least) {
            let mut sites = sites.iter();
            let Some((first, sure)) = sites.next() else { continue };
            let mut found = draft("prints", context.landscape().site(*first).place)
                .variant(Some("println"))
                .message(format!("`{}` logs by printing while it serves", service.name))
                .help("use the macros of a logger, which give each line a level and a time")
                .label("printed here")
                .at_most(*sure);
            for (site, _) in sites {
                found = found.also(context.landscape().site(*site).place, "printed here");
            }
            report.add(found);
        }
        if let Some((place, sure)) = log_file(context, id, service) {
            report.add(
                draft("file", place)
                    .at_most(sure)
                    .variant(Some("file"))
                    .message(format!("`{}` writes its log into files", service.name))
                    .help("write the log to the standard output, and let the platform collect it")
                    .label("set up here"),
            );
        }
    }
}

/// Where a service's log goes into files, and how sure that is: an appender, or a mounted folder for logs.
fn log_file(context: &Context<'_>, id: ServiceId, service: &Service) -> Option<(Place, u8)> {
    if let Some(appender) = service.capability(CapabilityKind::LogFile) {
        return Some((appender.place, appender.confidence));
    }
    let is_log = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        name == "logs" || name.rsplit_once('.').is_some_and(|(_, extension)| extension == "log")
    };
    let mut deployments = context.landscape().deployments_of(id);
    let mounted = deployments.find(|(_, d)| d.mounts.iter().any(|(_, to)| is_log(to)));
    mounted.map(|(_, deployment)| (deployment.place, 90))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const PRINTS: &str = "
        service orders http
        route orders GET /orders orders::list
        at orders::list prints
        at orders::list prints
        calls orders::list -> orders::load
        at orders::load prints
    ";

    #[test]
    fn no_logger_and_its_prints_are_one_finding_and_files_another() {
        insta::assert_snapshot!(fires(&RULE, &format!("{PRINTS}
            starts orders orders::main
            has orders log-file by log4rs
        ")), @r"
        warning observability/log-pipeline[no-logger] orders/src/lib.rs:7 (it starts here, without a logger)
          `orders` initialises no logger
          help: initialise `tracing_subscriber`, or another logger, at its start
          also orders/src/lib.rs:2: it prints here
          also orders/src/lib.rs:3: it prints here
          also orders/src/lib.rs:6: it prints here
        warning observability/log-pipeline[file] orders/src/main.rs:4 (set up here)
          `orders` writes its log into files
          help: write the log to the standard output, and let the platform collect it
        ");
    }

    #[test]
    fn prints_beside_a_logger_are_asked_for_by_name() {
        let sketch = format!("{PRINTS}\nhas orders logging");
        let found = |name: String| {
            let settings = crate::settings::Settings {
                select: vec![name],
                ..crate::settings::Settings::default()
            };
            crate::testing::run(&sketch, &settings).findings.len()
        };
        assert_eq!(found(RULE.id.to_owned()), 0);
        assert_eq!(found(format!("{}[println]", RULE.id)), 1);
    }

    #[test]
    fn a_file_that_is_one_choice_of_several_is_weak() {
        let found = fires(
            &RULE,
            "
            service orders http
            has orders logging
            has orders log-file sure 60
        ",
        );
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn a_mounted_log_is_a_file() {
        let found = fires(
            &RULE,
            "
            service orders http
            has orders logging
            deploy orders of orders mount ./logs:/var/log/orders.log
        ",
        );
        assert!(found.contains("[file]"), "{found}");
    }

    #[test]
    fn set_up_elsewhere_is_weak() {
        let found = fires(
            &RULE,
            "
            service orders http
            hides orders telemetry `kit::start` is outside the tree
        ",
        );
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn loggers_banners_and_few_prints_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            has orders tracing
            starts orders orders::main
            at orders::main prints
            at orders::main prints
            at orders::main prints
            route orders GET /orders orders::list
            at orders::list prints
        ",
        );
    }
}
