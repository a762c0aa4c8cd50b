//! Routes that services serve: what the evaluation of a binary leaves, with full paths and all guards.

mod add;
mod attributes;
mod calls;
mod evaluate;
mod extractors;
mod guarding_layers;
mod guards;
mod handed_on;
mod matched;
mod operate;
mod own_port;
mod relevant;
mod role;
mod rpc;
mod shape;
mod signs;
mod text;

use rustc_hash::{FxHashMap, FxHashSet};

pub(super) use guards::Guards;
pub(super) use relevant::Relevant;

use super::Context;
use super::functions::Functions;
use crate::graph::system::{FnId, Guard, Method, Provenance, RouteRole, ServiceKind};
use crate::graph::{CrateId, ItemId};
use crate::place::Place;
use crate::program::At;
use evaluate::Evaluation;
use guards::Found;
use shape::{Entry, Handler, PathText, Shape, What};

/// What a binary serves.
pub(super) struct Served {
    pub(super) listeners: Vec<Listener>,
    pub(super) routes: Vec<Draft>,
    /// Places where routes come from what could not be seen, and why.
    pub(super) hidden: Vec<(Place, String)>,
}

/// A listener.
pub(super) struct Listener {
    pub(super) kind: ServiceKind,
    /// The table of its framework.
    pub(super) framework: usize,
    pub(super) at: At,
    /// The function of a package without a table that serves, if one does.
    pub(super) host: Option<String>,
    pub(super) why: Provenance,
}

/// A route before it has a number.
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) partial: bool,
    pub(super) role: RouteRole,
    pub(super) handler: Option<FnId>,
    pub(super) handler_name: String,
    pub(super) guards: Vec<Guard>,
    pub(super) guards_hidden: bool,
    pub(super) place: Place,
    pub(super) why: Provenance,
}

/// At most so many routes of one binary.
const MOST: usize = 10_000;

/// What a binary serves: from its `main` on, and from the further functions that it is known to reach.
pub(super) fn served(
    context: &Context<'_, '_>,
    functions: &Functions,
    relevant: &Relevant,
    guards: &Guards<'_, '_, '_>,
    crates: &[CrateId],
    main: ItemId,
    reached: &[ItemId],
) -> Served {
    let mut evaluation = Evaluation::new(context, relevant, crates);
    let launched = evaluation.start(main);
    if let (Shape::Router(router), Some(framework)) =
        (launched, attributes::launches(context, main))
    {
        evaluation.launch(router, framework, main);
    }
    // Functions that are reached in ways that the evaluation could not follow.
    for item in reached {
        if relevant.serves(*item) && !evaluation.entered.contains(item) {
            evaluation.start(*item);
        }
    }
    evaluation.listens.retain(|listen| !own_port::is_for_itself(context, listen.at));
    let seen: Vec<usize> =
        evaluation.listens.iter().flat_map(|listen| &listen.routers).copied().collect();
    let mut roots: Vec<usize> = Vec::new();
    for root in seen {
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    let sure = roots.len();
    // Where nothing is known of what one of several listeners serves, it is what no other serves.
    if evaluation.listens.iter().any(|listen| evaluation.serves_nothing(listen)) {
        if roots.iter().all(|root| evaluation.is_empty(*root, 0)) {
            for item in reached {
                if relevant.enters(*item) && !evaluation.entered.contains(item) {
                    evaluation.start(*item);
                }
            }
        }
        let all = 0..evaluation.routers.len();
        roots.extend(all.filter(|router| {
            let found = &evaluation.routers[*router];
            !found.used && !found.entries.is_empty()
        }));
    }
    let mut flatten = Flatten {
        evaluation: &evaluation,
        context,
        functions,
        guards,
        layers: FxHashMap::default(),
        routes: Vec::new(),
        hidden: Vec::new(),
        nested: Vec::new(),
        confidence: 95,
    };
    let (sure, guessed) = roots.split_at(sure);
    for root in sure {
        flatten.router(*root, &PathText::default(), &[], false, 0);
    }
    let served: FxHashSet<FnId> = flatten.routes.iter().filter_map(|route| route.handler).collect();
    let sure = flatten.routes.len();
    flatten.confidence = 65;
    for root in guessed {
        flatten.router(*root, &PathText::default(), &[], false, 0);
    }
    let (mut routes, hidden) = (flatten.routes, flatten.hidden);
    // What is served for sure was seen with all that is around it.
    let mut index = 0;
    routes.retain(|route| {
        index += 1;
        index <= sure || route.handler.is_none_or(|handler| !served.contains(&handler))
    });
    let listeners = evaluation.listens.iter().map(|listen| {
        let mut why = Provenance::sure(95);
        for place in &listen.trail {
            why = why.then("calls", Some(*place), 95);
        }
        let place = context.program.place(listen.at);
        let why = why.then("begins to serve here", Some(place), 95);
        let host = listen.host.clone();
        Listener { kind: listen.kind, framework: listen.framework, at: listen.at, host, why }
    });
    let listeners = listeners.collect();
    routes.sort_by(|a, b| (&a.path, a.method, a.place).cmp(&(&b.path, b.method, b.place)));
    routes.dedup_by(|b, a| {
        (&a.path, a.method, a.handler, &a.handler_name)
            == (&b.path, b.method, b.handler, &b.handler_name)
    });
    Served { listeners, routes, hidden }
}

impl Evaluation<'_, '_, '_> {
    /// Whether nothing is known of what a listener serves.
    fn serves_nothing(&self, listen: &shape::Listen) -> bool {
        listen.routers.iter().all(|router| self.is_empty(*router, 0))
    }

    /// A function with an attribute that launches the router which it returns.
    fn launch(&mut self, router: usize, framework: usize, main: ItemId) {
        let Some(body) = self.context.program.body_of(main) else { return };
        let at = At { unit: body.unit, node: body.node };
        self.routers[router].used = true;
        let (routers, kind, trail) = (vec![router], ServiceKind::Http, Vec::new());
        self.listens.push(shape::Listen { routers, kind, framework, at, trail, host: None });
    }

    /// Whether nothing at all is known of what a router serves.
    fn is_empty(&self, router: usize, depth: usize) -> bool {
        depth > 16
            || self.routers[router].entries.iter().all(|entry| match entry.what {
                What::Router(part) => self.is_empty(part, depth + 1),
                What::Handler(..) => false,
                What::Hidden(_) => true,
            })
    }
}

