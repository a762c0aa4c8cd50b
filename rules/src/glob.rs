//! Globs of names, without an engine for regular expressions: to build one costs more than all that most
//! rules ask of it.
//!
//! The meaning is that of `globset`. Whatever a glob is made of but letters, `*`, `?`, `**` between slashes, sets
//! of letters, and choices in braces goes to `globset` itself.

use std::sync::OnceLock;

use globset::{Glob, GlobSet, GlobSetBuilder};

/// Globs with more ways to be read than this go to `globset`.
const MOST_WAYS: usize = 64;

/// A set of globs of names; `*` stands for any letters.
#[derive(Clone, Debug)]
pub(crate) struct Globs {
    list: Vec<String>,
    /// Read when somebody asks: in most systems most rules have nothing to ask.
    read: OnceLock<Set>,
}

/// Globs, as they are matched.
#[derive(Clone, Debug, Default)]
struct Set {
    plain: Vec<Vec<Piece>>,
    others: Option<GlobSet>,
}

/// What a plain glob is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Byte(u8),
    /// Any byte.
    One,
    /// Any bytes.
    Any,
    /// A byte in one of these ranges.
    Among(Vec<(u8, u8)>),
}

impl Globs {
    /// The globs in `list`; one that is no valid glob matches nothing.
    pub(crate) fn new<S: AsRef<str>>(list: &[S]) -> Self {
        let list = list.iter().map(|text| text.as_ref().to_owned()).collect();
        Self { list, read: OnceLock::new() }
    }

    /// Whether one of them matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let set = self.read.get_or_init(|| Set::read(&self.list));
        set.plain.iter().any(|pieces| matches(pieces, name.as_bytes()))
            || set.others.as_ref().is_some_and(|set| set.is_match(name))
    }
}

impl Set {
    fn read(list: &[String]) -> Self {
        let mut set = Self::default();
        let mut others = Vec::new();
        for text in list {
            match ways(text) {
                Some(ways) => set.plain.extend(ways),
                None => others.extend(Glob::new(text).ok()),
            }
        }
        if !others.is_empty() {
            let mut builder = GlobSetBuilder::new();
            for glob in others {
                builder.add(glob);
            }
            set.others = builder.build().ok();
        }
        set
    }
}

/// The plain globs that a glob stands for, one for each choice; none if it is not made of what is known here.
fn ways(text: &str) -> Option<Vec<Vec<Piece>>> {
    if text.is_empty() || text.contains('\\') {
        return None;
    }
    let mut ways = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        if open.len() + ways.len() >= MOST_WAYS {
            return None;
        }
        if let Some((before, rest)) = text.split_once('{') {
            let (choices, after) = rest.split_once('}')?;
            // Within braces `**` and braces have rules of their own, and so has a choice that is empty.
            let empty = choices.split(',').any(str::is_empty);
            if before.contains('}') || choices.contains("**") || choices.contains('{') || empty {
                return None;
            }
            open.extend(choices.split(',').map(|choice| [before, choice, after].concat()));
        } else if let Some(at) = text.find("**") {
            let (before, after) = (&text[..at], &text[at + 2..]);
            // Any folders, or none.
            match (before.ends_with('/'), after.strip_prefix('/')) {
                (false, Some(after)) if before.is_empty() => {
                    open.extend([["", after].concat(), ["*/", after].concat()]);
                }
                (true, Some(after)) => {
                    open.extend([[before, after].concat(), [before, "*/", after].concat()]);
                }
                (true, None) if after.is_empty() => open.push([before, "*"].concat()),
                _ => return None,
            }
        } else {
            ways.push(pieces(&text)?);
        }
    }
    Some(ways)
}

/// The pieces of a glob without choices.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        pieces.push(match byte {
            b'*' => Piece::Any,
            b'?' => Piece::One,
            b'[' => {
                let within: Vec<u8> = bytes.by_ref().take_while(|byte| *byte != b']').collect();
                Piece::Among(ranges(&within)?)
            }
            b']' | b'}' | b',' => return None,
            other => Piece::Byte(other),
        });
    }
    Some(pieces)
}

