//! The way through the body of a function: which calls stand in it, and which closures and blocks are functions of
//! their own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::by_name::ByName;
use super::known::Known;
use super::links::Links;
use super::runs::MethodName;
use crate::extract::rust::bodies::{BlockKind, Bodies, LoopKind, Node, NodeId, NodeList};
use crate::framework::surroundings::Run;
use crate::graph::system::{FnFlags, FnId};
use crate::graph::{ItemId, ItemKind, Target};
use crate::place::Place;
use crate::program::{At, Body, Program, UnitIndex};

/// Names of the commands by which programs of several commands run as a service.
const RUNNING: [&str; 5] = ["Daemon", "Serve", "Server", "Service", "Worker"];

/// A closure or block that is a function of its own, in a body.
#[derive(Clone, Copy)]
pub(super) struct Sub {
    pub(super) node: NodeId,
    /// The function around it: 0 for that of the body, else one more than an index into the list.
    pub(super) within: u32,
    pub(super) is_async: bool,
}

/// A call that was found.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) from: FnId,
    pub(super) order: u32,
    pub(super) callee: Callee,
    pub(super) place: Place,
    pub(super) flags: FnFlags,
    pub(super) confidence: u8,
}

#[derive(Clone, Copy)]
pub(super) enum Callee {
    /// An item, and for a function of a trait whatever implements it.
    Item(ItemId),
    /// A function of a trait as it stands there, called on a type that does not write its own.
    Inherited(ItemId),
    Sub(u32),
    Known(FnId),
}

/// What a way through a body found.
pub(super) struct Walked {
    pub(super) subs: Vec<Sub>,
    pub(super) found: Vec<Found>,
}

/// A way through one body.
pub(super) struct Walk<'w, 'p, 'a> {
    pub(super) program: &'p Program<'a>,
    pub(super) links: &'w Links,
    pub(super) known: &'w Known,
    pub(super) methods: &'w FxHashMap<&'p str, Option<ItemId>>,
    pub(super) blocking: &'w FxHashSet<ItemId>,
    pub(super) names: &'w mut ByName<'p, MethodName>,
    pub(super) body: &'w Body,
    pub(super) subs: Vec<Sub>,
    pub(super) found: Vec<Found>,
}

/// What is around a node.
#[derive(Clone, Copy)]
pub(super) struct Context {
    function: u32,
    flags: FnFlags,
    /// It is the argument of a call that runs it so.
    run: Option<Run>,
    /// It is what is called.
    called: bool,
}

