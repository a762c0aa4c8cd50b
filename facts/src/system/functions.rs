//! Functions and the calls between them, each with what surrounds it.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::by_name::ByName;
use super::known::{Known, Meaning};
use super::links::Links;
use super::surroundings::{self, Run};
use crate::extract::rust::bodies::{BlockKind, Node, NodeId, NodeList};
use crate::graph::system::{FnCall, FnFlags, FnId, Function};
use crate::graph::{ItemId, ItemKind, Scope, Target};
use crate::program::{At, Body, Program, UnitIndex};

/// Functions, calls, and where each node belongs.
pub(crate) struct Functions {
    /// Functions, by item and place.
    pub(crate) list: Vec<Function>,
    /// Calls, by caller and place.
    pub(crate) calls: Vec<FnCall>,
    /// Closures and blocks by the function around them.
    inner: Vec<(FnId, FnId)>,
    /// The function and surroundings of each node, by unit.
    located: Vec<Vec<(u32, FnFlags)>>,
    by_item: FxHashMap<ItemId, FnId>,
    by_start: FxHashMap<At, FnId>,
}

/// Where a node stands among functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// The function.
    pub(crate) function: FnId,
    /// The position in it.
    pub(crate) order: u32,
    /// The surroundings.
    pub(crate) flags: FnFlags,
}

const NOWHERE: u32 = u32::MAX;

impl Functions {
    pub(crate) fn new(program: &Program<'_>, links: &Links, known: &Known) -> Self {
        let units = program.units.par_iter();
        let located = units.map(|unit| vec![(NOWHERE, FnFlags(0)); unit.bodies.nodes.len()]);
        let mut functions = Self {
            list: Vec::new(),
            calls: Vec::new(),
            inner: Vec::new(),
            located: located.collect(),
            by_item: FxHashMap::default(),
            by_start: FxHashMap::default(),
        };
        let walked = functions.walk(program, links, known);
        let found = functions.number(program, walked);
        functions.connect(program, links, &found);
        let numbered = (0_u32..).zip(&functions.list);
        let mut inner: Vec<(FnId, FnId)> = numbered
            .filter_map(|(index, function)| Some((function.within?, FnId(index))))
            .collect();
        inner.sort_unstable();
        functions.inner = inner;
        functions
    }

    /// The calls in a function.
    pub(crate) fn calls_in(&self, function: FnId) -> &[FnCall] {
        let start = self.calls.partition_point(|call| call.from < function);
        let count = self.calls[start..].partition_point(|call| call.from == function);
        &self.calls[start..start + count]
    }

    /// The closures and blocks in a function that are functions of their own.
    pub(crate) fn inner(&self, function: FnId) -> impl Iterator<Item = FnId> {
        let start = self.inner.partition_point(|(outer, _)| *outer < function);
        let inner = self.inner[start..].iter().take_while(move |(outer, _)| *outer == function);
        inner.map(|(_, inner)| *inner)
    }

    /// Goes through all bodies that are production code, and gives what was found in each, by unit.
    fn walk(
        &mut self,
        program: &Program<'_>,
        links: &Links,
        known: &Known,
    ) -> Vec<Vec<(u32, Walked)>> {
        let methods = methods_by_name(program);
        let blocking = blocking(program, links, known);
        let mut of_units: Vec<Vec<u32>> = vec![Vec::new(); program.units.len()];
        for (number, body) in (0u32..).zip(&program.bodies) {
            if body.scope == Scope::Production {
                of_units[body.unit.0 as usize].push(number);
            }
        }
        let units = self.located.par_iter_mut().zip(&program.units).zip(of_units);
        let walked = units.map(|((located, unit), bodies)| {
            let mut names = ByName::new(unit);
            let mut stack = Vec::new();
            let walk = |number: u32| {
                let body = &program.bodies[number as usize];
                let (subs, found) = (Vec::new(), Vec::new());
                let (methods, blocking, names) = (&methods, &blocking, &mut names);
                let mut walk =
                    Walk { program, links, known, methods, blocking, names, body, subs, found };
                walk.run(located, &mut stack);
                (number, Walked { subs: walk.subs, found: walk.found })
            };
            bodies.into_iter().map(walk).collect()
        });
        walked.collect()
    }

    /// The function of an item.
    pub(crate) fn of_item(&self, item: ItemId) -> Option<FnId> {
        self.by_item.get(&item).copied()
    }

