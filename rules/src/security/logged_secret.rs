//! A secret is written to a log.
//!
//! ## Why
//! Logs are copied, shipped, kept and read by many. A connection string or token in them is known
//! to all of these.
//!
//! ## Fails
//! ```text
//! info!(database_url = %database_url, "connecting");
//! ```
//!
//! ## Passes
//! ```text
//! info!(host = %options.get_host(), "connecting");
//! ```
//!
//! ## How to fix
//! Log what identifies the target, or keep the secret in a type that hides it, such as
//! `secrecy::SecretString`.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Types that hide what they hold, `Debug` that is written by hand, what was hashed or encrypted, flags and numbers, and
//! what a program that is no service prints to the terminal.

use std::collections::BTreeMap;

use portcullis_facts::graph::system::{SettingKind, Site, SiteKind};

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::plain;
use crate::rule::{Check, Fix, Rule};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "security/logged-secret",
    summary: "a secret is written to a log",
    level: Level::Error,
    variants: &[],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Secrets Management",
    source: include_str!("logged_secret.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    let landscape = context.landscape();
    let mut logged: BTreeMap<usize, &Site> = BTreeMap::new();
    for site in &landscape.sites {
        if let SiteKind::LogSecret(at) = site.kind {
            logged.entry(at as usize).or_insert(site);
        }
    }
    for (at, setting) in landscape.settings.iter().enumerate() {
        let is_logged = match setting.kind {
            SettingKind::LoggedSecret => true,
            // Who runs a tool asked for what it prints.
            SettingKind::PrintedSecret => !setting.services.is_empty(),
            _ => false,
        };
        if !is_logged {
            continue;
        }
        let site = logged.get(&at);
        let subject = match site {
            Some(site) => context.function_path(site.function),
            None => context.path(setting.place).to_owned(),
        };
        let name = plain(&setting.name);
        let mut draft = Draft::new(subject, &setting.name, setting.place)
            .about_all(context, &setting.services)
            .message(format!("`{name}` is written to the log"))
            .help("log what identifies the target, not what opens it")
            .label("logged here")
            .confidence(setting.confidence);
        if let Some(site) = site {
            draft = draft
                .step(
                    format!("{} logs by `{}`", context.function_name(site.function), site.by),
                    Some(site.place),
                )
                .at_most(site.confidence);
        }
        report.add(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_logged_connection_string_is_found() {
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            setting orders logged-secret database_url
        "), @r"
        error security/logged-secret orders/src/main.rs:2 (logged here)
          `database_url` is written to the log
          help: log what identifies the target, not what opens it
        ");
    }

    #[test]
    fn what_a_tool_prints_is_what_it_was_asked_for() {
        silent(&RULE, "service orders http\nsetting orders printed-secret token unserved");
        insta::assert_snapshot!(fires(&RULE, "
            service orders http
            setting orders printed-secret database_url
        "), @r"
        error security/logged-secret orders/src/main.rs:2 (logged here)
          `database_url` is written to the log
          help: log what identifies the target, not what opens it
        ");
    }

    #[test]
    fn other_settings_are_silent() {
        silent(&RULE, "service orders http\nsetting orders secret JWT_SECRET");
    }
}
