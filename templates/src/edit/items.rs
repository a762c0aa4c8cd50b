//! Items at the end of a file.

use syn::spanned::Spanned;
use syn::{File, Item};

use super::source::{Source, joined, newline, tokens};
use super::{Edited, Missing, Step};

/// The items of the text that are not there, before the module of tests.
pub(super) fn item(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted: File =
        syn::parse_str(&step.text).map_err(|error| format!("the pack has no item: {error}"))?;
    let there: Vec<Option<String>> = source
        .file
        .items
        .iter()
        .map(|item| identity(item, source.text, &source.range(item)))
        .collect();
    let missing: Vec<&Item> = wanted
        .items
        .iter()
        .filter(|item| !there.contains(&identity(item, &step.text, &item.span().byte_range())))
        .collect();
    if missing.is_empty() {
        return Ok(Edited::Already);
    }
    let added = if missing.len() == wanted.items.len() {
        step.text.trim().to_owned()
    } else {
        let texts = missing.iter().map(|item| &step.text[item.span().byte_range()]);
        texts.collect::<Vec<_>>().join("\n\n")
    };
    let tests = source.file.items.last().filter(|item| match item {
        Item::Mod(item) => item.ident == "tests",
        _ => false,
    });
    if let Some(tests) = tests {
        let at = source.line_start(source.range(tests).start);
        return source.with(at, &format!("{added}\n\n"));
    }
    let text = joined(text, &added.replace('\n', newline(text)), 2);
    Source::parse(&text)?;
    Ok(Edited::Text(text))
}

/// What makes an item the same as another: its kind and name; of an `impl`, what stands before its braces.
fn identity(item: &Item, text: &str, range: &std::ops::Range<usize>) -> Option<String> {
    Some(match item {
        Item::Fn(item) => format!("fn {}", item.sig.ident),
        Item::Struct(item) => format!("type {}", item.ident),
        Item::Enum(item) => format!("type {}", item.ident),
        Item::Type(item) => format!("type {}", item.ident),
        Item::Trait(item) => format!("trait {}", item.ident),
        Item::Const(item) => format!("const {}", item.ident),
        Item::Static(item) => format!("const {}", item.ident),
        Item::Mod(item) => format!("mod {}", item.ident),
        Item::Impl(item) => {
            // Attributes and documentation above it do not make it another one.
            let above = item.impl_token.span.byte_range().start - item.span().byte_range().start;
            return text[range.start + above..range.end].split('{').next().and_then(tokens);
        }
        _ => return tokens(&text[range.clone()]),
    })
}
