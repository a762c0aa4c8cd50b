//! Text as XML 1.0 can hold it.

use std::fmt::Write as _;

use crate::escape;

/// `text` for an attribute or between tags.
///
/// Characters that XML 1.0 forbids even as references are dropped; line breaks, and
/// characters that are not to be looked at, become references.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c if is_illegal(c) => {}
            c if escape::replacement(c).is_some() => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text of the analysed tree that is nothing but text, between tags and in attributes, on one line.
pub(crate) fn text(text: &str) -> String {
    escaped(&escape::line(text))
}

/// What stands in no XML 1.0 document.
fn is_illegal(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A reader of the XML that is written here, which refuses whatever is not well-formed.
#[cfg(test)]
pub(crate) mod read;

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_left_that_xml_forbids() {
        assert_eq!(
            super::escaped("<a b=\"c\" d='e'>&\t\r\n\0\u{1b}\u{fffe}\u{85}\u{202e}ä😀"),
            "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&#9;&#13;&#10;&#133;&#8238;ä😀"
        );
    }
}
