//! Answers: from options, and from a person where there is one.

use anyhow::Result;
use portcullis_templates::macros::Macros;
use portcullis_templates::pack::Question;
use portcullis_templates::{Answers, Given, Pack, Value};

/// What was said on the command line, and who may be asked for the rest.
pub(in crate::command) struct Answering<'a> {
    pub(super) said: &'a [String],
    pub(super) macros: &'a Macros,
    pub(super) asks_nobody: bool,
}

impl Answering<'_> {
    /// Completes `given` with `--answer` for the questions that `pack` asks, and with what a person answers.
    pub(in crate::command) fn complete(
        &self,
        pack: &Pack,
        mut given: Given,
        target: Value,
    ) -> Result<Answers> {
        for said in self.said {
            let Some((question, value)) = said.split_once('=') else {
                anyhow::bail!("`--answer {said}` is not of the form QUESTION=VALUE");
            };
            if pack.questions().iter().any(|asked| asked.name == question) {
                given.say(pack, question, value)?;
            }
        }
        let mut failed = None;
        let mut ask = |question: &Question, default: Option<&[String]>| {
            if self.asks_nobody || failed.is_some() || !somebody_is_there() {
                return None;
            }
            prompt(question, default).unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        };
        let answers = Answers::complete(pack, &given, self.macros.clone(), target, &mut ask);
        match failed {
            Some(error) => Err(error),
            None => Ok(answers?),
        }
    }

    /// Says of an answer that no pack asks for it.
    pub(in crate::command) fn check(&self, packs: &[&Pack]) -> Result<()> {
        for said in self.said {
            let question = said.split('=').next().unwrap_or(said);
            let mut asked = packs.iter().flat_map(|pack| pack.questions()).map(|q| &q.name);
            if !asked.any(|name| name == question) {
                anyhow::bail!("nothing asks for `{question}`, so `--answer {said}` says nothing");
            }
        }
        Ok(())
    }
}

/// Whether a person reads what is asked and can answer it.
#[cfg(feature = "prompts")]
fn somebody_is_there() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && crate::output::stderr_is_terminal()
}

#[cfg(not(feature = "prompts"))]
fn somebody_is_there() -> bool {
    false
}

#[cfg(not(feature = "prompts"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as with prompts")]
fn prompt(_: &Question, _: Option<&[String]>) -> Result<Option<Vec<String>>> {
    Ok(None)
}

#[cfg(feature = "prompts")]
fn prompt(question: &Question, default: Option<&[String]>) -> Result<Option<Vec<String>>> {
    use dialoguer::{Confirm, Input, MultiSelect, Select};
    use portcullis_templates::pack::Kind;

    let default = default.unwrap_or_default();
    let items: Vec<String> = question
        .options
        .iter()
        .map(|choice| format!("{}: {}", choice.value, choice.help))
        .collect();
    let is_default = |value: &String| default.contains(value);
    let values = || question.options.iter().map(|choice| &choice.value);
    Ok(Some(match question.kind {
        Kind::Name | Kind::Text => {
            let mut input = Input::<String>::new().with_prompt(&question.prompt);
            if let [default] = default {
                input = input.default(default.clone());
            }
            vec![input.interact_text()?]
        }
        Kind::Bool => {
            let yes = default.first().is_some_and(|default| default == "true");
            let answer = Confirm::new().with_prompt(&question.prompt).default(yes).interact()?;
            vec![answer.to_string()]
        }
        Kind::Choice => {
            let first = values().position(is_default).unwrap_or_default();
            let select = Select::new().with_prompt(&question.prompt).items(&items).default(first);
            let chosen = select.interact()?;
            values().nth(chosen).into_iter().cloned().collect()
        }
        Kind::Multi => {
            let marks: Vec<bool> = values().map(is_default).collect();
            let prompt = format!("{} (space chooses, enter goes on)", question.prompt);
            let select = MultiSelect::new().with_prompt(prompt).items(&items).defaults(&marks);
            let chosen = select.interact()?;
            if chosen.is_empty() {
                vec!["none".to_owned()]
            } else {
                chosen.into_iter().filter_map(|at| values().nth(at).cloned()).collect()
            }
        }
    }))
}
