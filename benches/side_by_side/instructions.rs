//! Instructions per request, counted by valgrind: the same on a busy machine, and what a change of some percent shows in.
//!
//! What the kernel does is not counted.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::block_on;
use crate::client::send;
use crate::server::{self, Who};
use crate::workload::Workload;

/// How many requests are counted; twice as many in a second run, so that start and end can be told from them.
const REQUESTS: usize = 400;

/// What a request of a workload takes on a server.
pub(crate) struct Count {
    pub(crate) name: &'static str,
    pub(crate) who: Who,
    pub(crate) instructions: f64,
    /// To the first server's.
    pub(crate) ratio: f64,
}

/// Counts for the workloads on all servers.
pub(crate) fn count(folder: &Path, workloads: &[Workload]) -> Result<Vec<Count>> {
    let mut counts = Vec::new();
    for workload in workloads {
        let mut least = None;
        for who in Who::ALL {
            let instructions = per_request(folder, who, workload)?;
            let ratio = instructions / *least.get_or_insert(instructions);
            counts.push(Count {
                name: workload.name,
                who,
                instructions,
                ratio,
            });
        }
    }
    Ok(counts)
}

fn per_request(folder: &Path, who: Who, workload: &Workload) -> Result<f64> {
    let once = run(folder, who, workload, REQUESTS)?;
    let twice = run(folder, who, workload, 2 * REQUESTS)?;
    #[expect(clippy::cast_precision_loss, reason = "an average")]
    Ok(twice.saturating_sub(once) as f64 / REQUESTS as f64)
}

fn run(folder: &Path, who: Who, workload: &Workload, requests: usize) -> Result<u64> {
    let output = folder.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--quiet", "--tool=callgrind"])
        .arg(format!("--callgrind-out-file={}", output.display()));
    let server = server::start_under(valgrind, who, folder)?;
    block_on(send(server.address, &workload.texts, requests))?;
    drop(server);
    let profile = std::fs::read_to_string(&output)?;
    let total = profile.lines().find_map(|line| {
        line.strip_prefix("totals: ")
            .or(line.strip_prefix("summary: "))
    });
    Ok(total.ok_or("callgrind writes a sum")?.trim().parse()?)
}
