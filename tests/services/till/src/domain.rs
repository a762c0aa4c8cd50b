#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub u64);
