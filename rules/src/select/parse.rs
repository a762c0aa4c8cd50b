//! The language of selectors, from text to tree:
//!
//! ```text
//! any    = all ("|" all)*
//! all    = one ("&" one)*
//! one    = "!" one | "(" any ")" | function "(" any ")" | kind [":" glob] [filters]
//! filters = "[" filter ("," filter)* "]"
//! filter = key "=" text | key "~" text | key "in" "{" text ("," text)* "}"
//! text   = "'" anything but "'" "'" | letters, digits, "_", "-", "."
//! ```
//! In globs `*` stands for letters within a name, `**` for any names, `{a,b}` for a choice.

use globset::GlobBuilder;

use super::{SelectorError, Span};
use crate::suggest::did_you_mean;

/// Kinds that exist, with their names.
pub(crate) const KINDS: &[(&str, Kind)] = &[
    ("layer", Kind::Layer),
    ("context", Kind::Context),
    ("crate", Kind::Crate),
    ("package", Kind::Package),
    ("service", Kind::Service),
    ("module", Kind::Module),
    ("item", Kind::Item),
    ("trait", Kind::Trait),
    ("derive", Kind::Derive),
    ("attr", Kind::Attribute),
    ("path", Kind::Path),
    ("route", Kind::Route),
    ("topic", Kind::Topic),
    ("table", Kind::Table),
    ("database", Kind::Database),
    ("host", Kind::Host),
    ("env", Kind::Env),
    ("capability", Kind::Capability),
];

/// Kinds that this version does not read yet.
const LATER: &[&str] = &["rpc", "edge", "sql", "call"];

/// Functions, with their names.
pub(crate) const FUNCTIONS: &[(&str, Function)] = &[
    ("reaches", Function::Reaches),
    ("depends", Function::Depends),
    ("has", Function::Has),
    ("implements", Function::Implements),
];

/// What a filter can ask.
pub(crate) const KEYS: &[&str] = &[
    "name",
    "kind",
    "visibility",
    "layer",
    "role",
    "package",
    "module",
    "path",
    "service",
    "method",
    "engine",
    "level",
];

/// How deep parentheses and negations may be nested.
const DEEPEST: usize = 64;

/// Kinds of things that a selector begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Layer,
    Context,
    Crate,
    Package,
    Service,
    Module,
    Item,
    Trait,
    Derive,
    Attribute,
    Path,
    Route,
    Topic,
    Table,
    Database,
    Host,
    Env,
    Capability,
}

/// Functions of sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// What leads to the argument, over any number of uses.
    Reaches,
    /// What uses the argument itself.
    Depends,
    /// What holds the argument.
    Has,
    /// What implements the argument.
    Implements,
}

/// A selector as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expr {
    Atom(Atom),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Call(Function, Box<Expr>),
}

/// `kind:glob[filters]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    pub(crate) kind: Kind,
    pub(crate) glob: String,
    pub(crate) filters: Vec<Filter>,
}

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) key: String,
    pub(crate) test: Test,
}

/// What the value of a key must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// One of these.
    OneOf(Vec<String>),
    /// Matched by this glob.
    Like(String),
}

