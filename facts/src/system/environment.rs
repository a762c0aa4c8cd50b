//! What a service's variables and keys hold: from its deployments, env files and profiles.

use super::keywords;
use super::values::{Piece, Value};
use crate::graph::system::{Deployment, DeploymentId, Known, Provenance, Service, ServiceId};
use crate::place::{FileId, Place};

/// Values of one expression are tried so far.
const MOST: usize = 12;

/// A file with settings: `.env`, `config/production.toml`.
#[derive(Clone, Debug)]
pub(crate) struct SettingsFile {
    /// Its path.
    pub(crate) path: String,
    /// Variables of the environment, or keys with dots between them.
    pub(crate) entries: Vec<(String, Known, Place)>,
    /// Whether it holds variables, not keys.
    pub(crate) is_env: bool,
}

/// A value of a variable or key.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'e> {
    /// The value.
    pub(crate) value: &'e Known,
    /// Where it stands.
    pub(crate) place: Place,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
    /// The deployment whose value it is.
    pub(crate) deployment: Option<DeploymentId>,
}

/// A value with what the environment gives put in.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// The text; none where a piece of it is a secret or not known.
    pub(crate) text: Option<String>,
    /// The text with `{}` for what is not known.
    pub(crate) partial: String,
    /// In words, what it is where it is not known: equal for equal references.
    pub(crate) reference: Option<String>,
    /// The variable or key that holds it or its first piece.
    pub(crate) variable: Option<String>,
    /// The deployment whose values were put in.
    pub(crate) deployment: Option<DeploymentId>,
    /// Where the value stands: that of the environment, else the one in code.
    pub(crate) place: Place,
    /// Why.
    pub(crate) why: Provenance,
}

/// Variables and keys of all services.
pub(crate) struct Environment<'e> {
    pub(crate) services: &'e [Service],
    pub(crate) deployments: &'e [Deployment],
    pub(crate) files: &'e [SettingsFile],
    /// The folder of each service's package.
    pub(crate) folders: &'e [String],
}

