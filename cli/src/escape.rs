//! Makes text of the analysed tree safe to show: no terminal obeys it, and no reader is fooled by it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What to show in place of a character, if it must not be shown as it is.
///
/// C0 controls become their picture, one column wide; C1 controls, direction
/// marks and characters without width become U+FFFD.
pub(crate) fn replacement(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// `text` on one line, with every character that is not one to look at replaced.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| replacement(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
}

/// `text` on its lines, each with every character that is not one to look at replaced.
pub(crate) fn lines(text: &str) -> String {
    let tabs = text.replace('\t', "    ");
    tabs.split_inclusive('\n').fold(String::new(), |mut shown, whole| {
        let bare = whole.trim_end_matches(['\r', '\n']);
        shown.push_str(&line(bare));
        if whole.ends_with('\n') {
            shown.push('\n');
        }
        shown
    })
}

/// `text` as TOML writes it, on one line.
pub(crate) fn toml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if replacement(c).is_some() => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes JSON in which the characters that [`replacement`] knows stand as `\u` escapes.
#[derive(Debug, Default)]
pub(crate) struct SafeJson<F>(pub(crate) F);

impl<F: serde_json::ser::Formatter> serde_json::ser::Formatter for SafeJson<F> {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> std::io::Result<()>
    where
        W: ?Sized + std::io::Write,
    {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| replacement(*c).is_some()) {
            self.0.write_string_fragment(writer, &rest[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }

    fn begin_array<W: ?Sized + std::io::Write>(&mut self, writer: &mut W) -> std::io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + std::io::Write>(&mut self, writer: &mut W) -> std::io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + std::io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> std::io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + std::io::Write>(
        &mut self,
        writer: &mut W,
    ) -> std::io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + std::io::Write>(&mut self, writer: &mut W) -> std::io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + std::io::Write>(&mut self, writer: &mut W) -> std::io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + std::io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> std::io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + std::io::Write>(
        &mut self,
        writer: &mut W,
    ) -> std::io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + std::io::Write>(
        &mut self,
        writer: &mut W,
    ) -> std::io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(line("plain ä 漢"), "plain ä 漢");
        assert!(matches!(line("plain"), Cow::Borrowed(_)));
        assert_eq!(
            line("a\u{1b}[31mb\n\u{9b}c\u{202e}d\u{200b}"),
            "a␛[31mb␊\u{fffd}c\u{fffd}d\u{fffd}"
        );
    }

    #[test]
    fn texts_are_quoted_for_toml() {
        assert_eq!(toml("a\"\\\n\u{7f}ä"), "\"a\\\"\\\\\\U0000000A\\U0000007Fä\"");
    }

    #[test]
    fn json_with_escapes_means_the_same() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}\u{e0001}\"ä";
        let mut out = Vec::new();
        let format = SafeJson(serde_json::ser::CompactFormatter);
        let mut json = serde_json::Serializer::with_formatter(&mut out, format);
        serde::Serialize::serialize(text, &mut json).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.chars().all(|c| replacement(c).is_none()), "{out}");
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }
}
