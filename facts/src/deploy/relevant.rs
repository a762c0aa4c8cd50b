//! Which files are read at all, by their names and a look at their texts.

use super::names;
use crate::discover::{FileKind, FoundFile};
use crate::extract::{compose, connector, kubernetes};

/// So much of a file is read at most: what tools render for whole clusters is a fraction of it.
pub(crate) const MOST_BYTES: usize = 8 << 20;

/// Whether a file may say something about the deployment, by its name.
pub(crate) fn is_wanted(file: &FoundFile) -> bool {
    if file.link_to.is_some() {
        return false;
    }
    let skipped = |dir: &str| matches!(dir, "node_modules" | "snapshots" | "vendor" | "target");
    if names::parent(&file.path).split('/').any(skipped) {
        return false;
    }
    match file.kind {
        FileKind::Dockerfile | FileKind::Env => true,
        FileKind::Yaml => {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            names::is_pipeline(&file.path) || !name.contains("lock.") && !in_hidden(&file.path)
        }
        FileKind::Toml => is_profile(&file.path),
        FileKind::Json => is_profile(&file.path) || may_connect(&file.path),
        FileKind::Shell => may_connect(&file.path),
        _ => false,
    }
}

/// Settings of tools stand in hidden folders; nothing there is deployed.
fn in_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && !part.starts_with(".env"))
}

/// Whether the text of a wanted file makes it worth keeping.
pub(crate) fn is_relevant(path: &str, text: &str) -> bool {
    if may_connect(path) && !is_profile(path) {
        return connector::looks_like(text);
    }
    !names::is_yaml(path)
        || is_profile(path)
        || is_chart_file(path)
        || is_kustomization(path)
        || names::is_pipeline(path)
        || compose::looks_like(text)
        || kubernetes::looks_like(text)
}

/// Whether a file may configure connectors of Kafka Connect, or be the script that registers them, by its name or
/// that of its folder.
fn may_connect(path: &str) -> bool {
    let (rest, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = rest.rsplit('/').next().unwrap_or_default();
    let said = format!("{folder}/{name}").to_lowercase();
    let ends = said.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "json" | "sh"));
    ends && ["connect", "debezium", "cdc", "outbox"].iter().any(|word| said.contains(word))
}

/// Whether it is a `kustomization.yaml`.
pub(super) fn is_kustomization(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(name, "kustomization.yaml" | "kustomization.yml" | "Kustomization")
}

/// Whether it belongs to a Helm chart and is no template.
fn is_chart_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name == "Chart.yaml" || name.starts_with("values") && !path.contains("/templates/")
}

/// Whether it is a configuration file of a program, by its name.
pub(super) fn is_profile(path: &str) -> bool {
    let Some((stem, end)) = path.rsplit('/').next().unwrap_or_default().rsplit_once('.') else {
        return false;
    };
    let json = match end {
        "toml" | "yaml" | "yml" => false,
        "json" => true,
        _ => return false,
    };
    if in_hidden(path) || stem.starts_with("docker-compose") || stem.starts_with("compose") {
        return false;
    }
    let stem = stem.to_lowercase();
    let first = stem.split(['.', '-', '_']).next().unwrap_or_default();
    let dir = names::parent(path).rsplit('/').next().unwrap_or_default().to_lowercase();
    let in_config =
        matches!(dir.as_str(), "config" | "configs" | "configuration" | "conf" | "settings");
    let named = matches!(
        first,
        "application" | "settings" | "config" | "configuration" | "appsettings" | "rocket" | "conf"
    ) || first == "app" && end == "toml";
    let profile = matches!(
        first,
        "base"
            | "default"
            | "defaults"
            | "local"
            | "dev"
            | "development"
            | "prod"
            | "production"
            | "staging"
            | "test"
    );
    // Other tools have their own files in such folders.
    let tool = matches!(
        first,
        "tsconfig"
            | "package"
            | "jest"
            | "rustfmt"
            | "clippy"
            | "deny"
            | "nextest"
            | "envoy"
            | "prometheus"
            | "kind"
    );
    !tool && if json { named || in_config && profile } else { named || profile || in_config }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_known_by_name() {
        for path in [
            "config/default.toml",
            "Settings.toml",
            "a/configuration/base.yaml",
            "Rocket.toml",
            "application-prod.yml",
            "config.app.toml",
            "App.toml",
            "conf/appsettings.json",
            "config/whatever.yaml",
        ] {
            assert!(is_profile(path), "{path}");
        }
        for path in [
            "rustfmt.toml",
            ".cargo/config.toml",
            "tsconfig.json",
            "package.json",
            "deploy/web.yaml",
            "deploy/app.yaml",
            "docker-compose.yml",
        ] {
            assert!(!is_profile(path), "{path}");
        }
    }
}
