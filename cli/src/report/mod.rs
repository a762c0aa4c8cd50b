//! Reports: each format is a function of a finished run into a writer.

mod checkstyle;
mod entry;
pub(crate) mod excerpt;
mod github;
mod gitlab;
pub(crate) mod json;
mod junit;
pub(crate) mod locate;
pub(crate) mod markdown;
pub(crate) mod masks;
pub(crate) mod page;
mod rdjson;
mod sarif;
#[cfg(test)]
mod shape;
mod summary;
#[cfg(test)]
mod tests;
pub(crate) mod text;
pub(crate) mod xml;

pub(crate) use self::summary::{count, no_package};

use std::io::{self, Write};

use clap::ValueEnum;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::finding::Finding;
use portcullis_rules::settings::ContextSetting;

/// The formats of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: source lines with the places underlined, evidence and help
    #[default]
    Text,
    /// For programs: one document, described in `docs/json.md`
    Json,
    /// SARIF 2.1.0, for code scanning of GitHub and others
    Sarif,
    /// Workflow commands, which GitHub shows as annotations: the 30 gravest
    Github,
    /// Code Quality of GitLab
    Gitlab,
    /// JUnit XML: a failed test for each finding
    Junit,
    /// Checkstyle XML, which most CI servers read
    Checkstyle,
    /// The Diagnostic Format of reviewdog
    Rdjson,
    /// Markdown for summaries of jobs and comments
    Markdown,
    /// The page of `portcullis report`
    Html,
}

/// How much the text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Verbosity {
    /// One line a finding.
    Quiet,
    #[default]
    Normal,
    /// Everything, every problem too.
    Verbose,
}

/// A finished run.
pub(crate) struct Report<'a> {
    /// What was read.
    pub(crate) system: &'a System,
    /// What was found.
    pub(crate) outcome: &'a Outcome,
    /// Whether weak findings are reported too.
    pub(crate) show_weak: bool,
    /// How much the text says.
    pub(crate) verbosity: Verbosity,
    /// Whether the text is coloured.
    pub(crate) styled: bool,
    /// The analysed folder as it was given, for commands that the text advises.
    pub(crate) root: &'a str,
    /// Where the analysed folder stands in its repository, `/`-separated; empty at its root.
    pub(crate) prefix: &'a str,
    /// The name of the system.
    pub(crate) title: &'a str,
    /// The day of the run.
    pub(crate) today: &'a str,
    /// Contexts as configured.
    pub(crate) contexts: &'a [ContextSetting],
}

impl<'a> Report<'a> {
    /// The findings to report, in order.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        let weak = if self.show_weak { self.outcome.weak.as_slice() } else { &[] };
        let mut all: Vec<&Finding> = self.outcome.findings.iter().chain(weak).collect();
        if !weak.is_empty() {
            let path = |finding: &Finding| &self.system.file(finding.place.file).path;
            all.sort_by(|a, b| {
                (path(a), a.place.span, &a.rule).cmp(&(path(b), b.place.span, &b.rule))
            });
        }
        all.into_iter()
    }
}

/// `rule` or, as configuration and suppressions write it, `rule[variant]`.
pub(crate) fn id(finding: &Finding) -> String {
    match finding.variant {
        Some(variant) => format!("{}[{variant}]", finding.rule),
        None => finding.rule.clone(),
    }
}

/// Writes a report.
///
/// # Errors
/// Where the writer fails.
pub(crate) fn write(format: Format, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Checkstyle => checkstyle::write(report, out),
        Format::Rdjson => rdjson::write(report, out),
        Format::Markdown => markdown::write(report, out),
        Format::Html => page::write(report, None, out),
    }
}
