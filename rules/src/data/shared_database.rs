//! Two services use one database.
//!
//! ## Why
//! Services that share a database are one service in two processes: neither can change a table, an
//! index or a lock without the other, and load of one is load of both.
//!
//! ## Fails
//! ```text
//! orders: { environment: { DATABASE_URL: postgres://db/shop } }
//! stock:  { environment: { DATABASE_URL: postgres://db/shop } }
//! ```
//!
//! ## Passes
//! ```text
//! orders: { environment: { DATABASE_URL: postgres://db/orders } }
//! stock:  { environment: { DATABASE_URL: postgres://db/stock } }
//! ```
//!
//! ## How to fix
//! Give each service a database of its own, or at least a schema and a user, and let it ask the
//! other one, or follow its events, for what it needs.
//!
//! Variants: `[cache]`, a warning, is a Redis or memcached: entries of one service can be read and
//! dropped by another.
//!
//! ## Options
//! - `schema_is_boundary`: whether two schemas of one database are two databases.
//!
//! ## False positives avoided
//! Replicas of one service, other databases on the same server, a read replica of the same service,
//! poolers and proxies in between, jobs that migrate, and relays that touch nothing but an outbox.
//! Programs of one package that one line of it connects are one service, which can be started in several ways.
//! An address that is not known is never equal to another. What only files for development and examples
//! say is a hidden note, unless one line of them tells both services, or each has its own committed `.env`.

use portcullis_facts::graph::system::{Connection, Database, DatabaseId, Engine, ServiceId};
use std::collections::BTreeMap;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::plain;
use crate::request::is_cache;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "data/shared-database",
    summary: "two services use one database",
    level: Level::Error,
    variants: &[Variant {
        name: "cache",
        summary: "two services use one cache",
        level: Level::Warning,
        opt_in: true,
    }],
    gated: false,
    options: &[RuleOption {
        name: "schema_is_boundary",
        default: OptionDefault::Bool(true),
        doc: "whether two schemas of one database are two databases",
    }],
    fix: Fix::Manual,
    serves: "Database per Service",
    source: include_str!("shared_database.rs"),
    check: Check::Graph(check),
};

/// Names that a database has where nobody named it.
const COMMON: &[&str] = &["postgres", "mysql", "test", "db", "database", "mydb"];

/// Below this, a connection is only mentioned beside surer ones.
const LIKELY: u8 = 65;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let by_schema = options.flag("schema_is_boundary");
    let mut users: BTreeMap<String, BTreeMap<ServiceId, &Connection>> = BTreeMap::new();
    let mut databases: BTreeMap<String, DatabaseId> = BTreeMap::new();
    for connection in &landscape.connections {
        let database = landscape.database(connection.database);
        if is_relay(context, connection.service, database) {
            continue;
        }
        let key = key(database, by_schema);
        databases.entry(key.clone()).or_insert(connection.database);
        let users = users.entry(key).or_default();
        let best = users.entry(connection.service).or_insert(connection);
        if best.why.confidence < connection.why.confidence {
            *best = connection;
        }
    }
    let mut found: Vec<Shared<'_>> = Vec::new();
    for (key, users) in users {
        let database = landscape.database(databases[&key]);
        let Some(shared) = shared(context, key, database, users) else { continue };
        // What is deployed in several ways is named in each.
        match found.iter_mut().find(|other| other.is_elsewhere(&shared)) {
            Some(other) if other.confidence() < shared.confidence() => {
                let weaker = std::mem::replace(other, shared);
                other.elsewhere.push(weaker);
            }
            Some(other) => other.elsewhere.push(shared),
            None => found.push(shared),
        }
    }
    for shared in found {
        report.add(draft(context, &shared));
    }
}

/// A database with several users.
struct Shared<'a> {
    key: String,
    database: &'a Database,
    /// Those that are surely its users.
    services: Vec<ServiceId>,
    /// The first two connections, and all of them.
    first: &'a Connection,
    second: (ServiceId, &'a Connection),
    users: Vec<(ServiceId, &'a Connection)>,
    /// The same one under other addresses.
    elsewhere: Vec<Shared<'a>>,
}

impl Shared<'_> {
    /// How sure it is, in hundredths.
    fn confidence(&self) -> u8 {
        self.first.why.confidence.min(self.second.1.why.confidence)
    }

    /// Whether another one is this one at another address: in compose and in Kubernetes, say.
    fn is_elsewhere(&self, other: &Self) -> bool {
        let named = self.database.name.is_some() && self.database.name == other.database.name;
        named
            && self.database.engine == other.database.engine
            && self.database.schema == other.database.schema
            && self.services == other.services
    }
}

