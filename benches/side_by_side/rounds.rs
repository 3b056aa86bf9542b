//! Rounds of each workload on each server in turn, so that what else the machine does meets them alike.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::backends::Backends;
use crate::client::{Answer, Client, send};
use crate::database;
use crate::server::{self, Who};
use crate::server_process::Server;
use crate::workload::Workload;
use crate::{Result, block_on};

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
    /// The same of the database's processes, where it has some of its own.
    pub(crate) database_cpu: Option<f64>,
}

/// What one round took, in seconds.
#[derive(Clone, Copy)]
struct Sample {
    elapsed: f64,
    cpu: f64,
    database_cpu: f64,
}

/// Checks that the answers are equal, and measures.
pub(crate) fn measure(
    folder: &Path,
    workloads: &[Workload],
    rounds: usize,
) -> Result<Vec<Comparison>> {
    let address = database::address_on_server(folder);
    let mut backends = address.as_deref().map(Backends::connect).transpose()?;
    let mut comparisons = Vec::new();
    for workload in workloads {
        let copies = copies(folder)?;
        let servers = start(&copies)?;
        // Where the database has decimals of its own, they may have more digits than those of a server by hand.
        let is_exact = address.is_none();
        block_on(compare(workload, &servers, is_exact))?;
        // Each once unmeasured: statements are prepared, pages are cached.
        for server in &servers {
            block_on(send(server.address, &workload.texts, workload.requests / 4))?;
        }
        let mut samples = vec![Vec::new(); servers.len()];
        for _ in 0..rounds {
            for (server, samples) in servers.iter().zip(&mut samples) {
                samples.push(round(workload, server, backends.as_mut())?);
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are fewer requests than a float can count"
        )]
        let requests = workload.requests as f64;
        let figures = Who::ALL.into_iter().zip(&samples).map(|(who, samples)| {
            let median = |of: fn(&Sample) -> f64| median(samples.iter().map(of));
            let per_1_000 = |seconds: f64| seconds / requests * 1_000.0;
            Figures {
                who,
                requests_per_second: requests / median(|sample| sample.elapsed),
                cpu: per_1_000(median(|sample| sample.cpu)),
                database_cpu: backends
                    .is_some()
                    .then(|| per_1_000(median(|sample| sample.database_cpu))),
            }
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

fn round(
    workload: &Workload,
    server: &Server,
    mut backends: Option<&mut Backends>,
) -> Result<Sample> {
    let mut database_cpu = || match &mut backends {
        Some(backends) => backends.cpu_time(),
        None => Ok(Duration::ZERO),
    };
    let database_before = database_cpu()?;
    let (cpu, started) = (server.cpu_time()?, Instant::now());
    block_on(send(server.address, &workload.texts, workload.requests))?;
    let elapsed = started.elapsed().as_secs_f64();
    let cpu = server.cpu_time()?.saturating_sub(cpu);
    Ok(Sample {
        elapsed,
        cpu: cpu.as_secs_f64(),
        database_cpu: database_cpu()?
            .saturating_sub(database_before)
            .as_secs_f64(),
    })
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
            for file in std::fs::read_dir(folder)? {
                let file = file?;
                if file.file_type()?.is_file() {
                    std::fs::copy(file.path(), copy.join(file.file_name()))?;
                }
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
async fn compare(workload: &Workload, servers: &[Server], is_exact: bool) -> Result<()> {
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
            let is_equal = if is_exact {
                answer.body == answers[0].body && answer.lasting_head() == answers[0].lasting_head()
            } else {
                content(answer)? == content(&answers[0])?
            };
            if !is_equal {
                let request = String::from_utf8_lossy(request);
                let [expected, found] = differing(&answers[0], answer);
                return Err(format!(
                    "`{who}` answers differently\n{request}\n{expected}\n\n{found}"
                )
                .into());
            }
        }
    }
    Ok(())
}

/// Both answers where they differ first.
fn differing(expected: &Answer, found: &Answer) -> [String; 2] {
    let [expected, found] =
        [expected, found].map(|answer| answer.lasting_head().join("\n") + "\n" + &answer.body);
    let pairs = expected.bytes().zip(found.bytes());
    let first = pairs.take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        let end = bytes.len().min(first + 200);
        String::from_utf8_lossy(&bytes[first.saturating_sub(200).min(end)..end]).into_owned()
    };
    [around(&expected), around(&found)]
}

/// What an answer says, however its numbers are written; CSV is a text.
fn content(answer: &Answer) -> Result<serde_json::Value> {
    if answer.body.starts_with('{') {
        Ok(serde_json::from_str(&answer.body)?)
    } else {
        Ok(answer.body.as_str().into())
    }
}

/// The middle one.
pub(crate) fn median(samples: impl Iterator<Item = f64>) -> f64 {
    let mut samples: Vec<f64> = samples.collect();
    samples.sort_unstable_by(f64::total_cmp);
    samples[samples.len() / 2]
}
