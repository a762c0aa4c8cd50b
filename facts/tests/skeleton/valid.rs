//! What holds for the facts of every text.

use portcullis_facts::extract::rust::facts::{
    Expr, ItemKind, ListRange, PathRoot, RustFacts, Type, Visibility,
};
use portcullis_facts::place::Span;

/// Asserts that all places are in the text and on its characters, all numbers are those of entries, and
/// parents and places are in order.
pub(crate) fn assert_valid(text: &str, facts: &RustFacts) {
    let span = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} is no part of {text:?}");
    };
    assert_order(facts);
    for (i, item) in facts.items.iter().enumerate() {
        span(item.span);
        span(item.name_span);
        assert!(
            item.span.start <= item.name_span.start && item.name_span.end <= item.span.end,
            "{item:?}"
        );
        assert!(item.parent.is_none_or(|parent| parent.index() < i));
        assert!(item.scope.index() < facts.scopes.len() && item.cfg.index() < facts.cfgs.len());
        assert!(item.body.is_none_or(|body| {
            facts.scopes[body.index()].item.is_some_and(|owner| owner.index() == i)
        }));
        let _ = facts.symbols.get(item.name);
        match &item.kind {
            ItemKind::Function { signature } => {
                assert!((*signature as usize) < facts.signatures.len());
            }
            ItemKind::Field { ty } => assert!(ty.index() < facts.types.len()),
            ItemKind::Impl { index } => assert!((*index as usize) < facts.impls.len()),
            ItemKind::MacroRules { rules, .. } => span(*rules),
            ItemKind::TypeAlias { ty } | ItemKind::Const { ty } | ItemKind::Static { ty } => {
                assert!(ty.is_none_or(|ty| ty.index() < facts.types.len()));
            }
            _ => {}
        }
        if let Visibility::In(path) = item.visibility {
            assert!(path.index() < facts.paths.len());
        }
    }
    for path in &facts.paths {
        span(path.span);
        let _ = &facts.segments[path.segments.range()];
        assert!(path.scope.index() < facts.scopes.len() && path.cfg.index() < facts.cfgs.len());
        assert!(path.item.is_none_or(|item| item.index() < facts.items.len()));
        if let PathRoot::Qualified(ty) = path.root {
            assert!(ty.index() < facts.types.len());
        }
    }
    for segment in &facts.segments {
        assert!(text.is_char_boundary(segment.start as usize));
        let _ = facts.symbols.get(segment.name);
    }
    for leaf in &facts.uses {
        span(leaf.span);
        let _ = &facts.segments[leaf.segments.range()];
        assert!(leaf.scope.index() < facts.scopes.len() && leaf.cfg.index() < facts.cfgs.len());
    }
    assert_types(facts);
    assert_expressions(text, facts);
    facts.attributes.iter().filter_map(|attribute| attribute.arguments).for_each(span);
    assert!(facts.attributes.iter().all(|attribute| attribute.path.index() < facts.paths.len()));
    for call in &facts.macro_calls {
        span(call.arguments);
        assert!(call.path.index() < facts.paths.len());
    }
    facts.includes.iter().for_each(|include| span(include.span));
    facts.problems.iter().for_each(|problem| span(problem.span));
    for directive in &facts.directives {
        span(directive.span);
        span(directive.target);
    }
}

fn assert_order(facts: &RustFacts) {
    assert!(facts.items.windows(2).all(|w| w[0].span.start <= w[1].span.start), "items in order");
    assert!(facts.uses.windows(2).all(|w| w[0].span.start <= w[1].span.start), "uses in order");
    assert!(facts.paths.windows(2).all(|w| w[0].span.start <= w[1].span.start), "paths in order");
    for (i, scope) in facts.scopes.iter().enumerate().skip(1) {
        assert!(
            scope.parent.index() < i && scope.cfg.index() < facts.cfgs.len(),
            "scopes after parents"
        );
        assert!(scope.item.is_none_or(|item| item.index() < facts.items.len()));
        let _ = &facts.segments[scope.generics.range()];
    }
    for (i, cfg) in facts.cfgs.iter().enumerate().skip(1) {
        assert!(cfg.parent.index() < i, "conditions after parents");
    }
}

fn assert_types(facts: &RustFacts) {
    let list = |list: ListRange| {
        assert!(facts.type_lists[list.range()].iter().all(|ty| ty.index() < facts.types.len()));
    };
    for ty in &facts.types {
        match *ty {
            Type::Path { path, arguments } => {
                assert!(path.index() < facts.paths.len());
                list(arguments);
            }
            Type::Reference(inner) | Type::Slice(inner) => {
                assert!(inner.index() < facts.types.len());
            }
            Type::Tuple(members)
            | Type::Dyn(members)
            | Type::Impl(members)
            | Type::Function(members) => list(members),
            Type::Other => {}
        }
    }
    for signature in &facts.signatures {
        let _ = &facts.parameters[signature.parameters.range()];
        assert!(signature.result.is_none_or(|ty| ty.index() < facts.types.len()));
    }
    for parameter in &facts.parameters {
        assert!(parameter.ty.index() < facts.types.len());
        assert!(parameter.local.is_none_or(|local| local.index() < facts.locals.len()));
    }
    for entry in &facts.impls {
        assert!(entry.self_type.index() < facts.types.len());
        assert!(entry.of_trait.is_none_or(|path| path.index() < facts.paths.len()));
    }
}

fn assert_expressions(text: &str, facts: &RustFacts) {
    for local in &facts.locals {
        assert!(local.ty.is_none_or(|ty| ty.index() < facts.types.len()));
        assert!(local.value.is_none_or(|value| value.index() < facts.exprs.len()));
    }
    for (i, expr) in facts.exprs.iter().enumerate() {
        match *expr {
            Expr::Local(local) => assert!(local.index() < facts.locals.len()),
            Expr::Path(path) | Expr::Literal(path) | Expr::Content(path, _) => {
                assert!(path.index() < facts.paths.len());
            }
            Expr::Call(inner)
            | Expr::Field(inner, _)
            | Expr::Await(inner)
            | Expr::Try(inner)
            | Expr::Index(inner)
            | Expr::Each(inner)
            | Expr::Part(inner, _) => {
                assert!(inner.index() < i, "expressions after their parts");
            }
            Expr::Method(call) => assert!((call as usize) < facts.method_calls.len()),
            Expr::Cast(ty) => assert!(ty.index() < facts.types.len()),
            Expr::SelfValue | Expr::Unknown => {}
        }
    }
    for call in &facts.method_calls {
        assert!(call.receiver.index() < facts.exprs.len());
        assert!(text.get(call.span.range()).is_some());
    }
}
