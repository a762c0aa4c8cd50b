//! Conditions of code: what `#[cfg(…)]` says, joined over everything around a place.

use rustc_hash::FxHashMap;

use crate::extract::rust::facts::Predicate;

/// A condition, in [`Conditions`]; 0 is 'always'.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CfgKey(pub u32);

impl CfgKey {
    /// No condition.
    pub const ALWAYS: Self = Self(0);
}

/// The conditions that occur in a system: each a chain of predicates that must all hold.
#[derive(Debug)]
pub struct Conditions {
    nodes: Vec<(CfgKey, Predicate)>,
    numbers: FxHashMap<(CfgKey, Predicate), CfgKey>,
    /// Whether each node holds in tests only: it is asked for each edge.
    tests: Vec<bool>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            nodes: vec![(CfgKey::ALWAYS, Predicate::True)],
            numbers: FxHashMap::default(),
            tests: vec![false],
        }
    }
}

/// What is switched on: features of one crate, and facts of the platform.
#[derive(Clone, Debug, Default)]
pub struct CfgOptions {
    /// `unix`, `test`, `debug_assertions` …
    pub flags: Vec<String>,
    /// `("feature", "full")`, `("target_os", "linux")` …
    pub values: Vec<(String, String)>,
    /// Whether a feature that is not listed may be switched on all the same.
    pub open_features: bool,
}

impl CfgOptions {
    /// 64-bit Linux on x86, without `test` and without features.
    pub fn linux() -> Self {
        let values = [
            ("target_os", "linux"),
            ("target_family", "unix"),
            ("target_arch", "x86_64"),
            ("target_pointer_width", "64"),
            ("target_endian", "little"),
            ("target_env", "gnu"),
            ("target_vendor", "unknown"),
            ("target_has_atomic", "8"),
            ("target_has_atomic", "16"),
            ("target_has_atomic", "32"),
            ("target_has_atomic", "64"),
            ("target_has_atomic", "ptr"),
            ("panic", "unwind"),
        ];
        Self {
            flags: ["unix", "debug_assertions", "panic", "target_thread_local"]
                .map(String::from)
                .to_vec(),
            values: values.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
            open_features: false,
        }
    }
}

/// The answer to whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It could not be read.
    Unknown,
}

impl Conditions {
    /// `parent` and `predicate`.
    pub fn and(&mut self, parent: CfgKey, predicate: &Predicate) -> CfgKey {
        if *predicate == Predicate::True {
            return parent;
        }
        let entry = (parent, predicate.clone());
        if let Some(&key) = self.numbers.get(&entry) {
            return key;
        }
        let key = CfgKey(self.nodes.len() as u32);
        self.tests.push(self.only_in_tests(parent) || requires_test(predicate));
        self.nodes.push(entry.clone());
        self.numbers.insert(entry, key);
        key
    }

    /// How many there are: all keys are below it.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// The predicates that must hold, outermost first.
    pub fn predicates(&self, key: CfgKey) -> Vec<&Predicate> {
        let mut found = Vec::new();
        let mut at = key;
        while at != CfgKey::ALWAYS {
            let (parent, predicate) = &self.nodes[at.0 as usize];
            found.push(predicate);
            at = *parent;
        }
        found.reverse();
        found
    }

    /// Whether a condition holds under `options`.
    pub fn holds(&self, key: CfgKey, options: &CfgOptions) -> Holds {
        let mut result = Holds::Yes;
        let mut at = key;
        while at != CfgKey::ALWAYS {
            let (parent, predicate) = &self.nodes[at.0 as usize];
            match holds(predicate, options) {
                Holds::No => return Holds::No,
                Holds::Unknown => result = Holds::Unknown,
                Holds::Yes => {}
            }
            at = *parent;
        }
        result
    }

    /// Whether code under this condition exists only in tests or in builds for development: `test` or
    /// `debug_assertions` must hold.
    pub fn only_in_tests(&self, key: CfgKey) -> bool {
        self.tests[key.0 as usize]
    }

    /// The condition as code would write it: `all(unix, feature = "x")`; empty for 'always'.
    pub fn text(&self, key: CfgKey) -> String {
        let predicates = self.predicates(key);
        match predicates.as_slice() {
            [] => String::new(),
            [one] => text(one),
            many => format!("all({})", many.iter().map(|p| text(p)).collect::<Vec<_>>().join(", ")),
        }
    }
}

