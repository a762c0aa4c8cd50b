//! A rule's page: the `//!` lines of its file, cut out when somebody wants to read them.

use crate::rule::Rule;

/// The headings that every page has, in this order, after its first lines say what the rule finds.
pub const HEADINGS: [&str; 6] =
    ["Why", "Fails", "Passes", "How to fix", "Options", "False positives avoided"];

/// The page of `rule` as Markdown, with the rule's id as its title.
pub fn page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n", rule.id);
    let lines = rule.source.lines().map_while(|line| line.strip_prefix("//!"));
    for line in lines {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text
}

/// The text below a heading of a page, without the heading itself.
pub fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let start = page.find(&format!("\n## {heading}\n"))? + heading.len() + 5;
    let body = &page[start..];
    Some(body.find("\n## ").map_or(body, |end| &body[..end]).trim())
}

#[cfg(test)]
mod tests {
    use super::{HEADINGS, page, section};
    use crate::registry::rules;

    #[test]
    fn every_page_has_the_headings_in_order_with_text_below_each() {
        for rule in rules() {
            let page = page(rule);
            let mut from = 0;
            for heading in HEADINGS {
                let at = page[from..].find(&format!("\n## {heading}\n"));
                let at = at.unwrap_or_else(|| {
                    panic!(
                        "{}: no heading `## {heading}` where it belongs; all pages have {HEADINGS:?}, in this order",
                        rule.id
                    )
                });
                from += at;
                let body = section(&page, heading).unwrap_or_default();
                assert!(!body.is_empty(), "{}: nothing below `{heading}`", rule.id);
            }
        }
    }

    #[test]
    fn every_option_and_variant_stands_on_the_page() {
        for rule in rules() {
            let page = page(rule);
            for option in rule.options {
                let options = section(&page, "Options").unwrap_or_default();
                assert!(
                    options.contains(&format!("`{}`", option.name)),
                    "{}: the section `Options` of its page does not say what `{}` is",
                    rule.id,
                    option.name
                );
            }
            for variant in rule.variants {
                let name = format!("`[{}]`", variant.name);
                assert!(page.contains(&name), "{}: its page does not say what {name} is", rule.id);
            }
        }
    }
}
