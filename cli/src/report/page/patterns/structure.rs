//! What is known of how services are cut and built inside.

use portcullis_facts::graph::system::{CapabilityKind as Kind, ServiceKind};
use portcullis_facts::graph::{CrateKind, Role, Scope};

use super::{Asked, Cell, State, by, cell, present, unread};

pub(super) fn hexagonal(asked: &Asked<'_, '_>) -> Cell {
    let graph = &asked.making.report.system.graph;
    if let Some(cell) = asked.broken(&["hexagonal/"]) {
        return cell;
    }
    let modules = graph.modules().filter(|(_, module)| {
        module.scope == Scope::Production && asked.service.crates.contains(&module.krate)
    });
    for (id, module) in modules {
        let fact = graph.layer_of_module(id);
        if fact.and_then(|fact| graph.role(fact)) == Some(Role::Core) {
            let why = format!("`{}` is its core", graph.module_path(id));
            return present(why, module.declared);
        }
    }
    unread("no layers are recognised in its code")
}

pub(super) fn contexts(asked: &Asked<'_, '_>) -> Cell {
    let package = &asked.making.report.system.graph.package(asked.service.package).name;
    if asked.making.report.contexts.is_empty() {
        return unread("no contexts are configured");
    }
    let own = asked.making.report.contexts.iter().find(|context| context.holds(package));
    match own {
        Some(context) => {
            cell(State::Present, format!("it belongs to the context `{}`", context.name))
        }
        None => cell(State::Missing, "it belongs to none of the contexts that are configured"),
    }
}

pub(super) fn coupling(asked: &Asked<'_, '_>) -> Cell {
    let rules = ["decomposition/service-depends-on-service", "decomposition/dependency-cycle"];
    if let Some(cell) = asked.broken(&rules) {
        return cell;
    }
    let graph = &asked.making.report.system.graph;
    let linked = |package| {
        let crates = &asked.service.crates;
        package != asked.service.package
            && crates.iter().any(|krate| graph.krate(*krate).package == package)
    };
    match graph.landscape.services.iter().find(|other| linked(other.package)) {
        Some(other) => unread(&format!("it links the package of `{}`", other.name)),
        None => present("it links no code of another service", asked.service.place),
    }
}

pub(super) fn testing(asked: &Asked<'_, '_>) -> Cell {
    let graph = &asked.making.report.system.graph;
    let of_package = |krate| graph.krate(krate).package == asked.service.package;
    let target = graph.crates().find(|(id, one)| of_package(*id) && one.kind == CrateKind::Test);
    if let Some((_, target)) = target {
        let place = graph.module(target.root).declared;
        return present(format!("tests in `{}`", graph.names.get(target.name)), place);
    }
    let mut modules = graph.modules().filter(|(_, module)| of_package(module.krate));
    match modules.find(|(_, module)| module.scope == Scope::Test) {
        Some((id, module)) => present(format!("`{}`", graph.module_path(id)), module.declared),
        None => cell(State::Missing, "its package has neither test targets nor test modules"),
    }
}

pub(super) fn contract(asked: &Asked<'_, '_>) -> Cell {
    if matches!(asked.service.kind, ServiceKind::Consumer | ServiceKind::Worker) {
        return cell(State::NotApplicable, "it serves no requests");
    }
    if let Some(one) = asked.service.capability(Kind::Contract) {
        return by(one);
    }
    unread("no contract is seen in its code; one may stand in a file")
}
