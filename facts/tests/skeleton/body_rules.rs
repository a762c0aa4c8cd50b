//! What holds of the bodies of any file: parts before wholes, each in one whole, spans in spans.

use portcullis_facts::extract::rust::bodies::{Bodies, LocalRange, Node, NodeList};
use portcullis_facts::extract::rust::facts::{ItemKind, RustFacts};
use portcullis_facts::place::Span;

/// Panics where the bodies of `facts` are not what the model promises.
pub(crate) fn assert_bodies(text: &str, facts: &RustFacts) {
    let Some(bodies) = facts.bodies.as_deref() else { return };
    assert_eq!(bodies.nodes.len(), bodies.spans.len());
    let mut owned = vec![false; bodies.nodes.len()];
    for (index, node) in bodies.nodes.iter().enumerate() {
        assert_span(text, bodies.spans[index]);
        assert_references(text, facts, bodies, *node, bodies.spans[index]);
        let mut last = None;
        bodies.each_part(*node, |part| {
            assert!(part.index() < index, "a part stands before its whole");
            assert!(last.is_none_or(|last| last < part), "parts stand in order");
            last = Some(part);
            assert!(!std::mem::replace(&mut owned[part.index()], true), "a part is of one whole");
            let (inner, outer) = (bodies.span(part), bodies.spans[index]);
            assert!(
                outer.start <= inner.start && inner.end <= outer.end,
                "`{}` in `{}`",
                &text[inner.range()],
                &text[outer.range()]
            );
        });
    }
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for root in &bodies.roots {
        assert!(!std::mem::replace(&mut owned[root.node.index()], true), "a root is no part");
        assert!(root.first <= root.node);
        runs.push((root.first.0, root.node.0));
        let item = &facts.items[root.item.index()];
        assert!(matches!(
            item.kind,
            ItemKind::Function { .. } | ItemKind::Const { .. } | ItemKind::Static { .. }
        ));
        assert!(item.span.start <= bodies.span(root.node).start);
        assert!(
            bodies.span(root.node).end <= item.span.end,
            "{:?} {:?} {text:?}",
            bodies.span(root.node),
            item.span
        );
    }
    assert!(bodies.roots.windows(2).all(|pair| pair[0].item < pair[1].item), "roots in order");
    assert!(owned.iter().all(|owned| *owned), "every node is part of a body");
    runs.sort_unstable();
    let mut next = 0;
    for (first, last) in runs {
        assert_eq!(first, next, "bodies are runs of their own");
        next = last + 1;
    }
}

fn assert_span(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.range()).is_some());
}

fn assert_list(bodies: &Bodies, list: NodeList) {
    assert!((list.start + list.len) as usize <= bodies.lists.len());
}

fn assert_locals(facts: &RustFacts, range: LocalRange) {
    assert!((range.start + range.len) as usize <= facts.locals.len());
}

fn assert_references(text: &str, facts: &RustFacts, bodies: &Bodies, node: Node, span: Span) {
    match node {
        Node::Text => assert!(text[span.range()].contains(['"', '\''])),
        Node::Local(local) => assert!(local.index() < facts.locals.len()),
        Node::Path(path) => assert!(path.index() < facts.paths.len()),
        Node::Call { arguments, .. } => assert_list(bodies, arguments),
        Node::Method { call, arguments, .. } => {
            let name = facts.method_calls[call as usize].span;
            assert!(span.start <= name.start && name.end <= span.end);
            assert_list(bodies, arguments);
        }
        Node::Macro { call, arguments } => {
            let inside = facts.macro_calls[call as usize].arguments;
            assert!(span.start <= inside.start);
            assert_list(bodies, arguments);
        }
        Node::Struct { path, fields } => {
            assert!(path.index() < facts.paths.len());
            assert_list(bodies, fields);
        }
        Node::Named { name, .. } | Node::Field { name, .. } => {
            assert!(
                text[span.range()].contains(facts.symbols.get(name)),
                "{node:?} {span:?} {} {} {text}",
                &text[span.range()],
                facts.symbols.get(name)
            );
        }
        Node::Closure { parameters: range, .. }
        | Node::Let { pattern: range, .. }
        | Node::Loop { pattern: range, .. } => assert_locals(facts, range),
        Node::Arm { pattern, pattern_span, .. } => {
            assert_locals(facts, pattern);
            assert_span(text, pattern_span);
        }
        Node::Index(list)
        | Node::Tuple(list)
        | Node::Array(list)
        | Node::Operation(list)
        | Node::Match { arms: list, .. }
        | Node::Block { statements: list, .. } => assert_list(bodies, list),
        _ => {}
    }
}
