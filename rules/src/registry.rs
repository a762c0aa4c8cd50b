//! All rules, and what is known about them as plain data.

use std::sync::LazyLock;

use crate::page::page;
use crate::rule::{Fix, OptionDefault, Rule};
use crate::settings::Level;
use crate::{
    api, config, data, decomposition, delivery, deployment, drift, hexagonal, messaging,
    observability, resilience, security,
};

/// A category's rules.
pub(crate) type Category = (&'static str, &'static [&'static Rule]);

/// The categories, in the order in which they are shown.
pub(crate) const CATEGORIES: &[Category] = &[
    ("hexagonal", hexagonal::RULES),
    ("decomposition", decomposition::RULES),
    ("api", api::RULES),
    ("data", data::RULES),
    ("messaging", messaging::RULES),
    ("resilience", resilience::RULES),
    ("observability", observability::RULES),
    ("deployment", deployment::RULES),
    ("security", security::RULES),
    ("delivery", delivery::RULES),
    ("drift", drift::RULES),
    ("config", config::RULES),
];

/// All rules, by category.
pub fn rules() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&'static Rule>> =
        LazyLock::new(|| CATEGORIES.iter().flat_map(|(_, rules)| rules.iter().copied()).collect());
    &ALL
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    rules().iter().copied().find(|rule| rule.id == id)
}

/// The page of the rule with this id, as Markdown.
pub fn explain(id: &str) -> Option<String> {
    find(id).map(page)
}

/// What is known about a rule, for the rule book, the JSON Schema of the configuration and `rules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// `category/name`.
    pub id: &'static str,
    /// The category.
    pub category: &'static str,
    /// What it says, in one line.
    pub summary: &'static str,
    /// The level of findings without a variant.
    pub level: Level,
    /// Name, summary, level, and whether it must be named to run.
    pub variants: Vec<VariantInfo>,
    /// Whether it waits until a part of the system has the technology that it asks for.
    pub gated: bool,
    /// Its options.
    pub options: Vec<OptionInfo>,
    /// How findings are mended.
    pub fix: Fix,
    /// The pattern that it serves.
    pub serves: &'static str,
}

/// What is known about a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantInfo {
    /// Its name.
    pub name: &'static str,
    /// What it says, in one line.
    pub summary: &'static str,
    /// Its level.
    pub level: Level,
    /// Whether it must be named to run.
    pub opt_in: bool,
}

/// What is known about an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionInfo {
    /// Its key.
    pub name: &'static str,
    /// Its default, and with it its type.
    pub default: OptionDefault,
    /// What it does, in one line.
    pub doc: &'static str,
}

/// All rules as plain data.
pub fn catalogue() -> Vec<RuleInfo> {
    let info = |rule: &&'static Rule| RuleInfo {
        id: rule.id,
        category: rule.category(),
        summary: rule.summary,
        level: rule.level,
        variants: rule
            .variants
            .iter()
            .map(|v| VariantInfo {
                name: v.name,
                summary: v.summary,
                level: v.level,
                opt_in: v.opt_in,
            })
            .collect(),
        gated: rule.gated,
        options: rule
            .options
            .iter()
            .map(|o| OptionInfo { name: o.name, default: o.default, doc: o.doc })
            .collect(),
        fix: rule.fix,
        serves: rule.serves,
    };
    rules().iter().map(info).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{CATEGORIES, rules};

    #[test]
    fn each_folder_holds_exactly_the_rules_of_its_list() {
        for (category, list) in CATEGORIES {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(category);
            let on_disk: BTreeSet<String> = std::fs::read_dir(&folder)
                .expect("a category is a folder")
                .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
                .filter_map(|name| name.strip_suffix(".rs").map(|name| name.replace('_', "-")))
                .filter(|name| name != "mod")
                .collect();
            let listed: BTreeSet<String> = list.iter().map(|r| r.name().to_owned()).collect();
            let unlisted: Vec<&String> = on_disk.difference(&listed).collect();
            assert!(
                unlisted.is_empty(),
                "`rules/src/{category}/mod.rs` does not list {unlisted:?}: it names each rule twice, as \
                 `pub mod some_rule;` and as `&some_rule::RULE` in `RULES`"
            );
            let gone: Vec<&String> = listed.difference(&on_disk).collect();
            assert!(
                gone.is_empty(),
                "{gone:?} of `rules/src/{category}/` are not called like their files: the file of \
                 `{category}/some-rule` is `some_rule.rs`"
            );
            for rule in *list {
                let id = format!("{category}/{}", rule.name());
                assert_eq!(rule.id, id, "the id of a rule begins with its folder");
            }
        }
    }

    #[test]
    fn every_rule_has_a_sketch_that_fails_and_one_that_passes() {
        for rule in rules() {
            let tests = rule.source.split_once("#[cfg(test)]").map_or("", |(_, tests)| tests);
            // What the configuration says is no part of a sketch.
            let both = if rule.id == "config/empty-selector" {
                ["run(SYSTEM, &settings))", "findings, []"]
            } else {
                ["fires(", "silent("]
            };
            for call in both {
                assert!(
                    tests.contains(call),
                    "{}: no test in its file contains `{call}`; a rule has a sketch that fires and one that is silent",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn ids_are_unique_and_summaries_keep_the_style() {
        let ids: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().len());
        for rule in rules() {
            let texts = std::iter::once(rule.summary)
                .chain(rule.variants.iter().map(|v| v.summary))
                .chain(rule.options.iter().map(|o| o.doc));
            for text in texts {
                assert_eq!(crate::testing::style_fault(text), None, "{}: {text}", rule.id);
            }
            assert!(
                rule.source.starts_with("//! "),
                "{}: its file begins with its page, in `//!` lines",
                rule.id
            );
        }
    }
}
