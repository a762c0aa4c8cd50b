//! The skeleton extractor: what the facts of samples are, and that no text at all can upset it.

mod dump;
mod hostile;
mod properties;
mod samples;
mod valid;
