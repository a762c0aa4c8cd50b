//! Attributes and derives by which fields of a struct are filled from variables and files.

/// An attribute of a field that names the variable that fills it.
#[derive(Clone, Copy, Debug)]
pub struct SettingAttribute {
    /// The names of the attribute.
    pub names: &'static [&'static str],
    /// The argument that names the variable; alone, or where the attribute is enough, the variable is called as the field
    /// is, in capitals.
    pub variable: &'static str,
    /// Whether the attribute is enough, so that a variable fills the field without the argument too.
    pub enough: bool,
    /// The arguments that hold a default; a longer argument that begins like one says that there is one.
    pub defaults: &'static [&'static str],
}

/// All such attributes: clap and its elders, envconfig, confique.
static ATTRIBUTES: &[SettingAttribute] = &[
    SettingAttribute {
        names: &["arg", "clap", "structopt", "command"],
        variable: "env",
        enough: false,
        defaults: &["default_value", "default_value_t"],
    },
    SettingAttribute {
        names: &["envconfig"],
        variable: "from",
        enough: true,
        defaults: &["default"],
    },
    SettingAttribute { names: &["config"], variable: "env", enough: false, defaults: &["default"] },
];

/// What fills the fields of a struct, by a trait that it derives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Variables that are called as the fields are, in capitals.
    ByVariables,
    /// Values of a file or of variables, by the names of the fields.
    ByKeys,
    /// Rows of a table, even where the struct's name is that of a configuration.
    ByRows,
}

/// The traits, the ones that decide first.
const DERIVES: [(&str, Filled); 5] = [
    ("FromRow", Filled::ByRows),
    ("Queryable", Filled::ByRows),
    ("DeriveEntityModel", Filled::ByRows),
    ("Envconfig", Filled::ByVariables),
    ("Deserialize", Filled::ByKeys),
];

/// The attribute of this name.
pub fn attribute(name: &str) -> Option<&'static SettingAttribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.names.contains(&name))
}

/// What fills a struct that derives these traits.
pub fn filled(traits: &[&str]) -> Option<Filled> {
    DERIVES.iter().find(|(name, _)| traits.contains(name)).map(|(_, filled)| *filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_even_if_it_is_read_from_files_too() {
        assert_eq!(filled(&["Deserialize", "FromRow"]), Some(Filled::ByRows));
        assert_eq!(filled(&["Deserialize", "Envconfig"]), Some(Filled::ByVariables));
        assert_eq!(filled(&["Debug"]), None);
        assert!(attribute("structopt").is_some_and(|attribute| !attribute.enough));
        assert!(attribute("serde").is_none());
    }
}
