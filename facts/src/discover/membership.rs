//! Which manifest belongs to which workspace, and which to none.

use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::manifest::Manifest;
use crate::discover::members::{Members, Patterns};
use crate::discover::{LeftOut, LeftOutReason, fixture, paths};
use crate::place::Span;
use crate::problem::{Problem, ProblemKind};

/// Position in [`Tree::manifests`].
pub(super) type Id = usize;

/// The manifests of the tree and of the folders above it, found by their folders.
pub(super) struct Tree<'a> {
    pub(super) root: &'a Path,
    /// Sorted by folder; those above the root come last, the nearest first.
    pub(super) manifests: Vec<&'a Manifest>,
    /// How many stand in the tree.
    pub(super) inside: usize,
    by_dir: FxHashMap<&'a str, Id>,
    /// Of manifests with `[workspace]`.
    members: FxHashMap<Id, Members>,
    /// See [`Self::workspace_of`].
    workspaces: Vec<Option<Id>>,
}

/// What belongs to the system.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// The workspace of each manifest in the tree.
    pub(super) member_of: Vec<Option<Id>>,
    /// Whether the manifest belongs to the system.
    pub(super) kept: Vec<bool>,
    /// Whether it would, as far as one knows of what could not be read.
    pub(super) unreadable: Vec<bool>,
    pub(super) left_out: Vec<LeftOut>,
    /// Members that a workspace names and that are not there.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(root: &'a Path, inside: &'a [Manifest], outside: &'a [Manifest]) -> Self {
        let mut manifests: Vec<&Manifest> = inside.iter().collect();
        manifests.sort_unstable_by_key(|manifest| manifest.dir());
        manifests.extend(outside);
        let by_dir =
            manifests.iter().enumerate().map(|(id, manifest)| (manifest.dir(), id)).collect();
        let members = manifests.iter().enumerate().filter_map(|(id, manifest)| {
            Some((id, Members::new(root, manifest.dir(), manifest.workspace.as_ref()?)))
        });
        let members = members.collect();
        let mut tree =
            Self { root, inside: inside.len(), members, by_dir, manifests, workspaces: Vec::new() };
        tree.workspaces = (0..tree.manifests.len()).map(|id| tree.find_workspace(id)).collect();
        tree
    }

    /// The manifest in the folder `dir`.
    pub(super) fn at(&self, dir: &str) -> Option<Id> {
        self.by_dir.get(dir).copied()
    }

    /// The workspace that Cargo would find for the manifest, be it a member or not.
    pub(super) fn workspace_of(&self, id: Id) -> Option<Id> {
        self.workspaces[id]
    }

    fn find_workspace(&self, id: Id) -> Option<Id> {
        let manifest = self.manifests[id];
        if manifest.workspace.is_some() {
            return Some(id);
        }
        if let Some(pointed) = self.pointer(id) {
            return Some(pointed);
        }
        let above = paths::parents(manifest.dir()).filter_map(|dir| self.at(dir));
        above.chain(self.inside..self.manifests.len()).filter(|above| *above != id).find_map(
            |above| match self.members.get(&above) {
                Some(members) => (!members.excludes(manifest.dir())).then_some(above),
                None => self.pointer(above),
            },
        )
    }

    /// The workspace that `package.workspace` names.
    fn pointer(&self, id: Id) -> Option<Id> {
        let manifest = self.manifests[id];
        let path = manifest.package.as_ref()?.workspace.as_ref()?;
        let pointed = self.at(&paths::join(self.root, manifest.dir(), path))?;
        self.members.contains_key(&pointed).then_some(pointed)
    }

    /// The folders that the manifest's dependencies lead to by path.
    pub(super) fn path_dependencies(&self, id: Id) -> impl Iterator<Item = String> {
        let manifest = self.manifests[id];
        let workspace = self.workspace_of(id).map(|id| self.manifests[id]);
        manifest.dependencies.iter().filter_map(move |entry| {
            if !entry.inherited {
                return Some(paths::join(self.root, manifest.dir(), entry.source.path.as_ref()?));
            }
            let workspace = workspace?;
            let source = workspace.workspace.as_ref()?.dependencies.get(&entry.key)?;
            Some(paths::join(self.root, workspace.dir(), source.path.as_ref()?))
        })
    }

    /// The folders that the manifest's patches lead to.
    fn patched(&self, id: Id) -> impl Iterator<Item = String> {
        let manifest = self.manifests[id];
        manifest
            .patches
            .iter()
            .map(move |patch| paths::join(self.root, manifest.dir(), &patch.path))
    }

    /// The manifests in the tree whose folders match `patterns` of the workspace, with
    /// the positions of those patterns.
    pub(super) fn matching(&self, workspace: Id, patterns: &Patterns) -> Vec<(Id, Vec<usize>)> {
        if patterns.is_empty() {
            return Vec::new();
        }
        let dir = self.manifests[workspace].dir();
        let everywhere = patterns.upwards || workspace >= self.inside;
        let inside = &self.manifests[..self.inside];
        let start =
            if everywhere { 0 } else { inside.partition_point(|manifest| manifest.dir() < dir) };
        let near = inside[start..]
            .iter()
            .take_while(|manifest| everywhere || manifest.dir().starts_with(dir));
        near.enumerate()
            .filter_map(|(offset, manifest)| {
                let found = patterns.matching(&paths::relative(self.root, dir, manifest.dir()));
                (!found.is_empty()).then_some((start + offset, found))
            })
            .collect()
    }

    /// Folders in the tree that a manifest names as a member or by a path, with a
    /// manifest that the walk did not see.
    ///
    /// `asked` keeps the folders that were looked for.
    pub(super) fn unseen(&self, asked: &mut FxHashSet<String>) -> Vec<String> {
        let literal = self.members.values().flat_map(|members| &members.literal);
        let mut named: BTreeSet<String> = literal.map(|(dir, _)| dir.clone()).collect();
        for id in 0..self.inside {
            named.extend(self.path_dependencies(id).chain(self.patched(id)));
        }
        named.retain(|dir| {
            self.at(dir).is_none()
                && !dir.is_empty()
                && !paths::is_outside(dir)
                && asked.insert(dir.clone())
                && self.root.join(dir).join("Cargo.toml").is_file()
        });
        // What stands below another one is seen with it, or asked for in the next round.
        let mut outermost: Vec<String> = Vec::new();
        for dir in named {
            if outermost.last().is_some_and(|last| paths::is_below(&dir, last)) {
                asked.remove(&dir);
            } else {
                outermost.push(dir);
            }
        }
        outermost
    }

    /// Sorts all manifests of the tree.
    pub(super) fn sort(&self) -> Sorted {
        let mut sorted = Sorted { member_of: vec![None; self.inside], ..Sorted::default() };
        for id in 0..self.manifests.len() {
            if self.manifests[id].workspace.is_some() {
                self.claim(id, &mut sorted);
            }
        }
        let mut standings =
            Standings { tree: self, sorted: &sorted, known: vec![Known::NotYet; self.inside] };
        let reasons: Vec<_> = (0..self.inside).map(|id| standings.of(id)).collect();
        sorted.kept = reasons.iter().map(Option::is_none).collect();
        let unreadable = |reason: &_| *reason == Some(LeftOutReason::Unreadable);
        sorted.unreadable = reasons.iter().map(unreadable).collect();
        self.keep_reached(&mut sorted, &reasons);
        sorted.left_out = (0..self.inside)
            .filter(|id| !sorted.kept[*id])
            .filter_map(|id| {
                Some(LeftOut { manifest: self.manifests[id].path.clone(), reason: reasons[id]? })
            })
            .collect();
        sorted.left_out.sort_by(|a, b| a.dir().cmp(b.dir()));
        sorted
    }

    /// Gives the workspace its members: those that it names, and what they lead to by path.
    fn claim(&self, workspace: Id, sorted: &mut Sorted) {
        let members = &self.members[&workspace];
        let mut queue = Vec::new();
        let mut missing = Vec::new();
        for (dir, span) in &members.literal {
            match self.at(dir) {
                Some(id) => queue.push(id),
                None => missing.push((*span, dir.as_str())),
            }
        }
        let matching = self.matching(workspace, &members.patterns);
        let matched: BTreeSet<usize> =
            matching.iter().flat_map(|(_, found)| found).copied().collect();
        let spans = members.patterns.spans().iter().enumerate();
        missing.extend(spans.filter(|(i, _)| !matched.contains(i)).map(|(_, span)| (*span, "")));
        queue.extend(matching.into_iter().map(|(id, _)| id));
        self.report(workspace, &missing, sorted);
        // Named members outside of the folder are taken, though Cargo wants them to
        // point back.
        queue.retain(|id| match self.workspace_of(*id) {
            Some(found) => found == workspace,
            None => !members.excludes(self.manifests[*id].dir()),
        });
        queue.push(workspace);
        let mut seen: FxHashSet<Id> = queue.iter().copied().collect();
        while let Some(id) = queue.pop() {
            if id < self.inside && sorted.member_of[id].is_none() {
                sorted.member_of[id] = Some(workspace);
            }
            for dir in self.path_dependencies(id) {
                let Some(next) = self.at(&dir) else { continue };
                if next < self.inside
                    && self.workspace_of(next) == Some(workspace)
                    && seen.insert(next)
                {
                    queue.push(next);
                }
            }
        }
        if workspace >= self.inside {
            // The members elsewhere are not read, so whoever inherits is taken as one.
            for id in 0..self.inside {
                if self.manifests[id].inherits() && self.workspace_of(id) == Some(workspace) {
                    sorted.member_of[id].get_or_insert(workspace);
                }
            }
        }
    }

    fn report(&self, workspace: Id, missing: &[(Span, &str)], sorted: &mut Sorted) {
        if workspace >= self.inside {
            return;
        }
        for (span, dir) in missing {
            let message = if dir.is_empty() {
                "no package matches this pattern".to_owned()
            } else if self.root.join(dir).join("Cargo.toml").is_file() {
                format!("`{dir}` is outside of what is analysed, or hidden by an ignore file")
            } else {
                format!("`{dir}` has no `Cargo.toml`")
            };
            let path = self.manifests[workspace].path.clone();
            sorted.problems.push(Problem {
                path,
                span: Some(*span),
                kind: ProblemKind::Manifest,
                message,
            });
        }
    }

    /// Keeps what a kept manifest leads to by a path: vendored or excluded, it is compiled in.
    fn keep_reached(&self, sorted: &mut Sorted, reasons: &[Option<LeftOutReason>]) {
        let mut queue: Vec<Id> = (0..self.inside).filter(|id| sorted.kept[*id]).collect();
        while let Some(id) = queue.pop() {
            for dir in self.path_dependencies(id).chain(self.patched(id)) {
                let Some(next) = self.at(&dir).filter(|next| *next < self.inside) else { continue };
                let reached =
                    matches!(reasons[next], Some(LeftOutReason::Stray | LeftOutReason::Fixture));
                if reached && !sorted.kept[next] && self.manifests[next].package.is_some() {
                    sorted.kept[next] = true;
                    sorted.member_of[next] = None;
                    queue.push(next);
                }
            }
        }
    }
}

