//! `portcullis explain`: the page of a rule, for reading in a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use anyhow::{Result, bail};
use clap::Args;
use portcullis_rules::registry::RuleInfo;
use portcullis_rules::{catalogue, explain};

use crate::{Exit, names, output, suggest};

/// Explain a rule: what it finds, why, and how to do it right
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Explain {
    /// The rule: `hexagonal/layer-dependency`, or `layer-dependency` for short; with a variant, as findings show it, too
    #[arg(required_unless_present = "all")]
    rule: Option<String>,
    /// List all rules, a line each
    #[arg(long, conflicts_with = "rule")]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  portcullis explain layer-dependency
  portcullis explain 'hexagonal/technology-in-core[manifest]'
  portcullis explain --all

Exit status: 0 explained, 2 there is no such rule";

impl Explain {
    /// Runs the command.
    pub(crate) fn run(&self) -> Result<Exit> {
        let rules = catalogue();
        let Some(name) = &self.rule else {
            let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
            let mut list = String::new();
            for rule in &rules {
                let _ = writeln!(list, "{:width$}  {}", rule.id, rule.summary);
            }
            output::print(&list)?;
            return Ok(Exit::Clean);
        };
        let rule = find(&rules, name)?;
        let page = explain(rule.id).unwrap_or_default();
        let styled = output::stdout_is_styled();
        output::print(&render(&page, styled))?;
        output::print(&levels(rule))?;
        Ok(Exit::Clean)
    }
}

/// The rule that `name` means: its id, or the part behind the category.
///
/// # Errors
/// Where there is none, with what was probably meant.
fn find<'r>(rules: &'r [RuleInfo], name: &str) -> Result<&'r RuleInfo> {
    // A finding shows `rule[variant]`; its page is the rule's.
    let (name, variant) = match name.split_once('[') {
        Some((name, variant)) => (name, Some(variant.trim_end_matches(']'))),
        None => (name, None),
    };
    let exact = rules.iter().find(|rule| rule.id == name);
    let short =
        || rules.iter().find(|rule| rule.id.split_once('/').is_some_and(|(_, tail)| tail == name));
    if let Some(rule) = exact.or_else(short) {
        let names = || rule.variants.iter().map(|known| known.name);
        if let Some(variant) = variant
            && !names().any(|known| known == variant)
        {
            let there: Vec<String> = names().map(|known| format!("`{known}`")).collect();
            let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
            bail!("`{}` has no variant `{variant}`; there are: {there}", rule.id);
        }
        return Ok(rule);
    }
    let category = name.trim_end_matches('/');
    let of_it =
        rules.iter().filter(|rule| rule.id.split_once('/').is_some_and(|(c, _)| c == category));
    let of_it: Vec<String> = of_it.map(|rule| format!("`{}`", rule.id)).collect();
    if !of_it.is_empty() {
        bail!("`{category}` is a category; name one of its rules: {}", of_it.join(", "));
    }
    let ids = rules.iter().map(|rule| rule.id);
    match suggest::closest(name, ids) {
        Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
        None => bail!("there is no rule `{name}`; `portcullis rules` lists all"),
    }
}

/// What the page does not say, because it is data: the levels.
fn levels(rule: &RuleInfo) -> String {
    let mut text = format!("\nLevel: {}", names::level(rule.level));
    for variant in &rule.variants {
        let opt_in = if variant.opt_in { ", only where it is named" } else { "" };
        let _ = write!(text, "; [{}] {}{opt_in}", variant.name, names::level(variant.level));
    }
    if !rule.serves.is_empty() {
        let _ = write!(text, "\nServes: {}", rule.serves);
    }
    text.push('\n');
    text
}

/// Styles of a page.
struct Styles {
    title: Style,
    heading: Style,
    code: Style,
}

/// Markdown as a terminal shows it: headings bold, code set in, names in backticks coloured.
fn render(page: &str, styled: bool) -> String {
    let plain = Style::new();
    let looks = if styled {
        Styles {
            title: plain.bold().underline(),
            heading: plain.bold(),
            code: plain.fg_color(Some(AnsiColor::Cyan.into())),
        }
    } else {
        Styles { title: plain, heading: plain, code: plain }
    };
    let mut out = String::new();
    let mut fenced = false;
    for line in page.trim_end().lines() {
        let code = &looks.code;
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            let _ = writeln!(out, "    {code}{line}{code:#}");
        } else if let Some(title) = line.strip_prefix("# ") {
            let _ = writeln!(out, "{}{title}{:#}", looks.title, looks.title);
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(out, "{}{heading}{:#}", looks.heading, looks.heading);
        } else if styled {
            let _ = writeln!(out, "{}", inline(line, *code));
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// A line with its code coloured; a backtick without a partner stays one.
fn inline(line: &str, code: Style) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1;
        if is_code && index + 1 < parts.len() {
            let _ = write!(out, "{code}{part}{code:#}");
        } else if is_code {
            let _ = write!(out, "`{part}");
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_short_names_and_slips_are_understood() {
        let rules = catalogue();
        let id = |name| find(&rules, name).map(|rule| rule.id).map_err(|error| error.to_string());
        assert_eq!(id("hexagonal/layer-dependency"), Ok("hexagonal/layer-dependency"));
        assert_eq!(id("layer-dependency[manifest]"), Ok("hexagonal/layer-dependency"));
        let error = id("layer-dependancy").unwrap_err();
        assert!(error.ends_with("did you mean `hexagonal/layer-dependency`?"), "{error}");
        let error = id("technology-in-core[derve]").unwrap_err();
        assert!(error.contains("has no variant `derve`") && error.contains("`derive`"), "{error}");
        let error = id("messaging/").unwrap_err();
        let expected = "`messaging` is a category; name one of its rules: `messaging/";
        assert!(error.starts_with(expected), "{error}");
        let error = id("nonsense").unwrap_err();
        assert!(error.ends_with("`portcullis rules` lists all"), "{error}");
    }

    #[test]
    fn pages_are_laid_out() {
        let page = "# a/b\n\nUses `x` and `y.\n\n## Fails\n```rust\nuse x;\n```\n";
        assert_eq!(render(page, false), "a/b\n\nUses `x` and `y.\n\nFails\n    use x;\n");
        let styled = render(page, true);
        assert!(styled.contains("\u{1b}[36mx\u{1b}[0m and `y."), "{styled:?}");
        assert!(styled.contains("    \u{1b}[36muse x;"), "{styled:?}");
    }

    #[test]
    fn every_rule_has_a_page_that_renders() {
        for rule in catalogue() {
            let page = explain(rule.id).unwrap_or_default();
            let shown = render(&page, false);
            assert!(shown.starts_with(rule.id) && !shown.contains("```"), "{}", rule.id);
        }
    }
}
