//! Tables at the end of a TOML file.

use toml_edit::{DocumentMut, Item, Table};

use super::manifest::parse;
use super::source::{joined, newline};
use super::{Edited, Missing, Step};

/// Appends the tables of the text whose like is not there: in a list of tables, one with the same `name` or
/// `id`; else one of the same name.
pub(super) fn append(text: &str, step: &Step) -> Result<Edited, Missing> {
    let document = parse(text)?;
    let mut wanted = parse(step.text.trim())?;
    let names: Vec<String> = wanted.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let there = document.get(&name);
        let item = &mut wanted[&name];
        if let Some(list) = item.as_array_of_tables_mut() {
            let known = there.and_then(Item::as_array_of_tables);
            let known: Vec<&Table> = known.into_iter().flatten().collect();
            list.retain(|table| !known.iter().any(|known| is_like(known, table)));
            if list.is_empty() {
                wanted.remove(&name);
            }
        } else if there.is_some() {
            wanted.remove(&name);
        }
    }
    if wanted.is_empty() {
        return Ok(Edited::Already);
    }
    let added = wanted.to_string();
    let added = added.trim().replace('\n', newline(text));
    let result = joined(text, &added, 2);
    let _: DocumentMut = parse(&result)?;
    Ok(Edited::Text(result))
}

fn is_like(known: &Table, table: &Table) -> bool {
    let key = ["name", "id"].into_iter().find(|key| table.contains_key(key));
    let text = |table: &Table, key| table.get(key).and_then(Item::as_str).map(str::to_owned);
    match key {
        Some(key) => text(known, key) == text(table, key),
        None => known.to_string().trim() == table.to_string().trim(),
    }
}
