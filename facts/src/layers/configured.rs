//! Layers that configuration declares.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::BY_CONFIGURATION;
use crate::SourceFile;
use crate::graph::{Graph, Layer, LayerDefinition, LayerFact, LayerId, ModuleId, Role};

/// Puts modules into the declared layers that their paths or packages belong to.
pub(super) fn apply(graph: &mut Graph, files: &[SourceFile], definitions: &[LayerDefinition]) {
    for definition in definitions {
        let layer = LayerId(graph.layers.len() as u16);
        let role = definition.role.or_else(|| role_of(&definition.name));
        graph.layers.push(Layer { name: definition.name.clone(), role, declared: true });
        let paths = set(definition
            .paths
            .iter()
            .filter(|path| !path.starts_with("crate:"))
            .map(String::as_str));
        let crates = set(definition.paths.iter().filter_map(|path| path.strip_prefix("crate:")));
        for index in 0..graph.modules.len() {
            let module = ModuleId(index as u32);
            let package = &graph.package(graph.package_of(module)).name;
            let path = &files[graph.module(module).file.0 as usize].path;
            let reason = if paths.is_match(path) {
                format!("the configuration puts `{path}` there")
            } else if crates.is_match(package) {
                format!("the configuration puts package `{package}` there")
            } else {
                continue;
            };
            graph.module_layers[index] =
                Some(LayerFact { layer, confidence: BY_CONFIGURATION, reason, place: None });
        }
    }
}

/// The role that a layer's name means.
pub(super) fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "core" | "domain" | "port" | "ports" => Role::Core,
        "application" | "app" | "use-cases" | "usecases" => Role::Application,
        "adapter-in" | "adapters-in" | "inbound" | "driving" | "presentation" => Role::AdapterIn,
        "adapter-out" | "adapters-out" | "outbound" | "driven" | "infrastructure" | "adapters" => {
            Role::AdapterOut
        }
        "root" | "composition-root" => Role::Root,
        _ => return None,
    })
}

fn set<'p>(globs: impl Iterator<Item = &'p str>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        // A glob that cannot be read was refused with the configuration.
        if let Ok(glob) = Glob::new(glob) {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}
