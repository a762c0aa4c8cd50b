//! What becomes of a value: whether it is awaited, handed on, unwrapped, or dropped.

use super::parents::Parents;
use crate::extract::rust::bodies::Node;
use crate::framework::writing;
use crate::program::{At, Body, Program};

/// Methods that panic if there is no value.
const PANICKING: &[&str] = &["unwrap", "expect", "unwrap_err", "expect_err", "unwrap_unchecked"];
/// Methods that leave a failure aside.
const IGNORING: &[&str] = &["ok", "is_ok", "is_err"];

/// What becomes of a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fate {
    /// How often it is awaited.
    pub(crate) awaits: u8,
    /// Methods that are called on it and on what comes of it, in order: the node of each and its name.
    pub(crate) methods: Vec<(At, String)>,
    /// The first `unwrap` or `expect`.
    pub(crate) panics: Option<At>,
    /// What happens at its end.
    pub(crate) end: End,
    /// Whether what follows is about what the value holds: a failure was handed on, or a part was taken out, which may
    /// be missing for reasons of its own.
    inside: bool,
}

/// Where a value ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// A failure is handed to the caller, or the value is given away.
    #[default]
    HandedOn,
    /// It is matched or tested, and a failure does something.
    Handled,
    /// It is matched or tested, and a failure is only written to a log.
    Logged,
    /// Nobody looks at it.
    Dropped,
}

/// Follows the value of `at` through the expressions around it and the variables that it is bound to.
pub(crate) fn fate(program: &Program<'_>, parents: &Parents, body: &Body, at: At) -> Fate {
    let mut fate = Fate::default();
    follow(program, parents, body, at, &mut fate, 4);
    fate
}

fn follow(
    program: &Program<'_>,
    parents: &Parents,
    body: &Body,
    from: At,
    fate: &mut Fate,
    variables: u8,
) {
    let mut at = from;
    loop {
        let Some(around) = parents.of(at) else {
            fate.end = End::HandedOn;
            return;
        };
        match program.node(around) {
            Node::Await(_) => fate.awaits = fate.awaits.saturating_add(1),
            Node::Try(_) => {
                fate.end = End::HandedOn;
                fate.inside = true;
            }
            Node::Method { call, receiver, .. } if receiver == at.node => {
                let name = program.method_name(around.unit, call);
                if PANICKING.contains(&name) && fate.panics.is_none() && !fate.inside {
                    fate.panics = Some(around);
                }
                fate.methods.push((around, name.to_owned()));
                if IGNORING.contains(&name) {
                    fate.end = End::Dropped;
                }
            }
            Node::Let { pattern, value: Some(value), otherwise } if value == at.node => {
                if otherwise.is_some() || is_condition(program, parents, around) {
                    fate.end = tested(program, parents, around);
                    return;
                }
                if pattern.len == 0 {
                    fate.end = End::Dropped;
                    return;
                }
                if variables > 0 {
                    uses(program, parents, body, around, fate, variables - 1);
                }
                return;
            }
            Node::Match { on, arms } if on == at.node => {
                fate.end = matched(program, around.unit, arms);
                return;
            }
            Node::Block { statements, has_value, .. } => {
                let last = program.unit(around.unit).bodies.list(statements).last().copied();
                if !has_value || last != Some(at.node) {
                    // A statement of its own: a `?` has handed the failure on, else it is dropped.
                    if !matches!(program.node(at), Node::Try(_)) && fate.panics.is_none() {
                        fate.end = End::Dropped;
                    }
                    return;
                }
            }
            Node::If { condition, .. } if condition == at.node => {
                fate.end = End::Handled;
                return;
            }
            // Looking into a value does not use it up, and what a branch gives the whole gives.
            Node::Field { .. } => fate.inside = true,
            Node::Reference(_)
            | Node::Cast(_)
            | Node::Arm { .. }
            | Node::If { .. }
            | Node::Match { .. } => {}
            _ => {
                fate.end = End::HandedOn;
                return;
            }
        }
        at = around;
    }
}

