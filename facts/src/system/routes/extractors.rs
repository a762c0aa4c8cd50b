//! What a handler itself asks of a request: its extractors, and checks in its body.

use super::guards::Guards;
use crate::extract::rust::facts::{Type, TypeId};
use crate::framework::identities::{identifies, may_identify};
use crate::graph::system::{CapabilityKind, FnId, Guard};
use crate::graph::{ItemId, Target};
use crate::place::Place;
use crate::program::{At, UnitIndex};
use crate::system::known::authenticating;
use crate::system::parts::{derives, named_type, parameters_of};

impl Guards<'_, '_, '_> {
    /// What a handler itself asks for: its extractors, and checks in its body.
    pub(super) fn of_handler(&self, item: ItemId, function: Option<FnId>) -> Option<Guard> {
        let program = self.context.program;
        let body = program.body_of(item)?;
        let at = At { unit: body.unit, node: body.node };
        let kind = CapabilityKind::Authentication;
        for parameter in parameters_of(program.unit(body.unit).facts, body) {
            let target = named_type(program, body.unit, parameter.ty);
            let Some((confidence, name)) = self.extractor(target, body.unit, parameter.ty) else {
                continue;
            };
            let mut guard =
                self.guard(kind, at, confidence, name.clone(), format!("extractor `{name}`"));
            if let Some(place) = self.parameter_place(body.unit, parameter.ty) {
                guard.capability.place = place;
            }
            return Some(guard);
        }
        let function = function?;
        let confidence = self.authenticates(function).filter(|confidence| *confidence >= 85)?;
        let name = program.graph.names.get(program.graph.item(item).name);
        let mut guard =
            self.guard(kind, at, confidence.min(85), name.to_owned(), format!("check in `{name}`"));
        guard.capability.place = program.graph.item_place(item);
        Some(guard)
    }

    fn parameter_place(&self, unit: UnitIndex, ty: TypeId) -> Option<Place> {
        let program = self.context.program;
        let facts = program.unit(unit).facts;
        match &facts.types[ty.index()] {
            Type::Path { path, .. } => Some(program.place_in(unit, facts.paths[path.index()].span)),
            _ => None,
        }
    }

    /// Whether a parameter's type lets no request without a valid token through.
    fn extractor(
        &self,
        target: Option<Target>,
        unit: UnitIndex,
        ty: TypeId,
    ) -> Option<(u8, String)> {
        let program = self.context.program;
        match target {
            Some(Target::External(external)) => {
                let known = self.context.known.external(external)?;
                let path = program.graph.target_path(Target::External(external));
                let authenticates =
                    known.authenticates || known.gives.contains(&CapabilityKind::Authentication);
                authenticates.then_some((95, path))
            }
            Some(Target::Item(item)) => {
                let name = program.graph.names.get(program.graph.item(item).name).to_owned();
                let mut schemes = authenticating();
                if schemes.any(|scheme| derives(program, item, scheme)) {
                    return Some((90, name));
                }
                let traits = self.context.known.extractors();
                let blocks: Vec<ItemId> = traits
                    .iter()
                    .flat_map(|name| self.context.links.impls_by_trait(name))
                    .map(|(block, _, _)| *block)
                    .filter(|block| {
                        self.context.links.impl_type(*block) == Some(Target::Item(item))
                    })
                    .collect();
                if blocks.is_empty() {
                    return None;
                }
                let functions = blocks.iter().flat_map(|block| self.context.links.children(*block));
                let functions = functions.filter_map(|item| self.functions.of_item(*item));
                let best = functions.filter_map(|function| self.authenticates(function)).max();
                match (best, may_identify(&name)) {
                    (Some(best), true) => Some((best.max(85), name)),
                    (Some(best), false) => Some((best, name)),
                    (None, true) => Some((75, name)),
                    (None, false) => None,
                }
            }
            _ => {
                let facts = program.unit(unit).facts;
                let Type::Path { path, .. } = &facts.types[ty.index()] else { return None };
                let text = program.path_text(unit, *path);
                let last = text.rsplit("::").next().unwrap_or_default().to_owned();
                identifies(&last).then_some((70, last))
            }
        }
    }
}
