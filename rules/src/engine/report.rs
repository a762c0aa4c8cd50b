//! What a rule hands to the engine: findings without severity and fingerprint.

use portcullis_facts::graph::PackageId;
use portcullis_facts::place::Place;

use crate::finding::{Related, Remedy, Step};
use crate::settings::Level;

/// How many further places a finding carries at most.
pub const MOST_RELATED: usize = 20;

/// A finding as the rule knows it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) variant: Option<&'static str>,
    pub(crate) subject: String,
    pub(crate) evidence: String,
    pub(crate) package: Option<PackageId>,
    pub(crate) service: Option<String>,
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) place: Place,
    pub(crate) label: String,
    pub(crate) related: Vec<Related>,
    pub(crate) path: Vec<Step>,
    pub(crate) confidence: u8,
    pub(crate) condition: String,
    pub(crate) remedy: Option<Remedy>,
}

impl Draft {
    /// A finding about `subject` at `place`, surely true and unconditional until told otherwise.
    ///
    /// `subject` and `evidence` identify it over time, so they hold neither lines nor counts.
    pub fn new(subject: impl Into<String>, evidence: impl Into<String>, place: Place) -> Self {
        Self {
            variant: None,
            subject: subject.into(),
            evidence: evidence.into(),
            package: None,
            service: None,
            message: String::new(),
            help: String::new(),
            place,
            label: String::new(),
            related: Vec::new(),
            path: Vec::new(),
            confidence: 100,
            condition: String::new(),
            remedy: None,
        }
    }

    /// The variant.
    #[must_use]
    pub const fn variant(mut self, variant: Option<&'static str>) -> Self {
        self.variant = variant;
        self
    }

    /// The package that it counts to.
    #[must_use]
    pub const fn package(mut self, package: PackageId) -> Self {
        self.package = Some(package);
        self
    }

    /// The service that it counts to, where that is not simply its package.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.service = Some(name.into());
        self
    }

    /// What is wrong, lower case, no full stop, names in backticks.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// What to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// What stands at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A further place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// A step of the reasoning.
    #[must_use]
    pub fn step(mut self, text: impl Into<String>, place: Option<Place>) -> Self {
        self.path.push(Step { text: text.into(), place });
        self
    }

    /// Confidence in hundredths: the least one along the reasoning.
    #[must_use]
    pub const fn confidence(mut self, confidence: u8) -> Self {
        self.confidence = confidence;
        self
    }

    /// What mends it where it stands.
    #[must_use]
    pub const fn remedy(mut self, remedy: Option<Remedy>) -> Self {
        self.remedy = remedy;
        self
    }

    /// The condition under which the evidence exists; the message gets it too.
    #[must_use]
    pub fn condition(mut self, condition: impl Into<String>) -> Self {
        self.condition = condition.into();
        if !self.condition.is_empty() {
            self.message = format!("{}, under `{}`", self.message, self.condition);
        }
        self
    }
}

/// Where a rule puts its findings.
#[derive(Debug, Default)]
pub struct Report {
    levels: Vec<(Option<&'static str>, Level)>,
    pub(crate) adopted: bool,
    pub(crate) drafts: Vec<Draft>,
}

impl Report {
    /// An empty report of a rule whose variants have these levels.
    pub(crate) const fn new(levels: Vec<(Option<&'static str>, Level)>) -> Self {
        Self { levels, adopted: false, drafts: Vec::new() }
    }

    /// Whether findings of this variant are wanted; a rule asks before it does work for one.
    pub fn wants(&self, variant: Option<&str>) -> bool {
        self.levels.iter().any(|(name, level)| *name == variant && *level != Level::Off)
    }

    /// Says that a part of the system already has what a [gated](crate::rule::Rule::gated) rule asks
    /// for; where nobody has it, its findings are dropped unless it was asked for by name.
    pub const fn adopted(&mut self) {
        self.adopted = true;
    }

    /// Adds a finding; one of a variant that is switched off is dropped.
    pub fn add(&mut self, draft: Draft) {
        if self.wants(draft.variant) {
            self.drafts.push(draft);
        }
    }
}
