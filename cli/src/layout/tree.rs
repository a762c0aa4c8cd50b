//! What stands in what: the groups of a picture as a tree, and at which of them two nodes part.

use crate::picture::Picture;

/// Something that stands in a group, or in the picture itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Item {
    Node(usize),
    Group(usize),
}

/// The tree. Containers are the groups, and behind them the picture itself.
pub(super) struct Tree {
    /// The items of each container.
    pub(super) items: Vec<Vec<Item>>,
    /// The place of each node among the items of its container.
    node_at: Vec<usize>,
    group_at: Vec<usize>,
    /// The container of each group; of the picture itself it is that one.
    parent: Vec<usize>,
    node_in: Vec<usize>,
    depth: Vec<usize>,
}

/// Where an arrow stops being inside of one item: the container, and the items of its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parting {
    pub(super) container: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Tree {
    pub(super) fn of(picture: &Picture) -> Self {
        let root = picture.groups.len();
        let mut items: Vec<Vec<Item>> = vec![Vec::new(); root + 1];
        let mut parent: Vec<usize> =
            picture.groups.iter().map(|group| group.parent.unwrap_or(root)).collect();
        parent.push(root);
        let mut group_at = Vec::with_capacity(root);
        for (at, parent) in parent[..root].iter().enumerate() {
            group_at.push(items[*parent].len());
            items[*parent].push(Item::Group(at));
        }
        let mut node_at = Vec::with_capacity(picture.nodes.len());
        let mut node_in = Vec::with_capacity(picture.nodes.len());
        for (at, node) in picture.nodes.iter().enumerate() {
            let container = node.group.unwrap_or(root);
            node_at.push(items[container].len());
            node_in.push(container);
            items[container].push(Item::Node(at));
        }
        let mut depth = vec![0; root + 1];
        // A group stands behind the one that holds it.
        for at in 0..root {
            depth[at] = if parent[at] == root { 1 } else { depth[parent[at]] + 1 };
        }
        Self { items, node_at, group_at, parent, node_in, depth }
    }

    /// The picture itself.
    pub(super) fn root(&self) -> usize {
        self.parent.len() - 1
    }

    /// The containers around a node that stand in `end`, the innermost first, each with the place
    /// among its items of what holds the node.
    pub(super) fn around(&self, node: usize, end: usize) -> Vec<(usize, usize)> {
        let mut around = Vec::new();
        let (mut container, mut at) = (self.node_in[node], self.node_at[node]);
        while container != end && container != self.root() {
            around.push((container, at));
            at = self.group_at[container];
            container = self.parent[container];
        }
        around
    }

    /// Where the ends of an arrow part.
    pub(super) fn parting(&self, from: usize, to: usize) -> Parting {
        let mut ends = [from, to].map(|node| (self.node_in[node], self.node_at[node]));
        while ends[0].0 != ends[1].0 {
            let deeper = usize::from(self.depth[ends[1].0] > self.depth[ends[0].0]);
            let container = ends[deeper].0;
            ends[deeper] = (self.parent[container], self.group_at[container]);
        }
        Parting { container: ends[0].0, from: ends[0].1, to: ends[1].1 }
    }
}
