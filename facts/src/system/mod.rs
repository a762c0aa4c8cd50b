//! The system around the code: what the program does, read off its resolved bodies.
//!
//! The order is that of what needs what: ways through the bodies (`links`), functions and calls (`functions`),
//! values (`values`), what binaries serve (`routes`), which of them are services (`services`), and what those have
//! (`capabilities`). All are pure functions of the program; lists have a stable order.
//!
//! Bodies are many, so a question goes through as little of them as answers it: the calls out of the tree
//! (`names::calls_outside`), the calls of macros (`Links::macros_in`), else all nodes, with the units side by
//! side ([`Program::by_unit`]). What it asks of a name it asks once a file (`by_name`), of a package
//! once a package ([`crate::program::Library`]), and it makes no text of a path to look at its last name
//! ([`Program::last_name`]).

mod acknowledging;
mod addresses;
mod around;
mod by_name;
mod calls;
mod capabilities;
mod channels;
mod choices;
mod databases;
mod delivery;
mod deployed;
mod entries;
mod environment;
mod fate;
mod functions;
mod grouped;
mod hosts;
mod join;
mod keywords;
mod known;
mod linked;
mod links;
mod locals;
mod loops;
mod mentions;
mod messaging;
mod migrations;
mod names;
mod options;
mod origin;
mod panics;
mod parents;
mod parts;
mod procedures;
mod protos;
mod receiving;
mod requests;
mod routes;
mod runs;
mod services;
mod settings;
mod stores;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod values;
mod walk;
mod wrapping;

use crate::deploy::{Connector, DeclaredTopic, Deployed};
use crate::depth::Depth;
use crate::graph::system::{AddressPurpose, Landscape, ServiceId};
use crate::program::{At, Program};

/// What all parts need.
pub(crate) struct Context<'p, 'a> {
    pub(crate) program: &'p Program<'a>,
    pub(crate) parents: &'p parents::Parents,
    pub(crate) links: &'p links::Links,
    pub(crate) known: known::Known,
    pub(crate) settings: values::Settings,
    pub(crate) protos: &'p protos::Protos,
}

impl<'a> Context<'_, 'a> {
    /// Asks for the values of expressions.
    pub(crate) fn values(&self) -> values::Values<'_, 'a> {
        values::Values {
            program: self.program,
            parents: self.parents,
            links: self.links,
            settings: &self.settings,
        }
    }
}

/// What a program serves, before it is joined with what its code does.
struct Serving<'p, 'a> {
    context: Context<'p, 'a>,
    functions: functions::Functions,
    files: Vec<environment::SettingsFile>,
    connectors: Vec<Connector>,
    topics: Vec<DeclaredTopic>,
    receiving: Vec<(ServiceId, loops::Endless)>,
    landscape: Landscape,
}

/// What code does, function by function.
struct Doing<'p, 'a> {
    origins: origin::Origins<'p, 'a>,
    calls: calls::Calls,
    messaging: messaging::Messaging,
    panics: Vec<panics::PanicSite>,
    settings: Vec<settings::SettingSite>,
    addresses: Vec<(At, AddressPurpose)>,
}

/// Reads what the program does, and joins it with what is deployed; as much of it as `depth` says.
///
/// Services, calls and stores are read side by side, because none of them needs another.
pub(crate) fn read(program: &Program<'_>, deployed: Deployed, depth: Depth) -> Landscape {
    if program.units.is_empty() {
        let mut landscape = Landscape::default();
        deployed::add(program.graph, deployed, &mut landscape);
        return landscape;
    }
    let ((parents, links), protos) = rayon::join(
        || rayon::join(|| parents::Parents::new(program), || links::Links::new(program)),
        || protos::Protos::new(program.files),
    );
    if depth < Depth::System {
        return serving(program, &parents, &links, &protos, deployed).landscape;
    }
    let (serving, (doing, (stores, migrations))) = rayon::join(
        || serving(program, &parents, &links, &protos, deployed),
        || {
            rayon::join(
                || doing(program, &parents, &links, &protos),
                || {
                    let stores = stores::stores(program, &parents, &links);
                    let migrations = migrations::migrations(program.graph, program.files, &stores);
                    (stores, migrations)
                },
            )
        },
    );
    let Serving { context, functions, files, connectors, topics, receiving, mut landscape } =
        serving;
    let found = join::Found {
        panics: &doing.panics,
        settings: &doing.settings,
        addresses: &doing.addresses,
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
        connectors: &connectors,
        declared: &topics,
    };
    join::join(&join, &found, &mut landscape);
    landscape
}

fn serving<'p, 'a>(
    program: &'p Program<'a>,
    parents: &'p parents::Parents,
    links: &'p links::Links,
    protos: &'p protos::Protos,
    mut deployed: Deployed,
) -> Serving<'p, 'a> {
    let connectors = std::mem::take(&mut deployed.connectors);
    let topics = std::mem::take(&mut deployed.topics);
    let mut landscape = Landscape::default();
    let (settings, (known, functions)) = rayon::join(
        || values::Settings::new(program, links),
        || {
            let known = known::Known::new(program.graph);
            let functions = functions::Functions::new(program, links, &known);
            (known, functions)
        },
    );
    let context = Context { program, parents, links, known, settings, protos };
    let guards = routes::Guards::new(&context, &functions);
    let packages = deployed.deployments.iter().filter_map(|one| one.package).collect();
    let found = services::find(&context, &functions, &guards, &packages);
    let mut sites = entries::Sites::default();
    sites.add_prints(&context, &functions);
    sites.add_verifications(&context, &functions, &guards);
    let receiving = entries::add_services(&context, &functions, found, &mut landscape, &mut sites);
    landscape.sites = sites.sorted();
    landscape.functions.clone_from(&functions.list);
    landscape.calls_between.clone_from(&functions.calls);
    let files = deployed::add(program.graph, deployed, &mut landscape);
    Serving { context, functions, files, connectors, topics, receiving, landscape }
}

fn doing<'p, 'a>(
    program: &'p Program<'a>,
    parents: &'p parents::Parents,
    links: &'p links::Links,
    protos: &protos::Protos,
) -> Doing<'p, 'a> {
    let origins = origin::Origins::new(program, parents, links);
    let calls = calls::read(program, parents, links, &origins, protos);
    let mut messaging = messaging::read(program, parents, links, &origins);
    delivery::follow(program, parents, links, &mut messaging.publishes);
    let panics = panics::read(program, parents, links, &calls.calls, &messaging.receives);
    let settings = settings::read(program, parents, links);
    let addresses = addresses::uses(program, links);
    Doing { origins, calls, messaging, panics, settings, addresses }
}
