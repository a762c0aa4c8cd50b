//! What can be done about a finding by changing a text: each edit is tried before it is offered.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, Position, Range, TextEdit, Uri, WorkspaceEdit};
use portcullis_facts::extract::rust;
use portcullis_facts::place::Span;

use super::found::{About, Shown};
use super::place::Text;
use crate::escape;

/// What stands for the reason until somebody has written it.
const REASON: &str = "TODO: say why";
/// So many lines above a finding are tried for a comment that holds for it.
const MOST_LINES: usize = 40;

/// A document in which something was found.
pub(super) struct Place<'t> {
    pub(super) uri: &'t Uri,
    /// Whether it is Rust, so that a comment can suppress.
    pub(super) is_rust: bool,
    pub(super) text: &'t str,
    pub(super) lines: Text<'t>,
}

/// A configuration file that can be changed.
pub(super) struct Configuration<'t> {
    pub(super) uri: Uri,
    pub(super) text: &'t str,
    /// Where its text ends.
    pub(super) end: Position,
    /// The path of the document from its folder; none if it is not below it.
    pub(super) path: Option<String>,
}

/// A text in place of some bytes.
#[derive(Debug, PartialEq, Eq)]
struct Edit {
    span: Span,
    text: String,
}

/// What can be done about what `shown` has in `range`.
pub(super) fn at(
    shown: &[Shown],
    range: Range,
    place: &Place<'_>,
    configuration: Option<&Configuration<'_>>,
) -> Vec<CodeAction> {
    let touched = |own: &Range| own.start <= range.end && range.start <= own.end;
    let mut actions = Vec::new();
    for shown in shown.iter().filter(|shown| touched(&shown.diagnostic.range)) {
        let Some(about) = &shown.about else { continue };
        if about.rule.starts_with("config/") {
            actions.extend(mend(shown, about, place));
        } else if place.is_rust {
            actions.extend(suppress(shown, about, place));
        } else if let Some(configuration) = configuration {
            actions.extend(set_off(shown, about, configuration));
        }
    }
    actions
}

fn action(title: String, shown: &Shown, uri: &Uri, edit: TextEdit) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.diagnostic.clone()]),
        edit: Some(WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), vec![edit])])),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    }
}

impl Place<'_> {
    fn action(&self, title: String, shown: &Shown, edit: Edit) -> CodeAction {
        let range = Range {
            start: self.lines.position(edit.span.start),
            end: self.lines.position(edit.span.end),
        };
        action(title, shown, self.uri, TextEdit { range, new_text: edit.text })
    }
}

/// Comments that suppress a finding where it stands, or in the whole file.
fn suppress(shown: &Shown, about: &About, place: &Place<'_>) -> Vec<CodeAction> {
    let name = about.name();
    let at = place.lines.offset(shown.diagnostic.range.start);
    let mut actions = Vec::new();
    if let Some(edit) = comment(place, at, &name) {
        actions.push(place.action(format!("Allow `{name}` here, with a reason"), shown, edit));
    }
    let head = head(place.text);
    let edit = Edit {
        span: Span::new(head, head),
        text: format!("// portcullis: allow-file({name}) because \"{REASON}\"\n"),
    };
    if holds(place.text, &edit, None) {
        actions.push(place.action(
            format!("Allow `{name}` in this file, with a reason"),
            shown,
            edit,
        ));
    }
    actions
}

/// Where a file's first line of code may stand: behind the line that says what runs it.
fn head(text: &str) -> u32 {
    let is_script = text.starts_with("#!") && !text.starts_with("#![");
    if is_script { text.find('\n').map_or(0, |end| end as u32 + 1) } else { 0 }
}

