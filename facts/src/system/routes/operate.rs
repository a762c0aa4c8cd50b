//! What the operations of the tables do to routers.

use super::attributes::route_attributes;
use super::evaluate::Evaluation;
use super::shape::{Entry, Handler, Listen, PathText, Router, Shape, What, Wrap};
use crate::extract::rust::bodies::Node;
use crate::framework::server::ServerOp;
use crate::graph::system::{Method, RouteRole, ServiceKind};
use crate::place::Place;
use crate::program::At;
use crate::system::known::Known;

impl Evaluation<'_, '_, '_> {
    pub(super) fn make(&mut self, framework: usize, place: Place) -> usize {
        self.routers.push(Router {
            framework,
            prefix: PathText::default(),
            methods: Vec::new(),
            entries: Vec::new(),
            wraps: Vec::new(),
            place,
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

    fn add_handler(&mut self, router: usize, method: Option<Method>, at: At, shape: Option<Shape>) {
        let program = self.context.program;
        let name = match &shape {
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
            let handler = Handler { shape: shape.clone(), name: name.clone(), role: None };
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
        let router = self.make(framework, place);
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
                let router = self.make(framework, place);
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
            ServerOp::Verb(_) | ServerOp::NamedVerb | ServerOp::Handle => {
                let router = self.make(framework, place);
                self.method_of_router(at, op, router, arguments, frame)
            }
            ServerOp::Segments => {
                let router = self.make(framework, place);
                let path = first.and_then(|first| self.path_text(first));
                self.routers[router].prefix =
                    path.unwrap_or(PathText { text: "{param}".to_owned(), partial: false });
                Shape::Router(router)
            }
            ServerOp::Factory | ServerOp::Configure => {
                let given = self.all(arguments, frame);
                let Some(first) = given.first() else { return Shape::Expression(at) };
                match self.apply(at, first, &[]) {
                    router @ Shape::Router(_) => router,
                    _ => {
                        let router = self.make(framework, place);
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
            }
            ServerOp::Annotated => {
                let router = self.make(framework, place);
                for shape in self.all(arguments, frame) {
                    self.annotated(router, &shape);
                }
                Shape::Router(router)
            }
            ServerOp::Ready(role) => {
                let prefix = first.and_then(|first| self.path_text(first));
                self.ready(framework, at, role, prefix)
            }
            ServerOp::GrpcHealth => self.grpc_health(framework, at),
            ServerOp::Serve(kind) => self.serve(at, framework, kind, None, arguments, frame),
            ServerOp::List => self.list(at, arguments, frame),
            ServerOp::Enter
            | ServerOp::Layer
            | ServerOp::Wrap
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
            let router = self.make(framework, program.place(at));
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
                    self.add_handler(router, Some(method), at, Some(shape));
                }
                None => self.routers[router].methods.push(method),
            },
            ServerOp::NamedVerb => {
                let text = first.map_or("", |first| program.text(program.place(first)));
                let methods = methods_in(text);
                match arguments.get(1) {
                    Some(second) => {
                        let shape = self.evaluate(*second, frame);
                        for method in methods {
                            self.add_handler(router, Some(method), at, Some(shape.clone()));
                        }
                    }
                    None => self.routers[router].methods.extend(methods),
                }
            }
            ServerOp::Handle => {
                let shape = first.map(|first| self.evaluate(first, frame));
                self.add_handler(router, None, at, shape);
            }
            ServerOp::New | ServerOp::Add | ServerOp::List => {
                self.add(at, router, arguments, frame)
            }
            ServerOp::Scope | ServerOp::Enter => {
                let part = self.make(self.routers[router].framework, program.place(at));
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
            ServerOp::Layer | ServerOp::Wrap => {
                if let Some(layer) = first {
                    self.evaluate(layer, frame);
                    let covers = if op == ServerOp::Layer {
                        self.routers[router].entries.len()
                    } else {
                        usize::MAX
                    };
                    self.routers[router].wraps.push(Wrap { covers, layer, frame });
                }
            }
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
                let whole = self.make(self.routers[router].framework, program.place(at));
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
            ServerOp::Annotated | ServerOp::GrpcHealth => {}
            ServerOp::Other => return Shape::Expression(at),
        }
        Shape::Router(router)
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
            self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer: first, frame });
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
            self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer: first, frame });
        } else {
            self.attach(router, other, PathText::default(), place);
        }
    }

    /// Adds what arguments give, below the path that the first one may be.
    fn add(&mut self, at: At, router: usize, arguments: &[At], frame: usize) {
        let program = self.context.program;
        let mut path = PathText::default();
        let mut place = program.place(at);
        let mut rest = arguments;
        if let [first, behind @ ..] = arguments
            && !self.evaluate(*first, frame).is_known()
        {
            match self.path_text(*first) {
                Some(text) => (path, place, rest) = (text, program.place(*first), behind),
                None if !behind.is_empty() => {
                    path.partial = true;
                    (place, rest) = (program.place(*first), behind);
                }
                None => {}
            }
        }
        let has_path = rest.len() < arguments.len();
        for argument in rest {
            let shape = self.evaluate(*argument, frame);
            let shape = self.declared_by_name(shape);
            let own = if has_path { place } else { program.place(*argument) };
            self.add_shape(at, router, &path, own, has_path, &shape, 0);
            if has_path {
                break;
            }
        }
    }

    /// A function with route attributes, where a path that could not be resolved ends in its name.
    fn declared_by_name(&self, shape: Shape) -> Shape {
        let program = self.context.program;
        let Shape::Expression(at) = shape else { return shape };
        let Node::Path(path) = program.node(at) else { return shape };
        let text = program.path_text(at.unit, path);
        if program.path(at.unit, path).is_some() {
            return shape;
        }
        let name = text.rsplit("::").next().unwrap_or_default();
        let krate = program.unit(at.unit).krate;
        let mut same = program.bodies.iter().filter(|body| {
            let item = program.graph.item(body.item);
            program.unit(body.unit).krate == krate && program.graph.names.get(item.name) == name
        });
        match (same.next(), same.next()) {
            (Some(body), None) => Shape::Function(body.item, at),
            _ => shape,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of what is added")]
    fn add_shape(
        &mut self,
        at: At,
        router: usize,
        path: &PathText,
        place: Place,
        has_path: bool,
        shape: &Shape,
        depth: usize,
    ) {
        let program = self.context.program;
        let mut push = |what| {
            self.routers[router].entries.push(Entry { path: path.clone(), place, what });
        };
        match shape {
            Shape::Router(part) => self.attach(router, *part, path.clone(), place),
            Shape::List(parts) if depth < 4 => {
                for part in parts.iter() {
                    self.add_shape(at, router, path, place, has_path, part, depth + 1);
                }
            }
            Shape::Function(item, written) => {
                let framework = self.routers[router].framework;
                let found = route_attributes(self.context, *item, framework);
                let name = program.graph.names.get(program.graph.item(*item).name).to_owned();
                for route in &found {
                    let part = self.make(framework, route.place);
                    self.routers[part].prefix = route.path.clone();
                    for method in &route.methods {
                        let handler =
                            Handler { shape: Some(shape.clone()), name: name.clone(), role: None };
                        let what = What::Handler(*method, handler);
                        self.routers[part].entries.push(Entry {
                            path: PathText::default(),
                            place: route.place,
                            what,
                        });
                    }
                    self.attach(router, part, path.clone(), route.place);
                }
                if found.is_empty() {
                    let handler =
                        Handler { shape: Some(shape.clone()), name: name.clone(), role: None };
                    let what = if has_path {
                        What::Handler(Method::Any, handler)
                    } else {
                        What::Hidden(format!("`{name}` adds routes that could not be followed"))
                    };
                    let _ = written;
                    self.routers[router].entries.push(Entry { path: path.clone(), place, what });
                }
            }
            Shape::Closure(..) if !has_path => {
                let result = self.apply(at, shape, &[]);
                if let Shape::Router(part) = result {
                    self.attach(router, part, path.clone(), place);
                }
            }
            _ if has_path => {
                let name = short(program.text(match shape {
                    Shape::Expression(at) | Shape::Closure(at, _) => program.place(*at),
                    _ => place,
                }));
                let handler = Handler { shape: Some(shape.clone()), name, role: None };
                push(What::Handler(Method::Any, handler));
            }
            Shape::Expression(at) => {
                let text = short(program.text(program.place(*at)));
                push(What::Hidden(format!(
                    "routes come from `{text}`, which could not be followed"
                )));
            }
            _ => push(What::Hidden("routes that could not be followed are added".to_owned())),
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
                other => other,
            };
            if let Shape::Router(router) = shape {
                routers.push(router);
            }
        }
        routers.extend(
            receiver.filter(|own| !self.routers[*own].entries.is_empty() || routers.is_empty()),
        );
        for router in &routers {
            self.routers[*router].used = true;
        }
        let result = receiver.or(routers.first().copied());
        let trail = self.trail();
        // Of a table without servers of its own, the router that is served tells the framework.
        let framework =
            routers.first().map_or(framework, |router| self.framework_of(*router, framework));
        if !self.listens.iter().any(|listen| listen.at == at && listen.routers == routers)
            && self.listens.len() < 64
        {
            self.listens.push(Listen { routers, kind, framework, at, trail });
        }
        result.map_or(Shape::Expression(at), Shape::Router)
    }

    fn framework_of(&self, router: usize, otherwise: usize) -> usize {
        let own = self.routers[router].framework;
        if Known::server(own).methods.is_empty() { otherwise } else { own }
    }
}

