//! Texts that stand for the variants of an enum: `Topic::Placed.as_str()`, and what shows one.

use super::{Frame, MOST, STEPS, Search, Value, add};
use crate::extract::rust::bodies::{Node, NodeId, NodeList};
use crate::graph::{ItemId, ItemKind, Name, Target};
use crate::program::At;

/// So many variables and calls lie between a variant and where its text is asked for.
const FAR: u8 = 6;

impl Search<'_, '_> {
    /// What a method of an enum gives for the variants that its receiver may be; none if no variant is known.
    pub(super) fn of_variants(
        &mut self,
        receiver: At,
        item: ItemId,
        arguments: NodeList,
        depth: usize,
    ) -> Option<Vec<Value>> {
        let variants = self.variants(receiver, FAR);
        let mut found = Vec::new();
        for variant in variants.into_iter().take(MOST) {
            let variant = Some(self.name(variant));
            let frame = Frame { item, unit: receiver.unit, arguments, skip: 0, variant };
            add(&mut found, self.result(receiver, frame, depth));
        }
        (!found.is_empty()).then_some(found)
    }

    /// The text by which the variants that an expression may be are shown: what `fmt` of `Display` writes.
    pub(super) fn shown(&mut self, receiver: At, depth: usize) -> Option<Vec<Value>> {
        let program = self.values.program;
        let first = *self.variants(receiver, FAR).first()?;
        let of = program.graph.item(first).parent?;
        let links = self.values.links;
        let mut blocks = links.impls_by_trait("Display").iter();
        let (block, ..) =
            blocks.find(|(block, ..)| links.impl_type(*block) == Some(Target::Item(of)))?;
        let item = *links.children(*block).first()?;
        self.of_variants(receiver, item, NodeList { start: 0, len: 0 }, depth)
    }

    fn name(&self, item: ItemId) -> Name {
        self.values.program.graph.item(item).name
    }

    /// The variants that an expression may be: by what it is, or by what callers give.
    fn variants(&mut self, at: At, left: u8) -> Vec<ItemId> {
        self.steps += 1;
        let Some(left) = left.checked_sub(1).filter(|_| self.steps <= STEPS) else {
            return Vec::new();
        };
        let program = self.values.program;
        let below = |node: NodeId| At { node, ..at };
        match program.node(at) {
            Node::Reference(inner) => self.variants(below(inner), left),
            Node::Call { callee, .. } => self.variants(below(callee), left),
            Node::Method { call, receiver, .. }
                if matches!(program.method_name(at.unit, call), "clone" | "to_owned") =>
            {
                self.variants(below(receiver), left)
            }
            Node::Path(path) | Node::Struct { path, .. } => match program.path(at.unit, path) {
                Some(Target::Item(item)) if program.graph.item(item).kind == ItemKind::Variant => {
                    vec![item]
                }
                _ => Vec::new(),
            },
            Node::Local(local) => {
                let links = self.values.links;
                if let Some(value) = links.initialiser(at.unit, local) {
                    return self.variants(value, left);
                }
                let Some((item, index)) = links.locals(at.unit).parameter(local) else {
                    return Vec::new();
                };
                let frame = self.frames.iter().rev().find(|frame| frame.item == item).copied();
                if let Some(frame) = frame {
                    let given = self.argument(frame, index);
                    return given.map_or_else(Vec::new, |given| self.variants(given, left));
                }
                let mut found = Vec::new();
                for call in links.callers(item).take(MOST) {
                    let frame = self.arguments_of(call, item);
                    let given = frame.and_then(|frame| self.argument(frame, index));
                    found.extend(given.into_iter().flat_map(|given| self.variants(given, left)));
                }
                found.dedup();
                found
            }
            _ => Vec::new(),
        }
    }

    /// The arms of a `match` on `self` that are taken for the variant that is being looked into.
    pub(super) fn taken(&self, on: At, arms: &[At]) -> Option<Vec<At>> {
        let program = self.values.program;
        let variant = self.frames.last()?.variant?;
        let on = program.text(program.place(on)).trim_start_matches(['*', '&', ' ']);
        if on != "self" {
            return None;
        }
        let variant = program.graph.names.get(variant);
        let is_taken = |arm: &At| {
            let Node::Arm { pattern_span, .. } = program.node(*arm) else { return false };
            let pattern = program.text(program.place_in(arm.unit, pattern_span));
            pattern.split('|').any(|one| {
                let path = one.split(['(', '{']).next().unwrap_or(one).trim();
                path.trim_start_matches('&').rsplit("::").next() == Some(variant)
            })
        };
        let named: Vec<At> = arms.iter().copied().filter(is_taken).collect();
        (!named.is_empty()).then_some(named)
    }
}
