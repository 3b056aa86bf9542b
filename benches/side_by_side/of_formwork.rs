//! The server that a project made by formwork is: its model loaded, its database opened, no rules.

use std::path::Path;

use axum::Router;
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::model::Model;
use formwork_runtime::store::Store;
use formwork_runtime::{Routes, State};

use crate::Result;
use crate::database::{FILE, MODEL};

/// The router of a folder's database.
pub(crate) async fn router(folder: &Path) -> Result<Router> {
    let model: Model = serde_json::from_str(&std::fs::read_to_string(folder.join(MODEL))?)?;
    let url = format!("sqlite:{}", folder.join(FILE).display());
    let config = DatabaseConfig {
        url,
        ..DatabaseConfig::default()
    };
    let store = Store::open(model.databases[0].dialect, &config).await?;
    Ok(State::new(&model, vec![store], "api")?.router(Routes::new()))
}
