//! Comments that speak to Portcullis, and what they speak of.

use super::facts::{Directive, Item};
use super::lexer::{Kind, Token};
use crate::place::Span;

/// Reads the comment at `comment`.
pub(crate) fn read(text: &str, tokens: &[Token], items: &[Item], comment: Span) -> Directive {
    let body = text[comment.range()].trim_start_matches(['/', '*', '!', ' ', '\t']);
    let body = body.strip_prefix("portcullis:").unwrap_or(body);
    let body = body.trim_end_matches(['*', '/']).trim();
    Directive { text: body.into(), span: comment, target: target(text, tokens, items, comment) }
}

/// A line with code before the comment; else the item or statement behind it.
fn target(text: &str, tokens: &[Token], items: &[Item], comment: Span) -> Span {
    let line = text[..comment.start as usize].rfind('\n').map_or(0, |at| at as u32 + 1);
    let next = tokens.partition_point(|token| token.start < comment.start);
    if next > 0 && tokens[next - 1].end > line {
        return Span::new(line, comment.start);
    }
    let Some(first) = tokens.get(next).filter(|token| token.kind != Kind::End) else {
        return comment;
    };
    let from = items.partition_point(|item| item.span.start < first.start);
    if let Some(item) = items.get(from).filter(|item| item.span.start == first.start) {
        return item.span;
    }
    let mut at = next;
    let mut end = first.end;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::End | Kind::Close(_) => break,
            Kind::Open(_) => {
                let pair = (token.pair as usize).min(tokens.len() - 1);
                end = tokens[pair].end;
                at = pair;
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
