//! The rules as SARIF describes them: those of Portcullis, and the user's own that found something.

use std::collections::HashMap;
use std::fmt::Write as _;

use portcullis_rules::finding::Finding;
use portcullis_rules::registry::RuleInfo;
use portcullis_rules::settings::Level;
use portcullis_rules::{catalogue, explain};
use serde_json::{Value, json};

use crate::names;

/// Characters of a description that GitHub takes.
const DESCRIPTION: usize = 1_024;

/// The rules of a run.
pub(super) struct Rules<'a> {
    book: Vec<RuleInfo>,
    own: Vec<&'a Finding>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    /// All rules of Portcullis, then those that only `findings` name.
    pub(super) fn of(findings: &[&'a Finding]) -> Self {
        let book = catalogue();
        let mut index: HashMap<&str, usize> =
            book.iter().enumerate().map(|(i, entry)| (entry.id, i)).collect();
        let mut own = Vec::new();
        for &finding in findings {
            let next = index.len();
            index.entry(&finding.rule).or_insert_with(|| {
                own.push(finding);
                next
            });
        }
        Self { book, own, index }
    }

    /// The place of a rule in the list.
    pub(super) fn index(&self, rule: &str) -> usize {
        self.index[rule]
    }

    /// The list.
    pub(super) fn descriptors(&self) -> Vec<Value> {
        let book = self.book.iter().map(known);
        book.chain(self.own.iter().map(|finding| unknown(finding))).collect()
    }
}

fn known(entry: &RuleInfo) -> Value {
    let page = explain(entry.id).unwrap_or_else(|| entry.summary.to_owned());
    let paragraph = page
        .split("\n\n")
        .map(str::trim)
        .find(|part| !part.is_empty() && !part.starts_with('#'))
        .unwrap_or(entry.summary);
    let (level, urgency) = match entry.level {
        Level::Error => ("error", "error"),
        Level::Warning => ("warning", "warning"),
        Level::Note | Level::Off => ("note", "recommendation"),
    };
    descriptor(
        entry.id,
        entry.summary,
        &paragraph.split_whitespace().collect::<Vec<_>>().join(" "),
        &plain(&page),
        &format!("{page}\n## Level\n{}\n", levels(entry)),
        &json!({ "level": level }),
        &json!({
            "tags": ["architecture", entry.category],
            "precision": "high",
            "problem.severity": urgency,
        }),
    )
}

/// A rule of the user's own: its findings are all that is known.
fn unknown(finding: &Finding) -> Value {
    let text = format!("a rule of this system's own configuration: `{}`", finding.rule);
    let help = format!("{text}\n\n{}", finding.help);
    let level = names::severity(finding.severity);
    descriptor(
        &finding.rule,
        &text,
        &text,
        help.trim(),
        &format!("# {}\n\n{}\n\n## Level\n{level}\n", finding.rule, help.trim()),
        &json!({ "level": level }),
        &json!({ "tags": ["architecture", "custom"] }),
    )
}

/// The levels of a rule and its variants: GitHub shows only that of the rule.
fn levels(entry: &RuleInfo) -> String {
    let mut text = names::level(entry.level).to_owned();
    for variant in &entry.variants {
        let level = if variant.opt_in { "off" } else { names::level(variant.level) };
        let _ = write!(text, "; `[{}]` {level}: {}", variant.name, variant.summary);
    }
    text
}

/// Markdown as plain text: headings without their marks, code set in.
fn plain(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut fenced = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            text.push_str("    ");
        }
        let line = if fenced { line } else { line.trim_start_matches('#').trim_start() };
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn descriptor(
    id: &str,
    short: &str,
    full: &str,
    help: &str,
    markdown: &str,
    configuration: &Value,
    properties: &Value,
) -> Value {
    let cut = |text: &str| text.chars().take(DESCRIPTION).collect::<String>();
    json!({
        "id": id,
        "name": name(id),
        "shortDescription": { "text": cut(short) },
        "fullDescription": { "text": cut(full) },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": configuration,
        "properties": properties,
    })
}

/// SARIF wants a name in Pascal case beside the id.
fn name(id: &str) -> String {
    let words = id.split(['/', '-', '_']).take(30);
    words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).take(40).collect()
            })
        })
        .collect()
}
