//! Edits of `Cargo.toml`: members, dependencies, features. Comments and order survive.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{Edited, Missing, Step};

/// A member of the workspace.
pub(super) fn member(text: &str, step: &Step) -> Result<Edited, Missing> {
    let mut document = parse(text)?;
    let wanted = step.text.trim();
    let workspace = document.get_mut("workspace").and_then(Item::as_table_like_mut);
    let workspace = workspace.ok_or("it is not the manifest of a workspace")?;
    let members = workspace.entry("members").or_insert(toml_edit::value(Array::new()));
    let members = members.as_array_mut().ok_or("`members` is no list")?;
    if members.iter().filter_map(Value::as_str).any(|member| covers(member, wanted)) {
        return Ok(Edited::Already);
    }
    push(members, Value::from(wanted));
    finish(text, &document)
}

/// Whether an entry of `members` takes in a folder: itself, or a `*` for one of its parts.
fn covers(member: &str, folder: &str) -> bool {
    let mut parts = member.trim_end_matches('/').split('/');
    let all = folder.split('/').all(|part| {
        parts.next().is_some_and(|pattern| {
            pattern == part
                || pattern
                    .split_once('*')
                    .is_some_and(|(a, b)| part.starts_with(a) && part.ends_with(b))
        })
    });
    all && parts.next().is_none()
}

/// A dependency; of one that is there, features are added and nothing else is changed.
pub(super) fn dependency(text: &str, step: &Step) -> Result<Edited, Missing> {
    let mut document = parse(text)?;
    let wanted = value(&step.text)?;
    let path = step.table.as_deref().unwrap_or("dependencies");
    let table = table(&mut document, path)?;
    let Some(there) = table.get_mut(step.name()) else {
        insert(table, step.name(), entry(wanted));
        return finish(text, &document);
    };
    let features = wanted.as_inline_table().and_then(|table| table.get("features"));
    let features: Vec<&str> = strings(features.and_then(Value::as_array)).collect();
    // An entry in a table of its own or in braces; a version alone becomes one in braces.
    if let Some(dotted) = there.as_table().filter(|table| table.is_dotted() && !features.is_empty())
    {
        // What has more than one key is written in braces.
        let mut entry = dotted.clone().into_inline_table();
        entry.fmt();
        if !add_features(&mut entry, &features)? {
            return Ok(Edited::Already);
        }
        *there = toml_edit::value(entry);
        return finish(text, &document);
    }
    if let Some(entry) = there.as_table_like_mut() {
        if !add_features(entry, &features)? {
            return Ok(Edited::Already);
        }
        return finish(text, &document);
    }
    if features.is_empty() {
        return Ok(Edited::Already);
    }
    let version = there.as_value_mut().ok_or_else(|| format!("`{}` is odd", step.name()))?;
    let mut entry = InlineTable::new();
    let mut bare = version.clone();
    bare.decor_mut().clear();
    entry.insert("version", bare);
    entry.insert("features", Value::Array(features.into_iter().collect()));
    let decor = version.decor().clone();
    *version = Value::InlineTable(entry);
    *version.decor_mut() = decor;
    finish(text, &document)
}

/// A new dependency as it is written: one that is inherited and nothing else with a dot.
fn entry(wanted: Value) -> Item {
    let inherits = |table: &InlineTable| table.len() == 1 && table.contains_key("workspace");
    if !wanted.as_inline_table().is_some_and(inherits) {
        return toml_edit::value(wanted);
    }
    let mut entry = Table::new();
    entry.set_dotted(true);
    entry.insert("workspace", toml_edit::value(true));
    Item::Table(entry)
}

/// A feature of the package.
pub(super) fn feature(text: &str, step: &Step) -> Result<Edited, Missing> {
    let mut document = parse(text)?;
    let wanted = value(&step.text)?;
    let features = table(&mut document, "features")?;
    let Some(there) = features.get_mut(step.name()) else {
        insert(features, step.name(), toml_edit::value(wanted));
        return finish(text, &document);
    };
    let there = there.as_array_mut().ok_or_else(|| format!("`{}` is no list", step.name()))?;
    let wanted: Vec<String> = strings(wanted.as_array()).map(str::to_owned).collect();
    let missing = without(wanted.iter().map(String::as_str), there);
    if missing.is_empty() {
        return Ok(Edited::Already);
    }
    for feature in missing {
        push(there, Value::from(feature));
    }
    finish(text, &document)
}

