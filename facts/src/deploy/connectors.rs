//! Connectors of Kafka Connect: which tables they read, and which topics they fill or empty.

use super::DeployFile;
use super::names::is_example;
use super::secret_words::is_secret_key;
use crate::extract::connector::{RawConnector, extract};
use crate::framework::connectors::{ConnectorTable, RouterEntry, connector};
use crate::place::Place;

/// A connector.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Who makes it, as its table says.
    pub library: &'static str,
    /// The tables whose changes it reads, by schema and name.
    pub tables: Vec<(Option<String>, String)>,
    /// They are outboxes: each row is an event that it routes.
    pub routes_events: bool,
    /// The topics that it fills; `*` stands for what is not known of one.
    pub publishes: Vec<String>,
    /// The topics that it empties into somewhere else.
    pub consumes: Vec<String>,
    /// Whether it may empty others.
    pub consumes_more: bool,
    /// Where it says so: its tables or topics, else its class.
    pub place: Place,
}

/// The connectors of a file; places of secrets in them are added to `secrets`.
pub(super) fn read(file: &DeployFile<'_>, secrets: &mut Vec<Place>) -> Vec<Connector> {
    if is_example(file.path) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for raw in extract(file.text) {
        for entry in raw.entries.iter().filter(|entry| is_secret_key(&entry.key)) {
            secrets.push(Place { file: file.file, span: entry.value.span });
        }
        found.extend(of(&raw, file));
    }
    found
}

fn of(raw: &RawConnector, file: &DeployFile<'_>) -> Option<Connector> {
    let text = |key: &str| raw.get(key).map(|entry| entry.value.text.as_str());
    let class = text("connector.class")?;
    let place = |keys: &[&str]| {
        let entry = keys.iter().find_map(|key| raw.get(key)).or_else(|| raw.get("connector.class"));
        let span = entry.map_or(raw.span, |entry| entry.value.span);
        Place { file: file.file, span }
    };
    let list = |key: &str| {
        let names = text(key).unwrap_or_default().split(',').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let known = connector(class)?;
    let all = |keys: &[&str]| keys.iter().flat_map(|key| list(key)).collect::<Vec<_>>();
    let tables = all(known.tables);
    let routed = routed(raw, known);
    let publishes = match routed {
        Some((_, topic)) => vec![open(topic)],
        None => by_table(known.prefixes.iter().find_map(|key| text(key)), &tables),
    };
    let consumes = all(known.topics);
    let consumes_more = known.topic_patterns.iter().any(|key| raw.get(key).is_some());
    let says_some = [&tables, &publishes, &consumes].iter().any(|names| !names.is_empty());
    (says_some || consumes_more).then(|| Connector {
        library: known.library,
        tables: tables.iter().filter_map(|table| name(table)).collect(),
        routes_events: routed.is_some_and(|(router, _)| router.of_events),
        publishes,
        consumes,
        consumes_more,
        place: place(&[known.tables, known.topics, known.topic_patterns].concat()),
    })
}

/// The transformation that says which topic is filled, and the topic.
fn routed<'r>(
    raw: &'r RawConnector,
    known: &'static ConnectorTable,
) -> Option<(&'static RouterEntry, &'r str)> {
    known.routers.iter().find_map(|router| {
        let name = raw.entries.iter().find_map(|entry| {
            let name = entry.key.strip_prefix("transforms.")?.strip_suffix(".type")?;
            entry.value.text.ends_with(router.kind).then_some(name)
        })?;
        let topic = |key: &&str| raw.get(&format!("transforms.{name}.{key}"));
        let said = router.topic.iter().find_map(topic).map(|entry| entry.value.text.as_str());
        Some((router, said.or(router.otherwise)?))
    })
}

/// The topics that changes of tables go to where no transformation says it.
fn by_table(prefix: Option<&str>, tables: &[String]) -> Vec<String> {
    let Some(prefix) = prefix.map(open) else { return Vec::new() };
    if tables.is_empty() {
        return vec![format!("{prefix}.*")];
    }
    tables.iter().map(|table| format!("{prefix}.{}", pattern(table))).collect()
}

