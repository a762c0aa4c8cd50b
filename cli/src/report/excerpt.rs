//! Cuts the lines that a report shows out of a file, so that hostile or huge text does no harm.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Origin, Snippet};
use portcullis_facts::place::{Lines, Span};

use super::masks::{MASK, Masks};
use crate::escape;

/// Lines between two marks that are still shown as one piece.
const GAP: u32 = 40;
/// A line of more bytes is not shown; shorter ones are cut to the mark's surroundings.
pub(crate) const LONG: usize = 20_000;

/// A file to cut from.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) lines: &'a Lines,
    /// What must not be shown of it.
    pub(crate) masks: Masks,
}

/// A place to mark.
pub(crate) struct Mark<'a> {
    pub(crate) span: Span,
    pub(crate) label: &'a str,
    pub(crate) primary: bool,
}

/// The pieces of `source` in which `marks` stand, the one with the primary mark first.
pub(crate) fn elements(source: &Source<'_>, mut marks: Vec<Mark<'_>>) -> Vec<Element<'static>> {
    marks.sort_by_key(|mark| mark.span);
    let mut pieces: Vec<Vec<Mark<'_>>> = Vec::new();
    let mut last = 0;
    for mark in marks {
        let line = source.lines.line(mark.span.start);
        match pieces.last_mut() {
            Some(piece) if line - last <= GAP => piece.push(mark),
            _ => pieces.push(vec![mark]),
        }
        last = line;
    }
    pieces.sort_by_key(|piece| !piece.iter().any(|mark| mark.primary));
    pieces.iter().flat_map(|piece| self::piece(source, piece)).collect()
}

fn piece(source: &Source<'_>, marks: &[Mark<'_>]) -> Vec<Element<'static>> {
    let line_of = |mark: &Mark<'_>| source.lines.line(mark.span.start);
    let (Some(first), Some(last)) = (marks.first().map(line_of), marks.last().map(line_of)) else {
        return Vec::new();
    };
    let path = escape::line(source.path).into_owned();
    let mut shown = String::new();
    let mut annotations = Vec::new();
    for line in first..=last {
        let range = source.lines.range(source.text, line).range();
        let on_line: Vec<_> = marks.iter().filter(|mark| line_of(mark) == line).collect();
        if range.len() <= LONG {
            let spans: Vec<Span> = on_line.iter().map(|mark| mark.span).collect();
            let masked = source.masks.in_line(source.text, &range);
            let ranges = copy(source.text, range, &spans, &masked, &mut shown);
            annotations.extend(on_line.iter().zip(ranges).map(|(mark, at)| annotation(mark, at)));
        } else if !on_line.is_empty() {
            // Nobody reads such a line; its place is told, and the label goes without it.
            return marks.iter().map(|mark| origin(source, &path, mark)).collect();
        }
        shown.push('\n');
    }
    let snippet = Snippet::source(shown).line_start(first as usize).annotations(annotations);
    vec![snippet.path(path).into()]
}

fn origin(source: &Source<'_>, path: &str, mark: &Mark<'_>) -> Element<'static> {
    let place = source.lines.line_column(source.text, mark.span.start);
    let origin = Origin::path(path.to_owned()).line(place.line as usize);
    origin.char_column(place.column as usize).into()
}

fn annotation(mark: &Mark<'_>, range: Range<usize>) -> Annotation<'static> {
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let label = Some(mark.label).filter(|label| !label.is_empty());
    kind.span(range).label(label.map(|label| escape::line(label).into_owned()))
}

/// Appends a line to `out`, made safe, and tells where `spans` stand there.
///
/// Each character becomes one, so that columns stay what they are; those in `masked` are hidden. A
/// span that goes on behind the line ends there.
pub(crate) fn copy(
    text: &str,
    line: Range<usize>,
    spans: &[Span],
    masked: &[Range<usize>],
    out: &mut String,
) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = vec![usize::MAX..usize::MAX; spans.len()];
    for (offset, c) in text[line.clone()].char_indices() {
        let at = line.start + offset;
        for (range, span) in ranges.iter_mut().zip(spans) {
            if range.start == usize::MAX && (span.start as usize) < at + c.len_utf8() {
                range.start = out.len();
            }
            if range.end == usize::MAX && span.end as usize <= at && range.start != usize::MAX {
                range.end = out.len();
            }
        }
        out.push(match c {
            _ if masked.iter().any(|range| range.contains(&at)) => MASK,
            '\t' => c,
            _ => escape::replacement(c).unwrap_or(c),
        });
    }
    for range in &mut ranges {
        range.start = range.start.min(out.len());
        range.end = range.end.min(out.len()).max(range.start);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use portcullis_facts::place::{FileId, Place};

    use super::*;

    fn copied(text: &str, span: Range<u32>) -> (String, String) {
        let mut out = String::new();
        let spans = [Span::new(span.start, span.end)];
        let ranges = copy(text, 0..text.len(), &spans, &[], &mut out);
        let marked = out[ranges[0].clone()].to_owned();
        (out, marked)
    }

    #[test]
    fn marks_stay_on_their_text() {
        assert_eq!(copied("\tuse a;", 5..6), ("\tuse a;".into(), "a".into()));
        assert_eq!(copied("\u{1b}[1m use ä;", 9..11), ("␛[1m use ä;".into(), "ä".into()));
        assert_eq!(copied("abc", 3..9), ("abc".into(), String::new()));
        assert_eq!(copied("abc", 1..99).1, "bc");
    }

    #[test]
    fn a_long_line_is_named_and_not_shown() {
        let text = format!("{}needle{}", "ä".repeat(LONG), "x".repeat(LONG));
        let lines = Lines::new(&text);
        let masks = Masks::default();
        let source = Source { path: "a.rs", text: &text, lines: &lines, masks };
        let start = 2 * LONG as u32;
        let mark = Mark { span: Span::new(start, start + 6), label: "here", primary: true };
        let title = annotate_snippets::Level::ERROR.primary_title("x");
        let group = title.elements(elements(&source, vec![mark]));
        let shown = annotate_snippets::Renderer::plain().render(&[group]);
        assert_eq!(shown, format!("error: x\n --> a.rs:1:{}", LONG + 1));
    }

    #[test]
    fn a_secret_is_masked_and_carets_stay() {
        let text = "let key = \"hünter2\"; connect(\"postgres://u:p😀w@db\")\n";
        let lines = Lines::new(text);
        let secret = text.find("hünter2").unwrap() as u32;
        let masks =
            Masks::of(&[Place { file: FileId(0), span: Span::new(secret, secret + 8) }], FileId(0));
        let start = text.find("connect").unwrap() as u32;
        let mark = Mark { span: Span::new(start, start + 7), label: "", primary: true };
        let source = Source { path: "a.rs", text, lines: &lines, masks };
        let title = annotate_snippets::Level::ERROR.primary_title("x");
        let group = title.elements(elements(&source, vec![mark]));
        insta::assert_snapshot!(annotate_snippets::Renderer::plain().render(&[group]), @r#"
        error: x
         --> a.rs:1:22
          |
        1 | let key = "•••••••"; connect("postgres://u:•••@db")
          |                      ^^^^^^^
        "#);
    }
}
