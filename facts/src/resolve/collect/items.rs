//! Collects items: each becomes an item of the graph, and its name is bound where it is declared.

use std::collections::VecDeque;

use super::Wanted;
use crate::extract::rust::facts::{ItemIndex, ItemKind, ScopeKind, Type};
use crate::graph::{self, ItemId, Target};
use crate::resolve::bind::definition;
use crate::resolve::builder::{Builder, LegacyMacro};
use crate::resolve::parts::Part;
use crate::resolve::space::{Namespace, Seen};
use crate::resolve::unit::UnitId;

impl Builder<'_> {
    /// Makes an item, or a module, of what a file declares.
    pub(super) fn collect_item(
        &mut self,
        unit_id: UnitId,
        index: ItemIndex,
        wanted: &mut VecDeque<Wanted>,
    ) {
        let at = unit_id.0 as usize;
        let item = self.units[at].facts.items[index.index()].clone();
        let (krate, file, cfg) = {
            let unit = &self.units[at];
            if unit.is_hidden(item.scope) {
                return;
            }
            (unit.krate, unit.file, unit.cfg(item.cfg))
        };
        if !self.is_active(krate, cfg) {
            return;
        }
        if let ItemKind::Module { inline, paths } = &item.kind {
            self.collect_module(unit_id, index, &item, *inline, paths, wanted);
            return;
        }
        let Some(kind) = graph_kind(&item.kind) else {
            return;
        };
        let scope_kind = self.units[at].facts.scopes[item.scope.index()].kind;
        let space = self.space_of(unit_id, item.scope);
        let module = self.spaces[space.index()].module;
        let parent = item.parent.and_then(|parent| match self.units[at].target(parent) {
            Some(Target::Item(id)) => Some(id),
            _ => None,
        });
        let name = match item.kind {
            ItemKind::Impl { index } => self.impl_name(unit_id, index),
            _ => self.units[at].name(item.name),
        };
        let seen = self.seen(item.visibility, module);
        let scope = self.scope_of(unit_id, cfg, item.flags);
        let id = ItemId(self.graph.items.len() as u32);
        self.graph.items.push(graph::Item {
            kind,
            name,
            module,
            parent,
            visibility: match seen {
                Seen::Everywhere => graph::Visibility::Public,
                Seen::Below(module) => graph::Visibility::In(module),
            },
            cfg,
            scope: parent.map_or(scope, |parent| self.graph.item(parent).scope.max(scope)),
            file,
            span: self.place(unit_id, item.span).span,
            name_span: self.place(unit_id, item.name_span).span,
        });
        self.origins.push((unit_id, index.0));
        self.units[at].targets[index.index()] = Some(Target::Item(id));
        let is_part = matches!(item.kind, ItemKind::Variant { .. } | ItemKind::Field { .. })
            || matches!(scope_kind, ScopeKind::Impl | ScopeKind::Trait | ScopeKind::Type);
        if is_part {
            if let Some(parent) = parent {
                self.met_members.push(Part { of: parent, name, item: id });
            }
            return;
        }
        let rank = self.next_rank(krate, cfg);
        if let ItemKind::Impl { .. } = item.kind {
            self.impls.push((unit_id, index.0, id));
            return;
        }
        if let ItemKind::MacroRules { exported, .. } = item.kind {
            let entry = LegacyMacro { item: id, module, unit: unit_id, index: index.0, rank };
            self.legacy_macros.entry((krate, name)).or_default().push(entry);
            self.macros.insert(id, entry);
            if exported {
                let root = self.module_spaces[self.graph.krate(krate).root.index()];
                let binding = definition(Target::Item(id), Seen::Everywhere, rank);
                self.bind(root, name, Namespace::Macros, binding);
            }
            return;
        }
        for namespace in namespaces(&item.kind) {
            self.bind(space, name, *namespace, definition(Target::Item(id), seen, rank));
        }
        if item.kind == ItemKind::Trait {
            self.collect_port_types(unit_id, index, (space, seen), id);
        }
    }

    /// The name of the type that an `impl` is for.
    fn impl_name(&mut self, unit: UnitId, index: u32) -> graph::Name {
        let unit = &self.units[unit.0 as usize];
        let facts = &unit.facts;
        let mut ty = facts.impls[index as usize].self_type;
        // `impl Trait for &T` is about `T`; the chain is as long as the type is nested.
        while let Some(Type::Reference(inner)) = facts.types.get(ty.index()) {
            ty = *inner;
        }
        if let Some(Type::Path { path, .. }) = facts.types.get(ty.index())
            && let Some(last) = facts.segments[facts.paths[path.index()].segments.range()].last()
        {
            return unit.name(last.name);
        }
        self.graph.names.intern("")
    }
}

const fn graph_kind(kind: &ItemKind) -> Option<graph::ItemKind> {
    Some(match kind {
        ItemKind::Function { .. } => graph::ItemKind::Function,
        ItemKind::Struct | ItemKind::TupleStruct | ItemKind::UnitStruct => graph::ItemKind::Struct,
        ItemKind::Union => graph::ItemKind::Union,
        ItemKind::Enum => graph::ItemKind::Enum,
        ItemKind::Variant { .. } => graph::ItemKind::Variant,
        ItemKind::Field { .. } => graph::ItemKind::Field,
        ItemKind::Trait | ItemKind::TraitAlias => graph::ItemKind::Trait,
        ItemKind::TypeAlias { .. } => graph::ItemKind::TypeAlias,
        ItemKind::Const { .. } => graph::ItemKind::Const,
        ItemKind::Static { .. } => graph::ItemKind::Static,
        ItemKind::MacroRules { .. } | ItemKind::MacroDefinition | ItemKind::ProcMacro => {
            graph::ItemKind::Macro
        }
        ItemKind::Impl { .. } => graph::ItemKind::Impl,
        ItemKind::Module { .. } | ItemKind::ForeignBlock => return None,
    })
}

const fn namespaces(kind: &ItemKind) -> &'static [Namespace] {
    match kind {
        ItemKind::Function { .. } | ItemKind::Const { .. } | ItemKind::Static { .. } => {
            &[Namespace::Values]
        }
        ItemKind::TupleStruct | ItemKind::UnitStruct => &[Namespace::Types, Namespace::Values],
        ItemKind::MacroDefinition | ItemKind::ProcMacro => &[Namespace::Macros],
        ItemKind::Struct
        | ItemKind::Union
        | ItemKind::Enum
        | ItemKind::Trait
        | ItemKind::TraitAlias
        | ItemKind::TypeAlias { .. } => &[Namespace::Types],
        _ => &[],
    }
}
