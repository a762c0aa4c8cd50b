//! Which service is connected to which database.
//!
//! A database has one key however often and differently it is named: poolers are followed, ports on the machine are
//! those of what publishes them, user, password and parameters do not count. An address that is not known is a
//! database of its own for each service, so that it is never taken for another's.

use rustc_hash::FxHashMap;

use super::environment::{Environment, Filled, SCHEMAS};
use super::hosts::{Address, Hosts, is_here, without_side};
use super::values::Value;
use crate::framework::store::engine_of_url;
use crate::graph::system::{
    Connection, Database, DatabaseId, Engine, Known, Provenance, Recipients, ServiceId,
};
use crate::place::Place;

/// How sure it is, in hundredths, that an address on the machine itself means the same for all who use it.
const ON_A_MACHINE: u8 = 60;

/// Words of variables that hold the address of a store, whichever that is; names of engines are others.
const PLAIN: &[&str] = &[
    "app",
    "conn",
    "connection",
    "database",
    "db",
    "dsn",
    "mongo",
    "pg",
    "sql",
    "string",
    "uri",
    "url",
];

/// A pool or connection that code makes.
#[derive(Clone, Debug)]
pub(crate) struct PoolUse {
    /// The services that run it.
    pub(crate) services: Vec<ServiceId>,
    /// The engine, as far as code tells it.
    pub(crate) engine: Engine,
    /// The values of its address; none if nothing is known of it.
    pub(crate) values: Vec<Value>,
    /// Where it is made.
    pub(crate) place: Place,
}

/// Databases and who is connected to them.
#[derive(Debug, Default)]
pub(crate) struct Databases {
    pub(crate) databases: Vec<Database>,
    pub(crate) connections: Vec<Connection>,
}

/// Joins pools in code with what the environment says.
pub(crate) fn read(
    pools: &[PoolUse],
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
) -> Databases {
    let mut found = Found::default();
    for pool in pools {
        for &service in &pool.services {
            let mut filled: Vec<Filled> =
                pool.values.iter().flat_map(|value| environment.fill(service, value)).collect();
            if filled.is_empty() {
                filled.push(unknown(pool));
            }
            for value in &filled {
                found.connect(service, pool.engine, value, environment, hosts);
            }
        }
    }
    settings(environment, hosts, pools, &mut found);
    found.finish()
}

fn unknown(pool: &PoolUse) -> Filled {
    Filled {
        text: None,
        partial: String::new(),
        reference: Some("?".to_owned()),
        variable: None,
        deployment: None,
        place: pool.place,
        why: Provenance::sure(90).then(
            "a pool is made here, and its address is not known",
            Some(pool.place),
            90,
        ),
    }
}

/// Addresses of databases among the settings of services that nobody in code was seen to read.
fn settings(
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
    pools: &[PoolUse],
    found: &mut Found,
) {
    let recipients = Recipients::of(environment.deployments);
    for (index, service) in environment.services.iter().enumerate() {
        let id = ServiceId(index as u32);
        for &deployment in &service.deployments {
            for value in &environment.deployments[deployment.index()].env {
                let Known::Text(text) = &value.value else { continue };
                let Some(engine) = engine_of_url(text) else { continue };
                let known = found
                    .connections
                    .iter()
                    .any(|connection| connection.service == id && connection.place == value.place);
                // A service whose code speaks to no such store only passes the address on.
                let speaks = pools.iter().any(|pool| {
                    pool.services.contains(&id)
                        && (pool.engine == engine || pool.engine == Engine::Other)
                });
                let for_another = || {
                    !is_meant(&value.name, &service.name)
                        && recipients.others(value.place, |at| service.deployments.contains(&at))
                };
                if known || !speaks || for_another() {
                    continue;
                }
                let filled = Filled {
                    text: Some(text.clone()),
                    partial: text.clone(),
                    reference: None,
                    variable: Some(value.name.clone()),
                    deployment: Some(deployment),
                    place: value.place,
                    why: Provenance::sure(value.confidence).then(
                        format!(
                            "`{}` of `{}` is set here",
                            value.name,
                            environment.deployments[deployment.index()].name
                        ),
                        Some(value.place),
                        value.confidence,
                    ),
                };
                found.connect(id, engine, &filled, environment, hosts);
            }
        }
    }
}

/// Whether a value that several programs are given is one for this service: by a name that says only what it is
/// (`DATABASE_URL`), or that begins as the service's does (`ORDERS_DATABASE_URL`).
fn is_meant(variable: &str, service: &str) -> bool {
    let is_engine = |word: &str| engine_of_url(&format!("{word}:")).is_some();
    let service = service.to_ascii_lowercase();
    let mut words = service.split(['-', '_']);
    let mut named = variable
        .split('_')
        .map(str::to_ascii_lowercase)
        .skip_while(|word| PLAIN.contains(&word.as_str()) || is_engine(word));
    named.next().is_none_or(|word| {
        let one = |word: &str| word.trim_end_matches('s').to_owned();
        words.any(|own| one(own) == one(&word))
    })
}

