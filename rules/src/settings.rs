//! What a run is asked to check: presets, levels, options, overrides and custom rules, already validated.

use std::collections::BTreeMap;

/// A set of rules and levels that one name stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Only what is an error by default.
    Minimal,
    /// Errors and warnings.
    #[default]
    Recommended,
    /// Warnings of high confidence become errors, and no technology is waited for.
    Strict,
    /// The rules on layers, with their defaults.
    Hexagonal,
    /// The rules on messaging, sagas and event sourcing.
    EventDriven,
    /// What a system in production needs besides.
    Production,
}

/// A rule's level as configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not run.
    Off,
    /// Findings are notes.
    Note,
    /// Findings are warnings.
    Warning,
    /// Findings are errors.
    Error,
}

/// The value of a rule's option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

/// Where a setting stands in the configuration, for messages about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The configuration file, as shown to people; empty for the command line.
    pub file: String,
    /// Byte range in it.
    pub span: Option<(u32, u32)>,
}

impl Origin {
    /// Where a text of this setting stands.
    #[must_use]
    pub fn of(&self, text: &Written) -> Self {
        Self { file: self.file.clone(), span: text.span.or(self.span) }
    }

    /// Where some bytes of a text of this setting stand.
    #[must_use]
    pub fn of_part(&self, text: &Written, start: usize, end: usize) -> Self {
        let mut origin = self.of(text);
        // Two more bytes than the text has are its quotes; with more of them there may be escapes before the part.
        if let Some((from, to)) = text.span
            && (to - from) as usize == text.text.len() + 2
            && start < end
        {
            origin.span = Some((from + 1 + start as u32, from + 1 + end as u32));
        }
        origin
    }
}

/// A text of the configuration (a selector, a glob, a name) that knows where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Byte range of its value, with the quotes; none where it does not come from a file.
    pub span: Option<(u32, u32)>,
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), span: None }
    }
}

impl std::fmt::Display for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::ops::Deref for Written {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// How one rule, one variant (`id[variant]`) or a group of rules (`hexagonal/*`) is set.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// The rule, variant or group.
    pub selector: String,
    /// Its level, if set.
    pub level: Option<Level>,
    /// Its options.
    pub options: BTreeMap<String, OptionValue>,
    /// Where it is set.
    pub origin: Origin,
}

/// Rules that are set differently below some paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Globs of paths.
    pub paths: Vec<Written>,
    /// The settings there.
    pub rules: Vec<RuleSetting>,
    /// Why.
    pub because: String,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Where it is set.
    pub origin: Origin,
}

/// A layer as configured, with what it may use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerSetting {
    /// Its name.
    pub name: String,
    /// The layers it may use; none means that its role decides.
    pub may_use: Option<Vec<String>>,
    /// Selectors of what it must not use.
    pub deny: Vec<Written>,
    /// The only outside crates that it may use, if limited.
    pub external_allow_only: Option<Vec<String>>,
    /// Globs of paths and `crate:` globs, as configured; empty globs are reported.
    pub paths: Vec<Written>,
    /// Where it is set.
    pub origin: Origin,
}

/// A bounded context as configured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContextSetting {
    /// Its name.
    pub name: String,
    /// Packages that belong to it.
    pub services: Vec<Written>,
    /// Modules of them that others may use.
    pub published: Vec<String>,
    /// Where it is set.
    pub origin: Origin,
}

impl ContextSetting {
    /// Whether a package belongs to it.
    pub fn holds(&self, package: &str) -> bool {
        self.services.iter().any(|service| &**service == package)
    }
}

/// A rule of the user's own.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomRule {
    /// Its id: `acme/domain-no-sqlx`.
    pub id: String,
    /// Its level.
    pub level: Level,
    /// Why it exists; shown in its findings.
    pub because: Option<String>,
    /// What it demands.
    pub form: CustomForm,
    /// Where it is set.
    pub origin: Origin,
}

/// The six forms of custom rules; every text is a selector.
#[derive(Clone, Debug, PartialEq)]
pub enum CustomForm {
    /// `from` must not use `to`.
    Forbid {
        /// What must not.
        from: Written,
        /// What is not to be used.
        to: Written,
        /// Whether a path of several edges counts too.
        transitive: bool,
    },
    /// Only `from` may use `to`.
    AllowOnly {
        /// What may.
        from: Written,
        /// What only they may use.
        to: Written,
    },
    /// None of these may use another.
    Independent(Vec<Written>),
    /// Each may use only those after it.
    Layers(Vec<Written>),
    /// Each `for` must have `has`.
    Required {
        /// For what.
        subject: Written,
        /// What it must have.
        has: Written,
    },
    /// Each `for` has at most `max` of `count`.
    Limit {
        /// For what.
        subject: Written,
        /// What is counted.
        count: Written,
        /// How many are allowed.
        max: u64,
    },
}

/// Everything that a run is asked to check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Presets, later ones over earlier ones; empty means recommended.
    pub presets: Vec<Preset>,
    /// `--select`: if not empty, only these run, those that are off by default too.
    pub select: Vec<String>,
    /// `--ignore`: these do not run.
    pub ignore: Vec<String>,
    /// Levels and options.
    pub rules: Vec<RuleSetting>,
    /// Levels and options below some paths.
    pub overrides: Vec<Override>,
    /// Layers.
    pub layers: Vec<LayerSetting>,
    /// Contexts.
    pub contexts: Vec<ContextSetting>,
    /// Rules of the user's own.
    pub custom: Vec<CustomRule>,
    /// Features of packages that builds enable, besides `default`.
    pub features: Vec<String>,
    /// Today as `YYYY-MM-DD`, for expiry.
    pub today: String,
}
