//! Dockerfiles: stages, what they build, copy and run.

use parse_dockerfile::{
    Command, HealthcheckArguments, Instruction, Source, UnescapedString, parse_iter,
};

use super::yaml::{Fault, Text};
use crate::place::Span;

/// What a Dockerfile says.
#[derive(Debug, Default)]
pub struct Dockerfile {
    /// `ARG` before the first stage, with defaults.
    pub args: Vec<(String, Option<String>)>,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// Where reading ended, if it did not reach the end.
    pub fault: Option<Fault>,
}

/// A stage.
#[derive(Debug, Default)]
pub struct Stage {
    /// Its name.
    pub name: Option<String>,
    /// The image or stage it begins from, as written.
    pub from: Text,
    /// `ARG`, with defaults.
    pub args: Vec<(String, Option<String>)>,
    /// `ENV`.
    pub env: Vec<(String, Text)>,
    /// `RUN`: command lines.
    pub runs: Vec<Text>,
    /// `COPY` and `ADD`.
    pub copies: Vec<Copy>,
    /// `ENTRYPOINT`.
    pub entrypoint: Option<Vec<Text>>,
    /// `CMD`.
    pub command: Option<Vec<Text>>,
    /// `HEALTHCHECK`: its command; none within for `NONE`.
    pub health: Option<Option<Text>>,
    /// `EXPOSE`.
    pub exposes: Vec<Text>,
}

/// A `COPY`.
#[derive(Debug, Default)]
pub struct Copy {
    /// The stage that it copies from.
    pub from: Option<String>,
    /// What.
    pub sources: Vec<Text>,
    /// Where to.
    pub target: String,
}

/// Reads a Dockerfile. What stands behind something unreadable is not read.
pub fn extract(text: &str) -> Dockerfile {
    let mut file = Dockerfile::default();
    // The parser counts from behind a byte order mark.
    let skip = text.len() - text.trim_start_matches('\u{feff}').len();
    let reader = Reader { skip: skip as u32 };
    let instructions = match parse_iter(&text[skip..]) {
        Ok(instructions) => instructions,
        Err(error) => {
            file.fault = Some(fault(text, &error));
            return file;
        }
    };
    for instruction in instructions {
        match instruction {
            Ok(instruction) => reader.take(&mut file, instruction),
            Err(error) => {
                file.fault = Some(fault(text, &error));
                break;
            }
        }
    }
    file
}

fn fault(text: &str, error: &parse_dockerfile::Error) -> Fault {
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start = before.map(str::len).sum::<usize>().min(text.len());
    let line = text[start..].lines().next().unwrap_or_default();
    let message = "an instruction could not be read; what follows was not read".to_owned();
    Fault { message, span: Span::new(start as u32, (start + line.len()) as u32) }
}

struct Reader {
    skip: u32,
}

impl Reader {
    fn span(&self, span: &std::ops::Range<usize>) -> Span {
        Span::new(span.start as u32 + self.skip, span.end as u32 + self.skip)
    }

    fn text(&self, string: &UnescapedString<'_>) -> Text {
        Text { text: string.value.clone().into_owned(), span: self.span(&string.span) }
    }

    fn take(&self, file: &mut Dockerfile, instruction: Instruction<'_>) {
        if let Instruction::From(from) = &instruction {
            file.stages.push(Stage {
                name: from.as_.as_ref().map(|(_, name)| name.value.clone().into_owned()),
                from: self.text(&from.image),
                ..Stage::default()
            });
            return;
        }
        let Some(stage) = file.stages.last_mut() else {
            if let Instruction::Arg(arg) = instruction {
                file.args.extend(assignments(&arg.arguments.value));
            }
            return;
        };
        match instruction {
            Instruction::Arg(arg) => stage.args.extend(assignments(&arg.arguments.value)),
            Instruction::Env(env) => {
                let span = self.span(&env.arguments.span);
                stage.env.extend(env_pairs(&env.arguments.value, span));
            }
            Instruction::Run(run) => {
                let mut text = self.line(&run.arguments);
                for here in &run.here_docs {
                    text.text.push('\n');
                    text.text.push_str(&here.value);
                }
                stage.runs.push(text);
            }
            Instruction::Copy(copy) => {
                let from = copy.options.iter().find(|flag| flag.name.value == "from");
                stage.copies.push(Copy {
                    from: from
                        .and_then(|flag| flag.value.as_ref())
                        .map(|value| value.value.clone().into_owned()),
                    sources: copy.src.iter().filter_map(|source| self.source(source)).collect(),
                    target: copy.dest.value.into_owned(),
                });
            }
            Instruction::Add(add) => stage.copies.push(Copy {
                from: None,
                sources: add.src.iter().filter_map(|source| self.source(source)).collect(),
                target: add.dest.value.into_owned(),
            }),
            Instruction::Entrypoint(entry) => {
                stage.entrypoint = Some(self.words(&entry.arguments));
            }
            Instruction::Cmd(cmd) => stage.command = Some(self.words(&cmd.arguments)),
            Instruction::Healthcheck(check) => {
                stage.health = Some(match &check.arguments {
                    HealthcheckArguments::Cmd { arguments, .. } => Some(self.line(arguments)),
                    _ => None,
                });
            }
            Instruction::Expose(expose) => {
                stage.exposes.extend(expose.arguments.iter().map(|port| self.text(port)));
            }
            _ => {}
        }
    }

