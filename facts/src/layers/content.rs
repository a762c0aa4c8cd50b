//! What a module does, with everything below it: serves requests, reaches out, declares traits.

use crate::graph::{EdgeKind, Graph, ItemKind, ModuleId, Scope, Technology};

/// What a module does, with everything below it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Content {
    /// It uses a web framework or a server of remote calls. A broker's client says nothing: who
    /// publishes is driven, who consumes is driving.
    pub(crate) serves: bool,
    /// It uses a database, a client or a cloud.
    pub(crate) reaches_out: bool,
    /// Traits declared.
    pub(crate) traits: u32,
    /// Functions with a body outside traits.
    pub(crate) functions: u32,
}

/// The contents of all modules.
pub(crate) fn of_modules(graph: &Graph) -> Vec<Content> {
    let mut contents = vec![Content::default(); graph.modules.len()];
    for edge in &graph.edges {
        if edge.scope != Scope::Production || edge.kind == EdgeKind::Manifest {
            continue;
        }
        let content = &mut contents[edge.module.index()];
        match graph.technology(edge.to) {
            // What describes an interface does not serve it.
            Some(Technology::HttpServer) if graph.target_path(edge.to).starts_with("utoipa") => {}
            Some(Technology::HttpServer | Technology::Rpc) => content.serves = true,
            Some(
                Technology::Database
                | Technology::HttpClient
                | Technology::Cloud
                | Technology::Mail,
            ) => {
                content.reaches_out = true;
            }
            _ => {}
        }
    }
    for (_, item) in graph.items() {
        if item.scope != Scope::Production {
            continue;
        }
        let content = &mut contents[item.module.index()];
        match item.kind {
            ItemKind::Trait => content.traits += 1,
            ItemKind::Function => {
                let in_trait =
                    item.parent.is_some_and(|parent| graph.item(parent).kind == ItemKind::Trait);
                content.functions += u32::from(!in_trait);
            }
            _ => {}
        }
    }
    // Parents stand before their children, so adding up from the back reaches every root.
    for index in (0..graph.modules.len()).rev() {
        if let Some(parent) = graph.module(ModuleId(index as u32)).parent {
            let own = contents[index];
            let above = &mut contents[parent.index()];
            above.serves |= own.serves;
            above.reaches_out |= own.reaches_out;
            above.traits += own.traits;
            above.functions += own.functions;
        }
    }
    contents
}
