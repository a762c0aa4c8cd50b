//! Which files and hidden folders matter, by their names, and how a file is found again.

use std::ffi::OsStr;

use crate::discover::{FileKind, FoundFile};

/// What a file's name says that it is, whatever it is made of.
pub(super) fn of(name: &OsStr) -> Option<FileKind> {
    kind(&name.to_string_lossy())
}

/// What a file's name says that it is.
pub(super) fn kind(name: &str) -> Option<FileKind> {
    match name {
        "Cargo.toml" => return Some(FileKind::Manifest),
        "Cargo.lock" => return Some(FileKind::Lock),
        "Dockerfile" | "Containerfile" => return Some(FileKind::Dockerfile),
        _ => {}
    }
    let prefixed = name.strip_prefix("Dockerfile.").or(name.strip_prefix("Containerfile."));
    if let Some(rest) = prefixed {
        // A template of one is none before it is rendered.
        let end = rest.rsplit('.').next().unwrap_or_default();
        let template = matches!(end, "j2" | "jinja" | "jinja2" | "tera" | "tmpl" | "erb" | "hbs");
        return (!template).then_some(FileKind::Dockerfile);
    }
    if name == ".env" || name.starts_with(".env.") {
        return Some(FileKind::Env);
    }
    Some(match name.rsplit_once('.')?.1 {
        "rs" => FileKind::Rust,
        "toml" => FileKind::Toml,
        "yaml" | "yml" => FileKind::Yaml,
        "json" => FileKind::Json,
        "sql" => FileKind::Sql,
        "proto" => FileKind::Proto,
        "dockerfile" | "Dockerfile" => FileKind::Dockerfile,
        "env" => FileKind::Env,
        "sh" => FileKind::Shell,
        "md" => FileKind::Markdown,
        _ => return None,
    })
}

/// Whether a hidden file matters: environments and pipelines that live in a single file.
pub(super) fn hidden_file_matters(name: &str) -> bool {
    name == ".env"
        || name.starts_with(".env.")
        || [".gitlab-ci.", ".travis.", ".drone.", ".woodpecker.", ".cirrus."]
            .iter()
            .any(|pipeline| name.starts_with(pipeline))
}

/// Whether a hidden folder matters: pipelines, Cargo's configuration, checked queries.
pub(super) fn hidden_folder_matters(name: &str) -> bool {
    matches!(
        name,
        ".github"
            | ".gitlab"
            | ".circleci"
            | ".buildkite"
            | ".woodpecker"
            | ".forgejo"
            | ".gitea"
            | ".cargo"
            | ".config"
            | ".sqlx"
    )
}

/// Position of `path` in `files`, which are sorted.
pub(super) fn find(files: &[FoundFile], path: &str) -> Option<usize> {
    files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
}

/// The files and folders that stand directly in the folder `dir`, each with `true` for a file.
///
/// Steps from name to name, so that a folder costs its entries, not its tree.
pub(super) fn entries<'a>(files: &'a [FoundFile], dir: &str) -> Vec<(&'a str, bool)> {
    let prefix = if dir.is_empty() { String::new() } else { format!("{dir}/") };
    let mut found = Vec::new();
    let mut at = files.partition_point(|file| file.path.as_str() < prefix.as_str());
    while let Some(rest) = files.get(at).and_then(|file| file.path.strip_prefix(&prefix)) {
        let Some(slash) = rest.find('/') else {
            found.push((rest, true));
            at += 1;
            continue;
        };
        let name = &rest[..slash];
        found.push((name, false));
        let folder = &files[at].path[..=prefix.len() + slash];
        at += files[at..].partition_point(|file| file.path.starts_with(folder));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_from_sorted_paths() {
        let mut paths = ["a/x.rs", "a/y/main.rs", "a/y/z/q.rs", "a/y.rs", "a-b/c.rs", "b.rs"];
        paths.sort_unstable();
        let files = paths.map(|path| FoundFile {
            path: path.to_owned(),
            kind: FileKind::Rust,
            link_to: None,
        });
        assert_eq!(entries(&files, "a"), [("x.rs", true), ("y.rs", true), ("y", false)]);
        assert_eq!(entries(&files, ""), [("a-b", false), ("a", false), ("b.rs", true)]);
    }

    #[test]
    fn names_tell_kinds() {
        assert_eq!(kind("Dockerfile.prod"), Some(FileKind::Dockerfile));
        assert_eq!(kind(".env.example"), Some(FileKind::Env));
        assert_eq!(kind("Cargo.toml.orig"), None);
    }
}
