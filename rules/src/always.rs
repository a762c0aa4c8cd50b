//! Functions that run under a time limit, or again where they fail, wherever they are called, as far as calls of them
//! are seen.

use portcullis_facts::graph::system::{FnFlags, FnId, Landscape};
use portcullis_facts::place::Place;
use rustc_hash::{FxHashMap, FxHashSet};

/// The functions all calls of which stand under a time limit, or in such a function; each with the place of one that
/// does. Where work enters nobody sets a limit, and no limit ends a task that was spawned.
pub(crate) fn limited(landscape: &Landscape) -> FxHashMap<FnId, Place> {
    always(landscape, |flags| flags.contains(FnFlags::TIMEOUT))
}

/// The functions that are called again where they fail, or may be, wherever they are called.
pub(crate) fn repeated(landscape: &Landscape) -> FxHashMap<FnId, Place> {
    always(landscape, repeats)
}

/// Whether what stands in such surroundings is done again where it fails, or may be.
pub(crate) const fn repeats(flags: FnFlags) -> bool {
    flags.contains(FnFlags::RETRY) || flags.contains(FnFlags::ATTEMPTS)
}

fn always(landscape: &Landscape, holds: impl Fn(FnFlags) -> bool) -> FxHashMap<FnId, Place> {
    let entries: FxHashSet<FnId> = landscape
        .entries
        .iter()
        .filter_map(|entry| entry.function)
        .chain(landscape.routes.iter().filter_map(|route| route.handler))
        .collect();
    let mut open: FxHashMap<FnId, Open> = FxHashMap::default();
    // By caller, those that it calls in other surroundings: for each holds what holds for its caller.
    let mut called: FxHashMap<FnId, Vec<FnId>> = FxHashMap::default();
    for call in landscape.calls_between.iter().filter(|call| !entries.contains(&call.to)) {
        let open = open.entry(call.to).or_default();
        if call.flags.contains(FnFlags::SPAWNED) {
            open.spawned = true;
        } else if holds(call.flags) {
            open.first = open.first.or(Some(call.place));
        } else {
            open.others += 1;
            called.entry(call.from).or_default().push(call.to);
        }
    }
    let mut done: Vec<(FnId, Place)> =
        open.iter().filter_map(|(function, open)| Some((*function, open.done()?))).collect();
    done.sort_unstable_by_key(|(function, _)| *function);
    let mut always: FxHashMap<FnId, Place> = FxHashMap::default();
    while let Some((function, first)) = done.pop() {
        always.insert(function, first);
        for to in called.remove(&function).into_iter().flatten() {
            let Some(open) = open.get_mut(&to) else { continue };
            open.others -= 1;
            open.first = open.first.or(Some(first));
            done.extend(open.done().map(|first| (to, first)));
        }
    }
    always
}

/// What is known of the calls of a function.
#[derive(Default)]
struct Open {
    /// Calls for which it is not known to hold.
    others: u32,
    /// The first call for which it holds.
    first: Option<Place>,
    spawned: bool,
}

impl Open {
    /// The first call, if it holds for all.
    fn done(&self) -> Option<Place> {
        self.first.filter(|_| self.others == 0 && !self.spawned)
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
