//! Looks a path up: from its root through modules, re-exports, types and their parts to what it means.

use super::builder::Builder;
use super::space::{Namespace, SpaceId};
use crate::framework;
use crate::graph::{self, CrateId, ExternalId, ItemId, ModuleId, Name, Target};

/// How many aliases in a row are followed; a longer chain is a cycle.
const ALIAS_STEPS: u8 = 8;

/// What [`Query::import`] is for paths outside imports.
pub(crate) const NO_IMPORT: u32 = u32::MAX;

/// A path to look up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<'q> {
    pub(crate) krate: CrateId,
    pub(crate) space: SpaceId,
    pub(crate) root: Root,
    pub(crate) segments: &'q [Name],
    /// For the path of an import its number, or [`NO_IMPORT`]: it begins elsewhere in the 2015
    /// edition, and never with the name that it introduces itself.
    pub(crate) import: u32,
}

/// Where a path begins, with what only its unit knows already looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// With its first segment.
    Plain,
    /// `::`.
    Global,
    /// At this.
    At(Target),
    /// Nowhere that could be known.
    Unknown,
}

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All of it was found.
    Found(Found),
    /// Its last segments were not found below this type; derives and traits of other crates
    /// may give it such parts.
    Partly(Found),
    /// A name that needs no declaration.
    Builtin,
    /// A name that one of several crates may bring by a glob import; this one if there is one only, or one
    /// only of which it is known.
    Glob(Option<ExternalId>),
    /// Its first name, or one below a module, is nowhere.
    Missing,
    /// Not to be known: below a metavariable or type parameter.
    Unknown,
}

/// A found target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) target: Target,
    /// The module that the path names: the one that holds the last name, or the target itself.
    pub(crate) named: Option<ModuleId>,
}

/// How far a path was followed before its last segment.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Before {
    /// It has one segment only, and begins with it.
    Nothing,
    /// To this, and the last module on the way to it.
    At(Target, Option<ModuleId>),
    /// Not so far; this is the answer.
    Answered(Answer),
}

