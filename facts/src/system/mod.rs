//! The system around the code: what the program does, read off its resolved bodies.
//!
//! The order is that of what needs what: ways through the bodies (`links`), functions and calls (`functions`),
//! values (`values`), what binaries serve (`routes`), which of them are services (`services`), and what those have
//! (`capabilities`). All are pure functions of the program; lists have a stable order.

mod capabilities;
mod entries;
mod functions;
mod known;
mod links;
mod loops;
mod parts;
mod routes;
mod services;
mod surroundings;
mod values;

use crate::graph::system::Landscape;
use crate::program::Program;

/// What all parts need.
pub(crate) struct Context<'p, 'a> {
    pub(crate) program: &'p Program<'a>,
    pub(crate) links: links::Links,
    pub(crate) known: known::Known,
    pub(crate) settings: values::Settings,
}

impl<'p, 'a> Context<'p, 'a> {
    fn new(program: &'p Program<'a>) -> Self {
        Self {
            program,
            links: links::Links::new(program),
            known: known::Known::new(program.graph),
            settings: values::Settings::new(program),
        }
    }

    /// Asks for the values of expressions.
    pub(crate) fn values(&self) -> values::Values<'_, 'a> {
        values::Values { program: self.program, links: &self.links, settings: &self.settings }
    }
}

/// Reads what the program does.
pub(crate) fn read(program: &Program<'_>) -> Landscape {
    if program.units.is_empty() {
        return Landscape::default();
    }
    let context = Context::new(program);
    let functions = functions::Functions::new(program, &context.links, &context.known);
    let guards = routes::Guards::new(&context, &functions);
    let found = services::find(&context, &functions, &guards);
    let mut landscape = Landscape::default();
    let mut sites = entries::Sites::default();
    sites.add_prints(&context, &functions);
    sites.add_verifications(&context, &functions, &guards);
    entries::add_services(&context, &functions, found, &mut landscape, &mut sites);
    // What stores, calls and messages add stands here; each adds its sites to `sites`.
    landscape.sites = sites.sorted();
    landscape.functions = functions.list;
    landscape.calls_between = functions.calls;
    landscape
}
