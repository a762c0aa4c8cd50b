//! The text of an expression, as far as it is written down: literals, constants, `format!`, included files.

use std::cell::Cell;

use super::Context;
use super::view::View;
use crate::discover::{parent, written_in};
use crate::extract::rust::bodies::{Node, NodeId};
use crate::graph::Target;
use crate::place::{Place, Span};
use crate::program::At;

/// A text.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What it says; `{}` stands for what is not known.
    pub(super) value: String,
    /// Whether all of it is known.
    pub(super) exact: bool,
    /// Where it stands: the literal, the macro, or the file.
    pub(super) place: Place,
    /// Whether the place is a literal, so that parts of the text have places of their own.
    literal: bool,
    /// Whether the place is a whole file.
    file: bool,
}

/// Steps from an expression to texts.
const MOST_STEPS: u8 = 12;
/// Expressions that are looked at for one question, so that branches within branches end.
const MOST_LOOKED_AT: u32 = 2_000;
/// Branches that are followed.
const MOST_TEXTS: usize = 6;
/// Longer texts are let go.
const LONGEST: usize = 1 << 20;

/// A look for texts.
struct Search<'s, 'p, 'a> {
    context: &'s Context<'p, 'a>,
    /// How many expressions may still be looked at.
    left: Cell<u32>,
}

/// The texts that an expression may be; several where it branches.
pub(super) fn texts_of(context: &Context<'_, '_>, view: &View<'_, '_>, node: NodeId) -> Vec<Text> {
    let mut found = Vec::new();
    let search = Search { context, left: Cell::new(MOST_LOOKED_AT) };
    collect(&search, Some(view), view.at(node), MOST_STEPS, &mut found);
    found
}

/// The text in a file, whole.
pub(super) fn of_file(context: &Context<'_, '_>, path: &str) -> Option<Text> {
    let file = *context.by_path.get(path)?;
    let text = &context.program.files[file.0 as usize].text;
    let place = Place { file, span: Span::new(0, text.len() as u32) };
    (text.len() < LONGEST).then(|| Text {
        value: text.to_string(),
        exact: true,
        place,
        literal: false,
        file: true,
    })
}

fn collect(
    search: &Search<'_, '_, '_>,
    view: Option<&View<'_, '_>>,
    at: At,
    steps: u8,
    found: &mut Vec<Text>,
) {
    let Some(steps) = steps.checked_sub(1) else { return };
    let Some(left) = search.left.get().checked_sub(1) else { return };
    search.left.set(left);
    if found.len() >= MOST_TEXTS {
        return;
    }
    let program = search.context.program;
    let next = |node: NodeId| At { unit: at.unit, node };
    match program.node(at) {
        Node::Text => found.push(Text {
            value: program.literal(at).into_owned(),
            exact: true,
            place: program.place(at),
            literal: true,
            file: false,
        }),
        Node::Reference(inner) | Node::Cast(inner) | Node::Try(inner) => {
            collect(search, view, next(inner), steps, found);
        }
        Node::Path(path) => {
            if let Some(Target::Item(item)) = program.path(at.unit, path)
                && let Some(body) = program.body_of(item)
            {
                let at = At { unit: body.unit, node: body.node };
                collect(search, None, at, steps, found);
            }
        }
        Node::Local(local) => {
            if let Some(value) = view.and_then(|view| view.value(local)) {
                collect(search, view, next(value), steps, found);
            }
        }
        // `.to_string()`, `.as_str()`, `.into()` say the same.
        Node::Method { call, receiver, arguments } => {
            let name = program.method_name(at.unit, call);
            let same = matches!(
                name,
                "to_string"
                    | "to_owned"
                    | "into"
                    | "as_str"
                    | "as_ref"
                    | "clone"
                    | "trim"
                    | "into_owned"
            );
            if same && arguments.len == 0 {
                collect(search, view, next(receiver), steps, found);
            }
        }
        // `String::from(x)`, `AssertSqlSafe(x)`, `Path::new(x)`.
        Node::Call { arguments, .. } if arguments.len == 1 => {
            if let Some(inner) = program.list(at.unit, arguments).next() {
                collect(search, view, inner, steps, found);
            }
        }
        Node::Macro { .. } => found.extend(of_macro(search, view, at, steps)),
        Node::Block { statements, has_value: true, .. } => {
            if let Some(last) = program.list(at.unit, statements).last() {
                collect(search, view, last, steps, found);
            }
        }
        Node::If { then, otherwise, .. } => {
            collect(search, view, next(then), steps, found);
            if let Some(otherwise) = otherwise {
                collect(search, view, next(otherwise), steps, found);
            }
        }
        Node::Match { arms, .. } => {
            for arm in program.list(at.unit, arms) {
                if let Node::Arm { body, .. } = program.node(arm) {
                    collect(search, view, next(body), steps, found);
                }
            }
        }
        Node::Operation(parts) => found.extend(joined(search, view, at, parts.len, steps)),
        _ => {}
    }
}

/// `a + b`, with `{}` for what is not known.
fn joined(
    search: &Search<'_, '_, '_>,
    view: Option<&View<'_, '_>>,
    at: At,
    len: u32,
    steps: u8,
) -> Option<Text> {
    let Node::Operation(parts) = search.context.program.node(at) else { return None };
    if len > 64 {
        return None;
    }
    let parts: Vec<At> = search.context.program.list(at.unit, parts).collect();
    pieces(search, view, at, &parts, steps)
}

