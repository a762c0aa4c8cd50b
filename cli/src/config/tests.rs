//! Tests of reading configurations: the whole of a good one, and what is said of bad ones.

use std::path::Path;

use portcullis_facts::graph::Role;
use portcullis_rules::settings::{CustomForm, Level, OptionValue, Preset};

use super::{Config, Source, load};
use crate::fault::Faults;
use crate::repository::Folder;

/// Every key, as the documentation shows them.
const WHOLE: &str = r#"
extends = ["recommended", "hexagonal"]

[inputs]
compose = ["docker-compose.yml"]
compose_dev = ["compose.override.yml"]
k8s = ["deploy/**/*.yaml"]
features = ["default", "postgres"]
external_services = ["idp"]

[[service]]
name = "orders"
crate = "services/orders"
kind = "command"
context = "sales"

[[layer]]
name = "domain"
paths = ["**/domain/**", "crate:*-domain", "services/orders/src/model/**"]
may_use = []
external = { mode = "allow-only", crates = ["serde", "uuid", "thiserror"] }

[[layer]]
name = "use-cases"
role = "application"
paths = ["services/billing/src/**"]
may_use = ["domain", "core"]
deny = ["crate:axum"]

[[context]]
name = "sales"
services = ["orders"]
published = ["api", "events"]

[rules]
"resilience/no-timeout" = { level = "error", default = "5s", max = 3, strict = true, of = ["a"] }
"api/unversioned" = "off"

[[override]]
paths = ["services/legacy/**"]
rules = { "hexagonal/*" = "off" }
because = "strangled"
until = "2026-12-31"

[[allow.shared-database]]
services = ["orders", "orders-relay"]
database = "postgres://main/orders"
because = "relay"
adr = "docs/adr/0007.md"

[[rule]]
id = "acme/domain-no-sqlx"
level = "warning"
because = "ADR-3"
forbid = { from = "layer:domain", to = "crate:sqlx", via = "any" }

[[rule]]
id = "acme/pg"
allow_only = { from = "path:**/pg/**", to = "crate:sqlx" }

[[rule]]
id = "acme/contexts"
independent = ["context:sales", "context:billing"]

[[rule]]
id = "acme/layers"
layers = ["layer:adapter-in", "layer:application", "layer:domain"]

[[rule]]
id = "acme/audit"
required = { for = "route[method in {POST,PUT}]", has = "reaches(sql[table='audit_log'])" }

[[rule]]
id = "acme/calls"
limit = { for = "service:*", count = "edge:sync", max = 4 }
"#;

#[expect(clippy::disallowed_methods, reason = "the test makes the tree that is read")]
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn read(dir: &Path) -> anyhow::Result<Config> {
    load(&Folder::new(dir), &Source { config: None, no_config: false })
}

/// What is said of a bad configuration, without the folder that the test made up.
fn said(files: &[(&str, &str)]) -> String {
    let dir = tree(files);
    let error = read(dir.path()).expect_err("the configuration is wrong");
    let faults = error.downcast_ref::<Faults>().expect("faults with places");
    let real = dir.path().canonicalize().unwrap();
    faults.render(false).replace(&format!("{}/", real.to_string_lossy()), "")
}

#[test]
fn every_key_is_understood() {
    let dir = tree(&[("portcullis.toml", WHOLE)]);
    let config = read(dir.path()).unwrap();
    let settings = &config.settings;
    assert_eq!(settings.presets, [Preset::Recommended, Preset::Hexagonal]);
    assert_eq!(settings.features, ["default", "postgres"]);
    assert_eq!(config.options.layers.len(), 2);
    assert_eq!(config.options.layers[0].role, None, "left to the name");
    assert_eq!(config.options.layers[1].role, Some(Role::Application));
    assert_eq!(settings.layers[0].may_use, Some(Vec::new()));
    assert_eq!(settings.layers[0].external_allow_only.as_ref().map(Vec::len), Some(3));
    assert_eq!(&*settings.layers[1].deny[0], "crate:axum");
    assert_eq!(settings.contexts[0].published, ["api", "events"]);
    assert_eq!(settings.rules[0].level, Some(Level::Error));
    let options = &settings.rules[0].options;
    assert_eq!(options["default"], OptionValue::Text("5s".into()));
    assert_eq!(options["max"], OptionValue::Integer(3));
    assert_eq!(options["strict"], OptionValue::Bool(true));
    assert_eq!(options["of"], OptionValue::List(vec!["a".into()]));
    assert_eq!(settings.rules[1].level, Some(Level::Off));
    assert_eq!(settings.overrides[0].rules[0].selector, "hexagonal/*");
    assert_eq!(settings.overrides[0].until.as_deref(), Some("2026-12-31"));
    assert_eq!(settings.custom.len(), 6);
    assert!(matches!(settings.custom[0].form, CustomForm::Forbid { transitive: true, .. }));
    assert_eq!(settings.custom[1].level, Level::Error);
    assert!(matches!(settings.custom[5].form, CustomForm::Limit { max: 4, .. }));
    let (start, end) = settings.custom[0].origin.span.unwrap();
    assert!(WHOLE[start as usize..end as usize].starts_with("[[rule]]"));
}

#[test]
fn a_folder_below_sees_the_globs_from_there() {
    let dir = tree(&[("portcullis.toml", WHOLE), ("services/orders/src/lib.rs", "")]);
    let config = read(&dir.path().join("services/orders")).unwrap();
    assert_eq!(config.options.layers[0].paths, ["**/domain/**", "crate:*-domain", "src/model/**"]);
    assert!(config.options.layers[1].paths.is_empty());
    assert!(config.settings.overrides[0].paths.is_empty());
}

