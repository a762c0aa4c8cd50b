//! Whether arguments fit a pattern, and what its variables are then bound to.
//!
//! All ways through the pattern are followed at once, a token at a time, as the compiler
//! does. A way is a number and the tail of a log that ways share, so that taking one
//! more costs nothing.

use std::ops::Range;

use super::Budget;
use super::pattern::{Pattern, Step};
use super::source::Source;
use crate::extract::rust::lexer::token::Kind;

/// What came of a pattern.
pub(super) enum Outcome {
    /// What the variables are bound to, in their order.
    Matches(Vec<Binding>),
    /// The next arm may fit.
    Differs,
    /// The compiler would report an error here, or it costs too much.
    Fails,
}

/// What a variable is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// Tokens of the arguments; empty for a visibility that is not there.
    One(Range<usize>),
    /// One for each time that the repetition around it was run through.
    Many(Vec<Binding>),
}

/// A way through the pattern: the step to take, and the last thing that was noted on it.
#[derive(Clone, Copy)]
struct Way {
    step: usize,
    log: u32,
}

/// What happened on a way, and what before.
struct Entry {
    before: u32,
    event: Event,
}

enum Event {
    Start,
    /// The variables of a repetition at a depth have no values yet.
    Enter(Range<usize>, usize),
    Bind(usize, Range<usize>),
}

struct Matcher<'p> {
    pattern: &'p Pattern<'p>,
    log: Vec<Entry>,
    /// Ways to follow without taking a token.
    current: Vec<Way>,
    /// Ways that took the next token.
    next: Vec<Way>,
    /// Ways that wait for a fragment.
    waiting: Vec<Way>,
    /// Ways that are through.
    through: Vec<Way>,
}

/// Matches all `arguments`.
pub(super) fn run(
    pattern: &Pattern<'_>,
    rules: &Source<'_>,
    arguments: &Source<'_>,
    budget: &mut Budget,
) -> Outcome {
    let mut matcher = Matcher {
        pattern,
        log: vec![Entry { before: 0, event: Event::Start }],
        current: vec![Way { step: 0, log: 0 }],
        next: Vec::new(),
        waiting: Vec::new(),
        through: Vec::new(),
    };
    matcher.run(rules, arguments, budget).unwrap_or(Outcome::Fails)
}

impl Matcher<'_> {
    fn run(
        &mut self,
        rules: &Source<'_>,
        arguments: &Source<'_>,
        budget: &mut Budget,
    ) -> Option<Outcome> {
        let mut at = 0;
        loop {
            self.through.clear();
            self.follow(rules, arguments, at, budget)?;
            if arguments.kind(at) == Kind::End {
                return match self.through[..] {
                    [] => Some(Outcome::Differs),
                    [way] => self.bindings(way.log).map(Outcome::Matches),
                    _ => None,
                };
            }
            match (self.next.len(), &self.waiting[..]) {
                (0, []) => return Some(Outcome::Differs),
                (_, []) => {
                    std::mem::swap(&mut self.current, &mut self.next);
                    at += arguments.glued(at);
                }
                (0, &[way]) => {
                    let Step::Bind { variable, fragment } = self.pattern.steps[way.step] else {
                        return None;
                    };
                    let end = arguments.fragment(fragment, at)?;
                    budget.spend(end - at)?;
                    let log = self.note(way.log, Event::Bind(variable, at..end));
                    self.waiting.clear();
                    self.current.push(Way { step: way.step + 1, log });
                    at = end;
                }
                // The compiler would have to look ahead, and does not.
                _ => return None,
            }
        }
    }

    /// Takes every step that is possible before the next token, and that token.
    fn follow(
        &mut self,
        rules: &Source<'_>,
        arguments: &Source<'_>,
        at: usize,
        budget: &mut Budget,
    ) -> Option<()> {
        let fits = |token: &Range<usize>| {
            rules.slice(token.clone()) == arguments.slice(at..at + arguments.glued(at))
        };
        let pattern = self.pattern;
        while let Some(Way { step, log }) = self.current.pop() {
            budget.spend(1)?;
            match &pattern.steps[step] {
                Step::Token(token) => {
                    if fits(token) {
                        self.next.push(Way { step: step + 1, log });
                    }
                }
                Step::Bind { fragment, .. } => {
                    if arguments.may_begin(*fragment, at) {
                        self.waiting.push(Way { step, log });
                    }
                }
                Step::Enter { variables, depth, optional, after } => {
                    budget.spend(variables.len())?;
                    let log = self.note(log, Event::Enter(variables.clone(), *depth));
                    if *optional {
                        self.current.push(Way { step: *after, log });
                    }
                    self.current.push(Way { step: step + 1, log });
                }
                Step::Again { first } => {
                    self.current.push(Way { step: step + 1, log });
                    self.current.extend(first.map(|step| Way { step, log }));
                }
                Step::Separator(separator) => {
                    self.current.push(Way { step: step + 2, log });
                    if fits(separator) {
                        self.next.push(Way { step: step + 1, log });
                    }
                }
                Step::AfterSeparator { first } => self.current.push(Way { step: *first, log }),
                Step::End => self.through.push(Way { step, log }),
            }
        }
        Some(())
    }

    fn note(&mut self, before: u32, event: Event) -> u32 {
        self.log.push(Entry { before, event });
        self.log.len() as u32 - 1
    }

    /// Plays the log back.
    fn bindings(&self, last: u32) -> Option<Vec<Binding>> {
        let mut entries = Vec::new();
        let mut at = last;
        while at != 0 {
            let entry = &self.log[at as usize];
            entries.push(&entry.event);
            at = entry.before;
        }
        let variables = &self.pattern.variables;
        let mut bindings = vec![Binding::One(0..0); variables.len()];
        for event in entries.into_iter().rev() {
            match event {
                Event::Start => {}
                Event::Enter(entered, depth) => {
                    for variable in entered.clone() {
                        put(&mut bindings[variable], *depth, Binding::Many(Vec::new()))?;
                    }
                }
                Event::Bind(variable, tokens) => {
                    let depth = variables[*variable].depth;
                    put(&mut bindings[*variable], depth, Binding::One(tokens.clone()))?;
                }
            }
        }
        Some(bindings)
    }
}

/// Puts a value where the last runs of `depth` repetitions lead to.
fn put(binding: &mut Binding, depth: usize, value: Binding) -> Option<()> {
    if depth == 0 {
        *binding = value;
        return Some(());
    }
    let Binding::Many(runs) = binding else {
        return None;
    };
    if depth == 1 {
        runs.push(value);
        return Some(());
    }
    put(runs.last_mut()?, depth - 1, value)
}
