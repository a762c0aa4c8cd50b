//! Which layer a module belongs to: by configuration, by markers, by the names of packages and
//! folders, and by what the code does where that says more than its name.
//!
//! A name alone proves nothing: a folder `api` is in many programs that have no layers. So names count
//! only in a *group* (the modules of one parent, the packages of one workspace) in which one of them
//! can hardly mean anything else ([`convention::Strength::Anchor`]) and which has a core to be kept clean.

mod configured;
mod content;
mod convention;
mod finder;
mod markers;
mod modules;
mod packages;
mod ports;

pub(crate) use markers::Marker;

use crate::SourceFile;
use crate::graph::{Graph, Layer, LayerDefinition, LayerFact, LayerId, Role};
use finder::Finder;

/// Confidence in hundredths, by the kind of evidence.
const BY_CONFIGURATION: u8 = 100;
const BY_MARKER: u8 = 95;
const BY_PACKAGE: u8 = 85;
const BY_FOLDER: u8 = 85;
const BY_CONTENT: u8 = 75;

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
    let mut finder = Finder::new(graph);
    finder.packages();
    finder.crates();
    let found = finder.found;
    graph.module_layers = found;
    configured::apply(graph, files, definitions);
    markers::apply(graph, markers);
    ports::detect(graph, markers);
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
