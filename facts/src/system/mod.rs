//! The system around the code: what the program does, read off its resolved bodies.

mod addresses;
mod calls;
mod databases;
mod environment;
mod fate;
mod functions;
mod hosts;
mod known;
mod links;
mod messaging;
mod names;
mod origin;
mod panics;
mod parents;
mod settings;
mod surroundings;
mod values;

use crate::graph::system::Landscape;
use crate::program::Program;

/// Reads what the program does.
pub(crate) fn read(program: &Program<'_>) -> Landscape {
    let known = known::Known::new(program.graph);
    let links = links::Links::new(program);
    let functions = functions::Functions::new(program, &links, &known);
    Landscape { functions: functions.list, calls_between: functions.calls, ..Landscape::default() }
}
