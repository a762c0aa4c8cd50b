//! Databases with who is connected, and tables with who creates and uses them.

use portcullis_facts::graph::system::{Connection, DatabaseId, Engine, StatementKind, TableId};
use portcullis_rules::select::Selected;
use serde::Serialize;

use super::Asked;
use super::evidence::{Hundredths, Why};
use crate::report::locate::Location;
use crate::report::masks::without_passwords;

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct DatabaseFact<'a> {
    pub(super) key: String,
    pub(super) engine: Engine,
    pub(super) cluster: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) schema: Option<&'a str>,
    /// Whether more than one service is connected.
    pub(super) shared: bool,
    pub(super) place: Location<'a>,
    pub(super) connections: Vec<ConnectionFact<'a>>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct ConnectionFact<'a> {
    pub(super) service: &'a str,
    pub(super) database: String,
    pub(super) variable: Option<&'a str>,
    pub(super) read_only: bool,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct TableFact<'a> {
    pub(super) name: &'a str,
    pub(super) schema: Option<&'a str>,
    pub(super) creations: Vec<CreationFact<'a>>,
    pub(super) uses: Vec<UseFact<'a>>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct CreationFact<'a> {
    pub(super) services: Vec<&'a str>,
    pub(super) place: Location<'a>,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct UseFact<'a> {
    pub(super) services: Vec<&'a str>,
    pub(super) kind: StatementKind,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

pub(super) fn databases<'a>(asked: &Asked<'a, '_>) -> Vec<DatabaseFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let all = landscape.databases.iter().enumerate().map(|(at, d)| (DatabaseId(at as u32), d));
    let taken = all.filter(|(id, _)| asked.takes(Selected::Database(*id)));
    let mut facts: Vec<DatabaseFact<'_>> = taken
        .map(|(id, database)| {
            let connections = sorted(
                asked,
                landscape.connections.iter().filter(|connection| connection.database == id),
            );
            DatabaseFact {
                key: without_passwords(&database.key),
                engine: database.engine,
                cluster: database.cluster.as_deref(),
                name: database.name.as_deref(),
                schema: database.schema.as_deref(),
                // They are sorted by service.
                shared: connections.windows(2).any(|pair| pair[0].service != pair[1].service),
                place: asked.locator.location(database.place),
                connections,
            }
        })
        .collect();
    facts.sort_by(|a, b| a.key.cmp(&b.key));
    facts
}

pub(super) fn connections<'a>(asked: &Asked<'a, '_>) -> Vec<ConnectionFact<'a>> {
    sorted(asked, asked.system.graph.landscape.connections.iter())
}

fn sorted<'a>(
    asked: &Asked<'a, '_>,
    connections: impl Iterator<Item = &'a Connection>,
) -> Vec<ConnectionFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let mut facts: Vec<ConnectionFact<'a>> = connections
        .map(|connection| ConnectionFact {
            service: asked.service(connection.service),
            database: without_passwords(&landscape.database(connection.database).key),
            variable: connection.variable.as_deref(),
            read_only: connection.read_only,
            place: asked.locator.location(connection.place),
            confidence: Hundredths(connection.why.confidence),
            why: Why::of(&connection.why, asked.locator),
        })
        .collect();
    facts.sort_by(|a, b| {
        let place = |fact: &ConnectionFact<'a>| (fact.place.path, fact.place.line);
        (a.service, &a.database, place(a)).cmp(&(b.service, &b.database, place(b)))
    });
    facts
}

pub(super) fn tables<'a>(asked: &Asked<'a, '_>) -> Vec<TableFact<'a>> {
    let tables = asked.system.graph.landscape.tables.iter().enumerate();
    let taken = tables.filter(|(at, _)| asked.takes(Selected::Table(TableId(*at as u32))));
    let mut facts: Vec<TableFact<'_>> = taken
        .map(|(_, table)| TableFact {
            name: &table.name,
            schema: table.schema.as_deref(),
            creations: table
                .creations
                .iter()
                .map(|creation| CreationFact {
                    services: asked.services(&creation.services),
                    place: asked.locator.location(creation.place),
                    why: Why::of(&creation.why, asked.locator),
                })
                .collect(),
            uses: table
                .uses
                .iter()
                .map(|used| UseFact {
                    services: asked.services(&used.services),
                    kind: used.kind,
                    place: asked.locator.location(used.place),
                    confidence: Hundredths(used.confidence),
                })
                .collect(),
        })
        .collect();
    facts.sort_by(|a, b| (a.name, a.schema).cmp(&(b.name, b.schema)));
    facts
}
