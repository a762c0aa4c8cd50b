//! How what stands in the arguments of a call runs: later, in a loop, on a thread of its own, with a limit.
//!
//! Only names of the standard library, of runtimes and of what is built like them are known here; they mean the same
//! wherever they stand.

use super::streams;
use crate::graph::system::FnFlags;

/// How an argument runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// With the function around it.
    Inline(FnFlags),
    /// As a function of its own that the one around it starts.
    Apart(FnFlags),
    /// As a function of its own that somebody else calls.
    Handler,
}

impl Run {
    /// With the function around it, as anything else.
    pub const NOTHING: Self = Self::Inline(FnFlags(0));
}

/// Methods whose closure runs for each element, if what they are called on has elements.
const EACH: &[&str] = &[
    "all",
    "and_then",
    "any",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "flat_map",
    "fold",
    "for_each",
    "for_each_concurrent",
    "inspect",
    "map",
    "position",
    "retain",
    "scan",
    "then",
    "try_fold",
    "try_for_each",
    "try_for_each_concurrent",
    "map_while",
    "take_while",
    "skip_while",
    "partition",
    "max_by_key",
    "min_by_key",
];

/// Methods whose closure always runs for each element, beside those of streams.
const ALWAYS_EACH: [&str; 2] = ["flat_map", "filter_map"];

/// Methods whose results have elements.
const ELEMENTS: &[&str] = &[
    "iter",
    "iter_mut",
    "into_iter",
    "par_iter",
    "into_par_iter",
    "chunks",
    "drain",
    "lines",
    "split",
    "windows",
    "chars",
    "bytes",
    "keys",
    "values",
    "rows",
    "stream",
    "into_stream",
    "enumerate",
    "zip",
    "rev",
    "chain",
    "buffer_unordered",
    "buffered",
    "cloned",
    "copied",
    "peekable",
    "skip",
    "take",
    "split_whitespace",
];

/// Methods whose closure runs only in some cases.
const SOMETIMES: &[&str] = &[
    "unwrap_or_else",
    "or_else",
    "map_err",
    "ok_or_else",
    "map_or_else",
    "or_insert_with",
    "then",
    "and_then",
];

/// How the arguments of a function run, by its name and the one before that.
pub fn of_function(before: &str, name: &str) -> Run {
    match name {
        "spawn" if before == "thread" => {
            Run::Apart(FnFlags::SPAWNED.with(FnFlags::BLOCKING_ALLOWED))
        }
        "spawn" if before == "Retry" || before == "RetryIf" => Run::Inline(FnFlags::RETRY),
        "block" if before == "web" => Run::Inline(FnFlags::BLOCKING_ALLOWED),
        "spawn" | "spawn_local" | "spawn_on" | "spawn_named" => Run::Apart(FnFlags::SPAWNED),
        "spawn_blocking" | "block_in_place" | "unblock" | "asyncify" => {
            Run::Inline(FnFlags::BLOCKING_ALLOWED)
        }
        "timeout" | "timeout_at" => Run::Inline(FnFlags::TIMEOUT),
        _ if is_named_for_retry(name) => Run::Inline(FnFlags::RETRY),
        "new" if matches!(before, "LazyLock" | "Lazy" | "LazyCell" | "AsyncOnce") => {
            Run::Inline(FnFlags::ONCE)
        }
        _ => Run::NOTHING,
    }
}

/// How the arguments of a method run.
pub fn of_method(name: &str, receiver_has_elements: bool) -> Run {
    match name {
        "spawn" | "spawn_local" | "spawn_on" => Run::Apart(FnFlags::SPAWNED),
        "spawn_blocking" | "interact" | "conn_interact" => Run::Inline(FnFlags::BLOCKING_ALLOWED),
        "get_or_init" | "get_or_try_init" | "call_once" | "get_or_create" | "get_with"
        | "try_get_with" | "get_or_insert_with" | "or_insert_with" | "or_try_insert_with"
        | "or_insert_with_key" => Run::Inline(FnFlags::ONCE),
        _ if is_named_for_retry(name) => Run::Inline(FnFlags::RETRY),
        _ if streams::runs_for_each(name)
            || ALWAYS_EACH.contains(&name)
            || receiver_has_elements && EACH.contains(&name) =>
        {
            Run::Inline(FnFlags::LOOP)
        }
        _ if SOMETIMES.contains(&name) => Run::Inline(FnFlags::CONDITIONAL),
        _ => Run::NOTHING,
    }
}

/// Whether a function says by its name that it repeats what it is given: `retry`, `with_retries`, `call_with_backoff`.
fn is_named_for_retry(name: &str) -> bool {
    let mut words = name.split('_');
    words.any(|word| matches!(word, "retry" | "retries" | "retrying" | "backoff"))
}

/// Whether what a method gives back has elements.
pub fn gives_elements(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

/// Whether a name is one of methods of iterators, futures and results, so that by name alone it says nothing.
pub fn is_everyday(name: &str) -> bool {
    EACH.contains(&name) || ELEMENTS.contains(&name) || SOMETIMES.contains(&name)
}

/// Names of methods of the standard library and of everybody's types: one function of that name in the tree
/// does not mean that a call on something unknown is to it.
pub const COMMON: &[&str] = &[
    "add",
    "all",
    "and",
    "any",
    "append",
    "apply",
    "as_bytes",
    "as_mut",
    "as_ref",
    "as_str",
    "await",
    "begin",
    "bind",
    "body",
    "borrow",
    "build",
    "call",
    "check",
    "chunks",
    "clear",
    "clone",
    "close",
    "cloned",
    "cmp",
    "collect",
    "commit",
    "connect",
    "contains",
    "contains_key",
    "context",
    "convert",
    "count",
    "default",
    "delete",
    "deref",
    "drop",
    "entry",
    "enumerate",
    "eq",
    "err",
    "execute",
    "exists",
    "expect",
    "extend",
    "fetch",
    "fetch_all",
    "fetch_one",
    "fetch_optional",
    "filter",
    "find",
    "finish",
    "first",
    "flush",
    "fmt",
    "fold",
    "from",
    "get",
    "get_mut",
    "handle",
    "hash",
    "head",
    "header",
    "headers",
    "id",
    "init",
    "insert",
    "into",
    "into_inner",
    "into_iter",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "join",
    "json",
    "key",
    "keys",
    "kind",
    "last",
    "layer",
    "len",
    "limit",
    "lines",
    "listen",
    "load",
    "lock",
    "map",
    "map_err",
    "max",
    "merge",
    "message",
    "method",
    "min",
    "name",
    "nest",
    "new",
    "next",
    "ok",
    "open",
    "or",
    "or_else",
    "parse",
    "path",
    "poll",
    "pop",
    "post",
    "publish",
    "push",
    "put",
    "query",
    "read",
    "recv",
    "register",
    "remove",
    "replace",
    "request",
    "reset",
    "resolve",
    "response",
    "retain",
    "rollback",
    "route",
    "run",
    "save",
    "select",
    "send",
    "service",
    "set",
    "size",
    "sleep",
    "sort",
    "source",
    "spawn",
    "split",
    "start",
    "state",
    "status",
    "stop",
    "store",
    "stream",
    "subscribe",
    "sync",
    "take",
    "text",
    "tick",
    "timeout",
    "to_owned",
    "to_string",
    "trim",
    "try_from",
    "try_into",
    "try_send",
    "unwrap",
    "update",
    "url",
    "validate",
    "value",
    "values",
    "wait",
    "with",
    "wrap",
    "write",
    "filter_map",
    "flat_map",
    "for_each",
    "then",
    "and_then",
];
