//! The value of an expression as text, as far as it can be told without running anything.
//!
//! What is a parameter is followed to the arguments of the calls, what is a field to the struct literals, what is a
//! result to the function's body; so one expression may have several values. What the environment gives is a
//! piece of its own. Depth, size and number are bounded, and what lies beyond is unknown.

mod calls;
mod env;
mod fields;
mod format;
mod settings;
mod source;
mod variants;

use crate::extract::rust::bodies::{Node, NodeList};
use crate::graph::{ItemId, ItemKind, Name, Target};
use crate::place::Place;
use crate::program::{At, Program, UnitIndex};

use super::links::Links;
use super::parents::Parents;

pub(crate) use env::read_env;
pub(crate) use format::names_in;
pub(crate) use settings::Settings;

/// A value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// Its pieces, one behind the other.
    pub(crate) pieces: Vec<Piece>,
    /// Where the first piece that is known stands.
    pub(crate) place: Place,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
}

/// A piece of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text.
    Text(String),
    /// What a variable of the environment holds.
    Env {
        /// The variable.
        name: String,
        /// What stands in for it.
        default: Option<String>,
    },
    /// What a key of a configuration holds.
    Key(String),
    /// Not known.
    Unknown,
}

impl Value {
    /// The text, if all of it is known.
    pub(crate) fn text(&self) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                _ => return None,
            }
        }
        Some(text)
    }
}

/// At most so many values of one expression.
const MOST: usize = 8;
/// At most so many pieces of one value.
const PIECES: usize = 32;
/// At most so long a text.
const LONGEST: usize = 64 << 10;
/// At most so deep below the expression that was asked for.
const DEEPEST: usize = 64;
/// At most so many expressions are looked at for one answer.
const STEPS: usize = 2_000;

/// Asks for values.
#[derive(Clone, Copy)]
pub(crate) struct Values<'v, 'a> {
    pub(crate) program: &'v Program<'a>,
    pub(crate) parents: &'v Parents,
    pub(crate) links: &'v Links,
    pub(crate) settings: &'v Settings,
}

/// The values of an expression; none if nothing of it is known.
pub(crate) fn value_of(values: &Values<'_, '_>, at: At) -> Vec<Value> {
    let mut search = Search { values: *values, frames: Vec::new(), callers: 0, steps: 0 };
    let mut found = search.values(at, 0);
    found.retain(|value| value.pieces.iter().any(|piece| *piece != Piece::Unknown));
    found
}

/// The arguments of a call that is being looked into.
#[derive(Clone, Copy)]
struct Frame {
    item: ItemId,
    unit: UnitIndex,
    arguments: NodeList,
    /// How many of them stand for `self`.
    skip: u32,
    /// The variant that `self` is, where the function is one of an enum.
    variant: Option<Name>,
}

/// A search for the values of one expression.
struct Search<'v, 'a> {
    values: Values<'v, 'a>,
    frames: Vec<Frame>,
    callers: u8,
    steps: usize,
}

impl Search<'_, '_> {
    fn values(&mut self, at: At, depth: usize) -> Vec<Value> {
        self.steps += 1;
        if depth > DEEPEST || self.steps > STEPS {
            return vec![self.unknown(at)];
        }
        let program = self.values.program;
        let below = |node| At { unit: at.unit, node };
        match program.node(at) {
            Node::Text => vec![self.one(at, Piece::Text(program.literal(at).into_owned()), 95)],
            Node::Number | Node::Bool(_) => {
                let text = program.text(program.place(at)).trim_matches('\'').to_owned();
                vec![self.one(at, Piece::Text(text), 95)]
            }
            Node::Local(local) => self.local(at, local, depth),
            Node::Path(path) => self.path(at, path, depth),
            Node::Reference(part) | Node::Try(part) | Node::Await(part) | Node::Cast(part) => {
                self.values(below(part), depth + 1)
            }
            Node::Named { value, .. } | Node::Jump { value: Some(value), .. } => {
                self.values(below(value), depth + 1)
            }
            Node::Call { callee, arguments } => self.call(at, callee, arguments, depth),
            Node::Method { call, receiver, arguments } => {
                self.method(at, call, receiver, arguments, depth)
            }
            Node::Macro { call, arguments } => self.macro_call(at, call, arguments, depth),
            Node::Operation(parts) => self.operation(at, parts, depth),
            Node::Field { base, name } => {
                self.field(at, below(base), program.symbol(at.unit, name), depth)
            }
            Node::Block { statements, has_value: true, .. } => {
                match program.list(at.unit, statements).last() {
                    Some(last) => self.values(last, depth + 1),
                    None => vec![self.unknown(at)],
                }
            }
            Node::If { then, otherwise, .. } => {
                let branches = [Some(then), otherwise];
                let branches: Vec<At> = branches.into_iter().flatten().map(below).collect();
                self.any_of(&branches, depth)
            }
            Node::Match { on, arms } => {
                let arms: Vec<At> = program.list(at.unit, arms).collect();
                let taken = self.taken(below(on), &arms);
                self.any_of(&taken.unwrap_or(arms), depth)
            }
            Node::Arm { body, .. } | Node::Closure { body, .. } => {
                self.values(below(body), depth + 1)
            }
            _ => vec![self.unknown(at)],
        }
    }

