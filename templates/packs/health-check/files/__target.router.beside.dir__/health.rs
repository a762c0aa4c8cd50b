//! Whether the service is alive, for those who start it again if it is not.

use axum::Router;
use axum::routing::get;

/// `GET /health/live`: the process answers. It asks nothing of others, so that a database that is away
/// does not have all its users started again.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/health/live", get(|| async {}))
}
