//! Libraries that load settings: which of their functions say where settings come from.

use LoaderCall::{
    Builder, BuiltIn, Default, Environment, File, LaterPrefix, Prefix, PrefixSeparator, Separator,
    Split, Variables,
};

/// What a call says about the source of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoaderCall {
    /// Variables of the environment whose names begin with the argument and a separator.
    Prefix,
    /// Variables of the environment.
    Environment,
    /// The names of such variables begin with the argument and a separator.
    LaterPrefix,
    /// The argument stands between the parts of a key.
    Separator,
    /// The argument stands between prefix and key.
    PrefixSeparator,
    /// Variables of the environment whose names begin with the argument, if there is one.
    Variables,
    /// The argument stands between the parts of a key, if it is called on such variables.
    Split,
    /// Files.
    File,
    /// Files and whatever else is added.
    Builder,
    /// The key in the argument has a default.
    Default,
    /// A part of the program, so that every key has a default.
    BuiltIn,
}

/// A library.
#[derive(Clone, Copy, Debug)]
pub struct LoaderTable {
    /// Its functions, by the end of their paths.
    pub functions: &'static [(&'static str, LoaderCall)],
    /// Its methods, by name.
    pub methods: &'static [(&'static str, LoaderCall)],
}

/// All libraries: config, figment, envy, and those that read single files.
pub static LOADERS: &[LoaderTable] = &[
    LoaderTable {
        functions: &[
            ("Environment::with_prefix", Prefix),
            ("Environment::default", Environment),
            ("Config::builder", Builder),
            ("File::with_name", File),
            ("File::from", File),
            ("File::new", File),
        ],
        methods: &[
            ("prefix", LaterPrefix),
            ("separator", Separator),
            ("prefix_separator", PrefixSeparator),
            ("set_default", Default),
        ],
    },
    LoaderTable {
        functions: &[
            ("Env::prefixed", Variables),
            ("Env::raw", Variables),
            ("Toml::file", File),
            ("Yaml::file", File),
            ("Json::file", File),
            ("Toml::string", BuiltIn),
            ("Yaml::string", BuiltIn),
            ("Json::string", BuiltIn),
            ("Serialized::defaults", BuiltIn),
        ],
        methods: &[("split", Split)],
    },
    LoaderTable {
        functions: &[("envy::prefixed", Variables), ("envy::from_env", Variables)],
        methods: &[],
    },
    LoaderTable { functions: &[("toml::from_str", File), ("from_reader", File)], methods: &[] },
];

/// What a call of the function with this path says.
pub fn function(path: &str) -> Option<LoaderCall> {
    let mut all = LOADERS.iter().flat_map(|loader| loader.functions);
    all.find(|(name, _)| ends(path, name)).map(|(_, call)| *call)
}

/// Whether the last names of a path are these.
fn ends(path: &str, names: &str) -> bool {
    path.strip_suffix(names).is_some_and(|before| before.is_empty() || before.ends_with("::"))
}

/// Whether a function of this name, whatever stands before it, may say something.
pub fn may_say(name: &str) -> bool {
    let mut all = LOADERS.iter().flat_map(|loader| loader.functions);
    all.any(|(path, _)| ends(path, name))
}

/// What a call of the method says.
pub fn method(name: &str) -> Option<LoaderCall> {
    let mut all = LOADERS.iter().flat_map(|loader| loader.methods);
    all.find(|(method, _)| *method == name).map(|(_, call)| *call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_the_ends_of_their_paths() {
        assert_eq!(function("config::Environment::with_prefix"), Some(Prefix));
        assert_eq!(function("Env::prefixed"), Some(Variables));
        assert_eq!(function("envy::from_env"), Some(Variables));
        assert_eq!(function("serde_json::from_reader"), Some(File));
        assert_eq!(function("ShellEnv::prefixed"), None);
        assert!(may_say("prefixed") && may_say("from_reader") && !may_say("fixed"));
        assert_eq!((method("split"), method("join")), (Some(Split), None));
    }
}