#[test]
fn the_nearest_file_wins_and_the_search_ends_at_the_repository() {
    let dir = tree(&[
        ("portcullis.toml", "extends = \"strict\""),
        ("a/portcullis.toml", "extends = \"minimal\""),
        ("a/b/x", ""),
        ("c/.git/x", ""),
    ]);
    assert_eq!(read(&dir.path().join("a/b")).unwrap().settings.presets, [Preset::Minimal]);
    assert_eq!(read(dir.path()).unwrap().settings.presets, [Preset::Strict]);
    assert_eq!(read(&dir.path().join("c")).unwrap().settings.presets, []);
}

#[test]
fn findings_about_settings_have_a_place() {
    let dir = tree(&[("portcullis.toml", "extends = \"strict\""), ("a/b/x", "")]);
    let folder = Folder::new(&dir.path().join("a/b"));
    let config = load(&folder, &Source { config: None, no_config: false }).unwrap();
    let mut system = portcullis_facts::System::default();
    config.add_to(&mut system);
    config.rename(&mut system, &folder);
    assert_eq!(system.files[0].path, "../../portcullis.toml");
    assert_eq!(*system.files[0].text, "extends = \"strict\"");
}

#[test]
fn files_extend_files() {
    let base = "extends = [\"strict\"]\n[[layer]]\nname = \"domain\"\npaths = [\"a/**\"]\n[rules]\n\"a/b\" = \"off\"\n";
    let child = "extends = [\"shared/base.toml\", \"production\"]\n[[layer]]\nname = \"domain\"\npaths = [\"b/**\"]\n[[layer]]\nname = \"web\"\nmay_use = [\"domain\"]\n[rules]\n\"a/b\" = \"error\"\n";
    let dir = tree(&[("shared/base.toml", base), ("portcullis.toml", child)]);
    let config = read(dir.path()).unwrap();
    assert_eq!(config.settings.presets, [Preset::Strict, Preset::Production]);
    assert_eq!(config.options.layers.len(), 2);
    assert_eq!(config.options.layers[0].paths, ["b/**"]);
    let levels: Vec<_> = config.settings.rules.iter().map(|rule| rule.level).collect();
    assert_eq!(levels, [Some(Level::Off), Some(Level::Error)]);
    let described = config.describe();
    assert!(described.contains("portcullis.toml, which extends "), "{described}");
    assert!(described.ends_with("shared/base.toml"), "{described}");
}

#[test]
fn wrong_keys_and_words_are_told_at_once() {
    insta::assert_snapshot!(said(&[(
        "portcullis.toml",
        r#"
extends = ["recomended", 3]
layers = []

[[layer]]
name = "domain"
path = ["**/domain/**"]
role = "cor"
may_use = "application"
external = { mode = "any", crates = ["serde"] }

[[layer]]
name = "domain"

[rules]
"api/unversioned" = "of"
"api/other" = 3
"api/third" = { level = "warn", x = 1.5 }

[[override]]
paths = ["legacy/**"]
rules = { "hexagonal/*" = "off" }
until = "2026-02-30"

[[rule]]
id = "acme/nothing"

[[rule]]
id = "acme/both"
independent = []
limit = { for = "x", count = "y", max = -1 }
"#
    )]));
}

#[test]
fn layers_that_nobody_declares_are_told() {
    let text = "[[layer]]\nname = \"domain\"\nmay_use = [\"domian\", \"core\"]\n";
    insta::assert_snapshot!(said(&[("portcullis.toml", text)]));
}

#[test]
fn syntax_errors_are_told_with_their_places() {
    let text = "extends = [\"strict\"\n[[layer]\nname = 'domain'\nname = \u{1b}\n";
    insta::assert_snapshot!(said(&[("portcullis.toml", text)]));
}

#[test]
fn circles_and_missing_files_are_told() {
    insta::assert_snapshot!(said(&[
        ("portcullis.toml", "extends = [\"a.toml\", \"gone.toml\", \"/etc/x.toml\"]\n"),
        ("a.toml", "extends = \"./portcullis.toml\"\n"),
    ]));
}

/// What is wrong in a file is shown with its lines, which may be secrets if the file is none of the tree's.
#[test]
#[cfg(unix)]
fn nothing_outside_of_the_repository_is_read() {
    use std::os::unix::fs::symlink;
    let elsewhere = tree(&[("secrets", "TOKEN=hush\n"), ("base.toml", "extends = \"strict\"\n")]);
    let way = format!("{}{}", "../".repeat(20), elsewhere.path().canonicalize().unwrap().display());
    let text = format!("extends = [\"{way}/secrets\", \"{way}/base.toml\", \"./link.toml\"]\n");
    let dir = tree(&[("portcullis.toml", &text)]);
    symlink(elsewhere.path().join("secrets"), dir.path().join("link.toml")).unwrap();
    let error = format!("{:#}", read(dir.path()).expect_err("it may not be read"));
    assert_eq!(error.matches("leads out of the repository").count(), 3, "{error}");
    assert!(!error.contains("hush"), "{error}");

    let dir = tree(&[]);
    symlink(elsewhere.path().join("secrets"), dir.path().join("portcullis.toml")).unwrap();
    let error = format!("{:#}", read(dir.path()).expect_err("it may not be read"));
    assert!(error.contains("leads out of the repository") && !error.contains("hush"), "{error}");

    // A person may name a file anywhere, and what that one extends.
    let child = elsewhere.path().join("child.toml");
    symlink(elsewhere.path().join("base.toml"), &child).unwrap();
    let source = Source { config: Some(child), no_config: false };
    let config = load(&Folder::new(dir.path()), &source).unwrap();
    assert_eq!(config.settings.presets, [Preset::Strict]);
}
