//! An earlier run, from its JSON report: what has come and gone since.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// What is compared with.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Fingerprints.
    known: BTreeSet<String>,
    /// How many findings each rule had.
    rules: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    rule: String,
    fingerprint: String,
}

impl Earlier {
    /// Reads a report that `lint --format json` wrote.
    ///
    /// # Errors
    /// Where it is none, in words.
    pub(crate) fn read(json: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(json)
            .map_err(|error| format!("this is no JSON report of `portcullis lint`: {error}"))?;
        if document.version != 1 {
            return Err(format!("reports of version {} cannot be read", document.version));
        }
        let mut earlier = Self::default();
        for entry in document.findings {
            *earlier.rules.entry(entry.rule).or_default() += 1;
            earlier.known.insert(entry.fingerprint);
        }
        Ok(earlier)
    }

    /// Whether a finding was there.
    pub(super) fn knows(&self, fingerprint: &str) -> bool {
        self.known.contains(fingerprint)
    }

    /// How many findings there were.
    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// How many of them are not among these.
    pub(super) fn gone<'a>(&self, now: impl Iterator<Item = &'a str>) -> usize {
        let now: BTreeSet<&str> = now.collect();
        self.known.iter().filter(|known| !now.contains(known.as_str())).count()
    }

    /// How many findings each rule had.
    pub(super) const fn rules(&self) -> &BTreeMap<String, usize> {
        &self.rules
    }
}

#[cfg(test)]
mod tests {
    use super::Earlier;

    #[test]
    fn what_is_no_report_is_refused() {
        for (text, expected) in [
            ("", "this is no JSON report"),
            ("{}", "this is no JSON report"),
            ("{\"version\": 2, \"findings\": []}", "version 2 cannot be read"),
        ] {
            let error = Earlier::read(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn what_is_gone_is_counted() {
        let entry = |f| format!("{{\"rule\": \"a/b\", \"fingerprint\": \"{f}\", \"more\": 1}}");
        let text = format!("{{\"version\": 1, \"findings\": [{}, {}]}}", entry("x"), entry("y"));
        let earlier = Earlier::read(&text).unwrap();
        assert!(earlier.knows("x") && !earlier.knows("z"));
        assert_eq!((earlier.count(), earlier.gone(["y", "z"].into_iter())), (2, 1));
        assert_eq!(earlier.rules()["a/b"], 2);
    }
}
