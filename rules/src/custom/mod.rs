//! Rules of the user's own: six forms over selectors.

mod reach;
#[cfg(test)]
mod tests;
mod things;
mod uses;

use crate::SettingError;
use crate::context::Context;
use crate::engine::report::Draft;
use crate::select::{Evaluator, Selector, SelectorError};
use crate::settings::{CustomForm, CustomRule, Origin, Settings, Written};
pub(crate) use uses::Owner;

/// A custom rule with its selectors read.
#[derive(Clone, Debug)]
pub(crate) struct Compiled<'a> {
    pub(crate) rule: &'a CustomRule,
    /// The selectors, in the order of the form.
    pub(crate) selectors: Vec<(&'a Written, Selector)>,
}

/// Reads the selectors of all custom rules.
///
/// # Errors
/// All of them that are none, and ids that are not of the form `namespace/name`.
pub(crate) fn compile(settings: &Settings) -> Result<Vec<Compiled<'_>>, Vec<SettingError>> {
    let mut errors = Vec::new();
    let mut compiled = Vec::new();
    for rule in &settings.custom {
        if let Some(error) = id_fault(rule) {
            errors.push(error);
        }
        let mut selectors = Vec::new();
        for text in texts(&rule.form) {
            match Selector::new(text) {
                Ok(selector) if selector.is_around() && judges_uses(&rule.form) => {
                    errors.push(no_use(text, &rule.origin));
                }
                Ok(selector) => selectors.push((text, selector)),
                Err(error) => errors.push(selector_fault(&error, text, &rule.origin)),
            }
        }
        compiled.push(Compiled { rule, selectors });
    }
    for layer in &settings.layers {
        for text in &layer.deny {
            if let Err(error) = Selector::new(text) {
                errors.push(selector_fault(&error, text, &layer.origin));
            }
        }
    }
    if errors.is_empty() { Ok(compiled) } else { Err(errors) }
}

fn id_fault(rule: &CustomRule) -> Option<SettingError> {
    let parts: Vec<&str> = rule.id.split('/').collect();
    let named = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
    let taken = crate::registry::find(&rule.id).is_some();
    (!named || taken || rule.id.contains(['*', '[', ','])).then(|| SettingError {
        message: if taken {
            format!("`{}` is a rule of Portcullis", rule.id)
        } else {
            format!("`{}` cannot name a rule", rule.id)
        },
        help: Some("name it after its owner and what it finds, as in `acme/domain-no-sqlx`".into()),
        origin: rule.origin.clone(),
    })
}

/// Whether a form judges single uses in code.
const fn judges_uses(form: &CustomForm) -> bool {
    !matches!(form, CustomForm::Required { .. } | CustomForm::Limit { .. })
}

/// The fault of a selector in a form that could never find anything with it.
fn no_use(written: &Written, origin: &Origin) -> SettingError {
    let text = written.replace('`', "'");
    SettingError {
        message: format!("`{text}` selects nothing that code uses or that uses code"),
        help: Some(format!("`required` and `limit` take it, as in `has = \"{text}\"`")),
        origin: origin.of(written),
    }
}

/// A selector's fault as a fault of the setting that holds it.
fn selector_fault(error: &SelectorError, text: &Written, origin: &Origin) -> SettingError {
    let part = error.selector.get(error.span.start..error.span.end).unwrap_or_default();
    let at = if part.is_empty() {
        "at its end".to_owned()
    } else {
        format!("at `{}`", part.replace('`', "'"))
    };
    SettingError {
        message: format!(
            "`{}` is no selector: {}, {at}",
            error.selector.replace('`', "'"),
            error.message
        ),
        help: error.help.clone(),
        origin: origin.of_part(text, error.span.start, error.span.end),
    }
}

/// The selectors of a form.
fn texts(form: &CustomForm) -> Vec<&Written> {
    match form {
        CustomForm::Forbid { from, to, .. } | CustomForm::AllowOnly { from, to } => vec![from, to],
        CustomForm::Independent(list) | CustomForm::Layers(list) => list.iter().collect(),
        CustomForm::Required { subject, has } => vec![subject, has],
        CustomForm::Limit { subject, count, .. } => vec![subject, count],
    }
}

/// What a custom rule finds.
pub(crate) fn check(
    context: &Context<'_>,
    evaluator: &Evaluator<'_, '_>,
    compiled: &Compiled<'_>,
) -> Vec<Draft> {
    let mut drafts = match &compiled.rule.form {
        CustomForm::Forbid { transitive: true, .. } => reach::check(context, evaluator, compiled),
        CustomForm::Forbid { .. }
        | CustomForm::AllowOnly { .. }
        | CustomForm::Independent(_)
        | CustomForm::Layers(_) => uses::check(context, evaluator, compiled),
        CustomForm::Required { .. } | CustomForm::Limit { .. } => {
            things::check(context, evaluator, compiled)
        }
    };
    for draft in &mut drafts {
        draft.help = help(compiled.rule);
    }
    drafts
}

/// The rule's reason, as the one thing known about what to do.
fn help(rule: &CustomRule) -> String {
    match rule.because.as_deref().map(str::trim).filter(|because| !because.is_empty()) {
        Some(because) => format!("`{}` says why: {}", rule.id, because.trim_end_matches('.')),
        None => format!("see `{}` in the configuration", rule.id),
    }
}
