//! What things are known by: kinds and names.

use serde::Serialize;

/// What kind of thing is compared; in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// `service`.
    Service,
    /// An edge that begins at a service: `from`, `to`, `by`, `what`.
    ServiceEdge,
    /// An edge between contexts: `from`, `to`, `by`, `what`.
    ContextEdge,
    /// An edge between layers, or from one to a technology: `from`, `to`, `by`, `what`.
    LayerEdge,
    /// `service`, `method`, `path`.
    Route,
    /// `name`.
    Table,
    /// `broker`, `name`.
    Topic,
    /// `key`.
    Database,
    /// `name`, `orchestrator`.
    Deployment,
    /// `deployment`, `orchestrator`, `inside`, `outside`.
    Port,
}

impl Kind {
    /// What the parts of a name of this kind are called.
    pub(crate) const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Service => &["service"],
            Self::ServiceEdge | Self::ContextEdge | Self::LayerEdge => {
                &["from", "to", "by", "what"]
            }
            Self::Route => &["service", "method", "path"],
            Self::Table => &["name"],
            Self::Topic => &["broker", "name"],
            Self::Database => &["key"],
            Self::Deployment => &["name", "orchestrator"],
            Self::Port => &["deployment", "orchestrator", "inside", "outside"],
        }
    }

    /// Things of this kind, for a heading and a count.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::ServiceEdge => "edges of services",
            Self::ContextEdge => "edges between contexts",
            Self::LayerEdge => "edges of layers",
            Self::Route => "routes",
            Self::Table => "tables",
            Self::Topic => "topics",
            Self::Database => "databases",
            Self::Deployment => "deployments",
            Self::Port => "ports of deployments",
        }
    }

    /// Whether things of this kind lead from one thing to another.
    pub(crate) const fn is_edge(self) -> bool {
        matches!(self, Self::ServiceEdge | Self::ContextEdge | Self::LayerEdge)
    }
}

/// What something is known by: its kind, and names in the order of [`Kind::parts`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) names: Vec<String>,
}

impl Key {
    /// In words, names in backticks.
    pub(crate) fn words(&self) -> String {
        let name = |at: usize| self.names[at].as_str();
        match self.kind {
            Kind::ServiceEdge | Kind::ContextEdge | Kind::LayerEdge => {
                let what =
                    if name(3).is_empty() { String::new() } else { format!(": `{}`", name(3)) };
                format!("{}{what}", self.ends())
            }
            Kind::Route => format!("`{} {}` of `{}`", name(1), name(2), name(0)),
            Kind::Topic => format!("`{}` of {}", name(1), name(0)),
            Kind::Deployment => format!("`{}` of {}", name(0), name(1)),
            Kind::Port => {
                let outside = match name(3) {
                    "" => String::new(),
                    outside => format!(", outside {outside}"),
                };
                format!("{} of `{}` of {}{outside}", name(2), name(0), name(1))
            }
            Kind::Service | Kind::Table | Kind::Database => format!("`{}`", name(0)),
        }
    }

    /// Of an edge: between what it is, and by what, in words.
    pub(crate) fn ends(&self) -> String {
        let by = match self.names[2].as_str() {
            "code" => String::new(),
            by => format!(" by {by}"),
        };
        format!("`{}` → `{}`{by}", self.names[0], self.names[1])
    }

    /// For an edge: between what it is, and by what; all such edges are one crossing.
    pub(super) fn crossing(&self) -> Option<(Kind, &[String])> {
        self.kind.is_edge().then(|| (self.kind, &self.names[..3]))
    }
}
