//! Pipelines of GitHub and GitLab: jobs, and what their commands do with cargo.

use super::yaml::{self, Fault, Node, Text};
use crate::place::Span;

/// A pipeline.
#[derive(Debug, Default)]
pub struct Pipeline {
    /// Its jobs, in order.
    pub jobs: Vec<CiJob>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// A job.
#[derive(Debug, Default)]
pub struct CiJob {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What it has cargo do, once for each value of its matrix.
    pub runs: Vec<CargoRun>,
    /// Folders of images that it builds.
    pub images: Vec<String>,
    /// Whether it does more than is seen here: by another workflow, a script, a recipe, a variable.
    pub opaque: bool,
}

/// A run of cargo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CargoRun {
    /// Whether it runs tests; else it compiles.
    pub tests: bool,
    /// The packages that it names: `-p shop`.
    pub packages: Vec<String>,
    /// Whether it is for all members of the workspace: `--workspace`.
    pub workspace: bool,
    /// The folder in which it runs, as the job says it; empty for the root of the repository.
    pub folder: String,
}

/// Keys of a GitLab pipeline that are no jobs.
const NO_JOBS: &[&str] = &[
    "after_script",
    "before_script",
    "cache",
    "default",
    "image",
    "include",
    "pages",
    "services",
    "spec",
    "stages",
    "variables",
    "workflow",
];
/// Programs that run what stands elsewhere.
const RECIPES: &[&str] =
    &["make", "just", "task", "nix", "earthly", "bazel", "dagger", "docker", "bash", "sh", "xtask"];
/// Subcommands of cargo that compile, and those that test besides.
const BUILDS: &[&str] = &["build", "b", "check", "c", "clippy", "chef", "zigbuild"];
const TESTS: &[&str] = &["test", "t", "nextest", "llvm-cov", "tarpaulin", "hack"];
/// A matrix with more values is no list that somebody wrote.
const MOST_VALUES: usize = 64;

/// Reads a pipeline.
pub fn extract(text: &str) -> Pipeline {
    let yaml = yaml::parse(text);
    let mut jobs = Vec::new();
    for document in &yaml.documents {
        let github = document.get("jobs");
        let folder = working_directory(document).unwrap_or_default();
        for entry in github.unwrap_or(document).entries() {
            let named = github.is_some() || !NO_JOBS.contains(&entry.key.text.as_str());
            if named && !entry.value.entries().is_empty() {
                jobs.push(job(&entry.key, &entry.value, &folder));
            }
        }
    }
    Pipeline { jobs, faults: yaml.faults }
}

fn working_directory(node: &Node) -> Option<String> {
    node.at(&["defaults", "run", "working-directory"]).and_then(Node::as_str).map(str::to_owned)
}

fn job(name: &Text, node: &Node, folder: &str) -> CiJob {
    let mut job = CiJob { name: name.text.clone(), span: name.span, ..CiJob::default() };
    // Another workflow, a template or another job says what this one does.
    job.opaque |= ["uses", "extends", "trigger"].iter().any(|key| node.get(key).is_some());
    let folder = working_directory(node).unwrap_or_else(|| folder.to_owned());
    for step in node.get("steps").map(Node::items).unwrap_or_default() {
        let own = step.get("working-directory").and_then(Node::as_str);
        if let Some(run) = step.text_at("run") {
            job.commands(&run.text, own.unwrap_or(&folder));
        }
        let uses = step.get("uses").and_then(Node::as_str).unwrap_or_default();
        if uses.contains("build-push-action") {
            let context = step.at(&["with", "context"]).and_then(Node::as_str).unwrap_or(".");
            job.images.push(tight(context));
        }
        job.opaque |= uses.starts_with("./") || uses.contains("actions-rs/");
    }
    // One shell runs them all.
    let scripts = ["before_script", "script"].into_iter().filter_map(|key| node.get(key));
    let lines: Vec<String> = scripts.flat_map(Node::texts).map(|line| line.text).collect();
    job.commands(&lines.join("\n"), &folder);
    job.for_each_value(node);
    job
}

impl CiJob {
    fn commands(&mut self, script: &str, folder: &str) {
        // A line that ends in `\` goes on.
        let script = tight(&script.replace("\\\n", " "));
        let mut folder = tight(folder);
        for command in script.split(['\n', ';', '|']).flat_map(|line| line.split("&&")) {
            let words: Vec<&str> = command.split_whitespace().collect();
            let Some(at) = words.iter().position(|word| !word.contains('=')) else { continue };
            match words[at..] {
                ["cd", to, ..] => folder = format!("{folder}/{to}"),
                ["cargo", ref rest @ ..] => self.cargo(rest, &folder),
                [program, ..] => {
                    let name = program.rsplit('/').next().unwrap_or(program);
                    self.opaque |= program.starts_with("./") || RECIPES.contains(&name);
                }
                [] => {}
            }
        }
    }

    fn cargo(&mut self, words: &[&str], folder: &str) {
        let mut words = words.iter().filter(|word| !word.starts_with('+')).copied();
        let Some(does) = words.next() else { return };
        // What is put into an archive is run by another job.
        let archives = does == "nextest" && words.clone().any(|word| word == "archive");
        let tests = TESTS.contains(&does) && !archives;
        if !tests && !archives && !BUILDS.contains(&does) {
            self.opaque |= RECIPES.contains(&does) || does == "make";
            return;
        }
        let mut run = CargoRun { tests, folder: folder.to_owned(), ..CargoRun::default() };
        while let Some(word) = words.next() {
            let (option, value) = word.split_once('=').unwrap_or((word, ""));
            let mut value = || if value.is_empty() { words.next().unwrap_or("") } else { value };
            match option {
                "--" => break,
                "-p" | "--package" => run.packages.push(unquoted(value()).to_owned()),
                "--workspace" | "--all" => run.workspace = true,
                "--manifest-path" => {
                    let dir = unquoted(value()).trim_end_matches("Cargo.toml").to_owned();
                    run.folder = format!("{folder}/{dir}");
                }
                _ => {}
            }
        }
        self.runs.push(run);
    }