    fn local(
        &mut self,
        at: At,
        local: crate::extract::rust::facts::LocalId,
        depth: usize,
    ) -> Vec<Value> {
        let links = self.values.links;
        if let Some(value) = links.initialiser(at.unit, local) {
            let mut found = self.values(value, depth + 1);
            if links.locals(at.unit).is_assigned(local) {
                found.push(self.unknown(at));
            }
            return found;
        }
        let Some((item, index)) = links.locals(at.unit).parameter(local) else {
            return vec![self.unknown(at)];
        };
        if let Some(position) = self.frames.iter().rposition(|frame| frame.item == item) {
            // What stands in the arguments is looked at as the caller sees it.
            let frame = self.frames[position];
            let rest = self.frames.split_off(position);
            let argument = self.argument(frame, index);
            let found = match argument {
                Some(argument) => self.values(argument, depth + 1),
                None => vec![self.unknown(at)],
            };
            self.frames.extend(rest);
            return found;
        }
        self.callers_values(at, item, index, depth)
    }

    fn argument(&self, frame: Frame, index: u32) -> Option<At> {
        self.values.program.list(frame.unit, frame.arguments).nth((index + frame.skip) as usize)
    }

    /// What the callers of a function give for a parameter.
    fn callers_values(&mut self, at: At, item: ItemId, index: u32, depth: usize) -> Vec<Value> {
        if self.callers >= 3 {
            return vec![self.unknown(at)];
        }
        self.callers += 1;
        let mut found: Vec<Value> = Vec::new();
        let links = self.values.links;
        for call in links.callers(item).take(MOST) {
            let Some(arguments) = self.arguments_of(call, item) else { continue };
            let frame = Frame { item, ..arguments };
            if let Some(argument) = self.argument(frame, index) {
                add(&mut found, self.values(argument, depth + 1));
            }
        }
        self.callers -= 1;
        for value in &mut found {
            value.confidence = value.confidence.min(80);
        }
        if found.is_empty() { vec![self.unknown(at)] } else { found }
    }

    /// The arguments of a call to a function, and how many of them stand for `self`.
    fn arguments_of(&self, call: At, item: ItemId) -> Option<Frame> {
        let program = self.values.program;
        match program.node(call) {
            Node::Call { arguments, .. } => {
                let has_self = program.body_of(item).is_some_and(|body| body.has_self);
                let skip = u32::from(has_self);
                Some(Frame { item, unit: call.unit, arguments, skip, variant: None })
            }
            Node::Method { arguments, .. } => {
                Some(Frame { item, unit: call.unit, arguments, skip: 0, variant: None })
            }
            _ => None,
        }
    }

    fn path(
        &mut self,
        at: At,
        path: crate::extract::rust::facts::PathId,
        depth: usize,
    ) -> Vec<Value> {
        let program = self.values.program;
        if let Some(Target::Item(item)) = program.path(at.unit, path)
            && matches!(program.graph.item(item).kind, ItemKind::Const | ItemKind::Static)
            && let Some(body) = program.body_of(item)
        {
            return self.values(At { unit: body.unit, node: body.node }, depth + 1);
        }
        vec![self.unknown(at)]
    }

    /// The values of some of several expressions, one of which it is.
    fn any_of(&mut self, parts: &[At], depth: usize) -> Vec<Value> {
        let mut found = Vec::new();
        for part in parts.iter().take(MOST) {
            add(&mut found, self.values(*part, depth + 1));
        }
        found
    }

    fn operation(&mut self, at: At, parts: NodeList, depth: usize) -> Vec<Value> {
        let program = self.values.program;
        let parts: Vec<At> = program.list(at.unit, parts).collect();
        let adds = parts.windows(2).all(|pair| {
            let (left, right) = (program.place(pair[0]).span, program.place(pair[1]).span);
            let between =
                program.place_in(at.unit, crate::place::Span { start: left.end, end: right.start });
            program.text(between).trim().trim_matches(['(', ')']).trim() == "+"
        });
        if adds && parts.len() > 1 {
            self.joined(at, &parts, depth)
        } else {
            vec![self.unknown(at)]
        }
    }

    /// Several expressions one behind the other.
    fn joined(&mut self, at: At, parts: &[At], depth: usize) -> Vec<Value> {
        let mut whole = vec![Value {
            pieces: Vec::new(),
            place: self.values.program.place(at),
            confidence: 95,
        }];
        for part in parts {
            let found = self.values(*part, depth + 1);
            whole = times(&whole, &found);
        }
        whole
    }

    fn one(&self, at: At, piece: Piece, confidence: u8) -> Value {
        Value { pieces: vec![piece], place: self.values.program.place(at), confidence }
    }

    fn unknown(&self, at: At) -> Value {
        self.one(at, Piece::Unknown, 50)
    }
}

/// Adds values that are not there yet.
fn add(found: &mut Vec<Value>, more: Vec<Value>) {
    for value in more {
        if found.len() < MOST && !found.iter().any(|old| old.pieces == value.pieces) {
            found.push(value);
        }
    }
}

/// Each value with each other one behind it.
fn times(left: &[Value], right: &[Value]) -> Vec<Value> {
    let mut found = Vec::new();
    for a in left {
        for b in right {
            if found.len() >= MOST {
                return found;
            }
            let mut value = a.clone();
            // What is not known says so by its piece, and makes what stands around it no less sure.
            if b.pieces.iter().any(|piece| *piece != Piece::Unknown) {
                value.confidence = a.confidence.min(b.confidence);
            }
            if a.pieces.is_empty() {
                value.place = b.place;
            }
            for piece in &b.pieces {
                push(&mut value.pieces, piece);
            }
            found.push(value);
        }
    }
    found
}

/// Adds a piece; texts grow together.
fn push(pieces: &mut Vec<Piece>, piece: &Piece) {
    if let (Some(Piece::Text(text)), Piece::Text(more)) = (pieces.last_mut(), piece)
        && text.len() + more.len() < LONGEST
    {
        text.push_str(more);
    } else if pieces.len() < PIECES {
        pieces.push(piece.clone());
    }
}
