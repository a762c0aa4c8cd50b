//! What connectors of Kafka Connect call what: their classes, the keys of tables and topics, their transformations.

/// Connectors of one maker.
#[derive(Clone, Copy, Debug)]
pub struct ConnectorTable {
    /// Who makes them.
    pub library: &'static str,
    /// How the names of their classes begin.
    pub classes: &'static [&'static str],
    /// Parts of such names that other connectors of the maker have.
    pub other_classes: &'static [&'static str],
    /// Keys of the tables that they read, of today and of former versions.
    pub tables: &'static [&'static str],
    /// Keys of what the names of topics begin with.
    pub prefixes: &'static [&'static str],
    /// Transformations that say which topics are filled; those before others decide.
    pub routers: &'static [RouterEntry],
    /// Keys of the topics that they empty.
    pub topics: &'static [&'static str],
    /// Keys of patterns that stand for such topics.
    pub topic_patterns: &'static [&'static str],
}

/// A transformation that says which topic a message goes to.
#[derive(Clone, Copy, Debug)]
pub struct RouterEntry {
    /// How its type ends.
    pub kind: &'static str,
    /// Keys of the topic, below those of the transformation.
    pub topic: &'static [&'static str],
    /// The topic if none is said.
    pub otherwise: Option<&'static str>,
    /// Each row is an event: the table is an outbox.
    pub of_events: bool,
}

impl ConnectorTable {
    /// A table without entries, to be filled with `..ConnectorTable::NONE`.
    pub const NONE: Self = Self {
        library: "",
        classes: &[],
        other_classes: &[],
        tables: &[],
        prefixes: &[],
        routers: &[],
        topics: &[],
        topic_patterns: &[],
    };

    fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|start| class.starts_with(start))
            && !self.other_classes.iter().any(|part| class.contains(part))
    }
}

/// All makers; the first whose class it is knows a connector.
static CONNECTORS: &[ConnectorTable] = &[
    ConnectorTable {
        library: "debezium",
        classes: &["io.debezium."],
        // Those write to databases what stands in topics, as connectors of others do.
        other_classes: &[".jdbc."],
        tables: &["table.include.list", "table.whitelist", "collection.include.list"],
        prefixes: &["topic.prefix", "database.server.name"],
        routers: &[
            RouterEntry {
                kind: "outbox.EventRouter",
                topic: &["route.topic.replacement"],
                otherwise: Some("outbox.event.${routedByValue}"),
                of_events: true,
            },
            RouterEntry {
                kind: "RegexRouter",
                topic: &["replacement"],
                otherwise: None,
                of_events: false,
            },
            RouterEntry {
                kind: "ByLogicalTableRouter",
                topic: &["topic.replacement"],
                otherwise: None,
                of_events: false,
            },
        ],
        ..ConnectorTable::NONE
    },
    ConnectorTable {
        library: "kafka-connect",
        classes: &[""],
        topics: &["topics"],
        topic_patterns: &["topics.regex"],
        ..ConnectorTable::NONE
    },
];

/// The table that knows connectors of a class.
pub fn connector(class: &str) -> Option<&'static ConnectorTable> {
    CONNECTORS.iter().find(|table| table.has(class))
}

#[cfg(test)]
mod tests {
    use super::connector;

    #[test]
    fn connectors_are_known_by_their_class() {
        let library = |class| connector(class).map(|table| table.library);
        let source = "io.debezium.connector.postgresql.PostgresConnector";
        assert_eq!(library(source), Some("debezium"));
        let sink = "io.debezium.connector.jdbc.JdbcSinkConnector";
        assert_eq!(library(sink), Some("kafka-connect"));
        assert_eq!(library("io.confluent.connect.s3.S3SinkConnector"), Some("kafka-connect"));
    }
}
