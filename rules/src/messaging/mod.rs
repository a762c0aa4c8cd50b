//! Rules on messages: outboxes, acknowledgements, topics.

pub mod dual_write;
pub mod early_ack;
pub mod orphan_topic;
pub mod unconfirmed_publish;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] =
    &[&dual_write::RULE, &early_ack::RULE, &unconfirmed_publish::RULE, &orphan_topic::RULE];
