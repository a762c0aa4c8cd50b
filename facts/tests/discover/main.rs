//! What discovery finds in small trees.

mod compare;
#[cfg(unix)]
mod hostile;
mod oracle;
mod shapes;
mod sketch;