/// `a-z0-9_` as ranges.
fn ranges(within: &[u8]) -> Option<Vec<(u8, u8)>> {
    let mut ranges = Vec::new();
    let mut rest = within;
    loop {
        rest = match rest {
            [] => return (!ranges.is_empty()).then_some(ranges),
            [first, b'-', last, rest @ ..] if is_plain(*first) && is_plain(*last) => {
                ranges.push((*first, *last));
                rest
            }
            [one, rest @ ..] if is_plain(*one) => {
                ranges.push((*one, *one));
                rest
            }
            _ => return None,
        };
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// On a mismatch the last `*` takes one byte more.
fn matches(pieces: &[Piece], name: &[u8]) -> bool {
    let (mut at, mut position) = (0, 0);
    let mut star = None;
    while let Some(byte) = name.get(position) {
        let fits = match pieces.get(at) {
            Some(Piece::Any) => {
                star = Some((at + 1, position));
                at += 1;
                continue;
            }
            Some(Piece::One) => true,
            Some(Piece::Byte(wanted)) => wanted == byte,
            Some(Piece::Among(ranges)) => {
                ranges.iter().any(|(first, last)| (first..=last).contains(&byte))
            }
            None => false,
        };
        if fits {
            at += 1;
            position += 1;
        } else if let Some((behind, taken)) = star {
            star = Some((behind, taken + 1));
            at = behind;
            position = taken + 1;
        } else {
            return false;
        }
    }
    pieces[at..].iter().all(|piece| *piece == Piece::Any)
}

#[cfg(test)]
mod tests {
    use globset::Glob;

    use super::{Globs, ways};

    const GLOBS: &[&str] = &[
        "",
        "a",
        "*",
        "**",
        "?",
        "a*",
        "*a",
        "*a*b*",
        "a?c",
        "**/auth/**",
        "**/oauth*",
        "/**",
        "a/**",
        "a/**/b",
        "**/a",
        "/a/**/b/**",
        "**/{login,sign-in}",
        "{/,/api/,/api/v[0-9]/}{register,sign}",
        "[a-c]x",
        "[!a]x",
        "[^a]x",
        "[]]",
        "[",
        "a]",
        "{a,b",
        "a}b",
        "{a,{b,c}}",
        "{**/a,b}",
        "a**",
        "**a",
        "a\\*",
        "a,b",
        "{,a}b",
        "Pg*Pool",
        "***",
        "a/***",
        "[a-]",
        "[-a]",
        "v[0-9_]*",
        "é?",
    ];
    const NAMES: &[&str] = &[
        "",
        "a",
        "b",
        "c",
        "ab",
        "abc",
        "a/b",
        "/a/b",
        "a/x/b",
        "a//b",
        "/auth/",
        "auth/x",
        "/x/auth/y/z",
        "x/oauth2",
        "/oauth",
        "oauth",
        "login",
        "/login",
        "x/sign-in",
        "/register",
        "/api/register",
        "/api/v1/register",
        "/api/vx/sign",
        "ax",
        "bx",
        "dx",
        "a]",
        "]",
        "[",
        "{a",
        "a}b",
        "a*",
        "a,b",
        "PgPool",
        "PgPoolPool",
        "/a/b/",
        "/a/x/b/y",
        "a/",
        "/",
        "//",
        "-",
        "v1_x",
        "é",
        "éa",
        "aab",
        "baab",
        "a\nb",
    ];

    #[test]
    fn globs_mean_what_globset_says() {
        for glob in GLOBS {
            let oracle = Glob::new(glob).ok().map(|glob| glob.compile_matcher());
            let globs = Globs::new(&[glob]);
            for name in NAMES {
                let expected = oracle.as_ref().is_some_and(|oracle| oracle.is_match(name));
                assert_eq!(globs.matches(name), expected, "`{glob}` and `{name:?}`");
            }
        }
    }

    #[test]
    fn what_rules_have_by_default_is_plain() {
        for glob in ["**/auth/**", "{/,/api/v[0-9]/}{register,sign}", "Pg*Pool", "/metrics"] {
            assert!(ways(glob).is_some(), "{glob}");
        }
    }

    #[test]
    fn hostile_globs_end() {
        let globs = Globs::new(&["*a".repeat(2_000), "{a,b}".repeat(2_000)]);
        assert!(!globs.matches(&format!("{}b", "a".repeat(2_000))));
    }
}
