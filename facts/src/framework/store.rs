//! Names by which databases are connected, asked and changed.

/// Names by which databases are connected, asked and changed.
#[derive(Clone, Copy, Debug)]
pub struct StoreTable {}
