//! Hosts of addresses: which are inside the system, and which a value names.

use core::net::{IpAddr, Ipv4Addr};

use portcullis_facts::graph::system::Landscape;

/// A host without its port.
pub(crate) fn without_port(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    match host.rsplit_once(':') {
        Some((name, _)) if !name.contains(':') => name,
        _ => host,
    }
}

/// Whether a host means the machine or container itself.
pub(crate) fn is_local(host: &str) -> bool {
    is_loopback(host) || without_port(host).parse::<IpAddr>().is_ok_and(|ip| ip.is_unspecified())
}

/// Whether a host is an address that only the machine itself reaches.
pub(crate) fn is_loopback(host: &str) -> bool {
    let host = without_port(host);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether a host is the one at which a cloud tells each machine about itself, the same for all of its machines.
pub(crate) fn is_metadata(host: &str) -> bool {
    let host = without_port(host);
    host == "metadata.google.internal"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_link_local())
}

/// Whether a host is one of the system's own, not one of somebody else's in the internet.
pub(crate) fn is_internal(landscape: &Landscape, host: &str) -> bool {
    let name = without_port(host);
    let suffix = |text: &str| name.to_ascii_lowercase().ends_with(text);
    is_local(host)
        || name.parse::<IpAddr>().is_ok()
        || !name.contains('.')
        || suffix(".local")
        || suffix(".internal")
        || suffix(".svc")
        || landscape.deployments.iter().any(|at| at.hosts.iter().any(|other| other == name))
}

/// Schemes that name no host.
const BUCKETS: &[&str] = &[
    "s3", "s3a", "s3n", "gs", "gcs", "az", "abfs", "abfss", "oss", "cos", "file", "unix", "sqlite",
    "spanner",
];

/// The hosts that a variable of the environment names: in URLs, in lists of `host:port`, and by itself
/// where the variable is called so.
pub(crate) fn hosts_in<'v>(variable: &str, value: &'v str) -> Vec<&'v str> {
    let called_so = variable.ends_with("_HOST") || variable.ends_with("_HOSTNAME");
    let mut hosts = Vec::new();
    for part in value.split(',').map(str::trim) {
        let host = match part.split_once("://") {
            // What stands there is a bucket or a path.
            Some((scheme, _)) if BUCKETS.contains(&scheme) => continue,
            Some((scheme, rest)) if !scheme.contains(['/', ' ']) => {
                let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                authority.rsplit('@').next().unwrap_or_default()
            }
            _ => match part.split_once(':') {
                Some((_, port)) if port.parse::<u16>().is_ok() => part,
                None if called_so => part,
                _ => continue,
            },
        };
        let name = without_port(host);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !name.is_empty() && name.chars().all(plain) {
            hosts.push(name);
        }
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::{hosts_in, is_local, without_port};

    #[test]
    fn hosts_are_read_from_urls_and_lists() {
        assert_eq!(hosts_in("ADDRESS", "postgres://orders-db:5432/orders?x=1"), ["orders-db"]);
        assert_eq!(hosts_in("ADDRESS", "kafka-1:9092,kafka-2:9092"), ["kafka-1", "kafka-2"]);
        assert_eq!(hosts_in("ADDRESS", "amqp://user@rabbit"), ["rabbit"]);
        assert_eq!(hosts_in("ADDRESS", "info,sqlx=warn"), Vec::<&str>::new());
        assert_eq!(hosts_in("ADDRESS", "http://${HOST}/x"), Vec::<&str>::new());
        assert_eq!(hosts_in("ADDRESS", "orders"), Vec::<&str>::new());
        assert_eq!(hosts_in("WAREHOUSE", "s3://warehouse/"), Vec::<&str>::new());
        assert_eq!(hosts_in("DB_HOST", "orders-db"), ["orders-db"]);
    }

    #[test]
    fn a_port_is_no_part_of_a_host() {
        assert_eq!(without_port("a:80"), "a");
        assert_eq!(without_port("[::1]:80"), "::1");
        assert!(is_local("127.0.0.1:80") && is_local("[::1]:80") && is_local("localhost"));
        assert!(!is_local("orders:80"));
    }
}
