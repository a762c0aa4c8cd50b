//! Resources of Kubernetes operators: what an operator makes of an object is infrastructure that no workload shows.

/// A kind of objects that an operator reads.
#[derive(Clone, Copy, Debug)]
pub struct OperatorEntry {
    /// The group of its API, without the version.
    pub group: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// What the operator makes of it.
    pub makes: Makes,
}

/// What an operator makes.
#[derive(Clone, Copy, Debug)]
pub enum Makes {
    /// A database, broker or the like.
    Infrastructure {
        /// The technology, as in [`super::images`].
        technology: &'static str,
        /// The Services by which it is reached; `*` is the name of the object.
        hosts: &'static [&'static str],
        /// Keys below `spec` with the number of copies; the first that is there counts.
        copies: &'static [&'static str],
    },
    /// A topic.
    Topic {
        /// The kind of broker.
        kind: &'static str,
        /// The key below `spec` with its name, if that is not the name of the object.
        name: &'static str,
    },
}

const fn runs(
    group: &'static str,
    kind: &'static str,
    technology: &'static str,
    hosts: &'static [&'static str],
    copies: &'static [&'static str],
) -> OperatorEntry {
    OperatorEntry { group, kind, makes: Makes::Infrastructure { technology, hosts, copies } }
}

/// All kinds of objects that are known.
static OPERATORS: &[OperatorEntry] = &[
    // Strimzi.
    runs(
        "kafka.strimzi.io",
        "Kafka",
        "kafka",
        &["*-kafka-bootstrap", "*-kafka-brokers", "*-kafka-external-bootstrap"],
        &["kafka.replicas"],
    ),
    OperatorEntry {
        group: "kafka.strimzi.io",
        kind: "KafkaTopic",
        makes: Makes::Topic { kind: "kafka", name: "topicName" },
    },
    // CloudNativePG.
    runs("postgresql.cnpg.io", "Cluster", "postgres", &["*-rw", "*-ro", "*-r"], &["instances"]),
    // The operators of Zalando and of Crunchy Data.
    runs(
        "acid.zalan.do",
        "postgresql",
        "postgres",
        &["*", "*-repl", "*-pooler", "*-pooler-repl"],
        &["numberOfInstances"],
    ),
    runs(
        "postgres-operator.crunchydata.com",
        "PostgresCluster",
        "postgres",
        &["*-primary", "*-replicas", "*-ha", "*-pgbouncer"],
        &[],
    ),
    // The operators of MongoDB, RabbitMQ and Elastic.
    runs("mongodbcommunity.mongodb.com", "MongoDBCommunity", "mongo", &["*-svc"], &["members"]),
    runs("rabbitmq.com", "RabbitmqCluster", "rabbitmq", &["*", "*-nodes"], &["replicas"]),
    runs("elasticsearch.k8s.elastic.co", "Elasticsearch", "elasticsearch", &["*-es-http"], &[]),
];

/// What an operator makes of an object, by the version of its API (`kafka.strimzi.io/v1beta2`) and its kind.
pub fn made(api_version: &str, kind: &str) -> Option<&'static Makes> {
    let (group, _) = api_version.split_once('/')?;
    let entry = OPERATORS.iter().find(|entry| entry.group == group && entry.kind == kind)?;
    Some(&entry.makes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::images::known_image;

    #[test]
    fn what_operators_run_is_known_as_images_are() {
        for entry in OPERATORS {
            if let Makes::Infrastructure { technology, .. } = entry.makes {
                assert!(known_image(technology).is_some(), "{technology}");
            }
        }
        assert!(made("kafka.strimzi.io/v1beta2", "KafkaTopic").is_some());
        assert!(made("kafka.strimzi.io/v1beta2", "Cluster").is_none());
        assert!(made("v1", "Cluster").is_none());
    }
}
