//! What a rule found: a value with its evidence, which the engine and the reporters carry on.

use serde::Serialize;

use portcullis_facts::place::Place;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; shown with `--show-weak`, never fails a run.
    Note,
    /// Should be looked at; fails a run under `--deny-warnings`.
    Warning,
    /// Breaks the architecture; fails a run.
    Error,
}

/// A second place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there, lower case, no full stop.
    pub label: String,
}

/// What mends a finding by an edit of the text where it stands, whatever else there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// What is made or called there gets a time limit of so many seconds.
    Limit(u64),
    /// What stands there goes.
    Removal,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id: `hexagonal/layer-dependency`.
    pub rule: String,
    /// The rule's variant, if it has several: `manifest`.
    pub variant: Option<&'static str>,
    /// As the engine decided it, from the rule, the configuration and the confidence.
    pub severity: Severity,
    /// What it is about, as a path that stays the same when lines move: `orders::domain::Order`.
    pub subject: String,
    /// What else identifies it, so that two findings about one subject differ; no line numbers.
    pub evidence: String,
    /// The package or service that it counts to.
    pub service: Option<String>,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do next, with the command that does it where there is one.
    pub help: String,
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub label: String,
    /// Further places.
    pub related: Vec<Related>,
    /// The steps of reasoning, in order, each with its place where it has one.
    pub path: Vec<Step>,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// The condition under which the evidence exists: `feature = "postgres"`; empty for always.
    pub condition: String,
    /// What mends it, if it can be mended where it stands.
    pub remedy: Option<Remedy>,
    /// 32 hexadecimal digits from rule, variant, subject and evidence.
    pub fingerprint: String,
}

/// A step of the reasoning behind a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is known, lower case, no full stop.
    pub text: String,
    /// Where it stands, if at one place.
    pub place: Option<Place>,
}
