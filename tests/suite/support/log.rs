//! What servers log, in the output of the test that fails; the logic log and the spans of rules are also kept, to be looked at.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use tracing_subscriber::fmt::format::FmtSpan;

/// The lines of the logic log, of all tests.
static LOGIC: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Begins to log, unless another test has begun.
pub(crate) fn begin() {
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_thread_ids(true)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(|| Tee);
    drop(log.try_init());
}

/// The logic log of whatever thread has written a line with the text: each application writes on threads of its own.
pub(crate) fn logic_with(text: &str) -> Vec<String> {
    of_thread(text)
        .iter()
        .filter(|line| !is_span(line))
        .filter_map(|line| Some(line.split_once("formwork::logic: ")?.1.to_owned()))
        .collect()
}

/// The spans of rules that have ended on the thread which has written a logic log with the text, such as
/// `name=Order.AmountTotal kind="sum" origin=src/rules/check_credit.rs:9`.
pub(crate) fn spans_with(text: &str) -> Vec<String> {
    let span = |line: &String| Some(line.split_once("rule{")?.1.split_once('}')?.0.to_owned());
    let lines = of_thread(text);
    lines
        .iter()
        .filter(|line| is_span(line))
        .filter_map(span)
        .collect()
}

fn is_span(line: &str) -> bool {
    line.contains("formwork::logic: close ")
}

/// What was kept of the thread that has written a line with the text.
fn of_thread(text: &str) -> Vec<String> {
    let lines = LOGIC.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = |line: &str| {
        line.split_whitespace()
            .find(|word| word.starts_with("ThreadId"))
            .map(str::to_owned)
    };
    let wanted = lines.iter().find(|line| line.contains(text));
    let wanted = wanted.and_then(|line| thread(line));
    lines
        .iter()
        .filter(|line| thread(line) == wanted)
        .cloned()
        .collect()
}

/// The harness's output, and the kept lines.
struct Tee;

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        #[expect(clippy::print_stdout, reason = "the harness keeps what is printed so")]
        {
            print!("{line}");
        }
        if line.contains("formwork::logic") {
            let mut lines = LOGIC.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push(line.trim_end().to_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
