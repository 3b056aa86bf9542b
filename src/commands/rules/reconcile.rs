//! `formwork rules reconcile`: whether stored values are what the rules say, and mending those that are not.

use clap::Args;
use formwork_runtime::rules::Drift;
use serde::Serialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::{
    ProjectArgs,
    project::{AskError, end, start},
};
use crate::{
    cli::{Format, FormatArgs},
    error::Error,
    output::{Output, Verb},
};

/// How many values are named in a text; scripts get all.
const SHOWN: u64 = 50;

/// Compare stored values with what the rules say
///
/// Recomputes every derived value in the configured database: after a rule was added to a live database, or after other
/// programs wrote to it. The exit code is 1 if a value is not what its rule says, unless it is mended.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork rules reconcile
  formwork rules reconcile --repair")]
pub(super) struct ReconcileArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Store what the rules say, in transactions of limited size
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// What was found, for scripts.
#[derive(Debug, Serialize)]
struct Answer {
    repaired: bool,
    drift: Vec<Drift>,
}

pub(super) async fn reconcile(args: &ReconcileArgs, output: &mut Output) -> Result<(), Error> {
    let root = args.project.path();
    let option = if args.repair {
        "--rules=repair"
    } else {
        "--rules=reconcile"
    };
    let mut child = start(root, option, output)?;
    let stdout = child.stdout.take().expect("the output is a pipe");
    let mut lines = BufReader::new(stdout).lines();
    let (mut count, mut drift) = (0, Vec::new());
    while let Some(line) = lines.next_line().await.map_err(AskError::Start)? {
        let found: Drift = serde_json::from_str(&line).map_err(|source| AskError::Answer {
            path: root.to_owned(),
            source,
        })?;
        count += 1;
        match args.format.format {
            Format::Json => drift.push(found),
            Format::Text if count <= SHOWN => output.answer(&told(&found))?,
            Format::Text => {}
        }
    }
    end(root, child).await?;
    match args.format.format {
        Format::Json => output.json(&Answer {
            repaired: args.repair,
            drift,
        })?,
        Format::Text if count > SHOWN => output.answer(&format!(
            "and {} more; `--format json` has them all\n",
            count - SHOWN
        ))?,
        Format::Text => {}
    }
    report(count, args.repair, output)
}

fn report(count: u64, repair: bool, output: &mut Output) -> Result<(), Error> {
    match count {
        0 => output.hint("every derived value is what its rule says"),
        _ if repair => {
            let plural = if count == 1 { "" } else { "s" };
            output.status(Verb::Update, format_args!("{count} value{plural}"));
        }
        _ => return Err(AskError::Drift { count }.into()),
    }
    Ok(())
}

/// `Customer ALFKI: Balance is 1.00, and its rule says 2046.00`.
fn told(drift: &Drift) -> String {
    let value = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
    let (stored, computed) = (value(&drift.stored), value(&drift.computed));
    let Drift {
        kind,
        id,
        attribute,
        ..
    } = drift;
    format!("{kind} {id}: {attribute} is {stored}, and its rule says {computed}\n")
}