impl Builder<'_> {
    /// Looks up a path in one namespace.
    pub(crate) fn look_up(&self, query: Query<'_>, namespace: Namespace) -> Answer {
        self.look_up_last(query, self.look_up_before(query), namespace)
    }

    /// Follows a path up to its last segment, which is the same in all namespaces.
    pub(crate) fn look_up_before(&self, query: Query<'_>) -> Before {
        let before = query.segments.split_last().map_or(query.segments, |(_, before)| before);
        let (mut at, rest) = match query.root {
            Root::Unknown => return Before::Answered(Answer::Unknown),
            Root::At(target) => (target, before),
            Root::Plain | Root::Global => {
                let Some((&first, rest)) = before.split_first() else {
                    return Before::Nothing;
                };
                match self.first(query, first, Namespace::Types) {
                    First::Target(target, _) => (target, rest),
                    First::Glob(Some(external)) => {
                        let below = rest.iter().chain(query.segments.last());
                        let whole = below.fold(external, |external, name| {
                            self.externals.get(Some(external), *name)
                        });
                        return Before::Answered(Answer::Glob(Some(whole)));
                    }
                    // Below a built-in name there is nothing of the tree: `Vec::new`, `u8::MAX`.
                    other => return Before::Answered(other.answer()),
                }
            }
        };
        let mut holder = None;
        for &name in rest {
            match self.step(query, at, &mut holder, name, Namespace::Types) {
                Ok(next) => at = next,
                Err(answer) => return Before::Answered(answer),
            }
        }
        Before::At(at, holder)
    }

    /// Looks up the last segment of a path that was followed up to it.
    pub(crate) fn look_up_last(
        &self,
        query: Query<'_>,
        before: Before,
        namespace: Namespace,
    ) -> Answer {
        match (before, query.segments.last()) {
            (Before::Answered(answer), _) => answer,
            (Before::Nothing, None) => Answer::Missing,
            (Before::Nothing, Some(&name)) => self.first(query, name, namespace).answer(),
            (Before::At(at, holder), None) => Answer::Found(found_in(at, holder)),
            (Before::At(at, mut holder), Some(&name)) => {
                match self.step(query, at, &mut holder, name, namespace) {
                    Ok(target) => Answer::Found(found_in(target, holder)),
                    Err(answer) => answer,
                }
            }
        }
    }

    /// What a segment means below `at`; `holder` is the last module on the way.
    fn step(
        &self,
        query: Query<'_>,
        at: Target,
        holder: &mut Option<ModuleId>,
        name: Name,
        namespace: Namespace,
    ) -> Result<Target, Answer> {
        match at {
            Target::External(external) => {
                Ok(Target::External(self.externals.get(Some(external), name)))
            }
            Target::Module(module) => {
                *holder = Some(module);
                let from = self.spaces[query.space.index()].module;
                let found = if query.import == NO_IMPORT {
                    self.in_module(module, name, namespace)
                } else {
                    self.visible_in(module, name, namespace, from)
                };
                found.ok_or_else(|| self.missing_in(module, name, from))
            }
            Target::Item(item) => self.part(item, name, namespace).ok_or_else(|| {
                let target = self.resolved_alias(Target::Item(item));
                Answer::Partly(Found { target, named: *holder })
            }),
        }
    }

    /// The first segment of a path.
    fn first(&self, query: Query<'_>, name: Name, namespace: Namespace) -> First {
        let info = &self.crate_infos[query.krate.index()];
        let root = self.graph.krate(query.krate).root;
        if matches!(query.root, Root::Global) {
            let external = info.externs.get(&name).copied();
            let local = || self.in_module(root, name, namespace);
            let found = if info.edition_2015 { local().or(external) } else { external };
            return found.map_or(First::Missing, |target| First::Target(target, None));
        }
        let mut globs: Vec<ExternalId> = Vec::new();
        let mut at = Some(query.space);
        if query.import != NO_IMPORT && info.edition_2015 {
            at = Some(self.module_spaces[root.index()]);
        }
        while let Some(id) = at {
            let space = &self.spaces[id.index()];
            if let Some(binding) = self.binding(id, name, namespace)
                && (binding.via != query.import || query.import == NO_IMPORT)
            {
                return First::Target(binding.target, Some(space.module));
            }
            if self.unknown.contains(&(id, name)) {
                return First::Unknown;
            }
            globs.extend(space.external_globs.iter().map(|(external, _)| *external));
            at = space.outer;
        }
        if namespace == Namespace::Macros {
            if let Some(found) = self.legacy_macro(query.krate, query.space, name) {
                return First::Target(Target::Item(found), None);
            }
            if self.builtin_macros.contains(&name) {
                return First::Builtin;
            }
        }
        if namespace == Namespace::Types
            && let Some(target) = info.externs.get(&name)
        {
            return First::Target(*target, None);
        }
        if self.builtin.contains(&name) {
            return First::Builtin;
        }
        globs.sort_unstable();
        globs.dedup();
        // The standard library's globs bring nothing of interest, and their names are many.
        globs.retain(|external| !self.is_sysroot(*external));
        match globs.as_slice() {
            [] => First::Missing,
            [only] => First::Glob(Some(self.externals.get(Some(*only), name))),
            several => {
                let said = self.graph.names.get(name);
                // Of several the one counts whose tables know the name.
                let mut known = several.iter().filter(|external| {
                    let package = self.graph.names.get(self.externals.package(**external));
                    framework::lookup::names(package, said)
                });
                match (known.next(), known.next()) {
                    (Some(only), None) => First::Glob(Some(self.externals.get(Some(*only), name))),
                    _ => First::Glob(None),
                }
            }
        }
    }

    pub(crate) fn is_sysroot(&self, external: ExternalId) -> bool {
        self.sysroot.contains(&self.externals.root(external))
    }

    /// A name in a module, with the macros that its file declares.
    pub(crate) fn in_module(
        &self,
        module: ModuleId,
        name: Name,
        namespace: Namespace,
    ) -> Option<Target> {
        // Whether it can be seen from there is the compiler's affair.
        let space = self.module_spaces[module.index()];
        self.binding(space, name, namespace).map(|binding| binding.target)
    }

    /// A name in a module, if `from` may import it: of a module and a function of one name, an
    /// import brings only what it can see.
    fn visible_in(
        &self,
        module: ModuleId,
        name: Name,
        namespace: Namespace,
        from: ModuleId,
    ) -> Option<Target> {
        let space = self.module_spaces[module.index()];
        self.binding(space, name, namespace)
            .filter(|binding| self.is_seen(binding.seen, from))
            .map(|binding| binding.target)
    }

    /// A name that a module does not declare: a glob of an outside crate may bring it, or it is nowhere.
    fn missing_in(&self, module: ModuleId, name: Name, from: ModuleId) -> Answer {
        let id = self.module_spaces[module.index()];
        if self.unknown.contains(&(id, name)) {
            return Answer::Unknown;
        }
        let mut globs = self.spaces[id.index()]
            .external_globs
            .iter()
            .filter(|(external, seen)| self.is_seen(*seen, from) && !self.is_sysroot(*external));
        match (globs.next(), globs.next()) {
            (None, _) => Answer::Missing,
            (Some((only, _)), None) => Answer::Glob(Some(self.externals.get(Some(*only), name))),
            _ => Answer::Glob(None),
        }
    }

    /// The `macro_rules!` of this name that is nearest: in the same module, around it, or
    /// elsewhere in the crate if `#[macro_use]` may bring it.
    pub(crate) fn legacy_macro(
        &self,
        krate: CrateId,
        space: SpaceId,
        name: Name,
    ) -> Option<ItemId> {
        let candidates = self.legacy_macros.get(&(krate, name))?;
        let mut module = Some(self.spaces[space.index()].module);
        while let Some(at) = module {
            let here = candidates.iter().filter(|c| c.module == at).max_by_key(|c| c.rank);
            if let Some(found) = here {
                return Some(found.item);
            }
            module = self.graph.module(at).parent;
        }
        candidates.iter().max_by_key(|c| c.rank).map(|c| c.item)
    }

    /// A part of an item: a variant, a trait's item, an associated item of its `impl`s.
    pub(crate) fn part(&self, item: ItemId, name: Name, namespace: Namespace) -> Option<Target> {
        let item = match self.resolved_alias(Target::Item(item)) {
            Target::Item(item) => item,
            Target::External(external) => {
                return Some(Target::External(self.externals.get(Some(external), name)));
            }
            Target::Module(_) => return None,
        };
        if let Some(found) = self.members.find(item, name)
            && self.graph.item(found).kind != graph::ItemKind::Field
        {
            return Some(Target::Item(found));
        }
        let _ = namespace;
        let own = self.impl_parts.find(item, name);
        own.or_else(|| self.inherited(item, name)).map(Target::Item)
    }

    /// What a type has from a trait without writing it: a function with a body, say.
    fn inherited(&self, item: ItemId, name: Name) -> Option<ItemId> {
        let first = self.type_traits.partition_point(|(of, _)| *of < item);
        let traits = self.type_traits[first..].iter().take_while(|(of, _)| *of == item);
        traits.map(|(_, of_trait)| *of_trait).find_map(|of_trait| self.members.find(of_trait, name))
    }

    /// What an alias stands for, through any number of aliases; other targets as they are.
    pub(crate) fn resolved_alias(&self, target: Target) -> Target {
        let mut at = target;
        for _ in 0..ALIAS_STEPS {
            let Target::Item(item) = at else {
                return at;
            };
            match self.aliases.get(&item) {
                Some(next) => at = *next,
                None => return at,
            }
        }
        at
    }

    /// The module in or of a target.
    pub(crate) fn target_module(&self, target: Target) -> Option<ModuleId> {
        match target {
            Target::Module(module) => Some(module),
            Target::Item(item) => Some(self.graph.item(item).module),
            Target::External(_) => None,
        }
    }
}

/// A target, with the module in which a path found it.
const fn found_in(target: Target, holder: Option<ModuleId>) -> Found {
    let named = match target {
        Target::Module(module) => Some(module),
        Target::External(_) | Target::Item(_) => holder,
    };
    Found { target, named }
}

/// What the first segment of a path means.
enum First {
    Target(Target, Option<ModuleId>),
    Builtin,
    Glob(Option<ExternalId>),
    Missing,
    Unknown,
}

impl First {
    /// The answer if there are no further segments.
    const fn answer(self) -> Answer {
        match self {
            Self::Target(target, holder) => Answer::Found(found_in(target, holder)),
            Self::Builtin => Answer::Builtin,
            Self::Glob(glob) => Answer::Glob(glob),
            Self::Missing => Answer::Missing,
            Self::Unknown => Answer::Unknown,
        }
    }
}
