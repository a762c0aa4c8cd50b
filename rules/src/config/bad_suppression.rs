//! A suppression that does not do what it says: a comment without a reason, past its last day, for
//! a rule that does not exist or that finds nothing there; or an override past its last day.
//!
//! ## Why
//! Every exception was once a decision. Without a reason nobody can take it back; after its last
//! day, or when the code has changed, it hides the next violation instead of the one it was for.
//!
//! ## Fails
//! ```text
//! // portcullis: allow(hexagonal/layer-dependency)
//! use crate::outbound::pg::PgOrders;
//! ```
//!
//! ## Passes
//! ```text
//! // portcullis: allow(hexagonal/layer-dependency) because "strangled by ADR 12" until 2027-03-31
//! use crate::outbound::pg::PgOrders;
//! ```
//!
//! ## How to fix
//! Give the reason, name an existing rule, or remove the comment where it is not needed any more. A
//! comment without a reason, or past its last day, suppresses nothing.
//!
//! Variants: `[no-reason]`, which holds for custom rules without `because` too, `[expired]`, `[unknown-rule]`, `[unused]`; without a variant the comment
//! cannot be read at all.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! A suppression of a rule that is not part of this run (`--select`, another preset) is not called
//! unused.

use portcullis_facts::place::Place;

use crate::context::Context;
use crate::engine::directive::FORM;
use crate::engine::plan::Plan;
use crate::engine::report::{Draft, Report};
use crate::finding::Remedy;
use crate::rule::{Check, Fix, Rule, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "config/bad-suppression",
    summary: "a suppression has no reason, has expired, names no rule, or suppresses nothing",
    level: Level::Warning,
    variants: &[
        variant("no-reason", "a suppression does not say why"),
        variant("expired", "a suppression is past its last day"),
        variant("unknown-rule", "a suppression names a rule that does not exist"),
        variant("unused", "a suppression suppresses nothing"),
    ],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Documentation",
    source: include_str!("bad_suppression.rs"),
    check: Check::Engine,
};

const fn variant(name: &'static str, summary: &'static str) -> Variant {
    Variant { name, summary, level: Level::Warning, opt_in: false }
}

/// What is wrong with a suppression.
#[derive(Clone, Debug)]
pub(crate) enum Fault<'a> {
    /// It is not written as one.
    Unreadable { text: &'a str, reason: String, place: Place },
    /// It names a rule that does not exist.
    UnknownRule { text: &'a str, message: String, help: String, place: Place },
    /// It has no reason.
    NoReason { text: &'a str, place: Place },
    /// It is past its last day.
    Expired { text: &'a str, until: &'a str, place: Option<Place> },
    /// It suppresses nothing; another rule that the comment names may be of use.
    Unused { name: &'a str, place: Place, is_alone: bool },
}

/// Reports the faults of comments, and overrides past their last day.
pub(crate) fn report(
    context: &Context<'_>,
    plan: &Plan<'_>,
    faults: Vec<Fault<'_>>,
    report: &mut Report,
) {
    for fault in faults {
        if let Some(draft) = draft(context, fault) {
            report.add(draft);
        }
    }
    for rule in context.settings.custom.iter().filter(|rule| rule.because.is_none()) {
        if let Some(place) = context.setting_place(&rule.origin) {
            report.add(
                Draft::new(&rule.id, "because", place)
                    .variant(Some("no-reason"))
                    .message(format!("rule `{}` does not say why it exists", rule.id))
                    .help("add `because = \"...\"`; its findings show it")
                    .label("declared here"),
            );
        }
    }
    for setting in plan.expired() {
        let until = setting.until.as_deref().unwrap_or_default();
        let place = context.setting_place(&setting.origin);
        let paths: Vec<&str> = setting.paths.iter().map(|path| &**path).collect();
        let text = paths.join(", ");
        if let Some(draft) = draft(context, Fault::Expired { text: &text, until, place }) {
            report.add(draft);
        }
    }
}

fn draft(context: &Context<'_>, fault: Fault<'_>) -> Option<Draft> {
    let new = |evidence: &str, place: Place| {
        Draft::new(context.path(place), evidence, place).label("written here")
    };
    Some(match fault {
        Fault::Unreadable { text, reason, place } => new(text, place)
            .message(format!("this suppression cannot be read: {reason}"))
            .help(FORM),
        Fault::UnknownRule { text, message, help, place } => new(text, place)
            .variant(Some("unknown-rule"))
            .message(format!("this suppression does nothing: {message}"))
            .help(help),
        Fault::NoReason { text, place } => new(text, place)
            .variant(Some("no-reason"))
            .message("this suppression gives no reason, so it does nothing")
            .help("say why: `because \"...\"` behind the parenthesis"),
        Fault::Expired { text, until, place } => new(text, place?)
            .variant(Some("expired"))
            .message(format!("this exception ended on {until}, so it does nothing"))
            .help("remove it and mend what it was for, or give it a new last day"),
        Fault::Unused { name, place, is_alone } => new(name, place)
            .variant(Some("unused"))
            .message(format!("nothing of `{name}` is found where this suppression holds"))
            .help("remove it")
            .remedy(is_alone.then_some(Remedy::Removal)),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_suppression_without_a_reason_is_reported() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            mod shop::domain core
            allow shop::domain allow(hexagonal/layer-dependency)
            struct shop::domain::Order
        "), @r#"
        warning config/bad-suppression[no-reason] shop/src/domain.rs:1 (written here)
          this suppression gives no reason, so it does nothing
          help: say why: `because "..."` behind the parenthesis
        "#);
    }

    #[test]
    fn one_with_a_reason_for_a_rule_that_does_not_run_is_silent() {
        silent(
            &RULE,
            "
            package shop lib
            mod shop::domain core
            allow shop::domain allow(hexagonal/layer-dependency) because \"ADR 3\"
            struct shop::domain::Order
        ",
        );
    }
}
