//! Connectors as readers of tables and as publishers and consumers of topics.

use super::stores::Tables;
use super::topics::Topics;
use crate::deploy::Connector;
use crate::graph::system::{
    Acknowledgement, Confirmation, Consume, Engine, Executor, Landscape, Provenance, Publish,
    Statement, StatementId, StatementKind, TableUse,
};

/// The broker of all connectors.
const KIND: &str = "kafka";
/// How sure what a connector's file says is.
const SURE: u8 = 90;

/// Adds the tables that connectors read; those whose rows they route as events are outboxes.
pub(super) fn read_tables(
    connectors: &[Connector],
    tables: &mut Tables,
    landscape: &mut Landscape,
) {
    for connector in connectors.iter().filter(|connector| !connector.tables.is_empty()) {
        let statement = StatementId(landscape.statements.len() as u32);
        let mut used = Vec::new();
        for (schema, name) in &connector.tables {
            let id = tables.of(name, schema.as_deref());
            if connector.routes_events {
                tables.outboxes.insert(id);
            }
            used.push((id, StatementKind::Read));
            tables.list[id.index()].uses.push(TableUse {
                services: Vec::new(),
                statement,
                kind: StatementKind::Read,
                place: connector.place,
                confidence: SURE,
            });
        }
        landscape.statements.push(Statement {
            kind: StatementKind::Read,
            tables: used,
            executor: Executor::Unknown,
            engine: Engine::Other,
            library: connector.library.to_owned(),
            blocking: false,
            place: connector.place,
            confidence: SURE,
            outbox: connector.routes_events,
        });
    }
}

/// Adds the topics that connectors fill and empty.
pub(super) fn add_topics(connectors: &[Connector], topics: &mut Topics, landscape: &mut Landscape) {
    for connector in connectors {
        let why = Provenance::sure(100).then("a connector says so", Some(connector.place), SURE);
        for name in &connector.publishes {
            landscape.publishes.push(Publish {
                services: Vec::new(),
                kind: KIND.to_owned(),
                topic: topics.of(KIND, name, connector.place),
                function: None,
                confirmation: Confirmation::Confirmed,
                lost_at: None,
                library: connector.library.to_owned(),
                place: connector.place,
                why: why.clone(),
            });
        }
        if connector.consumes.is_empty() && !connector.consumes_more {
            continue;
        }
        let named = connector.consumes.iter();
        landscape.consumes.push(Consume {
            services: Vec::new(),
            kind: KIND.to_owned(),
            topics: named.filter_map(|name| topics.of(KIND, name, connector.place)).collect(),
            more: connector.consumes_more,
            function: None,
            acknowledgement: Acknowledgement::AfterSuccess,
            acknowledged_at: None,
            lossy: false,
            answers: false,
            library: connector.library.to_owned(),
            place: connector.place,
            why,
        });
    }
}
