//! The health service of gRPC, which says what `/health/ready` says.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tonic::server::NamedService;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use super::proto::order_service_server::OrderServiceServer;
use super::{Api, Readiness};

const PAUSE: Duration = Duration::from_secs(2);

/// The server as a whole, and its service.
const NAMES: [&str; 2] = ["", OrderServiceServer::<Api>::NAME];

pub(super) async fn report(readiness: &Readiness, reporter: &HealthReporter) {
    let status = match readiness.states().await.are_up() {
        true => ServingStatus::Serving,
        false => ServingStatus::NotServing,
    };
    for name in NAMES {
        reporter.set_service_status(name, status).await;
    }
}

/// Reports until the end. Then those who watch are told and let go: the server waits for them.
pub(super) async fn follow(readiness: Readiness, mut reporter: HealthReporter, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(PAUSE) => report(&readiness, &reporter).await,
        }
    }
    for name in NAMES {
        reporter.set_service_status(name, ServingStatus::NotServing).await;
        reporter.clear_service_status(name).await;
    }
}
