//! Which layer a module belongs to: by configuration, by markers, by the names of packages and
//! folders, and by what the code does where that says more than its name.
//!
//! A name alone proves nothing: a folder `api` is in many programs that have no layers. So names count
//! only in a *group* (the modules of one parent, the packages of one workspace) in which one of them
//! can hardly mean anything else ([`convention::Strength::Anchor`]) and which has a core to be kept clean.

mod configured;
mod content;
mod convention;
mod markers;
mod ports;

use rustc_hash::FxHashMap;

use content::Content;
use convention::{Says, Strength};

use crate::SourceFile;
use crate::graph::{
    CrateKind, DependencyKind, Graph, Layer, LayerDefinition, LayerFact, LayerId, ModuleId,
    PackageId, Role,
};

pub(crate) use markers::Marker;

/// Confidence in hundredths, by the kind of evidence.
const BY_CONFIGURATION: u8 = 100;
const BY_MARKER: u8 = 95;
const BY_PACKAGE: u8 = 85;
const BY_FOLDER: u8 = 85;
const BY_CONTENT: u8 = 75;

/// Of so many modules side by side at least one is named as a layer where layers are meant: among many that are named
/// after things, `application` and `api` are things too.
const MOST_BESIDE: usize = 10;

/// Names of the detected layers, in the order of [`Role`], and that of ports.
const NAMES: [(&str, Option<Role>); 6] = [
    ("core", Some(Role::Core)),
    ("application", Some(Role::Application)),
    ("adapter-in", Some(Role::AdapterIn)),
    ("adapter-out", Some(Role::AdapterOut)),
    ("root", Some(Role::Root)),
    ("port", Some(Role::Core)),
];
const PORT: LayerId = LayerId(5);

/// Finds the layers of all modules and marked items, and the ports.
pub(crate) fn detect(
    graph: &mut Graph,
    files: &[SourceFile],
    definitions: &[LayerDefinition],
    markers: &[Marker],
) {
    graph.layers = NAMES
        .iter()
        .map(|(name, role)| Layer { name: (*name).to_owned(), role: *role, declared: false })
        .collect();
    let content = content::of_modules(graph);
    let mut finder = Finder {
        children: children(graph),
        content,
        found: vec![None; graph.modules.len()],
        graph,
    };
    finder.packages();
    finder.crates();
    let found = finder.found;
    graph.module_layers = found;
    configured::apply(graph, files, definitions);
    markers::apply(graph, markers);
    ports::detect(graph, markers);
}

fn children(graph: &Graph) -> Vec<Vec<ModuleId>> {
    let mut children = vec![Vec::new(); graph.modules.len()];
    for (id, module) in graph.modules() {
        if let Some(parent) = module.parent {
            children[parent.index()].push(id);
        }
    }
    children
}

struct Finder<'g> {
    graph: &'g Graph,
    children: Vec<Vec<ModuleId>>,
    content: Vec<Content>,
    found: Vec<Option<LayerFact>>,
}

/// What is known of a module when its children are looked at.
#[derive(Clone)]
struct Above {
    fact: Option<LayerFact>,
    /// The name said 'adapter' without a direction.
    adapter: bool,
    /// The name was one that says little, so that a child's may say more.
    weak: bool,
    also: Also,
}

/// What else than its role the name of a folder of adapters lets stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Also {
    Nothing,
    /// What the program is driven by, as well as what it drives (`infrastructure`).
    Driving,
    /// The traits that the core needs (`repositories`).
    Ports,
}

impl Also {
    fn below(name: &str) -> Self {
        if convention::means_both_sides(name) {
            Self::Driving
        } else if convention::may_keep_ports(name) {
            Self::Ports
        } else {
            Self::Nothing
        }
    }
}

/// What stands beside a module.
#[derive(Clone, Copy)]
struct Beside {
    /// Something called `adapters`.
    adapters: bool,
    /// Something that can only be the core.
    domain: bool,
}

const NOTHING: Above = Above { fact: None, adapter: false, weak: true, also: Also::Nothing };

