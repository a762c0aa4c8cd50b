//! Connectors of Kafka Connect: objects of JSON with `connector.class`, in a file of their own or in the script that
//! registers them.

use super::profile::{self, ProfileKind, RawEntry};
use crate::place::Span;

/// The key that tells a connector.
const CLASS: &str = "\"connector.class\"";

/// So many connectors of one file are read.
const MOST: usize = 256;

/// A connector, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawConnector {
    /// What it is configured with.
    pub entries: Vec<RawEntry>,
    /// The object in the text.
    pub span: Span,
}

impl RawConnector {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&RawEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// Whether a text holds a connector.
pub fn looks_like(text: &str) -> bool {
    text.contains(CLASS)
}

/// The connectors of a text, in order; what is around them may be anything.
pub fn extract(text: &str) -> Vec<RawConnector> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(CLASS).map(|at| from + at) {
        let Some((start, end)) = object_around(text, at) else {
            from = at + CLASS.len();
            continue;
        };
        from = end.max(at + CLASS.len());
        let mut entries = profile::extract(&text[start..end], ProfileKind::Yaml);
        for entry in &mut entries {
            entry.value.span.start += start as u32;
            entry.value.span.end += start as u32;
        }
        found.push(RawConnector { entries, span: Span { start: start as u32, end: end as u32 } });
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The object that holds a key: from its brace to the one that closes it. Braces in texts are there in pairs, as in
/// `${routedByValue}`.
fn object_around(text: &str, key: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut depth = 0_u32;
    let start = (0..key).rev().find(|at| match bytes[*at] {
        b'}' => {
            depth += 1;
            false
        }
        b'{' if depth == 0 => true,
        b'{' => {
            depth -= 1;
            false
        }
        _ => false,
    })?;
    let mut depth = 0_u32;
    let end = (start..bytes.len()).find(|at| {
        match bytes[*at] {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((start, end + 1))
}

#[cfg(test)]
mod tests {
    use super::{extract, looks_like};

    #[test]
    fn connectors_are_found_in_files_and_scripts() {
        let text = "curl -X POST localhost:8083/connectors -d '{ \"name\": \"a\", \"config\": {\n\
            \"connector.class\": \"X\", \"t.replacement\": \"e.${routedByValue}\" } }'\n\
            curl -d '{\"config\": {\"tasks.max\": \"1\", \"connector.class\": \"Y\"}}'\n";
        assert!(looks_like(text) && !looks_like("{\"class\": \"X\"}"));
        let found = extract(text);
        let classes =
            found.iter().map(|one| one.get("connector.class").map(|e| e.value.text.as_str()));
        assert_eq!(classes.collect::<Vec<_>>(), [Some("X"), Some("Y")]);
        let value = &found[0].get("t.replacement").expect("a value").value;
        assert_eq!(&text[value.span.range()], "\"e.${routedByValue}\"");
    }

    #[test]
    fn what_is_cut_off_is_none() {
        assert!(extract("\"connector.class\": \"X\" }").is_empty());
        assert!(extract("{ \"connector.class\": \"X\"").is_empty());
    }
}
