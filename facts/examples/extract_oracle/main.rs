//! Compares the skeleton extractor with syn over every `.rs` file below folders: `extract_oracle PATH…`.
//!
//! Both sides are turned into records (an item, a leaf of a `use`, a path, a method call, each with
//! its place, condition and owner), which are compared as sets. Printed are the records that only
//! one side has, `-` for those that the extractor missed and `+` for those it should not have.
//!
//! Left out on both sides: what stands in a macro's arguments, in an attribute other than `derive`,
//! or in syntax that syn keeps as tokens. Files that syn does not parse are counted and left out.
//! syn keeps `box` patterns as tokens; their small names are taken for variables here.
//!
//! What may differ, and does in rust-analyzer's test data alone: `extern crate self` without a name, `crate`
//! and `self` in the middle of a `use` (no valid code), pattern types and `default` outside an impl (unstable),
//! the first bound of a trait object in parentheses (a type here), `impl !` (the never type), `use` of nothing.
//!
//! Not reported as paths, by design: variables, type parameters and what hangs below them, `self`
//! as a value, built-in types alone, and single names in patterns that are written small.

mod expected;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use expected::{Expected, Record};
use portcullis_facts::extract::rust::extract;
use portcullis_facts::extract::rust::facts::{
    CfgId, ItemFlags, ItemIndex, ItemKind, PathKind, PathRoot, Predicate, RustFacts, Segment,
    Visibility,
};
use portcullis_facts::place::Lines;

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
    let (mut compared, mut records, mut refused) = (0, 0, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        #[expect(clippy::disallowed_methods, reason = "a measuring program")]
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let facts = extract(&text);
        check_order(file, &facts);
        proc_macro2::extra::invalidate_current_thread_spans();
        let Some(expected) = Expected::of(&text) else {
            refused += 1;
            continue;
        };
        compared += 1;
        let found = found(&facts, &expected);
        records += expected.records.len();
        let lines = Lines::new(&text);
        for (sign, record) in differences(expected.records, found) {
            let word = record.what.split(' ').next().unwrap_or_default();
            *kinds.entry(format!("{sign}{word}")).or_default() += 1;
            println!("{sign} {}:{} {}", file.display(), lines.line(record.at), record.what);
        }
        for problem in &facts.problems {
            *kinds.entry("problem".to_owned()).or_default() += 1;
            println!("! {}:{} {}", file.display(), lines.line(problem.span.start), problem.message);
        }
    }
    println!(
        "{compared} files, {records} records, {refused} files that syn does not read, differences: {kinds:?}"
    );
}

/// What only one side has.
fn differences(mut expected: Vec<Record>, mut found: Vec<Record>) -> Vec<(char, Record)> {
    expected.sort();
    found.sort();
    let mut out = Vec::new();
    let (mut left, mut right) = (expected.into_iter().peekable(), found.into_iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) => l.cmp(r),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return out,
        };
        if order.is_le() {
            let record = left.next();
            out.extend(record.filter(|_| order.is_lt()).map(|r| ('-', r)));
        }
        if order.is_ge() {
            let record = right.next();
            out.extend(record.filter(|_| order.is_gt()).map(|r| ('+', r)));
        }
    }
}

/// Asserts what the model promises of the order of its lists.
fn check_order(file: &Path, facts: &RustFacts) {
    let name = file.display();
    assert!(
        facts.items.windows(2).all(|w| w[0].span.start <= w[1].span.start),
        "{name}: items in order"
    );
    assert!(
        facts.uses.windows(2).all(|w| w[0].span.start <= w[1].span.start),
        "{name}: uses in order"
    );
    assert!(
        facts.paths.windows(2).all(|w| w[0].span.start <= w[1].span.start),
        "{name}: paths in order"
    );
    for (i, item) in facts.items.iter().enumerate() {
        assert!(item.parent.is_none_or(|p| p.index() < i), "{name}: items after parents");
        assert!(
            item.span.start <= item.name_span.start && item.name_span.end <= item.span.end,
            "{name}: {item:?}"
        );
    }
    for (i, scope) in facts.scopes.iter().enumerate().skip(1) {
        assert!(scope.parent.index() < i, "{name}: scopes after parents");
    }
    for (i, cfg) in facts.cfgs.iter().enumerate().skip(1) {
        assert!(cfg.parent.index() < i, "{name}: conditions after parents");
    }
}

struct Found<'f> {
    facts: &'f RustFacts,
}

