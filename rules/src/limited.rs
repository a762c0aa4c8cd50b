//! Functions that run under a time limit wherever they are called, as far as calls of them are seen.

use portcullis_facts::graph::system::{FnCall, FnFlags, FnId, Landscape};
use portcullis_facts::place::Place;
use rustc_hash::{FxHashMap, FxHashSet};

/// The functions all calls of which stand under a time limit, or in such a function; each with the place of one that
/// does. Where work enters nobody sets a limit, and no limit ends a task that was spawned.
pub(crate) fn limited(landscape: &Landscape) -> FxHashMap<FnId, Place> {
    let entries: FxHashSet<FnId> = landscape
        .entries
        .iter()
        .filter_map(|entry| entry.function)
        .chain(landscape.routes.iter().filter_map(|route| route.handler))
        .collect();
    let mut calls: FxHashMap<FnId, Vec<&FnCall>> = FxHashMap::default();
    for call in landscape.calls_between.iter().filter(|call| !entries.contains(&call.to)) {
        calls.entry(call.to).or_default().push(call);
    }
    let mut limited: FxHashMap<FnId, Place> = FxHashMap::default();
    loop {
        let known = limited.len();
        calls.retain(|function, calls| {
            let limit = |call: &&FnCall| {
                if call.flags.contains(FnFlags::SPAWNED) {
                    None
                } else if call.flags.contains(FnFlags::TIMEOUT) {
                    Some(call.place)
                } else {
                    limited.get(&call.from).copied()
                }
            };
            let Some(limits) = calls.iter().map(limit).collect::<Option<Vec<Place>>>() else {
                return true;
            };
            limited.extend(limits.first().map(|place| (*function, *place)));
            false
        });
        if limited.len() == known {
            return limited;
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_facts::graph::system::FnId;

    use super::limited;
    use crate::testing::system;

    /// The numbers of the functions that are limited; `main` is the first.
    fn numbers(calls: &str) -> Vec<u32> {
        let system = system(&format!("service orders http\nfn orders::main\n{calls}"));
        let mut found: Vec<u32> =
            limited(&system.graph.landscape).into_keys().map(|FnId(number)| number).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn a_limit_counts_where_each_call_has_one() {
        let once = "calls orders::main -> orders::b in timeout\ncalls orders::b -> orders::c";
        assert_eq!(numbers(once), [1, 2]);
        assert_eq!(numbers(&format!("{once}\ncalls orders::main -> orders::b")), [] as [u32; 0]);
        assert_eq!(numbers(&format!("{once}\ncalls orders::main -> orders::c")), [1]);
        assert_eq!(numbers(&format!("{once}\ncalls orders::c -> orders::b")), [] as [u32; 0]);
    }

    #[test]
    fn entries_and_what_is_spawned_have_none() {
        let spawned = "calls orders::main -> orders::b in timeout in spawned";
        assert_eq!(numbers(spawned), [] as [u32; 0]);
        let entry = "calls orders::main -> orders::b in timeout\nroute orders GET /b orders::b";
        assert_eq!(numbers(entry), [] as [u32; 0]);
    }
}
