//! What calls the core, and what the core calls: everything that knows a technology.

pub mod inbound;
pub mod outbound;
