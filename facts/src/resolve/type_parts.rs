//! What aliases stand for, and which types `impl` blocks are for: told once, before paths are looked up.

use rayon::prelude::*;

use super::builder::Builder;
use super::parts::{Part, Parts};
use super::unit::UnitId;
use crate::extract::rust::facts::{Impl, ItemKind, Type};
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
            let ItemKind::Impl { index } = facts.items[index as usize].kind else {
                return None;
            };
            let Impl { self_type, of_trait, .. } = facts.impls[index as usize];
            // A blanket implementation is for no type; `Self` in it is used like the bounds.
            let blanket = matches!(facts.types.get(self_type.index()), Some(Type::Impl(_)));
            let target = self.resolved_alias(self.type_target(unit, self_type)?);
            let inherent = of_trait.is_none();
            let of_trait = of_trait.and_then(|path| self.path_target(unit, path));
            let of_trait = of_trait.map(|target| self.resolved_alias(target));
            Some(Block { unit, index, id, target, of_trait, inherent, blanket })
        };
        let blocks: Vec<Block> = self.impls.par_iter().filter_map(block).collect();
        let parts = |inherent: bool| {
            let types = blocks.par_iter().filter_map(move |block| match block.target {
                Target::Item(of) if block.inherent == inherent && !block.blanket => {
                    Some((block.id, of))
                }
                _ => None,
            });
            types.flat_map_iter(|(block, of)| self.parts_of(block, of))
        };
        // A type's own items come before those of traits.
        let parts = parts(true).chain(parts(false)).collect();
        self.impl_parts = Parts::new(parts, self.graph.items.len());
        self.type_traits = blocks
            .iter()
            .filter_map(|block| match (block.target, block.of_trait) {
                (Target::Item(of), Some(Target::Item(of_trait))) if !block.blanket => {
                    Some((of, of_trait))
                }
                _ => None,
            })
            .collect();
        self.type_traits.par_sort_unstable();
        for unit in &mut self.units {
            unit.impl_types = vec![None; unit.facts.impls.len()];
        }
        for block in blocks {
            self.units[block.unit.0 as usize].impl_types[block.index as usize] = Some(block.target);
        }
    }

    /// What stands in an `impl` block, as parts of its type.
    fn parts_of(&self, block: ItemId, of: ItemId) -> impl Iterator<Item = Part> {
        let following = self.graph.items.iter().enumerate().skip(block.index() + 1);
        // An item's parts follow it, each below something that follows it.
        let inside = following.take_while(move |(_, item)| item.parent >= Some(block));
        let own = inside.filter(move |(_, item)| item.parent == Some(block));
        own.map(move |(at, item)| Part { of, name: item.name, item: ItemId(at as u32) })
    }
}

/// An `impl` block whose type is known.
struct Block {
    unit: UnitId,
    /// Its number in the facts of its file.
    index: u32,
    id: ItemId,
    target: Target,
    of_trait: Option<Target>,
    inherent: bool,
    blanket: bool,
}