/// Decides for each manifest why it is left out, if it is.
struct Standings<'t, 'a> {
    tree: &'t Tree<'a>,
    sorted: &'t Sorted,
    known: Vec<Known>,
}

#[derive(Clone, Copy)]
enum Known {
    NotYet,
    Is(Option<LeftOutReason>),
}

impl Standings<'_, '_> {
    fn of(&mut self, id: Id) -> Option<LeftOutReason> {
        if let Known::Is(reason) = self.known[id] {
            return reason;
        }
        // Packages that point at a workspace below themselves ask in a circle; they stay.
        self.known[id] = Known::Is(None);
        let reason = self.decide(id);
        self.known[id] = Known::Is(reason);
        reason
    }

    fn decide(&mut self, id: Id) -> Option<LeftOutReason> {
        let manifest = self.tree.manifests[id];
        if manifest.template
            && self.tree.manifests[..self.tree.inside].iter().any(|other| !other.template)
        {
            return Some(LeftOutReason::Template);
        }
        if manifest.package.is_some() || manifest.workspace.is_some() {
            return self.standing(id);
        }
        if manifest.problems.is_empty() {
            return Some(LeftOutReason::Empty);
        }
        // Who declares test data means it to be broken; nobody knows what a file that was not opened declares.
        let opened = !manifest.problems.iter().any(|problem| problem.kind.is_of_the_file());
        let standing = if opened { self.standing(id) } else { None };
        standing.or(Some(LeftOutReason::Unreadable))
    }

    /// Why a manifest is left out because of where it stands.
    fn standing(&mut self, id: Id) -> Option<LeftOutReason> {
        let manifest = self.tree.manifests[id];
        match self.sorted.member_of[id] {
            Some(workspace) if workspace >= self.tree.inside => None,
            Some(workspace) if workspace != id => self.of(workspace),
            workspace => {
                let found = self.tree.workspace_of(id);
                let stray =
                    workspace.is_none() && found.is_some_and(|found| found < self.tree.inside);
                self.alone(id).or((stray || manifest.linked).then_some(LeftOutReason::Stray))
            }
        }
    }

    /// Whether a manifest that is nobody's member is data of the one above it.
    fn alone(&mut self, id: Id) -> Option<LeftOutReason> {
        let dir = self.tree.manifests[id].dir();
        let above = paths::parents(dir).find_map(|dir| self.tree.at(dir))?;
        let manifest = self.tree.manifests[above];
        if fixture::says(manifest.dir(), manifest.package.is_some(), dir) {
            return Some(LeftOutReason::Fixture);
        }
        self.of(above).filter(|reason| *reason == LeftOutReason::Fixture)
    }
}
