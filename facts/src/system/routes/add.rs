//! Adding to routers: what the arguments of `route`, `service`, `nest`, `merge` and their like give.

use super::attributes::route_attributes;
use super::evaluate::Evaluation;
use super::shape::{Entry, Handler, PathText, Shape, What};
use super::text::short;
use crate::extract::rust::bodies::Node;
use crate::graph::system::Method;
use crate::place::Place;
use crate::program::At;

impl Evaluation<'_, '_, '_> {
    /// Adds what arguments give, below the path that the first one may be.
    pub(super) fn add(&mut self, at: At, router: usize, arguments: &[At], frame: usize) {
        let program = self.context.program;
        let mut path = PathText::default();
        let mut place = program.place(at);
        let mut rest = arguments;
        if let [first, behind @ ..] = arguments
            && self.may_be_path(*first, behind, frame)
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

    /// Adds the endpoint whose path is the first argument, and whose handler the second.
    pub(super) fn add_at_path(
        &mut self,
        at: At,
        router: usize,
        method: Method,
        arguments: &[At],
        frame: usize,
    ) {
        let [path, handler, ..] = arguments else { return };
        let part = self.make(self.routers[router].framework);
        let shape = self.evaluate(*handler, frame);
        self.add_handler(part, Some(method), at, Some(&shape));
        let text = self.path_text(*path);
        let text = text.unwrap_or(PathText { text: String::new(), partial: true });
        self.attach(router, part, text, self.context.program.place(*path));
    }

    /// Whether an argument may be the path of what stands behind it; a variant of an enum may stand for one.
    fn may_be_path(&mut self, first: At, behind: &[At], frame: usize) -> bool {
        match self.evaluate(first, frame) {
            Shape::Expression(_) => true,
            Shape::Struct(..) => !behind.is_empty() && self.path_text(first).is_some(),
            _ => false,
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
        let found =
            program.graph.names.find(name).map(|name| self.context.links.named(krate, name));
        let mut found = found.into_iter().flatten();
        match (found.next(), found.next()) {
            (Some(item), None) => Shape::Function(item, at),
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
                    let part = self.make(framework);
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
}