fn requires_test(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Flag(flag) => matches!(&**flag, "test" | "debug_assertions"),
        Predicate::All(parts) => parts.iter().any(requires_test),
        // `any(test, feature = "testsuite")` lends the tests of one crate what helps them to those of others.
        Predicate::Any(parts) => {
            let is_test =
                |part: &Predicate| matches!(part, Predicate::Flag(flag) if **flag == *"test");
            let is_feature =
                |part: &Predicate| matches!(part, Predicate::Equals(key, _) if **key == *"feature");
            let lends = parts.iter().any(is_test);
            !parts.is_empty()
                && parts.iter().all(|part| requires_test(part) || lends && is_feature(part))
        }
        Predicate::Equals(key, value) => **key == *"feature" && is_for_tests(value),
        _ => false,
    }
}

/// Whether a feature or a package is for tests, by its name.
pub(crate) fn is_for_tests(name: &str) -> bool {
    let mut words = name.split(['-', '_']);
    words.any(|word| matches!(word, "test" | "tests" | "testing" | "testsuite" | "mock" | "mocks"))
}

fn holds(predicate: &Predicate, options: &CfgOptions) -> Holds {
    let from = |yes: bool| if yes { Holds::Yes } else { Holds::No };
    match predicate {
        Predicate::True => Holds::Yes,
        Predicate::All(parts) => {
            let mut result = Holds::Yes;
            for part in parts {
                match holds(part, options) {
                    Holds::No => return Holds::No,
                    Holds::Unknown => result = Holds::Unknown,
                    Holds::Yes => {}
                }
            }
            result
        }
        Predicate::Any(parts) => {
            let mut result = Holds::No;
            for part in parts {
                match holds(part, options) {
                    Holds::Yes => return Holds::Yes,
                    Holds::Unknown => result = Holds::Unknown,
                    Holds::No => {}
                }
            }
            result
        }
        Predicate::Not(part) => match holds(part, options) {
            Holds::Yes => Holds::No,
            Holds::No => Holds::Yes,
            Holds::Unknown => Holds::Unknown,
        },
        Predicate::Flag(flag) => from(options.flags.iter().any(|f| **f == **flag)),
        Predicate::Equals(key, value) => {
            from(options.values.iter().any(|(k, v)| **k == **key && **v == **value))
        }
        Predicate::Unknown => Holds::Unknown,
    }
}

fn text(predicate: &Predicate) -> String {
    let list = |name: &str, parts: &[Predicate]| {
        format!("{name}({})", parts.iter().map(text).collect::<Vec<_>>().join(", "))
    };
    match predicate {
        Predicate::True => "all()".to_owned(),
        Predicate::All(parts) => list("all", parts),
        Predicate::Any(parts) => list("any", parts),
        Predicate::Not(part) => format!("not({})", text(part)),
        Predicate::Flag(flag) => flag.to_string(),
        Predicate::Equals(key, value) => format!("{key} = \"{value}\""),
        Predicate::Unknown => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{CfgKey, Conditions};
    use crate::extract::rust::facts::Predicate;

    #[test]
    fn builds_for_development_are_no_production() {
        let mut conditions = Conditions::default();
        let mut only = |flag: &str| {
            let key = conditions.and(CfgKey::ALWAYS, &Predicate::Flag(flag.into()));
            conditions.only_in_tests(key)
        };
        assert!(only("test") && only("debug_assertions") && !only("unix"));
    }

    #[test]
    fn what_is_lent_to_other_tests_is_for_tests() {
        let feature = |name: &str| Predicate::Equals("feature".into(), name.into());
        let test = || Predicate::Flag("test".into());
        let only = |predicate: Predicate| {
            let mut conditions = Conditions::default();
            let key = conditions.and(CfgKey::ALWAYS, &predicate);
            conditions.only_in_tests(key)
        };
        assert!(only(Predicate::Any(vec![test(), feature("sample")])));
        assert!(only(feature("test-support")) && only(feature("mock")));
        assert!(!only(feature("latest")) && !only(feature("sample")));
        assert!(!only(Predicate::Any(vec![test(), Predicate::Flag("unix".into())])));
        assert!(!only(Predicate::Any(vec![feature("a"), feature("b")])));
    }
}