#[derive(Default)]
struct Found {
    by_key: FxHashMap<String, usize>,
    databases: Vec<Database>,
    connections: Vec<Connection>,
}

impl Found {
    fn connect(
        &mut self,
        service: ServiceId,
        engine: Engine,
        value: &Filled,
        environment: &Environment<'_>,
        hosts: &Hosts<'_>,
    ) {
        let name = environment.services[service.index()].name.as_str();
        let (database, why) = match value
            .text
            .as_deref()
            .and_then(|text| known(text, engine, value, name, environment, hosts))
        {
            Some(database) => {
                let mut why = value.why.clone();
                // Each service has a machine of its own where it runs, unless something is seen to listen there.
                if database.cluster.as_deref().is_some_and(|at| at.starts_with("localhost:")) {
                    why = why.then("which machine that is, is not known", None, ON_A_MACHINE);
                }
                (database, why)
            }
            None => (nameless(name, engine, value), value.why.clone()),
        };
        let next = self.databases.len();
        let number = *self.by_key.entry(database.key.clone()).or_insert(next);
        if number == next {
            self.databases.push(database);
        }
        let same = self.connections.iter_mut().find(|known| {
            known.service == service
                && known.database == DatabaseId(number as u32)
                && known.variable == value.variable
        });
        match same {
            Some(known) if known.why.confidence >= why.confidence => {}
            Some(known) => {
                known.place = value.place;
                known.why = why;
            }
            None => self.connections.push(Connection {
                service,
                database: DatabaseId(number as u32),
                place: value.place,
                variable: value.variable.clone(),
                read_only: value.variable.as_deref().is_some_and(is_reading),
                why,
            }),
        }
    }

    /// Sorts what was found; an unknown address does not count where the same pool has a known one.
    fn finish(mut self) -> Databases {
        let known_services: Vec<(ServiceId, Engine)> = self
            .connections
            .iter()
            .filter(|connection| !self.databases[connection.database.index()].key.contains("://?/"))
            .map(|connection| {
                (connection.service, self.databases[connection.database.index()].engine)
            })
            .collect();
        let databases = &self.databases;
        self.connections.retain(|connection| {
            let database = &databases[connection.database.index()];
            let vague = database.key.contains("://?/") && connection.variable.is_none();
            !vague || !known_services.contains(&(connection.service, database.engine))
        });
        let mut order: Vec<usize> = (0..self.databases.len())
            .filter(|number| self.connections.iter().any(|c| c.database.index() == *number))
            .collect();
        order.sort_by(|a, b| self.databases[*a].key.cmp(&self.databases[*b].key));
        let mut new = vec![DatabaseId(0); self.databases.len()];
        for (at, old) in order.iter().enumerate() {
            new[*old] = DatabaseId(at as u32);
        }
        for connection in &mut self.connections {
            connection.database = new[connection.database.index()];
        }
        self.connections.sort_by(|a, b| {
            (a.service, a.database, a.place, &a.variable).cmp(&(
                b.service,
                b.database,
                b.place,
                &b.variable,
            ))
        });
        let databases = order.into_iter().map(|old| self.databases[old].clone()).collect();
        Databases { databases, connections: self.connections }
    }
}

/// Whether a variable's name says that only a replica for reading is meant.
fn is_reading(name: &str) -> bool {
    name.split(['_', '.']).any(|word| {
        matches!(
            word.to_ascii_lowercase().as_str(),
            "read" | "replica" | "readonly" | "ro" | "reader"
        )
    })
}

/// The database that an address means.
fn known(
    text: &str,
    engine: Engine,
    value: &Filled,
    service: &str,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
) -> Option<Database> {
    let deployments = environment.deployments;
    let from = value.deployment.map(|id| deployments[id.index()].place.file);
    let address = Address::read(text)?;
    let engine = match engine_of_url(text) {
        Some(engine) => engine,
        None if address.scheme.is_empty() => engine,
        // Its clients speak HTTP.
        None if engine == Engine::Clickhouse && address.scheme.starts_with("http") => engine,
        None => return None,
    };
    if engine == Engine::Sqlite {
        return sqlite(&address, value, service, environment);
    }
    // What only shows which variables there are leaves them empty.
    if address.host.is_empty() || address.host.contains(['{', '}']) {
        return None;
    }
    let deployment = hosts.find(&address.host, address.port, from).map(|id| hosts.behind(id));
    let cluster = match deployment {
        Some(id) => hosts.cluster(id),
        None if is_here(&address.host) => {
            format!("localhost:{}", address.port.unwrap_or_else(|| default_port(engine)))
        }
        None => without_side(&address.host).to_owned(),
    };
    let place = deployment.map_or(value.place, |id| deployments[id.index()].place);
    let mut name = address.path.split('/').next().unwrap_or_default().to_owned();
    if name.is_empty() && engine == Engine::Redis {
        "0".clone_into(&mut name);
    }
    let schema = SCHEMAS
        .iter()
        .find_map(|parameter| address.parameter(parameter))
        .map(str::to_owned)
        .or_else(|| searched(address.parameter("options")?));
    let mut key = format!("{}://{cluster}/{name}", scheme(engine));
    if let Some(schema) = &schema {
        key = format!("{key}/{schema}");
    }
    Some(Database {
        key,
        engine,
        cluster: Some(cluster),
        name: (!name.is_empty()).then_some(name),
        schema,
        place,
    })
}

