//! Turns a file that was held against the keys into settings.
//!
//! What is of the wrong kind was told before and is skipped here.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use portcullis_facts::graph::{LayerDefinition, Role};
use portcullis_facts::place::Span;
use portcullis_rules::settings::{
    ContextSetting, CustomForm, CustomRule, LayerSetting, Level, OptionValue, Origin, Override,
    RuleSetting, Written,
};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::FORMS;
use super::parts::{Parts, Reference};
use super::read::{Reader, span};

/// Everything that a file says, `extends` left out.
pub(super) fn parts(table: &DeTable<'_>, reader: &mut Reader) -> Parts {
    let mut parts = Parts::default();
    if let Some(inputs) = table.get("inputs").and_then(|value| value.get_ref().as_table()) {
        parts.features = texts(inputs, "features");
    }
    for (table, at) in tables(table, "layer") {
        layer(table, origin(reader, at), &mut parts, reader);
    }
    for (table, at) in tables(table, "context") {
        parts.contexts.push(ContextSetting {
            name: text(table, "name"),
            services: all_written(table, "services"),
            published: texts(table, "published"),
            origin: origin(reader, at),
        });
    }
    parts.rules = rules(table, "rules", reader);
    for (table, at) in tables(table, "override") {
        parts.overrides.push(Override {
            paths: all_written(table, "paths"),
            rules: rules(table, "rules", reader),
            because: text(table, "because"),
            until: string(table, "until"),
            origin: origin(reader, at),
        });
    }
    for (table, at) in tables(table, "rule") {
        if let Some(form) = form(table, at, reader) {
            parts.custom.push(CustomRule {
                id: text(table, "id"),
                level: string(table, "level").as_deref().and_then(level).unwrap_or(Level::Error),
                because: string(table, "because"),
                form,
                origin: origin(reader, at),
            });
        }
    }
    unique(table, "layer", "name", reader);
    unique(table, "context", "name", reader);
    unique(table, "rule", "id", reader);
    parts
}

fn layer(table: &DeTable<'_>, origin: Origin, parts: &mut Parts, reader: &mut Reader) {
    let (name, paths) = (text(table, "name"), all_written(table, "paths"));
    let external = table.get("external").and_then(|value| value.get_ref().as_table());
    let external_allow_only = external.and_then(|external| {
        let limited = string(external, "mode").as_deref() == Some("allow-only");
        let given = external.get("crates");
        if let (false, Some(crates)) = (limited, given) {
            let help = Some("write `mode = \"allow-only\"`, or leave `crates` out".to_owned());
            let message = "`crates` limits nothing unless `mode` is `allow-only`".to_owned();
            reader.fault(span(crates), message, help);
        }
        limited.then(|| texts(external, "crates"))
    });
    for entry in list(table, "may_use") {
        if let Some(name) = entry.get_ref().as_str() {
            let at = (Arc::clone(&reader.text), span(entry));
            parts.references.push(Reference { name: name.to_owned(), at });
        }
    }
    parts.definitions.push(LayerDefinition {
        name: name.clone(),
        role: string(table, "role").as_deref().and_then(role),
        paths: texts(table, "paths"),
    });
    parts.layers.push(LayerSetting {
        name,
        may_use: table.contains_key("may_use").then(|| texts(table, "may_use")),
        deny: all_written(table, "deny"),
        external_allow_only,
        paths,
        origin,
    });
}

/// What a rule of the user's own demands: exactly one of the forms.
fn form(table: &DeTable<'_>, at: Span, reader: &mut Reader) -> Option<CustomForm> {
    let given: Vec<&str> = FORMS.iter().copied().filter(|form| table.contains_key(*form)).collect();
    let &[form] = given.as_slice() else {
        let forms = listed(FORMS);
        let message = match given.as_slice() {
            [] => "the rule demands nothing".to_owned(),
            many => format!("the rule demands several things: `{}`", many.join("`, `")),
        };
        reader.fault(at, message, Some(format!("give exactly one of {forms}")));
        return None;
    };
    let value = table.get(form)?.get_ref();
    let inner = value.as_table();
    Some(match form {
        "forbid" => CustomForm::Forbid {
            from: written(inner?, "from"),
            to: written(inner?, "to"),
            transitive: string(inner?, "via").as_deref() == Some("any"),
        },
        "allow_only" => {
            CustomForm::AllowOnly { from: written(inner?, "from"), to: written(inner?, "to") }
        }
        "independent" => CustomForm::Independent(all_written(table, form)),
        "layers" => CustomForm::Layers(all_written(table, form)),
        "required" => {
            CustomForm::Required { subject: written(inner?, "for"), has: written(inner?, "has") }
        }
        _ => CustomForm::Limit {
            subject: written(inner?, "for"),
            count: written(inner?, "count"),
            max: count(inner?, "max")?,
        },
    })
}