/// The methods that stand in a text: `MethodFilter::GET.or(MethodFilter::POST)`.
pub(super) fn methods_in(text: &str) -> Vec<Method> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let methods: Vec<Method> = words.filter_map(method_named).collect();
    if methods.is_empty() { vec![Method::Any] } else { methods }
}

/// The method of a name, in any case.
pub(super) fn method_named(name: &str) -> Option<Method> {
    let all = [
        Method::Get,
        Method::Head,
        Method::Options,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ];
    all.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
}

/// The segments of `"users" / u32 / ..`.
fn segments(text: &str) -> String {
    let mut path = String::new();
    for segment in text.split('/') {
        let segment = segment.trim();
        match segment.strip_prefix('"') {
            Some(text) => {
                path.push('/');
                path.push_str(text.trim_end_matches('"'));
            }
            None if segment.is_empty() || segment == ".." => {}
            None => path.push_str("/{param}"),
        }
    }
    path
}

/// One path behind another.
pub(super) fn join(a: &str, b: &str) -> String {
    match (a.trim_end_matches('/'), b.trim_start_matches('/')) {
        ("", "") if b.is_empty() => a.to_owned(),
        (a, "") => a.to_owned(),
        (a, b) => format!("{a}/{b}"),
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    let cut: String = line.chars().take(57).collect();
    cut + "..."
}
