//! Calls and methods, as far as they make or change routers.

use std::rc::Rc;

use super::evaluate::Evaluation;
use super::shape::{Listen, PathText, Shape};
use crate::extract::rust::bodies::{Node, NodeList};
use crate::framework::lookup;
use crate::graph::system::ServiceKind;
use crate::graph::{ItemId, ItemKind, Target};
use crate::program::At;
use crate::system::known::Known;
use crate::system::parts::{named_type, parameters_of};

/// Whether a function that is not known begins to serve, by its name.
fn starts(name: &str) -> bool {
    ["launch", "serve", "run", "start"].iter().any(|word| name.starts_with(word))
}

impl Evaluation<'_, '_, '_> {
    pub(super) fn call(&mut self, at: At, callee: At, arguments: NodeList, frame: usize) -> Shape {
        let program = self.context.program;
        let arguments: Vec<At> = program.list(at.unit, arguments).collect();
        let Node::Path(path) = program.node(callee) else {
            let callee = self.evaluate(callee, frame);
            let given = self.all(&arguments, frame);
            return self.apply(at, &callee, &given);
        };
        let target = program.path(at.unit, path);
        if let Some((framework, op)) =
            self.context.known.of(target).and_then(|known| known.function)
        {
            return self.function(at, framework, op, &arguments, frame);
        }
        let text = program.path_text(at.unit, path);
        if let Some(service) = self.rpc_service(at, &text, target, &arguments, frame) {
            return service;
        }
        match target {
            Some(Target::Item(item)) if program.graph.item(item).kind == ItemKind::Function => {
                let mut given = self.all(&arguments, frame);
                let has_self = program.body_of(item).is_some_and(|body| body.has_self);
                let this = if has_self && !given.is_empty() { Some(given.remove(0)) } else { None };
                let shape = self.enter(item, this, &given, at);
                if shape.is_known() { shape } else { self.constructed(at, item) }
            }
            Some(Target::Item(item)) => {
                let given = self.all(&arguments, frame);
                let fields =
                    given.into_iter().enumerate().map(|(at, shape)| (at.to_string(), shape));
                let fields = fields.filter(|(_, shape)| shape.is_known()).collect();
                Shape::Struct(Some(item), Rc::new(fields))
            }
            _ => {
                let last = text.rsplit("::").next().unwrap_or_default();
                if starts(last)
                    && let Some(shape) = self.launched(at, &arguments, frame)
                {
                    return shape;
                }
                if self.makes_router(target)
                    && let Some(router) = self.converted(at, &arguments, frame)
                {
                    return router;
                }
                self.through(at, &arguments, frame)
            }
        }
    }

    /// Whether a function is the conversion of something into a router: `Router::from`.
    fn makes_router(&self, target: Option<Target>) -> bool {
        let Some(Target::External(external)) = target else { return false };
        let external = &self.context.program.graph.externals[external.index()];
        let Some(of) = external.path.strip_suffix("::from") else { return false };
        let mut tables = lookup::frameworks(&external.package).filter_map(|table| table.server);
        tables.any(|server| server.routers.iter().any(|router| lookup::means(of, router)))
    }

    /// The router that the tree's own conversions into one give: `impl From<Api> for Router`.
    fn converted(&mut self, at: At, arguments: &[At], frame: usize) -> Option<Shape> {
        let context = self.context;
        let blocks = context.links.impls_by_trait("From").iter();
        let blocks = blocks.filter(|(block, unit, _)| {
            let of = context.known.of(context.links.impl_type(*block));
            let is_router = of.is_some_and(|known| known.router.is_some());
            is_router && self.crates.contains(&context.program.unit(*unit).krate)
        });
        let functions: Vec<ItemId> =
            blocks.flat_map(|(block, ..)| context.links.children(*block)).copied().collect();
        if functions.is_empty() {
            return None;
        }
        let given = self.all(arguments, frame);
        let made = functions.into_iter().map(|item| self.enter(item, None, &given, at)).collect();
        Some(self.either(at, made)).filter(|shape| shape.router().is_some())
    }

    /// A function outside the tree that gets routers, or what fills them through a trait of its own, and serves them.
    fn launched(&mut self, at: At, arguments: &[At], frame: usize) -> Option<Shape> {
        let mut routers = Vec::new();
        for shape in self.all(arguments, frame) {
            match &shape {
                Shape::Router(router) if !self.routers[*router].entries.is_empty() => {
                    routers.push(*router);
                }
                Shape::Struct(Some(of), _) => {
                    let functions: Vec<ItemId> = self
                        .context
                        .links
                        .impls_of(*of)
                        .iter()
                        .flat_map(|block| self.context.links.children(*block))
                        .copied()
                        .collect();
                    for item in functions {
                        if let Some(framework) = self.fills_router(item) {
                            let router = self.make(framework);
                            self.enter(item, Some(shape.clone()), &[Shape::Router(router)], at);
                            routers.push(router);
                        }
                    }
                }
                _ => {}
            }
        }
        let first = *routers.first()?;
        for router in &routers {
            self.routers[*router].used = true;
        }
        let rpc =
            |router: &usize| crate::system::known::serves_rpc(self.routers[*router].framework);
        let kind = if routers.iter().all(rpc) { ServiceKind::Grpc } else { ServiceKind::Http };
        let (framework, trail) = (self.routers[first].framework, self.trail());
        self.listens.push(Listen { routers, kind, framework, at, trail, host: None });
        Some(Shape::Router(first))
    }

    /// A host of another package that was given a router before begins to serve, if that is what the name says.
    fn hosted(&mut self, at: At, router: usize, name: &str) {
        let found = &self.routers[router];
        if !starts(name) || found.used || found.entries.is_empty() {
            return;
        }
        let (framework, trail) = (found.framework, self.trail());
        self.routers[router].used = true;
        let (routers, kind, host) = (vec![router], ServiceKind::Http, Some(name.to_owned()));
        self.listens.push(Listen { routers, kind, framework, at, trail, host });
    }

    /// The framework of the router that a function gets as its first parameter, if it gets one.
    fn fills_router(&self, item: ItemId) -> Option<usize> {
        let program = self.context.program;
        let body = program.body_of(item)?;
        let first = parameters_of(program.unit(body.unit).facts, body).first()?;
        let target = named_type(program, body.unit, first.ty);
        self.context.known.of(target)?.router
    }

    /// A router that functions among the arguments of something unknown fill.
    fn filled(&mut self, at: At, given: &[Shape]) -> Option<Shape> {
        for shape in given {
            if let Shape::Function(item, _) = shape
                && let Some(framework) = self.fills_router(*item)
            {
                let router = self.make(framework);
                self.apply(at, shape, &[Shape::Router(router)]);
                return Some(Shape::Router(router));
            }
        }
        None
    }

    /// What a function that nothing is known of gives back: for `Type::new(…)` of the tree, one of that type.
    fn constructed(&self, at: At, item: crate::graph::ItemId) -> Shape {
        let program = self.context.program;
        let has_self = program.body_of(item).is_none_or(|body| body.has_self);
        let parent = program.graph.item(item).parent;
        match self.context.links.self_type(program, item) {
            Some(of) if !has_self && parent.is_some() => {
                Shape::Struct(Some(of), Rc::new(Vec::new()))
            }
            _ => Shape::Expression(at),
        }
    }

    pub(super) fn all(&mut self, arguments: &[At], frame: usize) -> Vec<Shape> {
        arguments.iter().map(|argument| self.evaluate(*argument, frame)).collect()
    }

    /// What a function outside the tree does with its arguments: it calls the closures, and gives back a router
    /// or what holds one, if it got any.
    fn through(&mut self, at: At, arguments: &[At], frame: usize) -> Shape {
        let given = self.all(arguments, frame);
        let mut results = Vec::new();
        for shape in &given {
            match shape {
                Shape::Closure(closure, _)
                    if self.relevant.mentions(self.context.program, *closure) =>
                {
                    results.push(self.apply(at, shape, &[]));
                }
                Shape::Function(item, _) if self.relevant.enters(*item) => {
                    results.push(self.apply(at, shape, &[]));
                }
                _ => {}
            }
        }
        let router = given.iter().find(|shape| matches!(shape, Shape::Router(_)));
        if let Some(router) = router {
            return router.clone();
        }
        let result = results.into_iter().find(Shape::is_known);
        let takes_one = |shape: &&Shape| match shape {
            Shape::Closure(closure, _) => {
                let program = self.context.program;
                let one = matches!(program.node(*closure), Node::Closure { parameters, .. } if parameters.len == 1);
                one && self.relevant.mentions(program, *closure)
            }
            _ => false,
        };
        let callback = given.iter().find(takes_one);
        match (&given[..], result.or_else(|| callback.cloned())) {
            (_, Some(result)) => result,
            ([one], None) if one.is_known() => one.clone(),
            _ => Shape::Expression(at),
        }
    }

    pub(super) fn macro_call(
        &mut self,
        at: At,
        call: u32,
        arguments: NodeList,
        frame: usize,
    ) -> Shape {
        let program = self.context.program;
        let path = program.unit(at.unit).facts.macro_calls[call as usize].path;
        let arguments: Vec<At> = program.list(at.unit, arguments).collect();
        let target = program.path(at.unit, path);
        if let Some((framework, op)) =
            self.context.known.of(target).and_then(|known| known.function)
        {
            return self.macro_function(at, call, framework, op, &arguments, frame);
        }
        if target.is_none() {
            // `#[macro_use] extern crate` brings names that nothing in the tree shows.
            let module =
                self.context.links.body_around(at).map(|item| program.graph.item(item).module);
            let package =
                module.map(|module| program.graph.package(program.graph.package_of(module)));
            let names: Vec<&str> = package
                .iter()
                .flat_map(|package| &package.dependencies)
                .map(|dependency| dependency.package.as_str())
                .collect();
            let text = program.path_text(at.unit, path);
            if let Some((framework, op)) = self.context.known.function_by_name(&text, &names) {
                return self.macro_function(at, call, framework, op, &arguments, frame);
            }
        }
        let given = self.all(&arguments, frame);
        if let Some(router) = self.filled(at, &given) {
            return router;
        }
        let routers: Vec<Shape> =
            given.iter().filter(|shape| matches!(shape, Shape::Router(_))).cloned().collect();
        match program.path_text(at.unit, path).rsplit("::").next().unwrap_or_default() {
            "vec" | "join" | "try_join" => Shape::List(Rc::new(given)),
            _ => self.either(at, routers),
        }
    }

    /// A chain of methods, from its start; long ones are common where routes are added.
    pub(super) fn chain(&mut self, at: At, frame: usize) -> Shape {
        let program = self.context.program;
        let mut links = Vec::new();
        let mut start = at;
        loop {
            match program.node(start) {
                Node::Method { call, receiver, arguments } => {
                    links.push((start, call, arguments));
                    start.node = receiver;
                }
                Node::Await(part) | Node::Try(part) | Node::Reference(part) => start.node = part,
                _ => break,
            }
        }
        let mut shape = self.evaluate(start, frame);
        for (at, call, arguments) in links.into_iter().rev() {
            let arguments: Vec<At> = program.list(at.unit, arguments).collect();
            shape = self.method(at, call, shape, &arguments, frame);
        }
        shape
    }

    fn method(
        &mut self,
        at: At,
        call: u32,
        receiver: Shape,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        let program = self.context.program;
        let name = program.method_name(at.unit, call);
        if let Shape::Router(router) = receiver
            && let Some(op) = Known::method(self.routers[router].framework, name)
        {
            return self.method_of_router(at, op, router, arguments, frame);
        }
        if let Some(service) = self.in_layer(at, name, arguments, frame) {
            return service;
        }
        let target = program.method(at.unit, call);
        if let Some(Target::Item(item)) = target
            && (self.relevant.enters(item) || !self.context.links.implementations(item).is_empty())
        {
            let given = self.all(arguments, frame);
            let shape = self.enter(item, Some(receiver), &given, at);
            return shape;
        }
        match receiver {
            Shape::Struct(Some(of), _) => {
                let own = self
                    .context
                    .links
                    .impls_of(of)
                    .iter()
                    .flat_map(|found| self.context.links.children(*found));
                let graph = program.graph;
                let own = own.copied().find(|item| graph.names.get(graph.item(*item).name) == name);
                if let Some(item) = own {
                    let given = self.all(arguments, frame);
                    self.enter(item, Some(receiver), &given, at)
                } else {
                    let result = self.through(at, arguments, frame);
                    if matches!(result, Shape::Router(_)) { result } else { receiver }
                }
            }
            Shape::Expression(_) => self.method_of_unknown(at, call, name, arguments, frame),
            _ => {
                self.passed(at, &receiver, arguments, frame);
                let own = matches!(target, Some(Target::Item(_)));
                if let Some(router) = receiver.router().filter(|_| !own) {
                    self.hosted(at, router, name);
                }
                receiver
            }
        }
    }

    /// A method of something unknown, which may be a router that came as a parameter.
    fn method_of_unknown(
        &mut self,
        at: At,
        call: u32,
        name: &str,
        arguments: &[At],
        frame: usize,
    ) -> Shape {
        let program = self.context.program;
        let target = program.receiver(at.unit, call);
        if let Some(framework) = self.context.known.of(target).and_then(|known| known.router)
            && let Some(op) = Known::method(framework, name)
        {
            let router = self.make(framework);
            return self.method_of_router(at, op, router, arguments, frame);
        }
        self.through(at, arguments, frame)
    }

    /// Closures and routers in the arguments of a method that is not known.
    fn passed(&mut self, at: At, receiver: &Shape, arguments: &[At], frame: usize) {
        for argument in arguments {
            let shape = self.evaluate(*argument, frame);
            if let Shape::Closure(closure, _) = shape
                && self.relevant.mentions(self.context.program, closure)
            {
                self.apply(at, &shape, std::slice::from_ref(receiver));
            }
        }
    }

    /// The text of an expression as a path; none if it has none.
    pub(super) fn path_text(&self, at: At) -> Option<PathText> {
        use crate::system::values::{Piece, value_of};
        let values = value_of(&self.context.values(), at);
        let value = values.first()?;
        let mut path = PathText { text: String::new(), partial: values.len() > 1 };
        for piece in &value.pieces {
            match piece {
                Piece::Text(text) => path.text.push_str(text),
                Piece::Env { default: Some(text), .. } => {
                    path.text.push_str(text);
                    path.partial = true;
                }
                _ => path.partial = true,
            }
        }
        Some(path)
    }
}
