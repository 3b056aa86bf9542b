//! The runtime against hand-written code, side by side in one run: the same answers from the same rows on the same driver.
//!
//! `cargo bench` runs everything; `cargo bench -- --help` says what else there is. Each server is a process of its own (this
//! program, called with `serve`), so that its CPU time can be told from that of the clients. Before anything is measured,
//! every request of the workload is sent to both servers, and their answers must be equal byte by byte.

mod arguments;
mod backends;
mod by_hand;
mod by_hand_on_postgres;
mod client;
mod database;
mod depth;
mod export;
#[path = "../by_hand/group_commit.rs"]
mod group_commit;
mod instructions;
mod of_formwork;
mod orders;
mod plans;
mod report;
mod rounds;
mod server;
#[path = "../shared/server_process.rs"]
mod server_process;
mod start;
mod workload;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;

use arguments::{Arguments, Part, Task};
use database::{Copied, Database};
use server::Who;
use tokio::runtime::Runtime;

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
    if arguments.wants_database(Database::Sqlite) {
        let northwind = |orders, copied| database::northwind(orders, copied);
        measure_on(Database::Sqlite, &northwind, arguments)?;
    }
    if arguments.wants_database(Database::Postgres) {
        match std::env::var("FORMWORK_POSTGRES_URL") {
            Ok(server) => {
                let northwind =
                    |orders, copied| database::northwind_on_postgres(&server, orders, copied);
                measure_on(Database::Postgres, &northwind, arguments)?;
            }
            Err(_) => anstream::eprintln!(
                "skipped: PostgreSQL: `FORMWORK_POSTGRES_URL` is not set\nhint: scripts/servers run scripts/bench"
            ),
        }
    }
    if arguments.wants(Part::Start) && !arguments.instructions {
        let northwind = database::northwind(None, Copied::Orders)?;
        report::starts(&[
            ("Northwind", start::measure(&northwind, "/api/Order/10643")?),
            (
                "1,000 tables",
                start::measure(&database::wide(1_000)?, "/api/CoreUser/1")?,
            ),
        ]);
    }
    Ok(())
}

fn measure_on(
    database: Database,
    northwind: &dyn Fn(Option<u32>, Copied) -> Result<PathBuf>,
    arguments: &Arguments,
) -> Result<()> {
    if arguments.wants(Part::Workloads) {
        let folder = northwind(arguments.orders, Copied::OrdersAndDetails)?;
        let workloads = arguments.workloads(database);
        let title = format!("{database}: workload");
        if arguments.instructions {
            report::instructions(&title, &instructions::count(&folder, &workloads)?);
            return Ok(());
        }
        let comparisons = rounds::measure(&folder, &workloads, arguments.rounds)?;
        report::side_by_side(&title, &comparisons);
    }
    let far = arguments.wants(Part::Depth) || arguments.wants(Part::Export);
    if !far || arguments.instructions {
        return Ok(());
    }
    let folder = northwind(Some(arguments.rows), Copied::Orders)?;
    if arguments.wants(Part::Depth) {
        let depths = depth::measure(&folder, arguments.rows, arguments.rounds)?;
        let title = format!("{database}: 50 orders");
        report::depths(&title, arguments.rows, &depths);
    }
    if arguments.wants(Part::Export) {
        let title = format!("{database}: {} orders as CSV", arguments.rows);
        let servers: &[Who] = match database {
            Database::Sqlite => &Who::ALL,
            Database::Postgres => &[Who::Formwork],
        };
        report::exports(&title, &export::measure(&folder, servers)?);
    }
    Ok(())
}

/// Waits on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build();
        runtime.expect("a thread can wait for itself")
    });
    RUNTIME.block_on(future)
}
