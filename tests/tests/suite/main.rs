//! Whole-program tests: small systems and what must be found in them, hostile input, what must
//! stay the same, and Portcullis linting itself.

mod eighteen;
mod fixtures;
mod hostile;
mod program;
mod report;
mod stability;
