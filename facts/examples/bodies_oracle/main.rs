//! Compares bodies with syn over every `.rs` file below folders: `bodies_oracle PATH…`.
//!
//! Compared are calls, calls of methods, string literals and closures by where they end. Left out is
//! what stands in a macro's arguments, which syn keeps as tokens, and what stands outside bodies: in types,
//! patterns and discriminants. Of every file the rules of `tests/skeleton/body_rules.rs` are asserted.

#[path = "../../tests/skeleton/body_rules.rs"]
mod body_rules;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use portcullis_facts::extract::rust::bodies::{Bodies, Node};
use portcullis_facts::extract::rust::extract_with_bodies;
use portcullis_facts::extract::rust::facts::RustFacts;
use portcullis_facts::place::Lines;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Kind and end of what is compared.
type Mark = (&'static str, usize);

fn main() {
    let mut files = Vec::new();
    for root in std::env::args().skip(1) {
        walk(Path::new(&root), &mut files);
    }
    files.sort();
    let thread = std::thread::Builder::new()
        .stack_size(1 << 30)
        .spawn(move || compare_all(&files))
        .expect("a thread");
    thread.join().expect("no panic");
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.extension().is_some_and(|e| e == "rs") && path.is_file() {
        files.push(path.to_owned());
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if !path.is_symlink() {
            walk(&path, files);
        }
    }
}

fn compare_all(files: &[PathBuf]) {
    let (mut compared, mut marks, mut differences, mut bytes) = (0, 0, 0, 0);
    let (mut nodes, mut size) = (0, 0);
    for file in files {
        #[expect(clippy::disallowed_methods, reason = "a measuring program")]
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let facts = extract_with_bodies(&text);
        body_rules::assert_bodies(&text, &facts);
        let Some(bodies) = facts.bodies.as_deref() else { continue };
        bytes += text.len();
        nodes += bodies.nodes.len();
        size += bodies.nodes.len() * (size_of::<Node>() + 8) + bodies.lists.len() * 4;
        proc_macro2::extra::invalidate_current_thread_spans();
        let Ok(parsed) = syn::parse_file(&text) else { continue };
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let shebang = parsed.shebang.as_ref().map_or(0, String::len);
        let mut expected = Expected { found: BTreeSet::new(), offset: start + shebang };
        expected.visit_file(&parsed);
        let inside = |mark: &Mark| is_compared(&facts, bodies, mark.1);
        let expected: BTreeSet<Mark> = expected.found.into_iter().filter(inside).collect();
        let found: BTreeSet<Mark> = marks_of(bodies).into_iter().filter(inside).collect();
        compared += 1;
        marks += expected.len();
        let lines = Lines::new(&text);
        for (sign, (what, at)) in expected
            .difference(&found)
            .map(|mark| ('-', mark))
            .chain(found.difference(&expected).map(|mark| ('+', mark)))
        {
            differences += 1;
            println!("{sign} {}:{} {what}", file.display(), lines.line(*at as u32));
        }
    }
    println!(
        "{compared} files of {bytes} bytes, {marks} marks, {differences} differences, {nodes} nodes in {size} bytes"
    );
}

/// Whether what ends at `end` is in a body and not in the arguments of a macro.
fn is_compared(facts: &RustFacts, bodies: &Bodies, end: usize) -> bool {
    let at = end as u32 - 1;
    let holds = |span: portcullis_facts::place::Span| span.start <= at && at < span.end;
    bodies.roots.iter().any(|root| holds(bodies.span(root.node)))
        && !facts.macro_calls.iter().any(|call| holds(call.arguments))
}

fn marks_of(bodies: &Bodies) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    for (node, span) in bodies.nodes.iter().zip(&bodies.spans) {
        let what = match node {
            Node::Call { .. } => "call",
            Node::Method { .. } => "method",
            Node::Text => "text",
            Node::Closure { .. } => "closure",
            _ => continue,
        };
        marks.insert((what, span.end as usize));
    }
    marks
}

/// What syn sees.
struct Expected {
    found: BTreeSet<Mark>,
    offset: usize,
}

impl Expected {
    fn add(&mut self, what: &'static str, span: proc_macro2::Span) {
        self.found.insert((what, span.byte_range().end + self.offset));
    }
}

impl<'ast> Visit<'ast> for Expected {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.add("call", call.paren_token.span.close());
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.add("method", call.paren_token.span.close());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.add("closure", closure.body.span());
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_lit(&mut self, literal: &'ast syn::ExprLit) {
        if matches!(literal.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_) | syn::Lit::CStr(_)) {
            self.add("text", literal.lit.span());
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_type_array(&mut self, array: &'ast syn::TypeArray) {
        self.visit_type(&array.elem);
    }

    fn visit_generic_argument(&mut self, argument: &'ast syn::GenericArgument) {
        if let syn::GenericArgument::Type(ty) = argument {
            self.visit_type(ty);
        }
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        if let syn::Pat::Guard(guarded) = pattern {
            self.visit_expr(&guarded.guard);
        }
    }

    fn visit_variant(&mut self, _: &'ast syn::Variant) {}
}