/// The database with these connections, if it has several users.
fn shared<'a>(
    context: &Context<'_>,
    key: String,
    database: &'a Database,
    users: BTreeMap<ServiceId, &'a Connection>,
) -> Option<Shared<'a>> {
    let mut users: Vec<(ServiceId, &Connection)> = users.into_iter().collect();
    users.sort_by_key(|(id, connection)| {
        (connection.why.confidence < LIKELY, connection.place, *id)
    });
    let [(_, first), second, ..] = users[..] else { return None };
    if is_one_program(context, &users) {
        return None;
    }
    let least = LIKELY.min(second.1.why.confidence);
    let sure = users.iter().filter(|(_, connection)| connection.why.confidence >= least);
    let mut services: Vec<ServiceId> = sure.map(|(id, _)| *id).collect();
    services.sort_unstable();
    Some(Shared { key, database, services, first, second, users, elsewhere: Vec::new() })
}

fn draft(context: &Context<'_>, shared: &Shared<'_>) -> Draft {
    let name = |id: ServiceId| context.landscape().service(id).name.as_str();
    let (first, (second, primary)) = (shared.first, shared.second);
    let cache = is_cache(shared.database.engine);
    let what = if cache { "cache" } else { "database" };
    let names: Vec<&str> = shared.services.iter().map(|id| name(*id)).collect();
    let key = &shared.key;
    let mut draft = Draft::new(key, names.join(" "), primary.place)
        .variant(cache.then_some("cache"))
        .about(context, second)
        .message(format!(
            "{} use one {what}, `{}`",
            context.services_text(&shared.services),
            plain(key)
        ))
        .help(if cache {
            "give each service a cache or a database number of its own, or prefix its keys"
        } else {
            "give each service a database of its own, and let it ask the other one for data"
        })
        .label(format!("`{}` is connected to it here", name(second)))
        .grounds(&first.why)
        .grounds(&primary.why);
    if !cache && draft.confidence < LIKELY && is_told(context, first, primary) {
        draft = draft.confidence(LIKELY);
    }
    for (id, connection) in &shared.users {
        if connection.place != primary.place {
            let label = format!("`{}` is connected to it here", name(*id));
            draft = draft.also(connection.place, label);
        }
    }
    for other in &shared.elsewhere {
        for (id, connection) in &other.users {
            let label = format!("`{}` is connected to `{}` here", name(*id), plain(&other.key));
            draft = draft.also(connection.place, label);
        }
    }
    draft
}

/// Whether all of these are binaries of one package, and the same line of code connects them.
fn is_one_program(context: &Context<'_>, users: &[(ServiceId, &Connection)]) -> bool {
    let at = |(id, connection): &(ServiceId, &Connection)| {
        (context.landscape().service(*id).package, connection.place)
    };
    users.iter().skip(1).all(|user| at(user) == at(&users[0]))
}

/// Whether two services are told one database where people run them, however unsure it is what they are told elsewhere:
/// by one line of a file of settings that both read, or each by the `.env` that is committed beside it.
fn is_told(context: &Context<'_>, one: &Connection, other: &Connection) -> bool {
    let name = context.landscape().database(one.database).name.as_deref();
    if name.is_none_or(|name| COMMON.contains(&name)) || one.variable != other.variable {
        return false;
    }
    let is_one_line = one.variable.is_some() && one.place == other.place;
    is_one_line || context.is_dotenv(one.place) && context.is_dotenv(other.place)
}

/// What makes a database the same one.
fn key(database: &Database, by_schema: bool) -> String {
    match &database.schema {
        Some(schema) if !by_schema => {
            let tail = format!("/{schema}");
            database.key.strip_suffix(&tail).unwrap_or(&database.key).to_owned()
        }
        _ => database.key.clone(),
    }
}

