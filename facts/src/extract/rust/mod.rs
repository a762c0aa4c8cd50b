//! The skeleton of a Rust file: modules, imports, items, signatures, and every path with its kind and place.
//!
//! A hand-written lexer and a parser that keeps no tree, because this is most of what
//! a run costs. It reads what the compiler reads, and goes on where the compiler would
//! stop: code that is being typed, templates, future syntax.

mod attribute_arguments;
mod attributes;
pub mod bodies;
mod control;
mod data;
mod directives;
mod expressions;
pub mod facts;
mod functions;
mod impls;
mod items;
pub(crate) mod keyword;
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
        from_tokens(text, tokens, false)
    })
}

/// The facts of what a macro by example expands to, in which `$crate` may stand.
pub(crate) fn extract_expansion(text: &str) -> RustFacts {
    TOKENS.with_borrow_mut(|tokens| {
        tokens.read(text, 0);
        from_tokens(text, tokens, true)
    })
}

fn from_tokens(text: &str, tokens: &Tokens, template: bool) -> RustFacts {
    let ports = tokens
        .notes
        .iter()
        .filter(|(note, _)| *note == Note::Port)
        .map(|(_, span)| span.start)
        .collect();
    let mut parser = Parser::new(text, &tokens.tokens, ports);
    for span in tokens.broken.iter().take(8) {
        parser.problem(*span, ProblemKind::Syntax, "a delimiter or literal has no end");
    }
    parser.context.template = template;
    parser.read_body(None);
    let mut facts = parser.facts;
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
