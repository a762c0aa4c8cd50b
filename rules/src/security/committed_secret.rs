//! A secret is written in clear in a file of the tree.
//!
//! ## Why
//! Who can read the repository, now or ever, has the secret, and so has every copy and every log of
//! a build. It cannot be taken back, only replaced.
//!
//! ## Fails
//! ```text
//! environment:
//!   JWT_SECRET: f3a9c1d4e5
//! ```
//!
//! ## Passes
//! ```text
//! environment:
//!   JWT_SECRET: ${JWT_SECRET:?}
//! ```
//!
//! ## How to fix
//! Replace the secret by a new one, and hand that in from outside: a variable, a secret of the
//! orchestrator, a vault.
//!
//! Variants: `[development]`, a warning, is a value that is usual in development, such as
//! `postgres`: no secret, but perhaps one that is used in production too.
//!
//! ## Options
//! None.
//!
//! ## False positives avoided
//! Examples, tests, files for development, placeholders, references to variables and secrets of the
//! orchestrator, public keys. The value is never shown.

use portcullis_facts::graph::system::SettingKind;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::grounds::plain;
use crate::rule::{Check, Fix, Rule, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "security/committed-secret",
    summary: "a secret is written in clear in a file of the tree",
    level: Level::Error,
    variants: &[Variant {
        name: "development",
        summary: "a secret has a value that is usual in development",
        level: Level::Warning,
        opt_in: false,
    }],
    gated: false,
    options: &[],
    fix: Fix::Manual,
    serves: "Secrets Management",
    source: include_str!("committed_secret.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, _: &RuleOptions<'_>, report: &mut Report) {
    for setting in &context.landscape().settings {
        let usual = match setting.kind {
            SettingKind::Secret => false,
            SettingKind::DevelopmentSecret => true,
            _ => continue,
        };
        if setting.development {
            continue;
        }
        // A name that ends so is no name, but what an address in a command line begins with.
        let what = match plain(&setting.name) {
            scheme if scheme.ends_with("://") => {
                format!("the password of a `{scheme}` address in a command line")
            }
            name => format!("`{name}`"),
        };
        report.add(
            // Neither the value nor a hash of it: a short one could be guessed from that.
            Draft::new(context.path(setting.place), &setting.name, setting.place)
                .variant(usual.then_some("development"))
                .about_all(context, &setting.services)
                .message(if usual {
                    format!("{what} is committed with a value that is usual in development")
                } else {
                    format!("{what} is committed in clear")
                })
                .help(if usual {
                    "hand it in from outside where it runs in production"
                } else {
                    "replace the secret, and hand the new one in from outside"
                })
                .label("its value stands here")
                .confidence(setting.confidence),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn secrets_are_errors_and_usual_values_warnings() {
        insta::assert_snapshot!(fires(&RULE, "
            service auth http
            setting auth secret JWT_SECRET
            setting auth development-secret POSTGRES_PASSWORD
            setting auth secret redis://
        "), @r"
        error security/committed-secret auth/src/main.rs:2 (its value stands here)
          `JWT_SECRET` is committed in clear
          help: replace the secret, and hand the new one in from outside
        warning security/committed-secret[development] auth/src/main.rs:3 (its value stands here)
          `POSTGRES_PASSWORD` is committed with a value that is usual in development
          help: hand it in from outside where it runs in production
        error security/committed-secret auth/src/main.rs:4 (its value stands here)
          the password of a `redis://` address in a command line is committed in clear
          help: replace the secret, and hand the new one in from outside
        ");
    }

    #[test]
    fn development_and_other_settings_are_silent() {
        silent(
            &RULE,
            "
            service auth http
            setting auth secret JWT_SECRET dev
            setting auth any-origin cors
        ",
        );
    }
}
