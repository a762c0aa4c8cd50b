//! What the names outside the tree mean, by their numbers in the graph: the tables, looked up once.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::framework::server::{RouteAttribute, ServerOp, ServerTable};
use crate::framework::surroundings::{self, Run};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::CapabilityKind;
use crate::graph::{External, ExternalId, Graph, Target};

/// Names of methods that are no longer may be anybody's.
const SHORT: usize = 12;

/// What the names outside the tree mean.
pub(crate) struct Known {
    externals: Vec<Meaning>,
    /// Methods of routers by name, whatever the framework, that take handlers.
    handlers: Vec<&'static str>,
    /// Macros that list routes or paths.
    listing: Vec<&'static str>,
    /// Traits by which types of the tree are read from requests, whatever the framework.
    extractors: Vec<&'static str>,
    /// Methods that end a process in order, by names that are nobody else's.
    graceful: Vec<&'static str>,
    /// Which tables speak of a package.
    packages: FxHashMap<&'static str, Vec<usize>>,
}

/// What a name outside the tree means.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    /// A function of a server's framework.
    pub(crate) function: Option<(usize, ServerOp)>,
    /// A type to which routes are added, or one that is below it in a method's path.
    pub(crate) router: Option<usize>,
    /// An attribute of routes.
    pub(crate) attribute: Option<(usize, RouteAttribute)>,
    /// A type that authenticates as a parameter.
    pub(crate) authenticates: bool,
    /// It makes a layer, and so many of its first arguments are values that the layer hands on.
    pub(crate) values_of_layer: Option<u8>,
    /// What its use gives.
    pub(crate) gives: Vec<CapabilityKind>,
    /// The table of the framework whose package it is of, if there is one.
    pub(crate) framework: Option<usize>,
    /// How the arguments of a call run.
    pub(crate) run: Run,
}

impl Known {
    pub(crate) fn new(graph: &Graph) -> Self {
        let mut packages: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
        for (index, framework) in FRAMEWORKS.iter().enumerate() {
            for package in framework.packages {
                packages.entry(*package).or_default().push(index);
            }
        }
        let externals = graph.externals.par_iter().map(|external| {
            let tables = packages.get(external.package.as_str()).map_or(&[][..], Vec::as_slice);
            meaning(external, tables)
        });
        let externals = externals.collect();
        let methods = servers().flat_map(|(_, server)| server.methods);
        let handlers = methods.filter(|(_, op)| takes_handlers(*op)).map(|(name, _)| *name);
        let mut handlers: Vec<&'static str> = handlers.collect();
        handlers.sort_unstable();
        handlers.dedup();
        let mut extractors: Vec<&'static str> =
            servers().flat_map(|(_, server)| server.extractors).copied().collect();
        extractors.sort_unstable();
        extractors.dedup();
        let listing = servers().flat_map(|(_, server)| server.functions);
        let listing = listing.filter(|(_, op)| matches!(op, ServerOp::List | ServerOp::Segments));
        let entries = FRAMEWORKS.iter().flat_map(|framework| framework.capabilities);
        let graceful = entries.filter(|entry| {
            entry.kind == CapabilityKind::GracefulShutdown
                && entry.path.len() > SHORT
                && !surroundings::COMMON.contains(&entry.path)
        });
        Self {
            externals,
            handlers,
            extractors,
            listing: listing.map(|(path, _)| *path).collect(),
            graceful: graceful.map(|entry| entry.path).collect(),
            packages,
        }
    }

    /// What a target means; nothing for those of the tree.
    pub(crate) fn of(&self, target: Option<Target>) -> Option<&Meaning> {
        match target {
            Some(Target::External(external)) => self.external(external),
            _ => None,
        }
    }

    /// What a name means.
    pub(crate) fn external(&self, external: ExternalId) -> Option<&Meaning> {
        self.externals.get(external.index())
    }

    /// Whether some framework's method of this name takes a handler.
    pub(crate) fn takes_handler(&self, method: &str) -> bool {
        self.handlers.binary_search(&method).is_ok()
    }

    /// Whether tables speak of a package.
    pub(crate) fn speaks_of(&self, package: &str) -> bool {
        self.packages.contains_key(package)
    }

