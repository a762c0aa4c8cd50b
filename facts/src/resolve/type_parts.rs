//! What aliases stand for, and which types `impl` blocks are for: told once, before paths are looked up.

use super::tree::Builder;
use crate::extract::rust::facts::{ItemIndex, ItemKind, Type};
use crate::graph::{ItemId, Target};

impl Builder<'_> {
    /// The types that aliases stand for, and the types and parts of `impl` blocks.
    pub(crate) fn resolve_types(&mut self) {
        let mut aliases = Vec::new();
        for (id, item) in self.graph.items.iter().enumerate() {
            if item.kind != crate::graph::ItemKind::TypeAlias || item.parent.is_some() {
                continue;
            }
            let (unit, index) = self.origins[id];
            let ItemKind::TypeAlias { ty: Some(ty) } =
                self.units[unit.0 as usize].facts.items[index as usize].kind
            else {
                continue;
            };
            if let Some(target) = self.type_target(unit, ty) {
                aliases.push((ItemId(id as u32), target));
            }
        }
        self.aliases.extend(aliases);
        let mut types = Vec::new();
        for &(unit, index, id) in &self.impls {
            let facts = &self.units[unit.0 as usize].facts;
            let ItemKind::Impl { index: block } = facts.items[index as usize].kind else {
                continue;
            };
            let block = &facts.impls[block as usize];
            // A blanket implementation is for no type; `Self` in it is used like the bounds.
            let blanket = matches!(facts.types.get(block.self_type.index()), Some(Type::Impl(_)));
            if let Some(target) = self.type_target(unit, block.self_type) {
                types.push((
                    unit,
                    ItemIndex(index),
                    id,
                    self.resolved_alias(target),
                    block.of_trait.is_none(),
                    blanket,
                ));
            }
        }
        for inherent in [true, false] {
            for &(unit, index, id, target, is_inherent, blanket) in &types {
                self.impl_types.insert((unit, index), target);
                if is_inherent != inherent || blanket {
                    continue;
                }
                let Target::Item(ty) = target else {
                    continue;
                };
                for (part, item) in self.graph.items.iter().enumerate().skip(id.index() + 1) {
                    match item.parent {
                        Some(parent) if parent == id => {
                            self.impl_parts.entry((ty, item.name)).or_insert(ItemId(part as u32));
                        }
                        Some(parent) if parent > id => {}
                        _ => break,
                    }
                }
            }
        }
    }
}
