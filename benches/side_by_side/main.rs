//! The runtime against hand-written code, side by side in one run: the same answers from the same rows on the same driver.
//!
//! `cargo bench` runs everything; `cargo bench -- --help` says what else there is. Each server is a process of its own (this
//! program, called with `serve`), so that its CPU time can be told from that of the clients. Before anything is measured,
//! every request of the workload is sent to both servers, and their answers must be equal byte by byte.

mod arguments;
mod by_hand;
mod client;
mod database;
#[path = "../by_hand/group_commit.rs"]
mod group_commit;
mod instructions;
mod of_formwork;
mod report;
mod rounds;
mod server;
#[path = "../shared/server_process.rs"]
mod server_process;
mod start;
mod workload;

use std::error::Error;
use std::process::ExitCode;

use arguments::{Arguments, Task};

/// As in the projects that we make, for both sides.
#[global_allocator]
static ALLOCATOR: formwork_runtime::MiMalloc = formwork_runtime::MiMalloc;

/// Any error: a benchmark that cannot go on says why and stops.
type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match arguments::parse(std::env::args().skip(1))? {
        Task::Help => anstream::println!("{}", arguments::HELP),
        Task::Serve { who, folder } => server::serve(who, &folder)?,
        Task::Measure(arguments) => measure(&arguments)?,
    }
    Ok(())
}

fn measure(arguments: &Arguments) -> Result<()> {
    let folder = database::northwind(arguments.orders)?;
    if arguments.instructions {
        report::instructions(&instructions::count(&folder, arguments.only.as_deref())?);
        return Ok(());
    }
    report::side_by_side(&rounds::measure(&folder, arguments)?);
    report::starts(&[
        ("Northwind", start::measure(&folder, "/api/Order/10643")?),
        (
            "1,000 tables",
            start::measure(&database::wide(1_000)?, "/api/CoreUser/1")?,
        ),
    ]);
    Ok(())
}