    /// The table of routers of a framework.
    pub(crate) fn server(framework: usize) -> &'static ServerTable {
        FRAMEWORKS[framework].server.as_ref().unwrap_or(&ServerTable::NONE)
    }

    /// What a method of routers of a framework does.
    pub(crate) fn method(framework: usize, name: &str) -> Option<ServerOp> {
        let methods = Self::server(framework).methods;
        methods.iter().find(|(method, _)| *method == name).map(|(_, op)| *op)
    }

    /// Whether a macro of some framework that lists routes or paths has this name.
    pub(crate) fn lists(&self, name: &str) -> bool {
        self.listing.contains(&name)
    }

    /// The traits by which types of the tree are read from requests.
    pub(crate) fn extractors(&self) -> &[&'static str] {
        &self.extractors
    }

    /// Whether a method of this name ends a process in order, where it is not known what it is called on.
    pub(crate) fn ends_in_order(&self, method: &str) -> bool {
        method.len() > SHORT && self.graceful.contains(&method)
    }

    /// The macro that a name means where it could not be resolved, for a package that depends on these.
    pub(crate) fn function_by_name(
        &self,
        name: &str,
        packages: &[&str],
    ) -> Option<(usize, ServerOp)> {
        let tables = packages.iter().filter_map(|package| self.packages.get(package)).flatten();
        let mut found = tables.filter_map(|table| {
            let entries = Self::server(*table).functions;
            Some((*table, entries.iter().find(|(path, _)| *path == name)?.1))
        });
        found.next()
    }

    /// The attribute that a name means where it could not be resolved, for a package that depends on these.
    pub(crate) fn attribute_by_name(
        &self,
        name: &str,
        packages: &[&str],
    ) -> Option<(usize, RouteAttribute)> {
        let tables = packages.iter().filter_map(|package| self.packages.get(package)).flatten();
        let mut found = tables.filter_map(|table| {
            let entries = Self::server(*table).attributes;
            Some((*table, entries.iter().find(|(path, _)| ends_with(name, path))?.1))
        });
        found.next()
    }
}

/// All tables of servers, with their numbers.
fn servers() -> impl Iterator<Item = (usize, &'static ServerTable)> {
    let servers = FRAMEWORKS.iter().enumerate();
    servers.filter_map(|(index, framework)| Some((index, framework.server.as_ref()?)))
}

/// Derives that make a type a parameter which lets no request without a valid token through.
pub(crate) fn authenticating() -> impl Iterator<Item = &'static str> {
    servers().flat_map(|(_, server)| server.authenticating).copied()
}

/// Whether an operation takes handlers that run apart; the names of iterators' and futures' methods are left
/// out by whoever asks by name alone.
pub(super) fn takes_handlers(op: ServerOp) -> bool {
    matches!(
        op,
        ServerOp::Verb(_)
            | ServerOp::VerbAt(_)
            | ServerOp::NamedVerb
            | ServerOp::Handle
            | ServerOp::Fallback
            | ServerOp::Add
    )
}

/// What tables say of a name outside the tree.
fn meaning(external: &External, tables: &[usize]) -> Meaning {
    let path = external.path.as_str();
    let mut meaning = Meaning {
        function: None,
        router: None,
        attribute: None,
        authenticates: false,
        values_of_layer: None,
        gives: Vec::new(),
        framework: None,
        run: run(external),
    };
    let mut longest = 0;
    for table in tables {
        let framework = &FRAMEWORKS[*table];
        let server = framework.server.as_ref().unwrap_or(&ServerTable::NONE);
        if framework.server.is_some() && meaning.framework.is_none() {
            meaning.framework = Some(*table);
        }
        for (name, op) in server.functions {
            if name.len() > longest && ends_with(path, name) {
                longest = name.len();
                meaning.function = Some((*table, *op));
            }
        }
        if server.routers.iter().any(|name| ends_with(path, name)) {
            meaning.router = Some(*table);
        }
        if let Some((_, attribute)) =
            server.attributes.iter().find(|(name, _)| ends_with(path, name))
        {
            meaning.attribute = Some((*table, *attribute));
        }
        if let Some((_, values)) = server.layers.iter().find(|(name, _)| ends_with(path, name)) {
            meaning.values_of_layer = Some(*values);
        }
        meaning.authenticates |= server.authenticators.iter().any(|name| ends_with(path, name));
        let given = framework.capabilities.iter().filter(|entry| entry.is_in(path));
        meaning.gives.extend(given.map(|entry| entry.kind));
    }
    meaning.gives.sort_unstable();
    meaning.gives.dedup();
    meaning
}

/// How the arguments of a function outside the tree run.
fn run(external: &External) -> Run {
    let mut names = external.path.rsplit("::");
    match (names.next().unwrap_or_default(), names.next()) {
        ("", _) => Run::NOTHING,
        (name, Some(before)) => surroundings::of_function(before, name),
        (name, None) => surroundings::of_function(&external.package.replace('-', "_"), name),
    }
}

/// Whether a path is another one, or ends in it.
pub(crate) fn ends_with(path: &str, end: &str) -> bool {
    // Most paths differ in their last letter, and this is asked of every name for every entry of a table.
    path.as_bytes().last() == end.as_bytes().last()
        && path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with("::"))
}

/// Whether the servers of a framework serve procedures.
pub(crate) fn serves_rpc(framework: usize) -> bool {
    let methods = Known::server(framework).methods;
    methods.iter().any(|(_, op)| *op == ServerOp::Serve(crate::graph::system::ServiceKind::Grpc))
}
