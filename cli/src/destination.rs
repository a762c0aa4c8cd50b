//! Which reports go where: `--format FORMAT` and `--format FORMAT=FILE`, several at once.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser, ValueParserFactory};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error, ValueEnum};

/// A report that is asked for, in one of the formats `F`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination<F> {
    pub(crate) format: F,
    /// None for standard output.
    pub(crate) file: Option<PathBuf>,
}

/// Reads `FORMAT` and `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(crate) struct Parser<F>(PhantomData<F>);

/// A format: one of the values of an option.
pub(crate) trait OneOf: ValueEnum + Default + Send + Sync + 'static {}

impl<F: ValueEnum + Default + Send + Sync + 'static> OneOf for F {}

impl<F: OneOf> ValueParserFactory for Destination<F> {
    type Parser = Parser<F>;

    fn value_parser() -> Parser<F> {
        Parser(PhantomData)
    }
}

impl<F: OneOf> TypedValueParser for Parser<F> {
    type Value = Destination<F>;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Destination<F>, Error> {
        let formats = EnumValueParser::<F>::new();
        let bytes = value.as_encoded_bytes();
        let Some(at) = bytes.iter().position(|byte| *byte == b'=') else {
            let format = formats.parse_ref(command, argument, value)?;
            return Ok(Destination { format, file: None });
        };
        let Some((format, file)) = value.to_str().and_then(|text| text.split_at_checked(at)) else {
            let message = "the name of a report's file must be UTF-8 here; `--output` takes others";
            return Err(Error::raw(ErrorKind::InvalidUtf8, message).with_cmd(command));
        };
        let format = formats.parse_ref(command, argument, OsStr::new(format))?;
        let file = &file[1..];
        if file.is_empty() {
            let message = format!("there is no file behind `{}`\n", value.display());
            return Err(Error::raw(ErrorKind::InvalidValue, message).with_cmd(command));
        }
        Ok(Destination { format, file: Some(file.into()) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<PossibleValue> = EnumValueParser::<F>::new().possible_values()?.collect();
        Some(Box::new(values.into_iter()))
    }
}

/// The reports that are asked for; `output` is the file of the first one that has none.
///
/// # Errors
/// Where two would go to the same place.
pub(crate) fn destinations<F: OneOf>(
    asked: &[Destination<F>],
    output: Option<&Path>,
) -> Result<Vec<Destination<F>>> {
    let mut all = asked.to_vec();
    if all.is_empty() {
        all.push(Destination { format: F::default(), file: None });
    }
    if let Some(output) = output {
        match all.iter_mut().find(|one| one.file.is_none()) {
            Some(one) => one.file = Some(output.to_owned()),
            None => bail!(
                "`--output {}` is for a format without a file, and each has one",
                output.display()
            ),
        }
    }
    for (at, one) in all.iter().enumerate() {
        if all[..at].iter().any(|other| other.file == one.file) {
            match &one.file {
                Some(file) => bail!("two reports would go to `{}`", file.display()),
                None => bail!(
                    "two reports would go to standard output; `--format FORMAT=FILE` names a file"
                ),
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;

    fn parsed(arguments: &[&str]) -> Result<Vec<(Format, Option<PathBuf>)>, String> {
        #[derive(clap::Parser)]
        struct Only {
            #[arg(long)]
            format: Vec<Destination<Format>>,
            #[arg(long)]
            output: Option<PathBuf>,
        }
        let arguments = std::iter::once(&"lint").chain(arguments);
        let only = <Only as clap::Parser>::try_parse_from(arguments).map_err(|e| e.to_string())?;
        let all = destinations(&only.format, only.output.as_deref()).map_err(|e| e.to_string())?;
        Ok(all.into_iter().map(|one| (one.format, one.file)).collect())
    }

    #[test]
    fn formats_have_files() {
        let file = |name: &str| Some(PathBuf::from(name));
        assert_eq!(parsed(&[]), Ok(vec![(Format::Text, None)]));
        assert_eq!(parsed(&["--format", "json"]), Ok(vec![(Format::Json, None)]));
        assert_eq!(
            parsed(&["--format", "text", "--format", "sarif=a=b.sarif"]),
            Ok(vec![(Format::Text, None), (Format::Sarif, file("a=b.sarif"))])
        );
        assert_eq!(
            parsed(&["--format", "junit=j", "--format", "text", "--output", "t"]),
            Ok(vec![(Format::Junit, file("j")), (Format::Text, file("t"))])
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (arguments, expected) in [
            (vec!["--format", "srif=x"], "a similar value exists: 'sarif'"),
            (vec!["--format", "sarif="], "there is no file behind `sarif=`"),
            (vec!["--format", "json", "--format", "text"], "go to standard output"),
            (vec!["--format", "json=a", "--format", "text=a"], "two reports would go to `a`"),
            (vec!["--format", "json=a", "--output", "b"], "`--output b` is for a format"),
        ] {
            let error = parsed(&arguments).unwrap_err();
            assert!(error.contains(expected), "{arguments:?}: {error}");
        }
    }
}