impl<'e> Environment<'e> {
    /// What a variable of a service may hold, the likeliest first.
    pub(crate) fn variable(&self, service: ServiceId, name: &str) -> Vec<Candidate<'e>> {
        let mut found = Vec::new();
        for &id in &self.services[service.index()].deployments {
            let deployment = &self.deployments[id.index()];
            for value in deployment.env.iter().filter(|value| value.name == name) {
                found.push(Candidate {
                    value: &value.value,
                    place: value.place,
                    confidence: value.confidence,
                    deployment: Some(id),
                });
            }
        }
        if found.is_empty() {
            let near = self.files.iter().filter(|file| file.is_env).filter_map(|file| {
                let confidence = self.nearness(service, file)?;
                let entry = file.entries.iter().find(|(key, ..)| key == name)?;
                Some(Candidate { value: &entry.1, place: entry.2, confidence, deployment: None })
            });
            found.extend(near);
            found.sort_by_key(|candidate| std::cmp::Reverse(candidate.confidence));
            found.truncate(1);
        }
        found
    }

    /// What a key of a service's configuration may hold: by a variable that overrides it, or by a profile.
    pub(crate) fn key(&self, service: ServiceId, key: &str) -> Vec<Candidate<'e>> {
        let wanted = plain(key);
        let mut found = Vec::new();
        for &id in &self.services[service.index()].deployments {
            let deployment = &self.deployments[id.index()];
            // `APP__DATABASE__URL` overrides `database.url`, with any prefix.
            let overrides = deployment.env.iter().filter(|value| {
                let name = plain(&value.name);
                name == wanted || (value.name.contains("__") && name.ends_with(&wanted))
            });
            for value in overrides {
                found.push(Candidate {
                    value: &value.value,
                    place: value.place,
                    confidence: value.confidence.min(85),
                    deployment: Some(id),
                });
            }
        }
        if found.is_empty() {
            let near = self.files.iter().filter(|file| !file.is_env).filter_map(|file| {
                let confidence = self.nearness(service, file)?;
                let entry = file.entries.iter().find(|(name, ..)| {
                    let name = plain(name);
                    name == wanted || name.ends_with(&wanted)
                })?;
                Some(Candidate { value: &entry.1, place: entry.2, confidence, deployment: None })
            });
            found.extend(near);
            found.sort_by_key(|candidate| std::cmp::Reverse(candidate.confidence));
        }
        found
    }

    /// How likely a file's settings are those of a service; none if they are somebody else's.
    fn nearness(&self, service: ServiceId, file: &SettingsFile) -> Option<u8> {
        let folder = self.folders[service.index()].as_str();
        let (dir, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let within = |outer: &str, inner: &str| {
            outer.is_empty()
                || inner == outer
                || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
        };
        let own = !folder.is_empty() && within(folder, dir);
        let above = within(dir.trim_end_matches("/config").trim_end_matches("config"), folder);
        if !own && !above {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        if ["example", "sample", "template", "dist"].iter().any(|word| lower.contains(word)) {
            return Some(if own { 25 } else { 20 });
        }
        if ["test", "ci"].iter().any(|word| lower.split(['.', '-', '_']).any(|part| part == *word))
        {
            return None;
        }
        Some(match (file.is_env, own) {
            (true, true) => 45,
            (true, false) => 40,
            (false, true) => 75,
            (false, false) => 70,
        })
    }

    /// A value with what the environment of a service gives put in; one result for each deployment that
    /// gives it differently.
    pub(crate) fn fill(&self, service: ServiceId, value: &Value) -> Vec<Filled> {
        let mut states = vec![State::new(value)];
        for piece in &value.pieces {
            let mut next = Vec::new();
            for state in states {
                self.add(service, piece, state, &mut next);
                if next.len() >= MOST {
                    break;
                }
            }
            next.truncate(MOST);
            states = next;
        }
        states.into_iter().map(State::finish).collect()
    }

    fn add(&self, service: ServiceId, piece: &Piece, state: State, next: &mut Vec<State>) {
        match piece {
            Piece::Text(text) => next.push(state.text(text)),
            Piece::Unknown => next.push(state.unknown("?")),
            Piece::Env { name, default } => {
                let candidates = self.variable(service, name);
                self.add_candidates(&candidates, name, default.as_deref(), state, next);
            }
            Piece::Key(key) => {
                let candidates = self.key(service, key);
                self.add_candidates(&candidates, key, None, state, next);
            }
        }
    }

    fn add_candidates(
        &self,
        candidates: &[Candidate<'_>],
        name: &str,
        default: Option<&str>,
        state: State,
        next: &mut Vec<State>,
    ) {
        // Pieces of one value come from one deployment, and of several profiles from one.
        let told = state
            .told
            .filter(|file| candidates.iter().any(|candidate| candidate.place.file == *file));
        let fitting: Vec<&Candidate<'_>> = candidates
            .iter()
            .filter(|candidate| told.is_none_or(|file| candidate.place.file == file))
            .filter(|candidate| {
                state.deployment.is_none()
                    || candidate.deployment.is_none()
                    || candidate.deployment == state.deployment
            })
            .collect();
        for candidate in &fitting {
            let holder = candidate.deployment.map_or_else(String::new, |id| {
                format!(" of `{}`", self.deployments[id.index()].name)
            });
            let mut state = state.clone();
            state.variable.get_or_insert_with(|| name.to_owned());
            state.deployment = state.deployment.or(candidate.deployment);
            state.told = state.told.or(Some(candidate.place.file));
            if state.place_is_code {
                state.place = candidate.place;
                state.place_is_code = false;
            }
            state.why = state.why.then(
                format!("`{name}`{holder} is set here"),
                Some(candidate.place),
                candidate.confidence,
            );
            next.push(match candidate.value {
                Known::Text(text) => state.text(text),
                Known::Secret => state.unknown("secret"),
                // A text with variables in it may be known where it matters.
                Known::Reference(reference) => match open_text(reference) {
                    Some(pieces) => pieces.into_iter().fold(state, |state, piece| match piece {
                        Ok(text) => state.text(&text),
                        Err(variable) => state.unknown(&variable),
                    }),
                    None => state.unknown(reference),
                },
                Known::Unknown => state.unknown("?"),
            });
        }
        if fitting.is_empty() {
            let mut state = state;
            state.variable.get_or_insert_with(|| name.to_owned());
            next.push(match default {
                Some(text) => {
                    state.why = state.why.then(
                        format!("`{name}` is not set, so its default counts"),
                        None,
                        50,
                    );
                    state.text(text)
                }
                None => state.unknown(&format!("${name}")),
            });
        }
    }
}

/// A value that is being put together.
#[derive(Clone)]
struct State {
    text: String,
    known: bool,
    reference: String,
    variable: Option<String>,
    deployment: Option<DeploymentId>,
    /// The file that told the first piece.
    told: Option<FileId>,
    place: Place,
    place_is_code: bool,
    why: Provenance,
}

impl State {
    fn new(value: &Value) -> Self {
        Self {
            text: String::new(),
            known: true,
            reference: String::new(),
            variable: None,
            deployment: None,
            told: None,
            place: value.place,
            place_is_code: true,
            why: Provenance::sure(100).then(
                "code takes it from here",
                Some(value.place),
                value.confidence,
            ),
        }
    }

    fn text(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self.reference.push_str(text);
        self
    }

    fn unknown(mut self, reference: &str) -> Self {
        self.known = false;
        self.reference.push('{');
        self.reference.push_str(reference);
        self.reference.push('}');
        self.text.push_str("{}");
        self
    }

    fn finish(self) -> Filled {
        // Users and passwords are most often secrets, and nobody asks for them.
        let text = if self.known { Some(self.text.clone()) } else { without_user(&self.text) };
        Filled {
            partial: self.text,
            reference: text.is_none().then_some(self.reference),
            text,
            variable: self.variable,
            deployment: self.deployment,
            place: self.place,
            why: self.why,
        }
    }
}

/// Parameters of an address that say which schema of a database is meant; `options` may hold one of them.
pub(super) const SCHEMAS: [&str; 3] = ["currentSchema", "search_path", "schema"];

/// An address of which only the user, the password and parameters such as `application_name` are not known, without these.
fn without_user(text: &str) -> Option<String> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return keywords::without_user(text);
    };
    let (user, behind) = rest.split_once('@')?;
    let (at, query) = behind.split_once('?').unwrap_or((behind, ""));
    if scheme.contains("{}") || user.contains('/') || at.contains("{}") {
        return None;
    }
    let (open, known): (Vec<&str>, Vec<&str>) =
        query.split('&').filter(|part| !part.is_empty()).partition(|part| part.contains("{}"));
    let may_be_schema = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        name.contains('{') || name == "options" || SCHEMAS.contains(&name)
    };
    if open.iter().any(may_be_schema) {
        return None;
    }
    let mark = if known.is_empty() { "" } else { "?" };
    Some(format!("{scheme}://{at}{mark}{}", known.join("&")))
}

