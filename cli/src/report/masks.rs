//! Which parts of a shown line are secrets, so that no excerpt prints them.
//!
//! There are two guards: the places that reading found to be secret values, in any file, and a small
//! scanner for passwords within addresses, which looks at the line itself and knows nothing else.

use std::ops::Range;

use portcullis_facts::place::{FileId, Place, Span};

/// What is shown in place of a character of a secret.
pub(crate) const MASK: char = '•';

/// The secrets of one file, sorted and apart from each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Masks {
    spans: Vec<Span>,
}

impl Masks {
    /// Those of `file` among `secrets`, which are sorted.
    pub(crate) fn of(secrets: &[Place], file: FileId) -> Self {
        let start = secrets.partition_point(|place| place.file < file);
        let mut spans: Vec<Span> = Vec::new();
        for place in secrets[start..].iter().take_while(|place| place.file == file) {
            match spans.last_mut() {
                Some(last) if place.span.start <= last.end => {
                    last.end = last.end.max(place.span.end);
                }
                _ => spans.push(place.span),
            }
        }
        Self { spans }
    }

    /// The parts of the line `line` of `text` that must not be shown, as offsets in `text`.
    pub(crate) fn in_line(&self, text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.spans.partition_point(|span| span.end as usize <= line.start);
        let known = self.spans[first..].iter().take_while(|span| (span.start as usize) < line.end);
        let mut masked: Vec<Range<usize>> = known.map(|span| span.range()).collect();
        let found = passwords(&text[line.clone()]).into_iter();
        masked.extend(found.map(|range| line.start + range.start..line.start + range.end));
        masked
    }
}

/// `text` without the passwords of addresses in it.
pub(crate) fn without_passwords(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for range in passwords(text) {
        shown.push_str(&text[at..range.start]);
        shown.extend(text[range.clone()].chars().map(|_| MASK));
        at = range.end;
    }
    shown.push_str(&text[at..]);
    shown
}

/// The passwords of addresses in `line`: of `scheme://user:password@host` the third part.
fn passwords(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find("://") {
        let start = at + offset + 3;
        let has_scheme = line[..at + offset].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &line[start..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'`<>\\".contains(c));
        let end = end.unwrap_or(rest.len());
        // A list of addresses holds several schemes before its end.
        let end = rest[..end].find("://").unwrap_or(end);
        at = start + end;
        if has_scheme && let Some(range) = password(&rest[..end]) {
            found.push(start + range.start..start + range.end);
        }
    }
    found
}

/// The password in what stands behind `://`, if there is one and it is written out.
fn password(rest: &str) -> Option<Range<usize>> {
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let colon = rest[..authority].find(':')?;
    let at = match rest[..authority].rfind('@') {
        Some(at) => at,
        // A password that holds such a sign is no valid address, and people write it nevertheless; but
        // a number in front of it is a port.
        None if rest[colon + 1..authority].parse::<u16>().is_ok() => return None,
        None => rest.find('@')?,
    };
    let secret = rest.get(colon + 1..at).filter(|secret| !secret.is_empty())?;
    (!is_placeholder(secret)).then_some(colon + 1..at)
}

/// Whether a text stands for what is put in later: `{password}`, `${PASSWORD}`, `$PASSWORD`.
fn is_placeholder(text: &str) -> bool {
    let inner = text.strip_prefix('$').unwrap_or(text);
    let braced = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    // What stands behind `:-` is a value that is written here.
    let in_braces = braced.is_some_and(|inner| !inner.contains(['{', '}', '-']));
    let variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    in_braces || (text.starts_with('$') && inner.chars().all(variable))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(line: &str) -> Vec<&str> {
        passwords(line).into_iter().map(|range| &line[range]).collect()
    }

    #[test]
    fn passwords_within_addresses_are_found() {
        assert_eq!(hidden(r#"connect("postgres://app:hunter2@db:5432/shop")"#), ["hunter2"]);
        assert_eq!(hidden("URL=redis://:s3cret@cache"), ["s3cret"]);
        assert_eq!(hidden("amqp://a:p@ss@mq, amqp://b:q@mq"), ["p@ss", "q"]);
        assert_eq!(hidden("mongodb://u:one@a,mongodb://u:two@b"), ["one", "two"]);
        assert_eq!(hidden("postgres://u:pa/ss@host/db"), ["pa/ss"]);
        assert_eq!(hidden("postgres://u:${PW:-hunter2}@host"), ["${PW:-hunter2}"]);
        assert_eq!(hidden("mysql://ä:päss@höst"), ["päss"]);
    }

    #[test]
    fn what_is_no_password_is_shown() {
        for line in [
            "http://localhost:8080/a@b",
            "https://host/path:x",
            "postgres://{user}:{password}@{host}/db",
            "postgres://app:${PASSWORD}@db",
            "postgres://app:$PASSWORD@db",
            "ssh://git@host/x",
            "://a:b@c",
            "redis://:@x",
            "://",
            "use a::b;",
        ] {
            assert!(hidden(line).is_empty(), "{line}: {:?}", hidden(line));
        }
    }

    #[test]
    fn masks_are_those_of_the_file_and_line() {
        let place = |file, start, end| Place { file: FileId(file), span: Span::new(start, end) };
        let secrets = [place(0, 0, 9), place(1, 2, 20), place(1, 3, 4), place(1, 30, 31)];
        let masks = Masks::of(&secrets, FileId(1));
        let text = "x".repeat(40);
        assert_eq!(masks.in_line(&text, &(0..10)), vec![2..20]);
        assert_eq!(masks.in_line(&text, &(10..25)), vec![2..20]);
        assert!(masks.in_line(&text, &(20..30)).is_empty());
        assert_eq!(masks.in_line(&text, &(25..40)), vec![30..31]);
    }
}
