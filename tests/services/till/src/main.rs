use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use till::adapters::card::Cards;
use till::domain::Amount;
use till::ports::{ChargeError, Payments};

async fn charge(
    State(payments): State<Arc<dyn Payments>>,
    Path(amount): Path<u64>,
) -> Result<String, (StatusCode, String)> {
    match payments.charge(Amount(amount), "1").await {
        Ok(receipt) => Ok(format!("{receipt} {}", payments.currency())),
        Err(ChargeError::Declined) => Err((StatusCode::CONFLICT, "declined".to_owned())),
        Err(ChargeError::Unavailable(why)) => Err((StatusCode::BAD_GATEWAY, why)),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let payments: Arc<dyn Payments> = Arc::new(Cards);
    // Everything that we serve.
    let app = Router::new()
        .route("/health", get(|| async { "ok" })) // for the balancer
        .route("/charge/{amount}", get(charge))
        .with_state(payments);
    let listener = tokio::net::TcpListener::bind(std::env::var("ADDRESS")?).await?;
    axum::serve(listener, app).await?;
    Ok(())
}
