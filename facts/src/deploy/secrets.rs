//! Secrets: what is one, and how a value is told without it.

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

/// How a literal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Literal {
    /// It stands for a value that is to be put there.
    Placeholder,
    /// It is usual in development.
    Usual,
    /// It may be real.
    Real,
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
            self.secret(name, &secret, raw, context);
        }
        if open { Known::Reference(told) } else { Known::Text(told) }
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

/// Words in names of variables that hold secrets.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "privatekey",
    "credential",
    "accesskey",
    "signingkey",
    "encryptionkey",
    "jwtkey",
    "hmackey",
    "masterkey",
];

/// Last words of names that speak about a secret without being one.
const ABOUT: &[&str] = &[
    "file",
    "path",
    "dir",
    "url",
    "uri",
    "endpoint",
    "ttl",
    "secs",
    "sec",
    "seconds",
    "minutes",
    "mins",
    "hours",
    "days",
    "expiry",
    "expires",
    "expiration",
    "exp",
    "in",
    "at",
    "duration",
    "lifetime",
    "timeout",
    "name",
    "length",
    "len",
    "header",
    "enabled",
    "issuer",
    "audience",
    "algorithm",
    "type",
    "id",
    "size",
    "limit",
    "count",
    "ref",
    "version",
    "prefix",
    "max",
    "min",
    "cost",
    "rounds",
    "age",
    "interval",
    "cookie",
    "field",
    "method",
    "policy",
    "provider",
];

/// Whether a variable or key of that name holds a secret.
pub(crate) fn is_secret_key(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut words: Vec<String> = Vec::new();
    let mut before_lower = false;
    for c in last.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else if words.is_empty() || c.is_uppercase() && before_lower {
            words.push(c.to_lowercase().collect());
        } else if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    let about = words.last().is_some_and(|word| ABOUT.contains(&word.as_str()));
    if about
        || words
            .iter()
            .any(|word| matches!(word.as_str(), "allow" | "public" | "tokenizer" | "min" | "max"))
    {
        return false;
    }
    let joined = words.concat();
    // `native_token_contract` speaks of another kind of token.
    let after = ["key", "secret", "value", "salt", "base"];
    let token = words.iter().rposition(|word| matches!(word.as_str(), "token" | "tokens"));
    token.is_some_and(|at| words[at + 1..].iter().all(|word| after.contains(&word.as_str())))
        || SECRET_WORDS.iter().any(|word| joined.contains(word))
        || words.last().is_some_and(|word| matches!(word.as_str(), "pwd" | "pass" | "pw"))
            && words.len() > 1
}

/// Whether a value is a switch or a small number, which no secret is.
fn is_plain(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "none"
    ) || value.len() < 5 && value.bytes().all(|byte| byte.is_ascii_digit())
        || value.starts_with("/run/secrets/")
}

