//! Images that are known infrastructure, by the last part of their names.

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageKind {
    /// Keeps data: SQL, documents, keys, search, objects.
    Store,
    /// Passes messages on.
    Broker,
    /// Stands between services and a database, and speaks its protocol.
    Pooler,
    /// Takes requests from outside and passes them on.
    Gateway,
    /// Collects or shows logs, traces and metrics.
    Telemetry,
    /// Everything else that is no program of the tree: identity, coordination, consoles.
    Other,
}

/// An image with a known purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownImage {
    /// The last part of its name, lower case; also as its first or last words: `kafka` is `cp-kafka`.
    pub name: &'static str,
    /// The technology: `postgres`, `kafka`.
    pub technology: &'static str,
    /// What it is for.
    pub kind: ImageKind,
}

/// The known image behind a name without tag: `docker.io/bitnami/postgresql`.
pub fn known_image(image: &str) -> Option<&'static KnownImage> {
    let image = image.to_lowercase();
    let mut parts = image.rsplit('/');
    let last = parts.next().unwrap_or_default();
    // Some names say little without their owner's.
    let name = match (parts.next(), last) {
        (Some("debezium"), "connect" | "server") => "debezium",
        (Some("temporalio"), "auto-setup" | "server" | "admin-tools") => "temporal",
        (Some("temporalio"), "ui") => "temporal-ui",
        (Some("mssql"), "server") => "mssql-server",
        (Some("redpandadata"), "console") => "redpanda-console",
        (Some("grafana"), "agent") => "grafana-agent",
        _ => last,
    };
    let exact = IMAGES.iter().find(|known| known.name == name);
    // Words at an end of the name: the longest says most (`kafka-ui` is no `kafka`).
    exact.or_else(|| {
        let at_an_end = |known: &&KnownImage| {
            let bounded = |rest: Option<&str>, dash: fn(&str) -> bool| rest.is_some_and(dash);
            bounded(name.strip_prefix(known.name), |rest| rest.starts_with(['-', '_']))
                || bounded(name.strip_suffix(known.name), |rest| rest.ends_with(['-', '_']))
        };
        IMAGES.iter().filter(at_an_end).max_by_key(|known| known.name.len())
    })
}

macro_rules! images {
    ($($kind:ident: $($name:literal $(= $technology:literal)?),+;)+) => {
        &[$($(KnownImage {
            name: $name,
            technology: images!(@ $name $($technology)?),
            kind: ImageKind::$kind,
        },)+)+]
    };
    (@ $name:literal) => { $name };
    (@ $name:literal $technology:literal) => { $technology };
}

