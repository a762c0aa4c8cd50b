//! Services of protocol buffers: their procedures stand in the `impl` block of a trait that a generator wrote.

use super::evaluate::Evaluation;
use super::relevant::is_service_constructor;
use super::shape::{Entry, Handler, PathText, Shape, What, Wrap};
use crate::extract::rust::bodies::Node;
use crate::framework::lookup::includes_contract;
use crate::framework::server::{ServerOp, made_by};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::{Method, RouteRole};
use crate::graph::{CrateId, ItemId, ItemKind, Scope, Target};
use crate::program::{At, Program, UnitIndex};
use crate::system::by_name::ByName;
use crate::system::known::{Known, serves_rpc};
use crate::system::protos::snake;

impl Evaluation<'_, '_, '_> {
    /// `GreeterServer::new(greeter)`, as a router of the procedures that the tree implements.
    pub(super) fn rpc_service(
        &mut self,
        at: At,
        text: &str,
        target: Option<Target>,
        arguments: &[At],
        frame: usize,
    ) -> Option<Shape> {
        let program = self.context.program;
        let (name, by) = &made_service(text)?;
        if let Some(Target::Item(item)) = target
            && program.graph.item(item).scope == Scope::Production
        {
            return None;
        }
        if by.is_some_and(|packages| !self.declares(at, packages)) {
            return None;
        }
        let given = self.all(arguments, frame);
        let of = given.iter().find_map(|shape| match shape {
            Shape::Struct(of, _) => *of,
            _ => None,
        });
        let mut blocks: Vec<(ItemId, UnitIndex)> = Vec::new();
        for (block, unit, _) in self.context.links.impls_by_trait(name) {
            if self.crates.contains(&program.unit(*unit).krate) {
                blocks.push((*block, *unit));
            }
        }
        let of_type = |block: &ItemId| matches!(self.context.links.impl_type(*block), Some(Target::Item(item)) if Some(item) == of);
        if blocks.iter().any(|(block, _)| of_type(block)) {
            blocks.retain(|(block, _)| of_type(block));
        }
        let (block, unit) = *blocks.first()?;
        let included = self.included(unit);
        let package = self.proto_package(name, &included);
        let file = &program.files[program.unit(unit).file.0 as usize].path;
        let included = included.into_iter().map(|(_, package)| package);
        let packages: Vec<String> = package.clone().into_iter().chain(included).collect();
        let contract = self.context.protos.find(name, &packages, file);
        let router = self.make(rpc_framework());
        let mut seen = Vec::new();
        for item in self.context.links.children(block).to_vec() {
            let entry = program.graph.item(item);
            if entry.kind != ItemKind::Function || seen.contains(&entry.name) {
                continue;
            }
            seen.push(entry.name);
            let method = program.graph.names.get(entry.name);
            let path = contract.and_then(|contract| contract.path(method));
            let partial = path.is_none() && package.is_none();
            let path = path.unwrap_or_else(|| match &package {
                Some(package) if package.is_empty() => format!("/{name}/{}", pascal(method)),
                Some(package) => format!("/{package}.{name}/{}", pascal(method)),
                None => format!("/{name}/{}", pascal(method)),
            });
            let handler = Handler {
                shape: Some(Shape::Function(item, at)),
                name: method.to_owned(),
                role: (name == "Health").then_some(RouteRole::Health),
            };
            self.routers[router].entries.push(Entry {
                path: PathText { text: path, partial },
                place: program.graph.item_place(item),
                what: What::Handler(Method::Rpc, handler),
            });
        }
        if text.ends_with("::with_interceptor")
            && let Some(layer) = arguments.get(1)
        {
            self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer: *layer });
        }
        Some(Shape::Router(router))
    }

    /// Whether the package around an expression declares that it needs one of these.
    fn declares(&self, at: At, wanted: &[&str]) -> bool {
        let graph = self.context.program.graph;
        let package = graph.krate(self.context.program.unit(at.unit).krate).package;
        let declared = &graph.package(package).dependencies;
        declared.iter().any(|dependency| wanted.contains(&dependency.package.as_str()))
    }

    /// `layer.named_layer(service)`, as the service inside of the layer.
    pub(super) fn in_layer(
        &mut self,
        at: At,
        name: &str,
        arguments: &[At],
        frame: usize,
    ) -> Option<Shape> {
        let wraps = Known::method(rpc_framework(), name) == Some(ServerOp::Around);
        let Node::Method { receiver, .. } = self.context.program.node(at) else { return None };
        let service = *arguments.first().filter(|_| wraps)?;
        let Shape::Router(router) = self.evaluate(service, frame) else { return None };
        let layer = At { node: receiver, ..at };
        self.routers[router].wraps.push(Wrap { covers: usize::MAX, layer });
        Some(Shape::Router(router))
    }

    pub(super) fn grpc_health(&mut self, framework: usize, at: At) -> Shape {
        let place = self.context.program.place(at);
        let router = self.make(framework);
        let handler =
            Handler { shape: None, name: "health".to_owned(), role: Some(RouteRole::Health) };
        let path = PathText { text: "/grpc.health.v1.Health/Check".to_owned(), partial: false };
        self.routers[router].entries.push(Entry {
            path,
            place,
            what: What::Handler(Method::Rpc, handler),
        });
        Shape::Router(router)
    }

    /// Functions with route attributes in the `impl` blocks of a type.
    pub(super) fn annotated(&mut self, router: usize, shape: &Shape) {
        match shape {
            Shape::Struct(Some(of), _) => {
                let framework = self.routers[router].framework;
                for block in self.context.links.impls_of(*of).to_vec() {
                    for item in self.context.links.children(block).to_vec() {
                        self.add_annotated(router, framework, item);
                    }
                }
            }
            Shape::List(parts) => {
                for part in parts.iter().filter(|part| !matches!(part, Shape::List(_))) {
                    self.annotated(router, part);
                }
            }
            _ => {}
        }
    }

    fn add_annotated(&mut self, router: usize, framework: usize, item: ItemId) {
        let program = self.context.program;
        for declared in super::attributes::route_attributes(self.context, item, framework) {
            for method in declared.methods {
                let name = program.graph.names.get(program.graph.item(item).name).to_owned();
                let place = declared.place;
                let at = At { unit: UnitIndex(0), node: crate::extract::rust::bodies::NodeId(0) };
                let handler = Handler { shape: Some(Shape::Function(item, at)), name, role: None };
                let what = What::Handler(method, handler);
                self.routers[router].entries.push(Entry {
                    path: declared.path.clone(),
                    place,
                    what,
                });
            }
        }
    }

    /// The packages whose generated code is included in what a binary links, and whether that is another crate than
    /// a unit's.
    fn included(&self, unit: UnitIndex) -> Vec<(bool, String)> {
        let krate = self.context.program.unit(unit).krate;
        let near = self.relevant.included().iter().filter(|(of, _)| self.crates.contains(of));
        let mut included: Vec<(bool, String)> =
            near.map(|(of, package)| (*of != krate, package.clone())).collect();
        included.sort();
        included.dedup();
        included
    }

    /// The package of a service, from what a generator wrote or from what includes it.
    fn proto_package(&self, service: &str, included: &[(bool, String)]) -> Option<String> {
        let program = self.context.program;
        // A generator's file names each procedure as `/package.Service/Method`.
        for name in ["/", "\""].map(|end| format!(".{service}{end}")) {
            for (_, of, path) in self.context.links.impls_by_trait(service) {
                let Some(Target::Item(item)) = program.path(*of, *path) else { continue };
                let text = &program.files[program.graph.item(item).file.0 as usize].text;
                if let Some(end) = text.find(&name) {
                    let start = text[..end].rfind(['"', '/'])? + 1;
                    return Some(text[start..end].to_owned());
                }
            }
        }
        let snake = snake(service);
        let by_name = included.iter().find(|(_, package)| {
            package.rsplit('.').any(|part| snake.contains(part) || part.contains(snake.as_str()))
        });
        let own: Vec<&String> =
            included.iter().filter(|(far, _)| !far).map(|(_, package)| package).collect();
        match (&own[..], by_name, included) {
            ([package], _, _) => Some((*package).clone()),
            (_, Some((_, package)), _) | (_, None, [(_, package)]) => Some(package.clone()),
            _ => None,
        }
    }
}

