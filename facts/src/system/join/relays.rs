//! Tables that a relay empties: outboxes by what is done with them, whatever they are called.

use rustc_hash::FxHashSet;

use crate::graph::system::{Landscape, RouteRole, ServiceId, StatementKind, Table, TableId};

/// Marks the statements on tables which one service fills, and another one alone reads, to publish what it finds.
pub(super) fn mark(landscape: &mut Landscape) {
    let outboxes: FxHashSet<TableId> = (0u32..)
        .zip(&landscape.tables)
        .filter(|(id, table)| is_relayed(landscape, TableId(*id), table))
        .map(|(id, _)| TableId(id))
        .collect();
    for statement in &mut landscape.statements {
        statement.outbox |= statement.tables.iter().any(|(table, _)| outboxes.contains(table));
    }
}

fn is_relayed(landscape: &Landscape, id: TableId, table: &Table) -> bool {
    let users = |reading: bool| -> FxHashSet<ServiceId> {
        let kind = if reading { StatementKind::Read } else { StatementKind::Write };
        let uses = table.uses.iter().filter(|used| used.kind == kind);
        uses.flat_map(|used| used.services.iter().copied()).collect()
    };
    let readers = users(true);
    let Some(relay) = readers.iter().next().copied().filter(|_| readers.len() == 1) else {
        return false;
    };
    let filled = users(false).iter().any(|service| *service != relay);
    let publishes = landscape.publishes.iter().any(|publish| publish.services.contains(&relay));
    filled && publishes && touches_only(landscape, relay, id) && serves_nothing(landscape, relay)
}

/// Whether all that a service does in the store of a table, it does with that table.
fn touches_only(landscape: &Landscape, service: ServiceId, id: TableId) -> bool {
    let engines = |table: &Table| -> FxHashSet<_> {
        let own = table.uses.iter().filter(|used| used.services.contains(&service));
        own.map(|used| landscape.statements[used.statement.index()].engine).collect()
    };
    let here = engines(&landscape.tables[id.index()]);
    let mut others = (0u32..).zip(&landscape.tables).filter(|(other, _)| TableId(*other) != id);
    others.all(|(_, table)| engines(table).is_disjoint(&here))
}

/// Whether a service answers no requests but those about itself.
fn serves_nothing(landscape: &Landscape, service: ServiceId) -> bool {
    let mut routes = landscape.routes.iter().filter(|route| route.service == service);
    routes.all(|route| route.role != RouteRole::Business)
}
