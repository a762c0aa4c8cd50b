//! Findings that are known: which of a run's are among them, and how their list may change.
//!
//! A list is kept by fingerprint, so findings stay known when lines move. It may shrink by
//! itself; it never grows unless somebody says so.

use std::collections::BTreeMap;

use crate::Outcome;
use crate::finding::{Finding, Severity};

/// Known findings, by rule and fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// `rule[variant]`, then the fingerprint, then what it said when it was recorded.
    rules: BTreeMap<String, BTreeMap<String, String>>,
}

/// A rule of which there would be more known findings than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// `rule[variant]`.
    pub rule: String,
    /// How many are known.
    pub from: usize,
    /// How many there would be.
    pub to: usize,
}

impl Baseline {
    /// What a run found that can fail one: errors and warnings, weak findings left out.
    pub fn of(outcome: &Outcome) -> Self {
        let mut baseline = Self::default();
        for finding in outcome.findings.iter().filter(|f| f.severity >= Severity::Warning) {
            baseline.add(key(finding), finding.fingerprint.clone(), finding.message.clone());
        }
        baseline
    }

    /// Adds a finding; one that is there already stays as it is.
    pub fn add(&mut self, rule: String, fingerprint: String, text: String) {
        self.rules.entry(rule).or_default().entry(fingerprint).or_insert(text);
    }

    /// Adds what another list has.
    pub fn extend(&mut self, other: &Self) {
        for (rule, fingerprint, text) in other.iter() {
            self.add(rule.to_owned(), fingerprint.to_owned(), text.to_owned());
        }
    }

    /// Rule, fingerprint and text of each finding, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.rules.iter().flat_map(|(rule, findings)| {
            findings.iter().map(move |(print, text)| (rule.as_str(), print.as_str(), text.as_str()))
        })
    }

    /// The rules of which findings are known, with the findings' fingerprints and texts.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
        self.rules.iter().map(|(rule, findings)| (rule.as_str(), findings))
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.rules.values().map(BTreeMap::len).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a finding is known.
    pub fn knows(&self, finding: &Finding) -> bool {
        self.has(&key(finding), &finding.fingerprint)
    }

    fn has(&self, rule: &str, fingerprint: &str) -> bool {
        self.rules.get(rule).is_some_and(|findings| findings.contains_key(fingerprint))
    }

    /// Those of its findings for which `keep` holds, asked by rule and fingerprint.
    fn filtered(&self, mut keep: impl FnMut(&str, &str) -> bool) -> Self {
        let mut kept = Self::default();
        for (rule, fingerprint, text) in self.iter().filter(|(rule, print, _)| keep(rule, print)) {
            kept.add(rule.to_owned(), fingerprint.to_owned(), text.to_owned());
        }
        kept
    }

    /// What of it a run still finds, be it weakly.
    ///
    /// A step that became a guess mends nothing, so weak findings stay known.
    #[must_use]
    pub fn still_found(&self, outcome: &Outcome) -> Self {
        let mut found = Self::of(outcome);
        for finding in &outcome.weak {
            found.add(key(finding), finding.fingerprint.clone(), String::new());
        }
        self.filtered(|rule, fingerprint| found.has(rule, fingerprint))
    }

    /// What is in it and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.filtered(|rule, fingerprint| !other.has(rule, fingerprint))
    }

    /// What it is to be after a run: all that is found, with the texts that stand in it already.
    #[must_use]
    pub fn after(&self, outcome: &Outcome) -> Self {
        let mut next = self.still_found(outcome);
        next.extend(&Self::of(outcome));
        next
    }

    /// The rules of which `next` knows more findings.
    pub fn growth(&self, next: &Self) -> Vec<Growth> {
        let count = |baseline: &Self, rule: &str| baseline.rules.get(rule).map_or(0, BTreeMap::len);
        let growth = next.rules.keys().map(|rule| Growth {
            rule: rule.clone(),
            from: count(self, rule),
            to: count(next, rule),
        });
        growth.filter(|growth| growth.to > growth.from).collect()
    }

    /// Takes the known findings out of a run and counts them there.
    pub fn leave_out(&self, outcome: &mut Outcome) {
        let before = outcome.findings.len();
        outcome.findings.retain(|finding| !self.knows(finding));
        outcome.known += before - outcome.findings.len();
        outcome.weak.retain(|finding| !self.knows(finding));
    }
}

/// What a finding is filed under.
fn key(finding: &Finding) -> String {
    match finding.variant {
        Some(variant) => format!("{}[{variant}]", finding.rule),
        None => finding.rule.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Growth};
    use crate::Outcome;
    use crate::settings::Settings;
    use crate::testing::run;

    /// A core that uses what `uses` says of an adapter, and a layer that is not sure.
    fn outcome(uses: &str) -> Outcome {
        let sketch = format!(
            "package shop lib
             mod shop::domain core
             mod shop::pg out
             mod shop::mail out
             struct shop::pg::PgOrders
             struct shop::mail::Mailer
             {uses}"
        );
        run(&sketch, &Settings::default())
    }

    const ORDERS: &str = "use shop::domain -> shop::pg::PgOrders\n";
    const MAIL: &str = "use shop::domain -> shop::mail::Mailer\n";
    const RULE: &str = "hexagonal/layer-dependency";

    #[test]
    fn what_is_known_is_left_out_and_counted() {
        let known = Baseline::of(&outcome(ORDERS));
        let mut both = outcome(&format!("{ORDERS}{MAIL}"));
        known.leave_out(&mut both);
        assert_eq!((both.known, both.findings.len()), (1, 1));
        assert!(both.findings[0].evidence.contains("mail"));
    }

    #[test]
    fn what_is_fixed_goes_and_what_is_new_makes_it_grow() {
        let known = Baseline::of(&outcome(&format!("{ORDERS}{MAIL}")));
        let now = outcome(ORDERS);
        assert_eq!((known.len(), known.after(&now).len()), (2, 1));
        assert_eq!(known.without(&known.still_found(&now)).len(), 1);
        assert_eq!(known.growth(&known.after(&now)), []);
        let growth = known.after(&now).growth(&known);
        assert_eq!(growth, [Growth { rule: RULE.to_owned(), from: 1, to: 2 }]);
        // One for another is no growth: a name that changed is found under a new one.
        let swapped = Baseline::of(&now).after(&outcome(MAIL));
        assert_eq!(Baseline::of(&now).growth(&swapped), []);
    }

    #[test]
    fn a_finding_that_became_weak_stays_known() {
        let mut now = outcome(ORDERS);
        let known = Baseline::of(&now);
        now.weak.append(&mut now.findings);
        assert_eq!(known.after(&now), known);
        known.leave_out(&mut now);
        assert_eq!((now.known, now.weak.len()), (0, 0), "weak ones are no findings to count");
    }

    #[test]
    fn texts_stay_as_they_were_recorded() {
        let now = outcome(ORDERS);
        let (_, fingerprint, _) = Baseline::of(&now).iter().next().map(own).unwrap();
        let mut known = Baseline::default();
        known.add(RULE.to_owned(), fingerprint, "as somebody wrote it".to_owned());
        assert_eq!(known.after(&now), known);
    }

    fn own((rule, fingerprint, text): (&str, &str, &str)) -> (String, String, String) {
        (rule.to_owned(), fingerprint.to_owned(), text.to_owned())
    }
}
