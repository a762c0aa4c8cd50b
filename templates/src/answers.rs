//! What was answered: checked, completed with defaults, and turned into variables.

use std::collections::BTreeMap;

use minijinja::Value;

use crate::engine::Engine;
use crate::macros::Macros;
use crate::pack::{DefaultAnswer, Kind, Question};
use crate::{Error, Name, Pack};

/// What was typed, by question.
#[derive(Clone, Debug, Default)]
pub struct Given(BTreeMap<String, Vec<String>>);

/// Asks a person; gets the question and what counts if nothing is said. None if there is nobody to ask.
pub type Ask<'a> = &'a mut dyn FnMut(&Question, Option<&[String]>) -> Option<Vec<String>>;

/// The values of all variables of a pack.
#[derive(Clone, Debug)]
pub struct Answers {
    values: BTreeMap<String, Value>,
    macros: Macros,
    /// What makes the pack superfluous.
    there: Vec<String>,
}

impl Given {
    /// `value` as an answer to `question`; several for one question add up.
    ///
    /// # Errors
    /// Where the pack asks no such thing.
    pub fn say(&mut self, pack: &Pack, question: &str, value: &str) -> Result<(), Error> {
        if !pack.questions().iter().any(|asked| asked.name == question) {
            let asked = pack.questions().iter().map(|asked| format!("`{}`", asked.name));
            return Err(Error::Answer {
                message: format!("`{}` asks no `{question}`", pack.name()),
                help: match asked.collect::<Vec<_>>().join(", ") {
                    none if none.is_empty() => "it asks nothing".to_owned(),
                    asked => format!("it asks {asked}"),
                },
            });
        }
        self.0.entry(question.to_owned()).or_default().push(value.to_owned());
        Ok(())
    }

    /// `--flag value`, where `--flag group:value` may be one of several questions.
    ///
    /// # Errors
    /// Where the pack has no question with this option.
    pub fn flag(&mut self, pack: &Pack, flag: &str, value: &str) -> Result<(), Error> {
        let with = |wanted: &str| pack.questions().iter().find(|asked| asked.option() == wanted);
        if let Some(question) = with(flag) {
            return self.say(pack, &question.name, value);
        }
        let (group, rest) = value.split_once(':').unwrap_or((value, "true"));
        if let Some(question) = with(&format!("{flag}:{group}")) {
            let rest = match (question.kind, rest) {
                (Kind::Bool, _) | (_, "none") => rest,
                _ if value.contains(':') => rest,
                _ => "",
            };
            return self.say(pack, &question.name, rest);
        }
        let offered: Vec<String> = pack.questions().iter().flat_map(|q| q.offers(flag)).collect();
        Err(Error::Answer {
            message: format!("`{}` takes no `--{flag} {value}`", pack.name()),
            help: if offered.is_empty() {
                format!("it has no option `--{flag}`")
            } else {
                format!("it takes {}", offered.join(", "))
            },
        })
    }
}

impl Question {
    /// The option on the command line.
    pub fn option(&self) -> String {
        self.flag.clone().unwrap_or_else(|| self.name.replace('_', "-"))
    }

    /// What may stand after `--flag` for this question.
    pub fn offers(&self, flag: &str) -> Vec<String> {
        let option = self.option();
        let (own, group) = option.split_once(':').unwrap_or((&option, ""));
        if own != flag {
            return Vec::new();
        }
        let prefix = if group.is_empty() { String::new() } else { format!("{group}:") };
        match self.kind {
            Kind::Bool if !group.is_empty() => vec![format!("`{group}`")],
            _ => self.options.iter().map(|o| format!("`{prefix}{}`", o.value)).collect(),
        }
    }
}

impl Answers {
    /// Completes what was given: by asking, by defaults.
    ///
    /// `target` is what was found where something is added.
    ///
    /// # Errors
    /// Where an answer is none of the options, no name, or missing without a default; and where something is
    /// not there that the pack needs.
    pub fn complete(
        pack: &Pack,
        given: &Given,
        macros: Macros,
        target: Value,
        ask: Ask<'_>,
    ) -> Result<Self, Error> {
        let engine = Engine::new();
        let mut values = BTreeMap::from([
            ("macros".to_owned(), Value::from(macros.dependency())),
            ("rust_version".to_owned(), Value::from(RUST_VERSION)),
            ("target".to_owned(), target),
        ]);
        for question in pack.questions() {
            let context = Value::from(values.clone());
            let wanted = match &question.condition {
                Some(condition) => {
                    let origin = pack.origin(condition);
                    engine.evaluate(condition.get_ref(), &context, origin)?.is_true()
                }
                None => true,
            };
            let default = default(pack, &engine, question, &context)?;
            let typed = given.0.get(&question.name).cloned();
            let asked = || if wanted { ask(question, default.as_deref()) } else { None };
            let answer = typed.or_else(asked).or(default);
            values.insert(question.name.clone(), value(pack, question, answer)?);
        }
        let there = there(pack, &engine, &Value::from(values.clone()))?;
        if !there.is_empty() {
            return Ok(Self { values, macros, there });
        }
        needs(pack, &engine, &Value::from(values.clone()))?;
        for variable in &pack.manifest().variable {
            let context = Value::from(values.clone());
            let origin = pack.origin(&variable.value);
            let value = engine.evaluate(variable.value.get_ref(), &context, origin)?;
            values.insert(variable.name.clone(), value);
        }
        Ok(Self { values, macros, there })
    }

