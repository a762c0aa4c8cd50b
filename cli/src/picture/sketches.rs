//! Pictures in a few words, for tests.

use super::{Arrow, ArrowKind, Group, Level, Node, Picture, Shape};

/// A picture of nodes in groups, `a` or `group/a`, and arrows between them by their names.
pub(crate) fn sketch(nodes: &[&str], arrows: &[(&str, &str)]) -> Picture {
    let mut groups: Vec<Group> = Vec::new();
    let mut group = |name: &str| {
        let mut parent = None;
        for (end, _) in name.match_indices('/').chain([(name.len(), "")]) {
            let key = &name[..end];
            let known = groups.iter().position(|group| group.key == key);
            parent = Some(known.unwrap_or_else(|| {
                let (key, label) = (key.to_owned(), key.to_owned());
                groups.push(Group { key, label, parent, role: None, column: None, fixed: false });
                groups.len() - 1
            }));
        }
        parent
    };
    let mut all: Vec<Node> = Vec::new();
    for node in nodes {
        let (around, label) = node.rsplit_once('/').unwrap_or(("", node));
        let group = if around.is_empty() { None } else { group(around) };
        all.push(Node { group, ..Node::new((*node).to_owned(), label, Shape::Module) });
    }
    let at = |name: &str| nodes.iter().position(|node| *node == name).expect("a node");
    let arrow = |(from, to): &(&str, &str)| Arrow {
        from: at(from),
        to: at(to),
        kind: ArrowKind::Use,
        count: 1,
        evidence: Vec::new(),
        findings: Vec::new(),
        nested: false,
        cycle: None,
    };
    let arrows = arrows.iter().map(arrow).collect();
    Picture { level: Level::Module, nodes: all, groups, arrows, notes: Vec::new() }.with_cycles()
}
