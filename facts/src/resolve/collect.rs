//! Collects modules and items: the module tree of every crate, file by file.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::parts::{Part, Parts};
use super::prelude;
use super::space::{Binding, DEFINED, Namespace, Seen, Space, SpaceId};
use super::tree::{Builder, Import, LegacyMacro};
use super::unit::{Unit, UnitId};
use crate::cfg::CfgKey;
use crate::extract::rust::facts::{
    Include, ItemFlags, ItemIndex, ItemKind, MacroPosition, RustFacts, ScopeId, ScopeKind, Type,
    Visibility,
};
use crate::graph::{
    self, BlindSpot, BlindSpotKind, CrateId, ItemId, Module, ModuleId, Scope, Target,
};
use crate::place::{FileId, Span};
use crate::problem::{Problem, ProblemKind};

/// A file that is to become a unit.
pub(crate) struct Wanted {
    pub(crate) file: FileId,
    pub(crate) module: ModuleId,
    pub(crate) cfg: CfgKey,
    pub(crate) scope: Scope,
    pub(crate) within: Option<UnitId>,
    /// Whether `mod name;` in it is looked up beside it, as in a root or a `mod.rs`.
    pub(crate) owns_folder: bool,
}

/// Arguments of an item macro whose contents wait until the macro is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deferred {
    pub(crate) unit: UnitId,
    /// Index among the file's macro calls.
    pub(crate) call: u32,
}

impl<'a> Builder<'a> {
    /// Collects every crate, from its root.
    pub(crate) fn collect(&mut self) {
        let mut wanted: VecDeque<Wanted> = self
            .crates()
            .into_iter()
            .map(|(krate, file, scope)| Wanted {
                file,
                module: self.graph.krate(krate).root,
                cfg: CfgKey::ALWAYS,
                scope,
                within: None,
                owns_folder: true,
            })
            .collect();
        let mut deferred = VecDeque::new();
        loop {
            if let Some(next) = wanted.pop_front() {
                self.collect_file(&next, &mut wanted, &mut deferred);
            } else if deferred.is_empty() {
                break;
            } else {
                self.collect_macros(&mut wanted, &mut deferred);
            }
        }
        if self.configuration.is_some_and(|configuration| configuration.without_std) {
            self.leave_out_std_macros();
        }
        for unit in &mut self.units {
            unit.replaced.sort_unstable_by_key(|span| span.start);
        }
        let members = std::mem::take(&mut self.met_members);
        self.members = Parts::new(members, self.graph.items.len());
    }

    /// Leaves out the arguments of the standard library's macros.
    fn leave_out_std_macros(&mut self) {
        for unit in &mut self.units {
            let facts = &unit.facts;
            let mut end = 0;
            for call in &facts.macro_calls {
                let path = &facts.paths[call.path.index()];
                let last = facts.segments[path.segments.range()].last();
                let std = last.is_some_and(|segment| {
                    prelude::MACROS.contains(&facts.symbols.get(segment.name))
                });
                if std && path.segments.len == 1 && call.arguments.start >= end {
                    end = call.arguments.end;
                    unit.replaced.push(call.arguments);
                }
            }
        }
    }

    fn collect_file(
        &mut self,
        next: &Wanted,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let Some(facts) = self.input.facts[next.file.0 as usize].as_ref() else {
            return;
        };
        let path = &self.input.files[next.file.0 as usize].path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or("");
        let dir = if next.owns_folder { folder.clone() } else { join(&folder, stem) };
        let text = Cow::Borrowed(self.input.files[next.file.0 as usize].text.as_str());
        let unit = self.new_unit(next, Cow::Borrowed(facts), text, dir, folder);
        let outer = CollectRange { unit, start: 0, end: u32::MAX };
        self.collect_range(outer, wanted, deferred);
    }

