//! Secrets: what is one, and how a value is told without it.

use super::credentials::{secrets_in_command, without_credentials};
use super::secret_words::{Literal, is_plain, is_reference, is_secret_key, is_secret_value, judge};
use crate::extract::yaml::Text;
use crate::graph::system::{Known, Setting, SettingKind};
use crate::place::{FileId, Place, Span};

/// Collects places of secrets, and settings about them, while values are read.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Places of secrets.
    pub(super) places: Vec<Place>,
    /// Secrets that are written in clear.
    pub(super) settings: Vec<Setting>,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The file.
    pub(super) file: FileId,
    /// The file is for development, tests or CI.
    pub(super) development: bool,
    /// The file is an example: its values are none.
    pub(super) example: bool,
}

impl Secrets {
    /// The value of a variable or key, told without secrets.
    ///
    /// `value` has variables put in, `raw` is as written, and `open` says that a variable without
    /// a value is still in it.
    pub(super) fn value(
        &mut self,
        name: &str,
        value: &str,
        raw: &Text,
        open: bool,
        context: Context,
    ) -> Known {
        if value.is_empty() {
            return Known::Text(String::new());
        }
        let sure = is_secret_key(name) && !is_plain(value) || is_secret_value(value);
        if sure {
            if open && is_reference(&raw.text) {
                return Known::Reference(value.to_owned());
            }
            self.secret(name, value, raw, context);
            return Known::Secret;
        }
        let (told, hidden) = without_credentials(value);
        for secret in hidden {
            self.secret(name, &secret.secret, raw, context);
        }
        if open { Known::Reference(told) } else { Known::Text(told) }
    }

    /// Notes the secrets of a command line that stands in these texts, with its words.
    pub(super) fn command(&mut self, words: &[String], texts: &[Text], context: Context) {
        for found in secrets_in_command(words) {
            // What a shell puts in is not written here.
            if found.secret.is_empty() || found.secret.contains(['$', '`', '{']) {
                continue;
            }
            if let Some(raw) = texts.iter().find(|raw| raw.text.contains(&found.secret)) {
                self.secret(&found.name, &found.secret, raw, context);
            }
        }
    }

    /// Notes a secret that stands somewhere in `raw`.
    pub(super) fn secret(&mut self, name: &str, secret: &str, raw: &Text, context: Context) {
        let len = (raw.span.end - raw.span.start) as usize;
        let quotes = len.wrapping_sub(raw.text.len());
        let found = raw.text.find(secret).filter(|_| matches!(quotes, 0 | 2));
        let span = match found {
            Some(at) => {
                let from = raw.span.start + (quotes / 2 + at) as u32;
                Span::new(from, from + secret.len() as u32)
            }
            None => raw.span,
        };
        let place = Place { file: context.file, span };
        self.places.push(place);
        // Behind a variable it is no literal, or only a default.
        if context.example || found.is_none() && raw.text.contains('$') {
            return;
        }
        let kind = match judge(name, secret) {
            Literal::Placeholder => return,
            Literal::Usual => SettingKind::DevelopmentSecret,
            Literal::Real => SettingKind::Secret,
        };
        // Inside `${VAR:-default}` it is a default.
        let before = found.map_or("", |at| &raw.text[..at]);
        if before.matches('{').count() > before.matches('}').count() {
            return;
        }
        self.settings.push(Setting {
            services: Vec::new(),
            kind,
            name: name.to_owned(),
            place,
            development: context.development,
            confidence: 90,
        });
    }
}

/// The value of a variable that stands elsewhere, told without secrets.
pub(super) fn told(name: &str, value: &str) -> Known {
    if is_secret_key(name) && !is_plain(value) || is_secret_value(value) {
        return Known::Secret;
    }
    Known::Text(without_credentials(value).0)
}
