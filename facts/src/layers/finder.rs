//! What is known while layers are looked for, and what a name makes of a module.

use super::content::{self, Content};
use super::convention::{self, Says, Strength};
use super::{BY_CONTENT, PORT, fact};
use crate::graph::{Graph, LayerFact, ModuleId, Role, Target};

/// What is found while layers are looked for.
pub(super) struct Finder<'g> {
    pub(super) graph: &'g Graph,
    /// The modules below each.
    pub(super) children: Vec<Vec<ModuleId>>,
    pub(super) content: Vec<Content>,
    pub(super) found: Vec<Option<LayerFact>>,
}

/// What is known of a module when its children are looked at.
#[derive(Clone)]
pub(super) struct Above {
    pub(super) fact: Option<LayerFact>,
    /// The name said 'adapter' without a direction.
    pub(super) adapter: bool,
    /// The name was one that says little, so that a child's may say more.
    pub(super) weak: bool,
    pub(super) also: Also,
}

/// What else than its role the name of a folder of adapters lets stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Also {
    Nothing,
    /// What the program is driven by, as well as what it drives (`infrastructure`).
    Driving,
    /// The traits that the core needs (`repositories`).
    Ports,
    /// Clients of other processes (`services`, where no domain stands beside them).
    Clients,
}

impl Also {
    pub(super) fn below(name: &str) -> Self {
        if convention::means_both_sides(name) {
            Self::Driving
        } else if convention::may_keep_ports(name) {
            Self::Ports
        } else {
            Self::Nothing
        }
    }
}

/// What is known above all modules.
pub(super) const NOTHING: Above =
    Above { fact: None, adapter: false, weak: true, also: Also::Nothing };

impl<'g> Finder<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        let mut children = vec![Vec::new(); graph.modules.len()];
        for (id, module) in graph.modules() {
            if let Some(parent) = module.parent {
                children[parent.index()].push(id);
            }
        }
        let (content, found) = (content::of_modules(graph), vec![None; graph.modules.len()]);
        Self { graph, children, content, found }
    }

    /// What a name makes of a module.
    pub(super) fn above(
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
    pub(super) fn adapter(&self, module: ModuleId, confidence: u8, reason: &str) -> LayerFact {
        let content = &self.content[module.index()];
        if content.serves && !content.reaches_out {
            return fact(Role::AdapterIn, confidence, &format!("{reason} that serves requests"));
        }
        fact(Role::AdapterOut, confidence, reason)
    }

    pub(super) fn port(reason: &str) -> Above {
        let reason = format!("{reason} holds traits only");
        let port = LayerFact { layer: PORT, confidence: BY_CONTENT, reason, place: None };
        Above { fact: Some(port), weak: false, ..NOTHING }
    }

    /// Whether a module, with everything below it, declares traits and does nothing by itself.
    pub(super) fn only_traits(&self, module: ModuleId) -> bool {
        let content = &self.content[module.index()];
        content.traits > 0 && content.functions == 0 && !content.reaches_out && !content.serves
    }

    /// Whether a module, with everything below it, declares no function and no trait and uses nothing from outside.
    pub(super) fn only_types(&self, module: ModuleId) -> bool {
        let content = &self.content[module.index()];
        content.traits == 0 && content.functions == 0 && !content.reaches_out && !content.serves
    }

    /// Whether a module reaches out for a trait that stands beside it or above, and declares none: an adapter among ports.
    pub(super) fn fills_port_around(&self, module: ModuleId, above: &Above) -> bool {
        let (graph, content) = (self.graph, &self.content[module.index()]);
        above.fact.as_ref().is_some_and(|fact| fact.layer == PORT)
            && content.reaches_out
            && content.traits == 0
            && graph.implementations.iter().any(|block| {
                let Target::Item(port) = block.of_trait else { return false };
                graph.item(block.item).module == module
                    && Some(graph.item(port).module) == graph.module(module).parent
            })
    }

    pub(super) fn filling(reason: &str) -> Above {
        let reason = format!("{reason} that fills a port beside it");
        Above { fact: Some(fact(Role::AdapterOut, BY_CONTENT, &reason)), ..NOTHING }
    }

    pub(super) fn only_serves(&self, module: ModuleId) -> bool {
        let content = &self.content[module.index()];
        content.serves && !content.reaches_out
    }
}

/// Whether names that stand side by side mean layers.
pub(super) fn is_layered(names: impl Iterator<Item = (Says, Strength)>) -> bool {
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