    pub(crate) fn new_unit(
        &mut self,
        next: &Wanted,
        facts: Cow<'a, RustFacts>,
        text: Cow<'a, str>,
        dir: String,
        path_dir: String,
    ) -> UnitId {
        let id = UnitId(self.units.len() as u32);
        let names = match &facts {
            // What a file says was spelled when it was read.
            Cow::Borrowed(_) => {
                let spellings = &self.input.spellings[next.file.0 as usize];
                spellings.iter().map(|spelling| self.graph.names.of(*spelling)).collect()
            }
            Cow::Owned(facts) => {
                facts.symbols.iter().map(|name| self.graph.names.intern(name)).collect()
            }
        };
        let cfgs = self.join_cfgs(next.cfg, &facts.cfgs);
        let mut hidden: Vec<bool> = Vec::with_capacity(facts.scopes.len());
        for scope in &facts.scopes {
            let inherited = hidden.get(scope.parent.index()).copied().unwrap_or(false);
            hidden.push(inherited || matches!(scope.kind, ScopeKind::MacroBody | ScopeKind::Quote));
        }
        let space = self.module_spaces[next.module.index()];
        let mut spaces = vec![None; facts.scopes.len()];
        if let Some(first) = spaces.first_mut() {
            *first = Some(space);
        }
        // An inner `#![cfg(test)]` at the top of the file holds for all of it.
        let scope = if facts.generated && next.scope == Scope::Production {
            Scope::Generated
        } else {
            next.scope
        };
        self.units.push(Unit {
            file: next.file,
            krate: self.graph.module(next.module).krate,
            text,
            expanded: None,
            space,
            dir,
            path_dir,
            within: next.within,
            scope,
            names,
            cfgs,
            spaces,
            hidden,
            targets: vec![None; facts.items.len()],
            impl_types: Vec::new(),
            replaced: Vec::new(),
            facts,
        });
        id
    }

    /// Collects the items and imports of a part of a file, but for what stands in the
    /// arguments of item macros, which is deferred.
    pub(crate) fn collect_range(
        &mut self,
        range: CollectRange,
        wanted: &mut VecDeque<Wanted>,
        deferred: &mut VecDeque<Deferred>,
    ) {
        let unit_id = range.unit;
        let mut holes: Vec<Span> = Vec::new();
        {
            let unit = &self.units[unit_id.0 as usize];
            let calls = &unit.facts.macro_calls;
            let first = calls.partition_point(|call| call.arguments.start < range.start);
            for (index, call) in calls.iter().enumerate().skip(first) {
                if call.arguments.start >= range.end {
                    break;
                }
                let whole = call.arguments.start == range.start && call.arguments.end == range.end;
                let items = call.position == MacroPosition::Item
                    && unit.facts.paths.get(call.path.index()).is_some_and(|path| {
                        // Parts of an impl or trait are collected as read, in their place.
                        let scope = unit.facts.scopes[path.scope.index()].kind;
                        !matches!(scope, ScopeKind::Impl | ScopeKind::Trait)
                    });
                let nested = holes.last().is_some_and(|hole| call.arguments.start < hole.end);
                if whole || !items || nested {
                    continue;
                }
                let hidden = unit
                    .facts
                    .paths
                    .get(call.path.index())
                    .is_some_and(|path| unit.is_hidden(path.scope));
                if hidden {
                    continue;
                }
                holes.push(call.arguments);
                deferred.push_back(Deferred { unit: unit_id, call: index as u32 });
            }
        }
        let in_hole = |offset: u32| {
            let after = holes.partition_point(|hole| hole.start <= offset);
            after > 0 && offset < holes[after - 1].end
        };
        let takes = |offset: u32| offset >= range.start && offset < range.end && !in_hole(offset);

        // Items and imports stand in the order of the text, so a part of a file is a run of them.
        let facts = &self.units[unit_id.0 as usize].facts;
        let items = facts.items.partition_point(|item| item.span.start < range.start)
            ..facts.items.partition_point(|item| item.span.start < range.end);
        let uses = facts.uses.partition_point(|leaf| leaf.span.start < range.start)
            ..facts.uses.partition_point(|leaf| leaf.span.start < range.end);
        for index in items {
            if takes(self.units[unit_id.0 as usize].facts.items[index].span.start) {
                self.collect_item(unit_id, ItemIndex(index as u32), wanted);
            }
        }
        for index in uses {
            if takes(self.units[unit_id.0 as usize].facts.uses[index].span.start) {
                self.collect_import(unit_id, index as u32);
            }
        }
        let includes: Vec<Include> = self.units[unit_id.0 as usize]
            .facts
            .includes
            .iter()
            .filter(|i| takes(i.span.start))
            .cloned()
            .collect();
        for include in includes {
            self.collect_include(unit_id, &include, wanted);
        }
    }

