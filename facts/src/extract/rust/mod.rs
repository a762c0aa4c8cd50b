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
pub(crate) mod keyword;
mod leave;
pub(crate) mod lexer;
pub(crate) mod literal;
mod macro_definitions;
mod macros;
mod names;
mod notes;
mod operands;
mod parser;
mod paths;
mod patterns;
pub(crate) mod primitive;
mod recorder;
mod statements;
mod types;
mod uses;

use std::cell::RefCell;

use facts::RustFacts;
use lexer::Tokens;
use notes::Note;
use parser::Parser;

use crate::problem::ProblemKind;

thread_local! {
    /// The buffers of one thread, used again for each file.
    static TOKENS: RefCell<Tokens> = RefCell::default();
}

/// The facts of a Rust file. It never fails: what cannot be read becomes a problem in the result.
pub fn extract(text: &str) -> RustFacts {
    TOKENS.with_borrow_mut(|tokens| {
        tokens.read(text, lexer::prologue(text));
        from_tokens(text, tokens, Reading::Skeleton)
    })
}

/// The facts of a Rust file with the bodies of its functions, but for those of tests and of a file
/// that says of itself that it was generated.
pub fn extract_with_bodies(text: &str) -> RustFacts {
    TOKENS.with_borrow_mut(|tokens| {
        tokens.read(text, lexer::prologue(text));
        let generated = tokens.notes.iter().any(|(note, _)| *note == Note::Generated);
        let reading = if generated { Reading::Skeleton } else { Reading::WithBodies };
        from_tokens(text, tokens, reading)
    })
}

/// The facts of what a macro by example expands to, in which `$crate` may stand.
pub(crate) fn extract_expansion(text: &str) -> RustFacts {
    TOKENS.with_borrow_mut(|tokens| {
        tokens.read(text, 0);
        from_tokens(text, tokens, Reading::Template)
    })
}

/// What is read of a text, and as what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Skeleton,
    WithBodies,
    /// What a macro expands to.
    Template,
}

fn from_tokens(text: &str, tokens: &Tokens, reading: Reading) -> RustFacts {
    let ports = tokens
        .notes
        .iter()
        .filter(|(note, _)| *note == Note::Port)
        .map(|(_, span)| span.start)
        .collect();
    let bodies = reading == Reading::WithBodies;
    let mut parser = Parser::new(text, &tokens.tokens, ports, bodies);
    for span in tokens.broken.iter().take(8) {
        parser.problem(*span, ProblemKind::Syntax, "a delimiter or literal has no end");
    }
    parser.context.template = reading == Reading::Template;
    parser.read_body(None);
    parser.name_labels();
    let mut facts = parser.facts;
    facts.bodies = parser.recorder.into_bodies();
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
    facts.shrink_to_fit();
    facts
}
