//! Names that people give to layers.

use crate::graph::Role;

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// A role.
    Role(Role),
    /// An adapter, of either direction.
    Adapter,
    /// Ports: traits of the core, unless the contents are adapters.
    Ports,
}

/// How much a name says on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// People who write this mean a layer.
    Anchor,
    /// It means a layer beside an anchor.
    Beside,
}

/// What a module's or package's name says, if anything.
pub(crate) fn of(name: &str) -> Option<(Says, Strength)> {
    use Strength::{Anchor, Beside};
    let says = |role| Says::Role(role);
    Some(match name {
        "domain" | "domains" | "domain_model" | "domain_core" => (says(Role::Core), Anchor),
        "core" | "entities" | "entity" | "model" | "models" | "aggregates" | "aggregate"
        | "value_objects" | "kernel" => (says(Role::Core), Beside),
        "application" | "applications" | "usecase" | "usecases" | "use_case" | "use_cases"
        | "application_core" | "app_core" => (says(Role::Application), Anchor),
        "service"
        | "services"
        | "commands"
        | "queries"
        | "interactors"
        | "application_services" => (says(Role::Application), Beside),
        "port" | "ports" => (Says::Ports, Anchor),
        "adapter" | "adapters" => (Says::Adapter, Anchor),
        "driving" => (says(Role::AdapterIn), Anchor),
        "driven" => (says(Role::AdapterOut), Anchor),
        // Alone, `inbound` and `outbound` are of connections or of mail.
        "inbound" | "entrypoint" | "entrypoints" | "handler" | "handlers" | "controller"
        | "controllers" | "route" | "routes" | "router" | "api" | "rest" | "presentation"
        | "web" | "http" | "grpc" | "graphql" | "interface" | "interfaces" | "delivery"
        | "consumer" | "consumers" | "listener" | "listeners" | "primary" | "endpoints" => {
            (says(Role::AdapterIn), Beside)
        }
        "outbound" | "infrastructure" | "infra" | "persistence" | "repository" | "repositories"
        | "client" | "clients" | "db" | "database" | "storage" | "secondary" | "gateway"
        | "gateways" | "postgres" | "mysql" | "sqlite" | "mongo" | "redis" | "kafka"
        | "external" | "messaging" => (says(Role::AdapterOut), Beside),
        "bootstrap" | "startup" | "wiring" | "di" | "composition" | "composition_root"
        | "starter" | "container" | "injector" | "registry" => (says(Role::Root), Beside),
        _ => return None,
    })
}

/// What the name of a package says: all of it, or its last part (`orders-domain`).
pub(crate) fn of_package(name: &str, folder: &str) -> Option<(Says, Strength)> {
    let name = name.replace('-', "_");
    let folder = folder.rsplit('/').next().unwrap_or("").replace('-', "_");
    if let Some(found) = of(&name).or_else(|| of(&folder)) {
        return Some(found);
    }
    // Of a longer name only what means a layer for certain counts, and a few that are told by their neighbours.
    let last = name.rsplit('_').next()?;
    let (says, strength) = of(last)?;
    // Many applications are what somebody applies with: `registration_applications`.
    let told = strength == Strength::Anchor && last != "applications"
        || matches!(
            last,
            "infrastructure"
                | "infra"
                | "persistence"
                | "presentation"
                | "api"
                | "core"
                | "kernel"
                | "inbound"
                | "outbound"
        );
    told.then_some((says, strength))
}

/// Whether a package is called after one of the two directions of adapters.
pub(crate) fn is_direction(name: &str) -> bool {
    matches!(name.rsplit(['-', '_']).next(), Some("inbound" | "outbound"))
}

/// Whether a name means everything outside, what drives the program and what it drives.
pub(crate) fn means_both_sides(name: &str) -> bool {
    let last = name.rsplit(['/', '-', '_']).next().unwrap_or(name);
    matches!(last, "infrastructure" | "infra")
}

/// Whether people also keep traits that the core needs below a name that means adapters.
pub(crate) fn may_keep_ports(name: &str) -> bool {
    matches!(
        name,
        "repository"
            | "repositories"
            | "gateway"
            | "gateways"
            | "client"
            | "clients"
            | "messaging"
            | "external"
    )
}

/// What the last part of a package's name means beside packages with the same beginning, which comes first.
pub(crate) fn of_family(name: &str) -> Option<(String, Role)> {
    let name = name.replace('-', "_");
    let (family, last) = name.rsplit_once('_')?;
    let role = match last {
        "app" => Role::Application,
        "driver" => Role::AdapterIn,
        _ => return None,
    };
    Some((family.to_owned(), role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_package_says_its_layer_if_it_can_mean_nothing_else() {
        let says = |name: &str| of_package(name, "").map(|(says, _)| says);
        assert_eq!(says("orders-domain"), Some(Says::Role(Role::Core)));
        assert_eq!(says("orders-application"), Some(Says::Role(Role::Application)));
        assert_eq!(says("applications"), Some(Says::Role(Role::Application)));
        assert_eq!(says("views_registration_applications"), None);
        assert_eq!(says("orders-client"), None);
    }
}
