//! Env files: `NAME=value` lines, with their places.

use super::yaml::Text;
use crate::place::Span;

/// A variable of an env file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: Text,
    /// Its value, quotes taken off; empty if there is none.
    pub value: Text,
    /// Whether `${…}` in it stands for itself: it is in single quotes.
    pub raw: bool,
}

/// The variables of an env file, in order; lines that set none are passed over.
pub fn extract(text: &str) -> Vec<Variable> {
    let mut variables = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
        let mut next = end + 1;
        if let Some(variable) = line(text, at, end, &mut next) {
            variables.push(variable);
        }
        at = next;
    }
    variables
}

/// The variable that the line from `at` to `end` sets; a quoted value may go on, then `next` is moved.
fn line(text: &str, at: usize, end: usize, next: &mut usize) -> Option<Variable> {
    let body = &text[at..end];
    let mut start = at + (body.len() - body.trim_start().len());
    let mut rest = &text[start..end];
    if let Some(exported) = rest.strip_prefix("export ") {
        let exported = exported.trim_start();
        start = end - exported.len();
        rest = exported;
    }
    let equals = rest.find('=')?;
    let name = rest[..equals].trim_end();
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if name.is_empty() || !name.chars().all(valid) {
        return None;
    }
    let name =
        Text { text: name.to_owned(), span: Span::new(start as u32, (start + name.len()) as u32) };
    let after = &text[start + equals + 1..end];
    let from = end - after.trim_start().len();
    let quote = text.as_bytes().get(from).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    if let Some(quote) = quote
        && let Some(close) = closing(text, from + 1, quote)
    {
        if close > end {
            *next = text[close..].find('\n').map_or(text.len(), |found| close + found + 1);
        }
        let inner = &text[from + 1..close];
        let value = if quote == b'"' {
            inner.replace("\\n", "\n").replace("\\\"", "\"")
        } else {
            inner.to_owned()
        };
        let span = Span::new(from as u32, close as u32 + 1);
        return Some(Variable { name, value: Text { text: value, span }, raw: quote == b'\'' });
    }
    let value = &text[from..end];
    let value = value.find(" #").map_or(value, |comment| &value[..comment]).trim_end();
    let span = Span::new(from as u32, (from + value.len()) as u32);
    Some(Variable { name, value: Text { text: value.to_owned(), span }, raw: false })
}

/// A quoted value may have several lines, such as a key, but not any number: a quote that is
/// never closed would make the work quadratic.
const MOST_QUOTED: usize = 16_384;

/// The position of the closing quote.
fn closing(text: &str, from: usize, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len().min(from + MOST_QUOTED) {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_set_variables() {
        let text = "# c\nA=1\nexport B = \"x y\" # z\nC='${A}'\nD=a#b # c\nE=\n9 lives\nK=\"one\ntwo\"\nF=url?a=b\r\n";
        let found = extract(text);
        let shown: Vec<String> =
            found.iter().map(|v| format!("{}={:?}", v.name.text, v.value.text)).collect();
        insta::assert_snapshot!(
            shown.join(" "),
            @r#"A="1" B="x y" C="${A}" D="a#b" E="" K="one\ntwo" F="url?a=b""#
        );
        assert!(found[2].raw);
        assert_eq!(&text[found[1].value.span.range()], "\"x y\"");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[A-B=\"'\\\\ #\n\r$é]{0,80}") {
            for variable in extract(&text) {
                prop_assert!(text.get(variable.value.span.range()).is_some());
                prop_assert!(text.get(variable.name.span.range()).is_some());
            }
        }
    }
}