    /// The function that a closure or block is, if it is one.
    pub(crate) fn starting_at(&self, at: At) -> Option<FnId> {
        self.by_start.get(&at).copied()
    }

    /// Where a node stands.
    pub(crate) fn locate(&self, at: At) -> Option<Located> {
        let (function, flags) = *self.located.get(at.unit.0 as usize)?.get(at.node.index())?;
        (function != NOWHERE).then_some(Located {
            function: FnId(function),
            order: at.node.0,
            flags,
        })
    }

    /// Gives functions their numbers: those of a body, and behind it those of its closures in the order of the text.
    /// What was found comes back by body.
    fn number(
        &mut self,
        program: &Program<'_>,
        walked: Vec<Vec<(u32, Walked)>>,
    ) -> Vec<Vec<Found>> {
        let mut counts = vec![0; program.bodies.len()];
        for (number, walked) in walked.iter().flatten() {
            counts[*number as usize] = 1 + walked.subs.len() as u32;
        }
        let mut count = 0;
        let number = |own: &u32| {
            let first = FnId(count);
            count += own;
            first
        };
        let firsts: Vec<FnId> = counts.iter().map(number).collect();
        let units = self.located.par_iter_mut().zip(walked);
        let numbered = units.map(|(located, walked)| {
            let number = |(number, walked): (u32, Walked)| {
                let body = &program.bodies[number as usize];
                (number, walked.numbered(program, body, firsts[number as usize], located))
            };
            walked.into_iter().map(number).collect::<Vec<_>>()
        });
        let mut of_bodies: Vec<Numbered> = Vec::new();
        of_bodies.resize_with(program.bodies.len(), Numbered::default);
        for (number, numbered) in numbered.collect::<Vec<_>>().into_iter().flatten() {
            of_bodies[number as usize] = numbered;
        }
        self.list.reserve(count as usize);
        let bodies = program.bodies.iter().zip(firsts).zip(of_bodies);
        let found = bodies.map(|((body, first), numbered)| {
            if !numbered.functions.is_empty() {
                self.by_item.insert(body.item, first);
            }
            self.by_start.extend(numbered.starts);
            self.list.extend(numbered.functions);
            numbered.found
        });
        found.collect()
    }

    /// Turns what was found in bodies into calls between functions.
    fn connect(&mut self, program: &Program<'_>, links: &Links, found: &[Vec<Found>]) {
        let of_bodies = found.par_iter().map(|found| {
            let mut calls = Vec::with_capacity(found.len());
            for found in found {
                self.lead(program, links, found, &mut calls);
            }
            calls.sort_unstable();
            calls.dedup_by(|b, a| (a.from, a.order, a.to) == (b.from, b.order, b.to));
            calls
        });
        // Functions have their numbers in the order of the bodies, so the calls are in order too.
        let of_bodies: Vec<Vec<FnCall>> = of_bodies.collect();
        self.calls = of_bodies.concat();
    }

    /// The functions that a call that was found leads to.
    fn lead(&self, program: &Program<'_>, links: &Links, call: &Found, calls: &mut Vec<FnCall>) {
        let mut lead = |to: FnId, confidence: u8, flags: FnFlags| {
            let (from, order, place) = (call.from, call.order, call.place);
            calls.push(FnCall { from, order, to, place, flags, confidence });
        };
        match call.callee {
            Callee::Known(to) => lead(to, 100, call.flags),
            Callee::Sub(_) => {}
            Callee::Item(item) => {
                let kind = program.graph.item(item).kind;
                let once = if kind == ItemKind::Function { 0 } else { FnFlags::ONCE.0 };
                let flags = call.flags.with(FnFlags(once));
                if let Some(to) = self.by_item.get(&item) {
                    lead(*to, call.confidence, flags);
                }
                let given = links.implementations(item);
                let confidence = if given.len() > 1 { 85 } else { 95 };
                for item in given {
                    if let Some(to) = self.by_item.get(item) {
                        lead(*to, call.confidence.min(confidence), flags);
                    }
                }
            }
        }
    }
}

/// Functions of production code that take `self`, by name; none where there are several.
fn methods_by_name<'p>(program: &'p Program<'_>) -> FxHashMap<&'p str, Option<ItemId>> {
    let mut methods: FxHashMap<&str, Option<ItemId>> = FxHashMap::default();
    for body in
        program.bodies.iter().filter(|body| body.has_self && body.scope == Scope::Production)
    {
        let name = program.graph.names.get(program.graph.item(body.item).name);
        if !surroundings::COMMON.contains(&name) {
            let entry = methods.entry(name).or_insert(Some(body.item));
            *entry = entry.filter(|item| *item == body.item);
        }
    }
    methods
}

