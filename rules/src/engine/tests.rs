//! The engine on sketches: presets, names of rules, overrides, suppressions, fingerprints.

use crate::SettingError;
use crate::finding::Severity;
use crate::settings::{Level, OptionValue, Origin, Override, Preset, RuleSetting, Settings};
use crate::testing::{run, show, system};

const LAYER: &str = "hexagonal/layer-dependency";

/// An error (`shop::domain`), and warnings: a weak layer (`shop::model`) and a root (`shop::http`).
const SYSTEM: &str = "
    package shop lib
    mod shop::domain core
    mod shop::model core:75
    mod shop::http in
    mod shop::pg out
    mod shop::infra root
    struct shop::pg::PgOrders
    struct shop::infra::Config
    use shop::domain -> shop::pg::PgOrders
    use shop::model -> shop::pg::PgOrders
    use shop::http -> shop::infra::Config
";

fn brief(settings: &Settings) -> Vec<String> {
    brief_of(SYSTEM, settings)
}

fn brief_of(sketch: &str, settings: &Settings) -> Vec<String> {
    let outcome = run(sketch, settings);
    let text = |f: &crate::finding::Finding| {
        let variant = f.variant.map(|v| format!("[{v}]")).unwrap_or_default();
        format!("{:?} {}{variant} {}", f.severity, f.rule, f.subject)
    };
    outcome.findings.iter().map(text).collect()
}