/// The name of the service that a call of this path makes: `GreeterServer::new`, or `create_greeter`, which the generators
/// of these packages write.
fn made_service(text: &str) -> Option<(String, Option<&'static [&'static str]>)> {
    let mut names = text.rsplit("::");
    let last = names.next()?;
    if let Some((name, packages)) = made_by(last) {
        return Some((pascal(name), Some(packages)));
    }
    let before = names.next().filter(|before| is_service_constructor(before, last))?;
    Some((before.strip_suffix("Server")?.to_owned(), None))
}

/// The table whose servers serve the procedures of contracts that are taken in.
fn rpc_framework() -> usize {
    let takes_in = |framework: &usize| !FRAMEWORKS[*framework].includes.is_empty();
    (0..FRAMEWORKS.len()).filter(takes_in).find(|framework| serves_rpc(*framework)).unwrap_or(0)
}

/// `say_hello` as `SayHello`.
fn pascal(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    let words = words.map(|word| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    });
    words.collect()
}

/// The packages whose generated code a unit includes, with its crate.
pub(super) fn included_in(program: &Program<'_>, index: UnitIndex) -> Vec<(CrateId, String)> {
    let unit = program.unit(index);
    let mut contracts = ByName::new(unit);
    let calls = unit.facts.macro_calls.iter().filter_map(|call| {
        let last = program.last_symbol(index, call.path)?;
        let of_file = program.symbol(index, last) == "include";
        if !of_file && !contracts.of(last, includes_contract) {
            return None;
        }
        let text = program.text(program.place_in(index, call.arguments));
        let mut texts = text.split('"').skip(1).step_by(2);
        let package = if of_file {
            let file = texts.find_map(|part| part.strip_suffix(".rs"))?;
            file.rsplit('/').next().unwrap_or(file)
        } else {
            texts.next()?
        };
        Some((unit.krate, package.to_owned()))
    });
    calls.collect()
}
