//! What an address means: the deployment behind a host name or a published port.

use rustc_hash::FxHashMap;

use super::keywords;
use crate::SourceFile;
use crate::framework::images::{ImageKind, known_image};
use crate::graph::system::{Deployment, DeploymentId, Known};
use crate::place::FileId;

/// Pools and proxies are followed so far.
const MOST_HOPS: usize = 4;
/// Variables in which a pooler says what is behind it.
const BEHIND: &[&str] = &[
    "DATABASE_URL",
    "DATABASES_HOST",
    "DB_HOST",
    "POSTGRESQL_HOST",
    "POSTGRES_HOST",
    "PG_HOST",
    "PGHOST",
    "UPSTREAM",
    "BACKEND_HOST",
];
/// Endings by which the writing and the reading side of one cluster differ.
const SIDES: &[&str] = &[
    "-read", "-write", "-ro", "-rw", "-primary", "-replica", "-reader", "-writer", "-master",
    "-slave",
];

/// Deployments by the names and ports under which they are reached.
pub(crate) struct Hosts<'d> {
    deployments: &'d [Deployment],
    files: &'d [SourceFile],
    by_name: FxHashMap<&'d str, Vec<DeploymentId>>,
    by_port: FxHashMap<u16, Vec<DeploymentId>>,
}

impl<'d> Hosts<'d> {
    /// Looks at all deployments once.
    pub(crate) fn new(deployments: &'d [Deployment], files: &'d [SourceFile]) -> Self {
        let mut by_name: FxHashMap<&str, Vec<DeploymentId>> = FxHashMap::default();
        let mut by_port: FxHashMap<u16, Vec<DeploymentId>> = FxHashMap::default();
        for (index, deployment) in deployments.iter().enumerate() {
            let id = DeploymentId(index as u32);
            for host in &deployment.hosts {
                by_name.entry(host).or_default().push(id);
            }
            for port in deployment.ports.iter().filter_map(|port| port.host) {
                by_port.entry(port).or_default().push(id);
            }
        }
        Self { deployments, files, by_name, by_port }
    }

    /// The deployment that `host` and `port` mean for somebody whose settings stand in `from`.
    pub(crate) fn find(
        &self,
        host: &str,
        port: Option<u16>,
        from: Option<FileId>,
    ) -> Option<DeploymentId> {
        if is_here(host) {
            let candidates = self.by_port.get(&port?)?;
            return self.nearest(candidates, from);
        }
        // `orders.shop.svc.cluster.local` is `orders` in Kubernetes.
        let short = host.split('.').next().unwrap_or(host);
        let candidates = self.by_name.get(host).or_else(|| {
            let inner = host.contains(".svc") || host.split('.').count() == 2;
            inner.then(|| self.by_name.get(short)).flatten()
        })?;
        self.nearest(candidates, from)
    }

    /// The candidate in the same file, else the only one, else the first.
    fn nearest(&self, candidates: &[DeploymentId], from: Option<FileId>) -> Option<DeploymentId> {
        let same = |id: &&DeploymentId| Some(self.deployments[id.index()].place.file) == from;
        candidates.iter().find(same).or_else(|| candidates.first()).copied()
    }

