//! The right side of an arm, with the variables filled in.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::matcher::Binding;
use super::pattern::{Pattern, Repetition};
use super::source::Source;
use super::{Budget, Expansion, MAX_DEPTH, MAX_TEXT, Origin, Piece};
use crate::extract::rust::lexer::token::{Kind, Token};

struct Transcriber<'t> {
    rules: &'t Source<'t>,
    arguments: &'t Source<'t>,
    variables: FxHashMap<&'t str, &'t Binding>,
    /// How often each repetition around was run through before.
    runs: Vec<usize>,
    budget: &'t mut Budget,
    out: Output,
}

/// Writes out `body`, tokens of the rules.
pub(super) fn run(
    rules: &Source<'_>,
    body: Range<usize>,
    arguments: &Source<'_>,
    pattern: &Pattern<'_>,
    bindings: &[Binding],
    budget: &mut Budget,
) -> Option<Expansion> {
    let names = pattern.variables.iter().map(|variable| variable.name);
    let mut transcriber = Transcriber {
        rules,
        arguments,
        variables: names.zip(bindings).collect(),
        runs: Vec::new(),
        budget,
        out: Output::default(),
    };
    transcriber.write(body)?;
    Some(transcriber.out.expansion)
}

impl Transcriber<'_> {
    fn write(&mut self, tokens: Range<usize>) -> Option<()> {
        let mut at = tokens.start;
        while at < tokens.end {
            self.budget.spend(1)?;
            if !self.rules.is(at, b'$') || at + 1 == tokens.end {
                self.copy(at)?;
                at += 1;
                continue;
            }
            match self.rules.kind(at + 1) {
                Kind::Ident(_) => {
                    if let Some(binding) = self.variables.get(self.rules.name(at + 1)) {
                        self.fill_in(binding)?;
                    } else {
                        // It is one of the macro that is being defined here.
                        self.copy(at)?;
                        self.copy(at + 1)?;
                    }
                    at += 2;
                }
                Kind::Open(b'(') => {
                    let repetition = Repetition::read(self.rules, at + 1)?;
                    at = repetition.end;
                    self.repeat(&repetition)?;
                }
                // `${count(x)}` and its like, which no stable compiler takes.
                Kind::Open(b'{') => return None,
                Kind::Punct(b'$') => {
                    self.copy(at + 1)?;
                    at += 2;
                }
                _ => {
                    self.copy(at)?;
                    at += 1;
                }
            }
        }
        Some(())
    }

    fn copy(&mut self, at: usize) -> Option<()> {
        self.out.push(self.rules, self.rules.token(at), Origin::Rules)
    }

    fn fill_in(&mut self, binding: &Binding) -> Option<()> {
        let Binding::One(tokens) = reached(binding, &self.runs)? else {
            return None;
        };
        for at in tokens.clone() {
            self.budget.spend(1)?;
            self.out.push(self.arguments, self.arguments.token(at), Origin::Arguments)?;
        }
        Some(())
    }

    fn repeat(&mut self, repetition: &Repetition) -> Option<()> {
        if self.runs.len() == MAX_DEPTH {
            return None;
        }
        for run in 0..self.count(repetition.content.clone())? {
            if run > 0 {
                for at in repetition.separator.clone() {
                    self.copy(at)?;
                }
            }
            self.runs.push(run);
            self.write(repetition.content.clone())?;
            self.runs.pop();
        }
        Some(())
    }

    /// How often the variables in it say that it is repeated. None if none of them says, or two say different things.
    fn count(&mut self, tokens: Range<usize>) -> Option<usize> {
        self.budget.spend(tokens.len())?;
        let mut count = None;
        for at in tokens {
            if !self.rules.is(at, b'$') || !matches!(self.rules.kind(at + 1), Kind::Ident(_)) {
                continue;
            }
            let Some(binding) = self.variables.get(self.rules.name(at + 1)) else {
                continue;
            };
            if let Binding::Many(runs) = reached(binding, &self.runs)? {
                if count.is_some_and(|count| count != runs.len()) {
                    return None;
                }
                count = Some(runs.len());
            }
        }
        count
    }
}

/// What a variable is bound to in these runs of the repetitions around; fewer are enough if it stands in fewer.
fn reached<'b>(mut binding: &'b Binding, runs: &[usize]) -> Option<&'b Binding> {
    for run in runs {
        match binding {
            Binding::One(_) => break,
            Binding::Many(bindings) => binding = bindings.get(*run)?,
        }
    }
    Some(binding)
}

/// The text so far.
#[derive(Default)]
struct Output {
    expansion: Expansion,
    /// Where the last token ended.
    last: Option<Origin>,
}

impl Output {
    fn push(&mut self, source: &Source<'_>, token: Token, origin: fn(u32) -> Origin) -> Option<()> {
        if token.start >= source.written {
            return Some(());
        }
        let text = &mut self.expansion.text;
        let (start, end) = (token.start as usize, token.end as usize);
        // Tokens go on the piece before if they touch it, or if there is but the space that is put here anyway.
        let touches = self.last == Some(origin(token.start));
        let goes_on = touches
            || (source.text[..start].ends_with(' ') && self.last == Some(origin(token.start - 1)));
        if !touches && !text.is_empty() {
            text.push(' ');
        }
        let at = text.len() as u32;
        text.push_str(&source.text[start..end]);
        match self.expansion.pieces.last_mut() {
            Some(piece) if goes_on => piece.len = text.len() as u32 - piece.start,
            _ => {
                let len = token.end - token.start;
                self.expansion.pieces.push(Piece { start: at, len, origin: origin(token.start) });
            }
        }
        self.last = Some(origin(token.end));
        (text.len() <= MAX_TEXT).then_some(())
    }
}
