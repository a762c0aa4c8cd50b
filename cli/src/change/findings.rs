//! Which findings a change brings, and which it takes away.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;

use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::finding::Finding;

use super::moved::Renames;

/// The findings of two systems, compared by their fingerprints.
#[derive(Debug, Default)]
pub(crate) struct Findings<'a> {
    /// Found now, and not before, in the order of the report.
    pub(crate) new: Vec<&'a Finding>,
    /// Found before, and not now.
    pub(crate) fixed: Vec<&'a Finding>,
    /// Found before; now a comment suppresses them.
    pub(crate) suppressed: Vec<&'a Finding>,
    /// How many are found in both, those of code that got another name among them.
    pub(crate) same: usize,
    /// How many of these are of code that is called otherwise.
    pub(crate) renamed: usize,
}

/// The fingerprints that a run found, be it weakly: what became a guess is not fixed, and what was
/// one is not new.
pub(crate) fn prints(outcome: &Outcome) -> HashSet<&str> {
    outcome.findings.iter().chain(&outcome.weak).map(|one| one.fingerprint.as_str()).collect()
}

impl<'a> Findings<'a> {
    /// Compares what was found `before` and what is found `after`, each with its system.
    pub(crate) fn compare(before: (&System, &'a Outcome), after: (&System, &'a Outcome)) -> Self {
        let (old, now) = (prints(before.1), prints(after.1));
        let is_in =
            |prints: &HashSet<&str>, one: &Finding| prints.contains(one.fingerprint.as_str());
        let mut findings = Self::default();
        for one in &after.1.findings {
            if is_in(&old, one) { findings.same += 1 } else { findings.new.push(one) }
        }
        let silenced: BTreeSet<&str> =
            after.1.suppressed_prints.iter().map(String::as_str).collect();
        for one in before.1.findings.iter().filter(|one| !is_in(&now, one)) {
            let suppressed = silenced.contains(one.fingerprint.as_str());
            if suppressed { findings.suppressed.push(one) } else { findings.fixed.push(one) }
        }
        if !findings.new.is_empty() && !findings.fixed.is_empty() {
            let renames = Renames::between(before.0, after.0);
            findings.match_by(
                |one| (renames.apply(&one.subject), renames.apply(&one.evidence)),
                |one| (one.subject.clone(), one.evidence.clone()),
            );
            // The same rule at the same line: what it speaks of is called otherwise.
            let place = |system: &System, one: &Finding| {
                let file = system.file(one.place.file);
                (file.path.clone(), line_of(&file.text, one.place.span.start).to_owned())
            };
            findings.match_by(
                |one| {
                    let (path, line) = place(before.0, one);
                    (renames.file(&path).to_owned(), line)
                },
                |one| place(after.0, one),
            );
        }
        findings
    }

    /// Takes out findings of one rule that are known by the same thing in both systems.
    fn match_by<K: Eq + Hash>(
        &mut self,
        before: impl Fn(&Finding) -> K,
        after: impl Fn(&Finding) -> K,
    ) {
        let rule = |one: &'a Finding| (one.rule.as_str(), one.variant);
        let mut old: HashMap<_, VecDeque<&'a Finding>> = HashMap::new();
        for one in &self.fixed {
            old.entry((rule(one), before(one))).or_default().push_back(one);
        }
        let mut gone: HashSet<&str> = HashSet::new();
        self.new.retain(|one| {
            let same = old.get_mut(&(rule(one), after(one))).and_then(VecDeque::pop_front);
            same.is_none_or(|same| !gone.insert(&same.fingerprint))
        });
        self.renamed += gone.len();
        self.same += gone.len();
        self.fixed.retain(|one| !gone.contains(one.fingerprint.as_str()));
    }
}

/// The line around an offset, without its indentation.
fn line_of(text: &str, at: u32) -> &str {
    let (before, after) = text.split_at_checked(at as usize).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| before.len() + end);
    text[start..end].trim()
}
