//! Objects as files below a folder.

use std::sync::Arc;

use object_store::Error;
use object_store::local::LocalFileSystem;

use super::ObjectOrders;

impl ObjectOrders {
    pub async fn in_folder(path: &str) -> Result<Self, Error> {
        std::fs::create_dir_all(path)
            .map_err(|error| Error::Generic { store: "files", source: error.into() })?;
        Self::over(Arc::new(LocalFileSystem::new_with_prefix(path)?)).await
    }
}
