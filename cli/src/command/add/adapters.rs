//! What an adapter needs: the module for it, and the place that hands it in.

use std::collections::BTreeSet;

use portcullis_facts::graph::{Direction, EdgeKind, ModuleId, PackageId, Role, Scope, Target};
use serde_json::{Value as Json, json};

use super::target::Looking;

/// Names of modules that hold the adapters of one technology.
const TECHNOLOGIES: [&str; 18] = [
    "amqp",
    "diesel",
    "dynamodb",
    "http",
    "kafka",
    "mongo",
    "mongodb",
    "mysql",
    "nats",
    "pg",
    "postgres",
    "postgresql",
    "rabbitmq",
    "redis",
    "s3",
    "sea_orm",
    "sqlite",
    "sqlx",
];

impl Looking<'_> {
    /// The module that holds adapters that are called: those of the technology, if these have one of their own;
    /// else the one around all of them.
    pub(super) fn outbound(&self, package: PackageId, tech: Option<&str>) -> Json {
        let graph = &self.system.graph;
        let name = |id: ModuleId| graph.names.get(graph.module(id).name);
        let of_role: Vec<ModuleId> =
            self.modules(package).filter(|id| self.role(*id) == Some(Role::AdapterOut)).collect();
        let adapters = self.implementing(package);
        let parents: BTreeSet<ModuleId> =
            of_role.iter().filter_map(|id| graph.module(*id).parent).collect();
        let tech = tech.map(|tech| tech.replace('-', "_").to_lowercase());
        let own = parents.iter().find(|id| tech.as_deref() == Some(name(**id)));
        if let Some(own) = own {
            return self.holder(*own);
        }
        let parts = of_role.iter().filter(|id| !parents.contains(id)).copied();
        let parts = if adapters.is_empty() { parts.collect() } else { adapters.clone() };
        let holders: Vec<ModuleId> =
            parts.into_iter().filter_map(|id| graph.module(id).parent).collect();
        let above = |id: ModuleId| std::iter::successors(Some(id), |id| graph.module(*id).parent);
        let around = holders.first().and_then(|first| {
            above(*first).find(|id| holders.iter().all(|holder| above(*holder).any(|a| a == *id)))
        });
        let around = around.map(|id| {
            let is_of_another = TECHNOLOGIES.contains(&name(id));
            let parent = graph.module(id).parent.filter(|id| of_role.contains(id));
            parent.filter(|_| is_of_another).unwrap_or(id)
        });
        let is_holder = |id: &ModuleId| !adapters.is_empty() || graph.module(*id).parent.is_some();
        match around.filter(is_holder) {
            Some(around) => self.holder(around),
            None => self.place(package, Role::AdapterOut),
        }
    }

    /// The modules of a package that implement what the core needs.
    fn implementing(&self, package: PackageId) -> Vec<ModuleId> {
        let graph = &self.system.graph;
        let out = graph.ports.iter().filter(|port| port.direction == Some(Direction::Out));
        let made = out.flat_map(|port| &port.implementations);
        let items = made.map(|at| &graph.implementations[*at as usize]);
        let items = items.filter(|made| made.scope == Scope::Production);
        let modules: BTreeSet<ModuleId> = items.map(|made| graph.item(made.item).module).collect();
        let own = modules.into_iter().filter(|id| {
            graph.package_of(*id) == package && self.role(*id) == Some(Role::AdapterOut)
        });
        own.collect()
    }

    /// Where adapters are handed to what needs them: the last that the composition root makes, by name and place.
    pub(super) fn wiring(&self, reach: &[PackageId]) -> Json {
        let graph = &self.system.graph;
        let of_role = |id: ModuleId, role| self.role(id) == Some(role);
        let made = graph.production_edges().filter_map(|edge| {
            let Target::Item(item) = edge.to else { return None };
            let module = graph.item(item).module;
            let is_made = edge.kind != EdgeKind::Use
                && of_role(edge.module, Role::Root)
                && of_role(module, Role::AdapterOut)
                && reach.contains(&graph.package_of(edge.module));
            is_made.then_some((edge.place, item))
        });
        let Some((place, item)) = made.max_by_key(|(place, _)| *place) else { return Json::Null };
        let item = graph.item(item);
        // Of a function of a type, the type.
        let item = item.parent.map_or(item, |parent| graph.item(parent));
        json!({
            "file": self.system.file(place.file).path,
            "line": self.system.line_column(place).line,
            "beside": graph.names.get(item.name),
        })
    }
}
