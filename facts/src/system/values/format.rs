//! Texts that macros put together: `format!`, `concat!` and their like.

use super::{Piece, Search, Value, times};
use crate::extract::rust::bodies::{Node, NodeList};
use crate::extract::rust::facts::LocalId;
use crate::graph::ItemKind;
use crate::program::{At, Program, UnitIndex};

impl Search<'_, '_> {
    pub(super) fn macro_call(
        &mut self,
        at: At,
        call: u32,
        arguments: NodeList,
        depth: usize,
    ) -> Vec<Value> {
        let program = self.values.program;
        let facts = program.unit(at.unit).facts;
        let path = program.path_text(at.unit, facts.macro_calls[call as usize].path);
        let arguments: Vec<At> = program.list(at.unit, arguments).collect();
        match path.rsplit("::").next().unwrap_or_default() {
            "format" | "format_args" | "formatcp" | "const_format" => {
                self.format(at, &arguments, depth)
            }
            "write" if arguments.len() > 1 => self.format(at, &arguments[1..], depth),
            "concat" | "concatcp" if arguments.is_empty() => self.concatenated(at, call),
            "concat" | "concatcp" => self.joined(at, &arguments, depth),
            "dotenv" => match arguments.first().and_then(|name| literal(program, *name)) {
                Some(name) => vec![self.one(at, Piece::Env { name, default: None }, 90)],
                None => vec![self.unknown(at)],
            },
            // The content of a file that is compiled in, where somebody else reads it.
            _ if arguments.len() == 1
                && !matches!(path.as_str(), "include_str" | "env" | "option_env") =>
            {
                self.values(arguments[0], depth + 1)
            }
            _ => vec![self.unknown(at)],
        }
    }

    /// `concat!` of literals; its arguments are no expressions to the reader.
    fn concatenated(&self, at: At, call: u32) -> Vec<Value> {
        let program = self.values.program;
        let span = program.unit(at.unit).facts.macro_calls[call as usize].arguments;
        let place = program.place_in(at.unit, span);
        let text = program.text(place);
        let mut value = Value { pieces: Vec::new(), place, confidence: 95 };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let end = if rest.starts_with('"') {
                end_of_literal(rest)
            } else {
                rest.find(',').unwrap_or(rest.len())
            };
            let part = rest[..end].trim();
            let piece = match part.chars().next() {
                Some('"') => Piece::Text(crate::extract::rust::literal::content(part).into_owned()),
                Some(first) if first.is_ascii_digit() => Piece::Text(part.to_owned()),
                _ => Piece::Unknown,
            };
            super::push(&mut value.pieces, &piece);
            rest = rest[end..].trim_start().trim_start_matches(',').trim_start();
        }
        vec![value]
    }

    fn format(&mut self, at: At, arguments: &[At], depth: usize) -> Vec<Value> {
        let program = self.values.program;
        let Some(template) = arguments.first().and_then(|first| literal(program, *first)) else {
            return vec![self.unknown(at)];
        };
        let place = program.place(arguments[0]);
        let mut whole = vec![Value { pieces: Vec::new(), place, confidence: 95 }];
        let mut next = 1;
        for part in parts(&template) {
            let found = match part {
                Part::Text(text) => {
                    vec![Value { pieces: vec![Piece::Text(text)], place, confidence: 95 }]
                }
                Part::Next => {
                    next += 1;
                    self.argument_values(at, arguments.get(next - 1).copied(), depth)
                }
                Part::Position(position) => {
                    self.argument_values(at, arguments.get(position + 1).copied(), depth)
                }
                Part::Name(name) => {
                    let named = arguments
                        .iter()
                        .copied()
                        .find(|argument| is_named(program, *argument, &name));
                    match named {
                        Some(argument) => self.argument_values(at, Some(argument), depth),
                        None => self.captured(at, &name, depth),
                    }
                }
            };
            whole = times(&whole, &found);
        }
        if whole.iter().all(|value| value.pieces.is_empty()) {
            return vec![Value { pieces: vec![Piece::Text(String::new())], place, confidence: 95 }];
        }
        whole
    }

    fn argument_values(&mut self, at: At, argument: Option<At>, depth: usize) -> Vec<Value> {
        match argument {
            Some(argument) => self.values(argument, depth + 1),
            None => vec![self.unknown(at)],
        }
    }

    /// A variable that is named in the template itself.
    fn captured(&mut self, at: At, name: &str, depth: usize) -> Vec<Value> {
        let program = self.values.program;
        let facts = program.unit(at.unit).facts;
        let before = (0..facts.locals.len() as u32)
            .map(LocalId)
            .rev()
            .filter(|local| program.local_name(at.unit, *local) == name);
        let start = program.place(at).span.start;
        for local in before.take(16) {
            let links = self.values.links;
            let near = match links.initialiser(at.unit, local) {
                Some(value) => {
                    let span = program.place(value).span;
                    span.end <= start && self.same_body(at, value)
                }
                None => links.locals(at.unit).parameter(local).is_some_and(|(item, _)| {
                    program.body_of(item).is_some_and(|body| {
                        body.unit == at.unit && body.first <= at.node && at.node <= body.node
                    })
                }),
            };
            if near {
                return self.local(at, local, depth + 1);
            }
        }
        let krate = program.unit(at.unit).krate;
        let found = program.graph.names.find(name).map(|name| self.values.links.named(krate, name));
        let mut bodies = found.into_iter().flatten().filter_map(|item| program.body_of(item));
        let constant = bodies.find(|body| {
            let kind = program.graph.item(body.item).kind;
            body.unit == at.unit && matches!(kind, ItemKind::Const | ItemKind::Static)
        });
        match constant {
            Some(body) => self.values(At { unit: body.unit, node: body.node }, depth + 1),
            None => vec![self.unknown(at)],
        }
    }

    fn same_body(&self, a: At, b: At) -> bool {
        let links = self.values.links;
        a.unit == b.unit && links.body_around(a) == links.body_around(b)
    }
}

