//! Names by which streams are put together, and messages taken out of them.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::tables::FRAMEWORKS;

/// Functions that make one stream of those in their arguments.
pub const JOINING: &[&str] = &["select", "select_all", "select_with_strategy", "merge", "pin"];

/// Methods that give a message, or a stream of them, in more libraries than one.
const RECEIVING: &[&str] = &[
    "recv",
    "stream",
    "next",
    "try_next",
    "poll",
    "consume",
    "receive",
    "messages",
    "basic_consume",
    "subscribe",
    "queue_subscribe",
    "for_each_concurrent",
    "receive_message",
    "fetch",
    "iter",
    "pull",
    "notifications",
    "into_stream",
    "for_each",
    "try_for_each",
    "poll_batch",
];

/// Whether some library gives messages by a method of this name.
pub fn receives(method: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let tables = FRAMEWORKS.iter().filter_map(|framework| framework.broker.as_ref());
        let of_tables = tables
            .flat_map(|table| table.receives)
            .map(|path| path.rsplit("::").next().unwrap_or(path));
        RECEIVING.iter().copied().chain(of_tables).collect()
    });
    NAMES.contains(method)
}

/// Whether a method that receives is called on much else: a producer is polled too, and lists are iterated.
pub fn is_common(method: &str) -> bool {
    matches!(method, "iter" | "for_each" | "poll")
}

/// Whether a method gives an iterator over the messages of a consumer.
pub fn iterates(method: &str) -> bool {
    matches!(method, "iter" | "into_iter" | "receiver" | "by_ref" | "enumerate")
}

/// Whether a method gives a stream of messages.
pub fn begins(method: &str) -> bool {
    matches!(
        method,
        "stream" | "messages" | "subscribe" | "consume" | "into_stream" | "basic_consume" | "start"
    )
}

/// Whether a method runs its closure for each message of a stream.
pub fn runs_for_each(method: &str) -> bool {
    matches!(
        method,
        "for_each" | "for_each_concurrent" | "try_for_each" | "try_for_each_concurrent"
    )
}
