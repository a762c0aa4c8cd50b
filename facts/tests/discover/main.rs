//! What discovery finds in small trees.

mod compare;
mod oracle;
mod shapes;
mod sketch;
