//! Any text gives valid facts.

use portcullis_facts::extract::rust::extract;
use proptest::prelude::*;

use crate::bodies::assert_same_with_bodies;
use crate::samples::SAMPLES;
use crate::valid::assert_valid;

const TOKENS: &[&str] = &[
    "fn",
    "struct",
    "enum",
    "union",
    "impl",
    "trait",
    "mod",
    "use",
    "pub",
    "crate",
    "self",
    "Self",
    "super",
    "let",
    "if",
    "else",
    "match",
    "for",
    "in",
    "while",
    "loop",
    "return",
    "break",
    "move",
    "async",
    "await",
    "unsafe",
    "const",
    "static",
    "dyn",
    "where",
    "as",
    "ref",
    "mut",
    "type",
    "extern",
    "macro_rules",
    "default",
    "auto",
    "try",
    "yield",
    "box",
    "raw",
    "a",
    "b",
    "T",
    "Foo",
    "_",
    "'a",
    "'b'",
    "1",
    "1.5",
    "\"s\"",
    "r#\"x\"#",
    "r#type",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "::",
    "->",
    "=>",
    "==",
    "=",
    "!",
    "&",
    "|",
    "#",
    "$",
    "?",
    ".",
    "..",
    "..=",
    ",",
    ";",
    ":",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "@",
    "~",
    "#[cfg(a)]",
    "#![cfg(b)]",
    "m!",
    "$x",
    "$crate",
    "//c\n",
    "/*d*/",
    "// portcullis: allow\n",
    "/// @port\n",
    "é",
    "→",
    "\u{2028}",
    "\\",
    "'",
    "\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_tokens(picks in prop::collection::vec(0..TOKENS.len(), 0..60), spaced: bool) {
        let separator = if spaced { " " } else { "" };
        let text = picks.iter().map(|i| TOKENS[*i]).collect::<Vec<_>>().join(separator);
        assert_valid(&text, &extract(&text));
        assert_same_with_bodies(&text);
    }

    #[test]
    fn of_characters(text in "\\PC{0,80}") {
        assert_valid(&text, &extract(&text));
        assert_same_with_bodies(&text);
    }

    #[test]
    fn of_signs(text in "[a-cr'\"#!/*\\\\\n(){}\\[\\]<>é→:;,.0-9e+=&|$-]{0,60}") {
        assert_valid(&text, &extract(&text));
        assert_same_with_bodies(&text);
    }

    #[test]
    fn of_damaged_samples(
        sample in 0..SAMPLES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, 0..TOKENS.len()), 0..4),
    ) {
        let mut text = SAMPLES[sample].1.to_owned();
        for (at, length, token) in cuts {
            let mut start = at.index(text.len() + 1);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(start..end, TOKENS[token]);
        }
        assert_valid(&text, &extract(&text));
        assert_same_with_bodies(&text);
    }

    #[test]
    fn of_truncated_samples(sample in 0..SAMPLES.len(), at in any::<prop::sample::Index>()) {
        let text = SAMPLES[sample].1;
        let mut end = at.index(text.len() + 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        assert_valid(&text[..end], &extract(&text[..end]));
        assert_same_with_bodies(&text[..end]);
        assert_valid(&text[end..], &extract(&text[end..]));
        assert_same_with_bodies(&text[end..]);
    }
}
