//! A service says that it is ready without asking what it depends on.
//!
//! ## Why
//! A service without its database can do nothing, but its readiness check says that it can. So it
//! keeps getting requests, and fails each of them.
//!
//! ## Fails
//! ```text
//! async fn ready() -> &'static str { "ok" }
//! ```
//!
//! ## Passes
//! ```text
//! async fn ready(State(pool): State<PgPool>) -> Result<&'static str, Error> {
//!     sqlx::query("SELECT 1").execute(&pool).await?;
//!     Ok("ok")
//! }
//! ```
//!
//! ## How to fix
//! Let the readiness check ask the database, with a limit of time.
//!
//! Variants: `[liveness-deep]` is the opposite: a liveness check that asks the database, so that an
//! outage of it restarts every service.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Services without a database, separate checks for start, life and readiness, handlers that are
//! not known, and services in which something called after the health asks the database: it may keep
//! the answer for the check. A service with a single health check is a weaker case than one that calls
//! it readiness.

use portcullis_facts::graph::system::{
    FnId, ProbeKind, Route, RouteRole, Service, ServiceId, SiteKind,
};
use portcullis_facts::place::Place;
use rustc_hash::FxHashSet;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::plain;
use crate::rule::{Check, Fix, Rule, Variant};
use crate::settings::Level;
use crate::stores::Stores;

