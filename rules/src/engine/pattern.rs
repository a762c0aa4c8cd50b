//! How rules are named in settings, on the command line and in suppressions: `all`, a category,
//! a glob of ids, an id, or `id[variant]`.

use globset::{GlobBuilder, GlobMatcher};

use crate::registry::{CATEGORIES, find, rules};
use crate::settings::CustomRule;
use crate::suggest::did_you_mean;

/// A name of rules, resolved.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// All rules.
    All,
    /// All whose id matches.
    Glob(GlobMatcher),
    /// One rule.
    Rule(String),
    /// One variant of a rule.
    Variant(String, String),
}

impl Pattern {
    /// Reads `text`.
    ///
    /// # Errors
    /// What is wrong with it, and what was probably meant.
    pub(crate) fn new(text: &str, custom: &[CustomRule]) -> Result<Self, (String, String)> {
        if text == "all" {
            return Ok(Self::All);
        }
        if let Some((id, rest)) = text.split_once('[') {
            let variant = rest.strip_suffix(']').unwrap_or(rest);
            return known_variant(id, variant).map(|()| Self::Variant(id.into(), variant.into()));
        }
        let category = CATEGORIES.iter().any(|(name, _)| *name == text);
        if category || text.contains('*') {
            let glob = if category { format!("{text}/*") } else { text.to_owned() };
            let glob = GlobBuilder::new(&glob).literal_separator(true).build();
            let glob = glob.map_err(|error| {
                (format!("`{text}` is no valid glob"), error.kind().to_string())
            })?;
            let matcher = glob.compile_matcher();
            let ids = rules().iter().map(|rule| rule.id);
            if category
                || ids
                    .chain(custom.iter().map(|rule| rule.id.as_str()))
                    .any(|id| matcher.is_match(id))
            {
                return Ok(Self::Glob(matcher));
            }
            return Err(unknown(text, custom));
        }
        if find(text).is_some() || custom.iter().any(|rule| rule.id == text) {
            return Ok(Self::Rule(text.to_owned()));
        }
        Err(unknown(text, custom))
    }

    /// Whether findings of this rule and variant are meant. A variant that is `opt_in` must be
    /// named itself.
    pub(crate) fn matches(&self, id: &str, variant: Option<&str>, opt_in: bool) -> bool {
        match self {
            Self::All => !opt_in,
            Self::Glob(glob) => !opt_in && glob.is_match(id),
            Self::Rule(name) => !opt_in && name == id,
            Self::Variant(name, wanted) => name == id && variant == Some(wanted),
        }
    }

    /// How closely it names what it means: a closer name wins over a wider one.
    pub(crate) const fn closeness(&self) -> u8 {
        match self {
            Self::All => 0,
            Self::Glob(_) => 1,
            Self::Rule(_) => 2,
            Self::Variant(..) => 3,
        }
    }
}

fn known_variant(id: &str, variant: &str) -> Result<(), (String, String)> {
    let Some(rule) = find(id) else { return Err(unknown(id, &[])) };
    if rule.variant(variant).is_some() {
        return Ok(());
    }
    let names = rule.variants.iter().map(|v| v.name);
    let all = rule.variants.iter().map(|v| format!("`{}`", v.name)).collect::<Vec<_>>().join(", ");
    let otherwise = if rule.variants.is_empty() {
        format!("`{id}` has no variants")
    } else {
        format!("the variants of `{id}` are {all}")
    };
    let help = did_you_mean(variant, names, &otherwise);
    Err((format!("rule `{id}` has no variant `{variant}`"), help))
}

fn unknown(text: &str, custom: &[CustomRule]) -> (String, String) {
    let ids = rules().iter().map(|rule| rule.id);
    let names = ids
        .chain(CATEGORIES.iter().map(|(name, _)| *name))
        .chain(custom.iter().map(|rule| rule.id.as_str()));
    let help = did_you_mean(text, names, "`portcullis rules` lists all rules");
    let what = if text.contains('*') { "no rule matches" } else { "there is no rule" };
    (format!("{what} `{text}`"), help)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn error(text: &str) -> String {
        let (message, help) = Pattern::new(text, &[]).expect_err("not a name of rules");
        format!("{message} | {help}")
    }

    #[test]
    fn names_of_each_kind_mean_what_they_say() {
        let matches = |text: &str, id: &str, variant: Option<&str>, opt_in| {
            Pattern::new(text, &[]).expect("a name").matches(id, variant, opt_in)
        };
        let core = "hexagonal/technology-in-core";
        let own = "hexagonal/technology-in-core[environment]";
        for wide in ["all", "hexagonal", "hexagonal/*", "*/technology-in-core", core] {
            assert!(matches(wide, core, None, false), "{wide}");
            assert!(matches(wide, core, Some("derive"), false), "{wide}");
            assert!(!matches(wide, core, Some("environment"), true), "{wide} turns an opt-in on");
        }
        assert!(!matches("config/*", core, None, false));
        assert!(matches(own, core, Some("environment"), true));
        assert!(!matches(own, core, None, false));
    }

    #[test]
    fn what_is_unknown_gets_a_suggestion() {
        insta::assert_snapshot!(
            [
                error("hexagonal/layer-dependancy"),
                error("layer-dependency"),
                error("hexagnal"),
                error("hexagnal/*"),
                error("weather"),
                error("hexagonal/technology-in-core[enviroment]"),
                error("config/bad-suppression[x]"),
                error("hexagonal/{a*"),
            ]
            .join("\n"),
            @r"
        there is no rule `hexagonal/layer-dependancy` | did you mean `hexagonal/layer-dependency`?
        there is no rule `layer-dependency` | did you mean `hexagonal/layer-dependency`?
        there is no rule `hexagnal` | did you mean `hexagonal`?
        no rule matches `hexagnal/*` | did you mean `hexagonal`?
        there is no rule `weather` | `portcullis rules` lists all rules
        rule `hexagonal/technology-in-core` has no variant `enviroment` | did you mean `environment`?
        rule `config/bad-suppression` has no variant `x` | the variants of `config/bad-suppression` are `no-reason`, `expired`, `unknown-rule`, `unused`
        `hexagonal/{a*` is no valid glob | unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
        "
        );
    }
}
