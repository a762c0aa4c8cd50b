//! `portcullis rules`: all rules, in groups, with their levels.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use portcullis_rules::catalogue;
use portcullis_rules::registry::RuleInfo;
use portcullis_rules::rule::{Fix, OptionDefault};
use serde::Serialize;

use super::TextOrJson;
use crate::report::json;
use crate::{Exit, names, output};

/// List all rules with their levels
///
/// `portcullis explain RULE` shows what a rule wants and how to do it right.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Rules {
    /// The form of the output
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

const EXAMPLES: &str = "\
Examples:
  portcullis rules
  portcullis rules --format json | jq -r '.rules[].id'

Exit status: 0 listed, 2 could not run";

/// A rule, as JSON shows it.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    category: &'static str,
    summary: &'static str,
    level: &'static str,
    /// Waits until a part of the system has the technology that it asks for.
    gated: bool,
    variants: Vec<Variant>,
    options: Vec<RuleOption>,
    /// The command that mends a finding, if there is one.
    fix: Option<&'static str>,
    serves: &'static str,
}

#[derive(Serialize)]
struct Variant {
    name: &'static str,
    summary: &'static str,
    level: &'static str,
    opt_in: bool,
}

#[derive(Serialize)]
struct RuleOption {
    name: &'static str,
    default: serde_json::Value,
    doc: &'static str,
}

impl Rules {
    /// Runs the command.
    pub(crate) fn run(&self) -> Result<Exit> {
        let rules = catalogue();
        match self.format {
            TextOrJson::Text => {
                let styled = output::stdout_is_styled();
                output::write(None, |out| text(&rules, styled, out))?;
            }
            TextOrJson::Json => {
                let entries: Vec<Entry> = rules.iter().map(entry).collect();
                let document = serde_json::json!({ "version": 1, "rules": entries });
                output::write(None, |out| json::document_to(&document, out))?;
            }
        }
        Ok(Exit::Clean)
    }
}

fn text(rules: &[RuleInfo], styled: bool, out: &mut dyn Write) -> io::Result<()> {
    let bold = if styled { Style::new().bold() } else { Style::new() };
    let variants = rules.iter().flat_map(|rule| {
        rule.variants.iter().map(move |variant| rule.id.len() + variant.name.len() + 2)
    });
    let width = rules.iter().map(|rule| rule.id.len()).chain(variants).max().unwrap_or(0);
    let mut category = "";
    for rule in rules {
        if rule.category != category {
            let gap = if category.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{bold}{}{bold:#}", rule.category)?;
            category = rule.category;
        }
        let level = names::level(rule.level);
        writeln!(out, "  {level:7}  {:width$}  {}", rule.id, rule.summary)?;
        for variant in &rule.variants {
            let level = if variant.opt_in { "off" } else { names::level(variant.level) };
            let id = format!("{}[{}]", rule.id, variant.name);
            writeln!(out, "  {level:7}  {id:width$}  {}", variant.summary)?;
        }
    }
    writeln!(out, "\n`portcullis explain RULE` shows what a rule wants and how to do it right")
}

fn entry(rule: &RuleInfo) -> Entry {
    Entry {
        id: rule.id,
        category: rule.category,
        summary: rule.summary,
        level: names::level(rule.level),
        gated: rule.gated,
        variants: rule
            .variants
            .iter()
            .map(|variant| Variant {
                name: variant.name,
                summary: variant.summary,
                level: names::level(variant.level),
                opt_in: variant.opt_in,
            })
            .collect(),
        options: rule
            .options
            .iter()
            .map(|option| RuleOption {
                name: option.name,
                default: default(option.default),
                doc: option.doc,
            })
            .collect(),
        fix: match rule.fix {
            Fix::Generated(command) | Fix::Scaffolded(command) => Some(command),
            Fix::Manual => None,
        },
        serves: rule.serves,
    }
}

/// The default of an option as JSON.
pub(crate) fn default(default: OptionDefault) -> serde_json::Value {
    match default {
        OptionDefault::Bool(value) => value.into(),
        OptionDefault::Integer(value) => value.into(),
        OptionDefault::Text(value) => value.into(),
        OptionDefault::List(value) => value.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_once() {
        let rules = catalogue();
        let mut out = Vec::new();
        text(&rules, false, &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        for rule in &rules {
            let lines =
                shown.lines().filter(|line| line.split_whitespace().nth(1) == Some(rule.id));
            assert_eq!(lines.count(), 1, "{}: {shown}", rule.id);
        }
    }
}