/// Whether a value is a secret whatever its name.
fn is_secret_value(value: &str) -> bool {
    let lower = value.get(..value.len().min(200)).unwrap_or(value).to_ascii_lowercase();
    value.contains("PRIVATE KEY-----")
        || lower.contains("bearer ") && lower.len() > 12
        || lower.contains("authorization=")
        || ["ghp_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "AKIA"]
            .iter()
            .any(|prefix| value.starts_with(prefix))
}

/// Whether a text is one variable and nothing else.
fn is_reference(raw: &str) -> bool {
    let inner = raw.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let name = inner.or_else(|| raw.trim().strip_prefix('$')).unwrap_or_default();
    let name = name.split([':', '?']).next().unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// A value without what identifies somebody in it, and the passwords that were taken out.
pub(super) fn without_credentials(value: &str) -> (String, Vec<String>) {
    let mut told = String::with_capacity(value.len());
    let mut hidden = Vec::new();
    let mut rest = value;
    // `scheme://user:password@host`, any number of times.
    while let Some(found) = rest.find("://") {
        let (head, tail) = rest.split_at(found + 3);
        told.push_str(head);
        let end = authority_end(tail);
        let authority = &tail[..end];
        match authority.rfind('@') {
            Some(at) => {
                if let Some((_, password)) = split_user(&authority[..at])
                    && !password.is_empty()
                {
                    hidden.push(password.to_owned());
                }
                told.push_str(&authority[at + 1..]);
            }
            None => told.push_str(authority),
        }
        rest = &tail[end..];
    }
    told.push_str(rest);
    // `user:password@tcp(host)`, as Go writes it.
    if hidden.is_empty()
        && let Some(at) = told.find("@tcp(")
        && let Some((_, password)) = told[..at].split_once(':')
    {
        hidden.push(password.to_owned());
        told = told[at + 1..].to_owned();
    }
    let told = without_parameters(&told, &mut hidden);
    (told, hidden)
}

/// User and password; a colon inside `${…}` does not separate them.
fn split_user(text: &str) -> Option<(&str, &str)> {
    let mut braces = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b':' if braces == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// A command line without the secrets in it.
pub(super) fn command_without_secrets(words: &mut [String]) {
    let mut secret_next = false;
    for word in words {
        let flag = word.starts_with('-').then(|| word.trim_start_matches('-'));
        let hides = |name: &str| is_secret_key(name) || name.contains("requirepass");
        let split = flag.and_then(|flag| flag.split_once('='));
        if secret_next && flag.is_none() || split.is_some_and(|(name, _)| hides(name)) {
            let kept = word.find('=').filter(|_| !secret_next).map_or(0, |equals| equals + 1);
            word.truncate(kept);
            secret_next = false;
            continue;
        }
        secret_next = flag.is_some_and(hides);
        *word = without_credentials(word).0;
    }
}

/// Where the authority of an address ends. A `/` inside `${…}` does not end it.
fn authority_end(text: &str) -> usize {
    let mut braces = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '/' | '?' | '#' | ' ' | '"' | '\'' if braces == 0 => return at,
            ',' if braces == 0 && !text[at..].contains('@') => {
                return at;
            }
            _ => {}
        }
    }
    text.len()
}

/// Takes out `password=…` and its like.
fn without_parameters(value: &str, hidden: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(equals) = rest.find('=') {
        let (head, tail) = rest.split_at(equals + 1);
        out.push_str(head);
        let key = head[..equals]
            .rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .next()
            .unwrap_or_default();
        let end = tail.find(['&', ';', ' ', ',']).unwrap_or(tail.len());
        let secret =
            is_secret_key(key) || matches!(key.to_ascii_lowercase().as_str(), "pwd" | "pass");
        if secret && end > 0 && !is_plain(&tail[..end]) {
            hidden.push(tail[..end].to_owned());
        } else {
            out.push_str(&tail[..end]);
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

/// Values that stand for others.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "changeit",
    "change_me",
    "change-me",
    "replace",
    "placeholder",
    "todo",
    "fixme",
    "example",
    "dummy",
    "redacted",
    "your_",
    "your-",
    "yourpass",
    "<",
    "{{",
    "insert",
    "not-set",
    "notset",
    "tbd",
];

/// Values that are usual in development.
const USUAL: &[&str] = &[
    "postgres",
    "postgresql",
    "password",
    "passwd",
    "pass",
    "root",
    "rootpassword",
    "guest",
    "admin",
    "minioadmin",
    "minio",
    "secret",
    "test",
    "testing",
    "user",
    "dev",
    "development",
    "local",
    "rust",
    "mysql",
    "mongo",
    "redis",
    "rabbitmq",
    "default",
    "demo",
    "keycloak",
    "grafana",
    "docker",
    "123",
    "1234",
    "12345",
    "123456",
    "12345678",
    "pgpass",
    "pwd",
    "app",
    "sa",
    "elastic",
    "unused",
    "foo",
    "bar",
];

fn judge(name: &str, value: &str) -> Literal {
    let lower = value.trim().to_lowercase();
    let same = |c: char| lower.chars().all(|other| other == c);
    if lower.is_empty()
        || lower.starts_with('$')
        || lower.len() > 1 && (same('x') || same('*') || same('.') || same('?'))
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
    {
        return Literal::Placeholder;
    }
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = name.to_lowercase();
    let usual = |word: &str| {
        name.contains(word) && word.len() > 2
            || USUAL.contains(&word)
            || word.strip_prefix("my").is_some_and(|rest| USUAL.contains(&rest))
    };
    if words.clone().next().is_some() && words.clone().all(usual) {
        return Literal::Usual;
    }
    Literal::Real
}

/// Base64 as text, if it is that.
pub(super) fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let (mut bits, mut have) = (0_u32, 0);
    for byte in value.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        have += 6;
        if have >= 8 {
            have -= 8;
            bytes.push((bits >> have & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_secrets() {
        for name in [
            "POSTGRES_PASSWORD",
            "JWT_SECRET_KEY",
            "stripe.apiKey",
            "DB_PASS",
            "GITHUB_TOKEN",
            "auth.privateKey",
        ] {
            assert!(is_secret_key(name), "{name}");
        }
        for name in [
            "TOKEN_TTL_SECS",
            "POSTGRES_PASSWORD_FILE",
            "TOKEN_URL",
            "ALLOW_EMPTY_PASSWORD",
            "DATABASE_URL",
            "PUBLIC_TOKEN",
            "native_token_contract",
            "PASSWORD_MIN_LENGTH",
            "BYPASS",
        ] {
            assert!(!is_secret_key(name), "{name}");
        }
    }

    #[test]
    fn values_are_told_without_credentials() {
        for (value, told, hidden) in [
            ("postgres://app:pw@db:5432/shop?a=b", "postgres://db:5432/shop?a=b", "pw"),
            ("postgres://app@db/shop", "postgres://db/shop", ""),
            ("redis://:pw@r:6379", "redis://r:6379", "pw"),
            ("mongodb://a:b@h1:1,h2:2/x", "mongodb://h1:1,h2:2/x", "b"),
            ("host=db password=pw dbname=x", "host=db password= dbname=x", "pw"),
            ("app:pw@tcp(db:3306)/x", "tcp(db:3306)/x", "pw"),
            ("http://a/x,http://u:p@b/y", "http://a/x,http://b/y", "p"),
            ("a.b@c.d", "a.b@c.d", ""),
            ("postgres://${U:-a/b}:${P}@db/x", "postgres://db/x", "${P}"),
            ("postgres://u:p@ss@db/x", "postgres://db/x", "p@ss"),
        ] {
            let (found, secrets) = without_credentials(value);
            assert_eq!((found.as_str(), secrets.join(" ").as_str()), (told, hidden), "{value}");
        }
    }

    #[test]
    fn command_lines_are_told_without_secrets() {
        let line = "redis-server --requirepass pw --token=t --url redis://:x@h --port 1";
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        command_without_secrets(&mut words);
        assert_eq!(
            words.join(" "),
            "redis-server --requirepass  --token= --url redis://h --port 1"
        );
    }

    #[test]
    fn literals_are_judged() {
        assert_eq!(judge("X", "changeme"), Literal::Placeholder);
        assert_eq!(judge("X", "xxxx"), Literal::Placeholder);
        assert_eq!(judge("X", "my-secret"), Literal::Real);
        assert_eq!(judge("X", "mypassword"), Literal::Usual);
        assert_eq!(judge("X", "s3cr3t-Qx9"), Literal::Real);
        assert_eq!(decoded("cGFzc3dvcmQ=").as_deref(), Some("password"));
    }
}
