//! Comments that speak to Portcullis, and what they speak of.

use super::facts::{Directive, Item};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP, Token};
use crate::place::Span;

/// How far a line and a statement are followed, in bytes and tokens: comments without number must not cost
/// the square of their number.
const LONGEST_LINE: usize = 16 << 10;
const LONGEST_STATEMENT: usize = 1024;

/// Reads the comment at `comment`.
pub(crate) fn read(text: &str, tokens: &[Token], items: &[Item], comment: Span) -> Directive {
    let body = text[comment.range()].trim_start_matches(['/', '*', '!', ' ', '\t']);
    let body = body.strip_prefix("portcullis:").unwrap_or(body);
    let body = body.trim_end_matches(['*', '/']).trim();
    Directive { text: body.into(), span: comment, target: target(text, tokens, items, comment) }
}

/// A line with code before the comment; else the item or statement behind it.
fn target(text: &str, tokens: &[Token], items: &[Item], comment: Span) -> Span {
    let nearest = (comment.start as usize).saturating_sub(LONGEST_LINE);
    let before = &text.as_bytes()[nearest..comment.start as usize];
    let line = before.iter().rposition(|b| *b == b'\n').map_or(nearest, |at| nearest + at + 1);
    let line =
        (0..4).map(|back| line - back.min(line)).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
            as u32;
    let next = tokens.partition_point(|token| token.start < comment.start);
    if next > 0 && tokens[next - 1].end > line {
        return Span::new(line, comment.start);
    }
    let Some(first) = tokens.get(next).filter(|token| token.kind != Kind::End) else {
        return comment;
    };
    // The comment may stand between an item's attributes too.
    let behind = items.partition_point(|item| item.span.start <= first.start);
    match items[..behind].last() {
        Some(item) if first.start <= item.name_span.start => item.span,
        _ => statement(tokens, next),
    }
}

/// The statement, arm or the like that begins with the token `from`: up to `;` or `,`, or the block that ends it.
fn statement(tokens: &[Token], from: usize) -> Span {
    let first = tokens[from];
    let mut end = first.end;
    let mut at = from;
    while let Some(token) = tokens.get(at).filter(|_| at < from + LONGEST_STATEMENT) {
        match token.kind {
            Kind::End | Kind::Close(_) => break,
            Kind::Open(delimiter) => {
                at = (token.pair as usize).min(tokens.len() - 1);
                end = tokens[at].end;
                if delimiter == b'{' && !goes_on(tokens.get(at + 1).map(|token| token.kind)) {
                    break;
                }
            }
            Kind::Punct(b';' | b',') => {
                end = token.end;
                break;
            }
            _ => end = token.end,
        }
        at += 1;
    }
    Span::new(first.start, end)
}

/// Whether a statement may go on with this behind a block.
fn goes_on(next: Option<Kind>) -> bool {
    match next {
        Some(Kind::Ident(keyword)) => matches!(keyword, Keyword::Else | Keyword::As),
        Some(Kind::Punct(sign)) => !matches!(sign, b'#' | b'*' | b'&' | PATH_SEP),
        _ => false,
    }
}
