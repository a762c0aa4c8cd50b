//! What mends a finding: edits of the text that it stands in, tried before they are offered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use portcullis_facts::System;
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_rules::Outcome;
use portcullis_rules::finding::{Finding, Remedy};
use portcullis_templates::mend::{self, Edit, Limit};
use rayon::prelude::*;

/// The errors of the client whose building can fail.
const CLIENT_ERROR: &str = "reqwest::Error";

/// Stack of a thread that parses, which recurses with the nesting of the code; that is bounded.
const STACK: usize = 16 << 20;

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
    /// Edits that were worked out beforehand, by the start of the place and the seconds.
    limits: HashMap<(FileId, u32, u64), Result<Vec<Edit>, String>>,
}

/// Where the findings of one file want limits, and of how many seconds.
type Wanted = BTreeSet<(u32, u64)>;

impl Mender {
    /// One for what was found in a system.
    pub(crate) fn new(system: &System, outcome: &Outcome) -> Self {
        let findings = outcome.findings.iter().chain(&outcome.weak);
        let limits = |finding: &Finding| matches!(finding.remedy, Some(Remedy::Limit(_)));
        if !findings.into_iter().any(limits) {
            return Self::default();
        }
        let texts = system.files.par_iter().map(|file| &file.text);
        let made = texts.flat_map_iter(|text| mend::made_from(text, CLIENT_ERROR)).collect();
        Self { made, limits: HashMap::new() }
    }

    /// As [`Mender::new`], for whoever asks for what mends each finding: each file is parsed once for all of its
    /// findings, and files side by side.
    pub(crate) fn of_all(system: &System, outcome: &Outcome) -> Self {
        let mut mender = Self::new(system, outcome);
        let mut wanted: BTreeMap<FileId, Wanted> = BTreeMap::new();
        for finding in outcome.findings.iter().chain(&outcome.weak) {
            if let Some(Remedy::Limit(seconds)) = finding.remedy {
                let place = finding.place;
                wanted.entry(place.file).or_default().insert((place.span.start, seconds));
            }
        }
        if wanted.is_empty() {
            return mender;
        }
        let files: Vec<(FileId, Wanted)> = wanted.into_iter().collect();
        let limits = files.par_iter().flat_map_iter(|(file, wanted)| {
            let edits = mender.limits(&system.file(*file).text, wanted);
            wanted.iter().zip(edits).map(|(&(at, seconds), edits)| ((*file, at, seconds), edits))
        });
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        // Without threads of our own, each is worked out when it is asked for.
        mender.limits = pool.map(|pool| pool.install(|| limits.collect())).unwrap_or_default();
        mender
    }

    fn limits(&self, text: &str, wanted: &Wanted) -> Vec<Result<Vec<Edit>, String>> {
        let limit = |seconds| Limit { seconds, made: &self.made };
        let places = wanted.iter().map(|&(at, seconds)| (at as usize, limit(seconds)));
        mend::limits(text, &places.collect::<Vec<_>>())
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
        let (place, remedy) = (finding.place, finding.remedy?);
        if let Remedy::Limit(seconds) = remedy
            && let Some(edits) = self.limits.get(&(place.file, place.span.start, seconds))
        {
            return Some(edits.clone().map(|edits| limiting(seconds, edits)));
        }
        Some(self.fix(&system.file(place.file).text, place.span, remedy))
    }

    /// What a remedy is at a place in a text.
    ///
    /// # Errors
    /// Where there is no such edit, and why.
    pub(crate) fn fix(&self, text: &str, span: Span, remedy: Remedy) -> Result<Fix, String> {
        match remedy {
            Remedy::Limit(seconds) => {
                let limit = Limit { seconds, made: &self.made };
                Ok(limiting(seconds, mend::limit(text, span.start as usize, &limit)?))
            }
            Remedy::Removal => {
                let range = whole_line(text, span).range();
                let edit = Edit { range, text: String::new() };
                Ok(Fix { title: "Remove the suppression".to_owned(), edits: vec![edit] })
            }
        }
    }
}

/// A fix that sets a time limit.
fn limiting(seconds: u64, edits: Vec<Edit>) -> Fix {
    Fix { title: format!("Set a timeout of {seconds} s"), edits }
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
