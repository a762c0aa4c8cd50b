//! What the layers around routes give to them.

use rustc_hash::FxHashSet;

use super::guards::{Found, Guards};
use super::text::short;
use crate::extract::rust::bodies::Node;
use crate::graph::system::CapabilityKind;
use crate::graph::{ItemId, ItemKind, Scope, Target};
use crate::program::At;

impl Guards<'_, '_, '_> {
    /// What a layer gives.
    pub(super) fn of_layer(&self, layer: At) -> Found {
        let program = self.context.program;
        let mut found = Found::default();
        let text = short(program.text(program.place(layer)));
        let mut stack = vec![(layer, 0_u8)];
        let mut seen = FxHashSet::default();
        let mut unknown = true;
        while let Some((at, depth)) = stack.pop() {
            if !seen.insert(at) || seen.len() > 400 {
                continue;
            }
            let node = program.node(at);
            let mut parts = Vec::new();
            crate::system::parts::push_parts(program.unit(at.unit).bodies, node, &mut parts);
            if let Node::Call { callee, arguments } = node
                && let Some(values) = self.values_of_layer(At { node: callee, ..at })
            {
                let values = program.list(at.unit, arguments).take(values);
                let values: Vec<At> = values.collect();
                parts.retain(|part| !values.iter().any(|value| value.node == *part));
            }
            stack.extend(parts.into_iter().rev().map(|part| (At { node: part, ..at }, depth)));
            let target = match node {
                Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
                Node::Method { call, .. } => program.method(at.unit, call),
                Node::Local(local) => {
                    if let Some(value) =
                        self.context.links.initialiser(at.unit, local).filter(|_| depth < 4)
                    {
                        stack.push((value, depth + 1));
                    } else {
                        found.hidden = true;
                    }
                    None
                }
                _ => None,
            };
            match target {
                Some(Target::External(external)) => {
                    let name = &program.graph.externals[external.index()];
                    let gives = self.context.known.external(external);
                    unknown &= !self.context.known.speaks_of(&name.package)
                        && !matches!(
                            name.package.as_str(),
                            "std" | "core" | "alloc" | "http" | "tower"
                        );
                    for kind in gives.iter().flat_map(|known| &known.gives) {
                        if matters(*kind)
                            && !found.guards.iter().any(|guard| guard.capability.kind == *kind)
                        {
                            let by = program.graph.target_path(Target::External(external));
                            found.guards.push(self.guard(
                                *kind,
                                at,
                                95,
                                by,
                                format!("layer `{text}`"),
                            ));
                        }
                    }
                }
                Some(Target::Item(item)) => {
                    unknown = false;
                    self.layer_of_tree(item, at, &text, &mut found);
                }
                _ => {}
            }
        }
        found.hidden |= unknown;
        found.hidden &= found.guards.is_empty();
        found
    }

    /// How many of the first arguments of what makes a layer are values that it hands on to others, and so cannot hide
    /// what it does.
    fn values_of_layer(&self, callee: At) -> Option<usize> {
        let Node::Path(path) = self.context.program.node(callee) else { return None };
        let target = self.context.program.path(callee.unit, path);
        self.context.known.of(target)?.values_of_layer.map(usize::from)
    }

    /// A layer that the tree defines: a function, or a type whose parts do the work.
    fn layer_of_tree(&self, item: ItemId, at: At, text: &str, found: &mut Found) {
        let program = self.context.program;
        let name = program.graph.names.get(program.graph.item(item).name);
        let mut functions: Vec<ItemId> = Vec::new();
        let of = match program.graph.item(item).kind {
            ItemKind::Function => {
                functions.push(item);
                self.context.links.self_type(program, item)
            }
            ItemKind::Struct | ItemKind::Enum => Some(item),
            _ => None,
        };
        if let Some(of) = of {
            // The service that a layer makes stands beside it, and does what the layer is for.
            let module = program.graph.item(of).module;
            let beside = program
                .bodies
                .iter()
                .filter(|body| body.module == module && body.scope == Scope::Production);
            let beside = beside.filter(|body| {
                program
                    .graph
                    .item(body.item)
                    .parent
                    .is_some_and(|parent| program.graph.item(parent).kind == ItemKind::Impl)
            });
            functions.extend(beside.map(|body| body.item));
        }
        let functions = functions.into_iter().filter_map(|item| self.functions.of_item(item));
        let best = functions.filter_map(|function| self.authenticates(function)).max();
        let named = name.to_lowercase();
        let says = ["auth", "jwt", "token", "login", "anonymous", "permission"]
            .iter()
            .any(|word| named.contains(word));
        let confidence = match (best, says) {
            (Some(best), _) if best >= 80 => Some(best),
            (Some(_), true) => Some(80),
            (None, true) => Some(70),
            // That it looks at a header does not mean that it turns anybody away.
            (_, false) => None,
        };
        let kind = CapabilityKind::Authentication;
        if let Some(confidence) = confidence
            && !found.guards.iter().any(|guard| guard.capability.kind == kind)
        {
            let by = program.graph.item_path(item);
            found.guards.push(self.guard(kind, at, confidence, by, format!("layer `{text}`")));
        }
    }
}

/// Whether a capability is one of a route.
fn matters(kind: CapabilityKind) -> bool {
    matches!(
        kind,
        CapabilityKind::Authentication
            | CapabilityKind::RateLimit
            | CapabilityKind::Timeout
            | CapabilityKind::Cors
            | CapabilityKind::Tracing
            | CapabilityKind::Metrics
            | CapabilityKind::Bulkhead
    )
}