/// "`a`, `b` and `c`".
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn rules(table: &DeTable<'_>, key: &str, reader: &Reader) -> Vec<RuleSetting> {
    let rules = table.get(key).and_then(|value| value.get_ref().as_table());
    let mut settings = Vec::new();
    for (selector, value) in rules.into_iter().flatten() {
        let (level, options) = match value.get_ref() {
            DeValue::String(name) => (self::level(name), BTreeMap::new()),
            DeValue::Table(table) => (
                string(table, "level").as_deref().and_then(self::level),
                table
                    .iter()
                    .filter(|(name, _)| name.get_ref() != "level")
                    .filter_map(|(name, value)| {
                        Some((name.get_ref().to_string(), option(value.get_ref())?))
                    })
                    .collect(),
            ),
            _ => continue,
        };
        let origin = origin(reader, span(selector));
        let selector = selector.get_ref().to_string();
        settings.push(RuleSetting { selector, level, options, origin });
    }
    // The engine lets later settings win, so they stand as they are written.
    settings.sort_by_key(|setting| setting.origin.span);
    settings
}

/// A value as an option of a rule.
pub(super) fn option(value: &DeValue<'_>) -> Option<OptionValue> {
    Some(match value {
        DeValue::Boolean(value) => OptionValue::Bool(*value),
        DeValue::String(text) => OptionValue::Text(text.to_string()),
        DeValue::Integer(number) => {
            OptionValue::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Array(list) => OptionValue::List(
            list.iter()
                .map(|entry| entry.get_ref().as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

fn level(name: &str) -> Option<Level> {
    Some(match name {
        "off" => Level::Off,
        "note" => Level::Note,
        "warning" => Level::Warning,
        "error" => Level::Error,
        _ => return None,
    })
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "core" => Role::Core,
        "application" => Role::Application,
        "adapter-in" => Role::AdapterIn,
        "adapter-out" => Role::AdapterOut,
        "root" => Role::Root,
        _ => return None,
    })
}

/// Tells names that two tables of a list have.
fn unique(table: &DeTable<'_>, lists: &str, key: &str, reader: &mut Reader) {
    let mut seen: HashSet<&str> = HashSet::new();
    for (entry, _) in tables(table, lists) {
        let Some(value) = entry.get(key) else { continue };
        let Some(name) = value.get_ref().as_str() else { continue };
        if !seen.insert(name) {
            let message = format!("there are two `[[{lists}]]` with the {key} `{name}`");
            reader.fault(span(value), message, Some("join them, or rename one".to_owned()));
        }
    }
}

fn origin(reader: &Reader, span: Span) -> Origin {
    Origin { file: reader.text.path.clone(), span: Some((span.start, span.end)) }
}

fn tables<'t>(table: &'t DeTable<'t>, key: &str) -> impl Iterator<Item = (&'t DeTable<'t>, Span)> {
    let list = list(table, key);
    list.filter_map(|entry| Some((entry.get_ref().as_table()?, span(entry))))
}

fn list<'t>(
    table: &'t DeTable<'t>,
    key: &str,
) -> impl Iterator<Item = &'t Spanned<DeValue<'t>>> + use<'t> {
    table.get(key).and_then(|value| value.get_ref().as_array()).into_iter().flat_map(|l| l.iter())
}

fn texts(table: &DeTable<'_>, key: &str) -> Vec<String> {
    list(table, key).filter_map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect()
}

fn string(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

fn text(table: &DeTable<'_>, key: &str) -> String {
    string(table, key).unwrap_or_default()
}

/// A text with its place.
fn written(table: &DeTable<'_>, key: &str) -> Written {
    table.get(key).and_then(as_written).unwrap_or_default()
}

fn all_written(table: &DeTable<'_>, key: &str) -> Vec<Written> {
    list(table, key).filter_map(as_written).collect()
}

fn as_written(value: &Spanned<DeValue<'_>>) -> Option<Written> {
    let text = value.get_ref().as_str()?.to_owned();
    let span = span(value);
    Some(Written { text, span: Some((span.start, span.end)) })
}

fn count(table: &DeTable<'_>, key: &str) -> Option<u64> {
    let DeValue::Integer(number) = table.get(key)?.get_ref() else { return None };
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}
