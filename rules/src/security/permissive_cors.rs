//! Any origin may send requests with credentials.
//!
//! ## Why
//! A browser sends cookies along with requests that a foreign page makes, and shows that page the
//! answer, if the server allows its origin. Any page that a user opens can then act for them.
//!
//! ## Fails
//! ```text
//! Cors::default().allow_any_origin().supports_credentials()
//! ```
//!
//! ## Passes
//! ```text
//! Cors::default().allowed_origin(&settings.front_end).supports_credentials()
//! ```
//!
//! ## How to fix
//! Read the list of origins from the configuration.
//!
//! Variants: `[any-origin]`, a note, is any origin without credentials: fine for public interfaces
//! that take a token.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Files for development. On a gateway, any origin is a warning, since all routes are behind it.

use portcullis_facts::graph::system::{ServiceKind, SettingKind};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::rule::{Check, Fix, Rule, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "security/permissive-cors",
    summary: "any origin may send requests with credentials",
    level: Level::Warning,
    variants: &[Variant {
        name: "any-origin",
        summary: "any origin may send requests",
        level: Level::Note,
        opt_in: false,
    }],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Gateway Security",
    source: include_str!("permissive_cors.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    for setting in &landscape.settings {
        let credentials = match setting.kind {
            SettingKind::AnyOriginWithCredentials => true,
            SettingKind::AnyOrigin => false,
            _ => continue,
        };
        if setting.development {
            continue;
        }
        let gateway =
            setting.services.iter().any(|id| landscape.service(*id).kind == ServiceKind::Gateway);
        let (variant, message) = if credentials {
            (None, "any origin may send requests with credentials")
        } else if gateway {
            (None, "any origin may send requests to a gateway")
        } else {
            (Some("any-origin"), "any origin may send requests")
        };
        report.add(
            Draft::new(context.path(setting.place), "cors", setting.place)
                .variant(variant)
                .about_all(context, &setting.services)
                .message(message)
                .help("read the list of origins from the configuration")
                .label("allowed here")
                .confidence(setting.confidence),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn any_origin_counts_by_what_it_may_do() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            service edge gateway
            setting orders any-origin cors
            setting edge any-origin cors
            service shop http
            setting shop any-origin-with-credentials cors
        "), @r"
        warning security/permissive-cors edge/src/main.rs:2 (allowed here)
          any origin may send requests to a gateway
          help: read the list of origins from the configuration
        note security/permissive-cors[any-origin] orders/src/main.rs:2 (allowed here)
          any origin may send requests
          help: read the list of origins from the configuration
        warning security/permissive-cors shop/src/main.rs:2 (allowed here)
          any origin may send requests with credentials
          help: read the list of origins from the configuration
        ");
    }

    #[test]
    fn development_and_other_settings_are_silent() {
        silent(
            &RULE,
            "
            service orders http
            setting orders any-origin-with-credentials cors dev
            setting orders secret KEY
        ",
        );
    }
}
