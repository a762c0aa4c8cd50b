//! Configuration files as flat lists: dotted key, value, place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::yaml::{self, Node, Text, Value};
use crate::place::Span;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileKind {
    /// TOML.
    Toml,
    /// YAML, and JSON, which is YAML too.
    Yaml,
}

/// A value of a configuration file, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEntry {
    /// The keys that lead to it, with dots between; positions in lists are numbers.
    pub key: String,
    /// The value.
    pub value: Text,
}

/// So many values of one file are read.
const MOST: usize = 10_000;

/// So deep is nesting followed.
const MOST_DEPTH: usize = 32;

/// The values of a configuration file, in order. Broken files give what could be read.
pub fn extract(text: &str, kind: ProfileKind) -> Vec<RawEntry> {
    let mut entries = Vec::new();
    match kind {
        ProfileKind::Yaml => {
            for document in yaml::parse(text).documents {
                node(&document, "", 0, &mut entries);
            }
        }
        ProfileKind::Toml => {
            let skip = text.len() - text.trim_start_matches('\u{feff}').len();
            let (found, _) = DeTable::parse_recoverable(&text[skip..]);
            table(found.get_ref(), "", (skip as u32, 0), &mut entries);
        }
    }
    entries
}

fn dotted(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

fn node(found: &Node, key: &str, depth: usize, entries: &mut Vec<RawEntry>) {
    if depth > MOST_DEPTH || entries.len() >= MOST {
        return;
    }
    match &found.value {
        Value::Null => {}
        Value::Text(text) => entries.push(RawEntry {
            key: key.to_owned(),
            value: Text { text: text.clone(), span: found.span },
        }),
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                node(item, &dotted(key, &at.to_string()), depth + 1, entries);
            }
        }
        Value::Map(map) => {
            for entry in map {
                node(&entry.value, &dotted(key, &entry.key.text), depth + 1, entries);
            }
        }
    }
}

/// `at` is where the text begins, and how deep this is.
fn table(found: &DeTable<'_>, key: &str, at: (u32, usize), entries: &mut Vec<RawEntry>) {
    let mut parts: Vec<_> = found.iter().collect();
    parts.sort_by_key(|(name, _)| name.span().start);
    for (name, value) in parts {
        toml_value(value, &dotted(key, name.get_ref()), at, entries);
    }
}

fn toml_value(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    at: (u32, usize),
    entries: &mut Vec<RawEntry>,
) {
    let (skip, depth) = at;
    if depth > MOST_DEPTH || entries.len() >= MOST {
        return;
    }
    let text = match value.get_ref() {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                toml_value(item, &dotted(key, &index.to_string()), (skip, depth + 1), entries);
            }
            return;
        }
        DeValue::Table(inner) => {
            table(inner, key, (skip, depth + 1), entries);
            return;
        }
    };
    let span = value.span();
    if span.is_empty() {
        // The value is missing: the file is broken here.
        return;
    }
    let span = Span::new(span.start as u32 + skip, span.end as u32 + skip);
    entries.push(RawEntry { key: key.to_owned(), value: Text { text, span } });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kind: ProfileKind) -> String {
        let entries = extract(text, kind);
        let lines = entries.iter().map(|entry| {
            format!("{}={}@{}", entry.key, entry.value.text, &text[entry.value.span.range()])
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn profiles_are_flat() {
        insta::assert_snapshot!(
            shown(
                "\u{feff}name = 'x'\n[database]\nport = 5432\nhosts = [\"a\", \"b\"]\n[a.b]\nc = true\nbroken = \n",
                ProfileKind::Toml
            ),
            @r#"
        name=x@'x'
        database.port=5432@5432
        database.hosts.0=a@"a"
        database.hosts.1=b@"b"
        a.b.c=true@true
        "#
        );
        insta::assert_snapshot!(
            shown(
                "database:\n  url: \"postgres://db/x\"\n  pools: [{size: 1}]\nempty:\n",
                ProfileKind::Yaml
            ),
            @r#"
        database.url=postgres://db/x@"postgres://db/x"
        database.pools.0.size=1@1
        "#
        );
        insta::assert_snapshot!(shown("{\"a\": {\"b\": 1}}", ProfileKind::Yaml), @"a.b=1@1");
    }
}