/// The way down from a router that is served.
struct Flatten<'f, 'p, 'a> {
    evaluation: &'f Evaluation<'f, 'p, 'a>,
    context: &'f Context<'p, 'a>,
    functions: &'f Functions,
    guards: &'f Guards<'f, 'p, 'a>,
    layers: FxHashMap<At, Found>,
    routes: Vec<Draft>,
    hidden: Vec<(Place, String)>,
    /// Where the routers on the way down are nested below a path.
    nested: Vec<Place>,
    confidence: u8,
}

impl Flatten<'_, '_, '_> {
    fn router(
        &mut self,
        router: usize,
        above: &PathText,
        around: &[Guard],
        hidden: bool,
        depth: usize,
    ) {
        if depth > 24 {
            return;
        }
        let evaluation = self.evaluation;
        let data = &evaluation.routers[router];
        let prefix = joined(above, &data.prefix);
        for (index, entry) in data.entries.iter().enumerate() {
            if self.routes.len() >= MOST {
                return;
            }
            let mut guards = around.to_vec();
            let mut hidden = hidden;
            for wrap in data.wraps.iter().rev().filter(|wrap| wrap.covers > index) {
                let found = self
                    .layers
                    .entry(wrap.layer)
                    .or_insert_with(|| self.guards.of_layer(wrap.layer));
                guards.extend(found.guards.iter().cloned());
                hidden |= found.hidden;
            }
            let path = joined(&prefix, &entry.path);
            match &entry.what {
                What::Router(part) => {
                    let below = !entry.path.text.is_empty();
                    if below {
                        self.nested.push(entry.place);
                    }
                    self.router(*part, &path, &guards, hidden, depth + 1);
                    if below {
                        self.nested.pop();
                    }
                }
                What::Handler(method, handler) => {
                    self.handler(entry, *method, handler, &path, guards, hidden);
                }
                What::Hidden(reason) => {
                    if !self.hidden.iter().any(|(place, _)| *place == entry.place) {
                        self.hidden.push((entry.place, reason.clone()));
                    }
                }
            }
        }
    }

    fn handler(
        &mut self,
        entry: &Entry,
        method: Method,
        handler: &Handler,
        path: &PathText,
        mut guards: Vec<Guard>,
        guards_hidden: bool,
    ) {
        let program = self.context.program;
        let (function, item) = match &handler.shape {
            Some(Shape::Function(item, _)) => (self.functions.of_item(*item), Some(*item)),
            Some(Shape::Closure(at, _)) => {
                let within = || self.functions.locate(*at).map(|located| located.function);
                (self.functions.starting_at(*at).or_else(within), None)
            }
            _ => (None, None),
        };
        if let Some(item) = item {
            guards.extend(self.guards.of_handler(item, function));
        }
        let mut why = Provenance::sure(self.confidence).then(
            "is added to what is served",
            Some(entry.place),
            95,
        );
        for place in self.nested.iter().rev() {
            why = why.then("is nested below a path", Some(*place), 95);
        }
        let whole = path.text.is_empty() || path.text == "/";
        if method == Method::Any
            && whole
            && handler.role.is_none()
            && let Some(function_id) = function
        {
            // Where no router tells paths apart, the handler itself does.
            let found = matched::matched_routes(self.context, self.functions, function_id);
            for found in &found {
                let role = role::role(found.method, &found.path, "");
                let name = found.handler.map(|own| {
                    let graph = program.graph;
                    graph
                        .names
                        .get(graph.item(self.functions.list[own.index()].item).name)
                        .to_owned()
                });
                self.routes.push(Draft {
                    method: found.method,
                    path: role::normal(&found.path),
                    partial: false,
                    role,
                    handler: found.handler.or(function),
                    handler_name: name.unwrap_or_else(|| handler.name.clone()),
                    guards: guards.clone(),
                    guards_hidden,
                    place: found.place,
                    why: why.clone(),
                });
            }
            if !found.is_empty() {
                return;
            }
        }
        let path_text = role::normal(&path.text);
        let role = handler.role.unwrap_or_else(|| role::role(method, &path_text, &handler.name));
        let confidence = if path.partial { 60 } else { 95 };
        self.routes.push(Draft {
            method,
            path: path_text,
            partial: path.partial,
            role,
            handler: function,
            handler_name: handler.name.clone(),
            guards,
            guards_hidden,
            place: entry.place,
            why: Provenance { confidence: why.confidence.min(confidence), ..why },
        });
    }
}

fn joined(a: &PathText, b: &PathText) -> PathText {
    PathText { text: text::join(&a.text, &b.text), partial: a.partial || b.partial }
}

/// The functions of a list, each once.
pub(super) fn items_of(functions: &Functions, reached: &[FnId]) -> Vec<ItemId> {
    let mut seen = FxHashSet::default();
    let items = reached.iter().map(|function| functions.list[function.index()].item);
    items.filter(|item| seen.insert(*item)).collect()
}

/// Whether an attribute makes a function the start of a binary.
pub(super) fn launches_itself(context: &Context<'_, '_>, item: ItemId) -> bool {
    attributes::launches(context, item).is_some()
}
