//! What the configuration of a layer says beyond ranks: `deny`, and `external` in the mode
//! `allow-only`. Reported by `hexagonal/layer-dependency`.

use portcullis_facts::graph::Target;

use crate::context::{Context, Subject};
use crate::custom::Owner;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses, layer_step};
use crate::select::{Evaluator, Position, Selector, Set};
use crate::settings::LayerSetting;

/// The limits of one layer.
struct Limits<'a> {
    setting: &'a LayerSetting,
    denied: Vec<(&'a str, Set)>,
}

/// Crates of the language itself, which no list needs to name.
const LANGUAGE: [&str; 3] = ["std", "core", "alloc"];

/// Checks the limits of all layers.
pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    let limited = |s: &&LayerSetting| !s.deny.is_empty() || s.external_allow_only.is_some();
    if !context.settings.layers.iter().any(|s| limited(&s)) {
        return;
    }
    let evaluator = Evaluator::new(context);
    let limits: Vec<Option<Limits<'_>>> = context
        .graph
        .layers
        .iter()
        .map(|layer| {
            let settings = context.settings.layers.iter().filter(limited);
            let setting = settings.into_iter().find(|setting| setting.name == layer.name)?;
            let denied = setting.deny.iter().filter_map(|text| {
                let selector = Selector::new(text).ok()?;
                Some((&**text, evaluator.set(&selector, Position::Target)))
            });
            Some(Limits { setting, denied: denied.collect() })
        })
        .collect();
    let mut denied: Groups<(Subject, Owner, usize)> = Groups::new();
    let mut unlisted: Groups<(Subject, Owner)> = Groups::new();
    for (number, edge) in context.edges() {
        let Some(from) = context.from(edge) else { continue };
        let Some(limits) = &limits[usize::from(from.layer.0)] else { continue };
        let subject = context.subject(edge);
        let owner = Owner::of(context, edge.to);
        if context.to(edge.to).map(|to| to.layer) != Some(from.layer)
            && let Some(at) = limits.denied.iter().position(|(_, set)| set.holds(edge.to))
        {
            denied.add((subject, owner, at), number, edge, &[from]);
        }
        if let (Some(list), Target::External(external)) =
            (&limits.setting.external_allow_only, edge.to)
        {
            let name = context.outside_name(context.outside_package(external));
            let same = |listed: &String| listed.replace('-', "_") == name.replace('-', "_");
            if !LANGUAGE.contains(&name) && !list.iter().any(same) {
                unlisted.add((subject, owner), number, edge, &[from]);
            }
        }
    }
    for ((subject, owner, at), group) in denied.sorted() {
        let uses = Uses::new(context, &group);
        let Some(from) = context.from(uses.first) else { continue };
        let Some(limits) = &limits[usize::from(from.layer.0)] else { continue };
        let (layer, selector) = (&limits.setting.name, limits.denied[at].0);
        let why = format!("which `deny` of layer `{layer}` selects by `{selector}`");
        report.add(draft(context, &uses, subject, owner, &why).variant(Some("denied")));
    }
    for ((subject, owner), group) in unlisted.sorted() {
        let uses = Uses::new(context, &group);
        let Some(from) = context.from(uses.first) else { continue };
        let layer = context.layer_name(from);
        let why = format!("which is not among the outside crates of layer `{layer}`");
        report.add(draft(context, &uses, subject, owner, &why).variant(Some("external")));
    }
}

fn draft(
    context: &Context<'_>,
    uses: &Uses<'_>,
    subject: Subject,
    owner: Owner,
    why: &str,
) -> Draft {
    let path = context.subject_path(subject);
    let target = context.graph.target_path(uses.first.to);
    let message = format!("`{path}` uses `{target}`, {why}");
    let help = format!("do without `{target}` in this layer, or allow it in the configuration");
    let (text, place) = layer_step(context, &path, subject.module);
    uses.draft(context, path, owner.name(context), message).help(help).step(text, place)
}

#[cfg(test)]
mod tests {
    use crate::settings::{LayerSetting, Settings};
    use crate::testing::{run, show, system};

    #[test]
    fn a_layer_is_held_to_its_configuration() {
        let sketch = "
            package orders lib
            mod orders::domain core
            mod orders::clock app
            struct orders::clock::Clock
            use orders::domain -> serde::Serialize
            use orders::domain -> uuid::Uuid
            use orders::domain -> std::fmt
            use orders::domain -> rand::Rng
            use orders::domain -> orders::clock::Clock
        ";
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let settings = Settings {
            layers: vec![LayerSetting {
                name: "core".to_owned(),
                may_use: Some(texts(&["application"])),
                deny: vec!["crate:uuid".into(), "module:clock".into()],
                external_allow_only: Some(texts(&["serde", "uuid"])),
                ..LayerSetting::default()
            }],
            ..Settings::default()
        };
        insta::assert_snapshot!(show(&system(sketch), &run(sketch, &settings)), @r"
        error hexagonal/layer-dependency[denied] orders/src/domain.rs:2 (imported here)
          `orders::domain` uses `uuid::Uuid`, which `deny` of layer `core` selects by `crate:uuid`
          help: do without `uuid::Uuid` in this layer, or allow it in the configuration
        error hexagonal/layer-dependency[external] orders/src/domain.rs:4 (imported here)
          `orders::domain` uses `rand::Rng`, which is not among the outside crates of layer `core`
          help: do without `rand::Rng` in this layer, or allow it in the configuration
        error hexagonal/layer-dependency[denied] orders/src/domain.rs:5 (imported here)
          `orders::domain` uses `orders::clock::Clock`, which `deny` of layer `core` selects by `module:clock`
          help: do without `orders::clock::Clock` in this layer, or allow it in the configuration
        ");
    }
}