/// Follows the variables that a `let` binds, to their first use.
fn uses(
    program: &Program<'_>,
    parents: &Parents,
    body: &Body,
    binding: At,
    fate: &mut Fate,
    variables: u8,
) {
    let Node::Let { pattern, .. } = program.node(binding) else { return };
    let named_to_be_dropped =
        pattern.iter().all(|local| program.local_name(binding.unit, local).starts_with('_'));
    if named_to_be_dropped {
        fate.end = End::Dropped;
        return;
    }
    let Some(mentions) = parents.mentions(program, body) else { return };
    let (mut any, mut tested, before) = (false, false, fate.panics);
    for at in mentions.behind(binding, pattern) {
        let mut next = Fate { awaits: fate.awaits, inside: fate.inside, ..Fate::default() };
        follow(program, parents, body, at, &mut next, variables);
        fate.methods.append(&mut next.methods);
        fate.panics = fate.panics.or(next.panics);
        fate.awaits = fate.awaits.max(next.awaits);
        tested |= next.end == End::Handled;
        if !any || next.end > fate.end {
            fate.end = next.end;
        }
        any = true;
    }
    // What is asked whether it is a failure is not unwrapped where it is one.
    tested |= fate.methods.iter().any(|(_, name)| matches!(name.as_str(), "is_err" | "is_ok"));
    fate.panics = before.or(fate.panics.filter(|_| !tested));
    if !any {
        let named = mentions.are_in_the_text_behind(program, body, binding, pattern);
        fate.end = if named { End::HandedOn } else { End::Dropped };
    }
}

impl PartialOrd for End {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let weight = |end: &Self| match end {
            Self::Dropped => 0,
            Self::Logged => 1,
            Self::Handled => 2,
            Self::HandedOn => 3,
        };
        Some(weight(self).cmp(&weight(other)))
    }
}

/// Whether a `let` stands in the condition of `if` or `while`.
fn is_condition(program: &Program<'_>, parents: &Parents, binding: At) -> bool {
    let mut at = binding;
    while let Some(around) = parents.of(at) {
        match program.node(around) {
            Node::If { condition, .. } => return condition == at.node,
            Node::Loop { head, .. } => return head == Some(at.node),
            Node::Operation(_) | Node::Reference(_) => at = around,
            _ => return false,
        }
    }
    false
}

/// What a tested value ends in: `if let Err(e) = x { only logs }`.
fn tested(program: &Program<'_>, parents: &Parents, binding: At) -> End {
    let text = program.text(program.place(binding));
    let tests_failure = text.trim_start_matches("let").trim_start().starts_with("Err");
    for around in parents.above(binding) {
        match program.node(around) {
            Node::If { then, otherwise, .. } => {
                let failing = if tests_failure { Some(then) } else { otherwise };
                let Some(failing) = failing else { return End::Dropped };
                let failing = At { unit: around.unit, node: failing };
                return if only_logs(program, failing) { End::Logged } else { End::Handled };
            }
            Node::Operation(_) | Node::Reference(_) => {}
            _ => break,
        }
    }
    End::Handled
}

/// What a matched value ends in.
fn matched(
    program: &Program<'_>,
    unit: crate::program::UnitIndex,
    arms: crate::extract::rust::bodies::NodeList,
) -> End {
    for arm in program.list(unit, arms) {
        let Node::Arm { body, pattern_span, .. } = program.node(arm) else { continue };
        let pattern = program.text(program.place_in(unit, pattern_span));
        if pattern.trim_start().starts_with("Err") && only_logs(program, At { unit, node: body }) {
            return End::Logged;
        }
    }
    End::Handled
}

/// Whether an expression does nothing but write to a log.
fn only_logs(program: &Program<'_>, at: At) -> bool {
    match program.node(at) {
        Node::Macro { call, .. } => {
            let unit = program.unit(at.unit);
            let path = unit.facts.macro_calls[call as usize].path;
            let name = program.path_text(at.unit, path);
            let last = name.rsplit("::").next().unwrap_or(&name);
            writing::prints(last) || writing::logs(last)
        }
        Node::Block { statements, .. } => {
            program.list(at.unit, statements).all(|statement| only_logs(program, statement))
        }
        Node::Unknown | Node::Tuple(_) => {
            program.text(program.place(at)).trim_matches(['(', ')', '{', '}', ' ', '\n']).is_empty()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::End;
    use crate::system::trial::with_calls;

    /// To look through the whole function for each of its results would take minutes.
    #[test]
    fn thousands_of_results_are_followed_in_one_function() {
        const COUNT: usize = 20_000;
        let statement = |number: usize| match number % 4 {
            0 => format!("let a{number} = reqwest::get(URL).await;\n"),
            1 => format!("let b{number} = reqwest::get(URL).await; b{number}?;\n"),
            2 => format!("let c{number} = reqwest::get(URL).await; if !c{number} {{ stop(); }}\n"),
            _ => "let _unused = reqwest::get(URL).await;\n".to_owned(),
        };
        let statements: String = (0..COUNT).map(statement).collect();
        let text = format!("async fn main() {{ {statements} }}");
        let ends = with_calls(&["reqwest"], &text, |_, call| call.fate.end);
        let expected = [End::Dropped, End::HandedOn, End::HandedOn, End::Dropped];
        assert_eq!(ends.len(), COUNT);
        for (number, end) in ends.iter().enumerate() {
            assert_eq!(*end, expected[number % 4], "statement {number}");
        }
    }
}
