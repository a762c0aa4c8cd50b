//! An image is named by a tag that moves.
//!
//! ## Why
//! What `latest` means changes under a running system: two machines run two versions, and there is
//! nothing to go back to.
//!
//! ## Fails
//! ```text
//! image: postgres:latest
//! ```
//!
//! ## Passes
//! ```text
//! image: postgres:17.2
//! ```
//!
//! ## How to fix
//! Name a version, or pin the image by its digest.
//!
//! ## Options
//! - `files`: globs of the only files to look at; empty means all.
//!
//! ## False positives avoided
//! Files for development and tests, images that are built from the tree, tags that come from a
//! variable, images that are pinned by digest.

use portcullis_facts::graph::system::Image;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::grounds::plain;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "delivery/mutable-image",
    summary: "an image is named by a tag that moves",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[RuleOption {
        name: "files",
        default: OptionDefault::List(&[]),
        doc: "globs of the only files to look at; empty means all",
    }],
    fix: Fix::Manual,
    serves: "Continuous Delivery",
    source: include_str!("mutable_image.rs"),
    check: Check::Graph(check),
};

/// Confidence for tags that only end in `latest`: they move, but within a version.
const WITHIN_VERSION: u8 = 70;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let wanted = options.list("files");
    let files = Globs::new(&wanted);
    for deployment in &context.landscape().deployments {
        let Some(image) = &deployment.image else { continue };
        let path = context.path(image.place);
        let looked_at = wanted.is_empty() || files.matches(path);
        let fixed = image.digest || image.built || image.variable;
        if fixed || deployment.development || !looked_at {
            continue;
        }
        let Some((what, confidence)) = moves(image) else { continue };
        let name = plain(&image.text);
        let subject = format!("{path}: {}", deployment.name);
        let mut draft = Draft::new(subject, &image.text, image.place)
            .message(format!("image `{name}` is not pinned: it {what}"))
            .help("name a version, or pin it by digest")
            .label(format!("the image of `{}`", deployment.name))
            .confidence(confidence);
        if let Some(service) = deployment.service {
            draft = draft.about(context, service);
        }
        report.add(draft);
    }
    charts(context, &files, wanted.is_empty(), report);
}

/// Tags in the values of charts.
fn charts(context: &Context<'_>, files: &Globs, all: bool, report: &mut Report) {
    for chart in &context.landscape().chart_images {
        let image = &chart.image;
        let path = context.path(image.place);
        // Without a repository a chart for many services has no image yet, but its tag is a default.
        let fixed = image.digest || image.variable && image.tag.as_deref() != Some("latest");
        if fixed || chart.development || !(all || files.matches(path)) {
            continue;
        }
        let Some((what, confidence)) = moves(image) else { continue };
        report.add(
            Draft::new(path, "image.tag", image.place)
                .message(format!("the image of a chart is not pinned: it {what}"))
                .help("name a version, or let the pipeline set it")
                .label("the tag that is installed")
                .confidence(confidence),
        );
    }
}

/// What makes an image move, and how sure that is.
fn moves(image: &Image) -> Option<(&'static str, u8)> {
    match image.tag.as_deref() {
        None => Some(("has no tag", 95)),
        Some("latest") => Some(("is tagged `latest`", 95)),
        Some(tag) if tag.ends_with("-latest") => Some(("has a tag that moves", WITHIN_VERSION)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn latest_and_no_tag_are_found() {
        insta::assert_snapshot!(fires(&RULE, "
            deploy db as infra:postgres image postgres:latest
            deploy cache as infra:redis image redis
            deploy envoy as gateway:envoy image envoy:v1.29-latest
        "), @r"
        warning delivery/mutable-image compose.yaml:1 (the image of `db`)
          image `postgres:latest` is not pinned: it is tagged `latest`
          help: name a version, or pin it by digest
        warning delivery/mutable-image compose.yaml:2 (the image of `cache`)
          image `redis` is not pinned: it has no tag
          help: name a version, or pin it by digest
        warning delivery/mutable-image compose.yaml:3 (the image of `envoy`)
          image `envoy:v1.29-latest` is not pinned: it has a tag that moves
          help: name a version, or pin it by digest
        ");
    }

    #[test]
    fn versions_digests_builds_variables_and_development_are_silent() {
        silent(
            &RULE,
            "
            deploy db as infra:postgres image postgres:17.2
            deploy cache image redis:latest digest
            deploy orders image orders:latest built
            deploy stock image stock:latest variable
            deploy tool image tool:latest dev
        ",
        );
    }
}
