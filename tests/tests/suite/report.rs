//! The JSON report, as far as tests look at it.

use std::fmt;

use serde_json::Value;

/// What a run reported.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    pub(crate) problems: Vec<Problem>,
    /// All of it.
    pub(crate) json: Value,
}

/// A finding.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// With its variant: `hexagonal/technology-in-core[derive]`.
    pub(crate) rule: String,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) condition: String,
    pub(crate) fingerprint: String,
    pub(crate) place: Place,
}

/// A problem.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: String,
    pub(crate) path: String,
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Report {
    /// Reads a report.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(bytes).expect("a report in JSON");
        let findings = list(&json["findings"]).iter().map(Finding::read).collect();
        let problems = list(&json["problems"]).iter().map(Problem::read).collect();
        Self { findings, problems, json }
    }

    /// A line for each finding and each problem.
    pub(crate) fn lines(&self) -> String {
        let findings = self.findings.iter().map(|finding| format!("{finding}\n"));
        let problems = self.problems.iter().map(|problem| format!("{problem}\n"));
        findings.chain(problems).collect()
    }

    /// The problems of a kind.
    pub(crate) fn problems(&self, kind: &str) -> Vec<&Problem> {
        self.problems.iter().filter(|problem| problem.kind == kind).collect()
    }
}

impl Finding {
    fn read(json: &Value) -> Self {
        let variant = json["variant"].as_str().map(|name| format!("[{name}]"));
        Self {
            rule: text(&json["rule"]) + &variant.unwrap_or_default(),
            severity: text(&json["severity"]),
            message: text(&json["message"]),
            condition: text(&json["condition"]),
            fingerprint: text(&json["fingerprint"]),
            place: Place::read(&json["location"]),
        }
    }

    /// The rule without its variant.
    pub(crate) fn rule_id(&self) -> &str {
        self.rule.split('[').next().unwrap_or(&self.rule)
    }
}

impl Problem {
    fn read(json: &Value) -> Self {
        let location = &json["location"];
        Self {
            kind: text(&json["kind"]),
            path: text(&json["path"]),
            message: text(&json["message"]),
            place: location.is_object().then(|| Place::read(location)),
        }
    }
}

impl Place {
    fn read(json: &Value) -> Self {
        let number = |key: &str| json[key].as_u64().expect("a number");
        Self { path: text(&json["path"]), line: number("line"), column: number("column") }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.severity, self.rule, self.place, self.message)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "problem {} {place} {}", self.kind, self.message),
            None => write!(f, "problem {} {} {}", self.kind, self.path, self.message),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

fn text(json: &Value) -> String {
    json.as_str().expect("a text").to_owned()
}

fn list(json: &Value) -> &[Value] {
    json.as_array().expect("a list")
}
