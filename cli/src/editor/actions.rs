//! What can be done about a finding by changing a text: each edit is tried before it is offered.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, Position, Range, TextEdit, Uri, WorkspaceEdit};
use portcullis_facts::extract::rust;
use portcullis_facts::place::Span;
use portcullis_templates::mend::Edit;

use super::found::{About, Shown};
use super::place::Text;
use crate::escape;
use crate::mend::{self, Mender};

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

/// What can be done about what `shown` has in `range`.
pub(super) fn at(
    shown: &[Shown],
    range: Range,
    place: &Place<'_>,
    mender: &Mender,
    configuration: Option<&Configuration<'_>>,
) -> Vec<CodeAction> {
    let touched = |own: &Range| own.start <= range.end && range.start <= own.end;
    let mut actions = Vec::new();
    for shown in shown.iter().filter(|shown| touched(&shown.diagnostic.range)) {
        let Some(about) = &shown.about else { continue };
        actions.extend(fix(shown, about, place, mender));
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

fn action(title: String, shown: &Shown, uri: &Uri, edits: Vec<TextEdit>) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.diagnostic.clone()]),
        edit: Some(WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), edits)])),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    }
}

impl Place<'_> {
    fn action(&self, title: String, shown: &Shown, edits: Vec<Edit>) -> CodeAction {
        let edits = edits.into_iter().map(|edit| {
            let start = self.lines.position(edit.range.start as u32);
            let end = self.lines.position(edit.range.end as u32);
            TextEdit { range: Range { start, end }, new_text: edit.text }
        });
        action(title, shown, self.uri, edits.collect())
    }

    /// The bytes of what was found.
    fn span(&self, shown: &Shown) -> Span {
        let range = shown.diagnostic.range;
        let offset = |position| self.lines.offset(position) as u32;
        Span::new(offset(range.start), offset(range.end))
    }
}

/// The edits that mend a finding, where there are any; the first choice of an editor.
fn fix(shown: &Shown, about: &About, place: &Place<'_>, mender: &Mender) -> Option<CodeAction> {
    let fix = mender.fix(place.text, place.span(shown), about.remedy?).ok()?;
    let action = place.action(fix.title, shown, fix.edits);
    Some(CodeAction { is_preferred: Some(true), ..action })
}

/// A text that is put in.
fn put(at: u32, text: String) -> Edit {
    Edit { range: at as usize..at as usize, text }
}

/// Comments that suppress a finding where it stands, or in the whole file.
fn suppress(shown: &Shown, about: &About, place: &Place<'_>) -> Vec<CodeAction> {
    let name = about.name();
    let at = place.lines.offset(shown.diagnostic.range.start);
    let mut actions = Vec::new();
    if let Some(edit) = comment(place, at, &name) {
        let title = format!("Allow `{name}` here, with a reason");
        actions.push(place.action(title, shown, vec![edit]));
    }
    let head = head(place.text);
    let edit = put(head, format!("// portcullis: allow-file({name}) because \"{REASON}\"\n"));
    if holds(place.text, &edit, None) {
        actions.push(place.action(
            format!("Allow `{name}` in this file, with a reason"),
            shown,
            vec![edit],
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
        put(line.start, format!("{indent}{said}\n"))
    };
    let behind = put(own.end, format!(" {said}"));
    let before = std::iter::successors(Some(own), |line| {
        Some(place.lines.line(line.start.checked_sub(1)? as usize))
    });
    let edits = [above(own), behind].into_iter().chain(before.skip(1).take(MOST_LINES).map(above));
    edits.into_iter().find(|edit| holds(text, edit, Some(at as u32)))
}

/// Whether the comment of `edit` is read as one, and holds for what begins at `at`.
fn holds(text: &str, edit: &Edit, at: Option<u32>) -> bool {
    let mut changed = text.to_owned();
    let start = edit.range.start as u32;
    changed.insert_str(edit.range.start, &edit.text);
    let added = edit.text.len() as u32;
    let comment = start..start + added;
    let moved = at.map(|at| if at >= start { at + added } else { at });
    rust::extract(&changed).directives.iter().any(|directive| {
        let target = directive.target.start..directive.target.end;
        comment.contains(&directive.span.start) && moved.is_none_or(|at| target.contains(&at))
    })
}

/// What mends a suppression that does not do what it says.
fn mend(shown: &Shown, about: &About, place: &Place<'_>) -> Option<CodeAction> {
    let span = place.span(shown);
    let comment = place.text.get(span.range())?;
    if about.rule != "config/bad-suppression" || !place.is_rust || !comment.contains("portcullis:")
    {
        return None;
    }
    match about.variant? {
        "no-reason" => {
            let body = comment.trim_end_matches("*/").trim_end();
            let end = span.start + body.len() as u32;
            let edit = put(end, format!(" because \"{REASON}\""));
            Some(place.action("Give a reason".to_owned(), shown, vec![edit]))
        }
        // What names several rules may still be of use for the others.
        "expired" if !comment.contains(',') => {
            let range = mend::whole_line(place.text, span).range();
            let edit = Edit { range, text: String::new() };
            Some(place.action("Remove the suppression".to_owned(), shown, vec![edit]))
        }
        _ => None,
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
    Some(action(title, shown, &configuration.uri, vec![TextEdit { range, new_text }]))
}
