//! YAML as a tree that knows where each key and value stands.
//!
//! Reading goes on where loaders stop: the documents behind a broken one are read, and so is what
//! stands before the error. Aliases and merge keys are resolved, within bounds.

mod build;
#[cfg(test)]
mod tests;

use crate::place::Span;

/// What a YAML text holds.
#[derive(Debug, Default)]
pub struct Yaml {
    /// Its documents; of a broken one, what stands before the error.
    pub documents: Vec<Node>,
    /// Its comments, `#` included, in order.
    pub comments: Vec<Span>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What, lower case, no full stop.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where; of an alias, the text that it stands for.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing: `~`, `null`, or no text at all.
    Null,
    /// Text, numbers and booleans among it.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, its own entries in order, then those that merge keys bring.
    Map(Vec<Entry>),
}

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Node,
}

/// Text with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, quotes and escapes taken off.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// Reads a text; it never fails.
pub fn parse(text: &str) -> Yaml {
    build::build(text)
}

impl Node {
    /// The value behind a key; none if this is no mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.text == key)
    }

    /// The value behind several keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a mapping; none of other values.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The values of a sequence; none of other values.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar with its place.
    pub fn text(&self) -> Option<Text> {
        self.as_str().map(|text| Text { text: text.to_owned(), span: self.span })
    }

    /// The text behind a key.
    pub fn text_at(&self, key: &str) -> Option<Text> {
        self.get(key)?.text()
    }

    /// Whether it is the boolean `true`, in any of the usual spellings.
    pub fn is_true(&self) -> bool {
        matches!(self.as_str(), Some("true" | "True" | "TRUE" | "yes" | "on"))
    }

    /// Whether there is nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The texts of a sequence of scalars, or of one scalar.
    pub fn texts(&self) -> Vec<Text> {
        match self.text() {
            Some(text) => vec![text],
            None => self.items().iter().filter_map(Self::text).collect(),
        }
    }
}
