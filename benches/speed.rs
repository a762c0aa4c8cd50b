//! How long `portcullis lint` takes, and how much memory, against reading and parsing the same files
//! with syn and doing nothing more.
//!
//! ```text
//! cargo bench -p portcullis-tests --bench speed -- [--threads N] [--runs N] [--select RULE]... FOLDER...
//! ```
//!
//! For each folder, in turn and `runs` times over: a process that lints it with the rules selected, or all, and a
//! process that reads the Rust files that the lint reads, parses each with syn (all its features)
//! and visits every path with its line and column. Both are this program, so both are built alike;
//! both have as many threads. The time is that of the whole process, start and end included, the
//! middle one of all runs. The memory is the most that the process ever had (`VmHWM`, of Linux).
//! The lint has to find the files first; syn gets their names, which is in its favour.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Set in the processes that are measured: what they do.
const JOB: &str = "PORTCULLIS_BENCH_JOB";
/// Stack of a parsing thread: syn recurses with the nesting of the code.
const STACK: usize = 64 << 20;

fn main() {
    match env::var(JOB).as_deref() {
        Ok("files") => list_files(&folder()),
        Ok("lint") => lint(&folder()),
        Ok("syn") => parse_with_syn(),
        _ => compare(&Wanted::read()),
    }
}

/// What the command line asks for.
struct Wanted {
    threads: usize,
    runs: usize,
    /// As `lint --select` takes them.
    rules: Vec<String>,
    folders: Vec<PathBuf>,
}

impl Wanted {
    fn read() -> Self {
        let mut wanted = Self { threads: 2, runs: 5, rules: Vec::new(), folders: Vec::new() };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let value = arguments.next().and_then(|value| value.parse().ok());
                value.unwrap_or_else(|| panic!("{argument} wants a number"))
            };
            match argument.as_str() {
                "--threads" => wanted.threads = number(),
                "--runs" => wanted.runs = number(),
                "--select" => wanted.rules.extend(arguments.next()),
                // Cargo says this to every bench.
                "--bench" => {}
                _ => wanted.folders.push(PathBuf::from(argument)),
            }
        }
        if wanted.rules.is_empty() {
            wanted.rules.push("all".to_owned());
        }
        if wanted.folders.is_empty() {
            let own = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
            wanted.folders.push(own.to_owned());
        }
        wanted
    }
}

fn compare(wanted: &Wanted) {
    println!("{} threads, the middle one of {} runs\n", wanted.threads, wanted.runs);
    println!(
        "| system | files | lines | lint, s | s a million lines | syn, s | lint / syn | lint, MB | \
         KB a line | syn, MB |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for folder in &wanted.folders {
        println!("{}", row(folder, wanted));
    }
}

/// One line of the table.
fn row(folder: &Path, wanted: &Wanted) -> String {
    let run = |job, input: &str| run(job, folder, wanted, input);
    let files = run("files", "").output;
    // What was not read yet comes from the disk, which is not what is measured.
    let lines = run("syn", &files).output;
    let lines: u32 = lines.trim().parse().expect("a number of lines");
    let (mut lint, mut syn) = (Vec::new(), Vec::new());
    for _ in 0..wanted.runs {
        lint.push(run("lint", ""));
        syn.push(run("syn", &files));
    }
    let (lint, syn) = (middle(lint), middle(syn));
    let (linted, parsed) = (lint.time.as_secs_f64(), syn.time.as_secs_f64());
    let millions = f64::from(lines) / 1e6;
    let per_line = f64::from(lint.peak) / f64::from(lines);
    let mut row = String::new();
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = real.file_name().map_or(".".into(), |name| name.to_string_lossy().into_owned());
    let _ = write!(
        row,
        "| {name} | {} | {lines} | {linted:.3} | {:.3} | {parsed:.3} | {:.3} | {} | {per_line:.3} | {} |",
        files.lines().count(),
        linted / millions,
        linted / parsed,
        lint.peak >> 10,
        syn.peak >> 10,
    );
    row
}