fn setting(selector: &str, level: Level) -> RuleSetting {
    RuleSetting {
        selector: selector.to_owned(),
        level: Some(level),
        options: std::collections::BTreeMap::new(),
        origin: Origin::default(),
    }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_gate_makes_warnings_of_unsure_errors() {
    assert_eq!(
        brief(&Settings::default()),
        [
            "Error hexagonal/layer-dependency shop::domain",
            "Warning hexagonal/layer-dependency[root] shop::http",
            "Warning hexagonal/layer-dependency shop::model",
        ]
    );
    let weak = run(&SYSTEM.replace("core:75", "core:60"), &Settings::default());
    assert_eq!(weak.weak.len(), 1);
    assert_eq!(weak.weak[0].severity, Severity::Note);
}

#[test]
fn presets_choose_and_raise() {
    let with = |presets: &[Preset]| {
        brief(&Settings { presets: presets.to_vec(), ..Settings::default() }).len()
    };
    assert_eq!(with(&[Preset::Minimal]), 2, "the variant is a warning by default");
    assert_eq!(with(&[Preset::Hexagonal]), 3);
    assert_eq!(with(&[Preset::EventDriven]), 0);
    assert_eq!(with(&[Preset::EventDriven, Preset::Recommended]), 3);
    let strict = brief(&Settings { presets: vec![Preset::Strict], ..Settings::default() });
    assert_eq!(strict[1], "Error hexagonal/layer-dependency[root] shop::http");
    assert_eq!(strict[2], "Warning hexagonal/layer-dependency shop::model", "still not sure");
}

#[test]
fn the_closest_name_sets_the_level_and_the_command_line_has_the_last_word() {
    let rules = vec![
        setting("hexagonal/layer-dependency[root]", Level::Error),
        setting("hexagonal/*", Level::Off),
    ];
    let settings = Settings { rules, ..Settings::default() };
    assert_eq!(brief(&settings), ["Error hexagonal/layer-dependency[root] shop::http"]);
    let all = Settings { select: names(&["all"]), ..settings.clone() };
    assert_eq!(brief(&all).len(), 1, "what is switched off stays off");
    let named = Settings { select: names(&[LAYER]), ..settings };
    assert_eq!(brief(&named).len(), 3);
    let ignored = Settings {
        select: names(&["hexagonal"]),
        ignore: names(&["hexagonal/layer-dependency[root]"]),
        ..Settings::default()
    };
    assert_eq!(brief(&ignored).len(), 2);
}

#[test]
fn an_override_holds_below_its_paths_until_its_last_day() {
    let over = |until: &str| Override {
        paths: vec!["shop/src/domain.rs".into()],
        rules: vec![setting("hexagonal", Level::Off)],
        because: "strangled".to_owned(),
        until: Some(until.to_owned()),
        origin: Origin { file: "shop/Cargo.toml".to_owned(), span: None },
    };
    let settings = |until| Settings {
        overrides: vec![over(until)],
        today: "2026-06-01".to_owned(),
        ..Settings::default()
    };
    assert_eq!(brief(&settings("2026-06-01")).len(), 2);
    let expired = brief(&settings("2026-05-31"));
    assert_eq!(expired.len(), 4);
    assert_eq!(expired[0], "Warning config/bad-suppression[expired] shop/Cargo.toml");
}

#[test]
fn what_cannot_be_meant_is_an_error_with_a_suggestion() {
    let mut wrong = setting(LAYER, Level::Error);
    wrong.options.insert("rank".to_owned(), OptionValue::List(Vec::new()));
    wrong.options.insert("same_rank".to_owned(), OptionValue::Bool(true));
    let mut group = setting("hexagonal/*", Level::Error);
    group.options.insert("ranks".to_owned(), OptionValue::List(Vec::new()));
    let settings = Settings {
        select: names(&["hexagonal/layer-dependancy"]),
        ignore: names(&["hexagonal/layer-dependency[rot]"]),
        rules: vec![wrong, group, setting("wether", Level::Off)],
        overrides: vec![Override {
            paths: vec!["a/[b".into()],
            rules: vec![setting("config/blind-spt", Level::Off)],
            because: String::new(),
            until: Some("soon".to_owned()),
            origin: Origin::default(),
        }],
        ..Settings::default()
    };
    let errors = crate::check(&system(SYSTEM), &settings).expect_err("all wrong");
    let text = |e: &SettingError| format!("{e} | {}", e.help.as_deref().unwrap_or_default());
    insta::assert_snapshot!(errors.iter().map(text).collect::<Vec<_>>().join("\n"), @r#"
    rule `hexagonal/layer-dependency` has no option `rank` | did you mean `ranks`?
    option `same_rank` of rule `hexagonal/layer-dependency` must be a text | whether different layers of one rank may use each other: `allow` or `deny`
    `hexagonal/*` cannot have options | options belong to one rule: set them below its id
    there is no rule `wether` | `portcullis rules` lists all rules
    there is no rule `hexagonal/layer-dependancy` | did you mean `hexagonal/layer-dependency`?
    rule `hexagonal/layer-dependency` has no variant `rot` | did you mean `root`?
    an override needs a reason | add `because = "..."`
    `soon` is no date | write it as `until = "2026-12-31"`
    `a/[b` is no valid glob | unclosed character class; missing ']'
    there is no rule `config/blind-spt` | did you mean `config/blind-spot`?
    "#);
}

const COMMENTED: &str = "
    package shop lib
    mod shop::domain core
    mod shop::pg out
    struct shop::pg::PgOrders
";

fn commented(lines: &str, select: &[&str]) -> String {
    let sketch = format!("{COMMENTED}{lines}");
    let settings =
        Settings { today: "2026-06-01".to_owned(), select: names(select), ..Settings::default() };
    let outcome = run(&sketch, &settings);
    format!("{} suppressed\n{}", outcome.suppressed, show(&system(&sketch), &outcome))
}

#[test]
fn a_comment_with_a_reason_suppresses_the_next_item_or_the_file() {
    let comments = [
        "allow(hexagonal/layer-dependency) because \"ADR 3\"",
        "allow(hexagonal/*) because \"ADR 3\" until 2026-06-01",
        "allow-file(hexagonal/layer-dependency) because \"ADR 3\"",
    ];
    for comment in comments {
        let lines = format!(
            "allow shop::domain {comment}
             use shop::domain -> shop::pg::PgOrders"
        );
        assert_eq!(commented(&lines, &[]), "1 suppressed\n", "{comment}");
    }
    let elsewhere = "
        allow shop::domain allow(hexagonal/layer-dependency) because \"ADR 3\"
        struct shop::domain::Order
        use shop::domain -> shop::pg::PgOrders";
    assert!(commented(elsewhere, &[]).starts_with("0 suppressed"));
}

#[test]
fn a_comment_that_does_nothing_is_a_finding() {
    insta::assert_snapshot!(commented("
        allow shop::domain allow(hexagonal/layer-dependency)
        allow shop::domain allow(hexagonal/layer-dependency) because \"ADR 3\" until 2026-05-31
        use shop::domain -> shop::pg::PgOrders
        allow shop::pg allow(hexagonal/layer-dependncy) because \"ADR 3\"
        allow shop::pg allow(hexagonal/technology-in-core) because \"ADR 3\"
        allow shop::pg deny(hexagonal/technology-in-core)
    ", &[]), @r#"
    0 suppressed
    warning config/bad-suppression[no-reason] shop/src/domain.rs:1 (written here)
      this suppression gives no reason, so it does nothing
      help: say why: `because "..."` behind the parenthesis
    warning config/bad-suppression[expired] shop/src/domain.rs:2 (written here)
      this exception ended on 2026-05-31, so it does nothing
      help: remove it and mend what it was for, or give it a new last day
    error hexagonal/layer-dependency shop/src/domain.rs:3 (imported here)
      `shop::domain` (core) uses `shop::pg::PgOrders` (adapter-out): the core would change with it
      help: declare a trait in `core` for what is needed of `shop::pg::PgOrders`, implement it in `shop::pg`, and hand it in where the system is put together
    warning config/bad-suppression[unknown-rule] shop/src/pg.rs:2 (written here)
      this suppression does nothing: there is no rule `hexagonal/layer-dependncy`
      help: did you mean `hexagonal/layer-dependency`?
    warning config/bad-suppression[unused] shop/src/pg.rs:3 (written here)
      nothing of `hexagonal/technology-in-core` is found where this suppression holds
      help: remove it
    warning config/bad-suppression shop/src/pg.rs:4 (written here)
      this suppression cannot be read: it begins with neither `allow` nor `allow-file`
      help: write `allow(rule) because "reason"`, and `until 2026-12-31` behind it if it is to end
    "#);
}

#[test]
fn a_rule_that_did_not_run_leaves_its_suppressions_alone() {
    let lines = "allow shop::pg allow(hexagonal/technology-in-core) because \"ADR 3\"";
    assert_eq!(commented(lines, &["config", LAYER]), "0 suppressed\n");
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_between_packages_of_one_name() {
    let finger = |sketch: &str| run(sketch, &Settings::default()).findings[0].fingerprint.clone();
    let edge = "use shop::domain -> shop::pg::PgOrders";
    let plain = finger(&format!("{COMMENTED}{edge}"));
    let moved =
        finger(&format!("{COMMENTED} struct shop::domain::A\n struct shop::domain::B\n{edge}"));
    assert_eq!(plain, moved);

    let twins = "
        package shop lib dir=a
        package shop lib dir=b
        mod a core
        mod b core
        dep a -> sqlx
        dep b -> sqlx
    ";
    let outcome = run(twins, &Settings::default());
    assert_eq!(outcome.findings.len(), 2);
    assert_ne!(outcome.findings[0].fingerprint, outcome.findings[1].fingerprint);
}
