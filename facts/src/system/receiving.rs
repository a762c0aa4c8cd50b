//! Loops that call what receives messages: a wrapper around a broker's client makes its caller's loop one of messages.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::functions::Functions;
use super::loops::{Endless, LoopFor, Open};
use crate::graph::system::FnId;

/// So many calls lie between a loop and what receives.
const FAR: usize = 3;

/// Adds the loops that receive by way of functions, in place of schedules that they were taken for.
pub(super) fn add(
    context: &Context<'_, '_>,
    functions: &Functions,
    receiving: Vec<(FnId, String)>,
    open: Vec<Open>,
    endless: &mut Vec<Endless>,
) {
    if receiving.is_empty() || open.is_empty() {
        return;
    }
    let loops: FxHashSet<FnId> = endless
        .iter()
        .filter(|found| found.what == LoopFor::Messages)
        .map(|found| found.function)
        .collect();
    // A function that loops itself is no wrapper.
    let mut receivers: FxHashMap<FnId, String> =
        receiving.into_iter().filter(|(function, _)| !loops.contains(function)).collect();
    for _ in 1..FAR {
        let callers = functions.calls.iter().filter_map(|call| {
            let package = receivers.get(&call.to)?;
            let wraps = !loops.contains(&call.from) && !receivers.contains_key(&call.from);
            wraps.then(|| (call.from, package.clone()))
        });
        let callers: Vec<(FnId, String)> = callers.collect();
        receivers.extend(callers);
    }
    for Open { function, at, flags } in open {
        let place = context.program.place(at);
        let within = |call: &&crate::graph::system::FnCall| {
            call.place.file == place.file
                && (place.span.start..place.span.end).contains(&call.place.span.start)
        };
        let mut calls = functions.calls_in(function).iter().filter(within);
        let Some(package) = calls.find_map(|call| receivers.get(&call.to)) else { continue };
        endless.retain(|found| found.at != at);
        let (what, package) = (LoopFor::Messages, Some(package.clone()));
        endless.push(Endless { function, what, at, flags, package });
    }
}
