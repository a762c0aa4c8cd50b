//! Holds a file against the keys: what is unknown, missing or of the wrong kind, all at once.

use std::sync::Arc;

use portcullis_facts::place::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Kind, LEVELS};
use crate::fault::{Fault, Text};
use crate::{suggest, today};

/// A file while it is read.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) text: Arc<Text>,
    pub(super) faults: Vec<Fault>,
}

/// The bytes of a value.
pub(super) fn span<T>(value: &Spanned<T>) -> Span {
    let range = value.span();
    Span::new(range.start as u32, range.end as u32)
}

impl Reader {
    /// Notes a fault at some bytes.
    pub(super) fn fault(&mut self, span: Span, message: String, help: Option<String>) {
        let at = Some((Arc::clone(&self.text), Some(span)));
        self.faults.push(Fault { message, help, at });
    }

    /// Holds a table, which `header` shows in the text, against `keys`.
    pub(super) fn check(&mut self, table: &DeTable<'_>, keys: &[Key], header: Span) {
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref().as_ref()) {
                Some(key) => self.check_value(value, key),
                None => self.unknown(name.get_ref(), span(name), keys),
            }
        }
        for key in keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
            let help = format!("add `{}`: {}", key.name, lower_first(key.doc));
            self.fault(header, format!("the key `{}` is missing", key.name), Some(help));
        }
    }

    fn unknown(&mut self, name: &str, at: Span, keys: &[Key]) {
        let help = suggest::hint(name, keys.iter().map(|key| key.name));
        self.fault(at, format!("there is no key `{name}` here"), help);
    }

    fn check_value(&mut self, value: &Spanned<DeValue<'_>>, key: &Key) {
        let at = span(value);
        match (key.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) if !text.trim().is_empty() => {}
            (Kind::Text, DeValue::String(_)) => {
                self.fault(at, format!("`{}` is empty", key.name), Some(key.doc.to_owned()));
            }
            (Kind::Count, DeValue::Integer(number))
                if u64::from_str_radix(number.as_str(), number.radix()).is_ok() => {}
            (Kind::Date, DeValue::String(text)) if today::is_date(text) => {}
            (Kind::Choice(words), DeValue::String(text)) => self.choice(text, at, words, key.name),
            (Kind::Texts | Kind::Extends, DeValue::Array(list)) => {
                for entry in list.iter().filter(|entry| entry.as_ref().as_str().is_none()) {
                    self.fault(span(entry), format!("`{}` holds only texts", key.name), None);
                }
            }
            (Kind::Extends, DeValue::String(_)) => {}
            (Kind::Table(keys), DeValue::Table(table)) => self.check(table, keys, at),
            (Kind::Tables(keys), DeValue::Array(list)) => {
                for entry in list {
                    match entry.get_ref() {
                        DeValue::Table(table) => self.check(table, keys, span(entry)),
                        _ => self.wrong(span(entry), key),
                    }
                }
            }
            (Kind::Rules, DeValue::Table(table)) => self.rules(table),
            _ => self.wrong(at, key),
        }
    }

    fn wrong(&mut self, at: Span, key: &Key) {
        let help = match key.kind {
            Kind::Tables(_) => format!("write `[[{}]]`", key.name),
            _ => lower_first(key.doc),
        };
        self.fault(at, format!("`{}` must be {}", key.name, key.kind.words()), Some(help));
    }

    fn choice(&mut self, text: &str, at: Span, words: &'static [&'static str], what: &str) {
        if !words.contains(&text) {
            let help = suggest::hint(text, words.iter().copied());
            self.fault(at, format!("there is no {what} `{text}`"), help);
        }
    }

    /// Rules: a level, or a table with a level and options, whose names the rules know.
    fn rules(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            match value.get_ref() {
                DeValue::String(level) => self.choice(level, span(value), LEVELS, "level"),
                DeValue::Table(options) => self.options(options),
                _ => {
                    let help = format!("\"{}\" = \"warning\"", name.get_ref());
                    let message =
                        "a rule is set to a level, or to a table with `level` and options";
                    self.fault(span(value), message.to_owned(), Some(help));
                }
            }
        }
    }

    fn options(&mut self, options: &DeTable<'_>) {
        for (name, value) in options {
            let at = span(value);
            match value.get_ref() {
                DeValue::String(level) if name.get_ref() == "level" => {
                    self.choice(level, at, LEVELS, "level");
                }
                _ if name.get_ref() == "level" => {
                    self.fault(at, "`level` is a text".to_owned(), None);
                }
                value if super::convert::option(value).is_none() => self.fault(
                    at,
                    "an option is a text, a whole number, `true`, `false` or a list of texts"
                        .to_owned(),
                    None,
                ),
                _ => {}
            }
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}