    /// The space in which the names of a scope are looked up; blocks get theirs when first asked.
    pub(crate) fn space_of(&mut self, unit: UnitId, scope: ScopeId) -> SpaceId {
        let at = unit.0 as usize;
        if let Some(space) = self.units[at].spaces[scope.index()] {
            return space;
        }
        let (kind, parent) = {
            let entry = &self.units[at].facts.scopes[scope.index()];
            (entry.kind, entry.parent)
        };
        let outer =
            if parent == scope { self.units[at].space } else { self.space_of(unit, parent) };
        let space = if kind == ScopeKind::Block {
            let module = self.spaces[outer.index()].module;
            self.new_space(Space::new(module, Some(outer)))
        } else {
            outer
        };
        self.units[at].spaces[scope.index()] = Some(space);
        space
    }

    fn collect_item(&mut self, unit_id: UnitId, index: ItemIndex, wanted: &mut VecDeque<Wanted>) {
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

    fn collect_module(
        &mut self,
        unit_id: UnitId,
        index: ItemIndex,
        item: &crate::extract::rust::facts::Item,
        inline: bool,
        paths: &[(crate::extract::rust::facts::CfgId, Box<str>)],
        wanted: &mut VecDeque<Wanted>,
    ) {
        let at = unit_id.0 as usize;
        let space = self.space_of(unit_id, item.scope);
        let parent = self.spaces[space.index()].module;
        let (krate, file, cfg) = {
            let unit = &self.units[at];
            (unit.krate, unit.file, unit.cfg(item.cfg))
        };
        let name = self.units[at].name(item.name);
        let rank = self.next_rank(krate, cfg);
        let scope = self.scope_of(unit_id, cfg, item.flags);
        let in_block = self.spaces[space.index()].outer.is_some();
        let mut body_file = file;
        let mut found = Vec::new();
        if !inline {
            found = self.module_files(unit_id, item, paths);
            if let Some((_, first, _)) = found.first() {
                body_file = *first;
            }
        }
        let module = self.new_module(Module {
            name,
            krate,
            parent: Some(parent),
            file: body_file,
            declared: self.place(unit_id, item.name_span),
            cfg,
            scope,
            in_block,
        });
        let seen = self.seen(item.visibility, parent);
        self.bind(space, name, Namespace::Types, definition(Target::Module(module), seen, rank));
        self.units[at].targets[index.index()] = Some(Target::Module(module));
        if inline {
            if let Some(body) = item.body {
                let own = self.module_spaces[module.index()];
                self.units[at].spaces[body.index()] = Some(own);
            }
            return;
        }
        if found.is_empty() {
            self.missing_module(unit_id, item, krate);
        }
        for (condition, file, owns_folder) in found {
            if self.is_above(unit_id, file) {
                self.problems.push(Problem {
                    path: self.input.files[self.units[at].file.0 as usize].path.clone(),
                    span: Some(item.name_span),
                    kind: ProblemKind::CyclicModules,
                    message: format!(
                        "module `{}` leads back to `{}`, which contains it",
                        self.graph.names.get(name),
                        self.input.files[file.0 as usize].path
                    ),
                });
                continue;
            }
            let within = Some(unit_id);
            wanted.push_back(Wanted { file, module, cfg: condition, scope, within, owns_folder });
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

    /// The files that may be the body of `mod name;`, each with its condition and whether it
    /// owns its folder.
    fn module_files(
        &self,
        unit_id: UnitId,
        item: &crate::extract::rust::facts::Item,
        paths: &[(crate::extract::rust::facts::CfgId, Box<str>)],
    ) -> Vec<(CfgKey, FileId, bool)> {
        let unit = &self.units[unit_id.0 as usize];
        let inline = self.inline_folders(unit_id, item.scope);
        let base = inline.iter().fold(unit.dir.clone(), |dir, part| join(&dir, part));
        let path_base = if inline.is_empty() { unit.path_dir.clone() } else { base.clone() };
        let own = unit.cfg(item.cfg);
        let mut found = Vec::new();
        for (cfg, path) in paths {
            let condition = unit.cfg(*cfg);
            if !self.is_active(unit.krate, condition) {
                continue;
            }
            if let Some(file) =
                normalize(&join(&path_base, path)).and_then(|p| self.input.by_path.get(&p))
            {
                found.push((if *cfg == item.cfg { own } else { condition }, *file, true));
            }
        }
        let always = paths.iter().any(|(cfg, _)| *cfg == item.cfg);
        if !always {
            let name = unit.facts.symbols.get(item.name);
            let flat = join(&base, &format!("{name}.rs"));
            let nested = join(&base, &format!("{name}/mod.rs"));
            if let Some(file) = self.input.by_path.get(&flat) {
                found.push((own, *file, false));
            } else if let Some(file) = self.input.by_path.get(&nested) {
                found.push((own, *file, true));
            }
        }
        found
    }

    /// The folders that inline modules around a scope add, outermost first.
    pub(crate) fn inline_folders(&self, unit_id: UnitId, scope: ScopeId) -> Vec<String> {
        let unit = &self.units[unit_id.0 as usize];
        let mut folders = Vec::new();
        let mut at = scope;
        while at.0 != 0 {
            let entry = &unit.facts.scopes[at.index()];
            if entry.kind == ScopeKind::Module
                && let Some(item) = entry.item
            {
                let item = &unit.facts.items[item.index()];
                let given = match &item.kind {
                    ItemKind::Module { paths, .. } => {
                        paths.first().map(|(_, path)| path.to_string())
                    }
                    _ => None,
                };
                folders.push(given.unwrap_or_else(|| unit.facts.symbols.get(item.name).to_owned()));
            }
            at = entry.parent;
        }
        folders.reverse();
        folders
    }

    fn missing_module(
        &mut self,
        unit_id: UnitId,
        item: &crate::extract::rust::facts::Item,
        krate: CrateId,
    ) {
        let unit = &self.units[unit_id.0 as usize];
        let name = unit.facts.symbols.get(item.name).to_owned();
        let place = self.place(unit_id, item.name_span);
        let path = self.input.files[unit.file.0 as usize].path.clone();
        // Behind a macro or an unlikely condition a missing file is nothing unusual.
        let expected =
            unit.cfg(item.cfg) == CfgKey::ALWAYS && !item.flags.contains(ItemFlags::IN_MACRO);
        if expected {
            self.problems.push(Problem {
                path,
                span: Some(item.name_span),
                kind: ProblemKind::MissingModule,
                message: format!("there is no file for module `{name}`"),
            });
        }
        self.graph.blind_spots.push(BlindSpot {
            kind: BlindSpotKind::MissingFile,
            place: Some(place),
            krate: Some(krate),
            subject: name,
        });
    }

    /// Whether a file is among those whose modules contain this unit.
    fn is_above(&self, unit: UnitId, file: FileId) -> bool {
        let mut at = Some(unit);
        while let Some(id) = at {
            let unit = &self.units[id.0 as usize];
            if unit.file == file {
                return true;
            }
            at = unit.within;
        }
        false
    }

    fn collect_include(
        &mut self,
        unit_id: UnitId,
        include: &Include,
        wanted: &mut VecDeque<Wanted>,
    ) {
        let unit = &self.units[unit_id.0 as usize];
        let cfg = unit.cfg(include.cfg);
        let (krate, scope, path_dir, file) =
            (unit.krate, unit.scope, unit.path_dir.clone(), unit.file);
        if unit.is_hidden(include.scope) || !self.is_active(krate, cfg) {
            return;
        }
        let found = include
            .path
            .as_deref()
            .and_then(|path| normalize(&join(&path_dir, path)))
            .and_then(|path| self.input.by_path.get(&path).copied());
        let space = self.space_of(unit_id, include.scope);
        match found {
            Some(found) if include.items && !self.is_above(unit_id, found) => {
                let module = self.spaces[space.index()].module;
                wanted.push_back(Wanted {
                    file: found,
                    module,
                    cfg,
                    scope,
                    within: Some(unit_id),
                    owns_folder: true,
                });
            }
            Some(found) if include.items => self.problems.push(Problem {
                path: self.input.files[file.0 as usize].path.clone(),
                span: Some(include.span),
                kind: ProblemKind::CyclicModules,
                message: format!("`{}` includes itself", self.input.files[found.0 as usize].path),
            }),
            Some(_) => {}
            None => {
                let kind = if include.path.is_some() {
                    BlindSpotKind::MissingFile
                } else {
                    BlindSpotKind::GeneratedCode
                };
                let subject =
                    include.path.as_deref().unwrap_or("code that a build script writes").to_owned();
                let place = Some(self.place(unit_id, include.span));
                self.graph.blind_spots.push(BlindSpot { kind, place, krate: Some(krate), subject });
            }
        }
    }

    fn collect_import(&mut self, unit_id: UnitId, index: u32) {
        let unit = &self.units[unit_id.0 as usize];
        let leaf = &unit.facts.uses[index as usize];
        let (scope, cfg, krate) = (leaf.scope, unit.cfg(leaf.cfg), unit.krate);
        if unit.is_hidden(scope) || !self.is_active(krate, cfg) {
            return;
        }
        let space = self.space_of(unit_id, scope);
        self.imports.push(Import { unit: unit_id, leaf: index, space, resolved: [None; 3] });
    }

    /// Who sees something of this visibility declared in `module`.
    pub(crate) fn seen(&self, visibility: Visibility, module: ModuleId) -> Seen {
        match visibility {
            Visibility::Public => Seen::Everywhere,
            Visibility::Inherited | Visibility::Private => Seen::Below(module),
            Visibility::Super => Seen::Below(self.graph.module(module).parent.unwrap_or(module)),
            // A path of `pub(in path)` names a module around this one; the whole crate is close enough
            // for deciding what a glob brings.
            Visibility::Crate | Visibility::In(_) => {
                Seen::Below(self.graph.krate(self.graph.module(module).krate).root)
            }
        }
    }

    /// What code under a condition is there for.
    pub(crate) fn scope_of(&self, unit: UnitId, cfg: CfgKey, flags: ItemFlags) -> Scope {
        let scope = self.units[unit.0 as usize].scope;
        let in_tests = flags.contains(ItemFlags::TEST) || self.graph.conditions.only_in_tests(cfg);
        match scope {
            Scope::Production | Scope::Generated if in_tests => Scope::Test,
            Scope::Production if flags.contains(ItemFlags::GENERATED) => Scope::Generated,
            scope => scope,
        }
    }

    /// Binds a name, and hands it on to all that import this space's names.
    pub(crate) fn bind(
        &mut self,
        space: SpaceId,
        name: graph::Name,
        namespace: Namespace,
        binding: Binding,
    ) -> bool {
        if !self.spaces[space.index()].bind(name, namespace, binding) {
            return false;
        }
        self.note_bound(name);
        let mut work = Vec::new();
        self.hand_on(space, name, namespace, &mut work);
        while let Some((space, binding)) = work.pop() {
            if self.spaces[space.index()].bind(name, namespace, binding) {
                self.note_bound(name);
                self.hand_on(space, name, namespace, &mut work);
            }
        }
        true
    }

    /// What globs now bring of a name to the spaces that they stand in.
    fn hand_on(
        &self,
        space: SpaceId,
        name: graph::Name,
        namespace: Namespace,
        work: &mut Vec<(SpaceId, Binding)>,
    ) {
        let space = &self.spaces[space.index()];
        // Most spaces hand nothing on.
        if space.importers.is_empty() {
            return;
        }
        let Some(now) = space.get(name, namespace) else {
            return;
        };
        for &(importer, import, seen) in &space.importers {
            let into = self.spaces[importer.index()].module;
            if self.is_seen(now.seen, into) {
                work.push((importer, Binding { seen, via: import, glob: true, ..now }));
            }
        }
    }

    /// Whether `module` sees something of this visibility.
    pub(crate) fn is_seen(&self, seen: Seen, module: ModuleId) -> bool {
        match seen {
            Seen::Everywhere => true,
            Seen::Below(top) => {
                let mut at = Some(module);
                while let Some(id) = at {
                    if id == top {
                        return true;
                    }
                    at = self.graph.module(id).parent;
                }
                false
            }
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct CollectRange {
    pub(crate) unit: UnitId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

pub(crate) const fn definition(target: Target, seen: Seen, rank: u8) -> Binding {
    Binding { target, seen, via: DEFINED, glob: false, rank }
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

/// `a` and `b` with a slash between them.
pub(crate) fn join(a: &str, b: &str) -> String {
    if a.is_empty() { b.to_owned() } else { format!("{a}/{b}") }
}

/// A path without `.` and `..`; none if it leaves the tree.
pub(crate) fn normalize(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn paths_outside_the_tree_are_none() {
        assert_eq!(normalize("src/a/../b/./c.rs").as_deref(), Some("src/b/c.rs"));
        assert_eq!(normalize("../x.rs"), None);
    }
}