/// A comment that holds for what begins at `at`: on a line of its own above it, else behind the
/// code of its line, else above a line before.
fn comment(place: &Place<'_>, at: usize, name: &str) -> Option<Edit> {
    let text = place.text;
    let said = format!("// portcullis: allow({name}) because \"{REASON}\"");
    let own = place.lines.line(at);
    let above = |line: Span| {
        let body = &text[line.range()];
        let indent = &body[..body.len() - body.trim_start().len()];
        Edit { span: Span::new(line.start, line.start), text: format!("{indent}{said}\n") }
    };
    let behind = Edit { span: Span::new(own.end, own.end), text: format!(" {said}") };
    let before = std::iter::successors(Some(own), |line| {
        Some(place.lines.line(line.start.checked_sub(1)? as usize))
    });
    let edits = [above(own), behind].into_iter().chain(before.skip(1).take(MOST_LINES).map(above));
    edits.into_iter().find(|edit| holds(text, edit, Some(at as u32)))
}

/// Whether the comment of `edit` is read as one, and holds for what begins at `at`.
fn holds(text: &str, edit: &Edit, at: Option<u32>) -> bool {
    let mut changed = text.to_owned();
    changed.insert_str(edit.span.start as usize, &edit.text);
    let added = edit.text.len() as u32;
    let comment = edit.span.start..edit.span.start + added;
    let moved = at.map(|at| if at >= edit.span.start { at + added } else { at });
    rust::extract(&changed).directives.iter().any(|directive| {
        let target = directive.target.start..directive.target.end;
        comment.contains(&directive.span.start) && moved.is_none_or(|at| target.contains(&at))
    })
}

/// What mends a suppression that does not do what it says.
fn mend(shown: &Shown, about: &About, place: &Place<'_>) -> Option<CodeAction> {
    let span = Span::new(
        place.lines.offset(shown.diagnostic.range.start) as u32,
        place.lines.offset(shown.diagnostic.range.end) as u32,
    );
    let comment = place.text.get(span.range())?;
    if about.rule != "config/bad-suppression" || !place.is_rust || !comment.contains("portcullis:")
    {
        return None;
    }
    match about.variant? {
        "no-reason" => {
            let body = comment.trim_end_matches("*/").trim_end();
            let end = span.start + body.len() as u32;
            let edit = Edit { span: Span::new(end, end), text: format!(" because \"{REASON}\"") };
            Some(place.action("Give a reason".to_owned(), shown, edit))
        }
        // What names several rules may still be of use for the others.
        "expired" | "unused" if !comment.contains(',') => {
            let edit = Edit { span: whole_line(place, span), text: String::new() };
            Some(place.action("Remove the suppression".to_owned(), shown, edit))
        }
        _ => None,
    }
}

/// A comment with its line, if nothing else stands there; else with the blanks before it.
fn whole_line(place: &Place<'_>, comment: Span) -> Span {
    let line = place.lines.line(comment.start as usize);
    let before = &place.text[line.start as usize..comment.start as usize];
    if !before.trim().is_empty() {
        return Span::new(line.start + before.trim_end().len() as u32, comment.end);
    }
    let behind = &place.text[comment.end as usize..];
    let rest = behind.find('\n').map_or(behind.len(), |end| end + 1);
    if behind[..rest].trim().is_empty() {
        Span::new(line.start, comment.end + rest as u32)
    } else {
        comment
    }
}

/// A part of the configuration that sets a rule off for the file.
fn set_off(shown: &Shown, about: &About, configuration: &Configuration<'_>) -> Option<CodeAction> {
    let path = configuration.path.as_ref()?;
    // Such a path would be a pattern for other files.
    if path.contains(['*', '?', '[', ']', '{', '}', '!', '\\']) {
        return None;
    }
    let name = about.name();
    let line =
        if configuration.text.is_empty() || configuration.text.ends_with('\n') { "" } else { "\n" };
    let new_text = format!(
        "{line}\n[[override]]\npaths = [{}]\nbecause = \"{REASON}\"\n\n[override.rules]\n{} = \"off\"\n",
        escape::toml(path),
        escape::toml(&name),
    );
    let range = Range { start: configuration.end, end: configuration.end };
    let title = format!("Set `{name}` off for this file in the configuration, with a reason");
    Some(action(title, shown, &configuration.uri, TextEdit { range, new_text }))
}
