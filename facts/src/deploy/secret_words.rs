//! Which names and values are secrets, and which literals are real ones.

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
    "reset",
    "migrated",
    "changed",
    "rotation",
    "level",
    "selector",
    "store",
    "class",
    "labels",
    "annotations",
    "namespace",
    "mount",
    "volume",
];

/// Words before `token` in names of variables of programs that hold one; other tokens are those of a parser or page.
const TOKENS: &[&str] = &["access", "refresh", "auth", "bearer", "api"];

/// Stores whose addresses hold a password as a rule.
const STORES: &[&str] =
    &["database", "db", "postgres", "pg", "mysql", "mongo", "mongodb", "redis", "amqp", "rabbitmq"];

/// Whether a variable of a program, by its name, holds a password, key, or an address with a password in it.
///
/// A program has more names than a deployment, so the secret must be what the name ends in: `password_hash` and
/// `password_reset` are no passwords, and `token_count` is no token.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let [before @ .., last] = &words[..] else { return false };
    let has = |wanted: &[&str]| before.iter().any(|word| wanted.contains(&word.as_str()));
    if before.first().is_some_and(|word| matches!(word.as_str(), "is" | "has" | "no" | "needs")) {
        return false;
    }
    // What an attribute or column is called is none.
    if has(&["attr", "attribute", "column", "header", "field"]) {
        return false;
    }
    let joined = words.concat();
    if KNOWN_TO_ALL.iter().any(|name| joined.ends_with(name)) {
        return false;
    }
    SECRET_WORDS.iter().any(|word| joined.ends_with(word) && *word != "credential")
        || last == "pwd"
        || last == "token" && has(TOKENS)
        || matches!(last.as_str(), "url" | "uri" | "dsn") && has(STORES)
        || joined.ends_with("connectionstring")
        || joined.ends_with("connstr")
}

/// What sounds like a secret and is known to all who take part: by which members of a new cluster of etcd know each other, and
/// which network of Stellar is meant.
const KNOWN_TO_ALL: [&str; 2] = ["initialclustertoken", "networkpassphrase"];

/// Whether a variable of the environment or a key of a configuration holds a secret, by its name.
pub(crate) fn is_secret_key(name: &str) -> bool {
    let words = words(name);
    let about = words.last().is_some_and(|word| ABOUT.contains(&word.as_str()));
    if about
        || words
            .iter()
            .any(|word| matches!(word.as_str(), "allow" | "public" | "tokenizer" | "min" | "max"))
        || names_another(&words)
    {
        return false;
    }
    let joined = words.concat();
    if KNOWN_TO_ALL.iter().any(|name| joined.ends_with(name)) {
        return false;
    }
    // `native_token_contract` speaks of another kind of token.
    let after = ["key", "secret", "value", "salt", "base"];
    let token = words.iter().rposition(|word| matches!(word.as_str(), "token" | "tokens"));
    token.is_some_and(|at| words[at + 1..].iter().all(|word| after.contains(&word.as_str())))
        || SECRET_WORDS.iter().any(|word| joined.contains(word))
        || words.last().is_some_and(|word| matches!(word.as_str(), "pwd" | "pass" | "pw"))
            && words.len() > 1
}

/// Whether a key of a chart names a secret that stands elsewhere (`existingSecret`), or the key under which it does
/// (`passwordKey`).
fn names_another(words: &[String]) -> bool {
    let is = |at: usize, wanted: &str| words.get(at).is_some_and(|word| word == wanted);
    let last = words.len().saturating_sub(1);
    is(0, "existing") && is(last, "secret")
        || last > 0 && is(last, "key") && (is(last - 1, "password") || is(last - 1, "username"))
}

/// The words of the last part of a name: `db.userPassword`, `DB_USER_PASSWORD`.
fn words(name: &str) -> Vec<String> {
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
    words
}

/// Whether a value is a switch or a small number, which no secret is.
pub(super) fn is_plain(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "none"
    ) || value.len() < 5 && value.bytes().all(|byte| byte.is_ascii_digit())
        || value.starts_with("/run/secrets/")
        || is_file(value)
}

