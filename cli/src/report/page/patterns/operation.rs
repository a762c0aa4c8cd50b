//! What is known of how services are watched and run.

use portcullis_facts::graph::system::{CapabilityKind as Kind, HiddenKind};

use super::{Asked, Cell, State, by, cell, present, unread};

pub(super) fn capability(asked: &Asked<'_, '_>, kind: Kind, hidden: HiddenKind) -> Cell {
    if let Some(one) = asked.service.capability(kind) {
        return by(one);
    }
    asked.hides(hidden).unwrap_or_else(|| cell(State::Missing, "nothing in its code sets it up"))
}

pub(super) fn logs(asked: &Asked<'_, '_>) -> Cell {
    let broken = asked.broken(&["observability/log-pipeline"]);
    broken.unwrap_or_else(|| capability(asked, Kind::Logging, HiddenKind::Telemetry))
}

pub(super) fn tracing(asked: &Asked<'_, '_>) -> Cell {
    let missing = asked.by_finding(State::Missing, &["observability/no-tracing"]);
    missing.unwrap_or_else(|| capability(asked, Kind::TraceExport, HiddenKind::Telemetry))
}

pub(super) fn health(asked: &Asked<'_, '_>) -> Cell {
    let missing = asked.by_finding(State::Missing, &["observability/no-health-check"]);
    let broken = asked.broken(&["observability/shallow-readiness", "deployment/no-probe"]);
    missing.or(broken).unwrap_or_else(|| capability(asked, Kind::Health, HiddenKind::Routes))
}

pub(super) fn scalability(asked: &Asked<'_, '_>) -> Cell {
    if let Some(cell) = asked.broken(&["deployment/single-replica"]) {
        return cell;
    }
    let landscape = &asked.making.report.system.graph.landscape;
    let scaled = landscape.deployments_of(asked.id).find_map(|(_, one)| {
        let several = one.replicas.is_some_and(|(count, _)| count > 1);
        (several || one.autoscaled).then_some(one)
    });
    match scaled {
        Some(one) => present(format!("`{}` runs in several copies", one.name), one.place),
        None => unread("how many copies run is not said"),
    }
}