/// The schema that options of a session search first: `-c search_path=users`, encoded as in an address.
fn searched(options: &str) -> Option<String> {
    let options = options.replace("%20", " ").replace('+', " ").replace("%3D", "=");
    let path = options.replace("%3d", "=");
    let path = path.split_once("search_path=")?.1.split([',', ' ', '%']).next()?;
    (!path.is_empty()).then(|| path.to_owned())
}

/// A file is a database of the process that opens it, unless its path says where it stands; a database in memory is
/// nobody else's.
fn sqlite(
    address: &Address,
    value: &Filled,
    service: &str,
    environment: &Environment<'_>,
) -> Option<Database> {
    let path = address.path.trim_start_matches('/').trim_start_matches("./");
    if path.is_empty()
        || path.contains(":memory:")
        || path.contains("mode=memory")
        || path.contains("{}")
    {
        return None;
    }
    // A path from the folder in which a process runs means another file for each process.
    let holder = match value.deployment {
        Some(id) => environment.deployments[id.index()].name.as_str(),
        None if address.path.starts_with('/') => "file",
        None => service,
    };
    Some(Database {
        key: format!("sqlite://{holder}/{path}"),
        engine: Engine::Sqlite,
        cluster: None,
        name: Some(path.to_owned()),
        schema: None,
        place: value.place,
    })
}

/// A database whose address is not known, of one service alone, unless two take it by the same reference.
fn nameless(service: &str, engine: Engine, value: &Filled) -> Database {
    let reference = value
        .reference
        .clone()
        .or_else(|| value.variable.clone())
        .filter(|reference| says_something(reference))
        .unwrap_or_else(|| "?".to_owned());
    // The scheme may be written where host and user are not.
    let engine = engine_of_url(&value.partial).unwrap_or(engine);
    // A key of a named Secret is the same value for whoever takes it.
    let shared = reference.starts_with("{secret ");
    let key = if shared {
        format!("{}://{reference}", scheme(engine))
    } else {
        format!("{}://?/{reference}@{service}", scheme(engine))
    };
    Database { key, engine, cluster: None, name: None, schema: None, place: value.place }
}

/// Whether a reference has more in it than the marks between parts that are not known: `postgres://{?}:{?}@{?}/{?}`.
fn says_something(reference: &str) -> bool {
    let parts = reference.split_once("://").map_or(reference, |(_, parts)| parts);
    parts.replace("{?}", "").contains(|mark: char| !":@/?".contains(mark))
}

/// The scheme by which an engine's addresses begin in keys.
pub(crate) const fn scheme(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "postgres",
        Engine::Mysql => "mysql",
        Engine::Sqlite => "sqlite",
        Engine::Mssql => "mssql",
        Engine::Mongodb => "mongodb",
        Engine::Redis => "redis",
        Engine::Memcached => "memcached",
        Engine::Cassandra => "cassandra",
        Engine::Clickhouse => "clickhouse",
        Engine::Elasticsearch => "elasticsearch",
        Engine::Dynamodb => "dynamodb",
        Engine::Other => "database",
    }
}

const fn default_port(engine: Engine) -> u16 {
    match engine {
        Engine::Postgres => 5432,
        Engine::Mysql => 3306,
        Engine::Mssql => 1433,
        Engine::Mongodb => 27017,
        Engine::Redis => 6379,
        Engine::Memcached => 11211,
        Engine::Cassandra => 9042,
        Engine::Clickhouse => 8123,
        Engine::Elasticsearch => 9200,
        Engine::Sqlite | Engine::Dynamodb | Engine::Other => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_meant, searched};

    #[test]
    fn options_of_a_session_name_a_schema() {
        assert_eq!(searched("-c%20search_path%3Dusers").as_deref(), Some("users"));
        assert_eq!(searched("-csearch_path=news,public").as_deref(), Some("news"));
        assert_eq!(searched("-c%20statement_timeout%3D5"), None);
    }

    #[test]
    fn names_say_whom_a_common_value_is_for() {
        for name in
            ["DATABASE_URL", "APP_DB_URI", "POSTGRES_URL", "ORDERS_DATABASE_URL", "ORDER_DB"]
        {
            assert!(is_meant(name, "orders-service"), "{name}");
        }
        assert!(!is_meant("POSTS_DATABASE_URL", "orders-service"));
    }
}
