//! Databases, tables and statements, and whose they are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::databases::{self, PoolUse};
use super::super::environment::Environment;
use super::super::fate::fate;
use super::super::hosts::Hosts;
use super::super::migrations::MigratedTable;
use super::super::names::called;
use super::super::panics::of_failure;
use super::super::stores::{FoundStatement, StoreSite, StoreSiteKind};
use super::super::values::{Piece, Value, value_of};
use super::{Found, Join, Owners, Sites, service_name};
use crate::graph::PackageId;
use crate::graph::system::{
    Engine, Hidden, HiddenKind, Landscape, Provenance, ServiceId, SiteKind, Statement, StatementId,
    Table, TableCreation, TableId, TableUse,
};
use crate::program::At;

/// Adds databases, connections, tables and statements.
pub(super) fn add(
    join: &Join<'_, '_>,
    found: &Found<'_>,
    owners: &Owners,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    let mut pools = Vec::new();
    let mut tables = Tables::default();
    creations(join, found, owners, environment, &mut tables);
    super::connectors::read_tables(join.connectors, &mut tables, landscape);
    for site in &found.stores.sites {
        let place = super::super::calls::place_of(join.program, site.at);
        match &site.kind {
            StoreSiteKind::MakePool { address, engine } => {
                sites.add(site.at, place, SiteKind::MakePool, site.library, site.confidence);
                pools.push(pool(join, owners, site, *address, *engine));
            }
            StoreSiteKind::OpenConnection { address, engine } => {
                sites.add(site.at, place, SiteKind::OpenConnection, site.library, site.confidence);
                pools.push(pool(join, owners, site, *address, *engine));
            }
            StoreSiteKind::Configured { key, engine } => {
                sites.add(site.at, place, SiteKind::MakePool, site.library, site.confidence);
                pools.push(configured(join, owners, site, key, *engine));
            }
            StoreSiteKind::Ping => {
                sites.add(site.at, place, SiteKind::Ping, site.library, site.confidence);
                panics(join, sites, site.at, SiteKind::PanicOnDatabase, site.library);
            }
            StoreSiteKind::Statement(statement) => {
                statement_site(join, owners, site, statement, &mut tables, sites, landscape);
            }
            StoreSiteKind::Migrate { .. } => {}
        }
    }
    for transaction in &found.stores.transactions {
        let by = called(join.program, transaction.begin).map_or("", |name| name.package);
        panics(join, sites, transaction.begin, SiteKind::PanicOnDatabase, by);
    }
    let found = databases::read(&pools, environment, hosts);
    landscape.databases = found.databases;
    landscape.connections = found.connections;
    landscape.tables = tables.list;
    landscape.hidden.append(&mut tables.hidden);
    corroborate(environment, landscape);
}

/// What is left unsure by a file that only shows what is to be set, is likely where two services also use
/// a table of one name.
const CORROBORATED: u8 = 70;

/// Makes connections to one database surer where two services use the same table.
fn corroborate(environment: &Environment<'_>, landscape: &mut Landscape) {
    let users: Vec<Vec<ServiceId>> = landscape
        .tables
        .iter()
        .map(|table| {
            let services = table.uses.iter().flat_map(|used| used.services.iter().copied());
            let mut services: Vec<ServiceId> = services.collect();
            services.sort_unstable();
            services.dedup();
            services
        })
        .collect();
    for index in 0..landscape.connections.len() {
        let connection = &landscape.connections[index];
        if connection.why.confidence >= CORROBORATED {
            continue;
        }
        let (service, database) = (connection.service, connection.database);
        let others = landscape
            .connections
            .iter()
            .filter(|other| other.database == database && other.service != service);
        let others: Vec<ServiceId> = others.map(|other| other.service).collect();
        // Of a table whose name is not known another one cannot be told.
        let named = landscape.tables.iter().zip(&users);
        let mut named = named.filter(|(table, _)| !table.name.contains(['*', '{', '?']));
        let table = named.find_map(|(table, users)| {
            let other = others.iter().find(|other| users.contains(other))?;
            users.contains(&service).then_some((table, *other))
        });
        let Some((table, other)) = table else { continue };
        let text = format!(
            "`{}` and `{}` use a table of one name, `{}`",
            service_name(environment, service),
            service_name(environment, other),
            table.name
        );
        let place =
            table.uses.iter().find(|used| used.services.contains(&service)).map(|used| used.place);
        let why = &mut landscape.connections[index].why;
        why.steps.push(crate::graph::system::Reason { text, place });
        why.confidence = CORROBORATED;
    }
}

fn pool(
    join: &Join<'_, '_>,
    owners: &Owners,
    site: &StoreSite,
    address: Option<At>,
    engine: Engine,
) -> PoolUse {
    PoolUse {
        services: owners.of(join.program, site.item).0,
        engine,
        values: address.map(|at| value_of(&join.values, at)).unwrap_or_default(),
        place: site.place,
    }
}

/// A pool whose address stands in a key of the configuration.
fn configured(
    join: &Join<'_, '_>,
    owners: &Owners,
    site: &StoreSite,
    key: &str,
    engine: Engine,
) -> PoolUse {
    let pieces = vec![Piece::Key(key.to_owned())];
    let value = Value { pieces, place: site.place, confidence: site.confidence };
    PoolUse { values: vec![value], ..pool(join, owners, site, None, engine) }
}

