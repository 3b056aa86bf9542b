//! The command line tool.

use std::process::ExitCode;

use clap::Parser as _;
use formwork::{cli::Cli, commands, output::Output};

/// As in the projects that we make.
#[global_allocator]
static ALLOCATOR: formwork_runtime::MiMalloc = formwork_runtime::MiMalloc;

fn main() -> ExitCode {
    // Wrong usage ends here, with 2; a bug of ours is a panic, with 101.
    let cli = Cli::parse();
    let mut output = Output::new(cli.output);
    match commands::run(cli.command, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output.error(&error);
            error.exit_code()
        }
    }
}
