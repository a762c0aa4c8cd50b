//! When the service is told to end.

use tokio::signal::unix::{SignalKind, signal};

/// Returns at the first `SIGTERM`, or at Ctrl-C.
pub async fn asked() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            // Without a handler the signal ends the process by itself.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