impl Finder<'_> {
    /// Layers that are packages of their own.
    fn packages(&mut self) {
        let mut groups: FxHashMap<Option<&str>, Vec<(PackageId, Says, Strength)>> =
            FxHashMap::default();
        for (id, package) in self.graph.packages() {
            if let Some((says, strength)) = convention::of_package(&package.name, &package.dir) {
                groups.entry(package.workspace.as_deref()).or_default().push((id, says, strength));
            }
        }
        self.told_by_neighbours(&mut groups);
        let mut layered: Vec<(PackageId, Says, Strength)> = Vec::new();
        for group in groups.into_values() {
            if is_layered(group.iter().map(|(_, says, strength)| (*says, *strength))) {
                layered.extend(group);
            }
        }
        layered.sort_unstable_by_key(|(id, _, _)| *id);
        for (id, says, strength) in layered {
            let package = self.graph.package(id);
            let reason = format!("package `{}`", package.name);
            for &krate in &package.crates {
                let entry = self.graph.krate(krate);
                if entry.kind != CrateKind::Lib
                    && entry.kind != CrateKind::ProcMacro
                    && entry.kind != CrateKind::Bin
                {
                    continue;
                }
                // What a package called `infrastructure` wires together is its binary's affair.
                let above = if entry.kind == CrateKind::Bin && package.crates.len() > 1 {
                    continue;
                } else {
                    let mut above = self.above(entry.root, says, strength, BY_PACKAGE, &reason);
                    for name in [&package.name, &package.dir] {
                        if convention::means_both_sides(name) {
                            above.also = Also::Driving;
                        }
                    }
                    above
                };
                self.descend(entry.root, &above);
            }
        }
        self.wiring_packages();
    }

    /// Adds packages like `todo-app` and `todo-driver`, which say little, to a group with an adapter or
    /// a core of the same family (`todo-adapter`) in which no other package has that role.
    fn told_by_neighbours<'a>(
        &'a self,
        groups: &mut FxHashMap<Option<&'a str>, Vec<(PackageId, Says, Strength)>>,
    ) {
        for (id, package) in self.graph.packages() {
            let Some((family, role)) = convention::of_family(&package.name) else { continue };
            let Some(group) = groups.get_mut(&package.workspace.as_deref()) else { continue };
            let named = |of: &PackageId| {
                let name = self.graph.package(*of).name.replace('-', "_");
                name.strip_prefix(&*family).is_some_and(|rest| rest.starts_with('_'))
            };
            let mut crates = package.crates.iter().map(|krate| self.graph.krate(*krate));
            let fits = crates.find(|krate| krate.kind == CrateKind::Lib).is_some_and(|krate| {
                (role == Role::AdapterIn) == self.content[krate.root.index()].serves
            });
            let taken = group.iter().any(|(_, says, _)| *says == Says::Role(role));
            let beside = group.iter().any(|(of, says, strength)| {
                named(of) && (*strength == Strength::Anchor || *says == Says::Role(Role::Core))
            });
            if fits && !taken && beside {
                group.push((id, Says::Role(role), Strength::Beside));
            }
        }
    }

    /// Packages that run, and depend on a core and on adapters, wire them together; a library of handlers may
    /// depend on both and wire nothing.
    fn wiring_packages(&mut self) {
        for (_, package) in self.graph.packages() {
            let library = package
                .crates
                .iter()
                .find(|krate| self.graph.krate(**krate).kind == CrateKind::Lib);
            if library
                .is_some_and(|krate| self.found[self.graph.krate(*krate).root.index()].is_some())
            {
                continue;
            }
            let roles: Vec<Role> = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind == DependencyKind::Normal)
                .filter_map(|dependency| dependency.local)
                .flat_map(|local| &self.graph.package(local).crates)
                .filter_map(|krate| self.found[self.graph.krate(*krate).root.index()].as_ref())
                .filter_map(|fact| self.graph.layers[usize::from(fact.layer.0)].role)
                .collect();
            let runs = package.crates.iter().any(|krate| {
                let entry = self.graph.krate(*krate);
                entry.kind == CrateKind::Bin || self.content[entry.root.index()].starts
            });
            let inner = roles.iter().any(|role| matches!(role, Role::Core | Role::Application));
            let outer = roles.iter().any(|role| matches!(role, Role::AdapterIn | Role::AdapterOut));
            if runs && inner && outer {
                let reason =
                    format!("package `{}` depends on the core and on adapters", package.name);
                for &krate in &package.crates {
                    let entry = self.graph.krate(krate);
                    if matches!(entry.kind, CrateKind::Lib | CrateKind::Bin) {
                        let fact = Some(fact(Role::Root, BY_PACKAGE, &reason));
                        self.descend(entry.root, &Above { fact, ..NOTHING });
                    }
                }
            }
        }
    }

    /// Layers that are modules.
    fn crates(&mut self) {
        for (_, krate) in self.graph.crates() {
            if self.found[krate.root.index()].is_none() {
                self.descend(krate.root, &NOTHING);
            }
            if krate.kind == CrateKind::Bin && self.package_is_layered(krate.package) {
                self.found[krate.root.index()] =
                    Some(fact(Role::Root, BY_FOLDER, "the root of a binary"));
            }
        }
    }

    /// Whether a module of a package has a layer. Only that package is gone through, since each binary asks.
    fn package_is_layered(&self, package: PackageId) -> bool {
        let crates = self.graph.package(package).crates.iter();
        let mut open: Vec<ModuleId> = crates.map(|krate| self.graph.krate(*krate).root).collect();
        while let Some(module) = open.pop() {
            if self.found[module.index()].is_some() {
                return true;
            }
            open.extend(&self.children[module.index()]);
        }
        false
    }

    /// What a name makes of a module.
    fn above(
        &self,
        module: ModuleId,
        says: Says,
        strength: Strength,
        confidence: u8,
        reason: &str,
    ) -> Above {
        let content = &self.content[module.index()];
        let weak = strength == Strength::Beside;
        match says {
            Says::Role(role) => {
                Above { fact: Some(fact(role, confidence, reason)), weak, ..NOTHING }
            }
            Says::Adapter => Above {
                fact: Some(self.adapter(module, confidence, reason)),
                adapter: true,
                weak: false,
                ..NOTHING
            },
            // Content beats the name: handlers in `ports` are driving adapters.
            Says::Ports if content.serves && content.traits * 2 <= content.functions => {
                let reason = format!("{reason} holds handlers, not traits");
                Above {
                    fact: Some(fact(Role::AdapterIn, confidence, &reason)),
                    weak: false,
                    ..NOTHING
                }
            }
            Says::Ports => {
                let port =
                    LayerFact { layer: PORT, confidence, reason: reason.to_owned(), place: None };
                Above { fact: Some(port), weak: false, ..NOTHING }
            }
        }
    }

    /// An adapter whose name leaves the direction open: what serves is driving, the rest driven.
    fn adapter(&self, module: ModuleId, confidence: u8, reason: &str) -> LayerFact {
        let content = &self.content[module.index()];
        if content.serves && !content.reaches_out {
            return fact(Role::AdapterIn, confidence, &format!("{reason} that serves requests"));
        }
        fact(Role::AdapterOut, confidence, reason)
    }

    /// Says of a module and those below it what they are.
    fn descend(&mut self, module: ModuleId, above: &Above) {
        // A chain of modules is as deep as its source is nested or its folders are, which reading bounds.
        let mut work = vec![(module, above.clone())];
        while let Some((module, above)) = work.pop() {
            self.found[module.index()].clone_from(&above.fact);
            let children = self.children[module.index()].clone();
            let named: Vec<(ModuleId, Says, Strength)> = children
                .iter()
                .filter_map(|child| Some((*child, self.name_of(*child)?)))
                .map(|(c, (s, t))| (c, s, t))
                .collect();
            let layered = named.len() * MOST_BESIDE >= children.len()
                && is_layered(named.iter().map(|(_, says, strength)| (*says, *strength)));
            let beside = Beside {
                adapters: named.iter().any(|(_, says, _)| *says == Says::Adapter),
                domain: named.iter().any(|(_, says, strength)| {
                    *says == Says::Role(Role::Core) && *strength == Strength::Anchor
                }),
            };
            let classic = above.fact.is_none() && !layered && self.is_classic(&children);
            let core = layer_of(Role::Core);
            let sliced =
                above.fact.as_ref().is_some_and(|fact| fact.layer == core) && self.is_slice(&named);
            for child in children {
                let name = named
                    .iter()
                    .find(|(id, _, _)| *id == child)
                    .map(|(_, says, strength)| (*says, *strength));
                let next = match name {
                    Some((Says::Role(role), _)) if sliced => self.of_slice(child, role),
                    _ => self.child(child, name, &above, layered, beside, classic),
                };
                work.push((child, next));
            }
        }
    }

    /// A part of a slice.
    fn of_slice(&self, module: ModuleId, role: Role) -> Above {
        let text = self.graph.names.get(self.graph.module(module).name);
        let reason = format!("folder `{text}` of a slice");
        let also = Also::below(text);
        Above { fact: Some(fact(role, BY_CONTENT, &reason)), also, ..NOTHING }
    }

    /// Whether the parts of a module of the core are all layers of one thing: `domain/user` with handlers
    /// that serve and repositories that reach out, in systems that are cut by what they are about.
    fn is_slice(&self, named: &[(ModuleId, Says, Strength)]) -> bool {
        let content = |module: &ModuleId| &self.content[module.index()];
        let serving = named.iter().any(|(module, says, _)| {
            *says == Says::Role(Role::AdapterIn) && content(module).serves
        });
        let reaching = named.iter().any(|(module, says, _)| {
            *says == Says::Role(Role::AdapterOut) && content(module).reaches_out
        });
        let inner = named
            .iter()
            .any(|(_, says, _)| matches!(says, Says::Role(Role::Core | Role::Application)));
        serving && reaching && inner
    }

    fn name_of(&self, module: ModuleId) -> Option<(Says, Strength)> {
        let said = convention::of(self.graph.names.get(self.graph.module(module).name))?;
        let inner = matches!(said.0, Says::Role(Role::Core | Role::Application));
        // Content beats the name: the file `application` that starts the server is where all is put together.
        if inner && self.children[module.index()].is_empty() && self.content[module.index()].starts
        {
            return Some((Says::Role(Role::Root), Strength::Beside));
        }
        Some(said)
    }

    fn child(
        &self,
        child: ModuleId,
        name: Option<(Says, Strength)>,
        above: &Above,
        layered: bool,
        beside: Beside,
        classic: bool,
    ) -> Above {
        let text = self.graph.names.get(self.graph.module(child).name);
        let reason = format!("folder `{text}`");
        let role =
            above.fact.as_ref().and_then(|fact| self.graph.layers[usize::from(fact.layer.0)].role);
        match (name, role) {
            (Some((says, strength)), None) if layered => {
                if beside.adapters && matches!(text, "infra" | "infrastructure") {
                    let reason = format!("folder `{text}` beside the adapters");
                    return Above { fact: Some(fact(Role::Root, BY_FOLDER, &reason)), ..NOTHING };
                }
                if convention::may_keep_ports(text) && self.only_traits(child) {
                    return Self::port(&reason);
                }
                // What serves and is called `core` beside a domain is the core of the framework's use.
                if beside.domain && text == "core" && self.content[child.index()].serves {
                    return NOTHING;
                }
                let mut next = self.above(child, says, strength, BY_FOLDER, &reason);
                next.also = Also::below(text);
                next
            }
            // Below `infrastructure` stands what serves, what is driven, and at times the wiring.
            (Some((Says::Role(Role::AdapterIn), _)), Some(Role::AdapterOut))
                if above.also == Also::Driving && self.content[child.index()].serves =>
            {
                Above {
                    fact: Some(fact(Role::AdapterIn, BY_FOLDER, &reason)),
                    weak: false,
                    ..NOTHING
                }
            }
            (Some((Says::Role(Role::Root), _)), Some(Role::AdapterOut))
                if above.also == Also::Driving =>
            {
                Above { fact: Some(fact(Role::Root, BY_FOLDER, &reason)), ..NOTHING }
            }
            // The package that serves may put the others together too.
            (Some((Says::Role(Role::Root), _)), Some(Role::AdapterIn))
                if self.is_in_root(child) && !self.content[child.index()].serves =>
            {
                Above { fact: Some(fact(Role::Root, BY_FOLDER, &reason)), ..NOTHING }
            }
            (None, Some(Role::AdapterOut))
                if above.also == Also::Driving && self.only_serves(child) =>
            {
                let reason = format!("{reason} that serves requests");
                Above {
                    fact: Some(fact(Role::AdapterIn, BY_CONTENT, &reason)),
                    weak: false,
                    ..NOTHING
                }
            }
            (_, Some(Role::AdapterOut)) if above.also == Also::Ports && self.only_traits(child) => {
                Self::port(&reason)
            }
            (Some((Says::Role(role @ (Role::AdapterIn | Role::Application)), _)), None)
                if classic =>
            {
                // Controllers, services and repositories without a domain: the services are what should stay clean.
                Above { fact: Some(fact(role, BY_CONTENT, &reason)), weak: false, ..NOTHING }
            }
            // In an adapter of no direction a child may say it, by its name or by what it does.
            (Some((Says::Role(role @ (Role::AdapterIn | Role::AdapterOut)), _)), Some(_))
                if above.adapter =>
            {
                Above { fact: Some(fact(role, BY_FOLDER, &reason)), weak: false, ..NOTHING }
            }
            (None, Some(_)) if above.adapter => Above {
                fact: Some(self.adapter(child, BY_FOLDER, &reason)),
                adapter: !self.children[child.index()].is_empty(),
                weak: false,
                ..NOTHING
            },
            // A root may hold handlers, and a package called `core` may hold all layers.
            (
                Some((says @ (Says::Role(_) | Says::Adapter | Says::Ports), strength)),
                Some(role),
            ) => {
                let inner = self.is_part_of_adapter(child, says, role);
                let opens = (above.weak && strength == Strength::Anchor && !inner)
                    || (role == Role::Root && says == Says::Role(Role::AdapterIn));
                if opens {
                    self.above(child, says, strength, BY_FOLDER, &reason)
                } else {
                    above.clone()
                }
            }
            _ => above.clone(),
        }
    }

    /// Whether a module stands in the root of its crate.
    fn is_in_root(&self, module: ModuleId) -> bool {
        let parent = self.graph.module(module).parent;
        parent.is_none_or(|parent| self.graph.module(parent).parent.is_none())
    }

    /// Whether a module in an adapter is a part of it, whatever it is called: `api/error/adapter`, which serves, or
    /// `infrastructure/domain`, which holds what is stored of the domain. A package called `api` may hold all layers.
    fn is_part_of_adapter(&self, child: ModuleId, says: Says, role: Role) -> bool {
        match (says, role) {
            (Says::Adapter, Role::AdapterIn) => self.content[child.index()].serves,
            (Says::Role(Role::Core | Role::Application), Role::AdapterIn | Role::AdapterOut) => {
                !self.is_in_root(child)
            }
            _ => false,
        }
    }

    fn port(reason: &str) -> Above {
        let reason = format!("{reason} holds traits only");
        let port = LayerFact { layer: PORT, confidence: BY_CONTENT, reason, place: None };
        Above { fact: Some(port), weak: false, ..NOTHING }
    }

    /// Whether a module, with everything below it, declares traits and does nothing by itself.
    fn only_traits(&self, module: ModuleId) -> bool {
        let content = &self.content[module.index()];
        content.traits > 0 && content.functions == 0 && !content.reaches_out && !content.serves
    }

    fn only_serves(&self, module: ModuleId) -> bool {
        let content = &self.content[module.index()];
        content.serves && !content.reaches_out
    }

    /// Controllers, services and repositories: a layered service without a domain.
    fn is_classic(&self, children: &[ModuleId]) -> bool {
        let has = |names: &[&str]| {
            children
                .iter()
                .any(|child| names.contains(&self.graph.names.get(self.graph.module(*child).name)))
        };
        has(&["controllers", "controller", "handlers", "routes"])
            && has(&["services", "service"])
            && has(&["repositories", "repository"])
    }
}

