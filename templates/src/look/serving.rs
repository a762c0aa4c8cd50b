//! What serves, what starts it, and what configures it.

use serde::Serialize;
use syn::visit::Visit;
use syn::{Fields, Item, LitStr, Macro};

use crate::edit::serving;
pub use crate::edit::serving::Served;
use crate::edit::source::Source;

/// The functions of a text that call `axum::serve`.
pub fn serves(text: &str) -> Vec<Served> {
    serving::functions(text)
}

/// Whether the route with a path has a handler that asks nothing, in the one place where it stands.
pub fn is_constant(text: &str, path: &str) -> bool {
    serving::is_constant(text, path)
}

/// How a program starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Main {
    /// Whether it runs in tokio from the beginning.
    pub is_async: bool,
    /// Whether it returns a `Result`.
    pub is_fallible: bool,
}

/// The function `main` of a text.
pub fn main(text: &str) -> Option<Main> {
    let source = Source::parse(text).ok()?;
    source.file.items.iter().find_map(|item| match item {
        Item::Fn(item) if item.sig.ident == "main" => Some(Main {
            is_async: item.sig.asyncness.is_some(),
            is_fallible: crate::edit::is_fallible(&item.sig),
        }),
        _ => None,
    })
}

/// A struct that a configuration is read into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The file with the defaults that is a part of the program, relative to that of the struct.
    pub defaults: Option<String>,
    /// What the names of variables of the environment begin with, as figment is told: `ORDERS__`.
    pub prefix: Option<String>,
}

/// The struct `name` of a text, if it is deserialized and has named fields.
pub fn settings(text: &str, name: &str) -> Option<Settings> {
    let source = Source::parse(text).ok()?;
    source.file.items.iter().find(|item| match item {
        Item::Struct(item) => {
            let attributes =
                item.attrs.iter().map(|attribute| &source.text[source.range(attribute)]);
            let is_read = attributes.into_iter().any(|text| text.contains("Deserialize"));
            item.ident == name && is_read && matches!(item.fields, Fields::Named(_))
        }
        _ => false,
    })?;
    let mut found = Defaults::default();
    found.visit_file(&source.file);
    let prefix = text.split("Env::prefixed(\"").nth(1).and_then(|rest| rest.split('"').next());
    Some(Settings { defaults: found.0, prefix: prefix.map(str::to_owned) })
}

/// The file of TOML that a text takes into the program.
#[derive(Default)]
struct Defaults(Option<String>);

impl Visit<'_> for Defaults {
    fn visit_macro(&mut self, call: &Macro) {
        if call.path.is_ident("include_str")
            && let Ok(path) = call.parse_body::<LitStr>()
            && path.value().strip_suffix(".toml").is_some()
        {
            self.0 = Some(path.value());
        }
    }
}
