//! Which functions are worth entering for who looks for routes: those from which a name of a server's framework
//! is reached, and those that hold such a name.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rpc::included_in;
use crate::extract::rust::bodies::Node;
use crate::framework::server::{self, ServerOp};
use crate::graph::system::FnId;
use crate::graph::{CrateId, ItemId, Target};
use crate::place::FileId;
use crate::program::{At, Program, UnitIndex};
use crate::system::Context;
use crate::system::by_name::ByName;
use crate::system::functions::Functions;
use crate::system::grouped::Grouped;
use crate::system::known::Known;
use crate::system::parts::{named_type, parameters_of};

/// Functions that matter to routes.
pub(crate) struct Relevant {
    items: FxHashSet<ItemId>,
    /// Those that themselves begin to serve.
    serving: FxHashSet<ItemId>,
    /// Where names that matter stand, by unit.
    mentions: Vec<Vec<u32>>,
    /// The packages of contracts whose generated code is included, each with the crate that does it.
    included: Vec<(CrateId, String)>,
}

impl Relevant {
    pub(crate) fn new(context: &Context<'_, '_>, functions: &Functions) -> Self {
        let program = context.program;
        let mut relevant = Self {
            items: FxHashSet::default(),
            serving: FxHashSet::default(),
            mentions: vec![Vec::new(); program.units.len()],
            included: program.by_unit(|unit| included_in(program, unit)).concat(),
        };
        let mentions = program.by_unit(|unit| mentions_in(context, unit));
        for (at, serves) in mentions.into_iter().flatten() {
            relevant.mentions[at.unit.0 as usize].push(program.place(at).span.start);
            if let Some(item) = context.links.body_around(at) {
                relevant.items.insert(item);
                if serves {
                    relevant.serving.insert(item);
                }
            }
        }
        let of_routes = program.bodies.par_iter().filter(|body| {
            let parameters = parameters_of(program.unit(body.unit).facts, body);
            let routers = parameters.iter().any(|parameter| {
                let target = named_type(program, body.unit, parameter.ty);
                context.known.of(target).is_some_and(|known| known.router.is_some())
            });
            routers || super::attributes::launches(context, body.item).is_some()
        });
        let of_routes: Vec<ItemId> = of_routes.map(|body| body.item).collect();
        relevant.items.extend(of_routes);
        relevant.spread(program.graph.items.len(), functions);
        let mut units: FxHashMap<FileId, Vec<usize>> = FxHashMap::default();
        for (index, unit) in program.units.iter().enumerate() {
            units.entry(unit.file).or_default().push(index);
        }
        for call in &functions.calls {
            if relevant.items.contains(&functions.list[call.to.index()].item) {
                for unit in units.get(&call.place.file).into_iter().flatten() {
                    relevant.mentions[*unit].push(call.place.span.start);
                }
            }
        }
        for mentions in &mut relevant.mentions {
            mentions.sort_unstable();
        }
        relevant
    }

    /// Those that call what matters matter too.
    fn spread(&mut self, items: usize, functions: &Functions) {
        if self.items.is_empty() {
            return;
        }
        let item = |function: FnId| functions.list[function.index()].item;
        let calls = functions.calls.iter().map(|call| (item(call.to), item(call.from)));
        let callers = Grouped::new(items, &calls.collect::<Vec<_>>());
        let mut stack: Vec<ItemId> = self.items.iter().copied().collect();
        while let Some(item) = stack.pop() {
            for from in callers.of(item) {
                if self.items.insert(*from) {
                    stack.push(*from);
                }
            }
        }
    }

    /// The packages of contracts whose generated code is included, each with the crate that does it.
    pub(super) fn included(&self) -> &[(CrateId, String)] {
        &self.included
    }

    /// Whether a function is worth entering.
    pub(crate) fn enters(&self, item: ItemId) -> bool {
        self.items.contains(&item)
    }

    /// Whether a function itself begins to serve.
    pub(crate) fn serves(&self, item: ItemId) -> bool {
        self.serving.contains(&item)
    }

    /// Whether something that matters stands in an expression.
    pub(crate) fn mentions(&self, program: &Program<'_>, at: At) -> bool {
        let span = program.place(at).span;
        let mentions = &self.mentions[at.unit.0 as usize];
        let first = mentions.partition_point(|start| *start < span.start);
        mentions.get(first).is_some_and(|start| *start < span.end)
    }
}

/// The nodes of a unit that name something of a server's framework, and whether each begins to serve.
fn mentions_in(context: &Context<'_, '_>, unit: UnitIndex) -> Vec<(At, bool)> {
    let mut constructors = ByName::new(context.program.unit(unit));
    let found = context.program.nodes_of(unit).filter_map(|at| {
        let (mentioned, serves) = mention(context, at, &mut constructors);
        mentioned.then_some((at, serves))
    });
    found.collect()
}

/// Whether a node names something of a server's framework, and whether that begins to serve.
fn mention(context: &Context<'_, '_>, at: At, constructors: &mut ByName<'_, bool>) -> (bool, bool) {
    let program = context.program;
    let function =
        |target: Option<Target>| context.known.of(target).and_then(|known| known.function);
    match program.node(at) {
        Node::Path(path) => {
            let target = program.path(at.unit, path);
            let found = function(target);
            let serves = matches!(found, Some((_, ServerOp::Serve(_))));
            let last = program.last_symbol(at.unit, path).filter(|_| found.is_none());
            let constructs = last.is_some_and(|last| constructors.of(last, server::constructs));
            let service = constructs && {
                let (before, last) = program.last_names(at.unit, path);
                is_service_constructor(before, last)
            };
            (found.is_some() || service, serves)
        }
        Node::Macro { call, .. } => {
            let path = program.unit(at.unit).facts.macro_calls[call as usize].path;
            let target = program.path(at.unit, path);
            let listing =
                target.is_none() && context.known.lists(&program.path_text(at.unit, path));
            (listing || function(target).is_some(), false)
        }
        Node::Method { call, .. } => {
            let target = program.receiver(at.unit, call);
            let router = context.known.of(target).and_then(|known| known.router);
            let name = program.method_name(at.unit, call);
            let op = router.and_then(|framework| Known::method(framework, name));
            let of_framework =
                context.known.of(target).is_some_and(|known| known.framework.is_some());
            let direct = of_framework && (name.starts_with("serve") || name == "launch")
                || target.is_none() && server::certainly_serves(name);
            (router.is_some() || direct, direct || matches!(op, Some(ServerOp::Serve(_))))
        }
        _ => (false, false),
    }
}

/// `GreeterServer::new`, as generators of protocol buffers name what serves a service: the last names of its path.
pub(super) fn is_service_constructor(before: &str, last: &str) -> bool {
    server::constructs(last) && before.len() > 6 && before.ends_with("Server")
}
