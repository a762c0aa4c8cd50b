//! How a service starts, serves and is configured, and what it has of what can be added.

use portcullis_facts::graph::system::{
    CapabilityKind, Orchestrator, RouteRole, Service, ServiceId,
};
use portcullis_facts::graph::{CrateKind, ItemKind, ModuleId, PackageId, Role, Scope};
use portcullis_facts::place::Place;
use portcullis_templates::look;
use serde_json::{Value as Json, json};

use super::target::{Looking, folder};

impl Looking<'_> {
    /// The program of a package: the module that holds its `main`, and how that starts.
    pub(super) fn main(&self, app: PackageId) -> Json {
        let found = self.modules(app).find_map(|module| {
            let file = self.system.file(self.system.graph.module_file(module));
            let is_root = self.system.graph.module(module).parent.is_none();
            Some((module, look::main(&file.text).filter(|_| is_root)?))
        });
        let Some((module, main)) = found else { return Json::Null };
        let mut place = self.holder(module);
        place["is_async"] = json!(main.is_async);
        place["is_fallible"] = json!(main.is_fallible);
        place["manifest"] = json!(self.manifest(app));
        place
    }

    /// The only function that hands a router to `axum::serve`.
    pub(super) fn serve(&self, reach: &[PackageId]) -> Json {
        let mut found = Vec::new();
        for module in reach.iter().flat_map(|package| self.modules(*package)) {
            let file = self.system.file(self.system.graph.module_file(module));
            if file.text.contains("axum") && file.text.contains("serve(") {
                found.extend(look::serves(&file.text).into_iter().map(|served| (module, served)));
            }
        }
        let [(module, served)] = found.as_slice() else { return Json::Null };
        let graph = &self.system.graph;
        let package = graph.package_of(*module);
        let beside = self.beside(*module);
        let mut place = json!(served);
        place["file"] = json!(self.system.file(graph.module_file(*module)).path);
        place["manifest"] = json!(self.manifest(package));
        place["config"] = self.config(package, served);
        // Adapters in a crate of their own are where new ones belong; those that are called also in this one.
        place["beside"] = self.named(beside, *module);
        let others = reach.iter().copied().filter(|of| *of != package);
        let inbound = self.adapters(others, *module, Role::AdapterIn);
        let outbound = self.adapters(reach.iter().copied(), *module, Role::AdapterOut);
        place["inbound"] = inbound.unwrap_or_else(|| place["beside"].clone());
        place["outbound"] = outbound.unwrap_or_else(|| place["beside"].clone());
        place
    }

    /// The module that holds adapters, as code of the module `user` names it.
    fn adapters(
        &self,
        mut packages: impl Iterator<Item = PackageId>,
        user: ModuleId,
        role: Role,
    ) -> Option<Json> {
        let (of, module) = packages.find_map(|of| Some((of, self.place_of(of, role)?)))?;
        let mut holder = self.holder(module);
        // A program and the library beside it are two crates, also where they have one name.
        let krate = |module| self.system.graph.module(module).krate;
        let is_near = krate(module) == krate(user);
        let path = if is_near { &holder["inside"] } else { &holder["module"] };
        holder["to"] = json!(format!("{}::", path.as_str().unwrap_or_default()));
        holder["manifest"] = json!(self.manifest(of));
        holder["build"] = json!(self.build(of));
        holder["public"] = json!(true);
        Some(holder)
    }

    /// The module that holds the neighbours of a file.
    fn beside(&self, module: ModuleId) -> ModuleId {
        let is_file = self.file_name(module) != "mod.rs";
        self.system.graph.module(module).parent.filter(|_| is_file).unwrap_or(module)
    }

    /// A module that further ones are declared in, with what `user` writes in front of their names.
    fn named(&self, holder: ModuleId, user: ModuleId) -> Json {
        let mut place = self.holder(holder);
        let inside = place["inside"].as_str().unwrap_or_default();
        let to = if holder == user { String::new() } else { format!("{inside}::") };
        place["to"] = json!(to);
        place["manifest"] = json!(self.manifest(self.system.graph.package_of(holder)));
        place["build"] = json!(self.build(self.system.graph.package_of(holder)));
        place["public"] = json!(false);
        place
    }

    /// What configures a function that serves: a struct that it is given and that is read from a file.
    fn config(&self, package: PackageId, served: &look::Served) -> Json {
        let found = served.parameters.iter().find_map(|(variable, ty)| {
            let name = ty.trim_start_matches('&').rsplit("::").next().unwrap_or(ty);
            let (module, settings) = self.modules(package).find_map(|module| {
                let file = self.system.file(self.system.graph.module_file(module));
                Some((module, look::settings(&file.text, name)?))
            })?;
            let file = &self.system.file(self.system.graph.module_file(module)).path;
            let defaults = settings.defaults.and_then(|path| joined(&folder(file), &path));
            Some(json!({
                "file": file,
                "name": name,
                "variable": variable,
                "is_owned": !ty.starts_with('&'),
                "defaults": defaults,
                "prefix": settings.prefix,
            }))
        });
        found.unwrap_or_default()
    }

    /// What a service has already, each with the file that says so.
    pub(super) fn there(&self, app: PackageId, reach: &[PackageId]) -> Json {
        let landscape = &self.system.graph.landscape;
        let Some((id, service)) = landscape.services().find(|(_, of)| of.package == app) else {
            return json!({});
        };
        let file = |place: Place| self.system.file(place.file).path.as_str();
        let has = |kind| service.capability(kind).map(|found| file(found.place));
        let uses = |package: &str| {
            let mut all = reach.iter().flat_map(|of| &self.system.graph.package(*of).dependencies);
            all.any(|dependency| dependency.package == package)
        };
        let databases = ["sqlx", "diesel", "sea-orm", "tokio-postgres", "rusqlite"];
        let connections =
            landscape.connections.iter().filter(|connection| connection.service == id);
        let database = connections.map(|connection| file(connection.place));
        // Code says more of it than where it is deployed.
        let database = database.min_by_key(|file| !file.contains("/src/"));
        json!({
            "tracing": has(CapabilityKind::Tracing).or(has(CapabilityKind::TraceExport)),
            "logger": service.capability(CapabilityKind::Logging).map(|found| &found.by),
            "metrics": self.route(id, RouteRole::Metrics).or(has(CapabilityKind::Metrics)),
            "auth": self.guarded(id),
            "database": database.or(databases.into_iter().find(|package| uses(package))),
            "public": self.public(id),
            "readiness": self.readiness(id),
        })
    }

    /// The file of a route of a role.
    fn route(&self, id: ServiceId, role: RouteRole) -> Option<&str> {
        let mut routes = self.system.graph.landscape.routes_of(id);
        let (_, route) = routes.find(|(_, route)| route.role == role)?;
        Some(&self.system.file(route.place.file).path)
    }

    /// The file of a route that asks who calls it.
    fn guarded(&self, id: ServiceId) -> Option<&str> {
        let mut routes = self.system.graph.landscape.routes_of(id);
        let (_, route) = routes.find(|(_, route)| {
            let mut guards = route.guards.iter();
            guards.any(|guard| guard.capability.kind == CapabilityKind::Authentication)
        })?;
        Some(&self.system.file(route.place.file).path)
    }

    /// The paths that are asked by those who start, watch and measure a service.
    fn public(&self, id: ServiceId) -> Vec<&str> {
        let roles = [RouteRole::Health, RouteRole::Readiness, RouteRole::Metrics];
        let routes = self.system.graph.landscape.routes_of(id).map(|(_, route)| route);
        let routes = routes.filter(|route| roles.contains(&route.role) && !route.partial);
        let mut paths: Vec<&str> = routes.map(|route| route.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// The route that says whether a service can work.
    fn readiness(&self, id: ServiceId) -> Json {
        let mut routes = self.system.graph.landscape.routes_of(id);
        let found = routes.find(|(_, route)| route.role == RouteRole::Readiness);
        found.map_or(Json::Null, |(_, route)| {
            let file = self.system.file(route.place.file);
            json!({
                "path": route.path,
                "file": file.path,
                "is_constant": look::is_constant(&file.text, &route.path),
            })
        })
    }

    /// The entries of compose files and manifests that run a service.
    pub(super) fn deployments(&self, app: PackageId, orchestrator: Orchestrator) -> Json {
        let landscape = &self.system.graph.landscape;
        let of = |service: &Service| service.package == app;
        let found = landscape.deployments.iter().filter(|deployment| {
            deployment.orchestrator == orchestrator
                && !deployment.template
                && deployment.service.is_some_and(|id| of(landscape.service(id)))
        });
        let found = found.map(|deployment| {
            let file = &self.system.file(deployment.place.file).path;
            json!({ "file": file, "name": deployment.name })
        });
        Json::Array(found.collect())
    }

    /// The manifest of a package.
    fn manifest(&self, package: PackageId) -> &str {
        let graph = &self.system.graph;
        &self.system.file(graph.package(package).manifest).path
    }

    /// The build script of a package.
    fn build(&self, package: PackageId) -> Option<&str> {
        let graph = &self.system.graph;
        let mut crates = graph.package(package).crates.iter().map(|id| graph.krate(*id));
        let found = crates.find(|krate| krate.kind == CrateKind::BuildScript)?;
        Some(&self.system.file(found.file).path)
    }

    /// Where the type `name` stands in code that is run, if there is one alone.
    pub(super) fn type_named(&self, reach: &[PackageId], name: &str) -> Option<(ModuleId, &str)> {
        let graph = &self.system.graph;
        let mut found = graph.items().filter(|(_, item)| {
            matches!(item.kind, ItemKind::Struct | ItemKind::Enum)
                && graph.names.get(item.name) == name
                && item.scope == Scope::Production
                && reach.contains(&graph.package_of(item.module))
        });
        let (_, item) = found.next()?;
        found.next().is_none().then(|| (item.module, self.system.file(item.file).text.as_str()))
    }
}

/// A path that is relative to a folder, without `..`.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
