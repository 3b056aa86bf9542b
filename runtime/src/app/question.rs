//! What the tool asks a project instead of having it serve, with the hidden option `--rules`. The answers are JSON on
//! standard output, one document or one for each line.

use std::io::{self, Write};

use serde::Serialize;

use super::{App, StartError, State};
use crate::catalog::Catalog;
use crate::config::Configuration;
use crate::model::Model;
use crate::rules::RuleGraph;

/// A question about the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Which there are; no database is opened for it.
    Describe,
    /// Which stored values are not what they say.
    Reconcile,
    /// The same, and what is not is mended.
    Repair,
}

impl Question {
    pub(super) fn parse(word: &str) -> Result<Self, StartError> {
        match word {
            "describe" => Ok(Self::Describe),
            "reconcile" => Ok(Self::Reconcile),
            "repair" => Ok(Self::Repair),
            other => Err(StartError::Usage(format!(
                "`--rules` takes `describe`, `reconcile` or `repair`, not `{other}`"
            ))),
        }
    }
}

/// Answers with the rules of the application, if they fit its tables and each other.
pub(super) fn describe(app: App, model: &Model) -> Result<(), StartError> {
    let catalog = Catalog::new(model)?;
    let rules = RuleGraph::new(&catalog, app.logic).map_err(StartError::Rules)?;
    say(&rules.describe(&catalog))
}

/// Answers with each stored value that is not what its rule says.
pub(super) async fn reconcile(
    app: App,
    model: &Model,
    configuration: &Configuration,
    repair: bool,
) -> Result<(), StartError> {
    let state = State::open(model, configuration, app.logic).await?;
    let mut said = Ok(());
    let done = state
        .reconcile(repair, &mut |drift| {
            if said.is_ok() {
                said = say(&drift);
            }
        })
        .await;
    state.close().await;
    done.map_err(StartError::reconcile)?;
    said
}

fn say(answer: &impl Serialize) -> Result<(), StartError> {
    let mut line = serde_json::to_vec(answer).expect("answers are plain data");
    line.push(b'\n');
    io::stdout().write_all(&line).map_err(StartError::System)
}
