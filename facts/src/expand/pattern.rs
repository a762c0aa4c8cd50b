//! The left side of an arm, as steps that the matcher takes.

use std::ops::Range;

use super::MAX_DEPTH;
use super::fragments::Fragment;
use super::source::Source;
use crate::extract::rust::lexer::token::Kind;

/// A step through a pattern. Those of a repetition stand in a row: `Enter`, its content,
/// and either `Again`, or `Separator` and `AfterSeparator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A token of the rules must come, delimiters among them.
    Token(Range<usize>),
    /// A fragment is bound to a variable.
    Bind { variable: usize, fragment: Fragment },
    /// A repetition begins, in `depth` others; if `optional` it may be left out, and then goes on at `after`.
    Enter { variables: Range<usize>, depth: usize, optional: bool, after: usize },
    /// A repetition without separator ends here, or begins at `first` again, unless there is only one.
    Again { first: Option<usize> },
    /// A repetition ends here, or a separator comes.
    Separator(Range<usize>),
    /// A repetition begins again.
    AfterSeparator { first: usize },
    /// The arguments must be at their end.
    End,
}

/// A variable of a pattern.
#[derive(Debug)]
pub(super) struct Variable<'t> {
    pub(super) name: &'t str,
    /// In how many repetitions it stands.
    pub(super) depth: usize,
}

/// The left side of an arm.
#[derive(Debug)]
pub(super) struct Pattern<'t> {
    pub(super) steps: Vec<Step>,
    pub(super) variables: Vec<Variable<'t>>,
}

/// How often something is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    ZeroOrMore,
    OneOrMore,
    ZeroOrOne,
}

/// What stands behind `$(…)`.
pub(super) struct Repetition {
    pub(super) content: Range<usize>,
    /// Empty if there is none.
    pub(super) separator: Range<usize>,
    pub(super) operator: Operator,
    /// The token after the operator.
    pub(super) end: usize,
}

impl Repetition {
    /// Reads from the delimiter that follows the `$` on.
    pub(super) fn read(rules: &Source<'_>, open: usize) -> Option<Self> {
        let content = rules.inside(open);
        let mut at = rules.after_group(open);
        let mut separator = at..at;
        if operator(rules, at).is_none() {
            if rules.is_end(at) || matches!(rules.kind(at), Kind::Open(_)) {
                return None;
            }
            separator = at..at + rules.glued(at);
            at = separator.end;
        }
        let operator = operator(rules, at)?;
        Some(Self { content, separator, operator, end: at + 1 })
    }
}

fn operator(rules: &Source<'_>, at: usize) -> Option<Operator> {
    if rules.glued(at) > 1 {
        return None;
    }
    match rules.kind(at) {
        Kind::Punct(b'*') => Some(Operator::ZeroOrMore),
        Kind::Punct(b'+') => Some(Operator::OneOrMore),
        Kind::Punct(b'?') => Some(Operator::ZeroOrOne),
        _ => None,
    }
}

impl<'t> Pattern<'t> {
    /// None if this is no pattern that the compiler takes.
    pub(super) fn read(rules: &Source<'t>, tokens: Range<usize>) -> Option<Self> {
        let mut pattern = Self { steps: Vec::new(), variables: Vec::new() };
        pattern.add(rules, tokens, 0)?;
        pattern.steps.push(Step::End);
        Some(pattern)
    }

    fn add(&mut self, rules: &Source<'t>, tokens: Range<usize>, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut at = tokens.start;
        while at < tokens.end {
            if !rules.is(at, b'$') {
                let end = at + rules.glued(at);
                self.steps.push(Step::Token(at..end));
                at = end;
                continue;
            }
            match rules.kind(at + 1) {
                Kind::Open(b'(') => {
                    let repetition = Repetition::read(rules, at + 1)?;
                    at = repetition.end;
                    self.add_repetition(rules, repetition, depth)?;
                }
                Kind::Ident(_) if rules.is(at + 2, b':') => {
                    let mut fragment = Fragment::of(rules.name(at + 3))?;
                    // In the editions where alternatives may follow it, a pattern is without them.
                    if fragment == Fragment::Pat && alternative_follows(rules, at + 4) {
                        fragment = Fragment::PatParam;
                    }
                    self.steps.push(Step::Bind { variable: self.variables.len(), fragment });
                    self.variables.push(Variable { name: rules.name(at + 1), depth });
                    at += 4;
                }
                // `$$` is a sign like another; a variable without a kind is an error.
                Kind::Punct(b'$') => {
                    self.steps.push(Step::Token(at + 1..at + 2));
                    at += 2;
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn add_repetition(
        &mut self,
        rules: &Source<'t>,
        repetition: Repetition,
        depth: usize,
    ) -> Option<()> {
        let Repetition { content, separator, operator, .. } = repetition;
        let optional = operator != Operator::OneOrMore;
        let enter = self.steps.len();
        let variables = self.variables.len();
        self.steps.push(Step::End);
        self.add(rules, content, depth + 1)?;
        let first = enter + 1;
        if separator.is_empty() || operator == Operator::ZeroOrOne {
            let first = (operator != Operator::ZeroOrOne).then_some(first);
            self.steps.push(Step::Again { first });
        } else {
            self.steps.push(Step::Separator(separator));
            self.steps.push(Step::AfterSeparator { first });
        }
        let variables = variables..self.variables.len();
        self.steps[enter] = Step::Enter { variables, depth, optional, after: self.steps.len() };
        Some(())
    }
}

/// Whether `|` comes next, be it behind the end of a repetition.
fn alternative_follows(rules: &Source<'_>, at: usize) -> bool {
    let at = if let Kind::Close(_) = rules.kind(at) { at + 1 } else { at };
    rules.is(at, b'|')
}