impl Walk<'_, '_, '_> {
    pub(super) fn run(
        &mut self,
        located: &mut [(u32, FnFlags)],
        stack: &mut Vec<(NodeId, Context)>,
    ) {
        let start = Context { function: 0, flags: FnFlags(0), run: None, called: false };
        stack.push((self.body.node, start));
        while let Some((node, context)) = stack.pop() {
            located[node.index()] = (context.function, context.flags);
            self.visit(node, context, stack);
        }
    }

    fn visit(&mut self, node: NodeId, context: Context, stack: &mut Vec<(NodeId, Context)>) {
        let plain = Context { run: None, called: false, ..context };
        let with = |flags: FnFlags| Context { flags: plain.flags.with(flags), ..plain };
        let unit = self.body.unit;
        let bodies = self.program.unit(unit).bodies;
        match bodies.node(node) {
            Node::Call { callee, arguments } => {
                let run = self.run_of_call(unit, callee);
                // `timeout(limit, load())`: what is called gives the future whose time is limited.
                let is_limited = context.run == Some(Run::Inline(FnFlags::TIMEOUT));
                let around = if is_limited { with(FnFlags::TIMEOUT) } else { plain };
                stack.push((callee, Context { called: true, ..around }));
                self.push_arguments(arguments, run, plain, stack);
            }
            Node::Method { call, receiver, arguments } => {
                self.add_method(node, call, context);
                let run = self.run_of_method(unit, call, receiver);
                stack.push((receiver, plain));
                self.push_arguments(arguments, run, plain, stack);
            }
            Node::Path(path) => {
                if let Some(Target::Item(item)) = self.program.path(unit, path) {
                    self.add_path(node, item, context);
                }
            }
            Node::Closure { body, .. } => stack.push((body, self.part(node, body, context))),
            Node::Block { kind: BlockKind::Async, statements, .. } if context.run.is_some() => {
                let inside = self.part(node, node, context);
                let inside = Context { run: None, ..inside };
                stack.extend(bodies.list(statements).iter().map(|part| (*part, inside)));
            }
            Node::Reference(part) if context.run.is_some() => stack.push((part, context)),
            // A macro of the tree is not expanded among expressions: what it puts around its arguments may be a
            // closure that is handed to a thread on which blocking is allowed.
            Node::Macro { call, arguments } if self.is_of_tree(call) => {
                let inside = with(FnFlags::BLOCKING_ALLOWED);
                stack.extend(bodies.list(arguments).iter().map(|part| (*part, inside)));
            }
            Node::If { condition, then, otherwise } => {
                stack.push((condition, plain));
                let branches = otherwise.into_iter().chain([then]);
                stack.extend(branches.map(|part| (part, with(FnFlags::CONDITIONAL))));
            }
            Node::Match { on, arms } => {
                stack.push((on, plain));
                let arms = bodies.list(arms);
                stack.extend(arms.iter().map(|arm| {
                    let only = arms.len() == 1 || self.runs_service(*arm);
                    (*arm, if only { plain } else { with(FnFlags::CONDITIONAL) })
                }));
            }
            Node::Let { value, otherwise, .. } => {
                stack.extend(value.map(|part| (part, plain)));
                stack.extend(otherwise.map(|part| (part, with(FnFlags::CONDITIONAL))));
            }
            Node::Loop { head, body, kind, .. } => {
                let rounds = match head {
                    Some(head) if kind == LoopKind::For && !counts(bodies, head) => FnFlags::LOOP,
                    _ => FnFlags::LOOP.with(FnFlags::ATTEMPTS),
                };
                let flags = if kind == LoopKind::While { rounds } else { FnFlags(0) };
                stack.extend(head.map(|part| (part, with(flags))));
                stack.push((body, with(rounds)));
            }
            other => bodies.each_part(other, |part| stack.push((part, plain))),
        }
    }

    /// Whether an arm is the command by which a program runs as a service: `Command::Server(options) => …`.
    fn runs_service(&self, arm: NodeId) -> bool {
        let Node::Arm { pattern_span, .. } =
            self.program.node(At { unit: self.body.unit, node: arm })
        else {
            return false;
        };
        let pattern = self.program.text(self.program.place_in(self.body.unit, pattern_span));
        pattern.split(|c: char| !c.is_alphanumeric()).any(|word| RUNNING.contains(&word))
    }

    /// Whether a macro is declared in the tree.
    fn is_of_tree(&self, call: u32) -> bool {
        let unit = self.program.unit(self.body.unit);
        let path = unit.facts.macro_calls[call as usize].path;
        matches!(self.program.path(self.body.unit, path), Some(Target::Item(_)))
    }

    fn push_arguments(
        &self,
        list: NodeList,
        run: Run,
        plain: Context,
        stack: &mut Vec<(NodeId, Context)>,
    ) {
        let context = Context { run: Some(run), ..plain };
        let list = self.program.unit(self.body.unit).bodies.list(list);
        stack.extend(list.iter().map(|part| (*part, context)));
    }

    /// The surroundings of the inside of a closure or block, which may be a function of its own.
    fn part(&mut self, node: NodeId, body: NodeId, context: Context) -> Context {
        let plain = Context { run: None, called: false, ..context };
        let (apart, flags) = match context.run {
            Some(Run::Apart(flags)) => (true, Some(flags)),
            Some(Run::Handler) => (true, None),
            Some(Run::Inline(flags)) => {
                return Context { flags: context.flags.with(flags), ..plain };
            }
            None => (false, None),
        };
        if !apart {
            return plain;
        }
        let bodies = self.program.unit(self.body.unit).bodies;
        let is_async = matches!(bodies.node(body), Node::Block { kind: BlockKind::Async, .. });
        self.subs.push(Sub { node, within: context.function, is_async });
        let number = self.subs.len() as u32;
        if let Some(flags) = flags {
            let place = self.program.place(At { unit: self.body.unit, node });
            self.found.push(Found {
                from: FnId(context.function),
                order: node.0,
                callee: Callee::Sub(number),
                place,
                flags: context.flags.with(flags),
                confidence: 100,
            });
        }
        Context { function: number, flags: FnFlags(0), ..plain }
    }

    /// A path that leads to a function, constant or static: a call, or a value that is passed on.
    fn add_path(&mut self, node: NodeId, item: ItemId, context: Context) {
        let kind = self.program.graph.item(item).kind;
        let is_function = kind == ItemKind::Function;
        if !is_function && !matches!(kind, ItemKind::Const | ItemKind::Static) {
            return;
        }
        let flags = match context.run {
            Some(Run::Handler) => return,
            Some(Run::Inline(flags) | Run::Apart(flags)) => context.flags.with(flags),
            None => context.flags,
        };
        let confidence = if context.called || !is_function { 100 } else { 85 };
        let place = self.program.place(At { unit: self.body.unit, node });
        let callee = Callee::Item(item);
        let from = FnId(context.function);
        self.found.push(Found { from, order: node.0, callee, place, flags, confidence });
    }

    fn add_method(&mut self, node: NodeId, call: u32, context: Context) {
        let unit = self.body.unit;
        let (item, confidence) = match self.program.method(unit, call) {
            Some(Target::Item(item)) => (item, 100),
            Some(_) => return,
            None if self.program.receiver(unit, call).is_some() => return,
            None => match self.methods.get(self.program.method_name(unit, call)) {
                Some(Some(item)) if self.sees(*item) => (*item, 70),
                _ => return,
            },
        };
        let flags = match context.run {
            Some(Run::Inline(flags) | Run::Apart(flags)) => context.flags.with(flags),
            _ => context.flags,
        };
        let place = self.program.method_place(unit, call);
        let from = FnId(context.function);
        let callee = if self.inherits(unit, call, item) {
            Callee::Inherited(item)
        } else {
            Callee::Item(item)
        };
        self.found.push(Found { from, order: node.0, callee, place, flags, confidence });
    }

    /// Whether a method that is a function of a trait is called on a type of the tree.
    fn inherits(&self, unit: UnitIndex, call: u32, item: ItemId) -> bool {
        let graph = self.program.graph;
        let kind = |item: ItemId| graph.item(item).kind;
        let of_trait = graph.item(item).parent.is_some_and(|of| kind(of) == ItemKind::Trait);
        of_trait
            && matches!(self.program.receiver(unit, call), Some(Target::Item(of))
                if matches!(kind(of), ItemKind::Struct | ItemKind::Enum | ItemKind::Union))
    }

    /// Whether the function that is walked through may call a method: one of a type, and of no trait, comes
    /// from a crate that its own one links.
    fn sees(&self, item: ItemId) -> bool {
        let graph = self.program.graph;
        if !self.links.is_inherent(self.program, item) {
            return true;
        }
        let other = graph.module(graph.item(item).module).krate;
        self.links.linked.sees(self.program.unit(self.body.unit).krate, other)
    }
}

/// Whether the rounds of a `for` are numbers: it goes through `0..3`, `(1..=most).rev()`.
fn counts(bodies: &Bodies, head: NodeId) -> bool {
    match bodies.node(head) {
        // Of literals alone it is not told what is between them.
        Node::Operation(_) | Node::Number | Node::Unknown => true,
        Node::Reference(inner) => counts(bodies, inner),
        Node::Method { receiver, .. } => counts(bodies, receiver),
        _ => false,
    }
}
