//! The report's structure: what the schema of SARIF 2.1.0 says of the objects that are used,
//! and what GitHub asks for besides.

use serde_json::Value;

use crate::report::shape::{Kind, Shape, check};
use crate::report::tests::{many_findings, render};
use crate::report::{Format, Verbosity};

const LEVEL: Kind = Kind::OneOf(&["none", "note", "warning", "error"]);
const MESSAGE: Kind = Kind::Object(&[("text", Kind::Text, true)]);
const MULTIFORMAT: Kind =
    Kind::Object(&[("text", Kind::Text, true), ("markdown", Kind::Text, true)]);
const REGION: Shape = &[
    ("startLine", Kind::Number, true),
    ("startColumn", Kind::Number, true),
    ("endLine", Kind::Number, true),
    ("endColumn", Kind::Number, true),
];
const PHYSICAL: Shape = &[
    ("artifactLocation", Kind::Object(&[("uri", Kind::Text, true)]), true),
    ("region", Kind::Object(REGION), false),
];
const LOCATION: Shape = &[
    ("id", Kind::Number, false),
    ("physicalLocation", Kind::Object(PHYSICAL), true),
    ("message", MESSAGE, false),
];
const RULE: Shape = &[
    ("id", Kind::Text, true),
    ("name", Kind::Text, true),
    ("shortDescription", MESSAGE, true),
    ("fullDescription", MESSAGE, true),
    ("help", MULTIFORMAT, true),
    ("defaultConfiguration", Kind::Object(&[("level", LEVEL, true)]), true),
    (
        "properties",
        Kind::Object(&[
            ("tags", Kind::Texts, true),
            ("precision", Kind::OneOf(&["very-high", "high", "medium", "low"]), false),
            ("problem.severity", Kind::OneOf(&["error", "warning", "recommendation"]), false),
        ]),
        true,
    ),
];
const RESULT: Shape = &[
    ("ruleId", Kind::Text, true),
    ("ruleIndex", Kind::Number, true),
    ("level", LEVEL, true),
    ("message", MESSAGE, true),
    ("locations", Kind::List(LOCATION), true),
    (
        "partialFingerprints",
        Kind::Object(&[
            ("primaryLocationLineHash", Kind::Text, true),
            ("portcullis/v1", Kind::Text, true),
        ]),
        true,
    ),
    ("relatedLocations", Kind::List(LOCATION), false),
    (
        "codeFlows",
        Kind::List(&[(
            "threadFlows",
            Kind::List(&[(
                "locations",
                Kind::List(&[("location", Kind::Object(LOCATION), true)]),
                true,
            )]),
            true,
        )]),
        false,
    ),
    ("properties", Kind::Bag, true),
];
const NOTIFICATION: Shape = &[
    ("level", LEVEL, true),
    ("message", MESSAGE, true),
    ("descriptor", Kind::Object(&[("id", Kind::Text, true)]), false),
    ("locations", Kind::List(LOCATION), false),
];
const DRIVER: Shape = &[
    ("name", Kind::Text, true),
    ("semanticVersion", Kind::Text, true),
    ("rules", Kind::List(RULE), true),
];
const RUN: Shape = &[
    ("tool", Kind::Object(&[("driver", Kind::Object(DRIVER), true)]), true),
    ("automationDetails", Kind::Object(&[("id", Kind::Text, true)]), true),
    ("columnKind", Kind::OneOf(&["utf16CodeUnits"]), true),
    (
        "invocations",
        Kind::List(&[
            ("executionSuccessful", Kind::Bool, true),
            ("toolExecutionNotifications", Kind::List(NOTIFICATION), true),
        ]),
        true,
    ),
    ("results", Kind::List(RESULT), true),
];
const LOG: Shape = &[
    ("$schema", Kind::Text, true),
    ("version", Kind::OneOf(&["2.1.0"]), true),
    ("runs", Kind::List(RUN), true),
];

fn log() -> Value {
    serde_json::from_str(&render(Format::Sarif, Verbosity::Normal, true)).unwrap()
}

#[test]
fn the_report_has_the_structure_of_sarif() {
    check(&log(), Kind::Object(LOG), "");
}

#[test]
fn references_lead_somewhere() {
    let log = log();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let text = result["message"]["text"].as_str().unwrap();
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(text.contains(&format!("]({})", related["id"])), "{text}");
        }
        assert_eq!(result["partialFingerprints"]["portcullis/v1"].as_str().unwrap().len(), 32);
        let uri =
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("systems/shop/src/"), "{uri}");
    }
}

#[test]
fn columns_count_utf16_units() {
    let log = log();
    let result = &log["runs"][0]["results"][3];
    let in_utf16 = result["locations"][0]["physicalLocation"]["region"]["startColumn"].as_u64();
    let json: Value = serde_json::from_str(&render(Format::Json, Verbosity::Normal, true)).unwrap();
    let in_characters = json["findings"][3]["location"]["column"].as_u64();
    assert_eq!(in_utf16, in_characters.map(|column| column + 1), "one emoji is two units");
}

#[test]
fn what_is_beyond_the_limits_is_counted() {
    let log: Value = serde_json::from_str(&many_findings(Format::Sarif, 5_003)).unwrap();
    check(&log, Kind::Object(LOG), "");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    let errors = results.iter().filter(|result| result["level"] == "error").count();
    assert_eq!(errors, 2_502, "the gravest are kept");
    let told = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("left out: 3 entries"), "{told}");
}

#[test]
fn each_step_of_the_evidence_is_in_the_code_flow() {
    let log = log();
    let flow = &log["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"];
    let texts: Vec<&str> = flow
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["location"]["message"]["text"].as_str().unwrap())
        .collect();
    // The first step has no place of its own.
    assert_eq!(texts, ["`orders::domain` is the core: folder `domain`; it imports `sqlx::PgPool`"]);
}

#[test]
fn help_is_text_and_markdown() {
    let log = log();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        let help = |form: &str| rule["help"][form].as_str().unwrap().to_owned();
        assert!(!help("text").contains("\n## ") && !help("text").contains("```"), "{rule}");
        assert!(help("markdown").contains("\n## Level\n"), "{rule}");
    }
}