/// Whether a service touches nothing in this kind of store but outboxes: it relays them.
fn is_relay(context: &Context<'_>, service: ServiceId, database: &Database) -> bool {
    let landscape = context.landscape();
    let uses = landscape.tables.iter().flat_map(|table| &table.uses);
    let own = uses.filter(|used| used.services.contains(&service));
    let mut statements = own
        .map(|used| landscape.statement(used.statement))
        .filter(|statement| {
            // What a library for several kinds of stores says does not tell which one it is.
            statement.engine == database.engine || statement.engine == Engine::Other
        })
        .peekable();
    statements.peek().is_some() && statements.all(|statement| statement.outbox)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const SERVICES: &str = "
        service orders http
        service stock http
    ";

    #[test]
    fn one_database_of_two_services_is_an_error() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            connects orders postgres://db/shop var DATABASE_URL
            connects stock postgres://db/shop var DATABASE_URL
        ")), @r"
        error data/shared-database stock/src/main.rs:2 (`stock` is connected to it here)
          `orders` and `stock` use one database, `postgres://db/shop`
          help: give each service a database of its own, and let it ask the other one for data
          also orders/src/main.rs:2: `orders` is connected to it here
        ");
    }

    #[test]
    fn one_database_under_two_addresses_is_told_once() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            connects orders postgres://db/shop
            connects stock postgres://db/shop
            connects orders postgres://database/shop
            connects stock postgres://database/shop
        ")), @r"
        error data/shared-database stock/src/main.rs:3 (`stock` is connected to it here)
          `orders` and `stock` use one database, `postgres://database/shop`
          help: give each service a database of its own, and let it ask the other one for data
          also orders/src/main.rs:3: `orders` is connected to it here
          also orders/src/main.rs:2: `orders` is connected to `postgres://db/shop` here
          also stock/src/main.rs:2: `stock` is connected to `postgres://db/shop` here
        ");
    }

    #[test]
    fn one_cache_is_a_warning() {
        insta::assert_snapshot!(fires(&RULE, &format!("{SERVICES}
            connects orders redis://redis/0
            connects stock redis://redis/0
        ")), @r"
        warning data/shared-database[cache] stock/src/main.rs:2 (`stock` is connected to it here)
          `orders` and `stock` use one cache, `redis://redis/0`
          help: give each service a cache or a database number of its own, or prefix its keys
          also orders/src/main.rs:2: `orders` is connected to it here
        ");
    }

    #[test]
    fn examples_of_settings_are_too_weak_to_tell() {
        let found = fires(
            &RULE,
            &format!(
                "{SERVICES}
            connects orders postgres://localhost/shop
            connects stock postgres://localhost/shop sure 20
        "
            ),
        );
        assert!(found.starts_with("weak note"), "{found}");
    }

    #[test]
    fn one_line_or_two_committed_files_that_tell_both_are_enough() {
        let told = |one: &str, other: &str, name: &str| {
            fires(
                &RULE,
                &format!(
                    "{SERVICES}
            connects orders postgres://db/{name} var DATABASE_URL sure 20 told {one}
            connects stock postgres://db/{name} var DATABASE_URL sure 20 told {other}
        "
                ),
            )
        };
        assert!(told(".env.example", ".env.example", "shop").starts_with("warning"));
        assert!(told("orders/.env", "stock/.env", "shop").starts_with("warning"));
        assert!(told("orders/.env.example", "stock/.env.example", "shop").starts_with("weak note"));
        assert!(told(".env", ".env", "postgres").starts_with("weak note"));
    }

    #[test]
    fn own_databases_schemas_replicas_and_relays_are_silent() {
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            service relay worker
            connects orders postgres://db/orders
            connects orders postgres://db/orders read-only
            connects stock postgres://db/stock
            connects relay postgres://db/orders
            at relay::run reads outbox outbox
        "
            ),
        );
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            connects orders postgres://db/shop/orders
            connects stock postgres://db/shop/stock
        "
            ),
        );
        // A server and a lambda of one package.
        silent(
            &RULE,
            "service orders http
            service orders-lambda worker of orders
            connects orders postgres://db/shop told orders/settings.toml
            connects orders-lambda postgres://db/shop told orders/settings.toml",
        );
        // A relay, whose library does not say which kind of store it speaks to.
        silent(
            &RULE,
            &format!(
                "{SERVICES}
            connects orders postgres://db/shop
            connects stock postgres://db/shop
            at stock::relay reads events engine other outbox
        "
            ),
        );
    }
}
