//! Every key of `portcullis.toml`, as data: reading, messages and the JSON Schema come from it.

use super::PRESET_NAMES;

/// A key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether it must be there.
    pub(super) required: bool,
    /// What it says, for people who write it.
    pub(super) doc: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A text that is not empty.
    Text,
    /// A whole number, 0 or more.
    Count,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A text or a list of texts: presets and files.
    Extends,
    /// A table.
    Table(&'static [Key]),
    /// A list of tables.
    Tables(&'static [Key]),
    /// Rules with their levels and options.
    Rules,
}

impl Kind {
    /// What must stand there, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Count => "a whole number of 0 or more",
            Self::Date => "a day as \"YYYY-MM-DD\"",
            Self::Choice(_) => "one of some words",
            Self::Texts => "a list of texts",
            Self::Extends => "a text or a list of texts",
            Self::Table(_) => "a table",
            Self::Tables(_) => "a list of tables",
            Self::Rules => "a table of rules",
        }
    }
}

/// The levels by name.
pub(super) const LEVELS: &[&str] = &["off", "note", "warning", "error"];
/// The roles of layers by name.
pub(super) const ROLES: &[&str] = &["core", "application", "adapter-in", "adapter-out", "root"];
/// The keys of `[[rule]]` of which exactly one says what the rule demands.
pub(super) const FORMS: &[&str] =
    &["forbid", "allow_only", "independent", "layers", "required", "limit"];

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: true, doc }
}

/// The whole file.
pub(super) const FILE: &[Key] = &[
    key(
        "extends",
        Kind::Extends,
        "Presets, and files relative to this one; later ones win, and this file wins over all",
    ),
    key("inputs", Kind::Table(INPUTS), "What is read besides the Rust code, and how it is built"),
    key("service", Kind::Tables(SERVICE), "Corrects what is detected of a service"),
    key("layer", Kind::Tables(LAYER), "A layer: what belongs to it and what it may use"),
    key("context", Kind::Tables(CONTEXT), "A bounded context: its services and what it publishes"),
    key("rules", Kind::Rules, "Levels and options of rules, variants and groups of rules"),
    key("override", Kind::Tables(OVERRIDE), "Rules that are set differently below some paths"),
    key("allow", Kind::Table(ALLOW), "Exceptions that were decided, with their reason"),
    key("rule", Kind::Tables(RULE), "A rule of your own"),
];

const INPUTS: &[Key] = &[
    key("compose", Kind::Texts, "Compose files of production"),
    key("compose_dev", Kind::Texts, "Compose files of development"),
    key("k8s", Kind::Texts, "Kubernetes manifests, rendered rather than templates"),
    key("features", Kind::Texts, "Features that builds for production enable"),
    key("external_services", Kind::Texts, "Hosts that are services of others"),
];

const SERVICE: &[Key] = &[
    required("name", Kind::Text, "Its name"),
    key("crate", Kind::Text, "The folder of its package"),
    key(
        "kind",
        Kind::Choice(&["http", "grpc", "worker", "gateway", "bff", "query", "command", "relay"]),
        "What it is",
    ),
    key("context", Kind::Text, "The bounded context that it belongs to"),
];

const LAYER: &[Key] = &[
    required("name", Kind::Text, "Its name, as selectors write it: `layer:NAME`"),
    key(
        "role",
        Kind::Choice(ROLES),
        "What it is for in a hexagonal architecture; taken from the name if that is a usual one",
    ),
    key(
        "paths",
        Kind::Texts,
        "Globs of source files relative to this file's folder, and `crate:` globs of packages",
    ),
    key("may_use", Kind::Texts, "The only layers that it may use; without it its role decides"),
    key("deny", Kind::Texts, "Selectors of what it must not use"),
    key("external", Kind::Table(EXTERNAL), "Which crates from outside it may use"),
];

const EXTERNAL: &[Key] = &[
    required("mode", Kind::Choice(&["any", "allow-only"]), "Whether they are limited"),
    key("crates", Kind::Texts, "The only ones that it may use, where they are limited"),
];

const CONTEXT: &[Key] = &[
    required("name", Kind::Text, "Its name, as selectors write it: `context:NAME`"),
    required("services", Kind::Texts, "The services, or packages, that belong to it"),
    key("published", Kind::Texts, "Modules of them that other contexts may use"),
];

const OVERRIDE: &[Key] = &[
    required("paths", Kind::Texts, "Globs of paths relative to this file's folder"),
    required("rules", Kind::Rules, "Levels and options there"),
    required("because", Kind::Text, "Why"),
    key("until", Kind::Date, "The last day on which it holds"),
];

const ALLOW: &[Key] = &[key(
    "shared-database",
    Kind::Tables(SHARED_DATABASE),
    "Services that share a database on purpose",
)];

const SHARED_DATABASE: &[Key] = &[
    required("services", Kind::Texts, "The services"),
    required("database", Kind::Text, "The database"),
    required("because", Kind::Text, "Why"),
    key("adr", Kind::Text, "The record of the decision"),
];

const RULE: &[Key] = &[
    required("id", Kind::Text, "Its id, `group/name`"),
    key("level", Kind::Choice(LEVELS), "Its level; error if none is given"),
    key("because", Kind::Text, "Why it exists; shown in its findings"),
    key("forbid", Kind::Table(FORBID), "`from` must not use `to`"),
    key("allow_only", Kind::Table(FROM_TO), "Only `from` may use `to`"),
    key("independent", Kind::Texts, "None of these may use another"),
    key("layers", Kind::Texts, "Each may use only those after it"),
    key("required", Kind::Table(REQUIRED), "Each `for` must have `has`"),
    key("limit", Kind::Table(LIMIT), "Each `for` has at most `max` of `count`"),
];

const FORBID: &[Key] = &[
    required("from", Kind::Text, "Selector of what must not"),
    required("to", Kind::Text, "Selector of what is not to be used"),
    key(
        "via",
        Kind::Choice(&["direct", "any"]),
        "Whether a path over others counts too (`any`); direct if not given",
    ),
];

const FROM_TO: &[Key] = &[
    required("from", Kind::Text, "Selector of what may"),
    required("to", Kind::Text, "Selector of what only they may use"),
];

const REQUIRED: &[Key] = &[
    required("for", Kind::Text, "Selector of what it is demanded of"),
    required("has", Kind::Text, "What it must have"),
];

const LIMIT: &[Key] = &[
    required("for", Kind::Text, "Selector of what is limited"),
    required("count", Kind::Text, "Selector of what is counted"),
    required("max", Kind::Count, "How many are allowed"),
];

/// The words that `extends` knows besides files.
pub(super) fn presets() -> impl Iterator<Item = &'static str> + Clone {
    PRESET_NAMES.iter().map(|(name, _)| *name)
}
