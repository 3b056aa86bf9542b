//! How long our server takes from its start to its first answer, and how much memory it then holds.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::rounds::median;
use crate::server::{self, Who};
use crate::{Result, block_on};

/// How often it is started.
const STARTS: usize = 9;

/// What a start took.
pub(crate) struct Start {
    pub(crate) first_answer: Duration,
    /// Millions of bytes that are resident after the first answer.
    pub(crate) megabytes: f64,
}

/// Starts the server on a folder and asks it for a path; medians.
pub(crate) fn measure(folder: &Path, path: &str) -> Result<Start> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut samples = Vec::new();
    for _ in 0..STARTS {
        let started = Instant::now();
        let server = server::start(Who::Formwork, folder)?;
        block_on(async {
            Client::connect(server.address)
                .await?
                .ask(request.as_bytes())
                .await
        })?;
        let seconds = started.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
        samples.push((seconds, server.resident()? as f64 / 1_000_000.0));
        drop(server);
    }
    Ok(Start {
        first_answer: Duration::from_secs_f64(median(samples.iter().map(|(seconds, _)| *seconds))),
        megabytes: median(samples.iter().map(|(_, megabytes)| *megabytes)),
    })
}
