//! What requests may take of the service.

use std::time::Duration;

#[derive(Clone, Copy)]
pub struct Limits {
    pub body_bytes: usize,
    pub concurrent_requests: usize,
    pub request_time: Duration,
}
