//! Rules on what is delivered.

pub mod mutable_image;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&mutable_image::RULE];