/// Whether a value is the path of a file, by its extension: the secret is in the file.
fn is_file(value: &str) -> bool {
    let starts = ["/", "./", "../", "~/"].iter().any(|start| value.starts_with(start));
    let name = value.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    starts
        && (2..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a value is a secret whatever its name.
pub(super) fn is_secret_value(value: &str) -> bool {
    let lower = value.get(..value.len().min(200)).unwrap_or(value).to_ascii_lowercase();
    value.contains("PRIVATE KEY-----")
        || lower.contains("bearer ") && lower.len() > 12
        || lower.contains("authorization=")
        || ["ghp_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "AKIA"]
            .iter()
            .any(|prefix| value.starts_with(prefix))
}

/// Whether a text is one variable and nothing else.
pub(super) fn is_reference(raw: &str) -> bool {
    let inner = raw.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let name = inner.or_else(|| raw.trim().strip_prefix('$')).unwrap_or_default();
    let name = name.split([':', '?']).next().unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// How a literal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// It stands for a value that is to be put there.
    Placeholder,
    /// It is usual in development.
    Usual,
    /// It may be real.
    Real,
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

/// How a literal looks that the variable or key `name` has.
pub(super) fn judge(name: &str, value: &str) -> Literal {
    let lower = value.trim().to_lowercase();
    let same = |c: char| lower.chars().all(|other| other == c);
    // One letter stands for what is asked for and not looked at.
    if lower.chars().nth(1).is_none()
        || lower.starts_with('$')
        || lower.starts_with('[') && lower.ends_with(']')
        || same('x')
        || same('*')
        || same('.')
        || same('?')
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
    {
        return Literal::Placeholder;
    }
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = name.to_lowercase();
    let usual = |word: &str| {
        // `minio123` is `minio` with what a form asks for.
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let word = if bare.len() > 2 { bare } else { word };
        name.contains(word) && word.len() > 2
            || USUAL.contains(&word)
            || word.strip_prefix("my").is_some_and(|rest| USUAL.contains(&rest))
    };
    let together: String = words.clone().collect();
    if words.clone().next().is_some() && words.clone().all(usual) || together == "letmein" {
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
    fn a_path_is_no_secret_but_says_where_one_is() {
        for value in ["/app/key.json", "./certs/server.pem", "~/.ssh/id.pub", "true", "8080"] {
            assert!(is_plain(value), "{value}");
        }
        for value in ["/9sLr+Q2vx.A", "hunter2.json", "/app/secret", "p.ssw0rd"] {
            assert!(!is_plain(value), "{value}");
        }
    }

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
            "network_passphrase",
            "PASSWORD_MIN_LENGTH",
            "BYPASS",
            "auth.existingSecret",
            "admin.passwordKey",
            "operator.secretFieldSelector",
            "ETCD_INITIAL_CLUSTER_TOKEN",
        ] {
            assert!(!is_secret_key(name), "{name}");
        }
    }

    #[test]
    fn names_of_variables_end_in_their_secret() {
        for name in [
            "database_url",
            "DB_URL",
            "password",
            "user_password",
            "jwt_secret",
            "api_key",
            "clientSecret",
            "access_token",
            "dbPwd",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "url",
            "token_count",
            "password_hash",
            "key",
            "secret_name",
            "base_url",
            "token",
            "has_password",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn literals_are_judged() {
        assert_eq!(judge("X", "changeme"), Literal::Placeholder);
        assert_eq!(judge("X", "xxxx"), Literal::Placeholder);
        assert_eq!(judge("X", "[PASSWORD]"), Literal::Placeholder);
        assert_eq!(judge("X", "x"), Literal::Placeholder);
        assert_eq!(judge("X", "my-secret"), Literal::Real);
        assert_eq!(judge("X", "mypassword"), Literal::Usual);
        assert_eq!(judge("X", "minio123"), Literal::Usual);
        assert_eq!(judge("X", "let-me-in"), Literal::Usual);
        assert_eq!(judge("X", "ab12345"), Literal::Real);
        assert_eq!(judge("X", "s3cr3t-Qx9"), Literal::Real);
        assert_eq!(decoded("cGFzc3dvcmQ=").as_deref(), Some("password"));
    }
}