fn statement_site(
    join: &Join<'_, '_>,
    owners: &Owners,
    site: &StoreSite,
    statement: &FoundStatement,
    tables: &mut Tables,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    let id = StatementId(landscape.statements.len() as u32);
    let (services, sure) = owners.of(join.program, site.item);
    let mut used = Vec::new();
    for table in &statement.tables {
        let number = tables.of(&table.name, table.schema.as_deref());
        used.push((number, table.kind));
        tables.list[number.index()].uses.push(TableUse {
            services: services.clone(),
            statement: id,
            kind: table.kind,
            place: table.place,
            confidence: table.confidence.min(site.confidence).min(sure),
        });
        if table.creates {
            tables.list[number.index()].creations.push(TableCreation {
                services: services.clone(),
                place: table.place,
                why: Provenance::sure(sure).then(
                    "created here",
                    Some(table.place),
                    table.confidence,
                ),
            });
        }
    }
    let outbox = used.iter().any(|(table, _)| tables.outboxes.contains(table));
    landscape.statements.push(Statement {
        kind: statement.kind,
        tables: used,
        executor: statement.executor,
        engine: statement.engine,
        library: site.library.to_owned(),
        blocking: statement.blocking,
        place: site.place,
        confidence: site.confidence,
        outbox: statement.outbox || outbox,
    });
    sites.add(site.at, site.place, SiteKind::Statement(id), site.library, site.confidence);
    if statement.blocking {
        sites.add(
            site.at,
            site.place,
            SiteKind::BlockingDatabase(id),
            site.library,
            site.confidence,
        );
    }
    // A cache is another process whose failure a request should survive.
    let kind = match statement.engine {
        Engine::Redis | Engine::Memcached => SiteKind::PanicOnRemote,
        _ => SiteKind::PanicOnDatabase,
    };
    panics(join, sites, site.at, kind, site.library);
}

/// Adds where a failure of a store ends in a panic.
fn panics(join: &Join<'_, '_>, sites: &mut Sites<'_, '_, '_>, at: At, kind: SiteKind, by: &str) {
    let (program, parents, links) = (join.program, join.parents, join.values.links);
    let Some(body) = parents.body(program, at) else { return };
    let fate = fate(program, parents, body, at);
    for (_, panics) in of_failure(program, parents, links, body.item, &fate) {
        let place = super::super::calls::place_of(program, panics);
        sites.add_panic(panics, place, kind, by, 90);
    }
}

/// Tables that migrations create.
fn creations(
    join: &Join<'_, '_>,
    found: &Found<'_>,
    owners: &Owners,
    environment: &Environment<'_>,
    tables: &mut Tables,
) {
    for migrations in found.migrations {
        let mut services: Vec<ServiceId> =
            migrations.run_by.iter().flat_map(|item| owners.of(join.program, *item).0).collect();
        let mut why = Provenance::sure(95);
        if services.is_empty() {
            services = services_of_package(environment, migrations.package);
            for service in &services {
                let name = service_name(environment, *service);
                why =
                    why.then(format!("the migrations stand in the package of `{name}`"), None, 90);
            }
        } else {
            for service in &services {
                let name = service_name(environment, *service);
                let tool = migrations.tool.name();
                why = why.then(
                    format!("`{name}` runs the {tool} of `{}`", migrations.path),
                    None,
                    95,
                );
            }
        }
        services.sort_unstable();
        services.dedup();
        for place in &migrations.hidden {
            tables.hidden.push(Hidden {
                kind: HiddenKind::Configuration,
                place: Some(*place),
                reason: "the name of a table is put in when its migration runs".to_owned(),
            });
        }
        for table in migrations.tables.iter().filter(|table| !table.view) {
            let number = tables.of(&table.name, table.schema.as_deref());
            if is_outbox(table) {
                tables.outboxes.insert(number);
            }
            tables.list[number.index()].creations.push(TableCreation {
                services: services.clone(),
                place: table.place,
                why: why.clone().then("created here", Some(table.place), 95),
            });
        }
    }
}

fn services_of_package(
    environment: &Environment<'_>,
    package: Option<PackageId>,
) -> Vec<ServiceId> {
    (0u32..)
        .zip(environment.services)
        .filter(|(_, service)| Some(service.package) == package)
        .map(|(id, _)| ServiceId(id))
        .collect()
}

/// Whether a table has the columns of an outbox: whose event it is, of what type, and its content.
fn is_outbox(table: &MigratedTable) -> bool {
    let plain = |name: &str| name.to_ascii_lowercase().replace('_', "");
    let names: Vec<String> = table.columns.iter().map(|column| plain(&column.name)).collect();
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    has(&["aggregateid", "aggregatetype"])
        && has(&["type", "eventtype", "eventname"])
        && has(&["payload", "eventpayload"])
        // A store of events numbers those of an aggregate, and is no outbox.
        && !has(&["sequence", "version", "sequencenumber", "streamversion"])
}

/// Tables by name.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) list: Vec<Table>,
    /// Those that look like outboxes.
    pub(super) outboxes: FxHashSet<TableId>,
    /// What could not be seen of them.
    hidden: Vec<Hidden>,
    by_name: FxHashMap<(Option<String>, String), TableId>,
}

impl Tables {
    /// The table of a name.
    pub(super) fn of(&mut self, name: &str, schema: Option<&str>) -> TableId {
        // The default schema is most often left out.
        let schema = schema.filter(|schema| !matches!(*schema, "public" | "main" | "dbo"));
        let key = (schema.map(str::to_owned), name.to_owned());
        if let Some(id) = self.by_name.get(&key) {
            return *id;
        }
        let id = TableId(self.list.len() as u32);
        self.list.push(Table {
            name: name.to_owned(),
            schema: key.0.clone(),
            creations: Vec::new(),
            uses: Vec::new(),
        });
        self.by_name.insert(key, id);
        id
    }
}
