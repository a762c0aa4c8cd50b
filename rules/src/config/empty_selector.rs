//! Something in the configuration selects nothing of the system.
//!
//! ## Why
//! A rule about a layer that does not exist always passes. A folder was renamed or a name misspelled,
//! and nobody notices that nothing is checked any more.
//!
//! ## Fails
//! ```text
//! [[layer]]
//! name = "domain"
//! paths = ["src/domian/**"]
//! ```
//!
//! ## Passes
//! ```text
//! [[layer]]
//! name = "domain"
//! paths = ["src/domain/**"]
//! ```
//!
//! ## How to fix
//! Correct the name, or remove what is not needed any more. `portcullis facts SELECTOR` shows what a
//! selector selects.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Crates, items, derives and attributes that a rule forbids may be absent: that is the aim.

use portcullis_facts::place::{FileId, Place, Span};

use crate::context::Context;
use crate::custom::{Compiled, compile};
use crate::engine::options::RuleOptions;
use crate::engine::plan::path_globs;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::rule::{Check, Fix, Rule};
use crate::select::{Evaluator, Position, Selector};
use crate::settings::{CustomForm, Level, Origin, Written};
use crate::suggest::did_you_mean;

/// The rule.
pub static RULE: Rule = Rule {
    id: "config/empty-selector",
    summary: "something in the configuration selects nothing of the system",
    level: Level::Error,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Documentation",
    source: include_str!("empty_selector.rs"),
    check: Check::Code(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    layers(context, report);
    contexts(context, report);
    for setting in &context.settings.overrides {
        for path in setting.paths.iter().filter(|path| !matches_file(context, path)) {
            let what = format!("`{path}` of an override matches no file");
            add(context, report, &setting.origin, path, what, paths_help());
        }
    }
    selectors(context, report);
}

fn layers(context: &Context<'_>, report: &mut Report) {
    let packages: Vec<&str> = context.graph.packages.iter().map(|p| p.name.as_str()).collect();
    for layer in &context.settings.layers {
        for path in &layer.paths {
            let (what, help) = if let Some(name) = path.strip_prefix("crate:") {
                let glob = Globs::new(&[name]);
                if packages.iter().any(|package| glob.matches(package)) {
                    continue;
                }
                let help = did_you_mean(name, packages.iter().copied(), "correct or remove it");
                ("package", help)
            } else if matches_file(context, path) {
                continue;
            } else {
                ("file", paths_help())
            };
            let what = format!("`{path}` of layer `{}` matches no {what}", layer.name);
            add(context, report, &layer.origin, path, what, help);
        }
    }
}

fn contexts(context: &Context<'_>, report: &mut Report) {
    let packages = || context.graph.packages.iter().map(|p| p.name.as_str());
    for setting in &context.settings.contexts {
        for service in &setting.services {
            if !packages().any(|package| package == &**service) {
                let what =
                    format!("context `{}` lists `{service}`, which is no package", setting.name);
                let help = did_you_mean(service, packages(), "correct or remove it");
                add(context, report, &setting.origin, service, what, help);
            }
        }
    }
}

fn selectors(context: &Context<'_>, report: &mut Report) {
    let Ok(rules) = compile(context.settings) else { return };
    if rules.is_empty() && context.settings.layers.iter().all(|layer| layer.deny.is_empty()) {
        return;
    }
    let evaluator = Evaluator::new(context);
    let empty = |selector: &Selector| {
        let positions = [Position::Subject, Position::Target];
        positions.iter().all(|position| evaluator.set(selector, *position).is_empty())
    };
    let help = |text: &str| format!("`portcullis facts '{text}'` shows what it selects");
    for Compiled { rule, selectors } in &rules {
        for (at, (text, selector)) in selectors.iter().enumerate() {
            let may_be_empty = at == 1
                && match rule.form {
                    // What all things lack exists nowhere.
                    CustomForm::Required { .. } => true,
                    CustomForm::Independent(_) | CustomForm::Layers(_) => false,
                    _ => selector.may_be_absent(),
                };
            if !may_be_empty && empty(selector) {
                let what = format!("`{text}` of `{}` selects nothing", rule.id);
                add(context, report, &rule.origin, text, what, help(text));
            }
        }
    }
    for layer in &context.settings.layers {
        for text in &layer.deny {
            let Ok(selector) = Selector::new(text) else { continue };
            if !selector.may_be_absent() && empty(&selector) {
                let what =
                    format!("`{text}`, which layer `{}` denies, selects nothing", layer.name);
                add(context, report, &layer.origin, text, what, help(text));
            }
        }
    }
}

fn matches_file(context: &Context<'_>, glob: &str) -> bool {
    path_globs([glob])
        .is_ok_and(|set| context.system.files.iter().any(|file| set.is_match(&file.path)))
}

fn paths_help() -> String {
    "paths are relative to the linted folder, as in `**/domain/**`".to_owned()
}

fn add(
    context: &Context<'_>,
    report: &mut Report,
    origin: &Origin,
    text: &Written,
    message: String,
    help: String,
) {
    let first = context.system.files.first();
    let first = first.map(|_| Place { file: FileId(0), span: Span::new(0, 0) });
    if let Some(place) = context.setting_place(&origin.of(text)).or(first) {
        let subject = if origin.file.is_empty() { "settings" } else { &origin.file };
        report
            .add(Draft::new(subject, &**text, place).message(message).help(help).label("set here"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::settings::{
        ContextSetting, CustomForm, CustomRule, LayerSetting, Level, Origin, Override, Settings,
    };
    use crate::testing::{run, show, system};

    const SYSTEM: &str = "
        package orders lib
        mod orders::domain core
    ";

    fn settings(layer: &str, service: &str, path: &str, from: &str, to: &str) -> Settings {
        let custom = |form| CustomRule {
            id: "acme/own".to_owned(),
            level: Level::Error,
            because: None,
            form,
            origin: Origin::default(),
        };
        Settings {
            select: vec![RULE.id.to_owned()],
            layers: vec![LayerSetting {
                name: "domain".to_owned(),
                paths: vec![layer.into(), (*format!("crate:{service}")).into()],
                ..LayerSetting::default()
            }],
            contexts: vec![ContextSetting {
                name: "sales".to_owned(),
                services: vec![service.into()],
                ..ContextSetting::default()
            }],
            overrides: vec![Override {
                paths: vec![path.into()],
                rules: Vec::new(),
                because: "why not".to_owned(),
                until: None,
                origin: Origin { file: "orders/Cargo.toml".to_owned(), span: Some((0, 4)) },
            }],
            custom: vec![custom(CustomForm::Forbid {
                from: from.into(),
                to: to.into(),
                transitive: false,
            })],
            ..Settings::default()
        }
    }

    #[test]
    fn what_selects_nothing_is_reported_with_a_suggestion() {
        let settings =
            settings("**/domian/**", "order", "services/**", "layer:domain", "layer:adapter*");
        insta::assert_snapshot!(show(&system(SYSTEM), &run(SYSTEM, &settings)), @r"
        error config/empty-selector orders/Cargo.toml:1 (set here)
          `**/domian/**` of layer `domain` matches no file
          help: paths are relative to the linted folder, as in `**/domain/**`
        error config/empty-selector orders/Cargo.toml:1 (set here)
          `crate:order` of layer `domain` matches no package
          help: did you mean `orders`?
        error config/empty-selector orders/Cargo.toml:1 (set here)
          `layer:adapter*` of `acme/own` selects nothing
          help: `portcullis facts 'layer:adapter*'` shows what it selects
        error config/empty-selector orders/Cargo.toml:1 (set here)
          `layer:domain` of `acme/own` selects nothing
          help: `portcullis facts 'layer:domain'` shows what it selects
        error config/empty-selector orders/Cargo.toml:1 (set here)
          context `sales` lists `order`, which is no package
          help: did you mean `orders`?
        error config/empty-selector orders/Cargo.toml:1 (set here)
          `services/**` of an override matches no file
          help: paths are relative to the linted folder, as in `**/domain/**`
        ");
    }

    #[test]
    fn what_selects_something_or_may_be_absent_is_silent() {
        let settings = settings("**/domain.rs", "orders", "orders/**", "layer:core", "crate:sqlx");
        assert_eq!(run(SYSTEM, &settings).findings, []);
    }
}
