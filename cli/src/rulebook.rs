//! What the rules say of themselves, for `rules`, `explain`, the SARIF report and the JSON Schema.

use portcullis_rules::settings::{Level, OptionValue};

/// A rule.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `category/name`.
    pub(crate) id: &'static str,
    /// What it finds, in one line.
    pub(crate) summary: &'static str,
    /// The level of findings without a variant.
    pub(crate) level: Level,
    /// Kinds of findings that are set by themselves.
    pub(crate) variants: Vec<Variant>,
    /// Whether it waits until a part of the system has the technology that it asks for.
    pub(crate) gated: bool,
    /// What can be set.
    pub(crate) options: Vec<RuleOption>,
    /// The pattern that it serves.
    pub(crate) serves: &'static str,
}

/// A variant of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) level: Level,
    /// Whether it runs only where it is named.
    pub(crate) opt_in: bool,
}

/// An option of a rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleOption {
    pub(crate) name: &'static str,
    pub(crate) default: OptionValue,
    pub(crate) doc: &'static str,
}

impl Entry {
    /// `hexagonal`.
    pub(crate) fn category(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}

/// All rules, by category.
pub(crate) fn all() -> Vec<Entry> {
    Vec::new()
}

/// The page of a rule, as Markdown with the rule's id as its title.
pub(crate) fn page(id: &str) -> Option<String> {
    let _ = id;
    None
}