/// Texts behind one another; none if not one of them is known.
fn pieces(
    search: &Search<'_, '_, '_>,
    view: Option<&View<'_, '_>>,
    whole: At,
    parts: &[At],
    steps: u8,
) -> Option<Text> {
    let mut value = String::new();
    let mut exact = true;
    let mut known = false;
    for part in parts {
        if let Some(text) = one(search, view, *part, steps) {
            value.push_str(&text.value);
            exact &= text.exact;
            known = true;
        } else {
            value.push_str("{}");
            exact = false;
        }
    }
    let place = search.context.program.place(whole);
    (known && value.len() < LONGEST).then_some(Text {
        value,
        exact,
        place,
        literal: false,
        file: false,
    })
}

fn one(
    search: &Search<'_, '_, '_>,
    view: Option<&View<'_, '_>>,
    at: At,
    steps: u8,
) -> Option<Text> {
    let mut found = Vec::new();
    collect(search, view, at, steps, &mut found);
    if found.len() == 1 { found.pop() } else { None }
}

fn of_macro(
    search: &Search<'_, '_, '_>,
    view: Option<&View<'_, '_>>,
    at: At,
    steps: u8,
) -> Option<Text> {
    let program = search.context.program;
    let Node::Macro { call, arguments } = program.node(at) else { return None };
    let facts = program.unit(at.unit).facts;
    let path = program.path_text(at.unit, facts.macro_calls[call as usize].path);
    let arguments: Vec<At> = program.list(at.unit, arguments).collect();
    match path.rsplit("::").next().unwrap_or_default() {
        "concat" | "concatcp" => pieces(search, view, at, &arguments, steps),
        "format" | "formatcp" | "format_args" => {
            let first = *arguments.first()?;
            let template = one(search, view, first, steps)?;
            let mut rest = arguments[1..].iter();
            let value = filled(&template.value, || {
                one(search, view, *rest.next()?, steps).filter(|text| text.exact)
            });
            let exact = !value.contains('{');
            // Without arguments put in, the literal's places hold.
            let same = value == template.value;
            let place = if same { template.place } else { program.place(at) };
            Some(Text { value, exact, place, literal: same && template.literal, file: false })
        }
        "indoc" | "formatdoc" | "sql" | "const_str" => {
            one(search, view, *arguments.first()?, steps)
        }
        "include_str" => {
            let named = one(search, view, *arguments.first()?, steps)?;
            let own = &program.files[program.unit(at.unit).file.0 as usize].path;
            of_file(search.context, &written_in(parent(own), &named.value)?)
        }
        _ => None,
    }
}

/// A template in which each `{}` is replaced where its argument is known.
fn filled(template: &str, mut argument: impl FnMut() -> Option<Text>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find("{}") {
        out.push_str(&rest[..open]);
        match argument() {
            Some(text) if out.len() + text.value.len() < LONGEST => out.push_str(&text.value),
            _ => out.push_str("{}"),
        }
        rest = &rest[open + 2..];
    }
    out.push_str(rest);
    out
}

impl Text {
    /// The place of a part of the text.
    pub(super) fn part(&self, context: &Context<'_, '_>, span: Span) -> Place {
        let file = self.place.file;
        if self.file {
            return Place { file, span };
        }
        if !self.literal {
            return self.place;
        }
        let raw = context.program.text(self.place);
        let from = |offset| offset_in_literal(raw, offset).map(|at| self.place.span.start + at);
        match (from(span.start), from(span.end)) {
            (Some(start), Some(end)) if start < end && end <= self.place.span.end => {
                Place { file, span: Span::new(start, end) }
            }
            _ => self.place,
        }
    }
}

/// Where in a literal, as written, the byte at `offset` of its content stands.
fn offset_in_literal(raw: &str, offset: u32) -> Option<u32> {
    let quote = raw.find('"')?;
    let start = quote + 1;
    if raw[..quote].contains('r') {
        return Some(start as u32 + offset);
    }
    let bytes = raw.as_bytes();
    let (mut at, mut out) = (start, 0_u32);
    while out < offset {
        let byte = *bytes.get(at)?;
        if byte != b'\\' {
            at += 1;
            out += 1;
            continue;
        }
        match *bytes.get(at + 1)? {
            b'\n' | b'\r' => {
                at += 2;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
            }
            b'x' => {
                at += 4;
                out += 1;
            }
            b'u' => {
                let end = raw[at..].find('}')?;
                let digits = raw.get(at + 3..at + end)?;
                let code = u32::from_str_radix(&digits.replace('_', ""), 16).ok()?;
                out += char::from_u32(code).map_or(0, char::len_utf8) as u32;
                at += end + 1;
            }
            _ => {
                at += 2;
                out += 1;
            }
        }
    }
    // What follows may be the end of a line that is swallowed.
    while bytes.get(at) == Some(&b'\\') && matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) {
        at += 2;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
    }
    Some(at as u32)
}

#[cfg(test)]
mod tests {
    use super::offset_in_literal;

    #[test]
    fn parts_of_literals_have_places() {
        let place = |raw: &str, content: &str, part: &str| {
            let offset = content.find(part).expect("part of it") as u32;
            let at = offset_in_literal(raw, offset).expect("within") as usize;
            raw[at..].starts_with(part)
        };
        assert!(place(r##"r#"SELECT 1 FROM t"#"##, "SELECT 1 FROM t", "t"));
        assert!(place("\"SELECT \\\"a\\\" \\\n   FROM t\"", "SELECT \"a\" FROM t", "FROM"));
        assert!(place("\"\\u{e9}\\n\\x41 FROM t\"", "é\nA FROM t", "FROM"));
        assert_eq!(offset_in_literal("\"a\"", 9), None);
    }
}
