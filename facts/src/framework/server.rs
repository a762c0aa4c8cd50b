//! Names by which requests are served.

/// Names by which requests are served.
#[derive(Clone, Copy, Debug)]
pub struct ServerTable {}
