//! The content of string literals.

use std::borrow::Cow;

/// What a string literal means: quotes and prefix taken off, escapes replaced.
///
/// Takes the literal as it stands in the text, in any form (`"…"`, `r#"…"#`, `b"…"`, `c"…"`); of anything else
/// the text itself.
pub(crate) fn content(literal: &str) -> Cow<'_, str> {
    let Some(quote) = literal.find('"') else {
        return Cow::Borrowed(literal);
    };
    let (prefix, rest) = literal.split_at(quote);
    let hashes = prefix.bytes().filter(|byte| *byte == b'#').count();
    let closing = rest.len().saturating_sub(1 + hashes).max(1);
    let Some(body) = rest.get(1..closing) else {
        return Cow::Borrowed(literal);
    };
    if prefix.contains('r') || !body.contains('\\') {
        return Cow::Borrowed(body);
    }
    Cow::Owned(unescape(body))
}

/// Replaces escapes; what is none stays as it is.
fn unescape(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            // A backslash at the end of a line swallows the line's end and what indents the next.
            Some('\n') => while chars.next_if(|next| next.is_whitespace()).is_some() {},
            Some('\r') => while chars.next_if(|next| next.is_whitespace()).is_some() {},
            Some('x') => {
                let digits: String = (0..2).filter_map(|_| chars.next()).collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some('u') => {
                let digits: String = chars
                    .by_ref()
                    .take_while(|c| *c != '}')
                    .filter(|c| *c != '{' && *c != '_')
                    .collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn all_forms_of_literals_are_read() {
        assert_eq!(content(r#""a\n\"b\" \u{1F600} \x41""#), "a\n\"b\" \u{1F600} A");
        assert_eq!(content("r#\"a\\n\"b\"\"#"), "a\\n\"b\"");
        assert_eq!(content("b\"x\""), "x");
        assert_eq!(content("\"SELECT 1 \\\n    FROM t\""), "SELECT 1 FROM t");
        assert_eq!(content("\""), "");
        assert_eq!(content("7"), "7");
    }
}
