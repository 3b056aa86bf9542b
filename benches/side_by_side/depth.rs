//! Pages by cursor at the beginning of many rows and far away from it, and how the database finds them.

use std::path::Path;

use crate::client::{Client, send};
use crate::rounds::median;
use crate::server::{self, Who};
use crate::server_process::Server;
use crate::workload::get;
use crate::{Result, block_on, plans};

/// How many pages are asked for in turn, one after the other.
const PAGES: usize = 16;
/// How many requests one round sends.
const REQUESTS: usize = 2_000;
/// Pages by offset are slow far away from the beginning.
const REQUESTS_BY_OFFSET: usize = 16;

/// What pages at a place take.
pub(crate) struct Depth {
    pub(crate) name: String,
    /// CPU-seconds of the server per 1,000 pages: the median over the rounds.
    pub(crate) cpu: f64,
    /// To the first page of the same order.
    pub(crate) ratio: f64,
    /// The statements of a page, and how the database goes about them.
    pub(crate) plan: Vec<String>,
}

/// Measures pages at the first row, and after nine tenths of the rows.
pub(crate) fn measure(folder: &Path, rows: u32, rounds: usize) -> Result<Vec<Depth>> {
    let server = server::start(Who::Formwork, folder)?;
    let far = rows / 10 * 9;
    let mut depths = Vec::new();
    for (name, sort) in [("the key", ""), ("an indexed date", "sort=OrderDate&")] {
        let cursor = block_on(cursor_at(&server, sort, far))?;
        let mut first_page = None;
        for (row, cursor) in [(0, ""), (far, cursor.as_str())] {
            let first = format!("/api/Order?{sort}page%5Bafter%5D={cursor}&page%5Bsize%5D=50");
            let name = format!("by {name}, by cursor at row {row}");
            let paths = block_on(following(&server, &first))?;
            let mut depth = measure_at(folder, &server, name, &paths, REQUESTS, rounds)?;
            depth.ratio = depth.cpu / *first_page.get_or_insert(depth.cpu);
            depths.push(depth);
        }
    }
    let name = format!("by the key, by offset at row {far}");
    let path = format!("/api/Order?page%5Boffset%5D={far}&page%5Blimit%5D=50");
    let mut depth = measure_at(folder, &server, name, &[path], REQUESTS_BY_OFFSET, rounds)?;
    depth.ratio = depth.cpu / depths[0].cpu;
    depths.push(depth);
    Ok(depths)
}

fn measure_at(
    folder: &Path,
    server: &Server,
    name: String,
    paths: &[String],
    requests: usize,
    rounds: usize,
) -> Result<Depth> {
    let texts: Vec<_> = paths.iter().map(|path| get(path)).collect();
    block_on(send(server.address, &texts, requests))?;
    let mut samples = Vec::new();
    for _ in 0..rounds {
        let before = server.cpu_time()?;
        block_on(send(server.address, &texts, requests))?;
        samples.push(server.cpu_time()?.saturating_sub(before).as_secs_f64());
    }
    #[expect(clippy::cast_precision_loss, reason = "there are few requests")]
    let cpu = median(samples.into_iter()) / requests as f64 * 1_000.0;
    Ok(Depth {
        name,
        cpu,
        ratio: 1.0,
        plan: block_on(plans::of_page(folder, &paths[0]))?,
    })
}

/// The cursor of a row, counted in the order.
async fn cursor_at(server: &Server, sort: &str, row: u32) -> Result<String> {
    let by_offset =
        format!("/api/Order?{sort}page%5Boffset%5D={row}&page%5Blimit%5D=1&fields%5BOrder%5D=");
    let id = ask(server, &by_offset).await?["data"][0]["id"].clone();
    let id = id.as_str().ok_or("there are not so many rows")?.to_owned();
    let alone = format!("/api/Order?{sort}filter%5Bid%5D={id}&page%5Bafter%5D=&page%5Bsize%5D=1");
    let document = ask(server, &alone).await?;
    let cursor = document["data"][0]["meta"]["page"]["cursor"].as_str();
    Ok(cursor
        .ok_or("a row of a page by cursor has one")?
        .to_owned())
}

/// The path of a page, and those of the pages after it.
async fn following(server: &Server, first: &str) -> Result<Vec<String>> {
    let mut paths = vec![first.to_owned()];
    while paths.len() < PAGES {
        let document = ask(server, &paths[paths.len() - 1]).await?;
        let next = document["links"]["next"].as_str();
        paths.push(next.ok_or("there are more rows")?.to_owned());
    }
    Ok(paths)
}

async fn ask(server: &Server, path: &str) -> Result<serde_json::Value> {
    let mut client = Client::connect(server.address).await?;
    Ok(serde_json::from_str(&client.ask(&get(path)).await?.body)?)
}
