//! Clients that keep their connections, and do nothing but wait for whole answers: little enough to share a machine with
//! the server that is measured.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// How many clients there are at a time.
const CLIENTS: usize = 16;

/// An answer: its head and its body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The status and the headers but for the moment, what the server's own tag of its answer is, and that it could also answer
    /// compressed.
    pub(crate) fn lasting_head(&self) -> Vec<String> {
        let mut lines: Vec<_> = self
            .head
            .lines()
            .filter(|line| !line.starts_with("date:") && *line != "vary: Accept-Encoding")
            .map(|line| match line.split_once(':') {
                Some(("etag", _)) => "etag".to_owned(),
                _ => line.to_owned(),
            })
            .collect();
        lines.sort_unstable();
        lines
    }
}

/// A connection that is kept.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; 256 * 1024],
        })
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        let (head, all) = self.exchange(request).await?;
        let text = std::str::from_utf8(&self.buffer[..all])?;
        Ok(Answer {
            head: text[..head].to_owned(),
            body: text[head..].to_owned(),
        })
    }

    /// The length of the answer's head, and of all of it.
    async fn exchange(&mut self, request: &[u8]) -> Result<(usize, usize)> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        let mut ends = None;
        while ends.is_none_or(|(_, end)| filled < end) {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            match self.stream.read(&mut self.buffer[filled..]).await? {
                0 => return Err("the server hung up".into()),
                count => filled += count,
            }
            if ends.is_none() {
                ends = ends_of(&self.buffer[..filled])?;
            }
        }
        ends.ok_or_else(|| "an answer has an end".into())
    }
}

/// Where the head and the body end; none if the head is not there yet.
fn ends_of(answer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&answer[..end])?;
    if !head.starts_with("HTTP/1.1 20") {
        return Err(format!("the server refused: {}", String::from_utf8_lossy(answer)).into());
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .ok_or("the answer does not say how long it is")?;
    Ok(Some((end + 4, end + 4 + length.parse::<usize>()?)))
}

/// Sends so many requests, by several clients at a time.
pub(crate) async fn send(address: SocketAddr, texts: &[Vec<u8>], requests: usize) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(0));
    let texts: Arc<[Vec<u8>]> = texts.into();
    let mut clients = tokio::task::JoinSet::<Result<()>>::new();
    for _ in 0..CLIENTS {
        let (next, texts) = (Arc::clone(&next), Arc::clone(&texts));
        clients.spawn(async move {
            let mut client = Client::connect(address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return Ok(());
                }
                client.exchange(&texts[number % texts.len()]).await?;
            }
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    Ok(())
}
