//! The shortest path of edges between two sets of nodes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use portcullis_facts::graph::{Edge, Graph, ItemId, ModuleId, Scope, Target};

/// How far a path may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// Each step begins in the item in which the one before ended.
    Items,
    /// Each step begins in the module in which the one before ended.
    Modules,
}

/// The shortest path, from item to item if there is one, else from module to module.
pub(super) fn shortest<'g>(
    graph: &'g Graph,
    from: &BTreeSet<Target>,
    to: &BTreeSet<Target>,
    with_tests: bool,
) -> Option<(Precision, Vec<&'g Edge>)> {
    let edges: Vec<&Edge> =
        graph.edges.iter().filter(|edge| with_tests || is_shipped(edge.scope)).collect();
    for precision in [Precision::Items, Precision::Modules] {
        let path = Search::new(graph, &edges, precision).shortest(from, to);
        if path.is_some() {
            return path.map(|path| (precision, path));
        }
    }
    None
}

fn is_shipped(scope: Scope) -> bool {
    matches!(scope, Scope::Production | Scope::Generated)
}

struct Search<'g, 'e> {
    graph: &'g Graph,
    precision: Precision,
    /// Edges by where they begin; items are their outermost ones.
    from: HashMap<Target, Vec<&'e &'g Edge>>,
}

impl<'g, 'e> Search<'g, 'e> {
    fn new(graph: &'g Graph, edges: &'e [&'g Edge], precision: Precision) -> Self {
        let mut search = Self { graph, precision, from: HashMap::new() };
        for edge in edges {
            for start in search.starts(edge) {
                search.from.entry(start).or_default().push(edge);
            }
        }
        search
    }

    /// The nodes in which an edge begins: its item with all around it, or its module.
    fn starts(&self, edge: &Edge) -> Vec<Target> {
        match (self.precision, edge.item) {
            (Precision::Items, Some(item)) => self.around(item).map(Target::Item).collect(),
            _ => vec![Target::Module(edge.module)],
        }
    }

    fn around(&self, item: ItemId) -> impl Iterator<Item = ItemId> + use<'_> {
        std::iter::successors(Some(item), |id| self.graph.item(*id).parent)
    }

    fn module(&self, node: Target) -> Option<ModuleId> {
        self.graph.target_module(node)
    }

    fn shortest(&self, from: &BTreeSet<Target>, to: &BTreeSet<Target>) -> Option<Vec<&'g Edge>> {
        let mut reached: HashMap<Target, Option<(&'g Edge, Target)>> = HashMap::new();
        let mut queue = VecDeque::new();
        let mut begin = from.clone();
        if self.precision == Precision::Modules {
            begin.extend(from.iter().filter_map(|node| self.module(*node)).map(Target::Module));
        }
        for node in begin {
            reached.insert(node, None);
            queue.push_back(node);
        }
        let mut used: HashSet<*const Edge> = HashSet::new();
        while let Some(node) = queue.pop_front() {
            for &&edge in self.from.get(&node).into_iter().flatten() {
                // An edge inside nested items stands in several lists.
                if !used.insert(std::ptr::from_ref(edge)) {
                    continue;
                }
                if self.arrives(edge, to) && !self.arrives_at(edge.to, from) {
                    return Some(Self::path(&reached, node, edge));
                }
                for next in self.next(edge.to) {
                    if let Entry::Vacant(entry) = reached.entry(next) {
                        entry.insert(Some((edge, node)));
                        queue.push_back(next);
                    }
                }
            }
        }
        None
    }

    /// The nodes from which the path goes on.
    fn next(&self, to: Target) -> Vec<Target> {
        match (self.precision, to) {
            (Precision::Items, Target::Item(item)) => vec![Target::Item(item)],
            // That a module is named says nothing yet of what it uses itself.
            (_, Target::External(_)) | (Precision::Items, Target::Module(_)) => Vec::new(),
            (Precision::Modules, to) => self.module(to).map(Target::Module).into_iter().collect(),
        }
    }

    fn arrives(&self, edge: &Edge, ends: &BTreeSet<Target>) -> bool {
        self.arrives_at(edge.to, ends)
    }

    /// Whether a node is one of `ends` or stands in one of them.
    fn arrives_at(&self, node: Target, ends: &BTreeSet<Target>) -> bool {
        if ends.contains(&node) {
            return true;
        }
        if let Target::Item(item) = node
            && self.around(item).any(|id| ends.contains(&Target::Item(id)))
        {
            return true;
        }
        let module = self.module(node);
        let modules = std::iter::successors(module, |id| self.graph.module(*id).parent);
        modules.into_iter().any(|id| ends.contains(&Target::Module(id)))
    }

    fn path(
        reached: &HashMap<Target, Option<(&'g Edge, Target)>>,
        mut node: Target,
        last: &'g Edge,
    ) -> Vec<&'g Edge> {
        let mut path = vec![last];
        while let Some(Some((edge, before))) = reached.get(&node) {
            path.push(edge);
            node = *before;
        }
        path.reverse();
        path
    }
}