/// What a process took and gave.
struct Cost {
    time: Duration,
    /// In KiB.
    peak: u32,
    output: String,
}

/// The middle one by time, with the most memory of all.
fn middle(mut costs: Vec<Cost>) -> Cost {
    let peak = costs.iter().map(|cost| cost.peak).max().unwrap_or_default();
    costs.sort_by_key(|cost| cost.time);
    let mut middle = costs.swap_remove(costs.len() / 2);
    middle.peak = peak;
    middle
}

/// Runs one job in a process of its own.
#[expect(clippy::disallowed_methods, reason = "each measurement is a process of its own")]
fn run(job: &str, folder: &Path, wanted: &Wanted, input: &str) -> Cost {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.arg(folder).args(&wanted.rules);
    command.env(JOB, job).env("RAYON_NUM_THREADS", wanted.threads.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().expect("this program can be started");
    let mut stdin = child.stdin.take().expect("it is piped");
    let sent = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let time = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && sent.is_ok(), "{job} of {}: {said}", folder.display());
    let peak = said.lines().rev().find_map(|line| line.strip_prefix("peak ")?.parse().ok());
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    Cost { time, peak: peak.unwrap_or_default(), output }
}

// What the processes that are measured do.

fn folder() -> PathBuf {
    env::args_os().nth(1).expect("a folder").into()
}

/// Says the most memory that this process ever had, in KiB.
#[expect(clippy::disallowed_methods, reason = "the system tells memory in a file")]
fn say_peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u32>().ok());
    eprintln!("peak {}", kilobytes.unwrap_or_default());
}

/// Prints the Rust files that a lint of `folder` reads.
fn list_files(folder: &Path) {
    let system = portcullis_facts::read(folder, &portcullis_facts::Options::default());
    for file in system.expect("a folder that can be read").files {
        if Path::new(&file.path).extension().is_some_and(|extension| extension == "rs") {
            println!("{}", folder.join(file.path).display());
        }
    }
}

/// Lints `folder` with the rules that are given and prints the report.
fn lint(folder: &Path) {
    let folder = folder.as_os_str().to_owned();
    let words = ["portcullis", "lint", "--exit-zero"].map(OsString::from);
    let select = env::args_os().skip(2).flat_map(|rule| [OsString::from("--select"), rule]);
    let status = portcullis::run(words.into_iter().chain(select).chain([folder]));
    say_peak();
    assert_eq!(format!("{status:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
}

/// Reads and parses the files whose names come in, and prints how many lines they have.
fn parse_with_syn() {
    let mut names = String::new();
    std::io::stdin().read_to_string(&mut names).expect("names of files");
    let names: Vec<&str> = names.lines().collect();
    let threads = env::var("RAYON_NUM_THREADS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let (next, lines) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            lines.fetch_add(parse(name), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    println!("{}", lines.into_inner());
    say_peak();
}

/// Every path in a file, with its line and column.
#[derive(Default)]
struct Paths(usize);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let start = path.span().start();
        self.0 += start.line + start.column;
        visit::visit_path(self, path);
    }
}

/// Reads and parses one file; gives the number of its lines.
#[expect(clippy::disallowed_methods, reason = "syn is measured with the reading of its files")]
fn parse(name: &str) -> usize {
    let Ok(bytes) = std::fs::read(name) else { return 0 };
    let text = String::from_utf8_lossy(&bytes);
    // Where syn gives up, it has less to do.
    if let Ok(file) = syn::parse_file(&text) {
        let mut paths = Paths::default();
        paths.visit_file(&file);
        std::hint::black_box(paths.0);
    }
    // Without this the texts of all files stay in memory.
    proc_macro2::extra::invalidate_current_thread_spans();
    let ended = text.bytes().filter(|byte| *byte == b'\n').count();
    ended + usize::from(!text.is_empty() && !text.ends_with('\n'))
}
