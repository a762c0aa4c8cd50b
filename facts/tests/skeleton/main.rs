//! The skeleton extractor: what the facts of samples are, and that no text at all can upset it.

mod bodies;
mod body_rules;
mod dump;
mod hostile;
mod properties;
mod samples;
mod valid;