    /// Puts the values of the matrix in; what is another expression stays open.
    fn for_each_value(&mut self, node: &Node) {
        let mut rows: Vec<Vec<(String, String)>> = Vec::new();
        for entry in node.at(&["strategy", "matrix"]).map(Node::entries).unwrap_or_default() {
            for item in entry.value.items() {
                if let Some(value) = item.as_str() {
                    rows.push(vec![(entry.key.text.clone(), value.to_owned())]);
                } else {
                    let values = item.entries().iter().filter_map(|value| {
                        let inner = value.value.as_str()?.to_owned();
                        let own = value.key.text.clone();
                        // `include` adds whole rows; of a list of maps, the parts have the list before them.
                        let include = entry.key.text == "include";
                        Some((
                            if include { own } else { format!("{}.{own}", entry.key.text) },
                            inner,
                        ))
                    });
                    rows.push(values.collect());
                }
            }
        }
        rows.truncate(MOST_VALUES);
        let put = |text: &str, row: &[(String, String)]| {
            row.iter().fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("${{{{matrix.{name}}}}}"), value)
            })
        };
        let mut runs = Vec::new();
        for run in std::mem::take(&mut self.runs) {
            let mut told = vec![run.clone()];
            told.extend(rows.iter().map(|row| CargoRun {
                packages: run.packages.iter().map(|package| put(package, row)).collect(),
                folder: put(&run.folder, row),
                ..run.clone()
            }));
            for run in told {
                if !run.is_open() && !runs.contains(&run) {
                    runs.push(run);
                }
            }
            self.opaque |= run.is_open() && runs.is_empty();
        }
        self.runs = runs;
        let mut images = Vec::new();
        for image in std::mem::take(&mut self.images) {
            let told = rows.iter().map(|row| put(&image, row)).chain([image.clone()]);
            images.extend(told.filter(|image| !image.contains('$')));
        }
        images.sort();
        images.dedup();
        self.images = images;
    }
}

impl CargoRun {
    /// Whether something in it is a variable.
    fn is_open(&self) -> bool {
        self.folder.contains('$') || self.packages.iter().any(|package| package.contains('$'))
    }
}

/// A text without spaces in its expressions, so that each is one word.
fn tight(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("${{") {
        let Some((inner, behind)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str("${{");
        out.extend(inner.chars().filter(|c| !c.is_whitespace()));
        out.push_str("}}");
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tests: bool, packages: &[&str], folder: &str) -> CargoRun {
        let packages = packages.iter().map(|package| (*package).to_owned()).collect();
        CargoRun { tests, packages, workspace: false, folder: folder.into() }
    }

    #[test]
    fn jobs_of_both_kinds_are_read() {
        let github = extract(
            "on: push\njobs:\n  test:\n    steps:\n      - run: RUST_LOG=x cargo +nightly test -p shop -- --package x\n      - uses: docker/build-push-action@v6\n        with: {context: ./shop}\n",
        );
        let job = &github.jobs[0];
        assert_eq!(job.runs, [run(true, &["shop"], "")]);
        assert_eq!(job.images, ["./shop"]);
        assert!(!job.opaque);
        let gitlab = extract(
            "stages: [a]\nvariables: {A: b}\nservices: [redis]\ntest:\n  script:\n    - cd shop && cargo build --package=shop\n    - cargo fmt --check\n    - cd ..\n    - cargo nextest archive --archive-file x\n",
        );
        assert_eq!(gitlab.jobs.len(), 1);
        let archive = run(false, &[], "/shop/..");
        assert_eq!(gitlab.jobs[0].runs, [run(false, &["shop"], "/shop"), archive]);
    }

    #[test]
    fn a_matrix_is_gone_through() {
        let github = extract(
            "jobs:\n  a:\n    strategy:\n      matrix:\n        service: [orders, billing]\n        include: [{dir: web, port: 1}]\n    steps:\n      - run: cargo test -p \"${{ matrix.service }}\"\n        working-directory: services/${{ matrix.service }}\n      - run: cargo build --manifest-path ${{matrix.dir}}/Cargo.toml\n",
        );
        let job = &github.jobs[0];
        let expected = [
            run(true, &["orders"], "services/orders"),
            run(true, &["billing"], "services/billing"),
            run(false, &[], "/web/"),
        ];
        assert_eq!(job.runs, expected);
        assert!(!job.opaque);
    }

    #[test]
    fn what_is_done_elsewhere_is_not_known() {
        for job in [
            "uses: ./.github/workflows/x.yml",
            "steps: [{run: make test}]",
            "steps: [{run: ./ci/all.sh}]",
            "steps: [{run: 'cargo make all'}]",
            "steps: [{run: 'cargo test -p ${{ inputs.package }}'}]",
            "steps: [{uses: ./.github/actions/test}]",
        ] {
            let read = extract(&format!("jobs:\n  a:\n    {job}\n"));
            assert!(read.jobs[0].opaque, "{job}");
            assert!(read.jobs[0].runs.is_empty(), "{job}");
        }
    }
}
