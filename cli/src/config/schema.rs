//! The JSON Schema of `portcullis.toml`, for editors; made of the keys and of what the rules say of themselves.
//!
//! `cli/portcullis.schema.json` is this text; a test compares the two, and
//! `BLESS=1 cargo test -p portcullis` rewrites the file.

use portcullis_rules::catalogue;
use portcullis_rules::registry::RuleInfo;
use portcullis_rules::rule::OptionDefault;
use serde_json::{Map, Value, json};

use super::keys::{self, FILE, FORMS, Key, Kind, LEVELS};

/// The schema, as the file holds it.
pub(crate) fn text() -> String {
    let mut schema = table(FILE);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("portcullis.toml");
    schema["description"] = json!("Configuration of Portcullis, an architecture linter for Rust.");
    schema["definitions"] = json!({
        "level": { "enum": LEVELS, "description": "How grave a finding is" },
        "rules": rules(&catalogue()),
    });
    let text = serde_json::to_string_pretty(&schema);
    format!("{}\n", text.unwrap_or_default())
}

fn table(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut value = kind(key.kind);
        // Draft 7 ignores what stands beside a reference.
        if value.get("$ref").is_some() {
            value = json!({ "allOf": [value] });
        }
        value["description"] = json!(key.doc);
        properties.insert(key.name.to_owned(), value);
    }
    let required: Vec<&str> = keys.iter().filter(|k| k.required).map(|key| key.name).collect();
    let mut table = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    // A rule says exactly one thing.
    if FORMS.iter().all(|form| keys.iter().any(|key| key.name == *form)) {
        let one: Vec<Value> = FORMS.iter().map(|form| json!({ "required": [form] })).collect();
        table["oneOf"] = json!(one);
    }
    table
}

fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Date => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Extends => {
            let presets: Vec<&str> = keys::presets().collect();
            let entry = json!({ "anyOf": [
                { "enum": presets },
                { "type": "string", "pattern": "/|\\.", "description": "A file relative to this one" },
            ] });
            json!({ "anyOf": [entry, { "type": "array", "items": entry }] })
        }
        Kind::Table(keys) => table(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Kind::Rules => json!({ "$ref": "#/definitions/rules" }),
    }
}

/// Rules by id, variants by `id[variant]`, groups by `category/*`; ids of other groups are the user's own.
fn rules(catalogue: &[RuleInfo]) -> Value {
    let mut properties = Map::new();
    let mut categories: Vec<&str> = Vec::new();
    for rule in catalogue {
        if !categories.contains(&rule.category) {
            categories.push(rule.category);
            let group = format!("{}/*", rule.category);
            let doc = format!("All rules of the category {}", rule.category);
            properties.insert(group, setting(&doc, Map::new()));
            properties.insert(rule.category.to_owned(), setting(&doc, Map::new()));
        }
        let options = rule.options.iter().map(|option| {
            let mut schema = option_kind(option.default);
            schema["description"] = json!(option.doc);
            schema["default"] = crate::command::option_default(option.default);
            (option.name.to_owned(), schema)
        });
        properties.insert(rule.id.to_owned(), setting(rule.summary, options.collect()));
        for variant in &rule.variants {
            let id = format!("{}[{}]", rule.id, variant.name);
            properties.insert(id, setting(variant.summary, Map::new()));
        }
    }
    let own = format!("^(?!(?:{})(?:/|$))[^*]+/[^*]+$", categories.join("|"));
    let others = json!({ own: { "$ref": "#/definitions/level" }, "\\*": setting("A group of rules", Map::new()) });
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": others,
        "additionalProperties": false,
    })
}

/// A level, or a table with a level and options.
fn setting(doc: &str, mut options: Map<String, Value>) -> Value {
    options.insert("level".to_owned(), json!({ "$ref": "#/definitions/level" }));
    let table = json!({ "type": "object", "properties": options, "additionalProperties": false });
    json!({ "description": doc, "anyOf": [{ "$ref": "#/definitions/level" }, table] })
}

fn option_kind(default: OptionDefault) -> Value {
    match default {
        OptionDefault::Bool(_) => json!({ "type": "boolean" }),
        OptionDefault::Integer(_) => json!({ "type": "integer" }),
        OptionDefault::Text(_) => json!({ "type": "string" }),
        OptionDefault::List(_) => json!({ "type": "array", "items": { "type": "string" } }),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test keeps a committed file")]
    fn the_committed_schema_is_this_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("portcullis.schema.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, super::text()).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        // A checkout may have made the line ends those of its platform.
        let same = committed.replace("\r\n", "\n") == super::text();
        assert!(same, "the schema has changed; `BLESS=1 cargo test -p portcullis` rewrites it");
    }
}
