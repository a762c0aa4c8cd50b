//! The parameters of a port, as an implementation repeats them.

use serde::Serialize;
use syn::{GenericParam, ItemTrait};

use crate::edit::source::Source;

/// What stands between a trait's name and its braces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Generics {
    /// The parameters with their bounds, as `impl` declares them: `'a, T: Clone`.
    pub declared: String,
    /// The same as they stand behind the name: `<'a, T>`; nothing where there are none.
    pub named: String,
    /// Further bounds: `where T: Clone`.
    pub bounds: String,
}

/// The parameters of a trait.
pub(super) fn generics(source: &Source<'_>, item: &ItemTrait) -> Generics {
    let mut declared = Vec::new();
    let mut named = Vec::new();
    for parameter in &item.generics.params {
        let (name, has_default) = match parameter {
            GenericParam::Type(of) => (of.ident.to_string(), of.default.is_some()),
            GenericParam::Const(of) => (of.ident.to_string(), of.default.is_some()),
            GenericParam::Lifetime(of) => (of.lifetime.to_string(), false),
        };
        named.push(name);
        let text = &source.text[source.range(parameter)];
        // An implementation has no defaults, which stand behind the last `=`.
        let written =
            if has_default { text.rsplit_once('=').map_or(text, |(own, _)| own) } else { text };
        declared.push(written.trim().to_owned());
    }
    let bounds =
        item.generics.where_clause.as_ref().map(|clause| &source.text[source.range(clause)]);
    Generics {
        declared: declared.join(", "),
        named: if named.is_empty() { String::new() } else { format!("<{}>", named.join(", ")) },
        bounds: bounds.map(|text| text.trim_end_matches(',').to_owned()).unwrap_or_default(),
    }
}
