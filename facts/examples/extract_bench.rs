//! Times the extraction of every `.rs` file below a folder: `extract_bench PATH [THREADS]`.

use std::path::{Path, PathBuf};
use std::time::Instant;

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
            println!("{seconds:.3} s, {lines} lines, {items} items, {paths} paths, {uses} uses, {exprs} exprs, {problems} problems");
        }
    });
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
