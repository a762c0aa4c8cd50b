//! What is known of databases and messages.

use portcullis_facts::graph::system::{HiddenKind, StatementKind};

use super::{Asked, Cell, State, cell, is_cache, present, unread};
use crate::names;

pub(super) fn database(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) = asked.broken(&[
        "data/shared-database",
        "data/foreign-table-access",
        "data/duplicate-table-owner",
    ]) {
        return cell;
    }
    let landscape = &asked.making.report.system.graph.landscape;
    let own = landscape
        .connections
        .iter()
        .find(|one| one.service == asked.id && !is_cache(landscape.database(one.database).engine));
    if let Some(cell) = asked.sharer() {
        return Cell { state: State::Violated, ..cell };
    }
    match own {
        Some(one) => {
            let database = landscape.database(one.database);
            let why = format!("{} `{}`", names::engine(database.engine), database.key);
            present(why, one.place)
        }
        None => asked.hides(HiddenKind::Configuration).unwrap_or_else(|| {
            cell(State::NotApplicable, "it is connected to no database that is known")
        }),
    }
}

pub(super) fn shared(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) = asked.by_finding(State::Present, &["data/shared-database"]) {
        return cell;
    }
    asked.sharer().unwrap_or_else(|| {
        cell(State::NotApplicable, "no database of it is known to be another service's too")
    })
}

pub(super) fn saga(asked: &Asked<'_, '_>) -> Cell {
    let landscape = &asked.making.report.system.graph.landscape;
    let speaks = asked.calls().next().is_some()
        || landscape.publishes.iter().any(|one| one.services.contains(&asked.id))
        || landscape.consumes.iter().any(|one| one.services.contains(&asked.id));
    if speaks {
        unread("steps of sagas are not read")
    } else {
        cell(
            State::NotApplicable,
            "it neither calls others nor exchanges messages, as far as is known",
        )
    }
}

pub(super) fn outbox(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) = asked.broken(&["messaging/dual-write"]) {
        return cell;
    }
    let landscape = &asked.making.report.system.graph.landscape;
    let uses = landscape.tables.iter().flat_map(|table| &table.uses);
    let mut own = uses.filter(|used| used.services.contains(&asked.id)).filter(|used| {
        used.kind == StatementKind::Write && landscape.statement(used.statement).outbox
    });
    if let Some(used) = own.next() {
        return present("it writes an outbox", used.place);
    }
    if landscape.publishes.iter().any(|one| one.services.contains(&asked.id)) {
        return unread("it publishes messages, and no outbox is seen");
    }
    cell(State::NotApplicable, "it publishes no messages that are known")
}
