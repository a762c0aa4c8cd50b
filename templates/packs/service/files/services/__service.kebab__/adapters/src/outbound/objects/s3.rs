//! Objects in S3, or in what speaks its protocol.

use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::Error;

use super::ObjectOrders;

impl ObjectOrders {
    /// Takes `s3://BUCKET`. Keys and region come from the usual variables (`AWS_REGION`, …) or from
    /// the machine's role; timeouts and repetitions are those of the client.
    pub async fn in_bucket(url: &str) -> Result<Self, Error> {
        Self::over(Arc::new(AmazonS3Builder::from_env().with_url(url).build()?)).await
    }
}
