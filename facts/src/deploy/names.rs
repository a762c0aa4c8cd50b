//! What the path of a file says about it, and how paths are put together.

pub(super) use crate::discover::{is_below, parent, written_in as join};

/// Whether a file is for development, tests or CI.
pub(crate) fn is_development(path: &str) -> bool {
    let (dirs, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_dir = dirs.split('/').any(|dir| {
        let dir = dir.to_lowercase();
        matches!(
            dir.as_str(),
            "example"
                | ".github"
                | ".gitlab"
                | ".circleci"
                | "dev"
                | "development"
                | "e2e"
                | "playwright"
                | "cypress"
                | "ci"
                | "local"
                | "benches"
                | "localdev"
                | "devservices"
                | "devenv"
                | ".devcontainer"
        ) || ["test", "tests", "testing", "examples", "samples", "tutorials"].iter().any(|end| {
            dir.strip_suffix(end)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with(['-', '_', '.']))
        })
    });
    in_dir
        || is_example(path)
        || words(&name.to_lowercase()).any(|word| {
            matches!(
                word,
                "override"
                    | "dev"
                    | "develop"
                    | "development"
                    | "devel"
                    | "test"
                    | "tests"
                    | "testing"
                    | "local"
                    | "localhost"
                    | "ci"
                    | "e2e"
                    | "debug"
                    | "integration"
                    | "bench"
            )
        })
}

/// Whether a file only shows which values are to be put into a copy of it.
pub(crate) fn is_example(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    words(&name.to_lowercase()).any(|word| {
        matches!(word, "example" | "sample" | "template" | "dist" | "tmpl" | "defaults" | "demo")
    })
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric())
}

/// Whether a file is YAML.
pub(super) fn is_yaml(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "yaml" | "yml")))
}

/// Whether a file is a pipeline of GitHub, of those who read the same, or of GitLab.
pub(super) fn is_pipeline(path: &str) -> bool {
    is_yaml(path)
        && (matches!(parent(path), ".github/workflows" | ".forgejo/workflows" | ".gitea/workflows")
            || matches!(path, ".gitlab-ci.yml" | ".gitlab-ci.yaml"))
}

/// Whether a file can say what is deployed, as YAML: a pipeline has entries of the same names, which only it runs.
pub(super) fn may_be_deployed(path: &str) -> bool {
    is_yaml(path) && !is_pipeline(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_files_are_for() {
        for path in [
            "docker-compose.override.yml",
            "docker-compose-dev.yml",
            "tests/load/docker-compose.yml",
            ".env.example",
            ".github/workflows/x.yml",
            "compose.test.yaml",
            "docker-examples/a/compose.yaml",
        ] {
            assert!(is_development(path), "{path}");
        }
        for path in [
            "docker-compose.yml",
            "deploy/compose.prod.yaml",
            "test-runner/Dockerfile",
            "contest/compose.yaml",
        ] {
            assert!(!is_development(path), "{path}");
        }
        assert!(may_be_deployed("deploy/web.yaml"));
        assert!(!may_be_deployed(".github/workflows/ci.yml") && !may_be_deployed("web.json"));
        assert_eq!(join("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(join("a", "../../c"), None);
    }
}
