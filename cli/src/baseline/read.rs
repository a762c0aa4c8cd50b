//! Reads lists of known findings.

use std::sync::Arc;

use portcullis_facts::place::Span;
use portcullis_rules::engine::baseline::Baseline;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::fault::{Fault, Text};
use crate::suggest;

/// Faults that are told of one file: one broken line can break all that follow.
const FAULTS: usize = 10;
/// Digits of a fingerprint.
const DIGITS: usize = 32;

/// What a file says: the findings, and the folder over which they were recorded.
///
/// # Errors
/// All that is wrong in it, at most ten and how many there are besides.
pub(super) fn parse(text: Text) -> Result<(Baseline, String), Vec<Fault>> {
    let mut reader =
        Reader { text: Arc::new(text), faults: Vec::new(), more: 0, root: ".".to_owned() };
    let text = Arc::clone(&reader.text);
    let (document, errors) = DeTable::parse_recoverable(&text.text);
    // What comes after the first error of the syntax follows from it more often than not.
    if let Some(error) = errors.iter().min_by_key(|error| error.span().map(|span| span.start)) {
        let at = error.span().unwrap_or_default();
        let help = conflict(&text.text).then_some(
            "the file has marks of a conflict: keep the lines of both sides, then \
             `portcullis baseline` takes out what is fixed",
        );
        reader.fault(
            Span::new(at.start as u32, at.end as u32),
            error.message().to_lowercase(),
            help.map(str::to_owned),
        );
        return Err(reader.faults);
    }
    let baseline = reader.file(document.get_ref());
    if reader.more > 0 {
        let message = format!("and {} more of these", reader.more);
        reader.faults.push(Fault { message, help: None, at: Some((text, None)) });
    }
    if reader.faults.is_empty() { Ok((baseline, reader.root)) } else { Err(reader.faults) }
}

/// Whether a merge left its marks.
fn conflict(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"))
}

struct Reader {
    text: Arc<Text>,
    faults: Vec<Fault>,
    more: usize,
    root: String,
}

impl Reader {
    fn fault(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        if self.faults.len() == FAULTS {
            self.more += 1;
            return;
        }
        let at = Some((Arc::clone(&self.text), Some(span)));
        self.faults.push(Fault { message: message.into(), help, at });
    }

    fn file(&mut self, table: &DeTable<'_>) -> Baseline {
        let mut baseline = Baseline::default();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("version", DeValue::Integer(number)) if number.as_str() == "1" => {}
                ("version", _) => {
                    let help = "another version of Portcullis wrote it; this one knows version 1";
                    self.fault(span(value), "this version is not known", Some(help.to_owned()));
                }
                ("root", DeValue::String(root)) => root.as_ref().clone_into(&mut self.root),
                ("root", _) => self.fault(span(value), "`root` must be a text", None),
                ("findings", DeValue::Table(rules)) => {
                    for (rule, findings) in rules {
                        self.findings(rule.get_ref(), findings, &mut baseline);
                    }
                }
                ("findings", _) => self.fault(span(value), "`findings` must be a table", None),
                (other, _) => {
                    let help = suggest::hint(other, ["version", "root", "findings"]);
                    self.fault(span(key), format!("there is no key `{other}` here"), help);
                }
            }
        }
        if !table.contains_key("version") {
            let help = Some("write `version = 1`".to_owned());
            self.fault(Span::default(), "the key `version` is missing", help);
        }
        baseline
    }

    fn findings(&mut self, rule: &str, list: &Spanned<DeValue<'_>>, baseline: &mut Baseline) {
        let Some(entries) = list.get_ref().as_array() else {
            self.fault(span(list), format!("`{rule}` must be a list of texts"), None);
            return;
        };
        for entry in entries {
            let text = entry.get_ref().as_str();
            // A merge may have left a line twice; the second says nothing new.
            if let Some((fingerprint, said)) = text.and_then(split) {
                baseline.add(rule.to_owned(), fingerprint.to_owned(), said.to_owned());
            } else {
                self.fault(
                    span(entry),
                    "this is no finding",
                    Some(format!("a text begins with {DIGITS} hexadecimal digits and a blank")),
                );
            }
        }
    }
}

/// Fingerprint and text of an entry.
fn split(entry: &str) -> Option<(&str, &str)> {
    let (fingerprint, text) = entry.split_once(' ').unwrap_or((entry, ""));
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (fingerprint.len() == DIGITS && fingerprint.bytes().all(is_digit))
        .then_some((fingerprint, text))
}

fn span<T>(value: &Spanned<T>) -> Span {
    let range = value.span();
    Span::new(range.start as u32, range.end as u32)
}
