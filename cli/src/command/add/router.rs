//! Where requests are served: the router that a service hands to its server, and where a handler stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_facts::graph::system::RouteRole;
use portcullis_facts::graph::{ItemId, ModuleId, PackageId, Scope, Target};
use portcullis_facts::place::{Place, Span};
use portcullis_templates::look::{self, Origin};
use serde_json::{Value as Json, json};

use super::target::Looking;

/// From one function to the next at most so often.
const MOST_STEPS: usize = 8;
const GET: &str = "axum::routing::get";

impl Looking<'_> {
    /// The router that is served, and the module for a handler of it.
    pub(super) fn router(&self, app: PackageId, reach: &[PackageId]) -> Json {
        let graph = &self.system.graph;
        let Some((module, function)) = self.served(reach).or_else(|| self.built(reach)) else {
            return Json::Null;
        };
        let file = self.system.file(graph.module_file(module));
        let package = graph.package(graph.package_of(module));
        let holder = self.handlers(app, module).unwrap_or_else(|| self.around(module));
        let holds = |name: &str| {
            let named = |id: &ModuleId| graph.names.get(graph.module(*id).name) == name;
            self.children(holder).any(|id| named(&id))
        };
        let name = if holds("health") { "liveness" } else { "health" };
        let handlers = self.within(module, holder, name);
        let is_near = !handlers.starts_with("crate::");
        json!({
            "file": file.path,
            "function": function,
            "package": package.name,
            "manifest": self.system.file(package.manifest).path,
            "beside": self.holder(holder),
            "module": name,
            "visibility": self.visibility(module, holder),
            "handlers": handlers,
            "named": if is_near { handlers.clone() } else { look::named(&file.text, &handlers) },
            "get": look::named(&file.text, GET),
        })
    }

    /// The function that builds what a server is given, followed back from where it serves.
    fn served(&self, reach: &[PackageId]) -> Option<(ModuleId, String)> {
        let modules = reach.iter().flat_map(|package| self.modules(*package));
        modules.into_iter().find_map(|module| {
            let text = self.text(module).filter(|text| text.contains("serve"))?;
            let origins = look::served(text).into_iter();
            origins.into_iter().find_map(|origin| self.follow(module, origin))
        })
    }

    fn follow(&self, module: ModuleId, origin: Origin) -> Option<(ModuleId, String)> {
        let graph = &self.system.graph;
        let (mut module, mut origin) = (module, origin);
        for _ in 0..MOST_STEPS {
            let range = match origin {
                Origin::Chain(function) => return Some((module, function)),
                Origin::Call(range) => range,
            };
            let span = Span::new(range.start as u32, range.end as u32);
            let place = Place { file: graph.module_file(module), span };
            let called = graph.edges_at(place).find_map(|edge| match edge.to {
                Target::Item(item) => Some(item),
                _ => None,
            })?;
            module = graph.item(called).module;
            origin = look::given(self.text(module)?, &self.function(called))?;
        }
        None
    }

    /// A function as `look` calls it: with its type, where it has one.
    fn function(&self, id: ItemId) -> String {
        let graph = &self.system.graph;
        let item = graph.item(id);
        let name = graph.names.get(item.name);
        match item.parent {
            Some(parent) => format!("{}::{name}", graph.names.get(graph.item(parent).name)),
            None => name.to_owned(),
        }
    }

    fn text(&self, module: ModuleId) -> Option<&str> {
        let graph = &self.system.graph;
        let is_run = graph.module(module).scope == Scope::Production;
        is_run.then(|| self.system.file(graph.module_file(module)).text.as_str())
    }

    /// The one function that builds a router, or the one among several that is called as such functions
    /// usually are.
    fn built(&self, reach: &[PackageId]) -> Option<(ModuleId, String)> {
        let mut found = Vec::new();
        for module in reach.iter().flat_map(|package| self.modules(*package)) {
            let functions = self.text(module).filter(|text| text.contains("Router"));
            let functions = functions.map(look::routers).unwrap_or_default();
            found.extend(functions.into_iter().map(|function| (module, function)));
        }
        let usual =
            ["app", "router", "build_router", "create_router", "create_app", "routes", "main"];
        let rank = |name: &str| usual.iter().position(|usual| *usual == name);
        if found.len() == 1 {
            return found.pop();
        }
        let named = found.into_iter().filter_map(|one| Some((rank(&one.1)?, one)));
        named.min_by_key(|(rank, _)| *rank).map(|(_, one)| one)
    }

    /// The module that holds a file for each handler or a few of them, if that is how the service keeps them.
    fn handlers(&self, app: PackageId, router: ModuleId) -> Option<ModuleId> {
        let graph = &self.system.graph;
        let landscape = &graph.landscape;
        let own = landscape.routes.iter().filter(|route| {
            landscape.service(route.service).package == app && route.role == RouteRole::Business
        });
        let items = own.filter_map(|route| Some(landscape.function(route.handler?).item));
        let modules: BTreeSet<ModuleId> = items.map(|item| graph.item(item).module).collect();
        let mut holders: BTreeMap<ModuleId, usize> = BTreeMap::new();
        for module in modules {
            let is_part = self.file_name(module) != "mod.rs" && self.children(module).count() == 0;
            if let Some(parent) = graph.module(module).parent.filter(|_| is_part) {
                *holders.entry(parent).or_default() += 1;
            }
        }
        let near = |id: &ModuleId| {
            graph.module(*id).krate == graph.module(router).krate
                && graph.module(*id).parent.is_some()
        };
        let called = ["controllers", "handler", "handlers"];
        let is_called = |id: &ModuleId| called.contains(&graph.names.get(graph.module(*id).name));
        let several =
            holders.into_iter().filter(|(id, count)| near(id) && (*count > 1 || is_called(id)));
        several.max_by_key(|(_, count)| *count).map(|(id, _)| id)
    }

    /// The module itself, if it may hold others, or the one around it.
    fn around(&self, module: ModuleId) -> ModuleId {
        let holds = self.file_name(module) == "mod.rs" || self.children(module).count() > 0;
        self.system.graph.module(module).parent.filter(|_| !holds).unwrap_or(module)
    }

    /// The modules that are declared in a file's module, in files of their own.
    fn children(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        let graph = &self.system.graph;
        let own = graph.module_file(module);
        let modules = graph.modules().filter(move |(id, child)| {
            child.parent == Some(module) && graph.module_file(*id) != own
        });
        modules.map(|(id, _)| id)
    }

    /// How code of `from` names the module `name` in `holder`.
    fn within(&self, from: ModuleId, holder: ModuleId, name: &str) -> String {
        let graph = &self.system.graph;
        let found = graph.module(holder);
        if from == holder {
            return name.to_owned();
        }
        if found.parent == Some(from) {
            return format!("{}::{name}", graph.names.get(found.name));
        }
        match graph.module_path(holder).split_once("::") {
            Some((_, path)) => format!("crate::{path}::{name}"),
            None => format!("crate::{name}"),
        }
    }

    /// What stands before `mod` in the holder: what stands there before most others, and what the router needs.
    fn visibility(&self, router: ModuleId, holder: ModuleId) -> &'static str {
        let graph = &self.system.graph;
        let text = &self.system.file(graph.module_file(holder)).text;
        let is_public =
            |id: &ModuleId| look::is_public(text, graph.names.get(graph.module(*id).name));
        let (public, others): (Vec<ModuleId>, Vec<ModuleId>) =
            self.children(holder).partition(is_public);
        if public.len() > others.len() {
            return "pub ";
        }
        let around = |id: &ModuleId| graph.module(*id).parent;
        let is_within = std::iter::successors(Some(router), around).any(|id| id == holder);
        if is_within { "" } else { "pub(crate) " }
    }

    /// The file with a route that is asked whether the service is well.
    pub(super) fn health(&self, app: PackageId, reach: &[PackageId]) -> Option<&str> {
        let landscape = &self.system.graph.landscape;
        let mut own = landscape
            .routes
            .iter()
            .filter(|route| landscape.service(route.service).package == app)
            .peekable();
        if own.peek().is_some() {
            let asked =
                own.find(|route| matches!(route.role, RouteRole::Health | RouteRole::Readiness));
            return asked.map(|route| self.system.file(route.place.file).path.as_str());
        }
        let modules = reach.iter().flat_map(|package| self.modules(*package));
        let mut files =
            modules.map(|module| self.system.file(self.system.graph.module_file(module)));
        let is_asked = |text: &str| {
            ["\"/health", "\"/live", "\"/ready", "\"/ping"].iter().any(|path| text.contains(path))
        };
        files.find(|file| is_asked(&file.text)).map(|file| file.path.as_str())
    }
}