fn found(facts: &RustFacts, expected: &Expected) -> Vec<Record> {
    let view = Found { facts };
    let mut out = Vec::new();
    for item in &facts.items {
        if item.kind != ItemKind::ProcMacro {
            let flags = |bit, text| if item.flags.contains(bit) { text } else { "" };
            let what = format!(
                "item {} {} in {} {}{}{} end {} {}",
                view.kind(&item.kind),
                facts.symbols.get(item.name),
                view.owner(item.parent),
                view.visibility(item.visibility),
                flags(ItemFlags::ASYNC, " async"),
                flags(ItemFlags::UNSAFE, " unsafe"),
                item.span.end,
                view.cfg(item.cfg),
            );
            out.push(Record { at: item.name_span.start, what });
        }
    }
    for leaf in &facts.uses {
        let name = leaf.name.map_or("_", |name| facts.symbols.get(name));
        let what = format!(
            "use {} as {}{}{}{} {} {}",
            view.path(leaf.root, &facts.segments[leaf.segments.range()]),
            if leaf.glob { "*" } else { name },
            if leaf.only_types { " types" } else { "" },
            if leaf.extern_crate { " crate" } else { "" },
            if leaf.macro_use { " macro_use" } else { "" },
            view.visibility(leaf.visibility),
            view.cfg(leaf.cfg),
        );
        out.push(Record { at: leaf.span.start, what });
    }
    for path in &facts.paths {
        let left_out = matches!(
            path.kind,
            PathKind::Attribute | PathKind::AttributeString | PathKind::AttributeArgument
        );
        if left_out || path.root == PathRoot::MetaVariable {
            continue;
        }
        let what = format!(
            "path {:?} {} to {} by {} {}",
            path.kind,
            view.path(path.root, &facts.segments[path.segments.range()]),
            path.span.end,
            view.owner(path.item),
            view.cfg(path.cfg),
        );
        out.push(Record { at: path.span.start, what });
    }
    for call in &facts.method_calls {
        let what = format!(
            "method {} by {} {}",
            facts.symbols.get(call.name),
            view.owner(call.item),
            view.cfg(call.cfg)
        );
        out.push(Record { at: call.span.start, what });
    }
    for record in &mut out {
        record.what.truncate(record.what.trim_end().len());
    }
    out.retain(|record| !expected.is_blind(record));
    out
}

impl Found<'_> {
    fn kind(&self, kind: &ItemKind) -> String {
        match kind {
            ItemKind::Module { inline, .. } => format!("mod inline={inline}"),
            ItemKind::Function { signature } => {
                let signature = &self.facts.signatures[*signature as usize];
                let result = if signature.result.is_some() { "->" } else { "" };
                let me = if signature.has_self { "self " } else { "" };
                format!("fn {me}{}{result}", signature.parameters.len)
            }
            ItemKind::Variant { shape } => format!("{shape:?} variant"),
            ItemKind::Field { .. } => "field".to_owned(),
            ItemKind::MacroRules { exported, .. } => format!("macro_rules exported={exported}"),
            ItemKind::Impl { index } => {
                let entry = &self.facts.impls[*index as usize];
                format!("impl trait={} negative={}", entry.of_trait.is_some(), entry.negative)
            }
            ItemKind::TypeAlias { ty } => format!("type {}", ty.is_some()),
            ItemKind::Const { ty } => format!("const {}", ty.is_some()),
            ItemKind::Static { ty } => format!("static {}", ty.is_some()),
            other => format!("{other:?}"),
        }
    }

    fn owner(&self, item: Option<ItemIndex>) -> String {
        item.map_or("file".to_owned(), |item| {
            self.facts.items[item.index()].name_span.start.to_string()
        })
    }

    fn path(&self, root: PathRoot, segments: &[Segment]) -> String {
        let mut parts: Vec<&str> = match root {
            PathRoot::Plain => vec![],
            PathRoot::Global => vec![if segments.is_empty() { "::" } else { "" }],
            PathRoot::Crate => vec!["crate"],
            PathRoot::SelfModule => vec!["self"],
            PathRoot::Super(count) => vec!["super"; count.into()],
            PathRoot::DollarCrate => vec!["$crate"],
            PathRoot::SelfType => vec!["Self"],
            PathRoot::Qualified(_) => vec!["<>"],
            PathRoot::MetaVariable => vec!["$"],
        };
        parts.extend(segments.iter().map(|segment| self.facts.symbols.get(segment.name)));
        parts.join("::")
    }

    fn visibility(&self, visibility: Visibility) -> String {
        match visibility {
            Visibility::Inherited => String::new(),
            Visibility::Public => "pub".to_owned(),
            Visibility::Crate => "pub(crate)".to_owned(),
            Visibility::Super => "pub(super)".to_owned(),
            Visibility::Private => "pub(self)".to_owned(),
            Visibility::In(path) => {
                let path = &self.facts.paths[path.index()];
                format!(
                    "pub({})",
                    self.path(path.root, &self.facts.segments[path.segments.range()])
                )
            }
        }
    }

    fn cfg(&self, mut id: CfgId) -> String {
        let mut parts = Vec::new();
        while id.0 != 0 {
            let node = &self.facts.cfgs[id.index()];
            parts.push(predicate(&node.predicate));
            id = node.parent;
        }
        parts.reverse();
        parts.join(" & ")
    }
}

fn predicate(given: &Predicate) -> String {
    let list = |list: &[Predicate]| list.iter().map(predicate).collect::<Vec<_>>().join(",");
    match given {
        Predicate::True => "true".to_owned(),
        Predicate::All(parts) => format!("all({})", list(parts)),
        Predicate::Any(parts) => format!("any({})", list(parts)),
        Predicate::Not(part) => format!("not({})", predicate(part)),
        Predicate::Flag(name) => name.to_string(),
        Predicate::Equals(name, value) => format!("{name}=\"{value}\""),
        Predicate::Unknown => "unknown".to_owned(),
    }
}
