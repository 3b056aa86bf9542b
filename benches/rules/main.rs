//! The rule engine against the same statements by hand, side by side in one run: the same rows, the same driver, the same kind of
//! transactions (one thread that writes, a savepoint for each, groups of them in one commit).
//!
//! `cargo bench --bench rules [-- ROUNDS [CASE]]` prints the CPU time of each, medians over the rounds, and the ratios; `CASE` is a
//! part of the names of the cases that are wanted.

mod by_hand;
mod engine;
#[path = "../by_hand/group_commit.rs"]
mod group_commit;
mod measure;
mod note;
mod over_http;
mod rules;
#[path = "../shared/server_process.rs"]
mod server_process;
mod wide;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// As in the projects that we make, for both sides.
#[global_allocator]
static ALLOCATOR: formwork_runtime::MiMalloc = formwork_runtime::MiMalloc;

/// Any error: a benchmark that cannot go on says why and stops.
type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    // `cargo bench` says `--bench` to every benchmark.
    let words = std::env::args().skip(1).filter(|word| word != "--bench");
    let words: Vec<String> = words.collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        [] => measure::run(7, ""),
        // What the measuring process calls.
        ["serve", who, file] => over_http::serve(who.parse()?, Path::new(file)),
        [rounds] => measure::run(number(rounds)?, ""),
        [rounds, case] => measure::run(number(rounds)?, case),
        _ => Err("the arguments are the number of rounds and a part of a case's name".into()),
    }
}

fn number(word: &str) -> Result<usize> {
    let number = word.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{word}` is no number of rounds").into())
}