/// A topic with `*` for what is put in: `$1`, `${routedByValue}`.
fn open(topic: &str) -> String {
    let mut out = String::new();
    let mut rest = topic;
    while let Some((before, behind)) = rest.split_once('$') {
        out.push_str(before);
        out.push('*');
        rest = match behind.strip_prefix('{') {
            Some(inner) => inner.split_once('}').map_or("", |(_, after)| after),
            None => behind.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        };
    }
    out.push_str(rest);
    out
}

/// A table of a list, which is a pattern: `public\.orders`, `shop.order_.*`.
fn pattern(table: &str) -> String {
    table.replace("\\.", ".").replace(".*", "*")
}

/// Schema and name of a table; none where a pattern stands for many.
fn name(table: &str) -> Option<(Option<String>, String)> {
    let table = pattern(table);
    if table.contains(['*', '(', '[', '|', '$']) {
        return None;
    }
    Some(match table.rsplit_once('.') {
        Some((schema, name)) => {
            let schema = schema.rsplit('.').next().unwrap_or(schema);
            (Some(schema.to_owned()), name.to_owned())
        }
        None => (None, table),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::FileId;

    fn told(config: &str) -> Vec<String> {
        let text = format!("{{\"config\": {{{config}}}}}");
        let file = DeployFile {
            path: "deploy/connector.json",
            file: FileId(0),
            text: &text,
            unread: false,
        };
        let found = read(&file, &mut Vec::new());
        let lines = found.iter().map(|connector| {
            let tables = connector.tables.iter().map(|(schema, name)| {
                format!("{}{name}", schema.as_ref().map_or(String::new(), |s| format!("{s}.")))
            });
            format!(
                "{} reads {} fills {} empties {}{}",
                connector.library,
                tables.collect::<Vec<_>>().join(" "),
                connector.publishes.join(" "),
                connector.consumes.join(" "),
                if connector.routes_events { "outbox" } else { "" }
            )
        });
        lines.collect()
    }

    #[test]
    fn changes_of_tables_become_topics() {
        let class = "\"connector.class\": \"io.debezium.connector.postgresql.PostgresConnector\"";
        let list = "\"table.include.list\": \"public\\\\.orders, shop.line_.*\", \"topic.prefix\": \"shop\"";
        assert_eq!(
            told(&format!("{class}, {list}")),
            ["debezium reads public.orders fills shop.public.orders shop.shop.line_* empties "]
        );
        let outbox = "\"table.include.list\": \"public.outbox\", \"transforms\": \"o\", \
            \"transforms.o.type\": \"io.debezium.transforms.outbox.EventRouter\", \
            \"transforms.o.route.topic.replacement\": \"dev.${routedByValue}.v1\"";
        assert_eq!(
            told(&format!("{class}, {outbox}")),
            ["debezium reads public.outbox fills dev.*.v1 empties outbox"]
        );
        let routed = "\"topic.prefix\": \"x\", \"transforms.r.type\": \
            \"org.apache.kafka.connect.transforms.RegexRouter\", \"transforms.r.replacement\": \"events-$1\"";
        assert_eq!(
            told(&format!("{class}, {routed}")),
            ["debezium reads  fills events-* empties "]
        );
    }

    #[test]
    fn sinks_empty_topics_and_secrets_are_hidden() {
        let sink = "\"connector.class\": \"io.confluent.connect.jdbc.JdbcSinkConnector\", \
            \"topics\": \"a,b\", \"connection.password\": \"p\"";
        assert_eq!(told(sink), ["kafka-connect reads  fills  empties a b"]);
        let text = format!("{{{sink}}}");
        let file = DeployFile { path: "c.json", file: FileId(0), text: &text, unread: false };
        let mut secrets = Vec::new();
        read(&file, &mut secrets);
        let hidden = secrets.iter().map(|place| &text[place.span.range()]);
        assert_eq!(hidden.collect::<Vec<_>>(), ["\"p\""]);
    }
}
