//! Cycles among things that use each other, and where each is best cut.

use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// A cycle: what uses what, around to the first again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cycle {
    /// The things in order; the last uses the first. The step from the first to the second is the
    /// one to cut.
    pub(crate) path: Vec<u32>,
    /// All things that are entangled, the path's and others, sorted.
    pub(crate) all: Vec<u32>,
}

impl Cycle {
    /// The steps, the one to cut first.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (u32, u32)> {
        let next = self.path.iter().cycle().skip(1);
        self.path.iter().copied().zip(next.copied())
    }
}

/// One cycle for each set of things that all lead to each other. `cost` says what it takes to cut an
/// arrow; the cheapest one is cut, and the cycle shown is the shortest that runs through it.
pub(crate) fn cycles<K: Ord>(
    arrows: impl Iterator<Item = (u32, u32)>,
    cost: impl Fn(u32, u32) -> K,
) -> Vec<Cycle> {
    let mut next: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (from, to) in arrows.filter(|(from, to)| from != to) {
        next.entry(from).or_default().push(to);
    }
    let mut graph: DiGraph<u32, ()> = DiGraph::new();
    let mut nodes: BTreeMap<u32, NodeIndex> = BTreeMap::new();
    let mut node =
        |graph: &mut DiGraph<u32, ()>, id| *nodes.entry(id).or_insert_with(|| graph.add_node(id));
    for (from, list) in &next {
        for to in list {
            let (from, to) = (node(&mut graph, *from), node(&mut graph, *to));
            graph.update_edge(from, to, ());
        }
    }
    let mut found: Vec<Cycle> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .filter_map(|component| {
            let mut all: Vec<u32> = component.into_iter().map(|node| graph[node]).collect();
            all.sort_unstable();
            let inside = |id: &u32| all.binary_search(id).is_ok();
            let cut = all
                .iter()
                .flat_map(|from| next[from].iter().filter(|to| inside(to)).map(|to| (*from, *to)))
                .min_by_key(|(from, to)| (cost(*from, *to), *from, *to))?;
            let back = shortest(&next, cut.1, cut.0, inside)?;
            let mut path = vec![cut.0];
            path.extend(&back[..back.len() - 1]);
            Some(Cycle { path, all })
        })
        .collect();
    found.sort_by(|a, b| a.all.cmp(&b.all));
    found
}

/// The shortest way from `from` to `to`, both included, over things that `inside` holds of.
fn shortest(
    next: &BTreeMap<u32, Vec<u32>>,
    from: u32,
    to: u32,
    inside: impl Fn(&u32) -> bool,
) -> Option<Vec<u32>> {
    let mut before: BTreeMap<u32, u32> = BTreeMap::from([(from, from)]);
    let mut waiting = VecDeque::from([from]);
    while let Some(at) = waiting.pop_front() {
        if at == to {
            let mut path = vec![to];
            while let Some(previous) = path.last().and_then(|last| before.get(last)) {
                if path.last() == Some(&from) {
                    break;
                }
                path.push(*previous);
            }
            path.reverse();
            return Some(path);
        }
        for after in next.get(&at).into_iter().flatten().filter(|id| inside(id)) {
            if !before.contains_key(after) {
                before.insert(*after, at);
                waiting.push_back(*after);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn the_cheapest_arrow_comes_first_and_the_way_back_is_short() {
        let arrows = [(1, 2), (2, 3), (3, 1), (3, 4), (4, 1), (5, 1), (6, 7), (7, 6), (8, 8)];
        let cost = |from, _to| if from == 3 { 1 } else { 9 };
        let found = cycles(arrows.into_iter(), cost);
        assert_eq!(found.len(), 2);
        assert_eq!((&found[0].path, &found[0].all), (&vec![3, 1, 2], &vec![1, 2, 3, 4]));
        assert_eq!(found[0].steps().collect::<Vec<_>>(), [(3, 1), (1, 2), (2, 3)]);
        assert_eq!(found[1].path, [6, 7]);
    }
}
