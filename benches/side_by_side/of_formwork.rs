//! The server that a project made by formwork is: its model loaded, its database opened, no rules.
//!
//! Rows do not show their checksums (`OPT_LOCKING=ignored`), which a server by hand would hardly have. The tag of a single row, which
//! has one, is computed all the same.

use std::path::Path;

use axum::Router;
use formwork_runtime::config::{Config, DatabaseConfig, OptLocking};
use formwork_runtime::model::Model;
use formwork_runtime::rules::Logic;
use formwork_runtime::store::Store;
use formwork_runtime::{Routes, State};

use crate::Result;
use crate::database::{self, MODEL};

/// The router of a folder's database.
pub(crate) async fn router(folder: &Path) -> Result<Router> {
    let model: Model = serde_json::from_str(&std::fs::read_to_string(folder.join(MODEL))?)?;
    let database = DatabaseConfig {
        url: database::address(folder),
        ..DatabaseConfig::default()
    };
    let store = Store::open(model.databases[0].dialect, &database).await?;
    let mut config = Config::default();
    "api".clone_into(&mut config.server.api_name);
    config.server.opt_locking = OptLocking::Ignored;
    let state = State::with_config(&model, vec![store], &config, Logic::new())?;
    Ok(state.router(Routes::new()))
}
