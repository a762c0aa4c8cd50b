//! Signatures of requests, as webhooks carry them, and secrets compared without telling how long they agree.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Authentication;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["hmac", "digest", "subtle", "constant_time_eq", "ring", "async-stripe", "svix"],
    capabilities: &[
        gives("verify_slice", Authentication),
        gives("verify_truncated_left", Authentication),
        gives("hmac::verify", Authentication),
        gives("ct_eq", Authentication),
        gives("constant_time_eq", Authentication),
        gives("Webhook::construct_event", Authentication),
        gives("Webhook::verify", Authentication),
    ],
    ..Framework::NONE
};
