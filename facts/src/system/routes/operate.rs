//! What the operations of the tables do to routers.

use super::evaluate::Evaluation;
use super::shape::{Entry, Handler, Listen, PathText, Router, Shape, What, Wrap};
use super::text::{join, methods_in, segments, short};
use crate::framework::server::ServerOp;
use crate::graph::system::{Method, RouteRole, ServiceKind};
use crate::graph::{ItemId, Target};
use crate::place::Place;
use crate::program::At;
use crate::system::known::Known;

impl Evaluation<'_, '_, '_> {
    pub(super) fn make(&mut self, framework: usize) -> usize {
        self.routers.push(Router {
            framework,
            prefix: PathText::default(),
            methods: Vec::new(),
            entries: Vec::new(),
            wraps: Vec::new(),
            used: false,
        });
        self.routers.len() - 1
    }

    /// Makes one router part of another.
    pub(super) fn attach(&mut self, whole: usize, part: usize, path: PathText, place: Place) {
        if whole != part {
            self.routers[part].used = true;
            self.routers[whole].entries.push(Entry { path, place, what: What::Router(part) });
        }
    }

    pub(super) fn add_handler(
        &mut self,
        router: usize,
        method: Option<Method>,
        at: At,
        shape: Option<&Shape>,
    ) {
        let program = self.context.program;
        let inner = match shape {
            Some(Shape::Router(part)) => self.only_handler(*part),
            _ => None,
        };
        let shape = inner.as_ref().or(shape);
        let name = match shape {
            Some(Shape::Function(item, _)) => {
                program.graph.names.get(program.graph.item(*item).name).to_owned()
            }
            Some(Shape::Closure(..)) => "closure".to_owned(),
            Some(Shape::Expression(at)) => short(program.text(program.place(*at))),
            _ => short(program.text(program.place(at))),
        };
        let place = program.place(at);
        let methods = match method {
            Some(method) => vec![method],
            None if self.routers[router].methods.is_empty() => vec![Method::Any],
            None => self.routers[router].methods.clone(),
        };
        for method in methods {
            let handler = Handler { shape: shape.cloned(), name: name.clone(), role: None };
            let what = What::Handler(method, handler);
            self.routers[router].entries.push(Entry { path: PathText::default(), place, what });
        }
    }

    fn ready(
        &mut self,
        framework: usize,
        at: At,
        role: RouteRole,
        prefix: Option<PathText>,
    ) -> Shape {
        let program = self.context.program;
        let place = program.place(at);
        let router = self.make(framework);
        self.routers[router].prefix =
            prefix.filter(|path| path.text.starts_with('/')).unwrap_or_default();
        let name = short(program.text(place));
        let method = if role == RouteRole::Health || role == RouteRole::Metrics {
            Method::Get
        } else {
            Method::Any
        };
        let what = What::Handler(method, Handler { shape: None, name, role: Some(role) });
        self.routers[router].entries.push(Entry { path: PathText::default(), place, what });
        Shape::Router(router)
    }

    /// The same as an entry of a router that takes others beside it.
    fn ready_at(&mut self, framework: usize, at: At, role: RouteRole, path: PathText) -> Shape {
        let whole = self.make(framework);
        if let Shape::Router(part) = self.ready(framework, at, role, None) {
            self.attach(whole, part, path, self.context.program.place(at));
        }
        Shape::Router(whole)
    }

    pub(super) fn function(
        &mut self,
        at: At,
        framework: usize,
        op: ServerOp,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        let place = self.context.program.place(at);
        let first = arguments.first().copied();
        match op {
            ServerOp::New | ServerOp::Scope | ServerOp::Or | ServerOp::And | ServerOp::Add => {
                let router = self.make(framework);
                if op == ServerOp::Scope
                    && let Some(path) = first.and_then(|first| self.path_text(first))
                {
                    self.routers[router].prefix = path;
                }
                for shape in self.all(arguments, frame) {
                    if let Shape::Router(part) = shape {
                        self.attach(router, part, PathText::default(), place);
                    }
                }
                Shape::Router(router)
            }
            ServerOp::Verb(_) | ServerOp::VerbAt(_) | ServerOp::NamedVerb | ServerOp::Handle => {
                if op == ServerOp::Handle
                    && let Some(whole) =
                        first.and_then(|first| self.handed_on(framework, first, frame))
                {
                    return whole;
                }
                let router = self.make(framework);
                self.method_of_router(at, op, router, arguments, frame)
            }
            ServerOp::Segments => {
                let router = self.make(framework);
                let path = first.and_then(|first| self.path_text(first));
                self.routers[router].prefix =
                    path.unwrap_or(PathText { text: "{param}".to_owned(), partial: false });
                Shape::Router(router)
            }
            ServerOp::Factory | ServerOp::Configure => {
                let given = self.all(arguments, frame);
                let Some(first) = given.first() else { return Shape::Expression(at) };
                if let router @ Shape::Router(_) = self.apply(at, first, &[]) {
                    router
                } else {
                    let router = self.make(framework);
                    let reason = "what makes its routes could not be followed".to_owned();
                    let what = What::Hidden(reason);
                    self.routers[router].entries.push(Entry {
                        path: PathText::default(),
                        place,
                        what,
                    });
                    Shape::Router(router)
                }
            }
            ServerOp::Annotated => {
                let router = self.make(framework);
                for shape in self.all(arguments, frame) {
                    self.annotated(router, &shape);
                }
                Shape::Router(router)
            }
            ServerOp::Ready(role) => {
                let prefix = first.and_then(|first| self.path_text(first));
                self.ready(framework, at, role, prefix)
            }
            ServerOp::ReadyAt(path, role) => {
                let path = PathText { text: path.to_owned(), partial: false };
                self.ready_at(framework, at, role, path)
            }
            ServerOp::GrpcHealth => self.grpc_health(framework, at),
            ServerOp::Serve(kind) => self.serve(at, framework, kind, None, arguments, frame),
            ServerOp::List => self.list(at, arguments, frame),
            ServerOp::Enter
            | ServerOp::Layer
            | ServerOp::Wrap
            | ServerOp::Around
            | ServerOp::Fallback
            | ServerOp::Other => {
                self.all(arguments, frame);
                Shape::Expression(at)
            }
        }
    }

    pub(super) fn macro_function(
        &mut self,
        at: At,
        call: u32,
        framework: usize,
        op: ServerOp,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        if op == ServerOp::Segments {
            let program = self.context.program;
            let span = program.unit(at.unit).facts.macro_calls[call as usize].arguments;
            let text = program.text(program.place_in(at.unit, span));
            let router = self.make(framework);
            self.routers[router].prefix = PathText { text: segments(text), partial: false };
            return Shape::Router(router);
        }
        if op == ServerOp::List && arguments.is_empty() {
            // Its arguments could not be read as expressions.
            return Shape::Expression(at);
        }
        self.function(at, framework, op, arguments, frame)
    }

    fn list(&mut self, _at: At, arguments: &[At], frame: usize) -> Shape {
        Shape::List(std::rc::Rc::new(self.all(arguments, frame)))
    }

    pub(super) fn method_of_router(
        &mut self,
        at: At,
        op: ServerOp,
        router: usize,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        let program = self.context.program;
        let first = arguments.first().copied();
        match op {
            ServerOp::Verb(method) => match first {
                Some(first) => {
                    let shape = self.evaluate(first, frame);
                    self.add_handler(router, Some(method), at, Some(&shape));
                }
                None => self.routers[router].methods.push(method),
            },
            ServerOp::VerbAt(method) => self.add_at_path(at, router, method, arguments, frame),
            ServerOp::NamedVerb => {
                let text = first.map_or("", |first| program.text(program.place(first)));
                let methods = methods_in(text);
                match arguments.get(1) {
                    Some(second) => {
                        let shape = self.evaluate(*second, frame);
                        for method in methods {
                            self.add_handler(router, Some(method), at, Some(&shape));
                        }
                    }
                    None => self.routers[router].methods.extend(methods),
                }
            }
            ServerOp::Handle => {
                let shape = first.map(|first| self.evaluate(first, frame));
                self.add_handler(router, None, at, shape.as_ref());
            }
            ServerOp::New | ServerOp::Add | ServerOp::List => {
                self.add(at, router, arguments, frame);
            }
            ServerOp::Scope | ServerOp::Enter => {
                let part = self.make(self.routers[router].framework);
                let path = first.and_then(|first| self.path_text(first));
                self.routers[part].prefix = path.unwrap_or_default();
                let place = first.map_or(program.place(at), |first| program.place(first));
                self.attach(router, part, PathText::default(), place);
                return Shape::Router(part);
            }
            ServerOp::Configure => return self.configure(at, router, arguments, frame),
            ServerOp::Factory => {
                for shape in self.all(arguments, frame) {
                    if let Shape::Router(part) = self.apply(at, &shape, &[]) {
                        self.attach(router, part, PathText::default(), program.place(at));
                    }
                }
            }
            ServerOp::Layer | ServerOp::Wrap => self.wrap(at, op, router, first, frame),
            ServerOp::Fallback => {
                let shape = first.map(|first| self.evaluate(first, frame));
                let path = PathText { text: "{*path}".to_owned(), partial: false };
                let place = program.place(first.unwrap_or(at));
                let shape = match shape {
                    Some(Shape::Router(part)) => {
                        self.only_handler(part).or(Some(Shape::Router(part)))
                    }
                    other => other,
                };
                let name = first
                    .map_or_else(String::new, |first| short(program.text(program.place(first))));
                let handler = Handler { shape, name, role: Some(RouteRole::Fallback) };
                let what = What::Handler(Method::Any, handler);
                self.routers[router].entries.push(Entry { path, place, what });
            }
            ServerOp::And => self.and(at, router, arguments, frame),
            ServerOp::Or => {
                let whole = self.make(self.routers[router].framework);
                self.attach(whole, router, PathText::default(), program.place(at));
                for shape in self.all(arguments, frame) {
                    if let Shape::Router(part) = shape {
                        self.attach(whole, part, PathText::default(), program.place(at));
                    }
                }
                return Shape::Router(whole);
            }
            ServerOp::Segments => {
                let path = first.and_then(|first| self.path_text(first)).unwrap_or_default();
                self.routers[router].prefix = path;
            }
            ServerOp::Ready(role) => {
                let framework = self.routers[router].framework;
                return self.ready(framework, at, role, None);
            }
            ServerOp::Serve(kind) => {
                let framework = self.routers[router].framework;
                return self.serve(at, framework, kind, Some(router), arguments, frame);
            }
            ServerOp::Annotated
            | ServerOp::GrpcHealth
            | ServerOp::Around
            | ServerOp::ReadyAt(..) => {}
            ServerOp::Other => return Shape::Expression(at),
        }
        Shape::Router(router)
    }

    /// Wraps what a router serves; for a layer only what was added before.
    fn wrap(&mut self, at: At, op: ServerOp, router: usize, layer: Option<At>, frame: usize) {
        let Some(layer) = layer else { return };
        let shape = self.evaluate(layer, frame);
        if let Shape::Closure(..) | Shape::Function(..) = shape {
            // What is attached may add routes of its own.
            self.apply(at, &shape, &[Shape::Router(router)]);
        }
        let covers =
            if op == ServerOp::Layer { self.routers[router].entries.len() } else { usize::MAX };
        self.routers[router].wraps.push(Wrap { covers, layer });
    }

    /// The only handler of a router, as `web::to(handler)` makes one.
    fn only_handler(&self, router: usize) -> Option<Shape> {
        match &self.routers[router].entries[..] {
            [Entry { what: What::Handler(_, handler), .. }] => handler.shape.clone(),
            _ => None,
        }
    }

    fn configure(&mut self, at: At, router: usize, arguments: &[At], frame: usize) -> Shape {
        let program = self.context.program;
        let Some(first) = arguments.first().copied() else { return Shape::Router(router) };
        let callee = self.evaluate(first, frame);
        match callee {
            Shape::Function(..) | Shape::Closure(..) => {
                match self.apply(at, &callee, &[Shape::Router(router)]) {
                    Shape::Router(result) => Shape::Router(result),
                    _ => Shape::Router(router),
                }
            }
            _ => {
                let text = short(program.text(program.place(first)));
                let what =
                    What::Hidden(format!("routes come from `{text}`, which could not be followed"));
                let entry = Entry { path: PathText::default(), place: program.place(first), what };
                self.routers[router].entries.push(entry);
                Shape::Router(router)
            }
        }
    }

    /// A filter and another, which may be a part of the path, a method, routes, or anything that requests must have.
    fn and(&mut self, at: At, router: usize, arguments: &[At], frame: usize) {
        let Some(first) = arguments.first().copied() else { return };
        let Shape::Router(other) = self.evaluate(first, frame) else {
            self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer: first });
            return;
        };
        let place = self.context.program.place(at);
        let part = self.routers[other].clone();
        if part.entries.is_empty() {
            let own = &mut self.routers[router];
            own.prefix.text = join(&own.prefix.text, &part.prefix.text);
            own.prefix.partial |= part.prefix.partial;
            own.methods.extend(part.methods);
            own.wraps.extend(part.wraps);
        } else if part.prefix.text.is_empty()
            && part.methods.is_empty()
            && part.entries.iter().all(|entry| matches!(entry.what, What::Handler(..)))
        {
            self.routers[other].used = true;
            self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer: first });
        } else {
            self.attach(router, other, PathText::default(), place);
        }
    }

    /// Something begins to serve.
    fn serve(
        &mut self,
        at: At,
        framework: usize,
        kind: ServiceKind,
        receiver: Option<usize>,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        let mut routers: Vec<usize> = Vec::new();
        for shape in self.all(arguments, frame) {
            let shape = match shape {
                Shape::Closure(..) | Shape::Function(..) => self.apply(at, &shape, &[]),
                Shape::Struct(Some(of), _) => self.service(at, framework, of).unwrap_or(shape),
                other => other,
            };
            match shape {
                Shape::Router(router) => routers.push(router),
                // One handler after the other, the router among them.
                Shape::List(parts) => routers.extend(parts.iter().filter_map(Shape::router)),
                _ => {}
            }
        }
        if routers.is_empty() && receiver.is_none() {
            routers.extend(self.hooked(at, framework));
        }
        routers.extend(
            receiver.filter(|own| !self.routers[*own].entries.is_empty() || routers.is_empty()),
        );
        for router in &routers {
            self.routers[*router].used = true;
        }
        let result = receiver.or(routers.first().copied());
        let trail = self.trail();
        // Of a table without servers of its own, the router that is served tells the framework, unless a platform
        // calls what is served.
        let own = routers.first().filter(|_| !Known::server(framework).invoked);
        let framework = own.map_or(framework, |router| self.framework_of(*router, framework));
        if !self.listens.iter().any(|listen| listen.at == at && listen.routers == routers)
            && self.listens.len() < 64
        {
            self.listens.push(Listen { routers, kind, framework, at, trail, host: None });
        }
        result.map_or(Shape::Expression(at), Shape::Router)
    }

    /// The routers that applications tell by a trait of the framework.
    fn hooked(&mut self, at: At, framework: usize) -> Vec<usize> {
        let program = self.context.program;
        let mut found = Vec::new();
        for (of_trait, function) in Known::server(framework).hooks {
            for (block, unit, _) in self.context.links.impls_by_trait(of_trait) {
                let children = self.context.links.children(*block).iter();
                let name =
                    |item: &&ItemId| program.graph.names.get(program.graph.item(**item).name);
                let told = children.copied().find(|item| name(&item) == *function);
                if let Some(item) =
                    told.filter(|_| self.crates.contains(&program.unit(*unit).krate))
                    && let Shape::Router(router) = self.enter(item, None, &[], at)
                {
                    found.push(router);
                }
            }
        }
        found
    }

    /// A type that answers requests itself, as a router: its implementation of `Service` is the handler.
    fn service(&mut self, at: At, framework: usize, of: ItemId) -> Option<Shape> {
        let links = self.context.links;
        let names = &self.context.program.graph.names;
        let mut blocks = links.impls_by_trait("Service").iter();
        let block = blocks.find(|(block, ..)| links.impl_type(*block) == Some(Target::Item(of)))?.0;
        let mut functions = links.children(block).iter();
        let name = |item: &ItemId| names.get(self.context.program.graph.item(*item).name);
        let call = *functions.find(|item| name(item) == "call")?;
        let router = self.make(framework);
        self.add_handler(router, None, at, Some(&Shape::Function(call, at)));
        Some(Shape::Router(router))
    }

    fn framework_of(&self, router: usize, otherwise: usize) -> usize {
        let own = self.routers[router].framework;
        if Known::server(own).methods.is_empty() { otherwise } else { own }
    }
}
