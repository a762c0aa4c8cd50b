//! Functions that run under a time limit, or again where they fail, wherever they are called, as far as calls of them
//! are seen.

use portcullis_facts::graph::system::{FnFlags, FnId, Landscape};
use portcullis_facts::place::Place;
use rustc_hash::FxHashMap;

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
    let mut open = vec![Open::default(); landscape.functions.len()];
    let handlers = landscape.routes.iter().filter_map(|route| route.handler);
    for entry in landscape.entries.iter().filter_map(|entry| entry.function).chain(handlers) {
        open[entry.index()].never = true;
    }
    for call in &landscape.calls_between {
        let open = &mut open[call.to.index()];
        if call.flags.contains(FnFlags::SPAWNED) {
            open.never = true;
        } else if holds(call.flags) {
            open.first = open.first.or(Some(call.place));
        } else {
            open.others += 1;
        }
    }
    let numbered = open.iter().enumerate();
    let mut done: Vec<(FnId, Place)> =
        numbered.filter_map(|(at, open)| Some((FnId(at as u32), open.done()?))).collect();
    let mut always: FxHashMap<FnId, Place> = FxHashMap::default();
    while let Some((function, first)) = done.pop() {
        always.insert(function, first);
        // What it calls in other surroundings stands in its own.
        for (_, call) in landscape.calls_from(function) {
            if call.flags.contains(FnFlags::SPAWNED) || holds(call.flags) {
                continue;
            }
            let open = &mut open[call.to.index()];
            open.others -= 1;
            open.first = open.first.or(Some(first));
            done.extend(open.done().map(|first| (call.to, first)));
        }
    }
    always
}

/// What is known of the calls of a function.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Calls for which it is not known to hold.
    others: u32,
    /// The first call for which it holds.
    first: Option<Place>,
    /// Work enters there, or it is a task of its own.
    never: bool,
}

impl Open {
    /// The first call, if it holds for all.
    fn done(&self) -> Option<Place> {
        self.first.filter(|_| self.others == 0 && !self.never)
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
