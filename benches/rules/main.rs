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
mod rules;
mod wide;

use std::error::Error;
use std::process::ExitCode;

/// As in the projects that we make, for both sides.
#[global_allocator]
static ALLOCATOR: formwork_runtime::MiMalloc = formwork_runtime::MiMalloc;

/// Any error: a benchmark that cannot go on says why and stops.
type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    // `cargo bench` says `--bench` to every benchmark.
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let rounds = match words.next().map(|word| word.parse::<usize>()) {
        None => 7,
        Some(Ok(rounds)) if rounds > 0 => rounds,
        Some(_) => {
            anstream::eprintln!("error: the first argument is the number of rounds");
            return ExitCode::from(2);
        }
    };
    let wanted = words.next().unwrap_or_default();
    match measure::run(rounds, &wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
