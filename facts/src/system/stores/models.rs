//! Calls of SeaORM: which entity or active model they are about.

use super::meaning::{Found, of_entities};
use super::statements::Reader;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::Type;
use crate::framework::store::StoreCall;

impl Reader<'_, '_, '_> {
    /// The path by which a call of SeaORM names an entity; none where it names none.
    pub(super) fn entity_path(&self, node: NodeId) -> Option<String> {
        match self.view.node(node) {
            Node::Call { .. } => {
                let path = self.view.path_text(node)?;
                path.rsplit_once("::").map(|(entity, _)| entity.to_owned())
            }
            Node::Method { receiver, .. } => self.model_path(receiver, 6),
            _ => None,
        }
    }

    /// The path of an active model that an expression is.
    fn model_path(&self, node: NodeId, steps: u8) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        let node = self.view.bare(node);
        match self.view.node(node) {
            Node::Struct { .. } | Node::Call { .. } => {
                let path = self.view.path_text(node)?;
                path.contains("ActiveModel").then_some(path)
            }
            Node::Method { receiver, .. } => {
                if self.view.method_name(node) == Some("into_active_model") {
                    return Some("ActiveModel".to_owned());
                }
                self.model_path(receiver, steps)
            }
            Node::Local(local) => {
                let facts = self.context.program.unit(self.view.unit).facts;
                let ty = facts.locals[local.index()].ty.and_then(|ty| facts.types.get(ty.index()));
                if let Some(Type::Path { path, .. }) = ty {
                    let path = self.context.program.path_text(self.view.unit, *path);
                    if path.contains("ActiveModel") {
                        return Some(path);
                    }
                }
                self.model_path(self.view.value(local)?, steps)
            }
            _ => None,
        }
    }

    /// `user::Entity::find()` by any name of the entity, and `model.insert(db)`, where the receiver is not known.
    pub(super) fn read_active_model(&mut self, node: NodeId) {
        let used = self.context.meaning.used(self.context.program, self.view.unit);
        let Some((library, table)) = of_entities(used) else { return };
        let name = match self.view.node(node) {
            Node::Method { .. } => self.view.method_name(node).map(str::to_owned),
            Node::Call { .. } => {
                let path = self.view.path_text(node).unwrap_or_default();
                path.rsplit_once("::").and_then(|(entity, name)| {
                    let unit = self.view.unit;
                    let known = self.context.entities.entity(self.context.program, unit, entity);
                    known.map(|_| format!("Entity::{name}"))
                })
            }
            _ => None,
        };
        let Some(name) = name else { return };
        let call = if name.contains("::") { table.function(&name) } else { table.method(&name) };
        let Some(call) = call else { return };
        let found = Found { call, table, library, confidence: 80 };
        match call {
            StoreCall::Insert(_) | StoreCall::Write(_) | StoreCall::Read(_) => {
                self.read_call(node, &found);
            }
            _ => {}
        }
    }
}