    /// What stands behind a pool or proxy in front of databases.
    pub(crate) fn behind(&self, id: DeploymentId) -> DeploymentId {
        let mut at = id;
        for _ in 0..MOST_HOPS {
            let deployment = &self.deployments[at.index()];
            if !is_pooler(&deployment.technology) {
                break;
            }
            let next = BEHIND.iter().find_map(|name| {
                let value = deployment.env.iter().find(|value| value.name == *name)?;
                let Known::Text(text) = &value.value else { return None };
                let address = Address::read(text)?;
                self.find(&address.host, address.port, Some(deployment.place.file))
            });
            match next {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// How a deployment is called in the key of what runs in it: its name, without what tells the sides of one
    /// cluster apart.
    pub(crate) fn cluster(&self, id: DeploymentId) -> String {
        let deployment = &self.deployments[id.index()];
        let name = without_side(&deployment.name);
        let same = self.deployments.iter().filter(|other| without_side(&other.name) == name);
        // The same name in two files may mean two things.
        let files: rustc_hash::FxHashSet<FileId> = same.map(|other| other.place.file).collect();
        if files.len() > 1 {
            let path = &self.files[deployment.place.file.0 as usize].path;
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
            format!("{name}@{folder}")
        } else {
            name.to_owned()
        }
    }
}

/// Whether a technology passes connections on to a database.
fn is_pooler(technology: &str) -> bool {
    known_image(technology).is_some_and(|image| image.kind == ImageKind::Pooler)
}

/// A name without the ending that says which side of a cluster it is.
pub(crate) fn without_side(name: &str) -> &str {
    SIDES.iter().find_map(|side| name.strip_suffix(side)).unwrap_or(name)
}

/// Whether a host is the machine itself.
pub(crate) fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "::1" | "[::1]" | "host.docker.internal")
}

/// An address in its parts, without user and password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// `postgres`; empty if there is none.
    pub(crate) scheme: String,
    /// The host.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: Option<u16>,
    /// What stands behind the host, without the slash.
    pub(crate) path: String,
    /// Parameters, `key=value`.
    pub(crate) query: String,
}

impl Address {
    /// Reads `scheme://user:password@host:port/path?query`, `host:port`, or keywords.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(said) = keywords::read(text) {
            let address = Self::read(said.host)?;
            let port = said.port.map_or(address.port, |port| port.parse().ok());
            return Some(Self { port, path: said.database.to_owned(), ..address });
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme, rest),
            None if text.starts_with("sqlite:") => {
                return Some(Self {
                    scheme: "sqlite".to_owned(),
                    path: text["sqlite:".len()..].split('?').next().unwrap_or_default().to_owned(),
                    ..Self::default()
                });
            }
            None => ("", text),
        };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if scheme == "sqlite" {
            return Some(Self {
                scheme: scheme.to_owned(),
                path: rest.to_owned(),
                ..Self::default()
            });
        }
        let hosts = authority.rsplit('@').next().unwrap_or_default();
        // Of several hosts (`a:1,b:1`) the first names the cluster.
        let first = hosts.split(',').next().unwrap_or_default();
        let (host, port) = match first.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() => (host, port.parse().ok()),
            _ => (first, None),
        };
        let valid = !host.is_empty()
            && host.chars().all(|c| {
                c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':')
            });
        valid.then(|| Self {
            scheme: scheme.to_ascii_lowercase(),
            host: host.to_ascii_lowercase(),
            port,
            path: path.to_owned(),
            query: query.to_owned(),
        })
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, without_side};

    #[test]
    fn addresses_are_read_in_their_parts() {
        let read = Address::read("postgres://u:p@DB:5432/shop?currentSchema=orders&sslmode=off")
            .expect("an address");
        assert_eq!(
            (read.scheme.as_str(), read.host.as_str(), read.port),
            ("postgres", "db", Some(5432))
        );
        assert_eq!((read.path.as_str(), read.parameter("currentSchema")), ("shop", Some("orders")));
        assert_eq!(
            Address::read("kafka-1:9092,kafka-2:9092").map(|a| (a.host, a.port)),
            Some(("kafka-1".into(), Some(9092)))
        );
        assert_eq!(
            Address::read("sqlite:data/x.db?mode=rwc").map(|a| a.path),
            Some("data/x.db".into())
        );
        assert_eq!(Address::read("sqlite::memory:").map(|a| a.path), Some(":memory:".into()));
        let words = Address::read("host=DB port=5433 user=app dbname=shop").expect("an address");
        assert_eq!(
            (words.host.as_str(), words.port, words.path.as_str()),
            ("db", Some(5433), "shop")
        );
        assert_eq!(Address::read("host=/run/postgresql user=app"), None);
        assert_eq!(Address::read("not an address"), None);
        assert_eq!(without_side("pg-users-read"), "pg-users");
    }
}
