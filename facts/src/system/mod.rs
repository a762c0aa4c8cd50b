//! The system around the code: what the program does, read off its resolved bodies.
//!
//! The order is that of what needs what: ways through the bodies (`links`), functions and calls (`functions`),
//! values (`values`), what binaries serve (`routes`), which of them are services (`services`), and what those have
//! (`capabilities`). All are pure functions of the program; lists have a stable order.

mod addresses;
mod calls;
mod capabilities;
mod databases;
mod delivery;
mod deployed;
mod entries;
mod environment;
mod fate;
mod functions;
mod hosts;
mod join;
mod known;
mod links;
mod loops;
mod messaging;
mod migrations;
mod names;
mod options;
mod origin;
mod panics;
mod parents;
mod parts;
mod routes;
mod services;
mod settings;
mod stores;
mod surroundings;
#[cfg(test)]
mod tests;
mod values;
mod wrapping;

use crate::deploy::Deployed;
use crate::graph::system::{Landscape, ServiceId};
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

/// Reads what the program does, and joins it with what is deployed.
pub(crate) fn read(program: &Program<'_>, deployed: Deployed) -> Landscape {
    let mut landscape = Landscape::default();
    if program.units.is_empty() {
        deployed::add(program.graph, deployed, &mut landscape);
        return landscape;
    }
    let context = Context::new(program);
    let functions = functions::Functions::new(program, &context.links, &context.known);
    let guards = routes::Guards::new(&context, &functions);
    let found = services::find(&context, &functions, &guards);
    let mut sites = entries::Sites::default();
    sites.add_prints(&context, &functions);
    sites.add_verifications(&context, &functions, &guards);
    let receiving = entries::add_services(&context, &functions, found, &mut landscape, &mut sites);
    landscape.sites = sites.sorted();
    landscape.functions.clone_from(&functions.list);
    landscape.calls_between.clone_from(&functions.calls);
    let files = deployed::add(program.graph, deployed, &mut landscape);
    outgoing(&context, &functions, &files, &receiving, &mut landscape);
    landscape
}

/// What code stores, calls and publishes, joined with services and deployments.
fn outgoing(
    context: &Context<'_, '_>,
    functions: &functions::Functions,
    files: &[environment::SettingsFile],
    receiving: &[(ServiceId, loops::Endless)],
    landscape: &mut Landscape,
) {
    let program = context.program;
    let parents = parents::Parents::new(program);
    let origins = origin::Origins::new(program, &parents);
    let calls = calls::read(program, &parents, &origins);
    let mut messaging = messaging::read(program, &parents, &origins);
    delivery::follow(program, &parents, &context.links, &mut messaging.publishes);
    let stores = stores::stores(program);
    let found = join::Found {
        panics: &panics::read(program, &parents, &calls.calls, &messaging.receives),
        settings: &settings::read(program, &parents, &context.links),
        migrations: &migrations::migrations(program.graph, program.files, &stores),
        calls: &calls,
        messaging: &messaging,
        stores: &stores,
        receiving,
    };
    let join = join::Join {
        program,
        parents: &parents,
        origins: &origins,
        values: context.values(),
        functions,
        files,
    };
    join::join(&join, &found, landscape);
}
