//! What expressions say about tokens: that one is verified, looked for, or missed.

use crate::extract::rust::bodies::Node;
use crate::framework::identities;
use crate::graph::system::CapabilityKind;
use crate::program::{At, UnitIndex};
use crate::system::Context;
use crate::system::by_name::ByName;

/// What an expression says about tokens.
pub(super) enum Sign {
    /// It verifies one, by this function.
    Verifies(String),
    /// It looks for one.
    Looks,
    /// It turns away who has none.
    Denies,
}

/// What a name says about tokens.
#[derive(Clone, Copy)]
enum Word {
    Nothing,
    /// A function of this name verifies one, if it is not known which function it is.
    Verifies,
    Looks,
    Denies,
}

impl Word {
    fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let looks =
            ["bearer", "token", "authorization", "api_key", "apikey", "signature", "session"];
        if identities::verifies(&name) {
            Self::Verifies
        } else if ["unauthorized", "unauthenticated", "forbidden"]
            .iter()
            .any(|word| name.contains(word))
        {
            Self::Denies
        } else if looks.iter().any(|word| name.contains(word)) {
            Self::Looks
        } else {
            Self::Nothing
        }
    }
}

/// What the expressions of a unit say about tokens.
pub(super) fn signs_in(context: &Context<'_, '_>, unit: UnitIndex) -> Vec<(At, Sign)> {
    let program = context.program;
    let mut words = ByName::new(program.unit(unit));
    let nodes = program.nodes_of(unit);
    nodes.filter_map(|at| Some((at, sign(context, at, &mut words)?))).collect()
}

/// What an expression says about tokens.
fn sign(context: &Context<'_, '_>, at: At, words: &mut ByName<'_, Word>) -> Option<Sign> {
    let program = context.program;
    let (target, name) = match program.node(at) {
        Node::Path(path) => (program.path(at.unit, path), program.last_symbol(at.unit, path)),
        Node::Method { call, .. } => {
            let name = program.unit(at.unit).facts.method_calls[call as usize].name;
            (program.method(at.unit, call), Some(name))
        }
        Node::Text => {
            let text = program.text(program.place(at)).as_bytes();
            let starts = |start: &str| {
                text.get(..start.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
            };
            let ends = |end: &str| {
                text.len()
                    .checked_sub(end.len())
                    .is_some_and(|from| text[from..].eq_ignore_ascii_case(end.as_bytes()))
            };
            // `"x-api-key"`, `"x-admin-token"`: a header of the system's own.
            let looks = text.eq_ignore_ascii_case(b"\"authorization\"")
                || starts("\"x-") && ["-key\"", "-token\"", "-secret\""].into_iter().any(ends)
                || starts("\"bearer");
            return looks.then_some(Sign::Looks);
        }
        _ => return None,
    };
    let known = context.known.of(target);
    if known.is_some_and(|known| known.gives.contains(&CapabilityKind::Authentication)) {
        let by = target.map(|target| program.graph.target_path(target)).unwrap_or_default();
        return Some(Sign::Verifies(by));
    }
    let name = name?;
    match words.of(name, Word::of) {
        Word::Verifies if target.is_none() => {
            Some(Sign::Verifies(program.symbol(at.unit, name).to_lowercase()))
        }
        // `verify_with_key` names no token.
        Word::Verifies => {
            program.symbol(at.unit, name).to_lowercase().contains("token").then_some(Sign::Looks)
        }
        Word::Denies => Some(Sign::Denies),
        Word::Looks => Some(Sign::Looks),
        Word::Nothing => None,
    }
}
