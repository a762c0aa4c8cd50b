//! Times the extraction of every `.rs` file below a folder: `extract_bench PATH [THREADS]`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use portcullis_facts::extract::rust::facts::RustFacts;
use rayon::prelude::*;

fn main() {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap_or_else(|| ".".to_owned());
    let threads = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(64 << 20)
        .build()
        .expect("a thread pool");
    let mut files = Vec::new();
    walk(Path::new(&root), &mut files);
    #[expect(clippy::disallowed_methods, reason = "a measuring program")]
    let texts: Vec<String> = files
        .iter()
        .filter_map(|file| std::fs::read(file).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    pool.install(|| {
        for _ in 0..3 {
            let start = Instant::now();
            let facts: Vec<_> = texts.par_iter().map(|text| portcullis_facts::extract::rust::extract(text)).collect();
            let seconds = start.elapsed().as_secs_f64();
            let items: usize = facts.iter().map(|f| f.items.len()).sum();
            let paths: usize = facts.iter().map(|f| f.paths.len()).sum();
            let uses: usize = facts.iter().map(|f| f.uses.len()).sum();
            let exprs: usize = facts.iter().map(|f| f.exprs.len()).sum();
            let problems: usize = facts.iter().map(|f| f.problems.len()).sum();
            let bytes: usize = facts.iter().map(bytes).sum::<usize>() / lines.max(1);
            println!(
                "{seconds:.3} s, {lines} lines, {bytes} bytes/line, {items} items, {paths} paths, {uses} uses, \
                 {exprs} exprs, {problems} problems"
            );
        }
    });
}

/// What the facts of a file take, but for the text of conditions and problems.
fn bytes(facts: &RustFacts) -> usize {
    let names: usize = facts.symbols.iter().map(|name| name.len() + 4).sum();
    size_of::<RustFacts>()
        + names
        + size_of_val(&*facts.cfgs)
        + size_of_val(&*facts.scopes)
        + size_of_val(&*facts.items)
        + size_of_val(&*facts.uses)
        + size_of_val(&*facts.paths)
        + size_of_val(&*facts.segments)
        + size_of_val(&*facts.types)
        + size_of_val(&*facts.type_lists)
        + size_of_val(&*facts.signatures)
        + size_of_val(&*facts.parameters)
        + size_of_val(&*facts.impls)
        + size_of_val(&*facts.locals)
        + size_of_val(&*facts.exprs)
        + size_of_val(&*facts.method_calls)
        + size_of_val(&*facts.attributes)
        + size_of_val(&*facts.macro_calls)
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}