/// Reads a selector.
pub(crate) fn parse(text: &str) -> Result<Expr, SelectorError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let expr = parser.any()?;
    parser.blanks();
    if parser.at < text.len() {
        let (help, span) = ("join selectors with `&` or `|`".to_owned(), parser.rest());
        return Err(parser.error("nothing more is expected here", help, span));
    }
    Ok(expr)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Expr, SelectorError> {
        self.list('|', Self::all, Expr::Any)
    }

    fn all(&mut self) -> Result<Expr, SelectorError> {
        self.list('&', Self::one, Expr::All)
    }

    fn list(
        &mut self,
        separator: char,
        part: fn(&mut Self) -> Result<Expr, SelectorError>,
        join: fn(Vec<Expr>) -> Expr,
    ) -> Result<Expr, SelectorError> {
        let mut parts = vec![part(self)?];
        while self.eat(separator) {
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { join(parts) })
    }

    fn one(&mut self) -> Result<Expr, SelectorError> {
        self.blanks();
        self.depth += 1;
        if self.depth > DEEPEST {
            let span = self.rest();
            return Err(self.error("this is nested too deep", String::new(), span));
        }
        let expr = if self.eat('!') {
            Expr::Not(Box::new(self.one()?))
        } else if self.eat('(') {
            let inner = self.any()?;
            self.expect(')')?;
            inner
        } else {
            self.atom()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn atom(&mut self) -> Result<Expr, SelectorError> {
        let start = self.at;
        let word = self.word(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let span = self.span(start);
        if word.is_empty() {
            let help = format!("begin with a kind: {}", names(KINDS.iter().map(|(name, _)| *name)));
            let span = self.rest();
            return Err(self.error("a selector is expected here", help, span));
        }
        if self.eat('(') {
            let found = FUNCTIONS.iter().find(|(name, _)| *name == word);
            let Some((_, function)) = found else {
                let all = FUNCTIONS.iter().map(|(name, _)| *name);
                let help =
                    did_you_mean(word, all.clone(), &format!("functions are {}", names(all)));
                return Err(self.error(&format!("there is no function `{word}`"), help, span));
            };
            let inner = self.any()?;
            self.expect(')')?;
            return Ok(Expr::Call(*function, Box::new(inner)));
        }
        let kind = self.kind(word, span)?;
        let glob = if self.peek() == Some(':') {
            self.at += 1;
            self.glob(word)?
        } else {
            "**".to_owned()
        };
        let filters = if self.eat('[') { self.filters()? } else { Vec::new() };
        Ok(Expr::Atom(Atom { kind, glob, filters }))
    }

    fn kind(&self, word: &str, span: Span) -> Result<Kind, SelectorError> {
        if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == word) {
            return Ok(*kind);
        }
        let all = names(KINDS.iter().map(|(name, _)| *name));
        if LATER.contains(&word) {
            let message = format!("this version does not know things of kind `{word}` yet");
            return Err(self.error(&message, format!("it knows {all}"), span));
        }
        let help =
            did_you_mean(word, KINDS.iter().map(|(name, _)| *name), &format!("kinds are {all}"));
        Err(self.error(&format!("there is no kind `{word}`"), help, span))
    }

    fn glob(&mut self, kind: &str) -> Result<String, SelectorError> {
        let start = self.at;
        let mut braces = 0_usize;
        let glob = self.word(|c| {
            match c {
                '{' => braces += 1,
                '}' => braces = braces.saturating_sub(1),
                _ => {}
            }
            !(c.is_whitespace() || "()[]&|!'\"".contains(c) || (c == ',' && braces == 0))
        });
        let (glob, span) = (glob.to_owned(), self.span(start));
        if glob.is_empty() {
            let span = self.rest();
            let help = format!("write `{kind}:*` for all");
            return Err(self.error("a glob is expected here", help, span));
        }
        match GlobBuilder::new(&glob).build() {
            Ok(_) => Ok(glob),
            Err(error) => Err(self.error("this is no valid glob", error.kind().to_string(), span)),
        }
    }

    fn filters(&mut self) -> Result<Vec<Filter>, SelectorError> {
        let mut filters = Vec::new();
        loop {
            self.blanks();
            let start = self.at;
            let key = self.word(|c| c.is_ascii_alphanumeric() || c == '_').to_owned();
            let span = self.span(start);
            if !KEYS.contains(&key.as_str()) {
                let all = format!("filters ask for {}", names(KEYS.iter().copied()));
                let help = did_you_mean(&key, KEYS.iter().copied(), &all);
                return Err(self.error("there is nothing of this name to filter by", help, span));
            }
            let test = if self.eat('=') {
                Test::OneOf(vec![self.value()?])
            } else if self.eat('~') {
                Test::Like(self.value()?)
            } else if self.eat_word("in") {
                self.expect('{')?;
                let mut values = vec![self.value()?];
                while self.eat(',') {
                    values.push(self.value()?);
                }
                self.expect('}')?;
                Test::OneOf(values)
            } else {
                let help = "write `name='x'`, `name~'glob'` or `name in {a, b}`".to_owned();
                let span = self.rest();
                return Err(self.error("`=`, `~` or `in` is expected here", help, span));
            };
            filters.push(Filter { key, test });
            if !self.eat(',') {
                self.expect(']')?;
                return Ok(filters);
            }
        }
    }

    fn value(&mut self) -> Result<String, SelectorError> {
        self.blanks();
        let start = self.at;
        if self.eat('\'') {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find('\'') else {
                let span = self.span(start);
                return Err(self.error(
                    "the quote is not closed",
                    "close it with `'`".into(),
                    span,
                ));
            };
            self.at += end + 1;
            return Ok(rest[..end].to_owned());
        }
        let word = self.word(|c| c.is_alphanumeric() || "_-.*:/".contains(c)).to_owned();
        if word.is_empty() {
            let span = self.rest();
            return Err(self.error("a value is expected here", "write `'text'`".into(), span));
        }
        Ok(word)
    }

    fn word(&mut self, mut part: impl FnMut(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn blanks(&mut self) {
        self.word(char::is_whitespace);
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.blanks();
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn eat_word(&mut self, wanted: &str) -> bool {
        self.blanks();
        let found = self.text[self.at..].starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn expect(&mut self, wanted: char) -> Result<(), SelectorError> {
        if self.eat(wanted) {
            return Ok(());
        }
        let span = self.rest();
        Err(self.error(&format!("`{wanted}` is expected here"), String::new(), span))
    }

    const fn span(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    /// The next character, or the end.
    fn rest(&self) -> Span {
        Span { start: self.at, end: self.at + self.peek().map_or(0, char::len_utf8) }
    }

    fn error(&self, message: &str, help: String, span: Span) -> SelectorError {
        SelectorError {
            selector: self.text.to_owned(),
            message: message.to_owned(),
            help: (!help.is_empty()).then_some(help),
            span,
        }
    }
}

fn names<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