/// The pieces of a text in which variables stand (`${NAME}`), if it is one: texts, and names of variables.
fn open_text(text: &str) -> Option<Vec<Result<String, String>>> {
    // Other references, such as a key of a Secret, are no texts.
    if !text.contains("://") && !text.contains("${") {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        pieces.push(Ok(before.to_owned()));
        let (name, after) = behind.split_once('}')?;
        pieces.push(Err(format!("${name}")));
        rest = after;
    }
    pieces.push(Ok(rest.to_owned()));
    Some(pieces)
}

/// A name without what separates its words.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::{open_text, plain, without_user};

    #[test]
    fn variables_in_texts_are_pieces() {
        assert_eq!(
            open_text("postgres://db:5432/${NAME}"),
            Some(vec![Ok("postgres://db:5432/".into()), Err("$NAME".into()), Ok(String::new())])
        );
        assert_eq!(open_text("postgres://db/shop"), Some(vec![Ok("postgres://db/shop".into())]));
        assert_eq!(open_text("secret:shop/db/url"), None);
    }

    #[test]
    fn passwords_may_be_unknown() {
        assert_eq!(
            without_user("postgres://{}:{}@db:5432/shop").as_deref(),
            Some("postgres://db:5432/shop")
        );
        assert_eq!(without_user("postgres://{}:{}@{}:5432/shop"), None);
        assert_eq!(
            without_user("host=db user=app password={}").as_deref(),
            Some("host=db user=app")
        );
        assert_eq!(plain("APP__Database__URL"), "appdatabaseurl");
    }
}
