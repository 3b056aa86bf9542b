//! All rows as CSV: what they cost, and whether the server's memory grows with them.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::{self, Who};
use crate::server_process::Server;
use crate::{Result, block_on};

/// After how many bytes the server's memory is looked at.
const LOOK: usize = 4 * 1024 * 1024;

/// What an export took.
pub(crate) struct Export {
    pub(crate) who: Who,
    /// Of the answer.
    pub(crate) megabytes: f64,
    pub(crate) seconds: f64,
    /// CPU-seconds of the server.
    pub(crate) cpu: f64,
    /// Millions of bytes that were resident before.
    pub(crate) resident: f64,
    /// By how many there were more at any time.
    pub(crate) growth: f64,
}

/// Exports from each of the servers; their answers must be equal.
pub(crate) fn measure(folder: &Path, servers: &[Who]) -> Result<Vec<Export>> {
    let mut exports = Vec::new();
    let mut expected = None;
    for &who in servers {
        let server = server::start(who, folder)?;
        // Statements are prepared, buffers of a page are there.
        block_on(export(&server, "/api/Order?page%5Blimit%5D=1000"))?;
        let (resident, cpu) = (server.resident()?, server.cpu_time()?);
        let started = Instant::now();
        let answer = block_on(export(&server, "/api/Order"))?;
        let elapsed = started.elapsed();
        exports.push(Export {
            who,
            megabytes: millions(answer.length as u64),
            seconds: elapsed.as_secs_f64(),
            cpu: server.cpu_time()?.saturating_sub(cpu).as_secs_f64(),
            resident: millions(resident),
            growth: millions(answer.most_resident.saturating_sub(resident)),
        });
        let found = (answer.length, answer.hash);
        if *expected.get_or_insert(found) != found {
            return Err(format!("the export of `{who}` differs").into());
        }
    }
    Ok(exports)
}

/// The body of an answer.
struct Body {
    length: usize,
    hash: u64,
    /// How many bytes the server held at most while it sent it.
    most_resident: u64,
}

async fn export(server: &Server, path: &str) -> Result<Body> {
    let mut stream = TcpStream::connect(server.address).await?;
    // An answer of HTTP/1.0 has no chunks: it ends with the connection.
    let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut buffer = vec![0; 256 * 1024];
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let mut body = Body {
        length: 0,
        hash: 0,
        most_resident: 0,
    };
    let mut hasher = DefaultHasher::new();
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        hasher.write(&buffer[..count]);
        if body.length / LOOK != (body.length + count) / LOOK {
            body.most_resident = body.most_resident.max(server.resident()?);
        }
        body.length += count;
    }
    body.hash = hasher.finish();
    Ok(body)
}

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn millions(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