/// Whether names that stand side by side mean layers.
fn is_layered(names: impl Iterator<Item = (Says, Strength)>) -> bool {
    let mut anchored = false;
    let mut inner = false;
    let mut kinds = 0_u8;
    for (says, strength) in names {
        anchored |= strength == Strength::Anchor;
        inner |= matches!(says, Says::Role(Role::Core | Role::Application) | Says::Ports);
        kinds |= match says {
            Says::Role(Role::Core) => 1,
            Says::Role(Role::Application) => 1 << 1,
            Says::Role(Role::AdapterIn) => 1 << 2,
            Says::Role(Role::AdapterOut) => 1 << 3,
            Says::Adapter => 1 << 4,
            Says::Ports => 1 << 5,
            Says::Role(Role::Root) => 0,
        };
    }
    anchored && inner && kinds.count_ones() >= 2
}

fn fact(role: Role, confidence: u8, reason: &str) -> LayerFact {
    LayerFact { layer: layer_of(role), confidence, reason: reason.to_owned(), place: None }
}

/// The detected layer of a role.
fn layer_of(role: Role) -> LayerId {
    LayerId(match role {
        Role::Core => 0,
        Role::Application => 1,
        Role::AdapterIn => 2,
        Role::AdapterOut => 3,
        Role::Root => 4,
    })
}
