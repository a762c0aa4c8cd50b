//! `pack.toml` as it is written; what every key means is in `packs/README.md`.

use serde::Deserialize;
use toml::Spanned;

use crate::Error;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Manifest {
    pub(crate) summary: String,
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) next: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) question: Vec<Question>,
    #[serde(default)]
    pub(crate) variable: Vec<Variable>,
    #[serde(default)]
    pub(crate) when: Vec<When>,
    #[serde(default)]
    pub(crate) there: Vec<There>,
    #[serde(default)]
    pub(crate) need: Vec<Need>,
    #[serde(default)]
    pub(crate) share: Vec<Share>,
    #[serde(default)]
    pub(crate) edit: Vec<EditRule>,
}

/// What a pack asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// The variable that holds the answer.
    pub name: String,
    /// What may be answered.
    pub kind: Kind,
    /// The option on the command line, `option:group` where several questions share one.
    pub flag: Option<String>,
    /// The question as a person is asked it.
    pub prompt: String,
    /// What the help says of it.
    pub help: String,
    /// What is offered, for a choice.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// What counts if nothing is said.
    pub(crate) default: Option<Spanned<DefaultAnswer>>,
    /// Whether it is asked at all.
    #[serde(rename = "if")]
    pub(crate) condition: Option<Spanned<String>>,
}

/// The kinds of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A name of a crate, a module or a type.
    Name,
    /// Any text.
    Text,
    /// One of the options.
    Choice,
    /// Some of the options.
    Multi,
    /// Yes or no.
    Bool,
}

/// One answer of a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// As typed.
    pub value: String,
    /// What it is.
    pub help: String,
}

/// The default of a question.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum DefaultAnswer {
    Bool(bool),
    One(String),
    Many(Vec<String>),
}

/// A value that follows from the answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: Spanned<String>,
}

/// Files that are generated under a condition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) path: Spanned<String>,
    #[serde(rename = "if")]
    pub(crate) condition: Spanned<String>,
}

/// What makes the pack superfluous.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct There {
    pub(crate) that: Spanned<String>,
    pub(crate) says: Spanned<String>,
}

/// A file of another pack that this one generates too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    pub(crate) file: Spanned<String>,
    pub(crate) path: Spanned<String>,
}

/// What has to be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Need {
    pub(crate) that: Spanned<String>,
    pub(crate) otherwise: Spanned<String>,
}

/// An edit of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditRule {
    pub(crate) kind: Spanned<EditKind>,
    pub(crate) file: Spanned<String>,
    pub(crate) text: Spanned<String>,
    pub(crate) table: Option<Spanned<String>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) within: Option<Spanned<String>>,
    #[serde(rename = "if")]
    pub(crate) condition: Option<Spanned<String>>,
    #[serde(rename = "for")]
    pub(crate) each: Option<Spanned<String>>,
}

/// The kinds of edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EditKind {
    Member,
    Dependency,
    Feature,
    Toml,
    Mod,
    Use,
    Route,
    Unroute,
    Serve,
    Served,
    Begin,
    Field,
    Init,
    Statement,
    Variant,
    Arm,
    Item,
    Yaml,
    Line,
}

impl EditKind {
    /// Which keys it needs beside `file` and `text`.
    pub(crate) const fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Dependency | Self::Feature | Self::Unroute => &["name"],
            Self::Field
            | Self::Variant
            | Self::Statement
            | Self::Serve
            | Self::Served
            | Self::Begin
            | Self::Yaml => &["within"],
            Self::Init | Self::Arm => &["within", "name"],
            _ => &[],
        }
    }
}

impl EditRule {
    /// All texts that are templates.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Spanned<String>> {
        let optional = [&self.table, &self.name, &self.within];
        [&self.file, &self.text].into_iter().chain(optional.into_iter().flatten())
    }

    /// The variable and the list of `for = "variable in list"`.
    pub(crate) fn repetition(&self) -> Option<(&str, &str)> {
        self.each.as_ref()?.get_ref().split_once(" in ").map(|(name, list)| (name.trim(), list))
    }
}

impl Manifest {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::Pack {
            file: file.to_owned(),
            line: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
            message: error.message().replace('\n', " "),
            help: "`packs/README.md` says what a pack may hold".to_owned(),
        })
    }
}
