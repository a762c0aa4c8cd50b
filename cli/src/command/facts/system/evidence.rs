//! Why a fact about the system holds, as it is shown.

use portcullis_facts::graph::system::Provenance;
use serde::{Serialize, Serializer};

use crate::report::locate::{Location, Locator};
use crate::report::masks;

/// A derivation with its steps.
#[derive(Debug, Serialize)]
pub(super) struct Why<'a> {
    pub(super) confidence: Hundredths,
    pub(super) steps: Vec<Step<'a>>,
}

/// One step of it.
#[derive(Debug, Serialize)]
pub(super) struct Step<'a> {
    pub(super) text: String,
    pub(super) place: Option<Location<'a>>,
}

impl<'a> Why<'a> {
    pub(super) fn of(why: &Provenance, locator: &Locator<'a>) -> Self {
        let steps = why.steps.iter().map(|step| Step {
            text: masks::without_passwords(&step.text),
            place: step.place.map(|place| locator.location(place)),
        });
        Self { confidence: Hundredths(why.confidence), steps: steps.collect() }
    }
}

/// A confidence, written as a number up to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hundredths(pub(super) u8);

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

impl std::fmt::Display for Hundredths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
