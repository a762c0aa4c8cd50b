//! Evaluates what makes routers, from `main` on: functions are entered with what they are given, closures are called,
//! and what a server begins to serve is left as a listener.
//!
//! Only functions from which something of a server's framework is reached are entered, each at most so
//! often and so deep, so that the work is bounded whatever the code is.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::relevant::Relevant;
use super::shape::{Listen, Router, Shape};
use crate::extract::rust::bodies::{JumpKind, LocalRange, Node, NodeId, NodeList};
use crate::extract::rust::facts::LocalId;
use crate::graph::{CrateId, ItemId, ItemKind, Target};
use crate::place::Place;
use crate::program::{At, UnitIndex};
use crate::system::Context;
use crate::system::parts::parameters_of;

/// At most so many expressions for one binary.
const STEPS: usize = 400_000;
/// At most so many functions in each other.
const DEPTH: usize = 24;
/// At most so deep in expressions, those of the callers included.
const NESTING: usize = 600;

/// The variables of one run of a function.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) locals: FxHashMap<(UnitIndex, LocalId), Shape>,
    this: Option<Shape>,
    returned: Vec<Shape>,
}

/// An evaluation of one binary.
pub(super) struct Evaluation<'e, 'p, 'a> {
    pub(super) context: &'e Context<'p, 'a>,
    pub(super) relevant: &'e Relevant,
    pub(super) crates: &'e [CrateId],
    pub(super) routers: Vec<Router>,
    pub(super) frames: Vec<Frame>,
    pub(super) listens: Vec<Listen>,
    /// Functions that were entered.
    pub(super) entered: FxHashSet<ItemId>,
    stack: Vec<(ItemId, Place)>,
    steps: usize,
    nesting: usize,
}

impl<'e, 'p, 'a> Evaluation<'e, 'p, 'a> {
    pub(super) fn new(
        context: &'e Context<'p, 'a>,
        relevant: &'e Relevant,
        crates: &'e [CrateId],
    ) -> Self {
        Self {
            context,
            relevant,
            crates,
            routers: Vec::new(),
            frames: Vec::new(),
            listens: Vec::new(),
            entered: FxHashSet::default(),
            stack: Vec::new(),
            steps: 0,
            nesting: 0,
        }
    }

    /// Evaluates a function as if it was called with unknown arguments.
    pub(super) fn start(&mut self, item: ItemId) -> Shape {
        let Some(body) = self.context.program.body_of(item) else {
            return Shape::Expression(At { unit: UnitIndex(0), node: NodeId(0) });
        };
        let at = At { unit: body.unit, node: body.node };
        self.enter(item, None, &[], at)
    }

    /// The calls that lead to what is evaluated.
    pub(super) fn trail(&self) -> Vec<Place> {
        self.stack.iter().skip(1).map(|(_, place)| *place).collect()
    }

    pub(super) fn evaluate(&mut self, at: At, frame: usize) -> Shape {
        self.steps += 1;
        if self.steps > STEPS || self.nesting > NESTING {
            return Shape::Expression(at);
        }
        self.nesting += 1;
        let shape = self.expression(at, frame);
        self.nesting -= 1;
        shape
    }

