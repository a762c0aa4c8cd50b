//! Pieces of HTML in which text of the analysed system is text, and nothing else.

use std::fmt::Write as _;

use portcullis_facts::place::Place;

use crate::report::excerpt::{LONG, copy};
use crate::report::locate::Locator;
use crate::report::masks::without_passwords;
pub(super) use crate::report::xml::text;

/// Letters of a line of source that are shown.
const WIDEST: usize = 180;
/// Lines of one place that are shown at most.
const MOST_LINES: u32 = 6;

/// A sentence in which names stand between backticks.
pub(super) fn inline(sentence: &str) -> String {
    let sentence = without_passwords(sentence);
    let parts: Vec<&str> = sentence.split('`').collect();
    let mut html = String::with_capacity(sentence.len() + 32);
    for (at, part) in parts.iter().enumerate() {
        // The last backtick of an odd number has no partner.
        if at % 2 == 1 && at + 1 < parts.len() {
            let _ = write!(html, "<code>{}</code>", text(part));
        } else {
            html += if at % 2 == 1 { "`" } else { "" };
            html += &text(part);
        }
    }
    html
}

/// `path:line:column`.
pub(super) fn place(locator: &Locator<'_>, place: Place) -> String {
    format!("<span class=\"place\">{}</span>", text(&locator.short(place)))
}

/// The lines at a place and so many around them, with the place marked and secrets masked.
pub(super) fn excerpt(locator: &Locator<'_>, place: Place, around: u32) -> String {
    let (source, lines) = (locator.text(place.file), locator.lines(place.file));
    let masks = locator.masks(place.file);
    let first = lines.line(place.span.start);
    let last = lines.line(place.span.end.max(place.span.start)).min(first + MOST_LINES);
    let mut html = String::from("<pre>");
    for line in first.saturating_sub(around).max(1)..=last + around {
        let range = lines.range(source, line).range();
        if range.start >= source.len() || range.len() > LONG {
            continue;
        }
        let masked = masks.in_line(source, &range);
        let is_marked = (first..=last).contains(&line);
        let mut shown = String::new();
        let spans = copy(source, range, &[place.span], &masked, &mut shown);
        let mark = if is_marked { spans[0].clone() } else { 0..0 };
        let cut = |part: &str| -> String {
            if part.chars().count() <= WIDEST {
                return text_of_code(part);
            }
            text_of_code(&part.chars().take(WIDEST).collect::<String>()) + "…"
        };
        let _ = write!(html, "<i>{line}</i>{}", cut(&shown[..mark.start]));
        if !mark.is_empty() {
            let _ = write!(html, "<mark>{}</mark>", cut(&shown[mark.clone()]));
        }
        let _ = writeln!(html, "{}", cut(&shown[mark.end..]));
    }
    html + "</pre>"
}

/// Text that `copy` made safe already, in which tabs stay what they are.
fn text_of_code(code: &str) -> String {
    code.split('\t').map(text).collect::<Vec<_>>().join("\t")
}

/// What may still be said in a part of the page, so that the whole stays small.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) const fn of(bytes: usize) -> Self {
        Self(bytes)
    }

    /// Whether there is room for this; if so, it is taken.
    pub(super) fn takes(&mut self, html: &str) -> bool {
        let fits = html.len() <= self.0;
        if fits {
            self.0 -= html.len();
        }
        fits
    }
}
