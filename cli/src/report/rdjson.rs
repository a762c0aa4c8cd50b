//! The report in the Diagnostic Format of reviewdog.
//!
//! Its columns count bytes of UTF-8 from 1, and the end is exclusive.

use std::io::{self, Write};

use portcullis_facts::place::Place;
use portcullis_rules::finding::Severity;
use serde_json::{Value, json};

use super::Report;
use super::entry::{Entry, entries};
use super::json::document_to;
use super::locate::{Locator, from_root};
use crate::mend::{self, Mender};

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let mender = Mender::of_all(report.system, report.outcome);
    let diagnostics: Vec<Value> = entries(report, &locator)
        .iter()
        .map(|entry| {
            let mut diagnostic = diagnostic(entry, report.prefix, &locator);
            let fix = entry.finding.and_then(|finding| mender.finding(report.system, finding));
            if let (Some(Ok(fix)), Some(place)) = (fix, entry.place) {
                let edits = fix.edits.iter().map(|edit| {
                    let range = range(mend::place(place.file, edit), &locator);
                    json!({ "range": range, "text": edit.text })
                });
                diagnostic["suggestions"] = edits.collect();
            }
            diagnostic
        })
        .collect();
    document_to(&json!({ "source": { "name": "portcullis" }, "diagnostics": diagnostics }), out)
}

fn diagnostic(entry: &Entry<'_>, prefix: &str, locator: &Locator<'_>) -> Value {
    let message = match entry.help {
        "" => entry.message.to_owned(),
        help => format!("{}\nhelp: {help}", entry.message),
    };
    let mut location = json!({ "path": entry.path });
    if let Some(place) = entry.place {
        location["range"] = range(place, locator);
    }
    let mut diagnostic = json!({
        "message": message,
        "location": location,
        "severity": match entry.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        "code": { "value": entry.rule },
    });
    let related = entry.finding.map(|finding| finding.related.as_slice()).unwrap_or_default();
    if !related.is_empty() {
        let related = related.iter().map(|related| {
            let path = from_root(prefix, locator.path(related.place.file));
            let location = json!({ "path": path, "range": range(related.place, locator) });
            let label = if related.label.is_empty() { "also here" } else { &related.label };
            json!({ "message": label, "location": location })
        });
        diagnostic["relatedLocations"] = related.collect();
    }
    diagnostic
}

fn range(place: Place, locator: &Locator<'_>) -> Value {
    let position = |offset: u32| {
        let (lines, text) = (locator.lines(place.file), locator.text(place.file));
        let line = lines.line(offset);
        let start = lines.range(text, line).start;
        let offset = offset.min(text.len() as u32).max(start);
        json!({ "line": line, "column": offset - start + 1 })
    };
    json!({
        "start": position(place.span.start),
        "end": position(place.span.end.max(place.span.start)),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::report::shape::{Kind, Shape, check};
    use crate::report::tests::render;
    use crate::report::{Format, Verbosity};

    const POSITION: Shape = &[("line", Kind::Number, true), ("column", Kind::Number, true)];
    const RANGE: Shape =
        &[("start", Kind::Object(POSITION), true), ("end", Kind::Object(POSITION), true)];
    const LOCATION: Shape = &[("path", Kind::Text, true), ("range", Kind::Object(RANGE), false)];
    const DIAGNOSTIC: Shape = &[
        ("message", Kind::Text, true),
        ("location", Kind::Object(LOCATION), true),
        ("severity", Kind::OneOf(&["ERROR", "WARNING", "INFO"]), true),
        ("code", Kind::Object(&[("value", Kind::Text, true)]), true),
        (
            "relatedLocations",
            Kind::List(&[
                ("message", Kind::Text, true),
                ("location", Kind::Object(LOCATION), true),
            ]),
            false,
        ),
    ];
    const RESULT: Shape = &[
        ("source", Kind::Object(&[("name", Kind::Text, true)]), true),
        ("diagnostics", Kind::List(DIAGNOSTIC), true),
    ];

    fn result() -> Value {
        serde_json::from_str(&render(Format::Rdjson, Verbosity::Normal, false)).unwrap()
    }

    #[test]
    fn the_report_has_the_structure_of_rdjson() {
        check(&result(), Kind::Object(RESULT), "");
    }

    #[test]
    fn columns_count_bytes_and_the_end_is_exclusive() {
        let range = |number: usize| {
            let range = &result()["diagnostics"][number]["location"]["range"];
            ["start", "end"]
                .map(|end| ["line", "column"].map(|key| range[end][key].as_u64().unwrap()))
        };
        // `use sqlx::PgPool;`
        assert_eq!(range(0), [[3, 5], [3, 17]]);
        // Over two line ends: it stops after the first three letters of the third line.
        assert_eq!(range(1), [[4, 5], [6, 4]]);
        // A mark of direction has three bytes, an emoji four: seven bytes, and two characters.
        assert_eq!(range(2), [[1, 32], [1, 42]]);
    }
}
