//! Small crates that tests write, and what was read of them as lines.

use portcullis_facts::graph::system::Landscape;
use portcullis_facts::{Options, System, read};

/// Writes files and reads them.
#[expect(clippy::disallowed_methods, reason = "a test writes what it reads")]
pub(crate) fn system(files: &[(&str, &str)]) -> System {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    read(dir.path(), &Options::default()).expect("a system")
}

/// A manifest of a package with dependencies.
pub(crate) fn manifest(name: &str, dependencies: &[&str]) -> String {
    let mut manifest =
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\n");
    for dependency in dependencies {
        manifest.push_str(dependency);
        manifest.push_str(" = \"1\"\n");
    }
    manifest
}

/// A binary `app` of one file.
pub(crate) fn app(dependencies: &[&str], main: &str) -> System {
    system(&[("Cargo.toml", &manifest("app", dependencies)), ("src/main.rs", main)])
}

/// Services and routes, one a line: `Http app`, `GET /a list [Authentication]`.
pub(crate) fn lines(system: &System) -> Vec<String> {
    let landscape: &Landscape = &system.graph.landscape;
    let mut lines = Vec::new();
    for (id, service) in landscape.services() {
        lines.push(format!("{:?} {}", service.kind, service.name));
        for (_, route) in landscape.routes_of(id) {
            let mut line =
                format!("{} {} {}", route.method.as_str(), route.path, route.handler_name);
            if route.handler.is_none() {
                line.push('!');
            }
            let role = format!("{:?}", route.role);
            if role != "Business" {
                line = format!("{line} {role}");
            }
            let guards: Vec<String> =
                route.guards.iter().map(|guard| format!("{:?}", guard.capability.kind)).collect();
            if !guards.is_empty() {
                line = format!("{line} [{}]", guards.join(", "));
            }
            if route.guards_hidden {
                line.push_str(" hidden");
            }
            lines.push(line);
        }
        for hidden in &service.hidden {
            lines.push(format!("hides {:?}", hidden.kind));
        }
    }
    lines
}
