//! Generates code from packs, and adds to code that is there.
//!
//! A [`Pack`] says what it asks; [`Answers`] hold what was said. [`plan()`] is a function of both and of the
//! [`Tree`] that is added to, and gives a [`Plan`]: texts and edits, and nothing written. [`apply`] is the only
//! module that writes, all of a plan or nothing, and takes it back.
//!
//! How packs look is in `packs/README.md`.

pub mod answers;
pub mod apply;
pub mod diff;
mod edit;
mod engine;
mod error;
pub mod look;
pub mod macros;
pub mod mend;
mod names;
pub mod pack;
pub mod plan;
pub mod read;
mod tree;

pub use answers::{Answers, Given};
pub use error::Error;
pub use names::Name;
pub use pack::Pack;
pub use plan::{Plan, plan};
pub use tree::Tree;

/// A value of a template, to make what is [given](Given) to one.
pub use minijinja::Value;

/// Anything that can be serialized, as a variable of templates.
pub fn value(from: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(from))
}