/// A closure or block that is a function of its own, in a body.
#[derive(Clone, Copy)]
struct Sub {
    node: NodeId,
    /// The function around it: 0 for that of the body, else one more than an index into the list.
    within: u32,
    is_async: bool,
}

/// A call that was found.
#[derive(Clone, Copy)]
struct Found {
    from: FnId,
    order: u32,
    callee: Callee,
    place: crate::place::Place,
    flags: FnFlags,
    confidence: u8,
}

#[derive(Clone, Copy)]
enum Callee {
    Item(ItemId),
    Sub(u32),
    Known(FnId),
}

/// What a way through a body found.
struct Walked {
    subs: Vec<Sub>,
    found: Vec<Found>,
}

/// The same with the numbers of functions.
#[derive(Default)]
struct Numbered {
    functions: Vec<Function>,
    starts: Vec<(At, FnId)>,
    found: Vec<Found>,
}

impl Walked {
    /// Numbers the functions of a body from `own` on, in what was found and where nodes are.
    fn numbered(
        self,
        program: &Program<'_>,
        body: &Body,
        own: FnId,
        located: &mut [(u32, FnFlags)],
    ) -> Numbered {
        let Self { subs, found } = self;
        let place = program.graph.item_place(body.item);
        let mut functions =
            vec![Function { item: body.item, within: None, is_async: body.is_async, place }];
        let mut order: Vec<usize> = (0..subs.len()).collect();
        order.sort_unstable_by_key(|sub| subs[*sub].node);
        let mut numbers = vec![own; subs.len() + 1];
        for (at, sub) in order.iter().enumerate() {
            numbers[sub + 1] = FnId(own.0 + 1 + at as u32);
        }
        let mut starts = Vec::with_capacity(subs.len());
        for sub in order {
            let Sub { node, within, is_async } = subs[sub];
            let start = At { unit: body.unit, node };
            starts.push((start, numbers[sub + 1]));
            let within = Some(numbers[within as usize]);
            let place = program.place(start);
            functions.push(Function { item: body.item, within, is_async, place });
        }
        let nodes = &mut located[body.first.index()..=body.node.index()];
        for (function, _) in nodes.iter_mut().filter(|(function, _)| *function != NOWHERE) {
            *function = numbers[*function as usize].0;
        }
        let numbered = found.into_iter().map(|found| {
            let callee = match found.callee {
                Callee::Sub(sub) => Callee::Known(numbers[sub as usize]),
                other => other,
            };
            Found { from: numbers[found.from.0 as usize], callee, ..found }
        });
        Numbered { functions, starts, found: numbered.collect() }
    }
}

/// What the name of a method says.
#[derive(Clone, Copy)]
struct MethodName {
    /// A method of some framework's routers that takes a handler has it.
    takes_handler: bool,
    /// What it gives back has elements.
    gives_elements: bool,
    /// How its arguments run.
    run: Run,
    /// The same if what it is called on has elements.
    run_of_elements: Run,
}

/// Functions of the tree that have something run where blocking is allowed, which a closure among their arguments
/// is meant for: `async fn run(&self, f: impl FnOnce(&mut Connection))`.
fn blocking(program: &Program<'_>, links: &Links, known: &Known) -> FxHashSet<ItemId> {
    let allowed = Run::Inline(FnFlags::BLOCKING_ALLOWED);
    let mut found = FxHashSet::default();
    for body in &program.bodies {
        let mut calls = links.calls_outside(body).iter();
        if calls.any(|(_, to)| known.external(*to).is_some_and(|known| known.run == allowed)) {
            found.insert(body.item);
        }
    }
    found
}

/// A way through one body.
struct Walk<'w, 'p, 'a> {
    program: &'p Program<'a>,
    links: &'w Links,
    known: &'w Known,
    methods: &'w FxHashMap<&'p str, Option<ItemId>>,
    blocking: &'w FxHashSet<ItemId>,
    names: &'w mut ByName<'p, MethodName>,
    body: &'w Body,
    subs: Vec<Sub>,
    found: Vec<Found>,
}

/// What is around a node.
#[derive(Clone, Copy)]
struct Context {
    function: u32,
    flags: FnFlags,
    /// It is the argument of a call that runs it so.
    run: Option<Run>,
    /// It is what is called.
    called: bool,
}

