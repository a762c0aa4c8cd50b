//! Pipelines of GitHub and GitLab: jobs, the containers beside them, and what they build.

use super::yaml::{self, Fault, Node, Text};

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
    pub name: Text,
    /// Containers that run beside it: name and image. They are no deployments.
    pub services: Vec<(Text, Text)>,
    /// Packages that its commands name: `cargo build -p x`.
    pub packages: Vec<String>,
    /// Folders of images that it builds.
    pub image_contexts: Vec<Text>,
    /// Whether its commands run tests.
    pub tests: bool,
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

/// Reads a pipeline.
pub fn extract(text: &str) -> Pipeline {
    let yaml = yaml::parse(text);
    let mut jobs = Vec::new();
    for document in &yaml.documents {
        let github = document.get("jobs");
        for entry in github.unwrap_or(document).entries() {
            let named = github.is_some() || !NO_JOBS.contains(&entry.key.text.as_str());
            if named && !entry.value.entries().is_empty() {
                jobs.push(job(&entry.key, &entry.value));
            }
        }
    }
    Pipeline { jobs, faults: yaml.faults }
}

fn job(name: &Text, node: &Node) -> CiJob {
    let mut job = CiJob { name: name.clone(), ..CiJob::default() };
    let services = node.get("services");
    for entry in services.map(Node::entries).unwrap_or_default() {
        let image = entry.value.text().or_else(|| entry.value.text_at("image"));
        job.services.extend(image.map(|image| (entry.key.clone(), image)));
    }
    for item in services.map(Node::items).unwrap_or_default() {
        if let Some(image) = item.text().or_else(|| item.text_at("name")) {
            let alias = item.text_at("alias").unwrap_or_else(|| image.clone());
            job.services.push((alias, image));
        }
    }
    for step in node.get("steps").map(Node::items).unwrap_or_default() {
        if let Some(run) = step.text_at("run") {
            commands(&run.text, &mut job);
        }
        let uses = step.get("uses").and_then(Node::as_str).unwrap_or_default();
        if uses.contains("build-push-action") {
            let context = step.at(&["with", "context"]).and_then(Node::text);
            job.image_contexts.extend(context);
        }
    }
    for key in ["before_script", "script"] {
        for line in node.get(key).map(Node::texts).unwrap_or_default() {
            commands(&line.text, &mut job);
        }
    }
    job
}

fn commands(script: &str, job: &mut CiJob) {
    for line in script.lines().filter(|line| line.contains("cargo ")) {
        job.tests |= ["cargo test", "cargo nextest", "cargo llvm-cov"]
            .iter()
            .any(|command| line.contains(command));
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let named = match *word {
                "-p" | "--package" => words.get(at + 1).copied(),
                _ => word.strip_prefix("--package="),
            };
            job.packages.extend(named.map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_of_both_kinds_are_read() {
        let github = extract(
            "on: push\njobs:\n  test:\n    services:\n      db:\n        image: postgres:16\n    steps:\n      - run: cargo test -p shop\n      - uses: docker/build-push-action@v6\n        with: {context: ./shop}\n",
        );
        let job = &github.jobs[0];
        assert_eq!(job.services[0].1.text, "postgres:16");
        assert_eq!(job.packages, ["shop"]);
        assert_eq!(job.image_contexts[0].text, "./shop");
        assert!(job.tests);
        let gitlab = extract(
            "stages: [a]\nvariables: {A: b}\ntest:\n  services: [\"redis:7\", {name: \"postgres:16\", alias: db}]\n  script:\n    - cargo build --package=shop\n",
        );
        assert_eq!(gitlab.jobs.len(), 1);
        let names: Vec<&str> =
            gitlab.jobs[0].services.iter().map(|(name, _)| name.text.as_str()).collect();
        assert_eq!(names, ["redis:7", "db"]);
        assert_eq!(gitlab.jobs[0].packages, ["shop"]);
    }
}