    fn expression(&mut self, at: At, frame: usize) -> Shape {
        let program = self.context.program;
        let below = |node| At { unit: at.unit, node };
        match program.node(at) {
            Node::Local(local) => self.local(at, local, frame),
            Node::SelfValue => self.frames[frame].this.clone().unwrap_or(Shape::Expression(at)),
            Node::Path(path) => self.path(at, program.path(at.unit, path)),
            Node::Method { .. } => self.chain(at, frame),
            Node::Call { callee, arguments } => self.call(at, below(callee), arguments, frame),
            Node::Macro { call, arguments } => self.macro_call(at, call, arguments, frame),
            Node::Struct { path, fields } => self.structure(at, path, fields, frame),
            Node::Named { value, .. } => self.evaluate(below(value), frame),
            Node::Field { base, name } => {
                let base = self.evaluate(below(base), frame);
                field(&base, program.symbol(at.unit, name)).unwrap_or(Shape::Expression(at))
            }
            Node::Await(part) | Node::Try(part) | Node::Reference(part) | Node::Cast(part) => {
                let shape = self.evaluate(below(part), frame);
                if shape.is_known() { shape } else { Shape::Expression(at) }
            }
            Node::Tuple(parts) | Node::Array(parts) => {
                let parts: Vec<At> = program.list(at.unit, parts).collect();
                Shape::List(Rc::new(
                    parts.into_iter().map(|part| self.evaluate(part, frame)).collect(),
                ))
            }
            Node::Index(parts) | Node::Operation(parts) => {
                let parts: Vec<At> = program.list(at.unit, parts).collect();
                for part in parts {
                    self.evaluate(part, frame);
                }
                Shape::Expression(at)
            }
            Node::Assign { target, value } => {
                let value = self.evaluate(below(value), frame);
                if let (Node::Local(local), true) = (program.node(below(target)), value.is_known())
                {
                    self.frames[frame].locals.insert((at.unit, local), value);
                }
                Shape::Expression(at)
            }
            Node::Closure { .. } => Shape::Closure(at, frame),
            Node::Block { statements, has_value, .. } => {
                self.block(at, statements, has_value, frame)
            }
            Node::Let { pattern, value, otherwise } => {
                if let Some(value) = value {
                    let shape = self.evaluate(below(value), frame);
                    self.bind(at.unit, pattern, &shape, frame);
                }
                if let Some(otherwise) = otherwise {
                    self.evaluate(below(otherwise), frame);
                }
                Shape::Expression(at)
            }
            Node::If { condition, then, otherwise } => {
                self.evaluate(below(condition), frame);
                let branches = [Some(then), otherwise];
                let branches = branches.into_iter().flatten().map(below).collect();
                self.branches(at, branches, frame)
            }
            Node::Match { on, arms } => {
                let on = self.evaluate(below(on), frame);
                let arms: Vec<At> = program.list(at.unit, arms).collect();
                for arm in &arms {
                    if let Node::Arm { pattern, .. } = program.node(*arm) {
                        self.bind(at.unit, pattern, &on, frame);
                    }
                }
                self.branches(at, arms, frame)
            }
            Node::Arm { body, .. } => self.evaluate(below(body), frame),
            Node::Loop { head, pattern, body, .. } => {
                if let Some(head) = head {
                    let shape = self.evaluate(below(head), frame);
                    self.bind(at.unit, pattern, &shape, frame);
                }
                self.evaluate(below(body), frame)
            }
            Node::Jump { kind, value } => {
                if let Some(value) = value {
                    let shape = self.evaluate(below(value), frame);
                    if kind == JumpKind::Return && shape.is_known() {
                        self.frames[frame].returned.push(shape);
                    }
                }
                Shape::Expression(at)
            }
            Node::Unknown | Node::Text | Node::Number | Node::Bool(_) => Shape::Expression(at),
        }
    }

    fn local(&mut self, at: At, local: LocalId, frame: usize) -> Shape {
        if let Some(shape) = self.frames[frame].locals.get(&(at.unit, local)) {
            return shape.clone();
        }
        if let Some(value) = self.context.links.initialiser(at.unit, local) {
            // What comes later in the text, or stands in a closure's surroundings, was not evaluated yet.
            self.frames[frame].locals.insert((at.unit, local), Shape::Expression(value));
            let shape = self.evaluate(value, frame);
            self.frames[frame].locals.insert((at.unit, local), shape.clone());
            return shape;
        }
        Shape::Expression(at)
    }

    pub(super) fn path(&mut self, at: At, target: Option<Target>) -> Shape {
        let Some(Target::Item(item)) = target else { return Shape::Expression(at) };
        let program = self.context.program;
        match program.graph.item(item).kind {
            ItemKind::Function => Shape::Function(item, at),
            ItemKind::Const | ItemKind::Static if self.relevant.enters(item) => {
                self.enter(item, None, &[], at)
            }
            ItemKind::Struct | ItemKind::Variant | ItemKind::Enum => {
                Shape::Struct(Some(item), Rc::new(Vec::new()))
            }
            _ => Shape::Expression(at),
        }
    }

    fn structure(
        &mut self,
        at: At,
        path: crate::extract::rust::facts::PathId,
        fields: NodeList,
        frame: usize,
    ) -> Shape {
        let program = self.context.program;
        let of = match program.path(at.unit, path) {
            Some(Target::Item(item)) => Some(item),
            _ => None,
        };
        let mut known = Vec::new();
        let fields: Vec<At> = program.list(at.unit, fields).collect();
        for field in fields {
            let shape = self.evaluate(field, frame);
            match (program.node(field), shape) {
                (Node::Named { name, .. }, shape) if shape.is_known() => {
                    known.push((program.symbol(at.unit, name).to_owned(), shape));
                }
                (_, Shape::Struct(_, rest)) => known.extend(rest.iter().cloned()),
                _ => {}
            }
        }
        Shape::Struct(of, Rc::new(known))
    }

    fn block(&mut self, at: At, statements: NodeList, has_value: bool, frame: usize) -> Shape {
        let statements: Vec<At> = self.context.program.list(at.unit, statements).collect();
        let mut last = Shape::Expression(at);
        for statement in statements {
            last = self.evaluate(statement, frame);
        }
        if has_value { last } else { Shape::Expression(at) }
    }

    /// All branches, one after the other; the value is that of those that have one.
    fn branches(&mut self, at: At, branches: Vec<At>, frame: usize) -> Shape {
        let mut found: Vec<Shape> = Vec::new();
        for branch in branches {
            let shape = self.evaluate(branch, frame);
            if shape.is_known() {
                found.push(shape);
            }
        }
        self.either(at, found)
    }

