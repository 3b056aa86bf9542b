//! `formwork examples`: the sample databases.

use clap::Args;

use crate::{
    cli::{Format, FormatArgs},
    error::Error,
    output::Output,
    samples::SAMPLES,
};

/// List the sample databases that `--db-url` takes by name
///
/// They are made anew for each project, so there is nothing to install.
#[derive(Debug, Clone, Copy, Args)]
#[command(after_help = "Example:\n  formwork create --project-name shop --db-url northwind")]
pub struct ExamplesArgs {
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn examples(args: ExamplesArgs, output: &mut Output) -> Result<(), Error> {
    if args.format.format == Format::Json {
        return output.json(&SAMPLES);
    }
    let lines = SAMPLES.map(|sample| {
        let names = [&[sample.name], sample.aliases].concat().join(", ");
        format!("{names:<20} {}\n", sample.description)
    });
    output.answer(&lines.concat())
}
