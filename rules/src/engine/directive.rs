//! What a comment says to Portcullis: `allow(rule, rule[variant]) because "reason" until 2026-12-31`.

use super::date::is_date;

/// A suppression as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppression<'a> {
    /// `allow-file`: the whole file, not the next item alone.
    pub(crate) whole_file: bool,
    /// Names of rules.
    pub(crate) rules: Vec<&'a str>,
    /// Why; none where it is missing or empty.
    pub(crate) because: Option<&'a str>,
    /// The last day on which it holds.
    pub(crate) until: Option<&'a str>,
}

/// How a suppression is written; shown where one cannot be read.
pub(crate) const FORM: &str = "write `allow(rule) because \"reason\"`, and `until 2026-12-31` behind \
                               it if it is to end";

/// Reads what stands after `portcullis:`.
///
/// # Errors
/// What was expected and not there.
pub(crate) fn parse(text: &str) -> Result<Suppression<'_>, String> {
    let text = text.trim();
    let (whole_file, rest) = if let Some(rest) = text.strip_prefix("allow-file") {
        (true, rest)
    } else if let Some(rest) = text.strip_prefix("allow") {
        (false, rest)
    } else {
        return Err("it begins with neither `allow` nor `allow-file`".to_owned());
    };
    let rest = rest.trim_start();
    let inner = rest.strip_prefix('(').ok_or("the rules stand in no parentheses")?;
    let (list, mut rest) = inner.split_once(')').ok_or("the parenthesis is not closed")?;
    let rules: Vec<&str> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if rules.is_empty() {
        return Err("it names no rule".to_owned());
    }
    let (mut because, mut until) = (None, None);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rest.strip_prefix("because").filter(|_| because.is_none()) {
            let open = after.trim_start().strip_prefix('"').ok_or("the reason is not quoted")?;
            let (reason, after) = open.split_once('"').ok_or("the reason's quote is not closed")?;
            because = Some(reason.trim());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("until").filter(|_| until.is_none()) {
            let after = after.trim_start();
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            let day = &after[..end];
            if !is_date(day) {
                return Err(format!("`{day}` is no date"));
            }
            until = Some(day);
            rest = &after[end..];
        } else {
            let word = rest.split_whitespace().next().unwrap_or(rest);
            return Err(format!("`{word}` is not expected there"));
        }
    }
    let because = because.filter(|reason| !reason.is_empty());
    Ok(Suppression { whole_file, rules, because, until })
}

#[cfg(test)]
mod tests {
    use super::{Suppression, parse};

    #[test]
    fn a_suppression_has_rules_a_reason_and_perhaps_an_end() {
        assert_eq!(
            parse(" allow(a/b, c/d[e]) because \"ADR 9\" until 2026-12-31"),
            Ok(Suppression {
                whole_file: false,
                rules: vec!["a/b", "c/d[e]"],
                because: Some("ADR 9"),
                until: Some("2026-12-31"),
            })
        );
        let file = parse("allow-file(a/b) until 2026-12-31 because \"x\"").expect("any order");
        assert!(file.whole_file && file.because == Some("x"));
        assert_eq!(parse("allow(a/b)").expect("read").because, None);
        assert_eq!(parse("allow(a/b) because \" \"").expect("read").because, None);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let faults: Vec<String> = [
            "alow(a/b)",
            "allow a/b",
            "allow(a/b",
            "allow()",
            "allow(a/b) because reason",
            "allow(a/b) because \"reason",
            "allow(a/b) until tomorrow",
            "allow(a/b) since 2020-01-01",
        ]
        .iter()
        .map(|text| parse(text).expect_err("cannot be read"))
        .collect();
        insta::assert_snapshot!(faults.join("\n"), @r"
        it begins with neither `allow` nor `allow-file`
        the rules stand in no parentheses
        the parenthesis is not closed
        it names no rule
        the reason is not quoted
        the reason's quote is not closed
        `tomorrow` is no date
        `since` is not expected there
        ");
    }
}
