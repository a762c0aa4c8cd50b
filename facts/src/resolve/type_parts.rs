//! What aliases stand for, and which types `impl` blocks are for: told once, before paths are looked up.

use rayon::prelude::*;

use super::tree::Builder;
use super::unit::UnitId;
use crate::extract::rust::facts::{ItemIndex, ItemKind, Type};
use crate::graph::{ItemId, Target};

impl Builder<'_> {
    /// The types that aliases stand for, and the types and parts of `impl` blocks.
    pub(crate) fn resolve_types(&mut self) {
        let alias = |(id, item): (usize, &crate::graph::Item)| {
            if item.kind != crate::graph::ItemKind::TypeAlias || item.parent.is_some() {
                return None;
            }
            let (unit, index) = self.origins[id];
            let ItemKind::TypeAlias { ty: Some(ty) } =
                self.units[unit.0 as usize].facts.items[index as usize].kind
            else {
                return None;
            };
            Some((ItemId(id as u32), self.type_target(unit, ty)?))
        };
        let aliases: Vec<(ItemId, Target)> =
            self.graph.items.par_iter().enumerate().filter_map(alias).collect();
        self.aliases.extend(aliases);
        let block = |&(unit, index, id): &(UnitId, u32, ItemId)| {
            let facts = &self.units[unit.0 as usize].facts;
            let ItemKind::Impl { index: block } = facts.items[index as usize].kind else {
                return None;
            };
            let block = &facts.impls[block as usize];
            // A blanket implementation is for no type; `Self` in it is used like the bounds.
            let blanket = matches!(facts.types.get(block.self_type.index()), Some(Type::Impl(_)));
            let target = self.resolved_alias(self.type_target(unit, block.self_type)?);
            Some((unit, ItemIndex(index), id, target, block.of_trait.is_none(), blanket))
        };
        let types: Vec<_> = self.impls.par_iter().filter_map(block).collect();
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
