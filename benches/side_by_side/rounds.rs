//! Rounds of each workload on each server in turn, so that what else the machine does meets them alike.

use std::path::Path;
use std::time::Instant;

use crate::Result;
use crate::arguments::Arguments;
use crate::client::{Client, send};
use crate::server::{self, Who};
use crate::server_process::Server;
use crate::workload::{Workload, workloads};

/// What one workload took on both servers.
pub(crate) struct Comparison {
    pub(crate) name: &'static str,
    /// In the order of [`Who::ALL`].
    pub(crate) servers: Vec<Figures>,
}

/// What one workload took on one server: medians over the rounds.
pub(crate) struct Figures {
    pub(crate) who: Who,
    pub(crate) requests_per_second: f64,
    /// CPU-seconds of the server per 1,000 requests.
    pub(crate) cpu: f64,
}

/// Checks that the answers are equal, and measures.
pub(crate) fn measure(folder: &Path, arguments: &Arguments) -> Result<Vec<Comparison>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut comparisons = Vec::new();
    for workload in workloads().iter().filter(|each| {
        arguments
            .only
            .as_ref()
            .is_none_or(|text| each.name.contains(text))
    }) {
        let copies = copies(folder)?;
        let servers = start(&copies)?;
        runtime.block_on(compare(workload, &servers))?;
        // Each once unmeasured: statements are prepared, pages are cached.
        for server in &servers {
            runtime.block_on(send(server.address, &workload.texts, workload.requests / 4))?;
        }
        let mut samples = vec![Vec::new(); servers.len()];
        for _ in 0..arguments.rounds {
            for (server, samples) in servers.iter().zip(&mut samples) {
                let (cpu, started) = (server.cpu_time()?, Instant::now());
                runtime.block_on(send(server.address, &workload.texts, workload.requests))?;
                let (seconds, cpu) = (
                    started.elapsed().as_secs_f64(),
                    server.cpu_time()?.saturating_sub(cpu),
                );
                samples.push((seconds, cpu.as_secs_f64()));
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are fewer requests than a float can count"
        )]
        let requests = workload.requests as f64;
        let figures = Who::ALL
            .into_iter()
            .zip(&samples)
            .map(|(who, samples)| Figures {
                who,
                requests_per_second: requests / median(samples.iter().map(|(seconds, _)| *seconds)),
                cpu: median(samples.iter().map(|(_, cpu)| *cpu)) / requests * 1_000.0,
            });
        comparisons.push(Comparison {
            name: workload.name,
            servers: figures.collect(),
        });
        for server in servers {
            drop(server);
        }
    }
    Ok(comparisons)
}

/// A copy of the database for each server: a row that one adds must not be in the other's way.
fn copies(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    Who::ALL
        .iter()
        .map(|who| {
            let copy = folder.join(who.to_string());
            if copy.exists() {
                std::fs::remove_dir_all(&copy)?;
            }
            std::fs::create_dir(&copy)?;
            for file in [crate::database::FILE, crate::database::MODEL] {
                std::fs::copy(folder.join(file), copy.join(file))?;
            }
            Ok(copy)
        })
        .collect()
}

fn start(copies: &[std::path::PathBuf]) -> Result<Vec<Server>> {
    Who::ALL
        .into_iter()
        .zip(copies)
        .map(|(who, folder)| server::start(who, folder))
        .collect()
}

/// Sends every request of the workload to all servers; an answer that differs ends the benchmark.
async fn compare(workload: &Workload, servers: &[Server]) -> Result<()> {
    let mut clients = Vec::new();
    for server in servers {
        clients.push(Client::connect(server.address).await?);
    }
    for request in &workload.texts {
        let mut answers = Vec::new();
        for client in &mut clients {
            answers.push(client.ask(request).await?);
        }
        for (who, answer) in Who::ALL.iter().zip(&answers) {
            if answer.body != answers[0].body || answer.lasting_head() != answers[0].lasting_head()
            {
                let request = String::from_utf8_lossy(request);
                let expected = &answers[0];
                return Err(format!(
                    "`{who}` answers differently\n{request}\n{expected:#?}\n{answer:#?}"
                )
                .into());
            }
        }
    }
    Ok(())
}

/// The middle one.
pub(crate) fn median(samples: impl Iterator<Item = f64>) -> f64 {
    let mut samples: Vec<f64> = samples.collect();
    samples.sort_unstable_by(f64::total_cmp);
    samples[samples.len() / 2]
}