/// All known images.
pub static IMAGES: &[KnownImage] = images! {
    Store: "postgres", "postgresql" = "postgres", "postgresql-repmgr" = "postgres", "postgis" = "postgres",
        "timescaledb" = "postgres", "timescaledb-ha" = "postgres", "timescaledb-postgis" = "postgres",
        "pgvector" = "postgres", "supabase-postgres" = "postgres", "debezium-postgres" = "postgres",
        "patroni" = "postgres", "spilo" = "postgres", "alloydbomni" = "postgres",
        "cockroach" = "cockroachdb", "cockroachdb", "yugabyte" = "yugabytedb",
        "mysql", "mysql-server" = "mysql", "percona" = "mysql", "percona-server" = "mysql", "mariadb",
        "tidb", "tikv", "vitess",
        "redis", "redis-stack" = "redis", "redis-stack-server" = "redis", "redis-cluster" = "redis",
        "redis-sentinel" = "redis", "valkey", "keydb" = "redis", "dragonfly" = "redis",
        "memcached",
        "mongo", "mongodb" = "mongo", "mongodb-community-server" = "mongo", "ferretdb" = "mongo",
        "cassandra", "scylla", "couchdb", "couchbase", "arangodb", "neo4j", "surrealdb", "rethinkdb",
        "clickhouse", "clickhouse-server" = "clickhouse", "influxdb", "questdb", "victoria-metrics" = "victoriametrics",
        "elasticsearch", "opensearch", "meilisearch", "typesense", "solr", "qdrant", "weaviate", "milvus", "chroma",
        "minio", "mssql-server" = "mssql", "dynamodb-local" = "dynamodb",
        "eventstore" = "eventstoredb", "eventstoredb", "kurrentdb" = "eventstoredb", "etcd",
        "azurite", "fake-gcs-server" = "gcs", "localstack", "bigtable-emulator" = "bigtable";
    Broker: "kafka", "cp-kafka" = "kafka", "cp-server" = "kafka", "cp-enterprise-kafka" = "kafka", "kafka-native" = "kafka",
        "fast-data-dev" = "kafka", "redpanda", "rabbitmq", "nats", "nats-streaming" = "nats", "nats-server" = "nats",
        "pulsar", "pulsar-all" = "pulsar", "activemq", "activemq-artemis" = "activemq", "artemis" = "activemq",
        "mosquitto" = "mqtt", "emqx" = "mqtt", "vernemq" = "mqtt", "hivemq4" = "mqtt", "elasticmq" = "sqs",
        "rocketmq", "nsq", "iggy";
    Pooler: "pgbouncer", "pgcat", "pgpool", "odyssey", "supavisor", "proxysql", "haproxy", "maxscale", "twemproxy";
    Gateway: "nginx", "nginx-unprivileged" = "nginx", "openresty" = "nginx", "envoy", "envoy-alpine" = "envoy",
        "traefik", "kong", "kong-gateway" = "kong", "caddy", "apisix", "krakend", "tyk-gateway" = "tyk", "httpd",
        "ambassador", "emissary", "pingora", "oauth2-proxy", "apollo-router", "nginx-proxy" = "nginx", "ngrok";
    Telemetry: "jaeger", "all-in-one" = "jaeger", "jaeger-collector" = "jaeger", "jaeger-query" = "jaeger",
        "jaeger-agent" = "jaeger", "zipkin", "tempo", "opentelemetry-collector" = "otel-collector",
        "opentelemetry-collector-contrib" = "otel-collector", "otel-collector", "otelcol" = "otel-collector",
        "prometheus", "node-exporter", "postgres-exporter", "redis_exporter" = "redis-exporter",
        "redis-exporter", "kafka-exporter", "cadvisor", "alertmanager", "pushgateway", "blackbox-exporter", "grafana",
        "grafana-oss" = "grafana", "otel-lgtm" = "grafana", "loki", "promtail", "mimir", "pyroscope", "alloy", "grafana-agent",
        "kibana", "opensearch-dashboards", "logstash", "filebeat", "metricbeat", "apm-server", "fluentd",
        "fluent-bit", "vector", "graylog", "seq", "statsd", "graphite-statsd" = "graphite", "sentry", "signoz", "uptrace",
        "datadog-agent" = "datadog";
    Other: "zookeeper", "cp-zookeeper" = "zookeeper", "consul", "vault", "eureka", "nacos-server" = "nacos",
        "keycloak", "dex", "kratos", "hydra", "zitadel", "authentik" , "authelia", "openldap", "casdoor", "fusionauth-app" = "fusionauth",
        "schema-registry", "cp-schema-registry" = "schema-registry", "karapace" = "schema-registry",
        "apicurio-registry" = "schema-registry", "kafka-ui", "kafdrop", "akhq", "kowl" = "redpanda-console",
        "redpanda-console", "kafka-manager", "cp-kafka-rest" = "kafka-rest", "cp-ksqldb-server" = "ksqldb", "ksqldb-server" = "ksqldb",
        "debezium", "debezium-connect" = "debezium", "cp-kafka-connect" = "kafka-connect", "debezium-ui",
        "adminer", "pgadmin4" = "pgadmin", "pgadmin", "phpmyadmin", "mongo-express", "redisinsight", "redis-commander",
        "swagger-ui", "swagger-editor", "redoc", "mailhog", "mailpit", "maildev", "mailcatcher", "smtp4dev", "inbucket",
        "wiremock", "mockserver", "mountebank", "toxiproxy", "flagd", "unleash-server" = "unleash", "temporal",
        "temporal-ui", "portainer", "watchtower", "dozzle", "mc" = "minio-client",
        "curl", "dockerize", "wait-for-it", "flyway", "cloud-sdk" = "gcloud", "google-cloud-cli" = "gcloud", "liquibase", "k6", "locust", "chrome" , "selenium",
        "ollama", "graph-node", "ipfs", "kubo" = "ipfs", "bitcoind", "lnd", "anvil" = "foundry", "foundry", "geth", "client-go" = "geth";
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_last_part() {
        let technology = |image| known_image(image).map(|known| known.technology);
        assert_eq!(technology("docker.io/bitnami/postgresql"), Some("postgres"));
        assert_eq!(technology("confluentinc/cp-kafka"), Some("kafka"));
        assert_eq!(technology("provectuslabs/kafka-ui"), Some("kafka-ui"));
        assert_eq!(technology("shop-postgres"), Some("postgres"));
        assert_eq!(technology("shop"), None);
        assert_eq!(technology("postgresclient"), None);
    }

    #[test]
    fn no_image_is_there_twice() {
        let mut names: Vec<&str> = IMAGES.iter().map(|known| known.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
