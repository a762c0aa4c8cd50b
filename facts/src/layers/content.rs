//! What a module does, with everything below it: serves requests, reaches out, declares traits.

use rayon::prelude::*;

use crate::framework::server;
use crate::graph::{
    Edge, EdgeKind, ExternalId, Graph, ItemKind, ModuleId, Scope, Target, Technology, Visibility,
};

/// What a module does, with everything below it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Content {
    /// It uses a web framework or a server of remote calls. A broker's client says nothing: who
    /// publishes is driven, who consumes is driving.
    pub(crate) serves: bool,
    /// It uses a database, a client or a cloud.
    pub(crate) reaches_out: bool,
    /// It puts a server together or starts one.
    pub(crate) starts: bool,
    /// Traits declared.
    pub(crate) traits: u32,
    /// Functions with a body outside traits.
    pub(crate) functions: u32,
    /// Types declared that others can see.
    pub(crate) types: u32,
}

/// The contents of all modules.
pub(crate) fn of_modules(graph: &Graph) -> Vec<Content> {
    let mut contents = vec![Content::default(); graph.modules.len()];
    let does = outside(graph);
    let of_piece = |edges: &Vec<Edge>| {
        let mut found: Vec<(ModuleId, Does)> = Vec::new();
        for edge in edges {
            let Target::External(to) = edge.to else { continue };
            let does = does[to.index()];
            let counts = edge.scope == Scope::Production && edge.kind != EdgeKind::Manifest;
            if counts && (does.serves || does.reaches_out) {
                found.push((edge.module, does));
            }
        }
        found
    };
    let found: Vec<_> = graph.edges.pieces().par_iter().map(of_piece).collect();
    for (module, does) in found.into_iter().flatten() {
        let content = &mut contents[module.index()];
        content.serves |= does.serves;
        content.reaches_out |= does.reaches_out;
        content.starts |= does.starts;
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
            ItemKind::Struct | ItemKind::Enum | ItemKind::Union | ItemKind::TypeAlias
                if item.parent.is_none() && item.visibility != Visibility::In(item.module) =>
            {
                content.types += 1;
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
            above.starts |= own.starts;
            above.traits += own.traits;
            above.functions += own.functions;
            above.types += own.types;
        }
    }
    contents
}

/// What a use of a name outside the tree says.
#[derive(Clone, Copy, Default)]
struct Does {
    serves: bool,
    reaches_out: bool,
    starts: bool,
}

/// What each name outside the tree says. Edges are many, so this is not asked of each.
fn outside(graph: &Graph) -> Vec<Does> {
    let kind = |at: usize| {
        let external = &graph.externals[at];
        let starts = || server::starts(&external.package, &external.path);
        match graph.technology(Target::External(ExternalId(at as u32))) {
            // What describes a part of an interface does not serve it; what describes all of it belongs to who does.
            Some(Technology::HttpServer) => Does {
                serves: server::serves(&external.package, &external.path),
                starts: starts(),
                ..Does::default()
            },
            Some(Technology::Rpc) => Does { serves: true, starts: starts(), ..Does::default() },
            Some(
                Technology::Database
                | Technology::HttpClient
                | Technology::Cloud
                | Technology::Mail,
            ) => Does { reaches_out: true, ..Does::default() },
            _ => Does::default(),
        }
    };
    (0..graph.externals.len()).into_par_iter().map(kind).collect()
}
