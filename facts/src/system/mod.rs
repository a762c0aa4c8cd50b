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

/// What a program serves, before it is joined with what its code does.
struct Serving<'p, 'a> {
    context: Context<'p, 'a>,
    functions: functions::Functions,
    files: Vec<environment::SettingsFile>,
    receiving: Vec<(ServiceId, loops::Endless)>,
    landscape: Landscape,
}

/// What code does, function by function.
struct Doing<'p, 'a> {
    origins: origin::Origins<'p, 'a>,
    calls: calls::Calls,
    messaging: messaging::Messaging,
    panics: Vec<panics::PanicSite>,
}

/// Reads what the program does, and joins it with what is deployed.
///
/// Services, calls and stores are read side by side, because none of them needs another.
pub(crate) fn read(program: &Program<'_>, deployed: Deployed) -> Landscape {
    if program.units.is_empty() {
        let mut landscape = Landscape::default();
        deployed::add(program.graph, deployed, &mut landscape);
        return landscape;
    }
    let parents = parents::Parents::new(program);
    let (serving, (mut doing, (stores, migrations))) = rayon::join(
        || serving(program, deployed),
        || {
            rayon::join(
                || doing(program, &parents),
                || {
                    let stores = stores::stores(program);
                    let migrations = migrations::migrations(program.graph, program.files, &stores);
                    (stores, migrations)
                },
            )
        },
    );
    let Serving { context, functions, files, receiving, mut landscape } = serving;
    delivery::follow(program, &parents, &context.links, &mut doing.messaging.publishes);
    let found = join::Found {
        panics: &doing.panics,
        settings: &settings::read(program, &parents, &context.links),
        migrations: &migrations,
        calls: &doing.calls,
        messaging: &doing.messaging,
        stores: &stores,
        receiving: &receiving,
    };
    let join = join::Join {
        program,
        parents: &parents,
        origins: &doing.origins,
        values: context.values(),
        functions: &functions,
        files: &files,
    };
    join::join(&join, &found, &mut landscape);
    landscape
}

fn serving<'p, 'a>(program: &'p Program<'a>, deployed: Deployed) -> Serving<'p, 'a> {
    let mut landscape = Landscape::default();
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
    Serving { context, functions, files, receiving, landscape }
}

fn doing<'p, 'a>(program: &'p Program<'a>, parents: &'p parents::Parents) -> Doing<'p, 'a> {
    let origins = origin::Origins::new(program, parents);
    let calls = calls::read(program, parents, &origins);
    let messaging = messaging::read(program, parents, &origins);
    let panics = panics::read(program, parents, &calls.calls, &messaging.receives);
    Doing { origins, calls, messaging, panics }
}
