//! The places where pieces of each kind stand: ports, use cases, adapters, events.

use portcullis_facts::graph::{Direction, ModuleId, PackageId, Role, Scope};
use portcullis_facts::place::FileId;
use portcullis_templates::look;
use serde_json::{Value as Json, json};

use super::target::{Looking, folder};

impl Looking<'_> {
    /// The file in which most ports of a direction stand, and how they are written.
    pub(super) fn ports(&self, reach: &[PackageId], direction: Direction) -> Json {
        let graph = &self.system.graph;
        let items = graph.ports.iter().filter(|port| port.direction == Some(direction));
        let items = items.map(|port| graph.item(port.item)).filter(|item| {
            item.scope == Scope::Production && reach.contains(&graph.package_of(item.module))
        });
        let mut files: Vec<_> = items.map(|item| (item.file, item.module)).collect();
        files.sort_unstable();
        let most = files.iter().max_by_key(|file| files.iter().filter(|f| f == file).count());
        let Some((file, module)) = most else { return Json::Null };
        let file = self.system.file(*file);
        let visible = graph.module_path(self.visible(*module));
        json!({
            "file": file.path,
            "inside": inside(&visible),
            "style": look::style(&file.text),
            "each": self.folder_of_ports(*module, &files),
        })
    }

    /// The module that holds a file for each port, if that is how they are kept: it is called so, or there are
    /// several of these files.
    fn folder_of_ports(&self, module: ModuleId, files: &[(FileId, ModuleId)]) -> Option<Json> {
        let graph = &self.system.graph;
        let holder = graph.module(module).parent.filter(|_| self.file_name(module) != "mod.rs")?;
        let is_alone = |of: ModuleId| files.iter().filter(|(_, module)| *module == of).count() == 1;
        let alike = files.iter().filter(|(_, of)| graph.module(*of).parent == Some(holder));
        let alone = alike.clone().all(|(_, of)| is_alone(*of));
        let called = ["port", "ports", "repository", "repositories", "gateways"];
        let is_called = called.contains(&graph.names.get(graph.module(holder).name));
        if !alone || !(is_called || alike.count() > 1) {
            return None;
        }
        let text = &self.system.file(graph.module_file(holder)).text;
        let name = graph.names.get(graph.module(module).name);
        let mut place = self.holder(holder);
        place["public"] = json!(look::is_public(text, name));
        place["hands_on"] = json!(look::hands_on(text, name));
        Some(place)
    }

    /// Where modules of a role stand: the module with most of them in it.
    pub(super) fn place(&self, package: PackageId, role: Role) -> Json {
        self.place_of(package, role).map_or(Json::Null, |module| self.holder(module))
    }

    /// That module itself.
    pub(super) fn place_of(&self, package: PackageId, role: Role) -> Option<ModuleId> {
        let graph = &self.system.graph;
        let holds = |id: ModuleId| {
            let is_folder = self.file_name(id) == "mod.rs";
            is_folder || graph.modules().any(|(_, module)| module.parent == Some(id))
        };
        let of_role = self.modules(package).filter(|id| self.role(*id) == Some(role));
        let of_role: Vec<ModuleId> = of_role.collect();
        let parts = of_role.iter().filter(|id| !holds(**id));
        let parents: Vec<ModuleId> = parts.filter_map(|id| graph.module(*id).parent).collect();
        let most = parents.iter().max_by_key(|id| parents.iter().filter(|p| p == id).count());
        // Where there is no part yet, the folder that is meant for them.
        let empty = of_role.iter().find(|id| holds(**id) && graph.module(**id).parent.is_some());
        most.or(empty).copied()
    }

    pub(super) fn file_name(&self, module: ModuleId) -> &str {
        let file = &self.system.file(self.system.graph.module_file(module)).path;
        file.rsplit('/').next().unwrap_or(file)
    }

    /// The module by whose path others name what is in `module`: one above it that hands all of it on.
    pub(super) fn visible(&self, module: ModuleId) -> ModuleId {
        let graph = &self.system.graph;
        let Some(above) = graph.module(module).parent else { return module };
        let text = &self.system.file(graph.module_file(above)).text;
        let name = graph.names.get(graph.module(module).name);
        if look::hands_on(text, name) { self.visible(above) } else { module }
    }

    /// A module as one that further modules are declared in.
    pub(super) fn holder(&self, module: ModuleId) -> Json {
        let graph = &self.system.graph;
        let file = &self.system.file(graph.module_file(module)).path;
        let path = graph.module_path(module);
        let is_root = graph.module(module).parent.is_none() || self.file_name(module) == "mod.rs";
        let dir = if is_root { folder(file) } else { file.trim_end_matches(".rs").to_owned() };
        json!({ "file": file, "dir": dir, "module": path, "inside": inside(&path) })
    }

    /// The file in which events of the domain stand.
    pub(super) fn events(&self, reach: &[PackageId]) -> Json {
        let graph = &self.system.graph;
        let modules = reach.iter().flat_map(|package| self.modules(*package));
        let found = modules.into_iter().find_map(|module| {
            let file = self.system.file(graph.module_file(module));
            let derives = look::derives(&file.text, "DomainEvent")?;
            Some(json!({ "file": file.path, "derives": derives }))
        });
        found.unwrap_or(Json::Null)
    }
}

/// A path of a module as its own crate writes it.
pub(super) fn inside(path: &str) -> String {
    path.split_once("::").map_or("crate".to_owned(), |(_, path)| format!("crate::{path}"))
}