impl Walk<'_, '_, '_> {
    fn run(&mut self, located: &mut [(u32, FnFlags)], stack: &mut Vec<(NodeId, Context)>) {
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
                stack.push((callee, Context { called: true, ..plain }));
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
                let several = if arms.len > 1 { FnFlags::CONDITIONAL } else { FnFlags(0) };
                stack.extend(bodies.list(arms).iter().map(|part| (*part, with(several))));
            }
            Node::Let { value, otherwise, .. } => {
                stack.extend(value.map(|part| (part, plain)));
                stack.extend(otherwise.map(|part| (part, with(FnFlags::CONDITIONAL))));
            }
            Node::Loop { head, body, kind, .. } => {
                use crate::extract::rust::bodies::LoopKind;
                let flags = if kind == LoopKind::While { FnFlags::LOOP } else { FnFlags(0) };
                stack.extend(head.map(|part| (part, with(flags))));
                stack.push((body, with(FnFlags::LOOP)));
            }
            other => bodies.each_part(other, |part| stack.push((part, plain))),
        }
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
        let callee = Callee::Item(item);
        self.found.push(Found { from, order: node.0, callee, place, flags, confidence });
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

    fn run_of_call(&self, unit: UnitIndex, callee: NodeId) -> Run {
        let Node::Path(path) = self.program.unit(unit).bodies.node(callee) else {
            return Run::NOTHING;
        };
        match self.program.path(unit, path) {
            Some(Target::External(external)) => match self.known.external(external) {
                Some(Meaning { function: Some((_, op)), .. })
                    if super::known::takes_handlers(*op) =>
                {
                    Run::Handler
                }
                Some(meaning) => meaning.run,
                None => Run::NOTHING,
            },
            Some(Target::Item(item)) => self.run_of_own(item),
            Some(Target::Module(_)) => Run::NOTHING,
            None => {
                let (before, name) = self.program.last_names(unit, path);
                surroundings::of_function(before, name)
            }
        }
    }

    /// How the arguments of a function of the tree run.
    fn run_of_own(&self, item: ItemId) -> Run {
        if self.blocking.contains(&item) {
            Run::Inline(FnFlags::BLOCKING_ALLOWED)
        } else {
            Run::NOTHING
        }
    }

    fn run_of_method(&mut self, unit: UnitIndex, call: u32, receiver: NodeId) -> Run {
        let name = self.method(unit, call);
        if let Some(Target::Item(item)) = self.program.method(unit, call) {
            let own = self.run_of_own(item);
            if own != Run::NOTHING {
                return own;
            }
        }
        if name.takes_handler {
            let target = self.program.receiver(unit, call);
            let elsewhere = self.known.of(target).is_some_and(|known| known.framework.is_none());
            if !elsewhere && !matches!(target, Some(Target::Item(_))) {
                return Run::Handler;
            }
        }
        if name.run != name.run_of_elements && self.has_elements(unit, receiver) {
            return name.run_of_elements;
        }
        name.run
    }

    /// What the name of the method of a call says.
    fn method(&mut self, unit: UnitIndex, call: u32) -> MethodName {
        let (program, known) = (self.program, self.known);
        let symbol = program.unit(unit).facts.method_calls[call as usize].name;
        self.names.of(symbol, |name| MethodName {
            takes_handler: known.takes_handler(name) && !surroundings::is_everyday(name),
            gives_elements: surroundings::gives_elements(name),
            run: surroundings::of_method(name, false),
            run_of_elements: surroundings::of_method(name, true),
        })
    }

    /// Whether a chain of calls goes through elements; looks at a few links of it only.
    fn has_elements(&mut self, unit: UnitIndex, receiver: NodeId) -> bool {
        let mut at = receiver;
        for _ in 0..8 {
            match self.program.unit(unit).bodies.node(at) {
                Node::Method { call, receiver, .. } => {
                    if self.method(unit, call).gives_elements {
                        return true;
                    }
                    at = receiver;
                }
                Node::Call { callee, .. } => {
                    let Node::Path(path) = self.program.unit(unit).bodies.node(callee) else {
                        return false;
                    };
                    return self.program.last_names(unit, path) == ("stream", "iter");
                }
                Node::Await(part) | Node::Try(part) | Node::Reference(part) => at = part,
                _ => return false,
            }
        }
        false
    }
}
