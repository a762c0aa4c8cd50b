//! Whole-program tests: small systems and what must be found in them, hostile input, what must
//! stay the same, what the documents show, and Portcullis linting itself.

mod around;
mod baseline;
mod documentation;
mod documents;
mod editor;
mod eighteen;
mod fixtures;
mod foreign;
mod generated;
mod generator;
mod history;
mod hostile;
mod house;
mod newcomer;
mod packs;
mod program;
mod report;
mod revisions;
mod stability;
mod watch;
