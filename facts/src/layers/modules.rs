//! Layers that are modules, found from the root of each crate on.

use super::convention::{self, Says, Strength};
use super::finder::{Above, Also, Finder, NOTHING, is_layered};
use super::{BY_CONTENT, BY_FOLDER, fact, layer_of};
use crate::graph::{CrateKind, ModuleId, PackageId, Role};

/// Of so many modules side by side at least one is named as a layer where layers are meant: among many that are named
/// after things, `application` and `api` are things too.
const MOST_BESIDE: usize = 10;

/// What stands beside a module.
#[derive(Clone, Copy)]
struct Beside {
    /// Something called `adapters`.
    adapters: bool,
    /// Something that can only be the core.
    domain: bool,
}

impl Finder<'_> {
    /// Layers that are modules.
    pub(super) fn crates(&mut self) {
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

    /// Says of a module and those below it what they are.
    pub(super) fn descend(&mut self, module: ModuleId, above: &Above) {
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
        // The commands of a client that are about domains of the network: a core is what others use.
        let content = &self.content[module.index()];
        let is_used = content.types + content.traits > 0;
        if said.0 == Says::Role(Role::Core) && !is_used && content.reaches_out {
            return None;
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
                // Models that are rows of tables are what is stored of a domain that stands beside them.
                if beside.domain
                    && matches!(text, "model" | "models" | "entity" | "entities")
                    && self.content[child.index()].reaches_out
                {
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
            (None, Some(role)) if self.is_of_no_layer(child, text, role, above) => NOTHING,
            (None, Some(Role::AdapterOut))
                if above.also == Also::Driving
                    && self.content[child.index()].starts
                    && self.children[child.index()].is_empty() =>
            {
                let reason = format!("{reason} that starts the server");
                Above { fact: Some(fact(Role::Root, BY_CONTENT, &reason)), ..NOTHING }
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
                let also = Also::Clients;
                Above { fact: Some(fact(role, BY_CONTENT, &reason)), weak: false, also, ..NOTHING }
            }
            (None, Some(_)) if self.fills_port_around(child, above) => Self::filling(&reason),
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
                    || (role == Role::Root && self.serves_in_root(child, says));
                if opens {
                    self.above(child, says, strength, BY_FOLDER, &reason)
                } else {
                    above.clone()
                }
            }
            _ => above.clone(),
        }
    }

    /// Whether a module is of no layer although one stands around it: types beside the wiring, which all of a package
    /// shares, and clients of other processes among services without a domain.
    fn is_of_no_layer(&self, module: ModuleId, name: &str, around: Role, above: &Above) -> bool {
        match around {
            Role::Root => self.only_types(module),
            Role::Application => {
                above.also == Also::Clients
                    && (name.ends_with("_client") || name.ends_with("_connection"))
            }
            _ => false,
        }
    }

    /// Whether a module stands in the root of its crate.
    fn is_in_root(&self, module: ModuleId) -> bool {
        let parent = self.graph.module(module).parent;
        parent.is_none_or(|parent| self.graph.module(parent).parent.is_none())
    }

    /// Whether a module in a root is what serves: not one below a name that means putting things together, whose router
    /// does that with handlers.
    fn serves_in_root(&self, module: ModuleId, says: Says) -> bool {
        let parent = self.graph.module(module).parent;
        let name = parent.map(|parent| self.graph.names.get(self.graph.module(parent).name));
        let around = name.and_then(convention::of);
        let in_wiring = around.is_some_and(|(says, _)| says == Says::Role(Role::Root));
        says == Says::Role(Role::AdapterIn) && !in_wiring
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
