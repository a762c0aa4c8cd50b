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

pub(super) fn pipeline(asked: &Asked<'_, '_>) -> Cell {
    let graph = &asked.making.report.system.graph;
    let jobs = &graph.landscape.pipelines;
    let package = asked.service.package;
    let by_cargo = |tests: bool| {
        jobs.iter()
            .find(|job| job.runs.iter().any(|run| run.tests == tests && run.covers(graph, package)))
    };
    if let Some(job) = by_cargo(true) {
        return present(format!("the job `{}` tests it", job.name), job.place);
    }
    let dir = &graph.package(package).dir;
    let builds = by_cargo(false).or_else(|| jobs.iter().find(|job| job.images.contains(dir)));
    if let Some(job) = builds {
        let why = format!("the job `{}` builds it; none is seen to test it", job.name);
        return present(why, job.place);
    }
    match jobs.len() {
        0 => unread("there is no pipeline of GitHub or GitLab here"),
        _ if jobs.iter().any(|job| job.opaque) => unread("jobs run what stands elsewhere"),
        number => cell(State::Missing, format!("none of {number} jobs takes in its package")),
    }
}
