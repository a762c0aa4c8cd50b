//! Where the settings of a crate come from: variables of the environment with a prefix, files.

use super::format::literal;
use crate::extract::rust::bodies::{Node, NodeList};
use crate::framework::loaders::{self, LoaderCall};
use crate::graph::Target;
use crate::program::{At, Program, UnitIndex};
use crate::system::by_name::ByName;

/// Where the settings of a crate come from.
#[derive(Clone, Default)]
pub(super) struct Source {
    /// The prefix with what stands behind it, and what stands between the parts of a key.
    pub(super) variables: Option<(String, Option<String>)>,
    pub(super) from_file: bool,
    /// Whether a layer below all others is part of the program, so that every key has a default.
    pub(super) built_in: bool,
    /// A file is named that may hold any of the settings.
    pub(super) in_file: bool,
    /// Keys that get a default by themselves.
    pub(super) defaults: Vec<String>,
}

/// What a call says about it; a text is none where it is not known.
pub(super) enum Hint {
    /// `Environment::with_prefix("APP")`.
    Prefixed(Option<String>),
    /// `Environment::default()`.
    Environment,
    /// `.prefix("APP")`, if it is called on such an environment.
    LaterPrefix(Option<String>),
    /// `.separator("__")`.
    Separator(Option<String>),
    /// `.prefix_separator("_")`.
    Between(Option<String>),
    /// `Env::prefixed("APP_")`, `Env::raw()`.
    Variables(String),
    /// `.split("__")`, if it is called on such variables.
    Split(Option<String>),
    /// `File::with_name("settings")`.
    File,
    /// `Config::builder()`.
    Builder,
    /// `.set_default("cache.size", 10)`.
    Default(Option<String>),
    /// `Toml::string(DEFAULTS)`, `Serialized::defaults(Settings::default())`.
    BuiltIn,
}

impl Source {
    /// Takes over what a file says.
    pub(super) fn take(&mut self, hints: Vec<Hint>) {
        let (mut separator, mut between) = (None, None);
        let mut environment = false;
        // There may be none, or one that is not known.
        let mut prefix: Option<Option<String>> = None;
        for hint in hints {
            match hint {
                Hint::Prefixed(text) => (environment, prefix) = (true, Some(text)),
                Hint::Environment => environment = true,
                Hint::LaterPrefix(text) if environment => prefix = Some(text),
                Hint::LaterPrefix(_) => {}
                Hint::Separator(text) => separator = text,
                Hint::Between(text) => between = text,
                Hint::Variables(prefix) => self.variables = Some((prefix, None)),
                Hint::Split(text) => {
                    if let (Some((_, split)), Some(text)) = (&mut self.variables, text) {
                        *split = Some(text);
                    }
                }
                Hint::File => (self.from_file, self.in_file) = (true, true),
                Hint::Builder => self.from_file = true,
                Hint::Default(key) => self.defaults.extend(key),
                Hint::BuiltIn => self.built_in = true,
            }
        }
        if environment {
            let behind = between.or_else(|| separator.clone()).unwrap_or_else(|| "_".to_owned());
            let prefix = match prefix {
                None => Some(String::new()),
                Some(known) => known.map(|known| known + &behind),
            };
            self.variables = prefix.map(|prefix| (prefix, separator));
            self.from_file = true;
        }
    }
}

/// What the calls of a unit say, in the order of the text.
pub(super) fn hints(program: &Program<'_>, unit: UnitIndex) -> Vec<Hint> {
    let mut names = ByName::new(program.unit(unit));
    program.nodes_of(unit).filter_map(|at| hint(program, at, &mut names)).collect()
}

fn hint(program: &Program<'_>, at: At, names: &mut ByName<'_, bool>) -> Option<Hint> {
    let first = |arguments: NodeList| constant(program, program.list(at.unit, arguments).next()?);
    match program.node(at) {
        Node::Call { callee, arguments } => {
            let Node::Path(path) = program.node(At { node: callee, ..at }) else { return None };
            if !names.of(program.last_symbol(at.unit, path)?, loaders::may_say) {
                return None;
            }
            let call = loaders::function(&program.path_text(at.unit, path))?;
            Some(said(call, first(arguments)))
        }
        Node::Method { call, arguments, .. } => {
            let call = loaders::method(program.method_name(at.unit, call))?;
            Some(said(call, first(arguments)))
        }
        _ => None,
    }
}

/// What a call with this text in its arguments says.
fn said(call: LoaderCall, text: Option<String>) -> Hint {
    match call {
        LoaderCall::Prefix => Hint::Prefixed(text),
        LoaderCall::Environment => Hint::Environment,
        LoaderCall::LaterPrefix => Hint::LaterPrefix(text),
        LoaderCall::Separator => Hint::Separator(text),
        LoaderCall::PrefixSeparator => Hint::Between(text),
        LoaderCall::Variables => Hint::Variables(text.unwrap_or_default()),
        LoaderCall::Split => Hint::Split(text),
        LoaderCall::File => Hint::File,
        LoaderCall::Builder => Hint::Builder,
        LoaderCall::Default => Hint::Default(text),
        LoaderCall::BuiltIn => Hint::BuiltIn,
    }
}

/// A text, the constant that holds it, or either in other letters.
fn constant(program: &Program<'_>, at: At) -> Option<String> {
    let below = |node| At { node, ..at };
    match program.node(at) {
        Node::Reference(inner) => return constant(program, below(inner)),
        Node::Method { call, receiver, .. } => {
            let text = constant(program, below(receiver))?;
            return match program.method_name(at.unit, call) {
                "to_uppercase" | "to_ascii_uppercase" => Some(text.to_uppercase()),
                "to_lowercase" | "to_ascii_lowercase" => Some(text.to_lowercase()),
                "as_str" | "to_string" | "to_owned" | "into" => Some(text),
                _ => None,
            };
        }
        _ => {}
    }
    if let Node::Path(path) = program.node(at)
        && let Some(Target::Item(item)) = program.path(at.unit, path)
    {
        let body = program.body_of(item)?;
        return literal(program, At { unit: body.unit, node: body.node });
    }
    literal(program, at)
}
