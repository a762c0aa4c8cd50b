//! Texts without the passwords in them: addresses, connection strings, command lines.

use super::secret_words::{is_plain, is_secret_key};

/// A password that was taken out of a text. It can be shown in no way.
pub(super) struct Hidden {
    /// What it belongs to: an address by its scheme, as `redis://`, or a parameter by its key.
    of: String,
    /// The password.
    pub(super) secret: String,
}

/// A value without what identifies somebody in it, and the passwords that were taken out.
pub(super) fn without_credentials(value: &str) -> (String, Vec<Hidden>) {
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
                    hidden.push(Hidden { of: scheme(head), secret: password.to_owned() });
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
        hidden.push(Hidden { of: "mysql://".to_owned(), secret: password.to_owned() });
        told = told[at + 1..].to_owned();
    }
    let told = without_parameters(&told, &mut hidden);
    (told, hidden)
}

/// The scheme at the end of a text, with `://`.
fn scheme(text: &str) -> String {
    let name = text.strip_suffix("://").unwrap_or(text);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let name = name.rsplit(|c: char| !is_part(c)).next().unwrap_or_default();
    format!("{name}://")
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

/// A secret in a command line. It can be shown in no way.
pub(super) struct InCommand {
    /// The word in which it stands.
    word: usize,
    /// How the option is called; where there is none, what the secret belongs to, as in [`Hidden`].
    pub(super) name: String,
    /// The secret.
    pub(super) secret: String,
    /// The word without it.
    told: String,
}

/// The secrets of a command line; a variable is none.
pub(super) fn secrets_in_command(words: &[String]) -> Vec<InCommand> {
    let mut found = Vec::new();
    let mut option: Option<&str> = None;
    for (word, text) in words.iter().enumerate() {
        let flag = text.starts_with('-').then(|| text.trim_start_matches('-'));
        let hides = |name: &str| is_secret_key(name) || name.contains("requirepass");
        let split = flag.and_then(|flag| flag.split_once('='));
        let named = split.filter(|(name, _)| hides(name));
        let behind = option.filter(|name| flag.is_none() && hides(name));
        if let Some((name, value)) = named.or(behind.map(|name| (name, text.as_str()))) {
            let told = text[..text.len() - value.len()].to_owned();
            let (name, secret) = (name.to_owned(), value.to_owned());
            found.push(InCommand { word, name, secret, told });
        } else {
            let (told, secrets) = without_credentials(text);
            // `sh -c` says nothing of what stands in the script.
            let named = split.map(|(name, _)| name).or(option.filter(|name| name.len() > 1));
            found.extend(secrets.into_iter().map(|Hidden { of, secret }| InCommand {
                word,
                name: named.map_or(of, str::to_owned),
                secret,
                told: told.clone(),
            }));
            // A name alone is taken out too.
            if told != *text && found.last().is_none_or(|last| last.word != word) {
                found.push(InCommand { word, name: String::new(), secret: String::new(), told });
            }
        }
        option = flag;
    }
    found
}

/// A command line without the secrets in it.
pub(super) fn command_without_secrets(words: &mut [String]) {
    for InCommand { word, told, .. } in secrets_in_command(words) {
        words[word] = told;
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
fn without_parameters(value: &str, hidden: &mut Vec<Hidden>) -> String {
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
            hidden.push(Hidden { of: key.to_owned(), secret: tail[..end].to_owned() });
        } else {
            out.push_str(&tail[..end]);
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let secrets: Vec<String> = secrets.into_iter().map(|hidden| hidden.secret).collect();
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
    fn command_lines_have_secrets() {
        let line = "redis-server --requirepass pw --token=t --url redis://u:x@h --port 1 redis://u@h \
                    host=db;password=y -c DSN=postgresql+asyncpg://u:z@h";
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let found = secrets_in_command(&words);
        let found = found.iter().map(|found| format!("{}={}", found.name, found.secret));
        let found: Vec<String> = found.filter(|found| !found.ends_with('=')).collect();
        let told = ["requirepass=pw", "token=t", "url=x", "password=y", "postgresql+asyncpg://=z"];
        assert_eq!(found, told);
    }
}