    /// One of several shapes: for routers one that has what all of them have.
    pub(super) fn either(&mut self, at: At, found: Vec<Shape>) -> Shape {
        let mut routers: Vec<usize> = Vec::new();
        for shape in &found {
            if let Shape::Router(router) = shape
                && !routers.contains(router)
            {
                routers.push(*router);
            }
        }
        match &routers[..] {
            [] => found.into_iter().next().unwrap_or(Shape::Expression(at)),
            [one] => Shape::Router(*one),
            [first, ..] => {
                let framework = self.routers[*first].framework;
                let place = self.context.program.place(at);
                let whole = self.make(framework);
                for router in routers {
                    self.attach(whole, router, super::shape::PathText::default(), place);
                }
                Shape::Router(whole)
            }
        }
    }

    pub(super) fn bind(
        &mut self,
        unit: UnitIndex,
        pattern: LocalRange,
        shape: &Shape,
        frame: usize,
    ) {
        let locals: Vec<LocalId> = pattern.iter().collect();
        let frame = &mut self.frames[frame].locals;
        match (&locals[..], shape) {
            ([one], shape) => {
                frame.insert((unit, *one), shape.clone());
            }
            (_, Shape::List(parts)) if parts.len() == locals.len() => {
                for (local, part) in locals.iter().zip(parts.iter()) {
                    frame.insert((unit, *local), part.clone());
                }
            }
            // A router with something beside it, as some functions give it back.
            (_, Shape::Router(_) | Shape::Struct(..)) => {
                for local in locals {
                    frame.insert((unit, local), shape.clone());
                }
            }
            _ => {}
        }
    }

    /// Calls what an expression is with these arguments.
    pub(super) fn apply(&mut self, at: At, callee: &Shape, arguments: &[Shape]) -> Shape {
        match callee {
            Shape::Function(item, _) => self.enter(*item, None, arguments, at),
            Shape::Closure(closure, frame) => {
                let Node::Closure { parameters, body } = self.context.program.node(*closure) else {
                    return Shape::Expression(at);
                };
                if parameters.len as usize == arguments.len() {
                    for (local, argument) in parameters.iter().zip(arguments) {
                        self.frames[*frame].locals.insert((closure.unit, local), argument.clone());
                    }
                }
                self.evaluate(At { unit: closure.unit, node: body }, *frame)
            }
            _ => Shape::Expression(at),
        }
    }

    /// Enters a function of the tree, or what implements it.
    pub(super) fn enter(
        &mut self,
        item: ItemId,
        this: Option<Shape>,
        arguments: &[Shape],
        at: At,
    ) -> Shape {
        let program = self.context.program;
        let repeated = self.stack.iter().filter(|(entered, _)| *entered == item).count() > 1;
        if repeated || self.stack.len() >= DEPTH {
            return Shape::Expression(at);
        }
        let given = self.context.links.implementations(item);
        if !given.is_empty() {
            let given: Vec<ItemId> =
                given.iter().copied().filter(|item| self.may_enter(*item, this.as_ref())).collect();
            let mut found = Vec::new();
            for item in given.into_iter().take(8) {
                let shape = self.enter(item, this.clone(), arguments, at);
                if shape.is_known() {
                    found.push(shape);
                }
            }
            if !found.is_empty() || program.body_of(item).is_none() {
                return self.either(at, found);
            }
        }
        let Some(body) = program.body_of(item).copied() else { return Shape::Expression(at) };
        if !self.relevant.enters(item) && !self.stack.is_empty() {
            return Shape::Expression(at);
        }
        self.entered.insert(item);
        let mut frame = Frame { this, ..Frame::default() };
        let parameters = parameters_of(program.unit(body.unit).facts, &body);
        for (parameter, argument) in parameters.iter().zip(arguments) {
            if let Some(local) = parameter.local {
                frame.locals.insert((body.unit, local), argument.clone());
            }
        }
        self.frames.push(frame);
        let own = self.frames.len() - 1;
        self.stack.push((item, program.place(at)));
        let mut value = self.evaluate(At { unit: body.unit, node: body.node }, own);
        self.stack.pop();
        let mut returned = std::mem::take(&mut self.frames[own].returned);
        if !returned.is_empty() {
            if value.is_known() {
                returned.push(value);
            }
            value = self.either(at, returned);
        }
        value
    }

    fn may_enter(&self, item: ItemId, this: Option<&Shape>) -> bool {
        let graph = self.context.program.graph;
        let krate = graph.module(graph.item(item).module).krate;
        let of = match this {
            Some(Shape::Struct(of, _)) => *of,
            _ => None,
        };
        let fits = of.is_none() || self.context.links.self_type(self.context.program, item) == of;
        self.crates.contains(&krate) && fits
    }
}

/// A field of a struct or tuple.
fn field(base: &Shape, name: &str) -> Option<Shape> {
    match base {
        Shape::Struct(_, fields) => {
            fields.iter().find(|(field, _)| field == name).map(|(_, shape)| shape.clone())
        }
        Shape::List(parts) => parts.get(name.parse::<usize>().ok()?).cloned(),
        _ => None,
    }
}
