//! Names by which messages are published, consumed and acknowledged.

/// Names by which messages are published, consumed and acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct BrokerTable {}