/// Adds features to an entry; whether there were any to add.
fn add_features(entry: &mut dyn TableLike, features: &[&str]) -> Result<bool, Missing> {
    if features.is_empty() {
        return Ok(false);
    }
    let empty = || Item::Value(Value::Array(Array::new()));
    let there = entry.entry("features").or_insert_with(empty).as_array_mut();
    let there = there.ok_or("`features` is no list")?;
    // By agreement, `full` takes in all but what is for tests.
    let is_full = strings(Some(there)).any(|there| there == "full");
    let wanted = features.iter().copied().filter(|name| !is_full || *name == "test-util");
    let missing = without(wanted, there);
    let any = !missing.is_empty();
    for feature in missing {
        push(there, Value::from(feature));
    }
    Ok(any)
}

fn without<'a>(wanted: impl Iterator<Item = &'a str>, there: &Array) -> Vec<&'a str> {
    wanted.filter(|wanted| !strings(Some(there)).any(|there| there == *wanted)).collect()
}

fn strings(array: Option<&Array>) -> impl Iterator<Item = &str> {
    array.into_iter().flatten().filter_map(Value::as_str)
}

/// Adds to a list as it is written: a line for each, or all in one; at its place if it is sorted.
fn push(array: &mut Array, mut value: Value) {
    let at = if is_sorted(array) { place(array, &value) } else { array.len() };
    let lines = array.iter().last().and_then(|last| last.decor().prefix()?.as_str());
    if let Some(prefix) = lines.filter(|prefix| prefix.contains('\n')) {
        let indent = prefix.rsplit('\n').next().unwrap_or_default();
        value.decor_mut().set_prefix(format!("\n{indent}"));
        // Behind the last one there may stand a comment, which is part of what closes the list.
        let ends_in_comma = array.trailing_comma();
        array.insert_formatted(at, value);
        array.set_trailing_comma(ends_in_comma);
        return;
    }
    if at > 0 {
        value.decor_mut().set_prefix(" ");
    } else if let Some(second) = array.get_mut(0) {
        second.decor_mut().set_prefix(" ");
    }
    array.insert_formatted(at, value);
}

fn is_sorted(array: &Array) -> bool {
    array.len() > 1 && strings(Some(array)).is_sorted()
}

fn place(array: &Array, value: &Value) -> usize {
    let text = value.as_str().unwrap_or_default();
    strings(Some(array)).take_while(|there| *there < text).count()
}

/// Adds an entry at its place if the entries are sorted, else at the end.
fn insert(table: &mut dyn TableLike, name: &str, item: Item) {
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    let sorted = names.is_sorted();
    table.insert(name, item);
    if sorted {
        // Keys are kept in the order in which they were inserted, so those behind it go there again.
        let later: Vec<String> = names.into_iter().filter(|there| there.as_str() > name).collect();
        for there in later {
            let key = table.key(&there).cloned();
            if let (Some(item), Some(key)) = (table.remove(&there), key) {
                table.entry_format(&key).or_insert(item);
            }
        }
    }
}

/// The table of a path with dots, made where it is missing.
fn table<'a>(document: &'a mut DocumentMut, path: &str) -> Result<&'a mut dyn TableLike, Missing> {
    let mut table: &mut dyn TableLike = document.as_table_mut();
    let parts: Vec<&str> = path.split('.').collect();
    if parts.first() == Some(&"workspace") && table.get("workspace").is_none() {
        return Err("it is not the manifest of a workspace".to_owned());
    }
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        let new = || {
            let mut table = Table::new();
            table.set_implicit(!is_last);
            Item::Table(table)
        };
        let next = table.entry(part).or_insert_with(new);
        table = next.as_table_like_mut().ok_or_else(|| format!("`{path}` is no table"))?;
    }
    Ok(table)
}

fn value(text: &str) -> Result<Value, Missing> {
    text.trim().parse().map_err(|_| format!("`{}` is no value of TOML", text.trim()))
}

pub(super) fn parse(text: &str) -> Result<DocumentMut, Missing> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        format!("it is no TOML: {}", error.message().replace('\n', " "))
    })
}

/// The text of a document, with the line ends of the text that it was read from.
fn finish(before: &str, document: &DocumentMut) -> Result<Edited, Missing> {
    let mut text = document.to_string();
    if before.contains("\r\n") {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if before.starts_with('\u{feff}') && !text.starts_with('\u{feff}') {
        text.insert(0, '\u{feff}');
    }
    parse(&text)?;
    Ok(Edited::Text(text))
}