    /// The variables, for templates.
    pub(crate) fn context(&self) -> Value {
        Value::from(self.values.clone())
    }

    /// The same with one more variable.
    pub(crate) fn with(&self, name: &str, value: Value) -> Value {
        let mut values = self.values.clone();
        values.insert(name.to_owned(), value);
        Value::from(values)
    }

    /// Where the macros come from.
    pub(crate) fn macros(&self) -> &Macros {
        &self.macros
    }

    /// What is there already, so that the pack has nothing to do.
    pub(crate) fn there(&self) -> &[String] {
        &self.there
    }

    /// The answer to a question, or a variable, as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(ToString::to_string)
    }
}

/// What generated code asks of the compiler: what the crates that it uses ask of it.
pub const RUST_VERSION: &str = "1.94";

/// What is there already, so that the pack has nothing to do.
fn there(pack: &Pack, engine: &Engine, context: &Value) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for there in &pack.manifest().there {
        let origin = pack.origin(&there.that);
        if engine.evaluate(there.that.get_ref(), context, origin)?.is_true() {
            let origin = pack.origin(&there.says);
            found.push(engine.render(there.says.get_ref(), context, origin)?);
        }
    }
    Ok(found)
}

/// What has to be there for the pack to make sense.
fn needs(pack: &Pack, engine: &Engine, context: &Value) -> Result<(), Error> {
    for need in &pack.manifest().need {
        let origin = pack.origin(&need.that);
        if !engine.evaluate(need.that.get_ref(), context, origin)?.is_true() {
            let origin = pack.origin(&need.otherwise);
            return Err(Error::Need(engine.render(need.otherwise.get_ref(), context, origin)?));
        }
    }
    Ok(())
}

/// The default of a question as if it had been typed.
fn default(
    pack: &Pack,
    engine: &Engine,
    question: &Question,
    context: &Value,
) -> Result<Option<Vec<String>>, Error> {
    let Some(default) = &question.default else { return Ok(None) };
    Ok(Some(match default.get_ref() {
        DefaultAnswer::Bool(yes) => vec![yes.to_string()],
        DefaultAnswer::One(text) => vec![engine.render(text, context, pack.origin(default))?],
        DefaultAnswer::Many(all) => all.clone(),
    }))
}

/// An answer as the value of a variable.
fn value(pack: &Pack, question: &Question, answer: Option<Vec<String>>) -> Result<Value, Error> {
    let option = question.option();
    let name = &question.name;
    let Some(answer) = answer else {
        let is_subject = pack.subject().is_some_and(|subject| subject.name == *name);
        return Err(Error::Answer {
            message: format!("`{}` asks “{}”", pack.name(), question.prompt),
            help: if is_subject {
                "say it as the NAME behind the command".to_owned()
            } else {
                format!("say it with `--{}`", option.replace(':', " "))
            },
        });
    };
    let one = || match answer.as_slice() {
        [one] => Ok(one.as_str()),
        _ => Err(Error::Answer {
            message: format!("`{name}` is answered {} times", answer.len()),
            help: "it takes one answer".to_owned(),
        }),
    };
    let offered = |value: &str| {
        if question.options.iter().any(|choice| choice.value == value) {
            return Ok(value.to_owned());
        }
        let flag = option.split(':').next().unwrap_or(&option);
        Err(Error::Answer {
            message: format!("`{value}` is none of the options of `{name}`"),
            help: format!("`--{flag}` takes {}", question.offers(flag).join(", ")),
        })
    };
    Ok(match question.kind {
        Kind::Name => Value::from_object(Name::new(one()?)?),
        Kind::Text => Value::from(one()?),
        Kind::Choice => Value::from(offered(one()?)?),
        Kind::Multi if answer == ["none"] => Value::from(Vec::<String>::new()),
        Kind::Multi => {
            let mut all: Vec<String> =
                answer.iter().map(|value| offered(value)).collect::<Result<_, _>>()?;
            all.dedup();
            Value::from(all)
        }
        Kind::Bool => match one()? {
            "true" | "yes" => Value::from(true),
            "false" | "no" | "none" => Value::from(false),
            other => {
                return Err(Error::Answer {
                    message: format!("`{other}` is no answer to `{name}`"),
                    help: "it is `yes` or `no`".to_owned(),
                });
            }
        },
    })
}