/// The rule.
pub static RULE: Rule = Rule {
    id: "observability/shallow-readiness",
    summary: "a service says that it is ready without asking what it depends on",
    level: Level::Warning,
    variants: &[Variant {
        name: "liveness-deep",
        summary: "a liveness check asks what the service depends on",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Health Check API",
    source: include_str!("shallow_readiness.rs"),
    check: Check::Graph(check),
};

/// Confidence where the route is called readiness, and where it is the only health check there is.
const READINESS: u8 = 85;
const ONLY_ONE: u8 = 60;

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let stores = Stores::new(landscape);
    for (id, service) in context.landscape().services() {
        let Some(database) = stores.of(id).next() else { continue };
        let routes = |role| {
            let all = landscape.routes_of(id).map(|(_, route)| route);
            all.filter(move |route| route.role == role && route.handler.is_some())
        };
        let named = routes(RouteRole::Readiness).next();
        let deep = |route: &Route| route.handler.is_some_and(|handler| asks(context, id, handler));
        if named.is_some() {
            for live in routes(RouteRole::Health).filter(|route| deep(route)) {
                report.add(
                    draft(context, id, live)
                        .variant(Some("liveness-deep"))
                        .message(format!(
                            "`{}` asks a database whether `{}` lives",
                            live.path, service.name
                        ))
                        .help("let only the readiness check ask what the service depends on")
                        .label("the liveness check is served here")
                        .at_most(READINESS),
                );
            }
        }
        let ready: Vec<&Route> = match named {
            Some(_) => routes(RouteRole::Readiness).collect(),
            None => routes(RouteRole::Health).collect(),
        };
        let (Some(first), false) = (ready.first(), ready.iter().any(|route| deep(route))) else {
            continue;
        };
        let asked = landscape.deployments_of(id).any(|(_, deployment)| {
            let mut probes = deployment.probes.iter();
            probes.any(|p| p.kind == ProbeKind::Readiness && p.path.as_ref() == Some(&first.path))
        });
        let key = &landscape.database(database).key;
        let unknown = key.contains("://?/");
        // A store whose address is not known may be one that users name, not what the service needs.
        if unknown && named.is_none() && !asked {
            continue;
        }
        if is_watched(context, id, service) {
            continue;
        }
        let key = if unknown { "its database".to_owned() } else { format!("`{}`", plain(key)) };
        report.add(
            draft(context, id, first)
                .message(format!(
                    "`{}` says that `{}` is ready, although it does not ask {key}",
                    first.path, service.name
                ))
                .help("let it ask the database, with a limit of time")
                .label("the check is served here")
                .at_most(if named.is_some() || asked { READINESS } else { ONLY_ONE }),
        );
    }
}

fn draft(context: &Context<'_>, service: ServiceId, route: &Route) -> Draft {
    let mut draft =
        Draft::new(&context.landscape().service(service).name, &route.path, route.place)
            .about(context, service)
            .grounds(&route.why);
    if let Some(handler) = route.handler {
        let place = context.landscape().function(handler).place;
        draft = draft.related(place, "its handler");
    }
    draft
}

/// Whether a function asks anything outside its process.
fn asks(context: &Context<'_>, service: ServiceId, handler: FnId) -> bool {
    context.reached(service, handler).iter().any(|reached| is_question(context.site(reached).kind))
}

/// Whether something outside the process is asked.
const fn is_question(kind: SiteKind) -> bool {
    matches!(
        kind,
        SiteKind::Statement(_)
            | SiteKind::BlockingDatabase(_)
            | SiteKind::Ping
            | SiteKind::OpenConnection
            | SiteKind::Call(_)
    )
}

/// Whether something in a service's code asks in the name of its health, beside its checks, so that the answer may be
/// kept for them.
fn is_watched(context: &Context<'_>, id: ServiceId, service: &Service) -> bool {
    let landscape = context.landscape();
    let checks = landscape.routes_of(id).filter_map(|(_, route)| match route.role {
        RouteRole::Health | RouteRole::Readiness => route.handler,
        _ => None,
    });
    let asked: FxHashSet<Place> = checks
        .flat_map(|handler| context.reached(id, handler))
        .map(|reached| context.site(reached).place)
        .collect();
    let questions = landscape.sites.iter().filter(|site| is_question(site.kind));
    questions.filter(|site| !asked.contains(&site.place)).any(|site| {
        let module = context.graph.item(landscape.function(site.function).item).module;
        let path = context.function_path(site.function).to_ascii_lowercase();
        // What the crate is called says what the service is about.
        let names = path.split_once("::").map_or("", |(_, names)| names);
        let own = names.rsplit("::").next().unwrap_or_default();
        service.crates.contains(&context.graph.module(module).krate)
            && (["health", "readiness"].iter().any(|word| names.contains(word))
                || is_check_of_store(own))
    })
}

/// Whether a function is a check of a database by its name, to be registered somewhere: `spawn_db_check`.
fn is_check_of_store(name: &str) -> bool {
    let words: Vec<&str> = name.split('_').collect();
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    says(&["check", "ping", "probe"]) && says(&["database", "db", "mongo", "postgres", "redis"])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICE: &str = "
        service orders http
        connects orders postgres://db/orders
    ";

    #[test]
    fn a_readiness_check_that_asks_nothing_is_found() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICE}
            route orders GET /ready orders::ready readiness
            route orders GET /live orders::live health
            at orders::live pings
        ")), @r"
        warning observability/shallow-readiness orders/src/main.rs:3 (the check is served here)
          `/ready` says that `orders` is ready, although it does not ask `postgres://db/orders`
          help: let it ask the database, with a limit of time
          also orders/src/lib.rs:1: its handler
        warning observability/shallow-readiness[liveness-deep] orders/src/main.rs:4 (the liveness check is served here)
          `/live` asks a database whether `orders` lives
          help: let only the readiness check ask what the service depends on
          also orders/src/lib.rs:2: its handler
        ");
    }

    #[test]
    fn another_check_that_asks_keeps_no_answer() {
        let found = fires(
            &RULE,
            &format!(
                "{SERVICE}
            route orders GET /health orders::health::check health
            at orders::health::check pings
            route orders GET /ready orders::ready readiness
        "
            ),
        );
        assert!(found.contains("`/ready` says that `orders` is ready"), "{found}");
    }

    #[test]
    fn an_only_health_check_is_a_weaker_case() {
        fires(&RULE, &format!("{SERVICE}\nroute orders GET /healthz orders::health health"));
    }

    #[test]
    fn deep_checks_and_services_without_a_database_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICE}
            route orders GET /ready orders::ready readiness
            calls orders::ready -> orders::ping
            at orders::ping pings
            route orders GET /live orders::live health
        "
            ),
        );
        silent(
            &RULE,
            &format!(
                "{SERVICE}
            route orders GET /ready orders::ready readiness
            schedules orders orders::health::refresh
            at orders::health::refresh pings
        "
            ),
        );
        // It is handed to what runs all checks.
        silent(
            &RULE,
            &format!(
                "{SERVICE}
            route orders GET /ready orders::ready readiness
            at orders::spawn_db_check pings
        "
            ),
        );
        silent(
            &RULE,
            "
            service orders http
            connects orders redis://redis/0
            route orders GET /ready orders::ready readiness
        ",
        );
    }
}
