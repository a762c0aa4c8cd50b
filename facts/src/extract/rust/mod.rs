//! The skeleton of a Rust file: modules, imports, items, signatures, and every path with its kind and place.
//!
//! A hand-written lexer and a parser that keeps no tree, because this is most of what
//! a run costs. It reads what the compiler reads, and goes on where the compiler would
//! stop: code that is being typed, templates, future syntax.

mod attribute_arguments;
mod attributes;
pub mod bodies;
mod body_parts;
mod control;
mod data;
mod directives;
mod expressions;
pub mod facts;
mod functions;
mod held;
mod impls;
mod items;
mod leave;
pub(crate) mod lexer;
pub(crate) mod literal;
mod macro_definitions;
mod macros;
mod names;
mod operands;
mod parser;
mod paths;
mod patterns;
pub(crate) mod primitive;
mod recorder;
mod repeats;
mod statements;
mod types;
mod uses;

use std::cell::RefCell;

use facts::RustFacts;
use lexer::Tokens;
use lexer::notes::Note;
use parser::{Buffers, Parser};
pub(crate) use repeats::may_repeat;

use crate::problem::ProblemKind;

thread_local! {
    /// The buffers of one thread, used again for each file.
    static BUFFERS: RefCell<(Tokens, Buffers)> = RefCell::default();
}

/// The buffers that a longer text leaves behind are given back: one such file is rare, and every
/// thread would hold the room that it took.
const MOST_KEPT: usize = 4 << 20;

/// The facts of a Rust file. It never fails: what cannot be read becomes a problem in the result.
pub fn extract(text: &str) -> RustFacts {
    extract_from(text, lexer::prologue(text), Reading::Skeleton)
}

/// The facts of a Rust file with the bodies of its functions, but for those of tests and of a file
/// that says of itself that it was generated.
pub fn extract_with_bodies(text: &str) -> RustFacts {
    extract_from(text, lexer::prologue(text), Reading::WithBodies)
}

/// The facts of what a macro by example expands to, in which `$crate` may stand.
pub(crate) fn extract_expansion(text: &str) -> RustFacts {
    extract_from(text, 0, Reading::Template)
}

/// What is read of a text, and as what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Skeleton,
    WithBodies,
    /// What a macro expands to.
    Template,
}

fn extract_from(text: &str, start: usize, reading: Reading) -> RustFacts {
    BUFFERS.with_borrow_mut(|(tokens, buffers)| {
        tokens.read(text, start);
        let facts = from_tokens(text, tokens, buffers, reading);
        if text.len() > MOST_KEPT {
            (*tokens, *buffers) = (Tokens::default(), Buffers::default());
        }
        facts
    })
}

fn from_tokens(text: &str, tokens: &Tokens, buffers: &mut Buffers, reading: Reading) -> RustFacts {
    let ports = tokens
        .notes
        .iter()
        .filter(|(note, _)| *note == Note::Port)
        .map(|(_, span)| span.start)
        .collect();
    let generated = || tokens.notes.iter().any(|(note, _)| *note == Note::Generated);
    let bodies = reading == Reading::WithBodies && !generated();
    let mut parser = Parser::new(text, &tokens.tokens, ports, bodies, std::mem::take(buffers));
    for span in tokens.broken.iter().take(8) {
        parser.problem(*span, ProblemKind::Syntax, "a delimiter or literal has no end");
    }
    parser.context.template = reading == Reading::Template;
    parser.read_body(None);
    let mut facts;
    (facts, *buffers) = parser.finish();
    facts.problems.sort_by_key(|problem| problem.span.start);
    for (note, span) in &tokens.notes {
        match note {
            Note::Directive => {
                let directive = directives::read(text, &tokens.tokens, &facts.items, *span);
                facts.directives.push(directive);
            }
            Note::Generated => facts.generated = true,
            Note::Port => {}
        }
    }
    facts
}