/// The end of the literal with which a text begins.
fn end_of_literal(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_named(program: &Program<'_>, at: At, name: &str) -> bool {
    matches!(program.node(at), Node::Named { name: found, .. } if program.symbol(at.unit, found) == name)
}

/// The content of a literal.
pub(super) fn literal(program: &Program<'_>, at: At) -> Option<String> {
    match program.node(at) {
        Node::Text => Some(program.literal(at).into_owned()),
        Node::Reference(part) => literal(program, At { unit: at.unit, node: part }),
        _ => None,
    }
}

/// The variables and constants that the template of a macro's call names itself.
pub(crate) fn names_in(program: &Program<'_>, unit: UnitIndex, arguments: NodeList) -> Vec<String> {
    let first = program.list(unit, arguments).next();
    let template = first.and_then(|first| literal(program, first)).unwrap_or_default();
    let names = parts(&template).into_iter().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        _ => None,
    });
    names.collect()
}

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Next,
    Position(usize),
    Name(String),
}

/// The parts of a template.
fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = behind;
            continue;
        }
        let Some(end) = rest.find('}').filter(|_| brace == "{") else { continue };
        if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut text)));
        }
        let name = rest[..end].split(':').next().unwrap_or_default().trim();
        parts.push(match name.parse() {
            _ if name.is_empty() => Part::Next,
            Ok(position) => Part::Position(position),
            Err(_) => Part::Name(name.to_owned()),
        });
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_have_parts() {
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(parts("a{{}}{}b"), [text("a{}"), Part::Next, text("b")]);
        assert_eq!(parts("{0:>8}{x:?}"), [Part::Position(0), Part::Name("x".to_owned())]);
        assert_eq!(parts("{"), []);
    }
}
