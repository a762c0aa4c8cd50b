//! What mends a finding: edits of the text that it stands in, tried before they are offered.

use std::collections::BTreeSet;

use portcullis_facts::System;
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_rules::Outcome;
use portcullis_rules::finding::{Finding, Remedy};
use portcullis_templates::mend::{self, Edit, Limit};

/// The errors of the client whose building can fail.
const CLIENT_ERROR: &str = "reqwest::Error";

/// Edits of the file that a finding stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    /// What they do, as a menu shows it.
    pub(crate) title: String,
    /// In the order of their places, without overlap.
    pub(crate) edits: Vec<Edit>,
}

/// Where an edit of a file stands.
pub(crate) fn place(file: FileId, edit: &Edit) -> Place {
    Place { file, span: Span::new(edit.range.start as u32, edit.range.end as u32) }
}

/// Mends findings of a system.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mender {
    /// The types of the system's errors that are made from [`CLIENT_ERROR`].
    made: BTreeSet<String>,
}

impl Mender {
    /// One for what was found in a system.
    pub(crate) fn new(system: &System, outcome: &Outcome) -> Self {
        let findings = outcome.findings.iter().chain(&outcome.weak);
        let limits = |finding: &Finding| matches!(finding.remedy, Some(Remedy::Limit(_)));
        if !findings.into_iter().any(limits) {
            return Self::default();
        }
        let texts = system.files.iter().map(|file| &file.text);
        let made = texts.flat_map(|text| mend::made_from(text, CLIENT_ERROR)).collect();
        Self { made }
    }

    /// What mends a finding of `system`; none where it has to be thought about.
    ///
    /// # Errors
    /// Where this finding cannot be mended so, and why.
    pub(crate) fn finding(
        &self,
        system: &System,
        finding: &Finding,
    ) -> Option<Result<Fix, String>> {
        let text = &system.file(finding.place.file).text;
        Some(self.fix(text, finding.place.span, finding.remedy?))
    }

    /// What a remedy is at a place in a text.
    ///
    /// # Errors
    /// Where there is no such edit, and why.
    pub(crate) fn fix(&self, text: &str, span: Span, remedy: Remedy) -> Result<Fix, String> {
        match remedy {
            Remedy::Limit(seconds) => {
                let limit = Limit { seconds, made: &self.made };
                let edits = mend::limit(text, span.start as usize, &limit)?;
                Ok(Fix { title: format!("Set a timeout of {seconds} s"), edits })
            }
            Remedy::Removal => {
                let range = whole_line(text, span).range();
                let edit = Edit { range, text: String::new() };
                Ok(Fix { title: "Remove the suppression".to_owned(), edits: vec![edit] })
            }
        }
    }
}

/// A comment with its line, if nothing else stands there; else with the blanks before it.
pub(crate) fn whole_line(text: &str, comment: Span) -> Span {
    let start = text[..comment.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[start..comment.start as usize];
    if !before.trim().is_empty() {
        return Span::new((start + before.trim_end().len()) as u32, comment.end);
    }
    let behind = &text[comment.end as usize..];
    let rest = behind.find('\n').map_or(behind.len(), |end| end + 1);
    if behind[..rest].trim().is_empty() {
        Span::new(start as u32, comment.end + rest as u32)
    } else {
        comment
    }
}
