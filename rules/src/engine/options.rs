//! A rule's options with their types.

use std::collections::BTreeMap;

use crate::rule::{OptionDefault, Rule};
use crate::settings::OptionValue;

/// The options of one rule: what is set, and defaults for the rest.
#[derive(Debug)]
pub struct RuleOptions<'a> {
    rule: &'a Rule,
    set: BTreeMap<&'a str, &'a OptionValue>,
}

impl<'a> RuleOptions<'a> {
    /// The options of `rule`, validated before.
    pub(crate) const fn new(rule: &'a Rule, set: BTreeMap<&'a str, &'a OptionValue>) -> Self {
        Self { rule, set }
    }

    /// A list of texts; empty where the rule declares no list of this name.
    pub fn list(&self, name: &str) -> Vec<&'a str> {
        match (self.set.get(name), self.default(name)) {
            (Some(OptionValue::List(list)), _) => list.iter().map(String::as_str).collect(),
            (_, Some(OptionDefault::List(list))) => list.to_vec(),
            _ => Vec::new(),
        }
    }

    /// A text; empty where the rule declares no text of this name.
    pub fn text(&self, name: &str) -> &'a str {
        match (self.set.get(name), self.default(name)) {
            (Some(OptionValue::Text(text)), _) => text,
            (_, Some(OptionDefault::Text(text))) => text,
            _ => "",
        }
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> bool {
        match (self.set.get(name), self.default(name)) {
            (Some(OptionValue::Bool(value)), _) => *value,
            (_, Some(OptionDefault::Bool(value))) => value,
            _ => false,
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> i64 {
        match (self.set.get(name), self.default(name)) {
            (Some(OptionValue::Integer(value)), _) => *value,
            (_, Some(OptionDefault::Integer(value))) => value,
            _ => 0,
        }
    }

    fn default(&self, name: &str) -> Option<OptionDefault> {
        let found = self.rule.options.iter().find(|option| option.name == name);
        debug_assert!(found.is_some(), "{} declares no option `{name}`", self.rule.id);
        found.map(|option| option.default)
    }
}