    fn source(&self, source: &Source<'_>) -> Option<Text> {
        match source {
            Source::Path(path) => Some(self.text(path)),
            _ => None,
        }
    }

    /// A command as one line.
    fn line(&self, command: &Command<'_>) -> Text {
        let words = self.words(command);
        let span = match command {
            Command::Exec(list) => self.span(&list.span),
            Command::Shell(text) => self.span(&text.span),
            _ => Span::default(),
        };
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        Text { text: words.join(" "), span }
    }

    fn words(&self, command: &Command<'_>) -> Vec<Text> {
        match command {
            Command::Exec(list) => list.value.iter().map(|word| self.text(word)).collect(),
            Command::Shell(text) => {
                let line = text.value.replace("\\\r\n", " ").replace("\\\n", " ");
                vec![Text { text: line, span: self.span(&text.span) }]
            }
            _ => Vec::new(),
        }
    }
}

/// `NAME=default NAME2`.
fn assignments(text: &str) -> Vec<(String, Option<String>)> {
    let assignment = |word: String| match word.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (word, None),
    };
    words(text).into_iter().map(assignment).collect()
}

/// `NAME=value NAME2=value2`, or the old `NAME value`.
fn env_pairs(text: &str, span: Span) -> Vec<(String, Text)> {
    let first = text.split_whitespace().next().unwrap_or_default();
    if !first.contains('=') {
        let rest = text.trim_start()[first.len()..].trim();
        return vec![(first.to_owned(), Text { text: rest.to_owned(), span })];
    }
    let pair = |(name, value): (String, Option<String>)| {
        (name, Text { text: value.unwrap_or_default(), span })
    };
    assignments(text).into_iter().map(pair).collect()
}

/// Words of a command line, quotes and continued lines taken off; nothing is expanded.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = text.chars().peekable();
    let mut started = false;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '\\') => match chars.next() {
                Some('\n') | None => {}
                Some('\r') => {
                    chars.next_if_eq(&'\n');
                }
                Some(next) => {
                    word.push(next);
                    started = true;
                }
            },
            (None, '"' | '\'') => {
                quote = Some(c);
                started = true;
            }
            (Some(open), _) if open == c => quote = None,
            (None, c) if c.is_whitespace() => {
                if started {
                    words.push(std::mem::take(&mut word));
                    started = false;
                }
            }
            _ => {
                word.push(c);
                started = true;
            }
        }
    }
    if started {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read() {
        let text = "ARG RUST=1.90\nFROM rust:${RUST} AS build\nARG BIN=web PKG\nENV A=1 B=\"x y\"\nRUN cargo build --release \\\n  --bin web\n\nFROM debian:12\nCOPY --from=build /app/target/release/web /usr/bin/\nEXPOSE 80 81/tcp\nHEALTHCHECK CMD curl -f http://localhost/health\nENTRYPOINT [\"/usr/bin/web\"]\nCMD serve\n";
        let file = extract(text);
        let build = &file.stages[0];
        assert_eq!(file.args, [("RUST".to_owned(), Some("1.90".to_owned()))]);
        assert_eq!(
            (build.name.as_deref(), build.from.text.as_str()),
            (Some("build"), "rust:${RUST}")
        );
        assert_eq!(
            build.args,
            [("BIN".to_owned(), Some("web".to_owned())), ("PKG".to_owned(), None)]
        );
        assert_eq!(build.env[1].1.text, "x y");
        let last = &file.stages[1];
        assert_eq!(last.copies[0].from.as_deref(), Some("build"));
        assert_eq!(last.copies[0].sources[0].text, "/app/target/release/web");
        assert_eq!(last.exposes.len(), 2);
        assert_eq!(last.entrypoint.as_ref().unwrap()[0].text, "/usr/bin/web");
        assert_eq!(
            words(&file.stages[0].runs[0].text).join("|"),
            "cargo|build|--release|--bin|web"
        );
        assert_eq!(
            file.stages[1].health.as_ref().unwrap().as_ref().unwrap().text,
            "curl -f http://localhost/health"
        );
        assert!(file.fault.is_none());
    }

    #[test]
    fn broken_files_end_early() {
        let file = extract("FROM a\nRUN x\nNONSENSE {{ y }}\nRUN z\n");
        assert_eq!(file.stages[0].runs.len(), 1);
        assert!(file.fault.is_some());
        assert!(extract("").stages.is_empty());
        assert_eq!(extract("\u{feff}FROM a\n").stages[0].from.span, Span::new(8, 9));
    }
}
