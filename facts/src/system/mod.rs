//! Reads the system around the code out of the program: services, routes, calls, databases, messages.

#[expect(dead_code, reason = "services are not joined with their tables yet")]
pub(crate) mod migrations;
#[expect(dead_code, reason = "functions are not joined with their statements yet")]
pub(crate) mod stores;

use crate::graph::system::Landscape;
use crate::program::Program;

/// What the program says of the system.
pub(crate) fn read(program: &Program<'_>) -> Landscape {
    let stores = stores::stores(program);
    let _ = migrations::migrations(program.graph, program.files, &stores);
    Landscape::default()
}
