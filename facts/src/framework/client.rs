//! Names by which other processes are called.

/// Names by which other processes are called.
#[derive(Clone, Copy, Debug)]
pub struct ClientTable {}
